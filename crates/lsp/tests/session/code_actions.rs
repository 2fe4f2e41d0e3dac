//! Quick fixes.

use crate::support::{Client, SHOP, project, pulling, uri_in, with};
use serde_json::{Value, json};

fn capable() -> Value {
    with(
        pulling(),
        json!({
            "textDocument": { "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } },
                "isPreferredSupport": true,
            } },
            "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
        }),
    )
}

fn params(uri: &str, only: Option<&str>) -> Value {
    let position = json!({ "line": 0, "character": 12 });
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    json!({ "textDocument": { "uri": uri }, "range": { "start": position, "end": position }, "context": context })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fix_names_its_diagnostic_and_edits_the_version_it_was_made_for() {
    let folder = project(SHOP);
    let mut client = Client::start(capable(), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 7, "SELECT sum(amuont) AS total FROM orders\n").await;
    let actions = client.request("textDocument/codeAction", params(&uri, None)).await;
    let fix = actions.as_array().unwrap().iter().find(|it| it["diagnostics"][0]["code"] == "E003").unwrap();
    // A guess at what was meant is never applied without looking.
    assert_eq!((&fix["kind"], &fix["isPreferred"]), (&json!("quickfix"), &json!(false)));
    let change = &fix["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri, "version": 7 }));
    assert_eq!(change["edits"][0]["newText"], "amount");

    // Applied, it clears its diagnostic.
    let edit = json!([{ "range": change["edits"][0]["range"], "text": change["edits"][0]["newText"] }]);
    client.edit(&uri, 8, edit).await;
    assert_eq!(client.pull_code(&uri, "E003").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_that_were_not_asked_for_are_not_offered() {
    let folder = project(SHOP);
    let mut client = Client::start(capable(), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT sum(amuont) AS total FROM orders\n").await;
    for (only, expected) in [("quickfix", true), ("", true), ("refactor", false), ("source.fixAll", false)] {
        let actions = client.request("textDocument/codeAction", params(&uri, Some(only))).await;
        assert_eq!(!actions.as_array().unwrap().is_empty(), expected, "{only:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_without_versions_get_plain_changes() {
    let folder = project(SHOP);
    let capabilities =
        with(capable(), json!({ "workspace": { "workspaceEdit": { "documentChanges": false } } }));
    let mut client = Client::start(capabilities, &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT sum(amuont) AS total FROM orders\n").await;
    let actions = client.request("textDocument/codeAction", params(&uri, None)).await;
    let fix = actions.as_array().unwrap().iter().find(|it| it["diagnostics"][0]["code"] == "E003").unwrap();
    assert_eq!(fix["edit"]["changes"][&uri][0]["newText"], "amount");
}
