//! Signature help, in the protocol's shape.

use crate::support::{Client, SHOP, project, pulling, uri_in, with};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_argument_at_the_cursor_is_marked_in_half_typed_text() {
    let folder = project(SHOP);
    let information =
        json!({ "parameterInformation": { "labelOffsetSupport": true }, "activeParameterSupport": true });
    let capabilities = with(
        pulling(),
        json!({ "textDocument": { "signatureHelp": { "signatureInformation": information } } }),
    );
    let mut client = Client::start(capabilities, &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT date_trunc('day', ").await;
    let position = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 25 } });
    let help = client.request("textDocument/signatureHelp", position).await;
    assert_eq!(help["activeParameter"], 1);
    let signature = &help["signatures"][help["activeSignature"].as_u64().unwrap() as usize];
    assert_eq!(signature["label"], "date_trunc(VARCHAR, INTERVAL) -> INTERVAL");
    assert_eq!(signature["parameters"][1]["label"], json!([20, 28]));
    assert_eq!(signature["activeParameter"], 1);
}
