//! Renames, in the protocol's shapes.

use crate::support::{Client, SHOP, project, pulling, uri_in, with};
use serde_json::{Value, json};
use tempfile::TempDir;

fn capable() -> Value {
    let operations = json!({ "documentChanges": true, "resourceOperations": ["rename"] });
    with(
        pulling(),
        json!({
            "textDocument": { "rename": { "prepareSupport": true } },
            "workspace": { "workspaceEdit": operations },
        }),
    )
}

/// A session with `models/totals.sql` open: `SELECT sum(amount) AS total FROM orders`.
async fn open_totals(capabilities: Value) -> (TempDir, Client, String) {
    let folder = project(SHOP);
    let client = Client::start(capabilities, &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 3, "SELECT sum(amount) AS total FROM orders\n").await;
    (folder, client, uri)
}

fn params(uri: &str, character: u32, new_name: &str) -> Value {
    json!({
        "textDocument": { "uri": uri },
        "position": { "line": 0, "character": character },
        "newName": new_name,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_is_renamed_in_every_document() {
    let (folder, mut client, uri) = open_totals(capable()).await;
    assert_eq!(client.initialized["capabilities"]["renameProvider"], json!({ "prepareProvider": true }));
    let target = client.request("textDocument/prepareRename", params(&uri, 13, "")).await;
    assert_eq!(
        (&target["placeholder"], &target["range"]["start"]["character"]),
        (&json!("amount"), &json!(11))
    );
    let edit = client.request("textDocument/rename", params(&uri, 13, "value")).await;
    let upstream = json!({ "uri": uri_in(&folder, "models/orders.sql"), "version": null });
    assert_eq!(edit["documentChanges"][0]["textDocument"], upstream);
    assert_eq!(edit["documentChanges"][0]["edits"][0]["newText"], " AS value");
    assert_eq!(edit["documentChanges"][1]["textDocument"], json!({ "uri": uri, "version": 3 }));
    assert_eq!(edit["documentChanges"][1]["edits"][0]["newText"], "value");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_renamed_with_its_files() {
    let (folder, mut client, uri) = open_totals(capable()).await;
    let edit = client.request("textDocument/rename", params(&uri, 35, "fct_orders")).await;
    let changes = edit["documentChanges"].as_array().unwrap();
    assert_eq!(changes[0]["edits"][0]["newText"], "fct_orders");
    let moves: Vec<(&Value, &Value, &Value)> =
        changes[1..].iter().map(|it| (&it["kind"], &it["oldUri"], &it["newUri"])).collect();
    let at = |path: &str| json!(uri_in(&folder, path));
    let rename = json!("rename");
    let expected = [
        (&rename, &at("models/orders.sql"), &at("models/fct_orders.sql")),
        (&rename, &at("models/orders.toml"), &at("models/fct_orders.toml")),
    ];
    assert_eq!(moves, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_why() {
    let (_folder, mut client, uri) = open_totals(capable()).await;
    let id = client.ask("textDocument/rename", params(&uri, 13, "order_id")).await;
    let answer = client.answer(id).await;
    assert_eq!(answer["error"]["code"], -32803);
    assert_eq!(answer["error"]["message"], "there is a column `order_id` beside it already");
    let id = client.ask("textDocument/prepareRename", params(&uri, 8, "")).await;
    assert_eq!(client.answer(id).await["error"]["code"], -32803);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_renames_no_files_is_told_so() {
    let (_folder, mut client, uri) = open_totals(pulling()).await;
    assert_eq!(client.initialized["capabilities"]["renameProvider"], true);
    let edit = client.request("textDocument/rename", params(&uri, 13, "value")).await;
    assert_eq!(edit["changes"][&uri][0]["newText"], "value");
    let id = client.ask("textDocument/rename", params(&uri, 35, "fct_orders")).await;
    assert_eq!(client.answer(id).await["error"]["code"], -32803);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_the_editor_renames_take_others_along() {
    let asks = json!({ "workspace": { "fileOperations": { "willRename": true } } });
    let (folder, mut client, uri) = open_totals(with(capable(), asks)).await;
    let filters = &client.initialized["capabilities"]["workspace"]["fileOperations"]["willRename"]["filters"];
    assert_eq!(filters[0]["pattern"]["glob"], "**/*.{sql,rocky}");
    let at = |path: &str| uri_in(&folder, path);
    let moved = |to: &str| json!({ "files": [{ "oldUri": at("models/orders.sql"), "newUri": at(to) }] });
    let edit = client.request("workspace/willRenameFiles", moved("models/fct_orders.sql")).await;
    let changes = edit["documentChanges"].as_array().unwrap();
    assert_eq!(changes[0]["textDocument"]["uri"], uri);
    assert_eq!(changes[0]["edits"][0]["newText"], "fct_orders");
    let sidecar = (&json!(at("models/orders.toml")), &json!(at("models/fct_orders.toml")));
    assert_eq!((&changes[1]["oldUri"], &changes[1]["newUri"]), sidecar);
    assert_eq!(changes.len(), 2);
    let plain = client.request("workspace/willRenameFiles", moved("models/sub/orders.sql")).await;
    assert_eq!(plain, Value::Null);
    let id = client.ask("workspace/willRenameFiles", moved("models/totals.sql")).await;
    assert_eq!(client.answer(id).await["error"]["code"], -32803);
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_are_grouped_by_model_and_those_in_what_is_filled_in_are_to_be_looked_at() {
    let takes =
        json!({ "workspace": { "workspaceEdit": { "changeAnnotationSupport": { "groupsOnLabel": true } } } });
    let (folder, mut client, uri) = open_totals(with(capable(), takes)).await;
    let at = |path: &str| uri_in(&folder, path);
    client.open(&at("models/orders.toml"), "toml", 1, "[columns.amount]\ndescription = \"x\"\n").await;
    let filled = "SELECT amount FROM orders WHERE @var(condition, true)\n";
    client.open(&at("models/filled.sql"), "sql", 1, filled).await;
    let edit = client.request("textDocument/rename", params(&uri, 13, "value")).await;
    let mut said = Vec::new();
    for document in edit["documentChanges"].as_array().unwrap() {
        let id = document["edits"][0]["annotationId"].as_str().unwrap();
        let annotation = &edit["changeAnnotations"][id];
        let file = document["textDocument"]["uri"].as_str().unwrap().rsplit('/').next().unwrap();
        let label = annotation["label"].as_str().unwrap();
        said.push((file.to_owned(), label.to_owned(), annotation["needsConfirmation"].as_bool().unwrap()));
    }
    let expected = [
        ("filled.sql", "filled", true),
        ("orders.sql", "orders", false),
        ("orders.toml", "orders", false),
        ("totals.sql", "totals", false),
    ];
    assert_eq!(said, expected.map(|it| (it.0.to_owned(), it.1.to_owned(), it.2)));
}
