//! Formatting of documents and ranges.

use crate::support::{Client, SHOP, project, pulling, range_of, uri_in};
use serde_json::{Value, json};

const MESSY: &str = "select order_id,amount -- both\nfrom raw_orders where amount>1;\n";

/// The edits of a request, as `range "new text"`.
fn listed(edits: &Value) -> Vec<String> {
    edits.as_array().unwrap().iter().map(|it| format!("{} {}", range_of(it), it["newText"])).collect()
}

async fn format(fixture: &str, text: &str, method: &str, more: Value) -> Vec<String> {
    let folder = project(fixture);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/orders.sql");
    client.open(&uri, "sql", 1, text).await;
    let mut params =
        json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } });
    for (key, value) in more.as_object().unwrap() {
        params[key] = value.clone();
    }
    listed(&client.request(method, params).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buffer_is_formatted_by_the_smallest_edits() {
    let edits = format(SHOP, MESSY, "textDocument/formatting", json!({})).await;
    assert_eq!(
        edits,
        [
            "0:0-0:6 \"SELECT\"",
            "0:6-0:7 \"\\n  \"",
            "0:16-0:16 \"\\n  \"",
            "1:0-1:4 \"FROM\"",
            "1:15-1:16 \"\\n\"",
            "1:16-1:21 \"WHERE\"",
            "1:28-1:28 \" \"",
            "1:29-1:29 \" \"",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_is_formatted_alone() {
    let range = json!({ "range": {
        "start": { "line": 1, "character": 16 },
        "end": { "line": 1, "character": 31 },
    } });
    let edits = format(SHOP, MESSY, "textDocument/rangeFormatting", range).await;
    assert_eq!(edits, ["1:15-1:16 \"\\n\"", "1:16-1:21 \"WHERE\"", "1:28-1:28 \" \"", "1:29-1:29 \" \""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_project_overrules_the_editor() {
    let fixture = SHOP.replacen(
        "//- /data",
        "[format]\n    indent = 3\n    keyword_case = \"lower\"\n    commas = \"leading\"\n    //- /data",
        1,
    );
    let edits = format(&fixture, "select a,b from t\n", "textDocument/formatting", json!({})).await;
    assert_eq!(edits, ["0:6-0:7 \"\\n   \"", "0:8-0:8 \"\\n   \"", "0:9-0:9 \" \"", "0:10-0:11 \"\\n\""]);
    let tabs = json!({ "options": { "tabSize": 8, "insertSpaces": false } });
    let edits = format(SHOP, "SELECT a,b FROM t\n", "textDocument/formatting", tabs).await;
    assert_eq!(edits, ["0:6-0:7 \"\\n\\t\"", "0:9-0:9 \"\\n\\t\"", "0:10-0:11 \"\\n\""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_broken_stays_and_a_formatted_text_needs_no_edit() {
    let broken = "select  a , b +\nfrom  raw_orders\n";
    let edits = format(SHOP, broken, "textDocument/formatting", json!({})).await;
    assert!(edits.iter().any(|it| it.contains("FROM")), "{edits:?}");
    assert!(!edits.iter().any(|it| it.starts_with("0:13")), "{edits:?}");
    let edits = format(SHOP, "SELECT a\nFROM b\n", "textDocument/formatting", json!({})).await;
    assert_eq!(edits, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_just_typed() {
    let typed = json!({ "position": { "line": 0, "character": 20 }, "ch": "," });
    let edits = format(
        SHOP,
        "SELECT  order_id   ,, amount FROM raw_orders\n",
        "textDocument/onTypeFormatting",
        typed,
    )
    .await;
    assert_eq!(edits, Vec::<String>::new(), "nothing where something is missing");
    let typed = json!({ "position": { "line": 0, "character": 20 }, "ch": "," });
    let edits =
        format(SHOP, "SELECT  order_id   , amount FROM raw_orders\n", "textDocument/onTypeFormatting", typed)
            .await;
    assert_eq!(edits, ["0:16-0:19 \"\""]);
    let typed = json!({ "position": { "line": 1, "character": 0 }, "ch": "\n" });
    let edits = format(SHOP, "SELECT\n\nFROM raw_orders\n", "textDocument/onTypeFormatting", typed).await;
    assert_eq!(edits, ["1:0-1:0 \"  \""]);
}
