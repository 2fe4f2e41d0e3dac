//! Mistakes in the tests that a model's description declares.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use support::{ask, cursor, file};

/// Checks what is said of the sidecar of a model that reads orders, with these tests.
fn check(tests: &str, expected: Expect) {
    check_in(
        "models/totals.sql",
        "SELECT order_id, amount, 'open' AS status FROM stg_orders",
        tests,
        expected,
    );
}

fn check_in(path: &str, text: &str, tests: &str, expected: Expect) {
    let fixture =
        cursor::shop(&format!("//- /{path}\n{text}\n//- /models/totals.toml\nintent = \"totals\"\n{tests}"));
    let mut host = support::host(&fixture);
    let file = file(&host, "models/totals.toml");
    let found = ask(&mut host, |it| it.diagnostics(file));
    let mut said = String::new();
    for it in found.iter() {
        let at_fault = cursor::text(&mut host, file, it.range);
        said += &format!("{} ‹{at_fault}› {}\n", it.code, it.message);
        for fix in &it.fixes {
            said += &format!("  {}\n", fix.title);
        }
    }
    expected.assert_eq(&said);
}

fn expression(sql: &str) -> String {
    format!("[[tests]]\ntype = \"expression\"\nexpression = {sql}\n")
}

#[test]
fn sql_that_is_right() {
    for sql in [
        "\"amount > 0 AND totals.status <> 'lost'\"",
        "\"\"\"amount IS NULL\n  OR amount > 0\"\"\"",
        "\"order_id IN (SELECT order_id FROM stg_orders)\"",
        "\"amount > @var(least, 3)\"",
    ] {
        check(&expression(sql), expect![[""]]);
        check_in(
            "models/totals.rocky",
            "from stg_orders\nderive { status: \"open\" }\nselect { order_id, amount, status }",
            &expression(sql),
            expect![[""]],
        );
    }
}

#[test]
fn sql_that_is_wrong() {
    check(
        &expression("\"order_idd > 0\""),
        expect![[r#"
        E003 ‹order_idd› `totals` has no column `order_idd`
          Change to `order_id`
    "#]],
    );
    check(
        &expression("'order_id >'"),
        expect![[r#"
        E018 ‹>› expected an expression after `>` in WHERE, found the end of the text
    "#]],
    );
    check(
        &expression("\"\"\"amount IS NULL\n  OR amout > 0\"\"\""),
        expect![[r#"
        E003 ‹amout› `totals` has no column `amout`
          Change to `amount`
    "#]],
    );
    check(
        &expression("\"lower(\\\"statuss\\\") = 'open'\""),
        expect![[r#"
            E003 ‹\"statuss\"› `totals` has no column `statuss`
              Change to `status`
        "#]],
    );
    check(
        &expression("\"order_id IN (SELECT nope FROM stg_orders)\""),
        expect![[r#"
        E003 ‹nope› `stg_orders` has no column `nope`
    "#]],
    );
    check(
        &expression("\"sum(amount) > 3\""),
        expect![[r#"
        E007 ‹sum(amount)› an aggregate cannot stand in WHERE
    "#]],
    );
    check(
        "[[tests]]\ntype = \"not_null\"\ncolumn = \"amount\"\nfilter = \"statuss = 'open'\"\n",
        expect![[r#"
            E003 ‹statuss› `totals` has no column `statuss`
              Change to `status`
        "#]],
    );
    check(
        "[[tests]]\ntype = \"unique_expr\"\nkey_expr = \"lower(statuss)\"\n",
        expect![[r#"
            E003 ‹statuss› `totals` has no column `statuss`
              Change to `status`
        "#]],
    );
}

fn relationship(column: &str, table: &str, to_column: &str) -> String {
    let to = format!("to_table = \"{table}\"\nto_column = \"{to_column}\"\n");
    format!("[[tests]]\ntype = \"relationships\"\ncolumn = \"{column}\"\n{to}")
}

#[test]
fn relationships() {
    check(&relationship("order_id", "stg_orders", "ORDER_ID"), expect![[""]]);
    check(&relationship("order_id", "raw.orders", "id"), expect![[""]]);
    check(
        &relationship("order_id", "elsewhere.orders", "id"),
        expect![[r#"
        W015 ‹"elsewhere.orders"› `elsewhere.orders` is neither a model nor a known table
    "#]],
    );
    check(
        &relationship("order_id", "raw.ordes", "id"),
        expect![[r#"
        E002 ‹"raw.ordes"› no model or table is called `raw.ordes`
          Change to `"raw.orders"`
    "#]],
    );
    check(
        &relationship("order_id", "stg_order", "order_id"),
        expect![[r#"
        W015 ‹"stg_order"› `stg_order` is neither a model nor a known table
          Change to `"stg_orders"`
    "#]],
    );
    check(
        &relationship("order_id", "stg_orders", "order_idd"),
        expect![[r#"
        E015 ‹"order_idd"› `stg_orders` has no column `order_idd`, which a test looks values up in
          Change to `"order_id"`
    "#]],
    );
    check(
        &relationship("order_id", "stg_customers", "email"),
        expect![[r#"
        W001 ‹"email"› BIGINT is compared with VARCHAR: the engine silently casts to BIGINT
    "#]],
    );
}

#[test]
fn values() {
    check(
        "[[tests]]\ntype = \"accepted_values\"\ncolumn = \"order_id\"\nvalues = [\"1\", \"x\"]\n",
        expect![[r#"
            E001 ‹"x"› the literal 'x' cannot be converted to BIGINT
        "#]],
    );
    check(
        "[[tests]]\ntype = \"accepted_values\"\ncolumn = \"status\"\nvalues = [\"1\", \"x\"]\n",
        expect![[""]],
    );
    check(
        "[[tests]]\ntype = \"in_range\"\ncolumn = \"status\"\nmin = \"1\"\n",
        expect![[r#"
        E001 ‹"1"› DuckDB cannot compare VARCHAR with INTEGER
    "#]],
    );
    check("[[tests]]\ntype = \"in_range\"\ncolumn = \"amount\"\nmin = \"1\"\n", expect![[""]]);
}

#[test]
fn a_sidecar_of_nothing() {
    let fixture = cursor::shop("//- /models/stg_ordes.toml\nintent = \"one row per order\"\nintnt = 1\n");
    let mut host = support::host(&fixture);
    let file = file(&host, "models/stg_ordes.toml");
    let found = ask(&mut host, |it| it.diagnostics(file));
    let said: Vec<String> = found.iter().map(|it| format!("{} {}", it.code, it.message)).collect();
    expect![[r#"
        W011 there is no `stg_ordes.sql` or `stg_ordes.rocky` beside it that this sidecar could describe
        V061 unknown key `intnt`; it has no effect; did you mean `intent`?"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn columns_in_sql_are_known_to_the_editor() {
    let fixture = |place: &str| {
        let sidecar =
            format!("[[tests]]\ntype = \"expression\"\nexpression = \"{place} > 0 AND totals.amount < 9\"\n");
        cursor::shop(&format!(
            "//- /models/totals.sql\nSELECT amount FROM stg_orders\n//- /models/totals.toml\n{sidecar}"
        ))
    };
    let (mut host, position) = cursor::at_cursor(&fixture("amo$0unt"));
    let card = ask(&mut host, |it| it.hover(position)).unwrap();
    expect![[r#"
        ```sql
        totals.amount DECIMAL(10,2) NULL
        ```

        from [`stg_orders.amount`](<project:models/stg_orders.sql#L1>) ← [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
    "#]].assert_eq(&card.markdown);
    let found = ask(&mut host, |it| it.references(position, true)).unwrap();
    let places: Vec<String> = found.iter().map(|it| cursor::place(&mut host, it.place)).collect();
    expect![[r#"
        models/totals.sql:1:8 amount
        models/totals.toml:3:15 amount
        models/totals.toml:3:37 amount"#]]
    .assert_eq(&places.join("\n"));
}
