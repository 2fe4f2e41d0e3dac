//! Quick fixes.

use crate::support::{Client, SHOP, open_in_shop, project, pulling, uri_in, with};
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
    let (_folder, mut client, uri) =
        open_in_shop(capable(), "models/totals.sql", 7, "SELECT sum(amuont) AS total FROM orders\n").await;
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
    let (_folder, mut client, uri) =
        open_in_shop(capable(), "models/totals.sql", 1, "SELECT sum(amuont) AS total FROM orders\n").await;
    for (only, expected) in [("quickfix", true), ("", true), ("refactor", false), ("source.fixAll", false)] {
        let actions = client.request("textDocument/codeAction", params(&uri, Some(only))).await;
        let mut fixes = actions.as_array().unwrap().iter().filter(|it| it["kind"] == "quickfix");
        assert_eq!(fixes.next().is_some(), expected, "{only:?}");
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

/// A client that resolves actions.
pub(crate) fn resolving() -> Value {
    let action = json!({ "dataSupport": true, "resolveSupport": { "properties": ["edit"] } });
    with(capable(), json!({ "textDocument": { "codeAction": action } }))
}

/// The actions at a place, of the kinds that are asked for.
pub(crate) async fn actions_at(client: &mut Client, uri: &str, character: u32, context: Value) -> Vec<Value> {
    let position = json!({ "line": 0, "character": character });
    let range = json!({ "start": position, "end": position });
    let mut with_diagnostics = json!({ "diagnostics": [] });
    for (key, value) in context.as_object().unwrap() {
        with_diagnostics[key] = value.clone();
    }
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": with_diagnostics });
    client.request("textDocument/codeAction", params).await.as_array().unwrap().clone()
}

pub(crate) fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|it| it["title"].as_str().unwrap().starts_with(title));
    found.unwrap_or_else(|| panic!("no `{title}` among {actions:#?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fix_is_tried_when_it_is_resolved() {
    let (_folder, mut client, uri) =
        open_in_shop(resolving(), "models/totals.sql", 7, "SELECT sum(amuont) AS total FROM orders\n").await;
    let actions = actions_at(&mut client, &uri, 12, json!({ "only": ["quickfix"] })).await;
    let action = titled(&actions, "Change to `amount`").clone();
    let resolved = client.request("codeAction/resolve", action.clone()).await;
    assert_eq!(resolved["edit"], action["edit"]);
    let fix = &resolved["data"]["resolved"];
    assert_eq!((&fix["verified"], &fix["clears"][0]["code"]), (&json!(true), &json!("E003")));
    assert_eq!(fix["clears"][0]["fingerprint"], action["diagnostics"][0]["data"]["fingerprint"]);
    assert_eq!(fix["introduces"], json!([]));
    assert_eq!(fix["id"], action["diagnostics"][0]["data"]["fixes"][0]["id"]);

    // Of another text nothing is known.
    client.set_text(&uri, 8, "SELECT 1 AS total\n").await;
    let id = client.ask("codeAction/resolve", action).await;
    assert!(client.answer(id).await["error"]["message"].as_str().unwrap().contains("edited"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_safe_is_fixed_at_once_for_those_who_ask() {
    let text = "SELECT amuont AS total, o.* FROM orders AS o WHERE order_id = '1' -- rocky-allow: E001\n";
    let (_folder, mut client, uri) = open_in_shop(resolving(), "models/totals.sql", 1, text).await;
    for only in [json!(null), json!([""]), json!(["refactor"])] {
        let actions = actions_at(&mut client, &uri, 0, json!({ "only": only })).await;
        assert!(!actions.iter().any(|it| it["kind"].as_str().unwrap().starts_with("source")), "{actions:#?}");
    }
    for only in ["source", "source.fixAll", "source.fixAll.rocky"] {
        let actions = actions_at(&mut client, &uri, 0, json!({ "only": [only] })).await;
        let [action] = &actions[..] else { panic!("{actions:#?}") };
        assert_eq!(action["kind"], "source.fixAll.rocky");
        assert_eq!(action["edit"]["documentChanges"][0]["textDocument"], json!({ "uri": uri, "version": 1 }));
        assert!(!action.to_string().contains("amount AS total"), "{action:#}");
    }
    let actions = actions_at(&mut client, &uri, 0, json!({ "only": ["source.fixAll.rocky.unsafe"] })).await;
    let [action] = &actions[..] else { panic!("{actions:#?}") };
    assert_eq!(action["kind"], "source.fixAll.rocky.unsafe");
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().unwrap().iter().rev();
    let changes = edits.map(|it| json!({ "range": it["range"], "text": it["newText"] }));
    client.edit(&uri, 2, Value::Array(changes.collect())).await;
    assert_eq!(client.pull_code(&uri, "E003").await.len(), 0);
    assert_eq!(client.pull_code(&uri, "W009").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_offered_what_a_resting_cursor_did_not_ask_for() {
    let (_folder, mut client, uri) =
        open_in_shop(resolving(), "models/totals.sql", 1, "SELECT *, amuont AS other FROM orders\n").await;
    let actions = actions_at(&mut client, &uri, 12, json!({ "triggerKind": 1 })).await;
    titled(&actions, "Suppress E003 here");
    let actions = actions_at(&mut client, &uri, 12, json!({ "triggerKind": 2 })).await;
    assert!(actions.iter().all(|it| it["diagnostics"][0]["code"] == "E003"), "{actions:#?}");
    assert!(!actions.iter().any(|it| it["title"].as_str().unwrap().starts_with("Suppress")), "{actions:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refactoring_is_proven_when_it_is_resolved() {
    let (folder, mut client, uri) = open_in_shop(
        resolving(),
        "models/totals.sql",
        1,
        "WITH o AS (SELECT amount FROM orders) SELECT amount FROM o\n",
    )
    .await;
    let actions = actions_at(&mut client, &uri, 5, json!({ "only": ["refactor.inline"] })).await;
    let action = titled(&actions, "Inline `o`");
    assert_eq!((&action["kind"], &action["edit"]), (&json!("refactor.inline"), &Value::Null));
    let resolved = client.request("codeAction/resolve", action.clone()).await;
    let edits = &resolved["edit"]["documentChanges"][0]["edits"];
    assert_eq!(edits[1]["newText"], "(SELECT amount FROM orders) AS o");

    // A client that resolves nothing gets it at once.
    let mut plain = Client::start(capable(), &[folder.path()]).await;
    plain.open(&uri, "sql", 1, "WITH o AS (SELECT amount FROM orders) SELECT amount FROM o\n").await;
    let actions = actions_at(&mut plain, &uri, 5, json!({ "only": ["refactor.inline"] })).await;
    assert_eq!(titled(&actions, "Inline `o`")["edit"]["documentChanges"][0]["edits"], *edits);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_of_diagnostics_fits_its_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/diagnostic-data.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let folder = project(SHOP);
    let mut client = Client::start(resolving(), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    let text =
        "SELECT *, amuont AS other, nvl2(1) AS wrong, order_id AS order_id, 1 + DATE '2025-01-01' AS sum
        FROM orders AS o JOIN raw_orders ON order_id = 'x' JOIN nowhere.at_all AS o ON o.a = NULL\n";
    client.open(&uri, "sql", 1, text).await;
    let created = uri_in(&folder, "models/bare.sql");
    let bare = "WITH unused AS (SELECT 1 AS one) SELECT order_id, amuont FROM orders\n";
    client.open(&created, "sql", 1, bare).await;
    let mut codes = Vec::new();
    for uri in [&uri, &created] {
        for found in client.pull(uri).await["items"].as_array().unwrap() {
            let misfits = crate::schema::misfits(&schema, &found["data"]);
            assert!(misfits.is_empty(), "{misfits:#?}\n{found:#}");
            codes.push(found["code"].as_str().unwrap().to_owned());
        }
    }
    for code in ["E003", "E004", "V063", "W008", "W015"] {
        assert!(codes.iter().any(|it| it == code), "{code} is not among {codes:?}");
    }
    let unused = client.pull_code(&created, "W008").await;
    assert_eq!(unused[0]["tags"], json!([1]));

    // What was tried fits as well.
    let definition = json!({ "$ref": "#/$defs/fix", "$defs": schema["$defs"] });
    let actions = actions_at(&mut client, &created, 0, json!({ "only": ["quickfix"] })).await;
    let action = titled(&actions, "Create `bare.toml`").clone();
    let resolved = client.request("codeAction/resolve", action).await;
    let misfits = crate::schema::misfits(&definition, &resolved["data"]["resolved"]);
    assert!(misfits.is_empty(), "{misfits:#?}\n{resolved:#}");
}
