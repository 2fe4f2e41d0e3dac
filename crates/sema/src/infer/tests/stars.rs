//! Stars: what they stand for, in textual order.

use super::{check, check_duckdb};
use base::DialectKind::{BigQuery, Databricks, Snowflake};
use expect_test::expect;

#[test]
fn columns_come_in_textual_order() {
    check_duckdb("SELECT *, id + 1 AS x FROM customers", expect![[r""]]);
    check_duckdb(
        "SELECT c.*, o.id AS order_id FROM orders o JOIN customers c ON o.customer = c.id",
        expect![[r""]],
    );
    check(BigQuery, "SELECT *, 1 AS x FROM customers", expect![[r""]]);
}

#[test]
fn a_merged_column_comes_once() {
    let using = "SELECT * FROM orders FULL JOIN customers USING (id)";
    check_duckdb(using, expect![[r""]]);
    check(Databricks, using, expect![[r""]]);
}

#[test]
fn modifiers_apply_in_their_order() {
    check_duckdb("SELECT * EXCLUDE (region) REPLACE (name || '!' AS name) FROM customers", expect![[r""]]);
    check_duckdb("SELECT * RENAME (region AS area) FROM customers", expect![[r""]]);
    check(BigQuery, "SELECT * EXCEPT (region) REPLACE (1 AS id) FROM customers", expect![[r""]]);
    check(Snowflake, "SELECT * EXCLUDE region RENAME name AS title FROM customers", expect![[r""]]);
    check_duckdb("SELECT * EXCLUDE (regoin) FROM customers", expect![[r""]]);
}

#[test]
fn a_pattern_picks_columns_by_name() {
    check_duckdb("SELECT * LIKE 'r%' FROM customers", expect![[r""]]);
    check_duckdb("SELECT * NOT ILIKE 'R%' FROM customers", expect![[r""]]);
    check_duckdb("SELECT * SIMILAR TO '(id|name)' FROM customers", expect![[r""]]);
    check_duckdb("SELECT * GLOB '[in]*' FROM customers", expect![[r""]]);
    check(Snowflake, "SELECT * ILIKE '%E%' FROM customers", expect![[r""]]);
    // Only the engine knows what the pattern is.
    check_duckdb("SELECT * LIKE lower('R%') FROM customers", expect![[r""]]);
}

#[test]
fn columns_pick_by_pattern_list_and_lambda() {
    check_duckdb("SELECT COLUMNS('^(id|name)$') FROM customers", expect![[r""]]);
    check_duckdb("SELECT COLUMNS(['region', 'id']) FROM customers", expect![[r""]]);
    check_duckdb("SELECT COLUMNS(lambda c: c LIKE '%e%' AND c <> 'name') FROM customers", expect![[r""]]);
    check_duckdb("SELECT COLUMNS(* EXCLUDE (name)) FROM customers", expect![[r""]]);
    check_duckdb("SELECT COLUMNS('(n)(a)') AS '\\2_\\1' FROM customers", expect![[r""]]);
}

#[test]
fn an_expression_over_columns_is_several() {
    check_duckdb("SELECT min(COLUMNS(*)) FROM customers", expect![[r""]]);
    check_duckdb("SELECT COLUMNS(* EXCLUDE (name, region))::VARCHAR AS v FROM customers", expect![[r""]]);
    check_duckdb("SELECT coalesce(*COLUMNS(['name', 'region'])) AS first FROM customers", expect![[r""]]);
}

#[test]
fn a_struct_has_a_star() {
    check_duckdb("SELECT s.* FROM (SELECT {'a': 1, 'b': 'x'} AS s)", expect![[r""]]);
    check(
        BigQuery,
        "SELECT t.s.f.* FROM (SELECT STRUCT(STRUCT(1 AS a, 'x' AS b) AS f) AS s) AS t",
        expect![[r""]],
    );
}
