//! What columns count is agreed on once and then kept to.

use crate::support::{Client, SHOP, project, pulling, range_of, uri_in, with};
use serde_json::json;

/// An emoji and an accent stand before the mistake.
const TEXT: &str = "SELECT '😀é' AS mood, amuont FROM orders\n";

async fn check(offered: &[&str], agreed: &str, expected: &str) {
    let folder = project(SHOP);
    let capabilities = with(pulling(), json!({ "general": { "positionEncodings": offered } }));
    let mut client = Client::start(capabilities, &[folder.path()]).await;
    assert_eq!(client.initialized["capabilities"]["positionEncoding"], agreed);
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, TEXT).await;
    let found = client.pull_code(&uri, "E003").await;
    assert_eq!(found.iter().map(range_of).collect::<Vec<_>>(), [expected], "{agreed}");

    // The range means the same on the way in: it mends the mistake.
    let mending = json!([{ "range": found[0]["range"], "text": "amount" }]);
    client.edit(&uri, 2, mending).await;
    assert_eq!(client.pull_code(&uri, "E003").await.len(), 0, "{agreed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn utf_8_if_it_is_offered() {
    check(&["utf-16", "utf-8"], "utf-8", "0:25-0:31").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn utf_16_if_nothing_else_is() {
    check(&["utf-16"], "utf-16", "0:22-0:28").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn utf_32_if_the_client_likes_it_best() {
    check(&["utf-32", "utf-16"], "utf-32", "0:21-0:27").await;
}
