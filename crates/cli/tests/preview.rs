//! `rocky preview rows`: rows of models and of parts of them, on DuckDB.

mod support;

use expect_test::{Expect, expect};
use support::Sandbox;

const SHOP: &str = "
    //- /models/orders.toml
    intent = \"orders\"
    //- /models/orders.sql
    SELECT i AS id, CASE WHEN i > 1 THEN i * 1.5 END AS amount FROM range(1, 4) AS r (i)
    //- /models/totals.toml
    intent = \"totals\"
    //- /models/totals.sql
    WITH paid AS (SELECT * FROM orders WHERE amount IS NOT NULL),
    doubled AS (SELECT amount * 2 AS twice FROM paid ORDER BY 1)
    SELECT sum(twice) AS total FROM doubled -- all of them
";

fn check(sandbox: &Sandbox, arguments: &[&str], expected: Expect) {
    let arguments = [&["preview", "rows", "--output", "table", "--model"], arguments].concat();
    expected.assert_eq(&sandbox.rocky(&arguments).transcript());
}

#[test]
fn rows_of_a_model_and_of_its_parts() {
    let sandbox = Sandbox::duckdb(SHOP);
    check(
        &sandbox,
        &["totals"],
        expect![[r#"
        exit 1
        --- stderr
        error: the database <folder>/shop.duckdb does not exist
        help: rocky run makes it
    "#]],
    );
    assert_eq!(sandbox.rocky(&["run", "--output", "json"]).code, Some(0));
    check(
        &sandbox,
        &["totals"],
        expect![[r#"
        exit 0
        --- stdout
        total
         15.0
    "#]],
    );
    check(
        &sandbox,
        &["totals", "--cte", "doubled"],
        expect![[r#"
        exit 0
        --- stdout
        twice
          6.0
          9.0
    "#]],
    );
    check(
        &sandbox,
        &["orders", "--limit", "2"],
        expect![[r#"
        exit 0
        --- stdout
        id  amount
         1    NULL
         2     3.0
        --- stderr
        note: there are more rows: --limit shows more than 2
    "#]],
    );
    check(
        &sandbox,
        &["totals", "--cte", "dobled"],
        expect![[r#"
        exit 1
        --- stderr
        error: the rows of `totals` cannot be shown: its query has no common table expression `dobled`; did you mean `doubled`?
    "#]],
    );
    check(
        &sandbox,
        &["total"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no model `total`
        help: did you mean `totals`?
    "#]],
    );
}

#[test]
fn the_text_of_an_editor_without_any_change_on_disk() {
    let sandbox = Sandbox::duckdb(SHOP);
    assert_eq!(sandbox.rocky(&["run", "--output", "json"]).code, Some(0));
    let before = sandbox.files();
    let arguments = ["preview", "rows", "--model", "orders", "--stdin", "--limit", "1", "--output", "json"];
    let ran =
        sandbox.rocky_with_input(&arguments, "SELECT 'é' AS word, NULL AS nothing UNION ALL SELECT 'b', 1");
    let json = ran.json();
    assert_eq!(json["command"], "preview_rows");
    let columns = serde_json::json!([
        { "name": "word", "type": "VARCHAR" }, { "name": "nothing", "type": "INTEGER" },
    ]);
    assert_eq!(json["columns"], columns);
    assert_eq!(json["rows"], serde_json::json!([["é", null]]));
    assert_eq!(json["truncated"], true);
    let ran = sandbox.rocky_with_input(&arguments, "SELECT (");
    expect![[r#"
        exit 1
        --- stderr
        error: the rows of `orders` cannot be shown: the syntax is wrong: expected an expression after `(` in the select list, found the end of the text
    "#]].assert_eq(&ran.transcript());
    assert_eq!(sandbox.files(), before);
}

#[test]
fn tables_that_are_not_built_yet() {
    let sandbox = Sandbox::duckdb(SHOP);
    assert_eq!(sandbox.rocky(&["run", "--model", "orders", "--output", "json"]).code, Some(0));
    sandbox.write("models/report.toml", "intent = \"a report\"\n");
    sandbox.write("models/report.sql", "SELECT * FROM totals\n");
    check(
        &sandbox,
        &["report"],
        expect![[r#"
        exit 1
        --- stderr
        error: the rows of `report` cannot be shown: Catalog Error: Table with name totals does not exist!
        Did you mean "information_schema.tables"?

        LINE 3: SELECT * FROM shop.main.totals AS totals
                              ^
        help: a preview reads the tables that are there: rocky run builds those of models
    "#]],
    );
}
