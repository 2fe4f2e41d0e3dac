//! `rocky run` and `rocky history` on the real DuckDB, which `cargo xtask setup` installs.

mod support;

use expect_test::{Expect, expect};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};
use support::{Ran, Sandbox, without_times};

/// Two chains: `orders` → `totals` → `report`, and `calendar`.
const SHOP: &str = "
    //- /models/orders.sql
    SELECT * FROM (VALUES (1, 10), (2, 20), (3, 30)) AS t (id, amount)
    //- /models/orders.toml
    intent = \"orders\"
    //- /models/totals.sql
    SELECT SUM(amount) AS total FROM orders
    //- /models/totals.toml
    intent = \"their sum\"
    //- /models/report.sql
    SELECT total * 2 AS doubled FROM totals
    //- /models/report.toml
    intent = \"for people\"
    [strategy]
    type = \"view\"
    //- /models/calendar.sql
    SELECT 2026 AS year
    //- /models/calendar.toml
    intent = \"years\"
";

fn run(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let ran = sandbox.rocky(&[&["run"], arguments].concat());
    assert!(
        !ran.stderr.contains("rocky setup duckdb"),
        "this test needs the DuckDB library: run `cargo xtask setup`\n{}",
        ran.stderr
    );
    ran
}

fn query(sandbox: &Sandbox, sql: &str) -> String {
    sandbox.rocky(&["internal", "duckdb-query", "shop.duckdb", sql]).stdout
}

/// The document with what differs from run to run replaced.
fn document(ran: &Ran) -> String {
    without_times(&ran.stdout)
}

fn check_text(sandbox: &Sandbox, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&run(sandbox, &[&["-o", "table"], arguments].concat()).transcript());
}

#[test]
fn models_are_built() {
    let sandbox = Sandbox::duckdb(SHOP);
    check_text(
        &sandbox,
        &[],
        expect![[r#"
        exit 0
        --- stdout
        ✓ calendar  1 row, # ms
        ✓ orders    3 rows, # ms
        ✓ totals    1 row, # ms
        ✓ report    # ms
        transformation pipeline complete: 4 model(s) executed in # ms (run-#)
    "#]],
    );
    expect![[r#"
        doubled
            120
    "#]]
    .assert_eq(&query(&sandbox, "SELECT doubled FROM report"));
    let types = "SELECT table_name, table_type FROM information_schema.tables ORDER BY 1";
    expect![[r#"
        table_name  table_type
        calendar    BASE TABLE
        orders      BASE TABLE
        report      VIEW
        totals      BASE TABLE
    "#]]
    .assert_eq(&query(&sandbox, types));
    // Again: tables and views are replaced.
    assert_eq!(run(&sandbox, &[]).code, Some(0));
}

#[test]
fn the_document_of_a_run() {
    let sandbox = Sandbox::duckdb(SHOP);
    expect![[r##"
        {
          "version": "0.1.0",
          "command": "run",
          "run_id": "run-#",
          "status": "Success",
          "pipeline_type": "transformation",
          "filter": "",
          "duration_ms": #,
          "tables_copied": 0,
          "tables_failed": 0,
          "materializations": [
            {
              "asset_key": [
                "shop",
                "main",
                "calendar"
              ],
              "rows_copied": 1,
              "duration_ms": #,
              "started_at": "#",
              "metadata": {
                "strategy": "full_refresh",
                "target_table_full_name": "shop.main.calendar",
                "sql_hash": "24532ca8cc6956c2b4c0d39a06fde543",
                "column_count": 1
              }
            },
            {
              "asset_key": [
                "shop",
                "main",
                "orders"
              ],
              "rows_copied": 3,
              "duration_ms": #,
              "started_at": "#",
              "metadata": {
                "strategy": "full_refresh",
                "target_table_full_name": "shop.main.orders",
                "sql_hash": "2572c264baaff30498cd1afe428a8321",
                "column_count": 2
              }
            },
            {
              "asset_key": [
                "shop",
                "main",
                "totals"
              ],
              "rows_copied": 1,
              "duration_ms": #,
              "started_at": "#",
              "metadata": {
                "strategy": "full_refresh",
                "target_table_full_name": "shop.main.totals",
                "sql_hash": "19b149c972b296b5db20c25700e14c1d",
                "column_count": 1
              }
            },
            {
              "asset_key": [
                "shop",
                "main",
                "report"
              ],
              "duration_ms": #,
              "started_at": "#",
              "metadata": {
                "strategy": "view",
                "target_table_full_name": "shop.main.report",
                "sql_hash": "5e95afe73d148fd2ef3c6b02425ef618",
                "column_count": 1
              }
            }
          ],
          "check_results": [],
          "execution": {
            "concurrency": 1,
            "tables_processed": 4,
            "tables_failed": 0
          },
          "permissions": {
            "grants_added": 0,
            "grants_revoked": 0,
            "catalogs_created": 0,
            "schemas_created": 0
          },
          "drift": {
            "tables_checked": 0,
            "tables_drifted": 0,
            "actions_taken": []
          },
          "interrupted": false
        }
    "##]]
    .assert_eq(&document(&run(&sandbox, &[])));
}

#[test]
fn one_model() {
    let sandbox = Sandbox::duckdb(SHOP);
    check_text(
        &sandbox,
        &["--model", "calendar"],
        expect![[r#"
        exit 0
        --- stdout
        ✓ calendar  1 row, # ms
        transformation pipeline complete: 1 model(s) executed in # ms (run-#)
    "#]],
    );
    check_text(
        &sandbox,
        &["--model", "calender"],
        expect![[r#"
        exit 1
        --- stderr
        error: the pipeline has no model `calender`; did you mean `calendar`?
    "#]],
    );
}

#[test]
fn a_failing_model_withholds_what_reads_it() {
    let sandbox = Sandbox::duckdb(SHOP);
    sandbox.write("models/totals.sql", "SELECT CAST('x' || SUM(amount) AS INTEGER) AS total FROM orders");
    check_text(
        &sandbox,
        &[],
        expect![[r#"
            exit 2
            --- stdout
            ✓ calendar  1 row, # ms
            ✓ orders    3 rows, # ms
            ✗ totals    Conversion Error: Could not convert string 'x60' to INT32
                LINE 2: SELECT CAST('x' || SUM(amount) AS INTEGER) AS total FROM shop.main...
                               ^
            - report    withheld: fix `totals`, then run again
            transformation pipeline partly failed: 2 model(s) executed in # ms, 1 failed, 1 withheld (run-#)
        "#]],
    );
    let ran = run(&sandbox, &[]);
    assert_eq!(ran.code, Some(2));
    let json = ran.json();
    assert_eq!(json["status"], "PartialFailure");
    assert_eq!(json["contained"][0]["model"], "report");
    assert_eq!(json["errors"][0]["model"], "totals");
    assert_eq!(json["errors"][0]["asset_key"], serde_json::json!(["shop", "main", "totals"]));
}

#[test]
fn a_model_with_a_mistake_is_not_run() {
    let sandbox = Sandbox::duckdb(SHOP);
    sandbox.write("models/totals.sql", "SELECT SUM(amuont) AS total FROM orders");
    let ran = run(&sandbox, &[]);
    assert_eq!(ran.code, Some(2));
    let json = ran.json();
    assert_eq!(json["errors"][0]["asset_key"], serde_json::json!(["<compile>"]));
    assert_eq!(json["errors"][0]["failure_kind"], "compile-error");
    assert_eq!(json["contained"][0]["model"], "report");
    assert_eq!(json["tables_failed"], 1);
    check_text(
        &sandbox,
        &[],
        expect![[r#"
            exit 2
            --- stdout
            ✗ totals    models/totals.sql: E003: `orders` has no column `amuont`
            - report    withheld: fix `totals`, then run again
            ✓ calendar  1 row, # ms
            ✓ orders    3 rows, # ms
            transformation pipeline partly failed: 2 model(s) executed in # ms, 1 failed, 1 withheld (run-#)
        "#]],
    );
}

#[test]
fn nothing_succeeds() {
    let sandbox = Sandbox::duckdb(SHOP);
    for model in ["orders", "calendar"] {
        sandbox.write(
            &format!("models/{model}.sql"),
            "SELECT CAST('x' AS INTEGER) AS id, 1 AS amount, 1 AS year",
        );
    }
    assert_eq!(run(&sandbox, &[]).code, Some(1));
}

#[test]
fn history() {
    let sandbox = Sandbox::duckdb(SHOP);
    expect![[r#"
        exit 0
        --- stdout
        No runs yet: rocky run makes the first.
    "#]]
    .assert_eq(&sandbox.rocky(&["history", "-o", "table"]).transcript());
    run(&sandbox, &[]);
    run(&sandbox, &["--model", "calendar"]);
    // How wide the columns are depends on how long the runs took.
    let table = sandbox.rocky(&["history", "-o", "table"]).transcript();
    let words: Vec<_> = table.lines().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    expect![[r#"
        exit 0
        --- stdout
        RUN ID STARTED STATUS MODELS DURATION TRIGGER
        run-# # Success 1 # ms Manual
        run-# # Success 4 # ms Manual"#]]
    .assert_eq(&words.join("\n"));
    expect![[r##"
        exit 0
        --- stdout
        {
          "version": "0.1.0",
          "command": "history",
          "runs": [
            {
              "run_id": "run-#",
              "started_at": "#",
              "status": "Success",
              "trigger": "Manual",
              "models_executed": 1,
              "duration_ms": #,
              "models": [
                {
                  "model_name": "calendar",
                  "duration_ms": #,
                  "rows_affected": 1,
                  "status": "Success"
                }
              ],
              "pipeline": "default"
            }
          ],
          "count": 1
        }
    "##]]
    .assert_eq(&sandbox.rocky(&["history", "--limit", "1"]).transcript());
    let audit = sandbox.rocky(&["history", "--audit"]).json();
    assert_eq!(audit["count"], 2);
    assert_eq!(audit["runs"][0]["session_source"], "cli");
    assert_eq!(audit["runs"][0]["rocky_version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_state_file_can_be_elsewhere() {
    let sandbox = Sandbox::duckdb(SHOP);
    assert_eq!(run(&sandbox, &["--state-path", "elsewhere/state.redb"]).code, Some(0));
    assert!(sandbox.path().join("elsewhere/state.redb").is_file());
    assert_eq!(sandbox.rocky(&["history"]).json()["count"], 0);
    assert_eq!(sandbox.rocky(&["history", "--state-path", "elsewhere/state.redb"]).json()["count"], 1);
}

#[test]
#[cfg(unix)]
fn an_interruption_leaves_a_complete_record() {
    let sandbox = Sandbox::duckdb(SHOP);
    // Named so that it comes after the first model, in the same chain.
    sandbox.write(
        "models/endless.sql",
        "SELECT COUNT(*) AS n FROM orders, range(100000000) AS a, range(1000000) AS b",
    );
    sandbox.write("models/endless.toml", "intent = \"takes for ever\"");
    let mut child = sandbox
        .command(&["run", "-o", "table"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let built = lines.by_ref().find(|it| it.as_ref().is_ok_and(|it| it.contains("✓ orders")));
    assert!(built.is_some(), "this test needs the DuckDB library: run `cargo xtask setup`");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let rest: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest:?}");
    let record = &sandbox.rocky(&["history"]).json()["runs"][0];
    assert_eq!(record["status"], "Interrupted");
    let statuses: Vec<_> =
        record["models"].as_array().unwrap().iter().map(|it| it["status"].as_str().unwrap()).collect();
    assert!(statuses.contains(&"Success") && statuses.contains(&"Interrupted"), "{statuses:?}");
    assert!(!statuses.contains(&"Running") && !statuses.contains(&"Pending"), "{statuses:?}");
}

#[test]
fn a_library_that_is_not_there_is_said() {
    let sandbox = Sandbox::duckdb(SHOP);
    let output = sandbox.command(&["run"]).env("ROCKY_LIBDUCKDB", "/nowhere/libduckdb.so").output().unwrap();
    let ran = Ran::new(output, sandbox.path());
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("rocky setup duckdb"), "{}", ran.stderr);
}

#[test]
fn the_playground_goes_all_the_way() {
    let sandbox = Sandbox::empty();
    let made = sandbox.rocky(&["playground", "p"]);
    assert!(made.stdout.contains("playground.duckdb"), "run `cargo xtask setup`\n{}", made.stderr);
    let inside = |arguments: &[&str]| {
        let output = sandbox.command(arguments).current_dir(sandbox.path().join("p")).output().unwrap();
        Ran::new(output, sandbox.path())
    };
    expect![[r#"
        exit 0
        --- stdout
        No problems in 10 files
    "#]]
    .assert_eq(&inside(&["check"]).transcript());
    expect![[r#"
        exit 0
        --- stdout
        ✓ stg_orders       # ms
        ✓ customer_orders  61 rows, # ms
        ✓ customer_value   61 rows, # ms
        transformation pipeline complete: 3 model(s) executed in # ms (run-#)
    "#]]
    .assert_eq(&inside(&["run", "-o", "table"]).transcript());
    let tiers = "SELECT tier, COUNT(*) AS customers FROM customer_value GROUP BY tier ORDER BY tier";
    expect![[r#"
        tier    customers
        bronze         20
        gold            5
        silver         36
    "#]]
    .assert_eq(&inside(&["internal", "duckdb-query", "playground.duckdb", tiers]).stdout);
}

#[test]
fn a_configuration_with_mistakes_builds_nothing() {
    let sandbox = Sandbox::duckdb(SHOP);
    let sound = sandbox.read("rocky.toml");
    sandbox.write("rocky.toml", &sound.replace("path =", "pth ="));
    check_text(
        &sandbox,
        &["--model", "calendar"],
        expect![[r#"
        exit 1
        --- stdout
        ✗ calendar  Catalog Error: Catalog with name shop does not exist!
        transformation pipeline failed: 0 model(s) executed in # ms, 1 failed (run-#)
        --- stderr
        warning: rocky.toml:3: unknown key `adapter.pth`; it has no effect; did you mean `path`? (V061)
        note: what the model reads may not be built yet: rocky run without --model builds all of it
    "#]],
    );
    sandbox.write("rocky.toml", &sound.replace("shop.duckdb\"", "shop.duckdb"));
    check_text(
        &sandbox,
        &[],
        expect![[r#"
        exit 1
        --- stderr
        error: rocky.toml:3: this string is not closed: expected `"` (V001)
        help: rocky check shows what is wrong with rocky.toml
    "#]],
    );
    assert!(!sandbox.files().iter().any(|it| it == "shop.duckdb"));
}
