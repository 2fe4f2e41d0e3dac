//! Folding and selection ranges, highlights and linked editing, in the protocol's shapes.

use crate::support::{Client, SHOP, project, pulling, range_of, uri_in, with};
use serde_json::{Value, json};
use tempfile::TempDir;

const TEXT: &str =
    "WITH a AS (\n  SELECT\n    1 AS x,\n    f(\n      2)\n), b AS (\n  SELECT 3\n)\nSELECT a.x FROM a\n";

async fn open(capabilities: Value, text: &str) -> (TempDir, Client, String) {
    let folder = project(SHOP);
    let client = Client::start(capabilities, &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, text).await;
    (folder, client, uri)
}

async fn folds(folding: Value) -> Vec<String> {
    let capabilities = with(pulling(), json!({ "textDocument": { "foldingRange": folding } }));
    let (_folder, mut client, uri) = open(capabilities, TEXT).await;
    let found = client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } })).await;
    let at = |it: &Value, edge: &str| {
        let character = it.get(format!("{edge}Character")).map(|it| format!(":{it}"));
        format!("{}{}", it[format!("{edge}Line")], character.unwrap_or_default())
    };
    found.as_array().unwrap().iter().map(|it| format!("{}-{}", at(it, "start"), at(it, "end"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn folds_are_whole_lines_where_the_client_wants_them() {
    assert_eq!(folds(json!({})).await, ["0:11-5:0", "1:8-4:8", "3:6-4:7", "5:9-7:0"]);
    // Closing brackets on lines of their own stay.
    assert_eq!(folds(json!({ "lineFoldingOnly": true })).await, ["0-4", "1-4", "3-4", "5-6"]);
    assert_eq!(folds(json!({ "lineFoldingOnly": true, "rangeLimit": 2 })).await, ["0-4", "1-4"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn selections_grow_by_their_parents() {
    let (_folder, mut client, uri) = open(pulling(), "SELECT sum(amount) AS total FROM orders\n").await;
    let positions = json!([{ "line": 0, "character": 12 }, { "line": 0, "character": 0 }]);
    let params = json!({ "textDocument": { "uri": uri }, "positions": positions });
    let found = client.request("textDocument/selectionRange", params).await;
    let chain = |it: &Value| {
        let chain = std::iter::successors(Some(it.clone()), |it| it.get("parent").cloned());
        chain.map(|it| range_of(&it)).collect::<Vec<_>>()
    };
    let first = chain(&found[0]);
    assert_eq!(first[..3], ["0:11-0:17", "0:10-0:18", "0:7-0:18"]);
    assert_eq!(first.last().unwrap(), "0:0-1:0");
    assert_eq!(chain(&found[1])[0], "0:0-0:6");
}

#[tokio::test(flavor = "multi_thread")]
async fn highlights_tell_writes_from_reads() {
    let (_folder, mut client, uri) = open(pulling(), "WITH a AS (SELECT 1 AS x) SELECT a.x FROM a\n").await;
    let params = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 33 } });
    let found = client.request("textDocument/documentHighlight", params.clone()).await;
    let kinds: Vec<(String, i64)> =
        found.as_array().unwrap().iter().map(|it| (range_of(it), it["kind"].as_i64().unwrap())).collect();
    let expected = [("0:5-0:6", 3), ("0:33-0:34", 2), ("0:42-0:43", 2)];
    assert_eq!(kinds, expected.map(|it| (it.0.to_owned(), it.1)));
    let linked = client.request("textDocument/linkedEditingRange", params).await;
    let ranges = linked["ranges"].as_array().unwrap().iter().map(|it| range_of(&json!({ "range": it })));
    assert_eq!(ranges.collect::<Vec<_>>(), expected.map(|it| it.0.to_owned()));
}
