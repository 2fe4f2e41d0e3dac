//! How a session begins and ends.

use crate::support::{Client, SHOP, project, pulling, pushed, uri_in, with};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn exit_after_shutdown_is_a_success() {
    let mut client = Client::start(pushed(), &[]).await;
    assert_eq!(client.request("shutdown", Value::Null).await, Value::Null);
    client.notify("exit", Value::Null).await;
    assert_eq!(client.exit_code().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn exit_without_shutdown_is_a_failure() {
    let client = Client::start(pushed(), &[]).await;
    client.notify("exit", Value::Null).await;
    assert_eq!(client.exit_code().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn exit_before_initialize_ends_the_process() {
    let client = Client::connect(lsp::Options::default());
    client.notify("exit", Value::Null).await;
    assert_eq!(client.exit_code().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_pipe_ends_the_process() {
    let client = Client::start(pushed(), &[]).await;
    assert_eq!(client.hang_up().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_pull_does_not_hold_up_the_end() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let params = json!({ "previousResultIds": [], "partialResultToken": "token" });
    let held = client.ask("workspace/diagnostic", params).await;
    client.idle().await;
    client.request("shutdown", Value::Null).await;
    let error = client.answer(held).await["error"].clone();
    assert_eq!((&error["code"], &error["data"]["retriggerRequest"]), (&json!(-32802), &json!(false)));
    client.notify("exit", Value::Null).await;
    assert_eq!(client.exit_code().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_who_it_is_and_what_it_can_do() {
    let client = Client::start(pulling(), &[]).await;
    assert_eq!(client.initialized["serverInfo"]["name"], "rocky");
    let can = &client.initialized["capabilities"];
    assert_eq!(can["textDocumentSync"], json!({ "openClose": true, "change": 2, "save": true }));
    let diagnostics = &can["diagnosticProvider"];
    assert_eq!(diagnostics["interFileDependencies"], true);
    assert_eq!(diagnostics["workspaceDiagnostics"], true);
    for provider in ["hoverProvider", "definitionProvider", "referencesProvider", "workspaceSymbolProvider"] {
        assert_eq!(can[provider], true, "{provider}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn loading_reports_progress_and_the_state_is_announced_to_those_who_ask() {
    let folder = project(SHOP);
    let capabilities = with(
        pulling(),
        json!({ "window": { "workDoneProgress": true }, "experimental": { "rockyAnalysisStatus": true } }),
    );
    let mut client = Client::start(capabilities, &[]).await;
    client.open(&uri_in(&folder, "models/totals.sql"), "sql", 1, "SELECT 1 AS one\n").await;
    let kinds = |heard: &crate::support::Heard| -> Vec<String> {
        let progress = heard.notifications.iter().filter(|it| it["method"] == "$/progress");
        progress.map(|it| it["params"]["value"]["kind"].as_str().unwrap_or_default().to_owned()).collect()
    };
    client.until(|it| (kinds(it) == ["begin", "end"]).then_some(())).await;
    client
        .until(|heard| {
            let states = heard.notifications.iter().filter(|it| it["method"] == "rocky/analysisStatus");
            let states: Vec<&str> = states.filter_map(|it| it["params"]["state"].as_str()).collect();
            (states.first() == Some(&"busy") && states.last() == Some(&"idle")).then_some(())
        })
        .await;
    assert_eq!(client.idle().await["state"], "idle");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_dies_with_a_pull_outstanding_takes_the_server_along() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let params = json!({ "previousResultIds": [], "partialResultToken": "token" });
    client.ask("workspace/diagnostic", params).await;
    client.idle().await;
    assert_eq!(client.hang_up().await, 1);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_clients_process_ends_the_session_though_its_pipe_stays_open() {
    let mut process = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    let mut client = Client::connect(lsp::Options::default());
    let params = json!({ "processId": process.id(), "capabilities": pulling() });
    client.request("initialize", params).await;
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(client.exit_code().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn shutdown_may_have_parameters() {
    for params in [json!(null), json!({}), json!([])] {
        let mut client = Client::start(pushed(), &[]).await;
        assert_eq!(client.request("shutdown", params).await, Value::Null);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_read_is_refused_and_the_session_goes_on() {
    let mut client = Client::start(pushed(), &[]).await;
    client.send_bytes(b"Content-Length: 5\r\n\r\n{bad}").await;
    client.send_bytes(b"Content-Length: 17\r\n\r\n{\"jsonrpc\":\"1.0\"}").await;
    client.send_bytes(b"Content-Length: 3\r\n\r\n\"\xff\"").await;
    assert_eq!(client.idle().await["state"], "idle");
    let codes =
        client.heard(|it| it.refusals.iter().map(|it| it["error"]["code"].clone()).collect::<Vec<_>>());
    assert_eq!(codes, [-32700, -32600, -32700]);
}
