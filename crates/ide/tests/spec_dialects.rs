//! The ideas of the specification about parsing and dialects, one test each: spec/compiler.md 6, rows 82 to 90.
//!
//! What a dialect has is read, typed and silent; what it lacks is one E019.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::Severity;
use testing::fixture;

/// A project of `dialect` in which `orders` and `customers` are known completely, with one model.
fn check(dialect: &str, sql: &str, expected: Expect) {
    let (integer, text, number) = match dialect {
        "bigquery" => ("INT64", "STRING", "NUMERIC"),
        "snowflake" => ("NUMBER(38,0)", "VARCHAR", "NUMBER(12,2)"),
        "databricks" => ("INT", "STRING", "DECIMAL(12,2)"),
        _ => ("INTEGER", "VARCHAR", "DECIMAL(12,2)"),
    };
    let upper = |name: &str| if dialect == "snowflake" { name.to_uppercase() } else { name.to_owned() };
    let columns = |columns: &[(&str, &str)]| {
        let all =
            columns.iter().map(|(name, ty)| format!("{{ name = \"{}\", type = \"{ty}\" }}", upper(name)));
        all.collect::<Vec<_>>().join(", ")
    };
    let orders = columns(&[
        ("id", integer),
        ("customer_id", integer),
        ("status", text),
        ("amount", number),
        ("placed_at", "TIMESTAMP"),
    ]);
    let customers = columns(&[("id", integer), ("name", text)]);
    let fixture = format!(
        "{}//- /schemas/raw.toml\ncatalog = \"{shop}\"\nschema = \"{raw}\"\ncomplete = true\n\
         [[table]]\nname = \"{}\"\ncolumns = [{orders}]\n[[table]]\nname = \"{}\"\ncolumns = [{customers}]\n\
         //- /models/m.toml\nintent = \"what is tried\"\n[target]\ncatalog = \"{shop}\"\nschema = \"{raw}\"\n//- /models/m.sql\n{sql}\n",
        support::configuration(dialect),
        upper("orders"),
        upper("customers"),
        shop = upper("shop"),
        raw = upper("raw"),
    );
    let mut host = support::host(&fixture::parse(&fixture));
    let mut out = String::new();
    for (path, it) in support::diagnostics(&mut host) {
        // That the adapter cannot connect is not what these are about.
        if it.severity <= Severity::Warning && it.code.name() != "W005" && path != "rocky.toml" {
            out += &format!("{path} {}", support::fault(&mut host, &path, &it));
        }
    }
    let db = host.database();
    let project = db.projects().next().unwrap();
    let model = db.file(project, &ide::RelativePath::new("models/m.sql")).unwrap();
    let kind = db::dialect(db, model);
    for column in &sema::schema(db, model).columns {
        out += &format!("{}: {}\n", column.name, column.value.ty.display(kind));
    }
    expected.assert_eq(&out);
}

/// Row 82.
#[test]
fn trailing_commas_from_first_and_pipes() {
    check(
        "duckdb",
        "FROM raw.orders SELECT id, status,",
        expect![[r#"
        id: INTEGER
        status: VARCHAR
    "#]],
    );
    check(
        "bigquery",
        "FROM raw.orders |> WHERE amount > 1 |> SELECT id, status",
        expect![[r#"
        id: INT64
        status: STRING
    "#]],
    );
    check(
        "bigquery",
        "SELECT id, status, FROM raw.orders",
        expect![[r#"
        id: INT64
        status: STRING
    "#]],
    );
    check(
        "trino",
        "SELECT id, status, FROM raw.orders",
        expect![[r#"
        models/m.sql E018 «,» expected an expression after `,` in the select list, found `FROM`
        id: integer
        status: varchar
    "#]],
    );
    check(
        "snowflake",
        "FROM raw.orders SELECT id",
        expect![[r#"
            models/m.sql E019 «FROM» Snowflake has no query that begins with `FROM`
            ID: NUMBER(38,0)
        "#]],
    );
}

/// Row 83.
#[test]
fn strings_of_each_dialect() {
    check(
        "bigquery",
        r#"SELECT 'it\'s' AS a, r'\d' AS b, """x "y" z""" AS c, "double" AS d"#,
        expect![[r#"
        a: STRING
        b: STRING
        c: STRING
        d: STRING
    "#]],
    );
    check(
        "databricks",
        r#"SELECT 'it\'s' AS a, r'\d' AS b, "double" AS d"#,
        expect![[r#"
        a: STRING
        b: STRING
        d: STRING
    "#]],
    );
    check(
        "snowflake",
        r#"SELECT 'it\'s' AS a, $$it's$$ AS b, id AS "double" FROM raw.orders"#,
        expect![[r#"
            A: VARCHAR(4)
            B: VARCHAR(4)
            double: NUMBER(38,0)
        "#]],
    );
    check(
        "duckdb",
        r#"SELECT 'it''s' AS a, e'it\'s' AS b, $$it's$$ AS c"#,
        expect![[r#"
        a: VARCHAR
        b: VARCHAR
        c: VARCHAR
    "#]],
    );
}

/// Row 84.
#[test]
fn nulls_and_limits_within_aggregates() {
    check(
        "databricks",
        "SELECT last_value(status IGNORE NULLS) OVER (ORDER BY id) AS a FROM raw.orders",
        expect![[r#"
            a: STRING
        "#]],
    );
    check(
        "snowflake",
        "SELECT last_value(status) IGNORE NULLS OVER (ORDER BY id) AS a FROM raw.orders",
        expect![[r#"
            A: VARCHAR
        "#]],
    );
    check(
        "bigquery",
        "SELECT array_agg(status IGNORE NULLS ORDER BY id LIMIT 3) AS a FROM raw.orders",
        expect![[r#"
            a: ARRAY<STRING>
        "#]],
    );
}

/// Row 85.
#[test]
fn time_travel_keeps_its_relation() {
    check(
        "bigquery",
        "SELECT id FROM raw.orders FOR SYSTEM_TIME AS OF TIMESTAMP '2024-01-01 00:00:00+00'",
        expect![[r#"
            id: INT64
        "#]],
    );
    check(
        "databricks",
        "SELECT id FROM raw.orders VERSION AS OF 3",
        expect![[r#"
        id: INT
    "#]],
    );
    check(
        "snowflake",
        "SELECT id FROM raw.orders AT(OFFSET => -60)",
        expect![[r#"
        ID: NUMBER(38,0)
    "#]],
    );
    check(
        "trino",
        "SELECT id FROM raw.orders FOR VERSION AS OF 3",
        expect![[r#"
        id: integer
    "#]],
    );
    check(
        "databricks",
        "SELECT nothing FROM raw.orders VERSION AS OF 3",
        expect![[r#"
        models/m.sql E003 «nothing» `raw.orders` has no column `nothing`
        : ?
    "#]],
    );
}

/// Row 86.
#[test]
fn project_names_with_hyphens() {
    check(
        "bigquery",
        "SELECT a FROM my-proj.ds.t",
        expect![[r#"
        models/m.sql W015 «my-proj.ds.t» `my-proj.ds.t` is neither a model nor a known table; its columns are taken as unknown
        a: ?
    "#]],
    );
    check(
        "bigquery",
        "SELECT a FROM `my-proj.ds.t`",
        expect![[r#"
        models/m.sql W015 «`my-proj.ds.t`» `my-proj.ds.t` is neither a model nor a known table; its columns are taken as unknown
        a: ?
    "#]],
    );
}

/// Row 87.
#[test]
fn relations_in_parentheses() {
    check(
        "duckdb",
        "SELECT id FROM (raw.orders)",
        expect![[r#"
        id: INTEGER
    "#]],
    );
    check(
        "duckdb",
        "SELECT o.id, c.name FROM (raw.orders AS o JOIN raw.customers AS c ON c.id = o.customer_id)",
        expect![[r#"
            id: INTEGER
            name: VARCHAR
        "#]],
    );
}

/// Row 88.
#[test]
fn rollups_parts_of_dates_and_words_for_operators() {
    check(
        "databricks",
        "SELECT status, count(*) AS n FROM raw.orders GROUP BY status WITH ROLLUP",
        expect![[r#"
            status: STRING
            n: BIGINT
        "#]],
    );
    check(
        "bigquery",
        "SELECT EXTRACT(WEEK(MONDAY) FROM placed_at) AS w FROM raw.orders",
        expect![[r#"
        w: INT64
    "#]],
    );
    check(
        "databricks",
        "SELECT id DIV 2 AS half FROM raw.orders",
        expect![[r#"
        half: BIGINT
    "#]],
    );
    check(
        "duckdb",
        "SELECT id NOTNULL AS known, id ISNULL AS lacking FROM raw.orders",
        expect![[r#"
        known: BOOLEAN
        lacking: BOOLEAN
    "#]],
    );
}

/// Row 89.
#[test]
fn joins_that_show_one_side() {
    check(
        "duckdb",
        "SELECT o.id, c.name FROM raw.orders AS o ASOF JOIN raw.customers AS c ON o.id >= c.id",
        expect![[r#"
            id: INTEGER
            name: VARCHAR
        "#]],
    );
    check(
        "duckdb",
        "SELECT o.id, c.name FROM raw.orders AS o POSITIONAL JOIN raw.customers AS c",
        expect![[r#"
            id: INTEGER
            name: VARCHAR
        "#]],
    );
    check(
        "duckdb",
        "SELECT o.id, c.name FROM raw.orders AS o SEMI JOIN raw.customers AS c ON c.id = o.id",
        expect![[r#"
            models/m.sql E003 «c» no table or alias `c` is in scope
            id: INTEGER
            : ?
        "#]],
    );
    check(
        "databricks",
        "SELECT c.name FROM raw.orders AS o ANTI JOIN raw.customers AS c ON c.id = o.id",
        expect![[r#"
            models/m.sql E003 «c» no table or alias `c` is in scope
            : ?
        "#]],
    );
}

/// Row 90.
#[test]
fn columns_that_nobody_declares() {
    check(
        "snowflake",
        "SELECT $1 AS a, METADATA$FILENAME AS f FROM @stage/orders.csv",
        expect![[r#"
        A: ?
        F: ?
    "#]],
    );
    check(
        "bigquery",
        "SELECT id, _PARTITIONTIME AS p FROM raw.orders",
        expect![[r#"
            id: INT64
            p: TIMESTAMP
        "#]],
    );
    check(
        "bigquery",
        "SELECT id, _TABLE_SUFFIX AS s FROM `raw.events_*`",
        expect![[r#"
            id: ?
            s: STRING
        "#]],
    );
}
