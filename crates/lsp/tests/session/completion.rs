//! Completion, in the protocol's shapes.

use crate::support::{Client, SHOP, open_in_shop, project, pulling, range_of, uri_in, with};
use serde_json::{Value, json};

fn at(uri: &str, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": character } })
}

fn item(list: &Value, label: &str) -> Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|it| it["label"] == label).unwrap_or_else(|| panic!("no {label}")).clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_replaced_and_documentation_comes_when_asked_for() {
    let (_folder, mut client, uri) =
        open_in_shop(pulling(), "models/totals.sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    let list = client.request("textDocument/completion", at(&uri, 13)).await;
    assert_eq!(list["isIncomplete"], false);
    let amount = item(&list, "amount");
    assert_eq!(range_of(&amount["textEdit"]), "0:11-0:17");
    assert_eq!((&amount["textEdit"]["newText"], &amount["kind"]), (&json!("amount"), &json!(5)));
    assert_eq!(amount.get("documentation"), None);
    let resolved = client.request("completionItem/resolve", amount).await;
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("orders.amount"), "{resolved}");
    let round = item(&list, "round");
    assert_eq!((&round["textEdit"]["newText"], round.get("insertTextFormat")), (&json!("round"), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_behind_the_cursor_is_left_to_clients_that_ask_for_it() {
    let folder = project(SHOP);
    let both =
        json!({ "textDocument": { "completion": { "completionItem": { "insertReplaceSupport": true } } } });
    let mut client = Client::start(with(pulling(), both), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT sum(amount), \"amount\" AS total FROM orders\n").await;
    let list = client.request("textDocument/completion", at(&uri, 13)).await;
    let amount = item(&list, "amount");
    let edit = |insert: u32, replace: u32| {
        let range = |end: u32| json!({ "start": { "line": 0, "character": 11 }, "end": { "line": 0, "character": end } });
        json!({ "newText": "amount", "insert": range(insert), "replace": range(replace) })
    };
    assert_eq!(amount["textEdit"], edit(13, 17));
    let resolved = client.request("completionItem/resolve", amount).await;
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("orders.amount"), "{resolved}");
    // At the end of the word there is nothing to leave, and a quoted name is written anew with both quotes.
    for (character, replaced) in [(17, "0:11-0:17"), (23, "0:20-0:28")] {
        let list = client.request("textDocument/completion", at(&uri, character)).await;
        assert_eq!(range_of(&item(&list, "amount")["textEdit"]), replaced);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn snippets_and_further_edits() {
    let folder = project(SHOP);
    let snippets =
        json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
    let mut client = Client::start(with(pulling(), snippets), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT o. FROM orders\n").await;
    let list = client.request("textDocument/completion", at(&uri, 9)).await;
    let edit = &item(&list, "amount")["additionalTextEdits"][0];
    assert_eq!((range_of(edit).as_str(), &edit["newText"]), ("0:21-0:21", &json!(" AS o")));
    let list = client.request("textDocument/completion", at(&uri, 7)).await;
    let round = item(&list, "round");
    assert_eq!((&round["textEdit"]["newText"], &round["insertTextFormat"]), (&json!("round($0)"), &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_of_a_lambda_is_no_column() {
    let text = "SELECT list_transform([amount], amount_each -> amount_) AS total FROM orders\n";
    let (_folder, mut client, uri) = open_in_shop(pulling(), "models/totals.sql", 1, text).await;
    let list = client.request("textDocument/completion", at(&uri, 54)).await;
    let each = item(&list, "amount_each");
    assert_eq!(range_of(&each["textEdit"]), "0:47-0:54");
    assert_eq!((&each["textEdit"]["newText"], &each["kind"]), (&json!("amount_each"), &json!(11)));
    assert_eq!(each["detail"], "DECIMAL(10,2) · parameter");
    assert_eq!(item(&list, "amount")["kind"], 5);
}
