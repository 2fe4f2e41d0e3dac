//! Names: aliases, scopes, and what is said where a name means nothing.

use super::{check, check_duckdb};
use base::DialectKind::{BigQuery, Databricks, Snowflake, Trino};
use expect_test::expect;

#[test]
fn a_name_that_means_nothing_is_said_in_every_clause() {
    check_duckdb(
        "SELECT idd FROM orders",
        expect![[r#"
        ? unknown: see its error, or that of what it is made of
        open: a part of it is at fault
        E003 `orders` has no column `idd`
    "#]],
    );
    check_duckdb(
        "SELECT id FROM orders WHERE stauts = 'new'",
        expect![[r#"
        id BIGINT not null
        E003 `orders` has no column `stauts`
    "#]],
    );
    check_duckdb(
        "SELECT o.id FROM orders o JOIN customers c ON o.custmer = c.id",
        expect![[r#"
        id BIGINT not null
        E003 `o` has no column `custmer`
    "#]],
    );
    check_duckdb(
        "SELECT count(*) AS n FROM orders GROUP BY statu",
        expect![[r#"
        n BIGINT not null
        E003 `orders` has no column `statu`
    "#]],
    );
    check_duckdb(
        "SELECT x.id FROM orders o",
        expect![[r#"
        ? unknown: see its error, or that of what it is made of
        open: a part of it is at fault
        E003 no table or alias `x` is in scope
    "#]],
    );
}

#[test]
fn a_query_without_from_has_one_fault() {
    check_duckdb(
        "SELECT a, b + c AS d, t.e",
        expect![[r#"
        ? unknown: see its error, or that of what it is made of
        d unknown: see its error, or that of what it is made of
        ? unknown: see its error, or that of what it is made of
        open: a part of it is at fault
        E003 there is no column `a`: the query has no FROM
    "#]],
    );
    check_duckdb(
        "SELECT (SELECT a + b) AS d FROM orders",
        expect![[r#"
            d unknown: see its error, or that of what it is made of
            E003 there is no column `a`: the query has no FROM
            E003 there is no column `b`: the query has no FROM
        "#]],
    );
}

#[test]
fn a_column_of_both_sides_is_ambiguous_but_where_it_is_merged() {
    check_duckdb(
        "SELECT id FROM orders JOIN customers ON customer = customers.id",
        expect![[r#"
        id unknown: see its error, or that of what it is made of
        E004 column `id` is ambiguous: it is in `orders` and `customers`
    "#]],
    );
    check_duckdb(
        "SELECT id FROM orders JOIN customers USING (id)",
        expect![[r#"
        id BIGINT not null
    "#]],
    );
    check_duckdb(
        "SELECT o.id FROM orders o JOIN customers o ON true",
        expect![[r#"
        id unknown: see its error, or that of what it is made of
        E004 `o` is used twice in one FROM
    "#]],
    );
}

#[test]
fn an_alias_may_be_used_where_the_dialect_lets_it() {
    let lateral = "SELECT amount * 2 AS twice, twice + 1 AS more FROM orders";
    check_duckdb(
        lateral,
        expect![[r#"
        twice DECIMAL(18,2) not null
        more DECIMAL(18,2) not null
    "#]],
    );
    check(
        Databricks,
        lateral,
        expect![[r#"
        twice DECIMAL(12,2) not null
        more DECIMAL(13,2) not null
    "#]],
    );
    check(
        Snowflake,
        &lateral.replace("orders", "(SELECT 1.5 AS amount) AS o"),
        expect![[r#"
        TWICE NUMBER(3,1) not null
        MORE NUMBER(4,1) not null
    "#]],
    );
    check(
        BigQuery,
        lateral,
        expect![[r#"
        twice NUMERIC not null
        more unknown: see its error, or that of what it is made of
        E003 `orders` has no column `twice`
    "#]],
    );
    check(
        Trino,
        lateral,
        expect![[r#"
        twice decimal(20,2) not null
        more unknown: see its error, or that of what it is made of
        E003 `orders` has no column `twice`
    "#]],
    );
    let grouped = "SELECT status AS s, count(*) AS n FROM orders GROUP BY s HAVING n > 1 ORDER BY n";
    check_duckdb(
        grouped,
        expect![[r#"
        s VARCHAR null
        n BIGINT not null
    "#]],
    );
    check(
        BigQuery,
        grouped,
        expect![[r#"
        s STRING null
        n INT64 not null
    "#]],
    );
    check(
        Trino,
        grouped,
        expect![[r#"
        s varchar null
        n bigint not null
        E003 `orders` has no column `s`
        E003 `orders` has no column `n`
    "#]],
    );
    check(
        Databricks,
        "SELECT amount AS a FROM orders WHERE a > 1",
        expect![[r#"
        a DECIMAL(10,2) not null
        E003 `orders` has no column `a`
    "#]],
    );
}

#[test]
fn an_alias_is_known_to_later_items_alone() {
    let forward = "SELECT later + 1 AS a, 1 AS later";
    check_duckdb(
        forward,
        expect![[r#"
        a unknown: see its error, or that of what it is made of
        later INTEGER not null
        E003 there is no column `later`: the query has no FROM
    "#]],
    );
    check(
        Databricks,
        forward,
        expect![[r#"
        a unknown: see its error, or that of what it is made of
        later INT not null
        E003 there is no column `later`: the query has no FROM
    "#]],
    );
    check_duckdb(
        "SELECT #3 AS c FROM (SELECT 1 AS a, 2 AS b)",
        expect![[r#"
        c unknown: see its error, or that of what it is made of
        E003 `#3` means no column: there are 2 columns to read
    "#]],
    );
}

#[test]
fn having_of_spark_reads_the_result_first() {
    check(
        Databricks,
        "SELECT named_struct('b', 1) AS s FROM (SELECT named_struct('a', 0) AS s) AS t GROUP BY s HAVING s.b > 0 \
         ORDER BY s.b",
        expect![[r#"
            s STRUCT<b: INT> not null
        "#]],
    );
}

#[test]
fn inner_names_come_before_outer_ones() {
    check_duckdb(
        "WITH customers AS (SELECT 1 AS only) SELECT * FROM customers",
        expect![[r#"
        only INTEGER not null
    "#]],
    );
    check_duckdb(
        "WITH a AS (SELECT 1 AS x), b AS (WITH a AS (SELECT 'inner' AS y) SELECT * FROM a) SELECT * FROM a, b",
        expect![[r#"
            x INTEGER not null
            y VARCHAR not null
        "#]],
    );
    check_duckdb(
        "SELECT name, (SELECT max(placed) FROM orders WHERE customer = customers.id) AS last FROM customers",
        expect![[r#"
            name VARCHAR not null
            last DATE null
        "#]],
    );
    check_duckdb(
        "SELECT o.id, l.twice FROM orders o, LATERAL (SELECT o.amount * 2 AS twice) l",
        expect![[r#"
            id BIGINT not null
            twice DECIMAL(18,2) not null
        "#]],
    );
}

#[test]
fn names_are_folded_and_quoted_by_dialect() {
    check(
        Snowflake,
        "SELECT id, \"id\" FROM (SELECT 1 AS ID) AS t",
        expect![[r#"
        ID NUMBER(1,0) not null
        ? unknown: see its error, or that of what it is made of
        open: a part of it is at fault
        E003 `t` has no column `id`
    "#]],
    );
    check(
        Databricks,
        "SELECT ID, `Id` FROM (SELECT 1 AS id) AS t",
        expect![[r#"
        ID INT not null
        Id INT not null
    "#]],
    );
    check_duckdb(
        "SELECT ID FROM orders",
        expect![[r#"
        id BIGINT not null
    "#]],
    );
}

#[test]
fn a_recursive_query_has_the_types_of_its_anchor() {
    check_duckdb(
        "WITH RECURSIVE r(n, path) AS (SELECT 1, 'x' UNION ALL SELECT n + 1, path || 'y' FROM r WHERE n < 3) \
         SELECT * FROM r",
        expect![[r#"
            n INTEGER not null
            path VARCHAR
        "#]],
    );
    check_duckdb(
        "WITH RECURSIVE t(k, v) USING KEY (k) AS (SELECT 1, 2 UNION SELECT r.k, r.v + 1 FROM recurring.t r) \
         SELECT * FROM t",
        expect![[r#"
            k INTEGER
            v INTEGER
        "#]],
    );
}

#[test]
fn fields_of_structs_are_names_too() {
    check_duckdb(
        "SELECT s.addr.city FROM (SELECT {'addr': {'city': 'x'}} AS s)",
        expect![[r#"
        city VARCHAR
    "#]],
    );
    check_duckdb(
        "SELECT s.addr.citty FROM (SELECT {'addr': {'city': 'x'}} AS s)",
        expect![[r#"
        citty unknown: see its error, or that of what it is made of
        E003 the struct has no field `citty`
    "#]],
    );
}

#[test]
fn two_columns_of_one_name_are_renamed_in_a_subquery_alone() {
    check_duckdb(
        "SELECT 1 AS a, 2 AS a",
        expect![[r#"
        a INTEGER not null
        a INTEGER not null
    "#]],
    );
    check_duckdb(
        "SELECT * FROM (SELECT 1 AS a, 2 AS a)",
        expect![[r#"
        a INTEGER not null
        a_1 INTEGER not null
    "#]],
    );
}

#[test]
fn windows_have_names() {
    check_duckdb(
        "SELECT sum(id) OVER win AS a, sum(id) OVER other AS b, (SELECT sum(1) OVER win) AS c FROM customers \
         WINDOW win_1 AS (ORDER BY id), win AS (win_1 ROWS CURRENT ROW)",
        expect![[r#"
            a HUGEINT not null
            b HUGEINT
            c HUGEINT
            E003 there is no window `other`
            E003 there is no window `win`
        "#]],
    );
}
