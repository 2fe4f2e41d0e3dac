//! W008: common table expressions that nothing reads, and names that hide a model's; with what the fixes leave.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use support::shop;

/// What is said of `models/main.sql`, and the text after each fix.
fn check(path: &str, text: &str, expected: Expect) {
    let fixture = shop::with(&format!("//- /{path}\n{text}"));
    let mut host = support::host(&fixture);
    let found = support::diagnostics(&mut host);
    let text = &fixture.file(path).unwrap().text;
    let mut shown = String::new();
    for (_, it) in found.iter().filter(|it| it.0 == path) {
        shown += &format!("{} {:?} {}\n", it.code, it.severity, it.message);
        for fix in &it.fixes {
            let mut fixed = text.clone();
            for edit in fix.edits.iter().rev() {
                fixed.replace_range(std::ops::Range::<usize>::from(edit.place.range), &edit.text);
            }
            let fixed: String = fixed.lines().map(|it| format!("    | {it}\n")).collect();
            shown += &format!("  {}:\n{fixed}", fix.title);
        }
    }
    expected.assert_eq(&shown);
}

fn check_sql(text: &str, expected: Expect) {
    check("models/main.sql", text, expected);
}

#[test]
fn fixes_take_commas_and_the_word_with() {
    check_sql(
        "WITH a AS (SELECT 1 AS x)\nSELECT order_id FROM stg_orders",
        expect![[r#"
        W008 Warning nothing reads `a`
          Remove `a`:
            | SELECT order_id FROM stg_orders
    "#]],
    );
    check_sql(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT 2 AS y)\nSELECT y FROM b",
        expect![[r#"
            W008 Warning nothing reads `a`
              Remove `a`:
                | WITH b AS (SELECT 2 AS y)
                | SELECT y FROM b
        "#]],
    );
    check_sql(
        "WITH\n    -- the first\n    a AS (SELECT 1 AS x), -- of two\n    -- the second\n    b AS (\n        -- nothing\n        SELECT 2 AS y\n    )\nSELECT x FROM a",
        expect![[r#"
            W008 Warning nothing reads `b`
              Remove `b`:
                | WITH
                |     -- the first
                |     a AS (SELECT 1 AS x) -- of two
                |     -- the second
                | SELECT x FROM a
        "#]],
    );
    check_sql(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a), c AS (SELECT 3 AS z), d AS (SELECT x FROM b)\nSELECT z FROM c",
        expect![[r#"
            W008 Warning nothing reads `a`
              Remove `a`, `b`, `d`:
                | WITH c AS (SELECT 3 AS z)
                | SELECT z FROM c
            W008 Warning nothing reads `b`
              Remove `b`, `d`:
                | WITH a AS (SELECT 1 AS x), c AS (SELECT 3 AS z)
                | SELECT z FROM c
            W008 Warning nothing reads `d`
              Remove `d`:
                | WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a), c AS (SELECT 3 AS z)
                | SELECT z FROM c
        "#]],
    );
    check_sql(
        "SELECT d.order_id FROM (WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT order_id FROM stg_orders) AS d",
        expect![[r#"
            W008 Warning nothing reads `n`
              Remove `n`:
                | SELECT d.order_id FROM (SELECT order_id FROM stg_orders) AS d
        "#]],
    );
    check_sql(
        "WITH a AS (SELECT 1 AS x), b AS (WITH c AS (SELECT x FROM a) SELECT 2 AS y) SELECT y FROM b",
        expect![[r#"
            W008 Warning nothing reads `a`
            W008 Warning nothing reads `c`
              Remove `c`:
                | WITH a AS (SELECT 1 AS x), b AS (SELECT 2 AS y) SELECT y FROM b
        "#]],
    );
}

#[test]
fn bindings_of_the_dsl() {
    check(
        "models/main.rocky",
        "let open_orders = from stg_orders | where status == \"open\"\n\nfrom stg_customers\nselect { customer_id }\n",
        expect![[r#"
            W008 Warning nothing reads `open_orders`
              Remove `open_orders`:
                | from stg_customers
                | select { customer_id }
        "#]],
    );
}

#[test]
fn what_may_read_them_is_silent() {
    // A misspelt name may be theirs, and so may the value of a variable or the name that a function takes.
    check_sql(
        "WITH paid AS (SELECT 1 AS x) SELECT order_id FROM stg_orders, @var(which, stg_customers)",
        expect![[""]],
    );
    check_sql(
        "WITH paid AS (SELECT 1 AS x) SELECT x FROM query_table('paid') AS t (x)",
        expect![[r#"
        I002 Info the type of `x` cannot be told: the columns of `query_table(…)` are not computed
    "#]],
    );
    check_sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
        expect![[""]],
    );
    check_sql(
        "WITH a AS (SELECT 1 AS x) SELECT order_id FROM stg_orders WHERE order_id IN (SELECT x FROM a)",
        expect![[""]],
    );
    check_sql(
        "WITH a AS (SELECT 1 AS x) SELECT order_id FROM stg_orders, (",
        expect![[r#"
        E018 Error expected a table or a query after `(` in FROM, found the end of the text
    "#]],
    );
}

#[test]
fn names_of_models() {
    check_sql(
        "SELECT stg_payments.order_id FROM stg_orders AS stg_payments",
        expect![[r#"
        W008 Warning the alias `stg_payments` is also the name of a model, and stands for something else
    "#]],
    );
    check_sql(
        "WITH stg_payments AS (SELECT order_id FROM stg_orders) SELECT order_id FROM stg_payments",
        expect![[r#"
            W008 Info `stg_payments` is also the name of a model, which this does not read
        "#]],
    );
    // Imports, through others and from an earlier layer.
    check_sql(
        "WITH raw_payments AS (SELECT payment_no FROM stg_payments), stg_payments AS (SELECT payment_no FROM raw_payments) SELECT payment_no FROM stg_payments",
        expect![[""]],
    );
    check_sql(
        "SELECT stg_orders.id FROM raw.orders AS stg_orders",
        expect![[r#"
        W008 Warning the alias `stg_orders` is also the name of a model, and stands for something else
    "#]],
    );
    check_sql(
        "SELECT s.id FROM (SELECT order_id AS id FROM stg_orders) AS s, stg_payments AS stg_payments",
        expect![[""]],
    );
    check_sql("SELECT main.order_id FROM stg_orders AS main", expect![[""]]);
}
