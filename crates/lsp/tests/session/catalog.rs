//! The catalog of a project's DuckDB file comes from another program, and what is remembered of tables from a function.

use crate::support::{Client, project, pulling, uri_in, write};
use db::{CachedTable, CatalogTable};
use serde_json::json;
use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use workspace::CatalogCommand;

/// What the program prints for a file: here the file's own content, and the program is `cat`.
fn catalog(columns: &[&str]) -> String {
    let columns: Vec<_> =
        columns.iter().map(|it| json!({ "name": it, "data_type": "INTEGER", "nullable": true })).collect();
    json!({
        "format": 1,
        "engine_version": "v1",
        "default_catalog": "shop",
        "default_schema": "main",
        "schemas": [{ "catalog": "shop", "schema": "main" }],
        "tables": [{
            "catalog": "shop", "schema": "main", "name": "raw_orders", "kind": "table", "columns": columns,
        }],
    })
    .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_the_duckdb_file_are_known_and_read_again_when_it_changes() {
    let folder = project(
        "
        //- /rocky.toml
        [adapter]
        type = \"duckdb\"
        path = \"shop.duckdb\"

        [pipeline]
        type = \"transformation\"
        models = \"models/**\"
        //- /models/orders.sql
        SELECT order_id FROM raw_orders
        ",
    );
    let file = folder.path().join("shop.duckdb");
    write(&file, &catalog(&["order_id"]));
    let options = lsp::Options {
        catalog_command: Some(CatalogCommand { program: "cat".into(), arguments: Vec::new() }),
        ..lsp::Options::default()
    };
    let mut client = Client::start_with(options, pulling(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT order_id, amount FROM raw_orders\n").await;
    client.idle().await;
    assert_eq!(client.pull_code(&orders, "E003").await.len(), 1);

    write(&file, &catalog(&["order_id", "amount"]));
    client.changed_outside(&uri_in(&folder, "shop.duckdb"), 2).await;
    client.idle().await;
    assert_eq!(client.pull_code(&orders, "E003").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_about_a_remembered_table_says_how_old_that_is() {
    let folder = project(
        "
        //- /rocky.toml
        [adapter]
        type = \"duckdb\"

        [pipeline]
        type = \"transformation\"
        models = \"models/**\"
        //- /models/orders.sql
        SELECT order_id FROM raw.orders
        ",
    );
    let described = SystemTime::now() - Duration::from_secs(3 * 3600 + 60);
    let described_at = described.duration_since(UNIX_EPOCH).unwrap().as_millis().try_into().unwrap();
    let table = CatalogTable {
        name: ["shop", "raw", "orders"].map(str::to_owned),
        columns: vec![("order_id".to_owned(), "BIGINT".to_owned(), false)],
        keys: Vec::new(),
    };
    let tables: Arc<[CachedTable]> = Arc::from([CachedTable { table, described_at }]);
    let options = lsp::Options {
        schema_cache: Some(lsp::SchemaCacheReader(Arc::new(move |_| Arc::clone(&tables)))),
        ..lsp::Options::default()
    };
    let mut client = Client::start_with(options, pulling(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT order_id FROM raw.orders\n").await;
    for character in [9, 26] {
        let at =
            json!({ "textDocument": { "uri": orders }, "position": { "line": 0, "character": character } });
        let hover = client.request("textDocument/hover", at).await;
        let card = hover["contents"]["value"].as_str().or(hover["contents"].as_str()).unwrap_or_default();
        assert!(card.contains("declared in the schema cache"), "{hover}");
        assert!(card.contains("the warehouse described it 3 hours ago"), "{hover}");
    }
}
