//! The catalog of a project's DuckDB file comes from another program.

use crate::support::{Client, project, pulling, uri_in, write};
use serde_json::json;
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
