//! Diagnostics for clients that are pushed them.

use crate::support::{Client, SHOP, of_code, open_in_shop, project, pushed, range_of, uri_in, with};
use serde_json::{Value, json};

/// Versions and ranges of the E003 of everything that was published for a file.
fn history(client: &Client, uri: &str) -> Vec<(Value, Vec<String>)> {
    let all = client.all_published(uri).into_iter();
    all.map(|(version, items)| (version, of_code(&items, "E003").iter().map(range_of).collect())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_shows_up_and_goes_away_with_its_versions() {
    let (_folder, mut client, uri) =
        open_in_shop(pushed(), "models/totals.sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    client.idle().await;
    client.set_text(&uri, 2, "SELECT sum(amuont) AS total FROM orders\n").await;
    client.idle().await;
    client.set_text(&uri, 3, "SELECT sum(amount) AS total FROM orders\n").await;
    client.idle().await;
    let seen = history(&client, &uri);
    let expected = [(json!(1), vec![]), (json!(2), vec!["0:11-0:17".to_owned()]), (json!(3), vec![])];
    assert_eq!(seen, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_of_a_file_is_shown() {
    let (_folder, mut client, uri) = open_in_shop(
        pushed(),
        "models/orders.sql",
        1,
        "SELECT amuont AS amount,\n  missing_column\nFROM raw_orders\n",
    )
    .await;
    client.idle().await;
    assert_eq!(history(&client, &uri), [(json!(1), vec!["0:7-0:13".to_owned(), "1:2-1:16".to_owned()])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_never_go_back() {
    let (_folder, mut client, uri) =
        open_in_shop(pushed(), "models/totals.sql", 0, "SELECT sum(amount) AS total FROM orders\n").await;
    for version in 1..=200 {
        let column = if version % 2 == 0 { "amount" } else { "amuont" };
        client.set_text(&uri, version, &format!("SELECT sum({column}) AS total FROM orders\n")).await;
    }
    client.idle().await;
    let seen = history(&client, &uri);
    let versions: Vec<i64> = seen.iter().map(|(version, _)| version.as_i64().unwrap()).collect();
    assert!(versions.is_sorted_by(|a, b| a < b), "{versions:?}");
    assert_eq!(seen.last().unwrap(), &(json!(200), vec![]));
    for (version, ranges) in seen {
        assert_eq!(ranges.len() as i64, version.as_i64().unwrap() % 2, "version {version}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_upstream_reaches_open_and_closed_files_and_its_mending_clears_them() {
    let folder = project(SHOP);
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    let totals = uri_in(&folder, "models/totals.sql");
    client.open(&orders, "sql", 1, "SELECT order_id, amount FROM raw_orders\n").await;
    for is_downstream_open in [false, true] {
        if is_downstream_open {
            client.open(&totals, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
        }
        client.idle().await;
        client.set_text(&orders, 2, "SELECT order_id FROM raw_orders\n").await;
        client.idle().await;
        let (version, items) = client.published(&totals).unwrap();
        assert_eq!(version, if is_downstream_open { json!(1) } else { Value::Null });
        let broken = of_code(&items, "E003");
        assert_eq!(broken.iter().map(range_of).collect::<Vec<_>>(), ["0:11-0:17"]);

        client.set_text(&orders, 3, "SELECT order_id, amount FROM raw_orders\n").await;
        client.idle().await;
        let (_, items) = client.published(&totals).unwrap();
        assert_eq!(of_code(&items, "E003"), Vec::<Value>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_project_is_published_without_opening_anything() {
    let folder = project(&format!("{SHOP}//- /models/broken.sql\n    SELECT amuont FROM orders\n"));
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    client.idle().await;
    let (version, items) = client.published(&uri_in(&folder, "models/broken.sql")).unwrap();
    assert_eq!((version, of_code(&items, "E003").len()), (Value::Null, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnostics_have_a_source_and_data_for_agents() {
    let (_folder, mut client, uri) =
        open_in_shop(pushed(), "models/totals.sql", 1, "SELECT sum(amuont) AS total FROM orders\n").await;
    client.idle().await;
    let (_, items) = client.published(&uri).unwrap();
    let it = &of_code(&items, "E003")[0];
    assert_eq!((&it["source"], &it["severity"]), (&json!("rocky"), &json!(1)));
    assert_eq!(it["data"]["version"], 1);
    assert!(it["data"]["fingerprint"].as_str().is_some_and(|it| !it.is_empty()));
    let fix = &it["data"]["fixes"][0];
    assert_eq!(fix["applicability"], "MaybeIncorrect");
    assert_eq!(fix["edits"][0]["text"], "amount");
    assert_eq!(fix["edits"][0]["uri"], uri);
    assert_eq!(range_of(&fix["edits"][0]), "0:11-0:17");
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_pull_are_pushed_nothing() {
    let folder = project(SHOP);
    let capabilities = with(pushed(), json!({ "textDocument": { "diagnostic": {} } }));
    let mut client = Client::start(capabilities, &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT amuont FROM orders\n").await;
    client.idle().await;
    assert_eq!(client.all_published(&uri), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_too_large_is_one_warning() {
    let (_folder, mut client, uri) =
        open_in_shop(pushed(), "models/totals.sql", 1, &"SELECT 1 ".repeat(1_000_000)).await;
    client.idle().await;
    let published = client.all_published(&uri);
    let (_, items) = published.last().unwrap();
    assert_eq!(of_code(items, "W013").iter().map(range_of).collect::<Vec<_>>(), ["0:0-0:0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_readers_make_of_an_open_file_stays_while_it_is_edited() {
    let files = "//- /models/star.sql\n    SELECT * FROM orders\n    //- /models/reader.sql\n    SELECT amount FROM star\n";
    let folder = project(&format!("{SHOP}{files}"));
    let mut client = Client::start(pushed(), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/star.sql");
    client.open(&uri, "sql", 1, "SELECT * FROM orders\n").await;
    client.idle().await;
    let (_, items) = client.published(&uri).unwrap();
    assert_eq!(of_code(&items, "P002").len(), 1);
    client.set_text(&uri, 2, "-- a star\nSELECT * FROM orders\n").await;
    client.idle().await;
    let (_, items) = client.published(&uri).unwrap();
    assert_eq!(of_code(&items, "P002").iter().map(range_of).collect::<Vec<_>>(), ["1:7-1:8"]);
    client.set_text(&uri, 3, "SELECT amount FROM orders\n").await;
    client.idle().await;
    let (_, items) = client.published(&uri).unwrap();
    assert_eq!(of_code(&items, "P002"), Vec::<Value>::new());
}
