//! Lineage as call and type hierarchy, in the protocol's shapes.

use crate::support::{Client, SHOP, project, pulling, range_of, uri_in};
use serde_json::{Value, json};
use tempfile::TempDir;

async fn open() -> (TempDir, Client, String) {
    let folder = project(SHOP);
    let client = Client::start(pulling(), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    (folder, client, uri)
}

fn at(uri: &str, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": character } })
}

fn ranges(call: &Value) -> Vec<String> {
    call["fromRanges"].as_array().unwrap().iter().map(|it| range_of(&json!({ "range": it }))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_go_to_inputs_and_come_from_consumers() {
    let (folder, mut client, uri) = open().await;
    let items = client.request("textDocument/prepareCallHierarchy", at(&uri, 13)).await;
    let amount = &items[0];
    assert_eq!(
        (&amount["name"], &amount["uri"]),
        (&json!("orders.amount"), &json!(uri_in(&folder, "models/orders.sql")))
    );
    let incoming = client.request("callHierarchy/incomingCalls", json!({ "item": amount })).await;
    assert_eq!(incoming[0]["from"]["name"], "totals.total");
    assert_eq!(incoming[0]["from"]["uri"], uri.as_str());
    assert_eq!(ranges(&incoming[0]), ["0:11-0:17"]);
    // The item is known by names: an edit of its file does not lose it.
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "\nSELECT 1 AS one, amount FROM raw_orders\n").await;
    let outgoing = client.request("callHierarchy/outgoingCalls", json!({ "item": amount })).await;
    assert_eq!(outgoing[0]["to"]["name"], "main.raw_orders.amount");
    assert_eq!(ranges(&outgoing[0]), ["1:17-1:23"]);
    let model = client.request("textDocument/prepareCallHierarchy", at(&uri, 35)).await;
    let incoming = client.request("callHierarchy/incomingCalls", json!({ "item": model[0] })).await;
    assert_eq!(
        (&incoming[0]["from"]["name"], ranges(&incoming[0])),
        (&json!("totals"), vec!["0:33-0:39".to_owned()])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn types_are_followed_up_and_down() {
    let (_folder, mut client, uri) = open().await;
    assert_eq!(client.initialized["capabilities"]["typeHierarchyProvider"], true);
    let items = client.request("textDocument/prepareTypeHierarchy", at(&uri, 13)).await;
    assert_eq!(items[0]["name"], "orders.amount");
    let supertypes = client.request("typeHierarchy/supertypes", json!({ "item": items[0] })).await;
    assert_eq!(
        (&supertypes[0]["name"], &supertypes[0]["detail"]),
        (&json!("main.raw_orders.amount"), &json!("DECIMAL(10,2)"))
    );
    // A sum is another value.
    let subtypes = client.request("typeHierarchy/subtypes", json!({ "item": items[0] })).await;
    assert_eq!(subtypes, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_of_common_table_expressions_are_items() {
    let (_folder, mut client, uri) = open().await;
    let text = "WITH paid AS (SELECT amount FROM orders) SELECT sum(amount) AS total FROM paid\n";
    client.set_text(&uri, 2, text).await;
    let items = client.request("textDocument/prepareCallHierarchy", at(&uri, 23)).await;
    assert_eq!(items[0]["name"], "paid.amount");
    let incoming = client.request("callHierarchy/incomingCalls", json!({ "item": items[0] })).await;
    assert_eq!(incoming[0]["from"]["name"], "totals.total");
    assert_eq!(ranges(&incoming[0]), ["0:52-0:58"]);
    let outgoing = client.request("callHierarchy/outgoingCalls", json!({ "item": items[0] })).await;
    assert_eq!(outgoing[0]["to"]["name"], "orders.amount");
}
