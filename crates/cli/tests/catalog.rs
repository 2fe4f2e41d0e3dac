//! What `rocky check` knows from the project's DuckDB file, which a child process reads, and from the state file.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use std::process::Stdio;
use support::{Ran, Sandbox};

/// A project whose source table exists only in the DuckDB file.
fn shop(model: &str) -> Sandbox {
    let sandbox = Sandbox::duckdb("");
    sandbox.write("models/totals.sql", model);
    sandbox.write("models/totals.toml", "intent = \"totals\"\n");
    sandbox
        .write("make.sql", "CREATE SCHEMA raw; CREATE TABLE raw.orders (id INTEGER, amount DECIMAL(10, 2));");
    let made = sandbox.rocky(&["internal", "duckdb-script", "shop.duckdb", "make.sql"]);
    assert_eq!(
        made.code,
        Some(0),
        "this test needs the DuckDB library: run `cargo xtask setup`\n{}",
        made.stderr
    );
    sandbox
}

fn check(model: &str, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&shop(model).rocky(&[&["check"], arguments].concat()).transcript());
}

#[test]
fn tables_of_the_file_are_known() {
    check(
        "SELECT id, amount FROM raw.orders",
        &[],
        expect![[r#"
        exit 0
        --- stdout
        No problems in 4 files
    "#]],
    );
    check(
        "SELECT id, amuont FROM raw.orders",
        &[],
        expect![[r#"
        exit 1
        --- stdout
        error[E003]: `raw.orders` has no column `amuont`
          ┌─ models/totals.sql:1:12
          │
        1 │ SELECT id, amuont FROM raw.orders
          │            ^^^^^^
          │
          = help: did you mean `amount`?
          = fix: Change to `amount` (if that is what was meant)

        1 error in 4 files
    "#]],
    );
    check(
        "SELECT id, amount FROM raw.ordres",
        &[],
        expect![[r#"
        exit 1
        --- stdout
        error[E002]: no model or table is called `raw.ordres`
          ┌─ models/totals.sql:1:24
          │
        1 │ SELECT id, amount FROM raw.ordres
          │                        ^^^^^^^^^^
          │
          = help: did you mean `raw.orders`?
          = fix: Change to `raw.orders` (if that is what was meant)

        1 error in 4 files
    "#]],
    );
}

#[test]
fn locked_leaves_the_file_alone() {
    check(
        "SELECT id, amuont FROM raw.orders",
        &["--locked"],
        expect![[r#"
            exit 0
            --- stdout
            warning[W015]: `raw.orders` is neither a model nor a known table; its columns are taken as unknown
              ┌─ models/totals.sql:1:24
              │
            1 │ SELECT id, amuont FROM raw.orders
              │                        ^^^^^^^^^^
              │
              = help: declare it in `[[sources]]` of the sidecar or in a schema file
              = fix: Declare `raw.orders` in `[[sources]]` (if that is what was meant)

            1 warning in 4 files
        "#]],
    );
}

#[test]
fn without_the_library_the_rest_is_checked() {
    let sandbox = shop("SELECT id, FROM (SELECT 1 AS id");
    let output = sandbox
        .command(&["check"])
        .env("ROCKY_LIBDUCKDB", "/nowhere/libduckdb.so")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    expect![[r#"
        exit 1
        --- stdout
        error[E018]: expected `)` for the `(` after `id` in FROM, found the end of the text
          ┌─ models/totals.sql:1:30
          │
        1 │ SELECT id, FROM (SELECT 1 AS id
          │                 -            ^^
          │                 │             
          │                 never closed
          │
          = fix: Insert `)` (if that is what was meant)

        1 error in 4 files
        --- stderr
        note: the tables in shop.duckdb are not known: ROCKY_LIBDUCKDB names /nowhere/libduckdb.so, which does not exist: correct it, or unset it and run `rocky setup duckdb`
    "#]].assert_eq(&Ran::new(output, sandbox.path()).transcript());
}

#[test]
fn a_file_that_is_no_database() {
    let sandbox = shop("SELECT 1 AS id");
    sandbox.write("shop.duckdb", "not a database");
    let ran = sandbox.rocky(&["check"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.stderr.starts_with("note: the tables in shop.duckdb are not known: "), "{}", ran.stderr);
}

#[test]
fn the_catalog_as_json() {
    let sandbox = shop("SELECT 1 AS id");
    let catalog = sandbox.rocky(&["internal", "duckdb-catalog", "shop.duckdb"]).json();
    assert_eq!(catalog["tables"][0]["name"], "orders");
    assert_eq!(catalog["tables"][0]["columns"][1]["data_type"], "DECIMAL(10,2)");
}

#[test]
fn discover_describes_what_no_model_builds() {
    let sandbox = shop("SELECT id, amount FROM raw.orders");
    let ask = |arguments: &[&str], expected: Expect| {
        expected.assert_eq(&sandbox.rocky(arguments).transcript());
    };
    ask(
        &["discover", "-o", "table"],
        expect![[r#"
        exit 0
        --- stdout
        shop.raw: 1 table: orders
    "#]],
    );
    ask(
        &["discover", "-o", "table", "--with-schemas"],
        expect![[r#"
        exit 0
        --- stdout
        shop.raw: 1 table, written to schemas/raw.toml
    "#]],
    );
    expect![[r##"
        # Written by `rocky discover --with-schemas`.
        catalog = "shop"
        schema = "raw"
        complete = true

        [[table]]
        name = "orders"
        columns = [
            { name = "id", type = "INTEGER", nullable = true },
            { name = "amount", type = "DECIMAL(10,2)", nullable = true },
        ]
    "##]]
    .assert_eq(&sandbox.read("schemas/raw.toml"));
    // From here on the file is not needed.
    ask(
        &["check", "--locked"],
        expect![[r#"
        exit 0
        --- stdout
        No problems in 5 files
    "#]],
    );
    ask(
        &["discover", "-o", "json"],
        expect![[r#"
        exit 0
        --- stdout
        {
          "version": "0.1.0",
          "command": "discover",
          "schemas": [
            {
              "catalog": "shop",
              "schema": "raw",
              "tables": [
                "orders"
              ]
            }
          ]
        }
    "#]],
    );
}

#[test]
fn schemas_of_similar_names_have_files_of_their_own() {
    let sandbox = shop("SELECT 1 AS id");
    sandbox.write("more.sql", "CREATE SCHEMA \"a b\"; CREATE TABLE \"a b\".t (x INT PRIMARY KEY, w INT UNIQUE); CREATE SCHEMA a_b; CREATE TABLE a_b.u (y INT); CREATE SCHEMA \"a/b\"; CREATE TABLE \"a/b\".v (z INT);");
    assert_eq!(sandbox.rocky(&["internal", "duckdb-script", "shop.duckdb", "more.sql"]).code, Some(0));
    expect![[r#"
        exit 0
        --- stdout
        shop.a b: 1 table, written to schemas/a%20b.toml
        shop.a/b: 1 table, written to schemas/a%2Fb.toml
        shop.a_b: 1 table, written to schemas/a_b.toml
        shop.raw: 1 table, written to schemas/raw.toml
    "#]]
    .assert_eq(&sandbox.rocky(&["discover", "-o", "table", "--with-schemas"]).transcript());
    expect![[r##"
        # Written by `rocky discover --with-schemas`.
        catalog = "shop"
        schema = "a b"
        complete = true

        [[table]]
        name = "t"
        columns = [
            { name = "x", type = "INTEGER", nullable = false },
            { name = "w", type = "INTEGER", nullable = true },
        ]
        primary_key = ["x"]
        unique = [["w"]]
    "##]]
    .assert_eq(&sandbox.read("schemas/a%20b.toml"));
    // Each of them is read again.
    sandbox.write("models/totals.sql", "SELECT x, y, z FROM \"a b\".t, a_b.u, \"a/b\".v");
    let checked = sandbox.rocky(&["check", "--locked"]);
    assert_eq!(checked.code, Some(0), "{}", checked.transcript());
}

/// What `rocky check` says of a column that `raw.orders` lacks, now that the DuckDB file is gone.
fn check_from_memory(sandbox: &Sandbox, arguments: &[&str], code: Option<&str>) {
    let checked = sandbox.rocky(&[&["check", "-o", "json"], arguments].concat()).json();
    let found = checked["diagnostics"].as_array().unwrap().iter().filter_map(|it| it["code"].as_str());
    let found: Vec<&str> = found.filter(|it| ["E003", "W015"].contains(it)).collect();
    assert_eq!(found, code.into_iter().collect::<Vec<_>>(), "{arguments:?}");
}

#[test]
fn what_a_run_has_seen_is_remembered() {
    let sandbox = shop("SELECT id, amount FROM raw.orders");
    assert_eq!(sandbox.rocky(&["run"]).code, Some(0));
    std::fs::remove_file(sandbox.path().join("shop.duckdb")).unwrap();
    sandbox.write("models/totals.sql", "SELECT id, amuont FROM raw.orders");
    check_from_memory(&sandbox, &[], Some("E003"));
    // A missing table is no certain mistake: others may have been made since.
    check_from_memory(&sandbox, &["--locked"], Some("W015"));
    check_from_memory(&sandbox, &["--cache-ttl", "0"], Some("W015"));
    sandbox.write("models/totals.sql", "SELECT id FROM raw.lines");
    check_from_memory(&sandbox, &[], Some("W015"));
    sandbox.write("models/totals.sql", "SELECT id, amuont FROM raw.orders");
    let clear = |arguments: &[&str], expected: Expect| {
        let arguments = [&["state", "clear-schema-cache"], arguments].concat();
        expected.assert_eq(&sandbox.rocky(&arguments).transcript());
    };
    clear(
        &["--dry-run", "-o", "json"],
        expect![[r#"
        exit 0
        --- stdout
        {
          "version": "0.1.0",
          "command": "state-clear-schema-cache",
          "dry_run": true,
          "entries_deleted": 1
        }
    "#]],
    );
    check_from_memory(&sandbox, &[], Some("E003"));
    clear(
        &["-o", "table"],
        expect![[r#"
        exit 0
        --- stdout
        Forgot the schemas of 1 table
    "#]],
    );
    check_from_memory(&sandbox, &[], Some("W015"));
}

#[test]
fn what_discover_has_seen_is_remembered_where_that_is_wanted() {
    let sandbox = shop("SELECT id, amuont FROM raw.orders");
    assert_eq!(sandbox.rocky(&["discover", "--with-schemas"]).code, Some(0));
    std::fs::remove_file(sandbox.path().join("shop.duckdb")).unwrap();
    std::fs::remove_file(sandbox.path().join("schemas/raw.toml")).unwrap();
    check_from_memory(&sandbox, &[], Some("E003"));
    let config = sandbox.read("rocky.toml");
    sandbox.write("rocky.toml", &format!("{config}\n[cache.schemas]\nenabled = false\n"));
    check_from_memory(&sandbox, &[], Some("W015"));
    sandbox.write("rocky.toml", &format!("{config}\n[cache.schemas]\nttl_seconds = 0\n"));
    check_from_memory(&sandbox, &[], Some("W015"));
}
