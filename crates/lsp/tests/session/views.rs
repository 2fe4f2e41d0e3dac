//! What views ask beside the protocol: lineage and everything about a model.

use crate::support::{Client, SHOP, project, pulling, range_of, uri_in, with};
use serde_json::{Value, json};
use std::sync::Arc;

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn lineage_of_the_text_as_it_is_typed() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let orders = uri_in(&folder, "models/orders.sql");
    client.open(&orders, "sql", 1, "SELECT order_id, amount FROM raw_orders").await;
    let about = json!({ "textDocument": { "uri": orders } });
    let lineage = client.request("rocky/lineage", about.clone()).await;
    assert_eq!(lineage["focus"], json!({ "model": "orders" }));
    assert_eq!(names(&lineage["models"]), ["main.raw_orders", "orders", "totals"]);
    assert_eq!(lineage["models"][0]["kind"], "seed");
    assert_eq!(lineage["models"][0]["uri"], uri_in(&folder, "data/seed.sql"));
    assert_eq!(lineage["models"][1]["columns"][1]["type"], "DECIMAL(10,2)");
    assert_eq!(lineage["models"][1]["hasMoreUpstream"], false);
    assert_eq!(lineage["modelEdges"][1], json!({ "from": "orders", "to": "totals" }));
    let edge = &lineage["edges"][2];
    assert_eq!(edge["to"], json!({ "model": "totals", "column": "total" }));
    assert_eq!(edge["kind"], "aggregate");
    assert_eq!(edge["location"]["uri"], uri_in(&folder, "models/totals.sql"));
    assert_eq!(edge["location"]["range"]["start"], json!({ "line": 0, "character": 11 }));

    client.set_text(&orders, 2, "SELECT '🦀' AS crab, order_id AS id, FROM raw_orders WHERE").await;
    let upstream = json!({ "model": "orders", "column": "id", "direction": "upstream" });
    let lineage = client.request("rocky/lineage", upstream).await;
    assert_eq!(lineage["focus"], json!({ "model": "orders", "column": "id" }));
    // In UTF-16, where the crab takes two.
    assert_eq!(lineage["edges"][0]["location"]["range"]["start"], json!({ "line": 0, "character": 21 }));

    let id = client.ask("rocky/lineage", json!({ "model": "orders", "column": "amount" })).await;
    let answer = client.answer(id).await;
    assert_eq!(answer["error"]["message"], "the model has no column `amount`");
    let seed = json!({ "textDocument": { "uri": uri_in(&folder, "data/seed.sql") } });
    assert_eq!(client.request("rocky/lineage", seed).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_about_a_model_with_its_runs() {
    let folder = project(SHOP);
    let run = lsp::ModelRun {
        run_id: "run-1".to_owned(),
        started_at: "2026-01-01T00:00:00.000Z".to_owned(),
        status: "Success".to_owned(),
        duration_ms: 12,
        rows: Some(3),
    };
    let read = move |_: &std::path::Path, model: &str| match model {
        "orders" => vec![run.clone()],
        _ => Vec::new(),
    };
    let options = lsp::Options { runs: Some(lsp::RunReader(Arc::new(read))), ..lsp::Options::default() };
    let mut client = Client::start_with(options, pulling(), &[folder.path()]).await;
    let sidecar = json!({ "textDocument": { "uri": uri_in(&folder, "models/orders.toml") } });
    let model = client.request("rocky/model", sidecar).await;
    assert_eq!(model["name"], "orders");
    assert_eq!(model["uri"], uri_in(&folder, "models/orders.sql"));
    assert_eq!(model["description"], "one row per order");
    assert_eq!(names(&model["columns"]), ["order_id", "amount"]);
    assert_eq!(model["columns"][0]["origins"][0]["model"], "main.raw_orders");
    assert_eq!(model["upstream"], json!(["main.raw_orders"]));
    assert_eq!(model["downstream"], json!(["totals"]));
    let runs = json!([{
        "runId": "run-1", "startedAt": "2026-01-01T00:00:00.000Z", "status": "Success", "durationMs": 12, "rows": 3,
    }]);
    assert_eq!(model["runs"], runs);
    assert_eq!(client.request("rocky/model", json!({ "model": "totals" })).await["runs"], json!([]));
    assert_eq!(client.request("rocky/model", json!({ "model": "nothing" })).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn compiled_sql_of_the_text_as_it_is_typed() {
    let folder = project(SHOP);
    let mut client = Client::start(pulling(), &[folder.path()]).await;
    let totals = uri_in(&folder, "models/totals.sql");
    client.open(&totals, "sql", 1, "-- 🦀\nSELECT '🦀', sum(amount) AS total\nFROM orders AS o").await;
    let about = json!({ "textDocument": { "uri": totals } });
    let compiled = client.request("rocky/compiledSql", about.clone()).await;
    let uri = totals.replace("file://", "rocky-compiled:");
    assert_eq!(compiled["uri"], uri);
    let text = "SELECT '🦀', sum(amount) AS total\nFROM shop.main.orders AS o\n";
    assert_eq!(compiled["text"], text);
    let at = |line: u32, character: u32| json!({ "line": line, "character": character });
    let map = json!([
        { "source": { "start": at(1, 0), "end": at(2, 5) }, "compiled": { "start": at(0, 0), "end": at(1, 5) } },
        { "source": { "start": at(2, 11), "end": at(2, 16) }, "compiled": { "start": at(1, 21), "end": at(1, 26) } },
    ]);
    assert_eq!(compiled["map"], map);
    let content = client.request("workspace/textDocumentContent", json!({ "uri": uri })).await;
    assert_eq!(content, json!({ "text": text }));

    client.set_text(&totals, 2, "SELECT (").await;
    let id = client.ask("rocky/compiledSql", about).await;
    let message = client.answer(id).await["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("there is no SQL for the model yet: the syntax is wrong"), "{message}");
    let id = client.ask("workspace/textDocumentContent", json!({ "uri": totals })).await;
    assert!(
        client.answer(id).await["error"]["message"].as_str().unwrap().starts_with("Rocky has no document")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lenses_call_the_commands_that_the_client_has() {
    let folder = project(SHOP);
    let tests = "[[tests]]\ntype = \"not_null\"\ncolumn = \"order_id\"\n";
    std::fs::write(folder.path().join("models/orders.toml"), tests).unwrap();
    let orders = uri_in(&folder, "models/orders.sql");
    let text = "WITH big AS (SELECT order_id, amount FROM raw_orders)\nSELECT order_id, amount FROM big";
    let about = json!({ "textDocument": { "uri": orders } });
    let lenses = json!({ "textDocument": { "codeLens": {} } });
    let mut client = Client::start(with(pulling(), lenses.clone()), &[folder.path()]).await;
    assert_eq!(client.initialized["capabilities"]["codeLensProvider"]["resolveProvider"], true);
    client.open(&orders, "sql", 1, text).await;
    assert_eq!(client.request("textDocument/codeLens", about.clone()).await, json!([]));

    let commands = json!(["rocky.previewModel", "rocky.showLineage", "rocky.showModel"]);
    let has = with(lenses, json!({ "experimental": { "rocky": { "commands": commands } } }));
    let mut client = Client::start(with(pulling(), has), &[folder.path()]).await;
    client.open(&orders, "sql", 1, text).await;
    let found = client.request("textDocument/codeLens", about).await;
    let mut said = Vec::new();
    for lens in found.as_array().unwrap() {
        let lens = match lens.get("command") {
            Some(_) => lens.clone(),
            None => client.request("codeLens/resolve", lens.clone()).await,
        };
        let command = &lens["command"];
        said.push(format!(
            "{} {} {} {}",
            range_of(&lens),
            command["title"],
            command["command"],
            command["arguments"]
        ));
    }
    let expected = [
        r#"0:0-0:4 "1 model" "rocky.showLineage" ["URI","orders",null]"#,
        r#"0:0-0:4 "never run" "rocky.showModel" ["URI","orders"]"#,
        r#"0:0-0:4 "1 test" "rocky.showModel" ["URI","orders"]"#,
        r#"0:0-0:4 "Preview" "rocky.previewModel" ["URI","orders",null]"#,
        r#"0:0-0:4 "Lineage" "rocky.showLineage" ["URI","orders",null]"#,
        r#"0:5-0:8 "Preview big" "rocky.previewModel" ["URI","orders","big"]"#,
    ];
    assert_eq!(said, expected.map(|it| it.replace("URI", &orders)));
}
