//! Diagnostics for clients that pull them.

use crate::support::{Client, SHOP, of_code, open_in_shop, project, pulling, range_of, uri_in};
use serde_json::{Value, json};

const SERVER_CANCELLED: i64 = -32802;

fn pull_params(previous: &[(&str, &str)], token: Option<&str>) -> Value {
    let previous: Vec<Value> = previous.iter().map(|(uri, id)| json!({ "uri": uri, "value": id })).collect();
    let mut params = json!({ "previousResultIds": previous });
    if let Some(token) = token {
        params["partialResultToken"] = json!(token);
    }
    params
}

/// The reports of a workspace pull for one file.
fn reports_of(items: &Value, uri: &str) -> Vec<Value> {
    items.as_array().unwrap().iter().filter(|it| it["uri"] == uri).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_shows_up_and_goes_away() {
    let (_folder, mut client, uri) =
        open_in_shop(pulling(), "models/totals.sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    assert_eq!(client.pull_code(&uri, "E003").await, Vec::<Value>::new());
    client.set_text(&uri, 2, "SELECT sum(amuont) AS total FROM orders\n").await;
    let found = client.pull_code(&uri, "E003").await;
    assert_eq!(found.iter().map(range_of).collect::<Vec<_>>(), ["0:11-0:17"]);
    client.set_text(&uri, 3, "SELECT sum(amount) AS total FROM orders\n").await;
    assert_eq!(client.pull_code(&uri, "E003").await, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_diagnostics_of_a_version_are_not_sent_again() {
    let (_folder, mut client, uri) =
        open_in_shop(pulling(), "models/totals.sql", 1, "SELECT sum(amuont) AS total FROM orders\n").await;
    let first = client.pull(&uri).await;
    let again = |id: &Value| json!({ "textDocument": { "uri": uri }, "previousResultId": id });
    let unchanged = client.request("textDocument/diagnostic", again(&first["resultId"])).await;
    assert_eq!((&unchanged["kind"], &unchanged["resultId"]), (&json!("unchanged"), &first["resultId"]));

    // An editor that has replaced the text has lost its marks, so they are sent although they are equal.
    client.set_text(&uri, 2, "SELECT sum(amuont) AS total FROM orders -- why\n").await;
    let sent = client.request("textDocument/diagnostic", again(&first["resultId"])).await;
    assert_eq!((&sent["kind"], &sent["items"]), (&json!("full"), &first["items"]));

    // That nothing is wrong needs no marks.
    client.set_text(&uri, 3, "SELECT sum(amount) AS total FROM orders\n").await;
    let clean = client.pull(&uri).await;
    client.set_text(&uri, 4, "SELECT sum(amount) AS total FROM orders -- why\n").await;
    let unchanged = client.request("textDocument/diagnostic", again(&clean["resultId"])).await;
    assert_eq!(unchanged["kind"], "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_that_an_edit_overtakes_is_to_be_repeated_or_is_about_its_own_version() {
    let (_folder, mut client, uri) =
        open_in_shop(pulling(), "models/totals.sql", 0, "SELECT sum(amount) AS total FROM orders\n").await;
    let mut pulls = Vec::new();
    for version in 1..=300 {
        let column = if version % 2 == 0 { "amount" } else { "amuont" };
        client.set_text(&uri, version, &format!("SELECT sum({column}) AS total FROM orders\n")).await;
        let params = json!({ "textDocument": { "uri": uri } });
        pulls.push((version, client.ask("textDocument/diagnostic", params).await));
    }
    for (version, id) in pulls {
        let answer = client.answer(id).await;
        match answer.get("error") {
            Some(error) => {
                assert_eq!(error["code"], SERVER_CANCELLED);
                assert_eq!(error["data"]["retriggerRequest"], true);
            }
            None => {
                let found = of_code(answer["result"]["items"].as_array().unwrap(), "E003");
                assert_eq!(found.len() as i32, version % 2, "version {version}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_tells_what_it_breaks_downstream() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    let totals = uri_in(&folder, "models/totals.sql");
    client.open(&orders, "sql", 1, "SELECT order_id, amount FROM raw_orders\n").await;
    client.open(&totals, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    client.idle().await;
    client.set_text(&orders, 2, "SELECT order_id FROM raw_orders\n").await;
    let report = client.pull(&orders).await;
    let related = &report["relatedDocuments"][&totals];
    assert_eq!(related["kind"], "full");
    assert_eq!(of_code(related["items"].as_array().unwrap(), "E003").len(), 1);
    client.idle().await;
    let refreshes = client
        .heard(|it| it.requests.iter().filter(|it| it["method"] == "workspace/diagnostic/refresh").count());
    assert!(refreshes > 0, "nothing told the client to pull the open file downstream");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_pull_streams_waits_and_clears() {
    let folder = project(&format!("{SHOP}//- /models/broken.sql\n    SELECT amuont FROM orders\n"));
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let broken = uri_in(&folder, "models/broken.sql");

    // Streamed: everything comes as partial results, then an empty answer.
    let id = client.ask("workspace/diagnostic", pull_params(&[], Some("first"))).await;
    let answer = client.answer(id).await;
    assert_eq!(answer["result"]["items"], json!([]));
    let streamed = streamed(&client, "first");
    let report = streamed.iter().find(|it| it["uri"] == broken).unwrap();
    assert_eq!(of_code(report["items"].as_array().unwrap(), "E003").len(), 1);
    let known: Vec<(String, String)> = streamed
        .iter()
        .filter_map(|it| Some((it["uri"].as_str()?.to_owned(), it["resultId"].as_str()?.to_owned())))
        .collect();
    let known: Vec<(&str, &str)> = known.iter().map(|(uri, id)| (uri.as_str(), id.as_str())).collect();

    // Held: nothing has changed, so there is no answer until something does.
    let id = client.ask("workspace/diagnostic", pull_params(&known, Some("second"))).await;
    client.idle().await;
    assert!(client.heard(|it| !it.answers.contains_key(&id)));

    // Cleared: the file that became clean gets an empty report.
    client.open(&broken, "sql", 1, "SELECT amount FROM orders\n").await;
    client.answer(id).await;
    let cleared = self::streamed(&client, "second");
    let report = cleared.iter().find(|it| it["uri"] == broken).unwrap();
    assert_eq!(of_code(report["items"].as_array().unwrap(), "E003"), Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_pull_without_a_token_answers_at_once_and_clears_what_is_gone() {
    let folder = project(&format!("{SHOP}//- /models/broken.sql\n    SELECT amuont FROM orders\n"));
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let broken = uri_in(&folder, "models/broken.sql");
    let gone = uri_in(&folder, "models/gone.sql");
    let answer = client.request("workspace/diagnostic", pull_params(&[(&gone, "x")], None)).await;
    assert_eq!(reports_of(&answer["items"], &broken).len(), 1);
    let report = &reports_of(&answer["items"], &gone)[0];
    assert_eq!((&report["kind"], &report["items"]), (&json!("full"), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_thrown_away_text_said_is_taken_back() {
    let (_folder, mut client, uri) =
        open_in_shop(pulling(), "models/orders.sql", 1, "SELECT order_id, amuont FROM raw_orders\n").await;
    assert_eq!(client.pull_code(&uri, "E003").await.len(), 1);
    // The client has shown the mistake, but no workspace pull has told it so: there is no result id that could differ.
    client.close(&uri).await;
    let id = client.ask("workspace/diagnostic", pull_params(&[], Some("first"))).await;
    client.answer(id).await;
    let streamed = streamed(&client, "first");
    let report = streamed.iter().rfind(|it| it["uri"] == uri).unwrap();
    assert_eq!(report["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_workspace_pull_can_be_cancelled() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let id = client.ask("workspace/diagnostic", pull_params(&[], Some("token"))).await;
    client.idle().await;
    client.notify("$/cancelRequest", json!({ "id": id })).await;
    assert_eq!(client.answer(id).await["error"]["code"], -32800);
}

fn streamed(client: &Client, token: &str) -> Vec<Value> {
    client.heard(|it| {
        it.notifications
            .iter()
            .filter(|it| it["method"] == "$/progress" && it["params"]["token"] == token)
            .flat_map(|it| it["params"]["value"]["items"].as_array().unwrap().clone())
            .collect()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workspace_pulls_at_once_are_both_answered() {
    let (_folder, mut client, uri) =
        open_in_shop(pulling(), "models/totals.sql", 1, "SELECT sum(amuont) AS total FROM orders\n").await;
    let first = client.ask("workspace/diagnostic", pull_params(&[], None)).await;
    let second = client.ask("workspace/diagnostic", pull_params(&[], None)).await;
    for id in [first, second] {
        let answer = client.answer(id).await;
        assert_eq!(reports_of(&answer["result"]["items"], &uri).len(), 1);
    }
}
