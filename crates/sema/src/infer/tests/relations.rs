//! Relations that make columns of their own.

use super::{check, check_duckdb};
use base::DialectKind::{BigQuery, Databricks, Snowflake, Trino};
use expect_test::expect;

#[test]
fn a_pivot_names_its_columns_by_dialect() {
    check_duckdb(
        "PIVOT orders ON status IN ('new', 'done') USING sum(amount) GROUP BY customer",
        expect![[r""]],
    );
    check_duckdb("PIVOT sales ON year IN (2025, 2026) USING sum(jan) AS j, max(feb) AS f", expect![[r""]]);
    check_duckdb(
        "FROM sales PIVOT (sum(jan) FOR year IN (2025 AS x, 2026 AS y) GROUP BY region)",
        expect![[r""]],
    );
    check_duckdb("FROM sales PIVOT (sum(jan) FOR year IN (2025, 2026) region IN ('n', 's'))", expect![[r""]]);
    check_duckdb("PIVOT sales ON year IN (2025)", expect![[r""]]);
    check(
        Databricks,
        "SELECT * FROM sales PIVOT (sum(jan) AS j, max(feb) AS f FOR year IN (2025, 2026 AS next))",
        expect![[r""]],
    );
    check(Databricks, "SELECT * FROM sales PIVOT (sum(jan) AS j FOR year IN (2025))", expect![[r""]]);
    check(
        BigQuery,
        "SELECT * FROM sales PIVOT (SUM(jan) AS j, MAX(feb) AS f FOR region IN ('north', 'south' AS s))",
        expect![[r""]],
    );
    check(BigQuery, "SELECT * FROM sales PIVOT (SUM(jan) FOR year IN (2025))", expect![[r""]]);
    check(
        Snowflake,
        "SELECT * FROM sales PIVOT (SUM(jan) FOR region IN ('north', 'south' AS s))",
        expect![[r""]],
    );
}

#[test]
fn a_pivot_over_what_the_data_say_is_open() {
    check_duckdb("PIVOT sales ON year USING sum(jan)", expect![[r""]]);
    check(Snowflake, "SELECT * FROM sales PIVOT (SUM(jan) FOR region IN (ANY))", expect![[r""]]);
}

#[test]
fn an_unpivot_has_a_name_and_a_value() {
    check_duckdb("UNPIVOT sales ON COLUMNS(* EXCLUDE (region, year))", expect![[r""]]);
    check_duckdb("FROM sales UNPIVOT ((x, y) FOR half IN ((jan, feb)))", expect![[r""]]);
    check(BigQuery, "SELECT * FROM sales UNPIVOT (amount FOR month IN (jan, feb))", expect![[r""]]);
    check(Databricks, "SELECT * FROM sales UNPIVOT (amount FOR month IN (jan AS `j`, feb))", expect![[r""]]);
    check(Snowflake, "SELECT * FROM sales UNPIVOT (amount FOR month IN (jan, feb))", expect![[r""]]);
    check_duckdb("UNPIVOT sales ON jan, mar", expect![[r""]]);
}

#[test]
fn unnest_makes_columns_by_dialect() {
    check_duckdb("SELECT * FROM unnest([1, 2])", expect![[r""]]);
    check_duckdb("SELECT * FROM unnest(['a']) WITH ORDINALITY AS t(x, n)", expect![[r""]]);
    check(BigQuery, "SELECT * FROM UNNEST([1, 2]) AS x WITH OFFSET AS n", expect![[r""]]);
    check(
        BigQuery,
        "SELECT i.a, b, i FROM UNNEST([STRUCT(1 AS a, 'x' AS b)]) AS i WITH OFFSET",
        expect![[r""]],
    );
    check(Trino, "SELECT * FROM UNNEST(ARRAY[1, 2]) WITH ORDINALITY AS t(x, n)", expect![[r""]]);
    check_duckdb(
        "SELECT unnest({'a': 1, 'b': {'c': 2}}), unnest([[1]], recursive := true) AS x",
        expect![[r""]],
    );
    check_duckdb("SELECT unnest([{'a': 1, 'b': {'c': 2}}], recursive := true)", expect![[r""]]);
}

#[test]
fn generators_of_spark_make_columns() {
    check(Databricks, "SELECT explode(array(1, 2))", expect![[r""]]);
    check(Databricks, "SELECT posexplode(map('a', 1))", expect![[r""]]);
    check(Databricks, "SELECT id, explode(map('a', 1)) AS (k, v) FROM orders", expect![[r""]]);
    check(
        Databricks,
        "SELECT o.id, t.pos, t.x FROM orders o LATERAL VIEW posexplode(array(1.5)) t AS pos, x",
        expect![[r""]],
    );
    check(Databricks, "SELECT id, x FROM orders LATERAL VIEW OUTER explode(array(1)) t AS x", expect![[r""]]);
    check(Databricks, "SELECT * FROM explode(array('a')) AS t(x)", expect![[r""]]);
    check(Databricks, "SELECT stack(2, 1, 'a', 2, 'b')", expect![[r""]]);
    check(Databricks, "SELECT inline(array(struct(1 AS a, 'x' AS b)))", expect![[r""]]);
}

#[test]
fn statements_about_tables_are_relations() {
    check_duckdb("SELECT column_name, approx_unique, \"count\" FROM (SUMMARIZE orders)", expect![[r""]]);
    check_duckdb("FROM (DESCRIBE orders) SELECT column_type", expect![[r""]]);
}

#[test]
fn a_pattern_over_rows_has_measures() {
    check(
        Trino,
        "SELECT * FROM orders MATCH_RECOGNIZE (PARTITION BY customer ORDER BY placed \
         MEASURES a.amount AS first_amount, LAST(b.placed) AS until, MATCH_NUMBER() AS n \
         ONE ROW PER MATCH PATTERN (a b+) DEFINE b AS b.amount > a.amount)",
        expect![[r""]],
    );
}

#[test]
fn a_table_of_json_declares_its_columns() {
    check(
        Trino,
        "SELECT * FROM JSON_TABLE('{}', 'lax $' COLUMNS (a BIGINT PATH 'lax $.a', NESTED PATH 'lax $.b' COLUMNS (c VARCHAR)))",
        expect![[r""]],
    );
}

#[test]
fn arms_meet_by_name() {
    let arms = |mode: &str| format!("SELECT 1 AS a, 2 AS b {mode} SELECT 'x' AS c, 3 AS b");
    check_duckdb(&arms("UNION ALL BY NAME"), expect![[r""]]);
    check(BigQuery, &arms("FULL UNION ALL BY NAME"), expect![[r""]]);
    check(BigQuery, &arms("LEFT UNION ALL BY NAME"), expect![[r""]]);
    check(BigQuery, &arms("INNER UNION ALL BY NAME"), expect![[r""]]);
    check(BigQuery, &arms("UNION ALL CORRESPONDING"), expect![[r""]]);
    check(BigQuery, &arms("FULL UNION ALL BY NAME ON (c, b)"), expect![[r""]]);
}

#[test]
fn parentheses_with_an_alias_are_a_table() {
    check_duckdb(
        "SELECT t.name, t.amount FROM (orders o JOIN customers c ON o.customer = c.id) AS t",
        expect![[r""]],
    );
}
