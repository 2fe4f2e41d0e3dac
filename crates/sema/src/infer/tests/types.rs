//! Types of values that are made of others.

use super::{check, check_duckdb};
use base::DialectKind::{BigQuery, Databricks, Snowflake};
use expect_test::expect;

#[test]
fn a_path_of_arrows_is_followed_before_it_is_compared() {
    check_duckdb(
        "SELECT j->'a'->>'b' = 'x' AS is_x, j->'a'->>'b' AS b, j->'a' AS a, list_transform([1], x -> x > 1) AS l
         FROM (SELECT CAST('{}' AS JSON) AS j)",
        expect![[r#"
            is_x BOOLEAN null
            b VARCHAR null
            a JSON null
            l BOOLEAN[]
        "#]],
    );
}

#[test]
fn lists_come_out_of_queries_and_of_lists() {
    check_duckdb(
        "SELECT ARRAY(SELECT name FROM customers) AS names",
        expect![[r#"
        names VARCHAR[] not null
    "#]],
    );
    check_duckdb(
        "SELECT [x + 1 FOR x IN [1, 2] IF x > 1] AS l, [i FOR x, i IN ['a']] AS places",
        expect![[r#"
            l INTEGER[] not null
            places BIGINT[] not null
        "#]],
    );
    check(
        BigQuery,
        "SELECT ARRAY(SELECT AS STRUCT id, name FROM customers) AS rows_",
        expect![[r#"
        rows_ ARRAY<STRUCT<id INT64, name STRING>> not null
    "#]],
    );
}

#[test]
fn constructors_say_their_type() {
    check(
        BigQuery,
        "SELECT ARRAY<INT64>[1] AS a, STRUCT<x INT64, y STRING>(1, 'b') AS s",
        expect![[r#"
        a ARRAY<INT64> not null
        s STRUCT<x INT64, y STRING> not null
    "#]],
    );
    check_duckdb(
        "SELECT {'a': 1} AS s, MAP {'k': 1.5} AS m, [1, 2.5] AS l",
        expect![[r#"
        s STRUCT(a INTEGER) not null
        m MAP(VARCHAR, DECIMAL(2,1)) not null
        l DECIMAL(11,1)[] not null
    "#]],
    );
}

#[test]
fn membership_and_quantifiers_are_booleans() {
    check_duckdb(
        "SELECT 1 IN [1, 2] AS a, 1 = ANY(SELECT 1) AS b, [1] && [2] AS c, [1] @> [2] AS d",
        expect![[r#"
            a BOOLEAN
            b BOOLEAN
            c BOOLEAN not null
            d BOOLEAN
        "#]],
    );
    check(
        BigQuery,
        "SELECT 1 IN UNNEST([1, 2]) AS a",
        expect![[r#"
        a BOOL
    "#]],
    );
}

#[test]
fn places_and_paths() {
    check_duckdb(
        "SELECT #1 AS a, #3 AS b FROM customers",
        expect![[r#"
        a BIGINT not null
        b VARCHAR null
    "#]],
    );
    check(
        Databricks,
        "SELECT status:a.b AS t, status:a::int AS n FROM orders",
        expect![[r#"
            t STRING null
            n INT null
        "#]],
    );
    check(
        Snowflake,
        "SELECT v:a.b AS t, v:a::int AS n FROM (SELECT parse_json('{}') AS v)",
        expect![[r#"
        T VARIANT null
        N NUMBER(38,0) null
    "#]],
    );
}

#[test]
fn intervals_have_units() {
    check(
        Databricks,
        "SELECT INTERVAL '1' YEAR AS y, INTERVAL '1 2' DAY TO HOUR AS d",
        expect![[r#"
        y INTERVAL YEAR not null
        d INTERVAL DAY TO HOUR not null
    "#]],
    );
    check_duckdb(
        "SELECT INTERVAL 1 DAY AS d, DATE '2026-01-01' + INTERVAL 1 DAY AS t",
        expect![[r#"
        d INTERVAL not null
        t TIMESTAMP not null
    "#]],
    );
}

#[test]
fn times_in_zones() {
    check_duckdb(
        "SELECT TIMESTAMP '2026-01-01' AT TIME ZONE 'UTC' AS z, TIMESTAMPTZ '2026-01-01' AT TIME ZONE 'UTC' AS t",
        expect![[r#"
            z TIMESTAMP WITH TIME ZONE not null
            t TIMESTAMP not null
        "#]],
    );
}

#[test]
fn a_model_of_a_null_is_typed_by_its_engine() {
    check_duckdb(
        "SELECT NULL AS n, CAST(NULL AS DATE) AS d, TRY_CAST('x' AS INT) AS i, '1'::BIGINT AS b",
        expect![[r#"
            n "NULL" null
            d DATE null
            i INTEGER null
            b BIGINT not null
        "#]],
    );
}
