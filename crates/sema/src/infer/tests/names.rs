//! Names: aliases, scopes, and what is said where a name means nothing.

use super::{check, check_duckdb};
use base::DialectKind::{BigQuery, Databricks, Snowflake, Trino};
use expect_test::expect;

#[test]
fn a_name_that_means_nothing_is_said_in_every_clause() {
    check_duckdb("SELECT idd FROM orders", expect![[r""]]);
    check_duckdb("SELECT id FROM orders WHERE stauts = 'new'", expect![[r""]]);
    check_duckdb("SELECT o.id FROM orders o JOIN customers c ON o.custmer = c.id", expect![[r""]]);
    check_duckdb("SELECT count(*) AS n FROM orders GROUP BY statu", expect![[r""]]);
    check_duckdb("SELECT x.id FROM orders o", expect![[r""]]);
}

#[test]
fn a_query_without_from_has_one_fault() {
    check_duckdb("SELECT a, b + c AS d, t.e", expect![[r""]]);
    check_duckdb("SELECT (SELECT a + b) AS d FROM orders", expect![[r""]]);
}

#[test]
fn a_column_of_both_sides_is_ambiguous_but_where_it_is_merged() {
    check_duckdb("SELECT id FROM orders JOIN customers ON customer = customers.id", expect![[r""]]);
    check_duckdb("SELECT id FROM orders JOIN customers USING (id)", expect![[r""]]);
    check_duckdb("SELECT o.id FROM orders o JOIN customers o ON true", expect![[r""]]);
}

#[test]
fn an_alias_may_be_used_where_the_dialect_lets_it() {
    let lateral = "SELECT amount * 2 AS twice, twice + 1 AS more FROM orders";
    check_duckdb(lateral, expect![[r""]]);
    check(Databricks, lateral, expect![[r""]]);
    check(Snowflake, lateral, expect![[r""]]);
    check(BigQuery, lateral, expect![[r""]]);
    check(Trino, lateral, expect![[r""]]);
    let grouped = "SELECT status AS s, count(*) AS n FROM orders GROUP BY s HAVING n > 1 ORDER BY n";
    check_duckdb(grouped, expect![[r""]]);
    check(BigQuery, grouped, expect![[r""]]);
    check(Trino, grouped, expect![[r""]]);
    check(Databricks, "SELECT amount AS a FROM orders WHERE a > 1", expect![[r""]]);
}

#[test]
fn inner_names_come_before_outer_ones() {
    check_duckdb("WITH customers AS (SELECT 1 AS only) SELECT * FROM customers", expect![[r""]]);
    check_duckdb(
        "WITH a AS (SELECT 1 AS x), b AS (WITH a AS (SELECT 'inner' AS y) SELECT * FROM a) SELECT * FROM a, b",
        expect![[r""]],
    );
    check_duckdb(
        "SELECT name, (SELECT max(placed) FROM orders WHERE customer = customers.id) AS last FROM customers",
        expect![[r""]],
    );
    check_duckdb(
        "SELECT o.id, l.twice FROM orders o, LATERAL (SELECT o.amount * 2 AS twice) l",
        expect![[r""]],
    );
}

#[test]
fn names_are_folded_and_quoted_by_dialect() {
    check(Snowflake, "SELECT id, \"id\" FROM (SELECT 1 AS ID) AS t", expect![[r""]]);
    check(Databricks, "SELECT ID, `Id` FROM (SELECT 1 AS id) AS t", expect![[r""]]);
    check_duckdb("SELECT ID FROM orders", expect![[r""]]);
}

#[test]
fn a_recursive_query_has_the_types_of_its_anchor() {
    check_duckdb(
        "WITH RECURSIVE r(n, path) AS (SELECT 1, 'x' UNION ALL SELECT n + 1, path || 'y' FROM r WHERE n < 3) \
         SELECT * FROM r",
        expect![[r""]],
    );
    check_duckdb(
        "WITH RECURSIVE t(k, v) USING KEY (k) AS (SELECT 1, 2 UNION SELECT r.k, r.v + 1 FROM recurring.t r) \
         SELECT * FROM t",
        expect![[r""]],
    );
}

#[test]
fn fields_of_structs_are_names_too() {
    check_duckdb("SELECT s.addr.city FROM (SELECT {'addr': {'city': 'x'}} AS s)", expect![[r""]]);
    check_duckdb("SELECT s.addr.citty FROM (SELECT {'addr': {'city': 'x'}} AS s)", expect![[r""]]);
}

#[test]
fn two_columns_of_one_name_are_renamed_in_a_subquery_alone() {
    check_duckdb("SELECT 1 AS a, 2 AS a", expect![[r""]]);
    check_duckdb("SELECT * FROM (SELECT 1 AS a, 2 AS a)", expect![[r""]]);
}
