//! What a client shows of its documents is asked for again when it has become something else.

use crate::support::{Client, Heard, SHOP, open_in_shop, project, pulling, uri_in, with};
use serde_json::{Value, json};

const LENSES: &str = "workspace/codeLens/refresh";
const HINTS: &str = "workspace/inlayHint/refresh";
const TOKENS: &str = "workspace/semanticTokens/refresh";

/// Capabilities of a client that shows all of it and can ask again.
fn refreshing() -> Value {
    let refresh = json!({ "refreshSupport": true });
    let more = json!({
        "textDocument": { "codeLens": {} },
        "workspace": { "codeLens": refresh, "inlayHint": refresh, "semanticTokens": refresh },
        "experimental": { "rocky": { "commands": ["rocky.showModel"] } },
    });
    with(pulling(), more)
}

/// Waits until the server has nothing to do, and has told the client to ask again for all that it shows: such a request
/// may come after the answer to the question whether the server is idle.
async fn at_rest(client: &mut Client) {
    client.idle().await;
    client.until(|it| [LENSES, HINTS, TOKENS].iter().all(|method| count(it, method) > 0).then_some(())).await;
}

fn count(heard: &Heard, method: &str) -> usize {
    heard.requests.iter().filter(|it| it["method"] == method).count()
}

async fn set(client: &Client, settings: Value) {
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_takes_lenses_away_and_brings_them_back() {
    let (_folder, mut client, uri) =
        open_in_shop(refreshing(), "models/totals.sql", 1, "SELECT amount FROM orders\n").await;
    at_rest(&mut client).await;
    let about = json!({ "textDocument": { "uri": uri } });
    for (is_on, lenses) in [(false, 0), (true, 1)] {
        let before = client.heard(|it| [LENSES, HINTS, TOKENS].map(|method| count(it, method)));
        set(&client, json!({ "codeLens": { "enable": is_on } })).await;
        client.until(|it| (count(it, LENSES) > before[0]).then_some(())).await;
        let found = client.request("textDocument/codeLens", about.clone()).await;
        assert_eq!(found.as_array().map_or(0, Vec::len), lenses);
        // Nothing else hangs on that setting.
        assert_eq!(client.heard(|it| [HINTS, TOKENS].map(|method| count(it, method))), before[1..]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_another_file_is_followed_by_all_that_shows_it() {
    let folder = project(SHOP);
    let mut client = Client::start(refreshing(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT order_id, amount FROM raw_orders\n").await;
    at_rest(&mut client).await;
    let before = client.heard(|it| [LENSES, HINTS, TOKENS].map(|method| count(it, method)));
    client.set_text(&orders, 2, "SELECT order_id FROM raw_orders\n").await;
    let all_came = |it: &Heard| {
        let now = [LENSES, HINTS, TOKENS].map(|method| count(it, method));
        now.iter().zip(before).all(|(now, before)| *now > before).then_some(())
    };
    client.until(all_came).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_cannot_ask_again_is_not_told_to() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT order_id FROM raw_orders\n").await;
    set(&client, json!({ "codeLens": { "enable": false }, "inlayHints": { "types": false } })).await;
    client.idle().await;
    assert_eq!(client.heard(|it| [LENSES, HINTS, TOKENS].map(|method| count(it, method))), [0; 3]);
}
