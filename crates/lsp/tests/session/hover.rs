//! Cards: how much hangs on what they are about, and how much they say.

use crate::support::{Client, SHOP, project, pulling, uri_in, with};
use serde_json::{Value, json};

fn at(uri: &str, verbosity: Option<&str>) -> Value {
    let position = json!({ "line": 0, "character": 13 });
    json!({ "textDocument": { "uri": uri }, "position": position, "verbosity": verbosity })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_says_more_and_less_and_who_reads_it() {
    let folder = project(SHOP);
    let capabilities =
        with(pulling(), json!({ "textDocument": { "hover": { "contentFormat": ["markdown"] } } }));
    let mut client = Client::start(capabilities, &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    // A look at the whole project remembers who reads whom.
    client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client.idle().await;
    let usual = client.request("textDocument/hover", at(&uri, None)).await;
    let card = usual["contents"]["value"].as_str().unwrap();
    assert!(card.contains("read by 1 column in 1 model"), "{card}");

    let brief = client.request("rocky/hover", at(&uri, Some("brief"))).await;
    assert_eq!(brief["verbosity"], "brief");
    assert_eq!((&brief["canIncrease"], &brief["canDecrease"]), (&json!(true), &json!(false)));
    assert_eq!(brief["hover"]["range"], usual["range"]);
    assert!(brief["hover"]["contents"]["value"].as_str().unwrap().len() < card.len());
    let full = client.request("rocky/hover", at(&uri, Some("full"))).await;
    assert_eq!((&full["canIncrease"], &full["canDecrease"]), (&json!(false), &json!(true)));
    assert!(full["hover"]["contents"]["value"].as_str().unwrap().contains("totals.total"), "{full}");

    client
        .notify(
            "workspace/didChangeConfiguration",
            json!({ "settings": { "rocky": { "hover": { "verbosity": "brief" } } } }),
        )
        .await;
    let set = client.request("textDocument/hover", at(&uri, None)).await;
    assert_eq!(set, brief["hover"]);
    let id = client.ask("rocky/hover", at(&uri, Some("chatty"))).await;
    let refused = client.answer(id).await;
    assert!(refused["error"]["message"].as_str().unwrap().contains("brief, normal, full"), "{refused}");
}
