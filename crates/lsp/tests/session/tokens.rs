//! Semantic tokens, in the protocol's shapes.

use crate::support::{Client, SHOP, project, pulling, uri_in};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Beyond the basic plane, over lines, with line ends of both kinds.
const TEXT: &str = "/* 🦀\r\n  é */ SELECT '🦀é' AS x, amount -- a\r\nFROM orders\n";

async fn open(text: &str) -> (TempDir, Client, String) {
    let folder = project(SHOP);
    let client = Client::start(pulling(), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, text).await;
    (folder, client, uri)
}

/// Tokens as `line:character+length type`.
fn decoded(client: &Client, data: &Value) -> Vec<String> {
    let legend = &client.initialized["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"];
    let numbers: Vec<usize> =
        data.as_array().unwrap().iter().map(|it| it.as_u64().unwrap() as usize).collect();
    let (mut line, mut character) = (0, 0);
    let mut tokens = Vec::new();
    for token in numbers.chunks(5) {
        line += token[0];
        character = if token[0] == 0 { character + token[1] } else { token[1] };
        tokens.push(format!("{line}:{character}+{} {}", token[2], legend[token[3]].as_str().unwrap()));
    }
    tokens
}

#[tokio::test(flavor = "multi_thread")]
async fn widths_are_those_of_the_encoding_and_tokens_stay_within_lines() {
    let (_folder, mut client, uri) = open(TEXT).await;
    let params = json!({ "textDocument": { "uri": uri } });
    let tokens = client.request("textDocument/semanticTokens/full", params).await;
    let expected = [
        "0:0+5 comment",
        "1:0+6 comment",
        "1:7+6 keyword",
        "1:14+5 string",
        "1:20+2 keyword",
        "1:23+1 property",
        "1:26+6 property",
        "1:33+4 comment",
        "2:0+4 keyword",
        "2:5+6 class",
    ];
    assert_eq!(decoded(&client, &tokens["data"]), expected);
    let range = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 3, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": range });
    let tokens = client.request("textDocument/semanticTokens/range", params).await;
    assert_eq!(decoded(&client, &tokens["data"]), expected[8..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_edit_changes_is_told_as_a_difference() {
    let (_folder, mut client, uri) = open("SELECT amount AS a FROM orders\n").await;
    let document = json!({ "uri": uri });
    let full = client.request("textDocument/semanticTokens/full", json!({ "textDocument": document })).await;
    let ask = |previous: &Value| json!({ "textDocument": document, "previousResultId": previous });
    let unchanged = client.request("textDocument/semanticTokens/full/delta", ask(&full["resultId"])).await;
    assert_eq!(unchanged["edits"], json!([]));
    client.set_text(&uri, 2, "SELECT amount AS a, 1 FROM orders\n").await;
    let delta = client.request("textDocument/semanticTokens/full/delta", ask(&unchanged["resultId"])).await;
    let mut data = full["data"].as_array().unwrap().clone();
    for edit in delta["edits"].as_array().unwrap() {
        let (start, count) =
            (edit["start"].as_u64().unwrap() as usize, edit["deleteCount"].as_u64().unwrap() as usize);
        let new = edit.get("data").and_then(Value::as_array).cloned().unwrap_or_default();
        data.splice(start..start + count, new);
    }
    // A result that is gone is answered by all tokens, and so is that of a document which was closed since.
    let all = client.request("textDocument/semanticTokens/full/delta", ask(&full["resultId"])).await;
    assert_eq!(all["data"], Value::Array(data));
    client.close(&uri).await;
    client.open(&uri, "sql", 3, "SELECT amount AS a FROM orders\n").await;
    let all = client.request("textDocument/semanticTokens/full/delta", ask(&all["resultId"])).await;
    assert_eq!(all["data"], full["data"]);
}
