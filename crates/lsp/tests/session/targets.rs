//! The dialects that a project should also run in are switched in the editor, without touching its configuration.

use crate::support::{Client, SHOP, of_code, project, pulling, uri_in};
use serde_json::{Value, json};

async fn set(client: &mut Client, targets: Value) {
    let settings = json!({ "rocky": { "portability": { "targetDialects": targets } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
    client.idle().await;
}

async fn messages(client: &mut Client, uri: &str, code: &str) -> Vec<String> {
    let items = client.pull(uri).await["items"].as_array().unwrap().clone();
    let first_line = |it: &Value| it["message"].as_str().unwrap().lines().next().unwrap().to_owned();
    of_code(&items, code).into_iter().map(|it| first_line(&it)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_switches_the_dialects_and_gives_the_project_its_own_back() {
    let folder = project(SHOP);
    let configuration = "[adapter]\ntype = \"duckdb\"\n[portability]\ntarget_dialect = \"trino\"\n";
    std::fs::write(folder.path().join("rocky.toml"), configuration).unwrap();
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    let elsewhere = tempfile::tempdir().unwrap();
    let loose = &uri_in(&elsewhere, "lone.sql");
    client.open(&orders, "sql", 1, "-- rocky-allow: HUGEINT\nSELECT 1::HUGEINT AS wide\n").await;
    client.open(loose, "sql", 1, "SELECT 1::HUGEINT AS wide\n").await;
    client.idle().await;
    assert_eq!(
        messages(&mut client, &orders, "P001").await,
        ["Trino, where this project must also run, has no `::`"]
    );
    assert!(messages(&mut client, loose, "P001").await.is_empty());

    set(&mut client, json!(["snowflake"])).await;
    assert!(messages(&mut client, &orders, "P001").await.is_empty());
    // What the pragma suppresses for Trino is not in vain.
    assert!(messages(&mut client, &orders, "W009").await.is_empty());
    assert_eq!(
        messages(&mut client, loose, "P001").await,
        ["Snowflake, where this project must also run, has no type `HUGEINT`"]
    );

    set(&mut client, json!([])).await;
    assert_eq!(
        messages(&mut client, &orders, "P001").await,
        ["Trino, where this project must also run, has no `::`"]
    );
    assert!(messages(&mut client, loose, "P001").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn dialects_of_the_start_hold_for_projects_that_are_found_later() {
    let folder = project(SHOP);
    let mut client = Client::connect(lsp::Options::default());
    let settings = json!({ "portability": { "targetDialects": ["trino"] } });
    client.initialize(pulling(), &[folder.path()], settings).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT '1'::INTEGER AS one\n").await;
    client.idle().await;
    assert_eq!(
        messages(&mut client, &orders, "P001").await,
        ["Trino, where this project must also run, has no `::`"]
    );
}
