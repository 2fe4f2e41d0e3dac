//! Which texts are looked at: files, buffers, lone queries, several projects.

use crate::support::{Client, SHOP, of_code, project, pulling, pushed, uri, uri_in, write, write_files};
use serde_json::{Value, json};
use tempfile::TempDir;

async fn codes(client: &mut Client, uri: &str, code: &str) -> usize {
    client.pull_code(uri, code).await.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untitled_buffer_is_a_query_of_its_own() {
    let mut client = Client::start(pulling(), &[]).await;
    let uri = "untitled:Untitled-1";
    client.open(uri, "sql", 1, "WITH t AS (SELECT 1 AS amount)\nSELECT amuont FROM t\n").await;
    assert_eq!(codes(&mut client, uri, "E003").await, 1);
    client.set_text(uri, 2, "WITH t AS (SELECT 1 AS amount)\nSELECT amount FROM t\n").await;
    assert_eq!(codes(&mut client, uri, "E003").await, 0);
}

/// A shop, and a query of its models that is misspelt.
const MISSPELT: &str = "SELECT amuont FROM orders\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_buffer_without_a_file_asks_the_only_project() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let buffer = "untitled:Untitled-1";
    client.open(buffer, "sql", 1, MISSPELT).await;
    assert_eq!(codes(&mut client, buffer, "E003").await, 1);
    let at = json!({ "textDocument": { "uri": buffer }, "position": { "line": 0, "character": 9 } });
    let found = client.request("textDocument/completion", at).await;
    let labels: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|it| &it["label"]).collect();
    assert!(labels.contains(&&json!("amount")), "{labels:?}");

    // What the project says changes what is said of it.
    write(&folder.path().join("models/orders.sql"), "SELECT 1 AS amuont\n");
    client.changed_outside(&uri_in(&folder, "models/orders.sql"), 2).await;
    client.idle().await;
    assert_eq!(codes(&mut client, buffer, "E003").await, 0);
    client.close(buffer).await;
    client.idle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn which_of_two_projects_a_buffer_asks_is_not_known() {
    let (folder, other) = (project(SHOP), project(SHOP));
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let buffer = "untitled:Untitled-1";
    client.open(buffer, "sql", 1, MISSPELT).await;
    assert_eq!(codes(&mut client, buffer, "E003").await, 1);
    let folders = |it: &TempDir| json!([{ "uri": uri(it.path()), "name": "other" }]);
    let change = json!({ "event": { "added": folders(&other), "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", change).await;
    client.idle().await;
    assert_eq!(codes(&mut client, buffer, "E003").await, 0);
    let change = json!({ "event": { "added": [], "removed": folders(&folder) } });
    client.notify("workspace/didChangeWorkspaceFolders", change).await;
    client.idle().await;
    assert_eq!(codes(&mut client, buffer, "E003").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_beside_the_models_is_looked_at_while_it_is_open() {
    let folder = project(SHOP);
    let uri = uri_in(&folder, "analyses/top.sql");
    write(&folder.path().join("analyses/top.sql"), MISSPELT);
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    client.idle().await;
    assert_eq!(client.published(&uri), None);
    client.open(&uri, "sql", 1, MISSPELT).await;
    client.idle().await;
    assert_eq!(of_code(&client.published(&uri).unwrap().1, "E003").len(), 1);
    client.close(&uri).await;
    client.idle().await;
    assert_eq!(client.published(&uri).unwrap(), (Value::Null, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lone_file_outside_any_project_is_looked_at_and_cleared_when_closed() {
    let folder = tempfile::tempdir().unwrap();
    let uri = uri_in(&folder, "lone.sql");
    let text = "WITH t AS (SELECT 1 AS amount)\nSELECT amuont FROM t\n";
    write(&folder.path().join("lone.sql"), text);
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    client.open(&uri, "sql", 1, text).await;
    client.idle().await;
    assert_eq!(of_code(&client.published(&uri).unwrap().1, "E003").len(), 1);
    client.close(&uri).await;
    client.idle().await;
    assert_eq!(client.published(&uri).unwrap(), (Value::Null, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn configuration_files_of_other_tools_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    let uri = uri_in(&folder, "Cargo.toml");
    client.open(&uri, "toml", 1, "[package\nname = ").await;
    client.idle().await;
    assert_eq!(client.all_published(&uri), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buffer_shadows_the_disk_until_it_is_closed() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    let totals = uri_in(&folder, "models/totals.sql");
    client.open(&totals, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    client.open(&orders, "sql", 1, "SELECT order_id FROM raw_orders\n").await;
    assert_eq!(codes(&mut client, &totals, "E003").await, 1);

    // What happens on disk meanwhile does not matter.
    write(&folder.path().join("models/orders.sql"), "SELECT order_id, amount, 1 AS one FROM raw_orders\n");
    client.changed_outside(&orders, 2).await;
    client.idle().await;
    assert_eq!(codes(&mut client, &totals, "E003").await, 1);

    client.close(&orders).await;
    client.idle().await;
    assert_eq!(codes(&mut client, &totals, "E003").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_file_that_was_never_saved_is_gone_when_closed() {
    let folder = project(SHOP);
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/fresh.sql");
    client.open(&uri, "sql", 1, "SELECT amuont FROM orders\n").await;
    client.idle().await;
    assert_eq!(of_code(&client.published(&uri).unwrap().1, "E003").len(), 1);
    client.close(&uri).await;
    client.idle().await;
    assert_eq!(client.published(&uri).unwrap().1, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_belongs_to_the_nearest_project() {
    let folder = tempfile::tempdir().unwrap();
    write_files(&folder.path().join("a"), SHOP);
    write_files(&folder.path().join("a/nested"), SHOP);
    let nested_orders = folder.path().join("a/nested/models/orders.sql");
    write(&nested_orders, "SELECT order_id FROM raw_orders\n");
    let mut client = Client::start(pulling(), &[&folder.path().join("a")]).await;
    let text = "SELECT sum(amount) AS total FROM orders\n";
    for (project, expected) in [("a", 0), ("a/nested", 1)] {
        let uri = uri_in(&folder, &format!("{project}/models/totals.sql"));
        client.open(&uri, "sql", 1, text).await;
        assert_eq!(codes(&mut client, &uri, "E003").await, expected, "{project}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_folders_are_several_projects() {
    let (one, two) = (project(SHOP), project(SHOP));
    let mut client = Client::start(pushed(), &[one.path()]).await;
    write(&two.path().join("models/orders.sql"), "SELECT order_id FROM raw_orders\n");
    let added = json!([{ "uri": uri(two.path()), "name": "two" }]);
    let event = json!({ "added": added, "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    client.idle().await;
    let errors = |client: &Client, uri: &str| {
        client.published(uri).map_or(0, |(_, items)| of_code(&items, "E003").len())
    };
    assert_eq!(errors(&client, &uri_in(&one, "models/totals.sql")), 0);
    assert_eq!(errors(&client, &uri_in(&two, "models/totals.sql")), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_taken_out_of_the_workspace_takes_its_problems_along() {
    let (one, two) = (project(SHOP), project(SHOP));
    write(&two.path().join("models/orders.sql"), "SELECT order_id FROM raw_orders\n");
    let mut client = Client::start(pushed(), &[one.path(), two.path()]).await;
    client.idle().await;
    let errors = |client: &Client, uri: &str| {
        client.published(uri).map_or(0, |(_, items)| of_code(&items, "E003").len())
    };
    assert_eq!(errors(&client, &uri_in(&two, "models/totals.sql")), 1);
    let event = json!({ "added": [], "removed": [{ "uri": uri(two.path()), "name": "two" }] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    client.idle().await;
    assert_eq!(errors(&client, &uri_in(&two, "models/totals.sql")), 0);
    let symbols = client.request("workspace/symbol", json!({ "query": "totals" })).await;
    let found: Vec<&str> =
        symbols.as_array().unwrap().iter().filter_map(|it| it["location"]["uri"].as_str()).collect();
    assert!(found.iter().all(|it| it.starts_with(&uri(one.path()))), "{found:?}");
    assert!(!found.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_file_loads_its_project_even_without_a_folder() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT sum(amount), missing_column FROM orders\n").await;
    assert_eq!(codes(&mut client, &uri, "E003").await, 1);
    assert_eq!(codes(&mut client, &uri, "E002").await + codes(&mut client, &uri, "W015").await, 0);
}
