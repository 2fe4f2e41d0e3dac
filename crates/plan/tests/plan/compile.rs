//! What the warehouse gets to see of a model.

use crate::support::Fixture;
use expect_test::{Expect, expect};

/// Compiles the model at `models/m.sql` or `models/m.rocky`.
fn check(fixture: &str, expect: Expect) {
    let fixture = Fixture::new(&format!("{PROJECT}\n{}", dedent(fixture)));
    let path = ["models/m.sql", "models/m.rocky"]
        .into_iter()
        .find(|it| fixture.project.files(&fixture.db).contains_key(&db::RelativePath::new(*it)));
    let sql = match plan::compiled_sql(&fixture.db, fixture.file(path.unwrap())) {
        Ok(sql) => sql,
        Err(error) => format!("no SQL: {}", error.reason),
    };
    expect.assert_eq(&sql);
}

const PROJECT: &str = r#"//- /rocky.toml
[adapter]
type = "duckdb"
path = "dev.duckdb"

[pipeline.p]
type = "transformation"
models = "models/**"
//- /models/_defaults.toml
[target]
catalog = ""
schema = "silver"
//- /models/orders.sql
SELECT 1 AS id
//- /models/orders.toml
//- /models/customers.sql
SELECT 1 AS id
//- /models/customers.toml
[target]
catalog = "Other Db"
schema = "gold"
table = "dim customer"
"#;

const EPHEMERAL: &str = "[strategy]\ntype = \"ephemeral\"";

fn dedent(text: &str) -> String {
    text.trim_start_matches('\n').lines().map(str::trim_start).collect::<Vec<_>>().join("\n")
}

#[test]
fn references_become_tables() {
    check(
        "//- /models/m.sql
        SELECT orders.id, c.id
        FROM orders JOIN customers AS c ON orders.id = c.id, raw.orders AS r, Customers
        WHERE EXISTS (SELECT 1 FROM orders o WHERE o.id = c.id)",
        expect![[r#"
            SELECT orders.id, c.id
            FROM silver.orders AS orders JOIN "Other Db".gold."dim customer" AS c ON orders.id = c.id, raw.orders AS r, "Other Db".gold."dim customer" AS Customers
            WHERE EXISTS (SELECT 1 FROM silver.orders o WHERE o.id = c.id)"#]],
    );
}

#[test]
fn qualified_references_keep_their_last_part() {
    check(
        "//- /models/m.sql\nSELECT silver.orders.id FROM silver.orders, silver.\"ORDERS\" AS x",
        expect!["SELECT silver.orders.id FROM silver.orders, silver.orders AS x"],
    );
}

#[test]
fn semicolons_and_outer_comments_go() {
    check(
        "//- /models/m.sql
        -- what this is about
        SELECT id -- the key
        FROM orders -- all of them
        ;
        -- the end",
        expect![[r#"
            SELECT id -- the key
            FROM silver.orders AS orders"#]],
    );
}

#[test]
fn frontmatter_goes() {
    check(
        "//- /models/m.sql\n---toml\nintent = \"x\"\n---\nSELECT id FROM orders;",
        expect!["SELECT id FROM silver.orders AS orders"],
    );
}

#[test]
fn names_of_common_table_expressions_stay() {
    check(
        "//- /models/m.sql
        WITH orders AS (SELECT * FROM orders), x AS (SELECT * FROM orders)
        SELECT * FROM x JOIN orders USING (id)",
        expect![[r#"
            WITH orders AS (SELECT * FROM silver.orders AS orders), x AS (SELECT * FROM orders)
            SELECT * FROM x JOIN orders USING (id)"#]],
    );
}

#[test]
fn forms_without_an_alias() {
    check("//- /models/m.sql\nTABLE orders", expect!["TABLE silver.orders"]);
    check("//- /models/m.sql\nFROM orders", expect!["FROM silver.orders AS orders"]);
    check(
        "//- /models/m.sql\nPIVOT orders ON id USING count(*)",
        expect!["PIVOT silver.orders AS orders ON id USING count(*)"],
    );
}

#[test]
fn ephemeral_models_become_common_table_expressions() {
    check(
        &format!(
            "//- /models/e.toml\n{EPHEMERAL}\n//- /models/e.sql\nSELECT id FROM orders;\n//- /models/m.sql\nSELECT e.id FROM e JOIN e AS f USING (id)"
        ),
        expect![[r#"
            WITH e AS (
            SELECT id FROM silver.orders AS orders
            )
            SELECT e.id FROM e JOIN e AS f USING (id)"#]],
    );
}

#[test]
fn nested_ephemeral_models_come_in_order_and_once() {
    check(
        &format!(
            "//- /models/a.toml\n{EPHEMERAL}\n//- /models/a.sql\nSELECT id FROM orders
            //- /models/b.toml\n{EPHEMERAL}\n//- /models/b.sql\nWITH x AS (SELECT * FROM a) SELECT * FROM x, customers
            //- /models/c.toml\n{EPHEMERAL}\n//- /models/c.rocky\nfrom a join b on id select {{ id }}
            //- /models/m.sql\nWITH y AS (SELECT * FROM c) SELECT * FROM y, b"
        ),
        expect![[r#"
            WITH a AS (
            SELECT id FROM silver.orders AS orders
            ),
            b AS (
            WITH x AS (SELECT * FROM a) SELECT * FROM x, "Other Db".gold."dim customer" AS customers
            ),
            c AS (
            SELECT id
            FROM a
            JOIN b ON a.id = b.id
            ),
            y AS (SELECT * FROM c) SELECT * FROM y, b"#]],
    );
}

#[test]
fn ephemeral_names_are_kept_apart() {
    // A common table expression of the reader has the model's name.
    check(
        &format!(
            "//- /models/stg.toml\n{EPHEMERAL}\n//- /models/stg.sql\nSELECT 1 AS id
            //- /models/m.sql\nWITH s AS (SELECT stg.id FROM stg), stg AS (SELECT 2 AS id) SELECT * FROM s, stg"
        ),
        expect![[r#"
            WITH stg_2 AS (
            SELECT 1 AS id
            ),
            s AS (SELECT stg.id FROM stg_2 AS stg), stg AS (SELECT 2 AS id) SELECT * FROM s, stg"#]],
    );
    // One of another ephemeral model has it.
    check(
        &format!(
            "//- /models/x.toml\nname = \"events\"\n{EPHEMERAL}\n//- /models/x.sql\nSELECT 1 AS id
            //- /models/y.toml\n{EPHEMERAL}\n//- /models/y.sql\nWITH events AS (SELECT 2 AS id) SELECT * FROM events
            //- /models/m.sql\nSELECT * FROM events, y"
        ),
        expect![[r#"
            WITH events_2 AS (
            SELECT 1 AS id
            ),
            y AS (
            WITH events AS (SELECT 2 AS id) SELECT * FROM events
            )
            SELECT * FROM events_2 AS events, y"#]],
    );
}

#[test]
fn with_goes_before_any_query() {
    let e =
        format!("//- /models/e.toml\n{EPHEMERAL}\n//- /models/e.sql\nSELECT 1 AS id\n//- /models/m.sql\n");
    check(
        &format!("{e}SELECT id FROM e UNION ALL SELECT 2 ORDER BY 1"),
        expect![[r#"
        WITH e AS (
        SELECT 1 AS id
        )
        SELECT id FROM e UNION ALL SELECT 2 ORDER BY 1"#]],
    );
    check(
        &format!(
            "{e}WITH RECURSIVE r AS (SELECT id FROM e UNION ALL SELECT id + 1 FROM r WHERE id < 3) FROM r"
        ),
        expect![[r#"
            WITH RECURSIVE e AS (
            SELECT 1 AS id
            ),
            r AS (SELECT id FROM e UNION ALL SELECT id + 1 FROM r WHERE id < 3) FROM r"#]],
    );
    check(
        &format!("{e}(WITH q AS (SELECT id FROM e) SELECT * FROM q)"),
        expect![[r#"
        WITH e AS (
        SELECT 1 AS id
        )
        SELECT * FROM (
        (WITH q AS (SELECT id FROM e) SELECT * FROM q)
        ) AS nested"#]],
    );
    check(
        &format!("{e}FROM e"),
        expect![[r#"
        WITH e AS (
        SELECT 1 AS id
        )
        FROM e"#]],
    );
}

#[test]
fn dsl_models() {
    check(
        &format!(
            "//- /models/e.toml\n{EPHEMERAL}\n//- /models/e.sql\nSELECT 1 AS id
            //- /models/m.rocky
            let paid = from orders where status == \"paid\"
            from paid
            join customers on id
            join e as x on id
            where customers.id > 0"
        ),
        expect![[r#"
            WITH e AS (
            SELECT 1 AS id
            ),
            paid AS (
            SELECT *
            FROM silver.orders AS orders
            WHERE status = 'paid'
            )
            SELECT *
            FROM paid
            JOIN "Other Db".gold."dim customer" AS customers ON paid.id = customers.id
            JOIN e AS x ON paid.id = x.id
            WHERE customers.id > 0"#]],
    );
}

#[test]
fn incomplete_models_have_no_sql() {
    check("//- /models/m.rocky\nfrom orders where", expect!["no SQL: an expression is missing"]);
    check("//- /models/m.sql\n-- nothing", expect!["no SQL: the model has no query"]);
}

#[test]
fn long_chains_do_not_recurse() {
    let count = 3_000;
    let mut project = String::new();
    for index in 1..=count {
        let input = if index == 1 { "orders".to_owned() } else { format!("e{}", index - 1) };
        project += &format!(
            "//- /models/e{index}.toml\n{EPHEMERAL}\n//- /models/e{index}.sql\nSELECT id FROM {input}\n"
        );
    }
    project += &format!("//- /models/m.sql\nSELECT id FROM e{count}");
    let fixture = Fixture::new(&format!("{PROJECT}\n{project}"));
    let sql = plan::compiled_sql(&fixture.db, fixture.file("models/m.sql")).unwrap();
    assert_eq!(sql.matches(" AS (\n").count(), count);
    assert!(sql.starts_with("WITH e1 AS (\nSELECT id FROM silver.orders AS orders\n),\ne2 AS ("));
}

#[test]
fn placeholders_are_filled_in() {
    check(
        "//- /models/m.sql
        -- @var(none)
        SELECT @var(columns, id, 'é' AS é) FROM @var(table, orders) WHERE @var(condition, id > 1
        AND id IN (1, 2)) AND '@var(x, a b)' <> '' AND @keep(id)",
        expect![[r#"
            SELECT id, 'é' AS é FROM silver.orders AS orders WHERE id > 1
            AND id IN (1, 2) AND 'a b' <> '' AND @keep(id)"#]],
    );
    check(
        "//- /models/m.toml
        [strategy]
        type = \"time_interval\"
        time_column = \"day\"
        granularity = \"day\"
        //- /models/m.sql
        SELECT CAST('@start_date' AS DATE) AS day FROM orders o WHERE o.id < @end_date",
        expect![
            "SELECT CAST('1900-01-01 00:00:00' AS DATE) AS day FROM silver.orders o WHERE o.id < '1900-01-01 00:00:00'"
        ],
    );
}

/// The SQL, and what of it the model's text has, each part in brackets of the same number.
fn check_map(sql: &str, expect: Expect) {
    let fixture = Fixture::new(&format!("{PROJECT}\n//- /models/m.sql\n{sql}"));
    let compiled = plan::compiled(&fixture.db, fixture.file("models/m.sql"));
    let text = match compiled {
        Ok(compiled) => {
            let mut out = String::new();
            for it in &compiled.verbatim {
                assert_eq!(sql[it.source], compiled.text[it.compiled]);
                out += &format!("‹{}›\n", &sql[it.source]);
            }
            out
        }
        Err(error) => error.reason,
    };
    expect.assert_eq(&text);
}

#[test]
fn what_is_written_and_compiled_alike() {
    check_map(
        "---toml\nintent = \"é\"\n---\nSELECT id, 'é' AS e FROM orders WHERE id = @var(one, 1) AND @var(two)",
        expect![[r#"
            ‹SELECT id, 'é' AS e FROM ›
            ‹ WHERE id = ›
            ‹1›
            ‹ AND ›
        "#]],
    );
    check_map(
        "SELECT id FROM orders WHERE (",
        expect!["the syntax is wrong: expected an expression after `(` in WHERE, found the end of the text"],
    );
}

#[test]
fn a_common_table_expression_by_itself() {
    let check = |sql: &str, cte: &str, expect: Expect| {
        let fixture = Fixture::new(&format!("{PROJECT}\n//- /models/m.sql\n{sql}"));
        let sql = plan::compiled_cte(&fixture.db, fixture.file("models/m.sql"), cte);
        expect.assert_eq(&sql.unwrap_or_else(|it| it.reason));
    };
    let sql = "WITH a AS (SELECT * FROM orders), \"B c\" AS (SELECT * FROM a, customers c), d AS (SELECT 1)\nSELECT * FROM d";
    check(
        sql,
        "b C",
        expect![[r#"
        WITH a AS (SELECT * FROM silver.orders AS orders), "B c" AS (SELECT * FROM a, "Other Db".gold."dim customer" c)
        SELECT * FROM "B c""#]],
    );
    check(
        sql,
        "a",
        expect![[r#"
        WITH a AS (SELECT * FROM silver.orders AS orders)
        SELECT * FROM a"#]],
    );
    check(sql, "f", expect!["its query has no common table expression `f`; did you mean `a`?"]);
    check("SELECT 1", "a", expect!["its query has no common table expression `a`"]);
}
