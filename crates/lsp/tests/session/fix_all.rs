//! Everything of a document that can be fixed, as one action; and what came of an edit.

use crate::support::{Client, open_in_shop, pulling, uri_in, with};
use serde_json::{Value, json};

/// A client that takes data with actions, and annotations of edits.
fn capable() -> Value {
    let literals = json!({ "codeActionKind": { "valueSet": ["source.fixAll"] } });
    let edits = json!({ "documentChanges": true, "changeAnnotationSupport": { "groupsOnLabel": true } });
    let action = json!({ "codeActionLiteralSupport": literals, "dataSupport": true });
    with(
        pulling(),
        json!({
            "textDocument": { "codeAction": action },
            "workspace": { "workspaceEdit": edits },
        }),
    )
}

async fn fix_all(client: &mut Client, uri: &str, kind: &str) -> Value {
    let position = json!({ "line": 0, "character": 0 });
    let params = json!({
        "textDocument": { "uri": uri },
        "range": { "start": position, "end": position },
        "context": { "diagnostics": [], "only": [kind] },
    });
    let actions = client.request("textDocument/codeAction", params).await;
    let [action] = &actions.as_array().unwrap()[..] else { panic!("{actions:#}") };
    action.clone()
}

const TEXT: &str = "SELECT '🦀' AS crab, sum(amuont) AS total\r\nFROM ordes\r\nWHERE amount = NULL AND nothing_like_it > 1\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn each_edit_is_small_and_says_what_it_mends() {
    let (folder, mut client, uri) = open_in_shop(capable(), "models/totals.sql", 5, TEXT).await;
    let action = fix_all(&mut client, &uri, "source.fixAll.rocky.unsafe").await;
    let [document] = &action["edit"]["documentChanges"].as_array().unwrap()[..] else { panic!("{action:#}") };
    assert_eq!(document["textDocument"], json!({ "uri": uri, "version": 5 }));
    let edits = document["edits"].as_array().unwrap();
    let small: Vec<(&Value, &Value, &Value)> =
        edits.iter().map(|it| (&it["range"]["start"], &it["newText"], &it["annotationId"])).collect();
    let at = |line: u32, character: u32| json!({ "line": line, "character": character });
    let expected = [
        (&at(0, 27), &json!("ou"), &json!("E003")),
        (&at(1, 9), &json!("r"), &json!("E002")),
        (&at(2, 13), &json!("IS"), &json!("W014")),
    ];
    assert_eq!(small, expected);
    let annotations = &action["edit"]["changeAnnotations"];
    assert_eq!(annotations["E003"], json!({ "label": "Fix E003", "needsConfirmation": false }));

    // What is left is said in the text after the edit, and why.
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/diagnostic-data.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let definition = json!({ "$ref": "#/$defs/fixAll", "$defs": schema["$defs"] });
    assert_eq!(crate::schema::misfits(&definition, &action["data"]), Vec::<String>::new());
    let left = &action["data"]["left"];
    assert_eq!((&left[0]["code"], &left[0]["reason"]), (&json!("E003"), &json!("no_fix")), "{left:#}");
    assert_eq!(left[0]["range"]["start"], at(2, 25));

    // The edits, applied as the protocol says, clear what they say.
    let changes: Vec<Value> =
        edits.iter().rev().map(|it| json!({ "range": it["range"], "text": it["newText"] })).collect();
    client.edit(&uri, 6, Value::Array(changes)).await;
    let codes: Vec<Value> =
        client.pull(&uri).await["items"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
    assert_eq!(codes, [json!("E003")]);

    // Who takes neither gets neither.
    let none = json!({ "workspace": { "workspaceEdit": { "changeAnnotationSupport": null } },
        "textDocument": { "codeAction": { "dataSupport": false } } });
    let mut plain = Client::start(with(capable(), none), &[folder.path()]).await;
    plain.open(&uri, "sql", 5, TEXT).await;
    let action = fix_all(&mut plain, &uri, "source.fixAll.rocky.unsafe").await;
    assert!(action.get("data").is_none() && action["edit"].get("changeAnnotations").is_none(), "{action:#}");
    assert!(action["edit"]["documentChanges"][0]["edits"][0].get("annotationId").is_none());
}

fn fingerprints(items: &Value) -> Vec<Value> {
    items.as_array().unwrap().iter().map(|it| it["data"]["fingerprint"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_and_went_is_told_by_fingerprints() {
    let (folder, mut client, uri) = open_in_shop(
        capable(),
        "models/orders.sql",
        1,
        "SELECT order_id, amuont AS amount FROM raw_orders\n",
    )
    .await;
    let known = fingerprints(&client.pull(&uri).await["items"]);
    let about = json!({ "textDocument": { "uri": uri }, "known": known });
    let same = client.request("rocky/diagnosticsDelta", about.clone()).await;
    assert_eq!(same, json!({ "version": 1, "cleared": [], "introduced": [] }));

    client
        .set_text(&uri, 2, "-- a line above\nSELECT order_id, amount + nothing AS value FROM raw_orders\n")
        .await;
    let delta = client.request("rocky/diagnosticsDelta", about).await;
    assert_eq!((&delta["version"], &delta["cleared"]), (&json!(2), &json!(known)));
    let introduced = &delta["introduced"][0];
    assert_eq!((&introduced["uri"], &introduced["diagnostic"]["code"]), (&json!(uri), &json!("E003")));

    // Of the whole project: a reader has lost its column.
    for project in [json!(crate::support::uri(folder.path())), Value::Null] {
        let about = json!({ "project": project, "known": known });
        let delta = client.request("rocky/diagnosticsDelta", about).await;
        let introduced = delta["introduced"].as_array().unwrap();
        let reader = uri_in(&folder, "models/totals.sql");
        assert!(
            introduced.iter().any(|it| it["uri"] == reader && it["diagnostic"]["code"] == "E003"),
            "{delta:#}"
        );
        assert_eq!(delta["cleared"], json!(known));
    }
    let elsewhere = json!({ "project": "file:///nowhere", "known": known });
    let delta = client.request("rocky/diagnosticsDelta", elsewhere).await;
    assert_eq!(delta, json!({ "cleared": known, "introduced": [] }));
    let stray = json!({ "textDocument": { "uri": "file:///nowhere/x.sql" }, "known": [] });
    let id = client.ask("rocky/diagnosticsDelta", stray).await;
    assert!(client.answer(id).await["error"]["message"].as_str().unwrap().contains("no project"));
}
