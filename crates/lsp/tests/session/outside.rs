//! Files that change outside the editor.

use crate::support::{Client, SHOP, of_code, project, pulling, pushed, uri_in, with, write};
use serde_json::{Value, json};

const CREATED: i32 = 1;
const CHANGED: i32 = 2;
const DELETED: i32 = 3;

fn watching() -> Value {
    let watch = json!({ "dynamicRegistration": true, "relativePatternSupport": true });
    with(pulling(), json!({ "workspace": { "didChangeWatchedFiles": watch } }))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_is_asked_to_watch_what_is_read() {
    let folder = project(SHOP);
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let client = Client::start(watching(), &[folder.path()]).await;
    let registration = client
        .until(|it| it.requests.iter().find(|it| it["method"] == "client/registerCapability").cloned())
        .await;
    let registered = &registration["params"]["registrations"][0];
    assert_eq!(registered["method"], "workspace/didChangeWatchedFiles");
    let watchers = registered["registerOptions"]["watchers"].as_array().unwrap();
    let patterns: Vec<&str> =
        watchers.iter().filter_map(|it| it["globPattern"]["pattern"].as_str()).collect();
    assert_eq!(patterns, ["**/*.{sql,rocky,toml,csv}", ".git/HEAD"]);
    let base = watchers[0]["globPattern"]["baseUri"].as_str().unwrap();
    assert_eq!(base.trim_end_matches('/'), uri_in(&folder, "").trim_end_matches('/'));
}

#[tokio::test(flavor = "multi_thread")]
async fn creations_changes_and_deletions_reach_open_documents() {
    let folder = project(SHOP);
    let mut client = Client::start(watching(), &[folder.path()]).await;
    let totals = uri_in(&folder, "models/totals.sql");
    let orders = uri_in(&folder, "models/orders.sql");
    let path = folder.path().join("models/orders.sql");
    client.open(&totals, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), 0);

    write(&path, "SELECT order_id FROM raw_orders\n");
    client.changed_outside(&orders, CHANGED).await;
    client.idle().await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), 1);

    std::fs::remove_file(&path).unwrap();
    client.changed_outside(&orders, DELETED).await;
    client.idle().await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), 0);

    write(&path, "SELECT order_id AS renamed FROM raw_orders\n");
    client.changed_outside(&orders, CREATED).await;
    client.idle().await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_file_is_cleared() {
    let folder = project(&format!("{SHOP}//- /models/broken.sql\n    SELECT amuont FROM orders\n"));
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    let broken = uri_in(&folder, "models/broken.sql");
    client.idle().await;
    assert_eq!(of_code(&client.published(&broken).unwrap().1, "E003").len(), 1);
    std::fs::remove_file(folder.path().join("models/broken.sql")).unwrap();
    client.changed_outside(&broken, DELETED).await;
    client.idle().await;
    assert_eq!(client.published(&broken).unwrap().1, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_file_is_gone_for_its_readers_unless_something_in_it_is_unsaved() {
    const ORDERS: &str = "SELECT order_id, amount FROM raw_orders\n";
    let folder = project(SHOP);
    let mut client = Client::start(watching(), &[folder.path()]).await;
    let (orders, totals) = (uri_in(&folder, "models/orders.sql"), uri_in(&folder, "models/totals.sql"));
    let file = folder.path().join("models/orders.sql");
    client.open(&totals, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    client.open(&orders, "sql", 1, ORDERS).await;
    let mut version = 1;
    for on_disk in [ORDERS, "SELECT order_id, amount, 1 AS one FROM raw_orders\n"] {
        // Another program writes the file, and the editor follows, as one does whose text was saved.
        write(&file, on_disk);
        client.changed_outside(&orders, CHANGED).await;
        version += 1;
        client.set_text(&orders, version, on_disk).await;
        client.idle().await;
        assert_eq!(client.pull_code(&totals, "E002").await.len(), 0);

        std::fs::remove_file(&file).unwrap();
        client.changed_outside(&orders, DELETED).await;
        client.idle().await;
        assert_eq!(client.pull_code(&totals, "E002").await.len(), 1);
        assert_eq!(client.pull(&orders).await["items"], json!([]));

        // Whoever goes on writing has it again.
        version += 1;
        client.set_text(&orders, version, "SELECT order_id, amount AS sum FROM raw_orders\n").await;
        assert_eq!(client.pull_code(&totals, "E002").await.len(), 0);
        assert_eq!(client.pull_code(&totals, "E003").await.len(), 1);
    }

    // What was saved is not unsaved, even where nothing else has said so.
    let saved = "SELECT order_id, amount FROM raw_orders -- saved\n";
    client.set_text(&orders, version + 1, saved).await;
    write(&file, saved);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": orders } })).await;
    client.idle().await;
    std::fs::remove_file(&file).unwrap();
    client.changed_outside(&orders, CHANGED).await;
    client.changed_outside(&orders, DELETED).await;
    client.idle().await;
    assert_eq!(client.pull_code(&totals, "E002").await.len(), 1);
    client.set_text(&orders, version + 2, "SELECT order_id, amount AS sum FROM raw_orders\n").await;

    // What is unsaved stays.
    client.changed_outside(&orders, DELETED).await;
    client.idle().await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_folder_takes_its_files_along() {
    let folder = project(&format!("{SHOP}//- /models/deep/broken.sql\n    SELECT amuont FROM orders\n"));
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    let broken = uri_in(&folder, "models/deep/broken.sql");
    client.idle().await;
    assert!(client.published(&broken).is_some());
    std::fs::remove_dir_all(folder.path().join("models/deep")).unwrap();
    let files = json!([{ "uri": uri_in(&folder, "models/deep") }]);
    client.notify("workspace/didDeleteFiles", json!({ "files": files })).await;
    client.idle().await;
    assert_eq!(client.published(&broken).unwrap().1, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_of_branches_reads_everything_again() {
    let folder = project(SHOP);
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let mut client = Client::start(watching(), &[folder.path()]).await;
    let totals = uri_in(&folder, "models/totals.sql");
    client.open(&totals, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), 0);
    write(&folder.path().join("models/orders.sql"), "SELECT order_id FROM raw_orders\n");
    client.changed_outside(&uri_in(&folder, ".git/HEAD"), CHANGED).await;
    client.idle().await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_becomes_a_project_and_ceases_to_be_one() {
    let folder = project(SHOP);
    let config = folder.path().join("rocky.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::remove_file(&config).unwrap();
    let mut client = Client::start(watching(), &[folder.path()]).await;
    let totals = uri_in(&folder, "models/totals.sql");
    client.open(&totals, "sql", 1, "SELECT missing_column FROM orders\n").await;
    client.idle().await;
    let loose = client.pull_code(&totals, "E003").await.len();

    write(&config, &text);
    client.changed_outside(&uri_in(&folder, "rocky.toml"), CREATED).await;
    client.idle().await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), 1);

    std::fs::remove_file(&config).unwrap();
    client.changed_outside(&uri_in(&folder, "rocky.toml"), DELETED).await;
    client.idle().await;
    assert_eq!(client.pull_code(&totals, "E003").await.len(), loose);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_watched_for_clients_that_cannot() {
    let folder = project(SHOP);
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    let totals = uri_in(&folder, "models/totals.sql");
    client.open(&totals, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    client.idle().await;
    write(&folder.path().join("models/orders.sql"), "SELECT order_id FROM raw_orders\n");
    client
        .until(|heard| {
            let broken = |it: &Value| {
                it["params"]["uri"] == totals
                    && it["params"]["diagnostics"]
                        .as_array()
                        .is_some_and(|it| !of_code(it, "E003").is_empty())
            };
            heard.notifications.iter().any(broken).then_some(())
        })
        .await;
}
