//! What is known of the rows of queries: golden tests. That the keys are true follows from the semantics of SQL; what a
//! join repeats is held against DuckDB by `cargo xtask corpus fan-out`.

use crate::{
    Schema, schema,
    test_support::{file, project},
};
use base::SmolStr;
use expect_test::{Expect, expect};

const SEED: &str = "
CREATE TABLE customers (customer_id BIGINT PRIMARY KEY, name VARCHAR, email VARCHAR UNIQUE, country VARCHAR);
CREATE TABLE orders (order_id BIGINT PRIMARY KEY, customer_id BIGINT, placed_on DATE, total DECIMAL(10,2));
CREATE TABLE lines (order_id BIGINT, line_no BIGINT, sku VARCHAR, amount DECIMAL(10,2), PRIMARY KEY (order_id, line_no));
CREATE TABLE events (customer_id BIGINT, kind VARCHAR, at TIMESTAMP);
";

fn render(schema: &Schema) -> String {
    let names = |columns: &[u32], hidden: &[SmolStr]| {
        let shown = columns.iter().map(|it| schema.columns[*it as usize].name.to_string());
        let names: Vec<String> = shown.chain(hidden.iter().map(|it| format!("<{it}>"))).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    };
    let mut text = String::new();
    for key in &schema.uniqueness.keys {
        let nulls = if key.nulls_repeat { " but for NULL" } else { "" };
        text += &format!("unique: {}{nulls}\n", names(&key.columns, &[]));
    }
    for grain in &schema.uniqueness.grains {
        let filtered = if grain.is_filtered { ", filtered" } else { "" };
        text += &format!("a row for each: {}{filtered}\n", names(&grain.columns, &grain.hidden));
    }
    for dependency in &schema.uniqueness.dependencies {
        let repeated = if dependency.is_repeated { ", repeated" } else { "" };
        text += &format!(
            "{} -> {}{repeated}\n",
            names(&dependency.determinant, &[]),
            names(&dependency.determined, &[])
        );
    }
    text
}

/// What is known of the rows of a model, beside files that come with it.
fn check_beside(files: &str, sql: &str, expected: Expect) {
    let fixture = format!(
        "//- /rocky.toml\n[adapter]\ntype = \"duckdb\"\n[pipeline]\ntype = \"transformation\"\nmodels = \"models/**\"\n\
         //- /data/seed.sql\n{SEED}\n{files}//- /models/report.sql\n{sql}\n"
    );
    let (db, project) = project(&fixture);
    expected.assert_eq(&render(&schema(&db, file(&db, project, "models/report.sql"))));
}

fn check(sql: &str, expected: Expect) {
    check_beside("//- /models/report.toml\n\n", sql, expected);
}

#[test]
fn a_table_has_its_declared_keys() {
    check(
        "SELECT * FROM customers",
        expect![[r#"
        unique: customer_id
        unique: email but for NULL
        a row for each: customer_id
        a row for each: email
    "#]],
    );
    check(
        "SELECT customer_id AS id, upper(name) AS name FROM customers",
        expect![[r#"
        unique: id
        a row for each: id
        a row for each: <email>
    "#]],
    );
    check(
        "SELECT CAST(customer_id AS VARCHAR) AS id, customer_id % 10 AS bucket FROM customers",
        expect![[r#"
        unique: id
        a row for each: id
        a row for each: <email>
    "#]],
    );
    check(
        "SELECT sku, amount FROM lines",
        expect![[r#"
        a row for each: <line_no>, <order_id>
    "#]],
    );
    check("SELECT * FROM events", expect![[r#""#]]);
}

#[test]
fn groups_have_one_row_each() {
    check(
        "SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id",
        expect![[r#"
        unique: customer_id
        a row for each: customer_id
    "#]],
    );
    check(
        "SELECT date_trunc('month', placed_on) AS month, sum(total) AS total FROM orders GROUP BY 1",
        expect![[r#"
        unique: month
        a row for each: month
    "#]],
    );
    check(
        "SELECT sum(total) AS total FROM orders GROUP BY customer_id",
        expect![[r#"
        a row for each: <customer_id>
    "#]],
    );
    check(
        "SELECT sum(total) AS total FROM orders",
        expect![[r#"
        unique: nothing
    "#]],
    );
    check(
        "SELECT customer_id, placed_on, count(*) AS n FROM orders GROUP BY ALL",
        expect![[r#"
        unique: customer_id, placed_on
        a row for each: customer_id, placed_on
    "#]],
    );
    check(
        "SELECT customer_id, placed_on, count(*) AS n FROM orders GROUP BY ROLLUP (1, 2)",
        expect![[r#""#]],
    );
}

#[test]
fn a_grouping_column_that_follows_from_others_is_no_part_of_the_key() {
    check(
        "SELECT c.name, o.customer_id, c.country, sum(o.total) AS total FROM orders AS o \
         JOIN customers AS c ON c.customer_id = o.customer_id GROUP BY ALL",
        expect![[r#"
            unique: customer_id
            a row for each: customer_id
        "#]],
    );
}

#[test]
fn distinct_rows() {
    check(
        "SELECT DISTINCT customer_id, kind FROM events",
        expect![[r#"
        unique: customer_id, kind
    "#]],
    );
    check(
        "SELECT DISTINCT ON (customer_id) customer_id, kind FROM events ORDER BY at DESC",
        expect![[r#"
        unique: customer_id
        a row for each: customer_id
    "#]],
    );
    check(
        "SELECT customer_id FROM events UNION SELECT customer_id FROM orders",
        expect![[r#"
        unique: customer_id
    "#]],
    );
    check(
        "SELECT order_id FROM orders UNION ALL SELECT order_id FROM orders",
        expect![[r#"
        a row for each: order_id
    "#]],
    );
    check(
        "SELECT order_id FROM orders EXCEPT ALL SELECT order_id FROM lines",
        expect![[r#"
        unique: order_id
        a row for each: order_id
    "#]],
    );
}

#[test]
fn the_first_row_of_a_partition() {
    check(
        "SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY at) AS rn FROM events QUALIFY rn = 1",
        expect![[r#"
            unique: customer_id
            a row for each: customer_id
        "#]],
    );
    check(
        "SELECT customer_id, kind FROM (SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY at) AS rn \
         FROM events) WHERE rn = 1",
        expect![[r#"
            unique: customer_id
            a row for each: customer_id
        "#]],
    );
    check(
        "WITH numbered AS (SELECT customer_id, kind, row_number() OVER w AS rn FROM events \
         WINDOW w AS (PARTITION BY customer_id ORDER BY at)) SELECT * FROM numbered",
        expect![[r#"
            unique: customer_id, rn
            a row for each: customer_id, rn
        "#]],
    );
    check(
        "SELECT * FROM events QUALIFY rank() OVER (PARTITION BY customer_id ORDER BY at) = 1",
        expect![[r#""#]],
    );
}

#[test]
fn lookups_keep_the_keys_of_what_looks_up() {
    check(
        "SELECT o.order_id, c.name FROM orders AS o LEFT JOIN customers AS c ON c.customer_id = o.customer_id",
        expect![[r#"
            unique: order_id
            a row for each: order_id
        "#]],
    );
    check(
        "SELECT l.*, o.total, o.customer_id FROM lines AS l JOIN orders AS o USING (order_id)",
        expect![[r#"
            unique: order_id, line_no
            a row for each: order_id, line_no
            order_id -> total, customer_id
        "#]],
    );
    check(
        "SELECT o.order_id, c.customer_id FROM customers AS c LEFT JOIN orders AS o USING (customer_id)",
        expect![[r#"
        unique: order_id but for NULL
        a row for each: order_id
    "#]],
    );
    check(
        "SELECT o.order_id, l.line_no FROM orders AS o, lines AS l",
        expect![[r#"
        a row for each: order_id, line_no, <order_id>
    "#]],
    );
    check(
        "SELECT c.customer_id FROM customers AS c SEMI JOIN orders AS o USING (customer_id)",
        expect![[r#"
        unique: customer_id
        a row for each: customer_id
        a row for each: <email>
    "#]],
    );
}

#[test]
fn a_condition_on_the_preserved_side_proves_nothing() {
    check(
        "SELECT l.order_id, o.total FROM lines AS l LEFT JOIN orders AS o ON o.order_id = l.order_id AND l.line_no = 1",
        expect![[r#"
            a row for each: order_id, <line_no>
            a row for each: <order_id>
        "#]],
    );
    check(
        "SELECT l.order_id, o.total FROM lines AS l JOIN orders AS o ON o.order_id = l.order_id AND l.line_no = 1",
        expect![[r#"
            unique: order_id
            a row for each: order_id
        "#]],
    );
}

#[test]
fn columns_equal_to_a_constant_tell_nothing_apart() {
    check(
        "SELECT order_id, amount FROM lines WHERE line_no = 1",
        expect![[r#"
        unique: order_id
        a row for each: order_id
    "#]],
    );
    check(
        "SELECT total FROM orders WHERE order_id = 7",
        expect![[r#"
        unique: nothing
    "#]],
    );
    check(
        "SELECT total FROM orders LIMIT 1",
        expect![[r#"
        unique: nothing
    "#]],
    );
    check(
        "SELECT order_id, line_no, amount FROM lines WHERE sku = 'a'",
        expect![[r#"
        unique: order_id, line_no
        a row for each: order_id, line_no, filtered
    "#]],
    );
}

#[test]
fn nulls_of_a_unique_column_repeat() {
    check(
        "SELECT email FROM customers",
        expect![[r#"
        unique: email but for NULL
        a row for each: <customer_id>
        a row for each: email
    "#]],
    );
    check(
        "SELECT email FROM customers WHERE email IS NOT NULL",
        expect![[r#"
        unique: email
        a row for each: <customer_id>
        a row for each: email
    "#]],
    );
    check(
        "SELECT c.email, o.order_id FROM orders AS o FULL JOIN customers AS c ON c.email = o.order_id::VARCHAR",
        expect![[r#"
            unique: order_id but for NULL
            unique: email but for NULL
            a row for each: order_id
            a row for each: <customer_id>
            a row for each: email
        "#]],
    );
}

#[test]
fn several_rows_out_of_one() {
    check("SELECT order_id, unnest([1, 2]) AS n FROM orders", expect![[""]]);
}

#[test]
fn sidecars_and_contracts_declare_keys() {
    let test = "//- /models/report.toml\n[[tests]]\ntype = \"unique\"\ncolumn = \"customer_id\"\n";
    check_beside(
        test,
        "SELECT customer_id, kind FROM events",
        expect![[r#"
        unique: customer_id
        a row for each: customer_id
    "#]],
    );
    let warning = "//- /models/report.toml\n[[tests]]\ntype = \"unique\"\ncolumn = \"customer_id\"\nseverity = \"warning\"\n";
    check_beside(warning, "SELECT customer_id, kind FROM events", expect![[r#""#]]);
    let composite = "//- /models/report.toml\n[[tests]]\ntype = \"composite\"\nkind = \"unique\"\ncolumns = [\"customer_id\", \"kind\"]\n";
    check_beside(
        composite,
        "SELECT customer_id, kind FROM events",
        expect![[r#"
        unique: customer_id, kind
        a row for each: customer_id, kind
    "#]],
    );
    let merge = "//- /models/report.toml\n[strategy]\ntype = \"merge\"\nunique_key = [\"customer_id\"]\n";
    check_beside(
        merge,
        "SELECT DISTINCT customer_id, kind FROM events",
        expect![[r#"
        unique: customer_id but for NULL
        a row for each: customer_id
    "#]],
    );
    let contract = "//- /models/report.toml\n\n//- /models/report.contract.toml\n[rules]\nprimary_key = [\"customer_id\"]\n\
                    unique = [[\"kind\", \"at\"]]\n";
    check_beside(
        contract,
        "SELECT customer_id, kind, at FROM events",
        expect![[r#"
        unique: customer_id
        unique: kind, at but for NULL
        a row for each: customer_id
        a row for each: kind, at
    "#]],
    );
}

#[test]
fn facts_travel_from_model_to_model() {
    let files = "//- /models/report.toml\n\n//- /models/totals.toml\n\n//- /models/totals.sql\n\
                 SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id\n";
    check_beside(
        files,
        "SELECT c.*, t.total FROM customers AS c LEFT JOIN totals AS t USING (customer_id)",
        expect![[r#"
            unique: customer_id
            unique: email but for NULL
            a row for each: customer_id
            a row for each: email
            a row for each: <customer_id>
        "#]],
    );
}
