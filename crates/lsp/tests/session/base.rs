//! What differs from a revision of git is said in open documents, when the keyboard rests.

use crate::support::{Client, SHOP, of_code, project, pulling, pushed, uri_in};
use serde_json::{Value, json};
use std::{path::Path, process::Command};

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"]);
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path) {
    git(folder, &["init", "--quiet", "--initial-branch=main"]);
    git(folder, &["add", "--all", "."]);
    git(folder, &["commit", "--quiet", "-m", "Commit"]);
}

/// A session in which models are compared with `main`.
async fn start(capabilities: Value, folder: &Path) -> Client {
    let mut client = Client::connect(lsp::Options::default());
    client.initialize(capabilities, &[folder], json!({ "base": "main" })).await;
    client
}

fn messages(items: &[Value]) -> Vec<String> {
    of_code(items, "breaking-change").iter().map(|it| it["message"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_column_is_told_until_the_base_is_off() {
    let folder = project(SHOP);
    commit(folder.path());
    let mut client = start(pulling(), folder.path()).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT order_id, amount FROM raw_orders\n").await;
    client.idle().await;
    assert!(messages(client.pull(&orders).await["items"].as_array().unwrap()).is_empty());

    client.set_text(&orders, 2, "SELECT order_id FROM raw_orders\n").await;
    client.idle().await;
    let found = client.pull(&orders).await["items"].as_array().unwrap().clone();
    assert_eq!(messages(&found), ["compared with main, `amount`: the column is gone; 1 model reads it"]);
    assert_eq!(of_code(&found, "breaking-change")[0]["severity"], 2);

    client
        .notify("workspace/didChangeConfiguration", json!({ "settings": { "rocky": { "base": null } } }))
        .await;
    client.idle().await;
    assert!(messages(client.pull(&orders).await["items"].as_array().unwrap()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_check_with_a_base_says_is_pushed_as_well() {
    let folder = project(SHOP);
    std::fs::write(folder.path().join("models/orders.contract.toml"), "[rules]\nno_new_nullable = true\n")
        .unwrap();
    std::fs::write(folder.path().join("models/orders.sql"), "SELECT 1 AS order_id, 2 AS amount\n").unwrap();
    commit(folder.path());
    let mut client = start(pushed(), folder.path()).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT 1 AS order_id, amount FROM raw_orders\n").await;
    client.idle().await;
    client.idle().await;
    let (_, found) = client.published(&orders).unwrap();
    assert_eq!(of_code(&found, "E012").len(), 1, "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_that_git_does_not_know_is_told_once() {
    let folder = project(SHOP);
    commit(folder.path());
    let mut client = Client::connect(lsp::Options::default());
    client.initialize(pulling(), &[folder.path()], json!({ "base": "mian" })).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT order_id, amount FROM raw_orders\n").await;
    client.idle().await;
    client.set_text(&orders, 2, "SELECT order_id FROM raw_orders\n").await;
    client.idle().await;
    let told: Vec<String> = client.heard(|heard| {
        let messages = heard.notifications.iter().filter(|it| it["method"] == "window/showMessage");
        messages.map(|it| it["params"]["message"].as_str().unwrap_or_default().to_owned()).collect()
    });
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("Models are not compared with mian: "), "{told:?}");
}
