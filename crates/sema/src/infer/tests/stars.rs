//! Stars: what they stand for, in textual order.

use super::{check, check_duckdb};
use base::DialectKind::{BigQuery, Databricks, Snowflake};
use expect_test::expect;

#[test]
fn columns_come_in_textual_order() {
    check_duckdb(
        "SELECT *, id + 1 AS x FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
        region VARCHAR null
        x BIGINT not null
    "#]],
    );
    check_duckdb(
        "SELECT c.*, o.id AS order_id FROM orders o JOIN customers c ON o.customer = c.id",
        expect![[r#"
            id BIGINT not null
            name VARCHAR not null
            region VARCHAR null
            order_id BIGINT not null
        "#]],
    );
    check(
        BigQuery,
        "SELECT *, 1 AS x FROM customers",
        expect![[r#"
        id INT64 not null
        name STRING not null
        region STRING null
        x INT64 not null
    "#]],
    );
}

#[test]
fn a_merged_column_comes_once() {
    let using = "SELECT * FROM orders FULL JOIN customers USING (id)";
    check_duckdb(
        using,
        expect![[r#"
        id BIGINT not null
        customer BIGINT null
        amount DECIMAL(10,2) null
        status VARCHAR null
        placed DATE null
        name VARCHAR null
        region VARCHAR null
    "#]],
    );
    check(
        Databricks,
        using,
        expect![[r#"
        id BIGINT not null
        customer BIGINT null
        amount DECIMAL(10,2) null
        status STRING null
        placed DATE null
        name STRING null
        region STRING null
    "#]],
    );
}

#[test]
fn modifiers_apply_in_their_order() {
    check_duckdb(
        "SELECT * EXCLUDE (region) REPLACE (name || '!' AS name) FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
    "#]],
    );
    check_duckdb(
        "SELECT * RENAME (region AS area) FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
        area VARCHAR null
    "#]],
    );
    check(
        BigQuery,
        "SELECT * EXCEPT (region) REPLACE (1 AS id) FROM customers",
        expect![[r#"
        id INT64 not null
        name STRING not null
    "#]],
    );
    check(
        Snowflake,
        "SELECT * EXCLUDE region RENAME name AS title FROM (SELECT 1 AS id, 'x' AS name, 'n' AS region)",
        expect![[r#"
        ID NUMBER(1,0) not null
        TITLE VARCHAR(1) not null
    "#]],
    );
    check_duckdb(
        "SELECT * EXCLUDE (regoin) FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
        region VARCHAR null
        E003 the star has no column `regoin`
    "#]],
    );
}

#[test]
fn a_pattern_picks_columns_by_name() {
    check_duckdb(
        "SELECT * LIKE 'r%' FROM customers",
        expect![[r#"
        region VARCHAR null
    "#]],
    );
    check_duckdb(
        "SELECT * NOT ILIKE 'R%' FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
    "#]],
    );
    check_duckdb(
        "SELECT * SIMILAR TO '(id|name)' FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
    "#]],
    );
    check_duckdb(
        "SELECT * GLOB '[in]*' FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
    "#]],
    );
    check(
        Snowflake,
        "SELECT * ILIKE '%E%' FROM (SELECT 1 AS id, 'x' AS name, 'n' AS region)",
        expect![[r#"
        NAME VARCHAR(1) not null
        REGION VARCHAR(1) not null
    "#]],
    );
    check_duckdb(
        "SELECT * LIKE '!_%' ESCAPE '!' FROM (SELECT 1 AS _a, 2 AS b)",
        expect![[r#"
        _a INTEGER not null
    "#]],
    );
    check_duckdb(
        "SELECT COLUMNS('^z') FROM customers",
        expect![[r#"
        open: a part of it is at fault
        E003 no column of the star matches this
    "#]],
    );
    // Only the engine knows what the pattern is.
    check_duckdb(
        "SELECT * LIKE lower('R%') FROM customers",
        expect![[r#"
        open: the columns of a star with a pattern are not computed
    "#]],
    );
}

#[test]
fn columns_pick_by_pattern_list_and_lambda() {
    check_duckdb(
        "SELECT COLUMNS('^(id|name)$') FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
    "#]],
    );
    check_duckdb(
        "SELECT COLUMNS(['region', 'id']) FROM customers",
        expect![[r#"
        id BIGINT not null
        region VARCHAR null
    "#]],
    );
    check_duckdb(
        "SELECT COLUMNS(lambda c: c LIKE '%e%' AND c <> 'name') FROM customers",
        expect![[r#"
        region VARCHAR null
    "#]],
    );
    check_duckdb(
        "SELECT COLUMNS(* EXCLUDE (name)) FROM customers",
        expect![[r#"
        id BIGINT not null
        region VARCHAR null
    "#]],
    );
    check_duckdb(
        "SELECT COLUMNS('(n)(a)') AS '\\2_\\1' FROM customers",
        expect![[r#"
        a_n VARCHAR not null
    "#]],
    );
}

#[test]
fn an_expression_over_columns_is_several() {
    check_duckdb(
        "SELECT min(COLUMNS(*)) FROM customers",
        expect![[r#"
        id BIGINT null
        name VARCHAR null
        region VARCHAR null
    "#]],
    );
    check_duckdb(
        "SELECT COLUMNS(* EXCLUDE (name, region))::VARCHAR AS v FROM customers",
        expect![[r#"
        v VARCHAR not null
    "#]],
    );
    check_duckdb(
        "SELECT coalesce(*COLUMNS(['name', 'region'])) AS first FROM customers",
        expect![[r#"
        first VARCHAR not null
    "#]],
    );
}

#[test]
fn a_struct_has_a_star() {
    check_duckdb(
        "SELECT s.* FROM (SELECT {'a': 1, 'b': 'x'} AS s)",
        expect![[r#"
        a INTEGER
        b VARCHAR
    "#]],
    );
    check(
        BigQuery,
        "SELECT t.s.f.* FROM (SELECT STRUCT(STRUCT(1 AS a, 'x' AS b) AS f) AS s) AS t",
        expect![[r#"
            a INT64
            b STRING
        "#]],
    );
}
