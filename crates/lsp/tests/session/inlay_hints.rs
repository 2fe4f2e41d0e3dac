//! Inlay hints and the settings that turn them off.

use crate::support::{Client, SHOP, project, pulling, range_of, uri_in, with};
use serde_json::{Value, json};

const TOTALS: &str = "SELECT amount, * FROM orders\n";

fn labels(hints: &Value) -> Vec<String> {
    let text = |it: &Value| it.as_str().unwrap_or_else(|| it[0]["value"].as_str().unwrap()).to_owned();
    hints.as_array().unwrap().iter().map(|it| text(&it["label"])).collect()
}

async fn hints(client: &mut Client, uri: &str) -> Value {
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } });
    client.request("textDocument/inlayHint", json!({ "textDocument": { "uri": uri }, "range": range })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_type_leads_to_where_it_comes_from_and_a_star_can_be_written_out() {
    let folder = project(SHOP);
    let resolving = json!({ "textDocument": { "inlayHint": { "resolveSupport": { "properties": ["label.location"] } } } });
    let mut client = Client::start(with(pulling(), resolving), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, TOTALS).await;
    let hints = hints(&mut client, &uri).await;
    assert_eq!(labels(&hints), ["DECIMAL(10,2) NULL", "(2 columns)"]);
    assert_eq!(hints[1]["textEdits"][0]["newText"], "order_id, amount");
    assert_eq!(range_of(&hints[1]["textEdits"][0]), "0:15-0:16");
    let resolved = client.request("inlayHint/resolve", hints[0].clone()).await;
    let location = &resolved["label"][0]["location"];
    assert_eq!(location["uri"], uri_in(&folder, "models/orders.sql"));
    assert_eq!(range_of(location), "0:17-0:23");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_pulled_at_the_start_and_when_they_change() {
    let folder = project(SHOP);
    let capabilities = with(
        pulling(),
        json!({ "workspace": {
            "configuration": true,
            "didChangeConfiguration": { "dynamicRegistration": true },
            "inlayHint": { "refreshSupport": true },
        } }),
    );
    let mut client = Client::connect(lsp::Options::default());
    client.set_configuration(json!({ "inlayHints": { "types": false } }));
    client.initialize(capabilities, &[folder.path()], Value::Null).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, TOTALS).await;
    let refreshes = |heard: &crate::support::Heard| {
        heard.requests.iter().filter(|it| it["method"] == "workspace/inlayHint/refresh").count()
    };
    client.until(|it| (refreshes(it) > 0).then_some(())).await;
    client.idle().await;
    assert_eq!(labels(&hints(&mut client, &uri).await), ["NULL", "(2 columns)"]);
    let registered = client.heard(|heard| {
        let registrations = heard.requests.iter().filter(|it| it["method"] == "client/registerCapability");
        let mut all = registrations.flat_map(|it| it["params"]["registrations"].as_array().unwrap().clone());
        all.any(|it| it["method"] == "workspace/didChangeConfiguration")
    });
    assert!(registered);

    let before = client.heard(refreshes);
    client.set_configuration(json!({ "inlayHints": { "expandedStars": false, "nullability": false } }));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    client.until(|it| (refreshes(it) > before).then_some(())).await;
    assert_eq!(labels(&hints(&mut client, &uri).await), ["DECIMAL(10,2)"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_come_with_the_start_and_are_pushed() {
    let folder = project(SHOP);
    let mut client = Client::connect(lsp::Options::default());
    let settings = json!({ "rocky": { "inlayHints": { "types": false, "nullability": false } } });
    client.initialize(pulling(), &[folder.path()], settings).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, TOTALS).await;
    assert_eq!(labels(&hints(&mut client, &uri).await), ["(2 columns)"]);
    let settings = json!({ "rocky": { "inlayHints": { "expandedStars": false } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
    assert_eq!(labels(&hints(&mut client, &uri).await), ["DECIMAL(10,2) NULL"]);
}
