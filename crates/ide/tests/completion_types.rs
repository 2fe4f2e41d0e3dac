//! Types that are proposed: in casts, in contracts and in descriptions of tables.

mod support;

use expect_test::{Expect, expect};
use ide::CompletionKind;
use support::{
    completion::{check, proposed},
    cursor::shop,
    model_on,
};
use testing::fixture::{self, Fixture};

/// What is inserted by the proposals at the cursor, all of which are types.
fn types(fixture: &Fixture) -> Vec<String> {
    let found = proposed(fixture);
    assert!(found.iter().all(|it| it.kind == CompletionKind::Type));
    found.into_iter().map(|it| it.insert).collect()
}

/// The first types that are proposed in a model of a dialect.
fn first(dialect: &str, model: &str, expected: Expect) {
    let names = types(&fixture::parse(&model_on(dialect, model)));
    expected.assert_eq(&names.into_iter().take(4).collect::<Vec<_>>().join(", "));
}

#[test]
fn a_cast_names_a_type_of_the_warehouse() {
    first("duckdb", "SELECT CAST(1 AS $0)", expect!["INTEGER, BIGINT, VARCHAR, DOUBLE"]);
    first("duckdb", "SELECT TRY_CAST(lower('a') AS V$0) FROM t", expect!["INTEGER, BIGINT, VARCHAR, DOUBLE"]);
    first("duckdb", "SELECT 1::$0", expect!["INTEGER, BIGINT, VARCHAR, DOUBLE"]);
    first("snowflake", "SELECT 1::$0 FROM t", expect!["NUMBER, NUMBER(38, 2), VARCHAR, FLOAT"]);
    first("bigquery", "SELECT SAFE_CAST((1 + 2) AS $0", expect!["INT64, STRING, FLOAT64, NUMERIC"]);
    first("databricks", "SELECT 1 ?:: $0", expect!["INT, BIGINT, STRING, DOUBLE"]);
    first("trino", "SELECT 1 AS x WHERE CAST(x AS $0", expect!["INTEGER, BIGINT, VARCHAR, DOUBLE"]);
}

#[test]
fn an_alias_is_no_type() {
    for text in ["SELECT lower('a') AS $0", "SELECT (1) AS $0 FROM stg_orders", "SELECT count(*) AS $0"] {
        check(text, expect![""]);
    }
}

/// The first types that are proposed for a value of TOML, and how many there are.
fn of_toml(fixture: &str, expected: Expect) {
    let names = types(&shop(fixture));
    expected.assert_eq(&format!("{} of {}", names[..4].join(", "), names.len()));
}

#[test]
fn toml_names_types() {
    of_toml(
        "//- /models/stg_customers.contract.toml\n[[columns]]\nname = \"email\"\ntype = \"Int$0\"",
        expect![[r#""Boolean", "Int32", "Int64", "Float32" of 39"#]],
    );
    let table = "//- /schemas/web.toml\nschema = \"web\"\n[[table]]\nname = \"hits\"\n";
    of_toml(
        &format!("{table}[[table.columns]]\nname = \"a\"\ntype = \"$0\""),
        expect![[r#""INTEGER", "BIGINT", "VARCHAR", "DOUBLE" of 24"#]],
    );
    of_toml(
        &format!("{table}columns = [{{ name = \"a\", type = \"BIG$0\" }}]"),
        expect![[r#""INTEGER", "BIGINT", "VARCHAR", "DOUBLE" of 24"#]],
    );
}
