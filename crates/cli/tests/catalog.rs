//! What `rocky check` knows from the project's DuckDB file, which a child process reads.

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
    check("SELECT id, amount FROM raw.orders", &[], expect![[""]]);
    check("SELECT id, amuont FROM raw.orders", &[], expect![[""]]);
    check("SELECT id, amount FROM raw.ordres", &[], expect![[""]]);
}

#[test]
fn locked_leaves_the_file_alone() {
    check("SELECT id, amuont FROM raw.orders", &["--locked"], expect![[""]]);
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
    expect![[""]].assert_eq(&Ran::new(output, sandbox.path()).transcript());
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
