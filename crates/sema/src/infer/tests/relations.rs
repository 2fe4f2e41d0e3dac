//! Relations that make columns of their own.

use super::{check, check_duckdb};
use base::DialectKind::{BigQuery, Databricks, Snowflake, Trino};
use expect_test::expect;

#[test]
fn a_pivot_names_its_columns_by_dialect() {
    check_duckdb(
        "PIVOT orders ON status IN ('new', 'done') USING sum(amount) GROUP BY customer",
        expect![[r#"
            customer BIGINT null
            new DECIMAL(38,2) null
            done DECIMAL(38,2) null
        "#]],
    );
    check_duckdb(
        "PIVOT sales ON year IN (2025, 2026) USING sum(jan) AS j, max(feb) AS f",
        expect![[r#"
        region VARCHAR null
        2025_j HUGEINT null
        2025_f BIGINT null
        2026_j HUGEINT null
        2026_f BIGINT null
    "#]],
    );
    check_duckdb(
        "FROM sales PIVOT (sum(jan) FOR year IN (2025 AS x, 2026 AS y) GROUP BY region)",
        expect![[r#"
            region VARCHAR null
            x HUGEINT null
            y HUGEINT null
        "#]],
    );
    check_duckdb(
        "FROM sales PIVOT (sum(jan) FOR year IN (2025, 2026) region IN ('n', 's'))",
        expect![[r#"
        feb BIGINT null
        2025_n HUGEINT null
        2025_s HUGEINT null
        2026_n HUGEINT null
        2026_s HUGEINT null
    "#]],
    );
    check_duckdb(
        "PIVOT sales ON year IN (2025)",
        expect![[r#"
        region VARCHAR null
        jan INTEGER null
        feb BIGINT null
        2025 BIGINT not null
    "#]],
    );
    check(
        Databricks,
        "SELECT * FROM sales PIVOT (sum(jan) AS j, max(feb) AS f FOR year IN (2025, 2026 AS next))",
        expect![[r#"
            region STRING null
            2025_j BIGINT null
            2025_f BIGINT null
            next_j BIGINT null
            next_f BIGINT null
        "#]],
    );
    check(
        Databricks,
        "SELECT * FROM sales PIVOT (sum(jan) AS j FOR year IN (2025))",
        expect![[r#"
        region STRING null
        feb BIGINT null
        2025 BIGINT null
    "#]],
    );
    check(
        BigQuery,
        "SELECT * FROM sales PIVOT (SUM(jan) AS j, MAX(feb) AS f FOR region IN ('north', 'south' AS s))",
        expect![[r#"
            year INT64 null
            j_north INT64 null
            f_north INT64 null
            j_s INT64 null
            f_s INT64 null
        "#]],
    );
    check(
        BigQuery,
        "SELECT * FROM sales PIVOT (SUM(jan) FOR year IN (2025))",
        expect![[r#"
        region STRING null
        feb INT64 null
        _2025 INT64 null
    "#]],
    );
    check(
        Snowflake,
        "SELECT * FROM (SELECT 'n' AS region, 1 AS jan, 2 AS feb) PIVOT (SUM(jan) FOR region IN ('north', 'south' AS s))",
        expect![[r#"
            FEB NUMBER(1,0) not null
            'north' NUMBER(13,0) null
            S NUMBER(13,0) null
        "#]],
    );
}

#[test]
fn a_pivot_over_what_the_data_say_is_open() {
    check_duckdb(
        "PIVOT sales ON year USING sum(jan)",
        expect![[r#"
        region VARCHAR null
        feb BIGINT null
        open: the columns of PIVOT over values that the data decide are not computed
    "#]],
    );
    check(
        Snowflake,
        "SELECT * FROM (SELECT 'n' AS region, 1 AS jan) PIVOT (SUM(jan) FOR region IN (ANY))",
        expect![[r#"
        open: the columns of PIVOT over values that the data decide are not computed
    "#]],
    );
}

#[test]
fn an_unpivot_has_a_name_and_a_value() {
    check_duckdb(
        "UNPIVOT sales ON COLUMNS(* EXCLUDE (region, year))",
        expect![[r#"
        region VARCHAR null
        year INTEGER null
        name VARCHAR not null
        value BIGINT not null
    "#]],
    );
    check_duckdb(
        "FROM sales UNPIVOT ((x, y) FOR half IN ((jan, feb)))",
        expect![[r#"
        region VARCHAR null
        year INTEGER null
        half VARCHAR not null
        x INTEGER null
        y BIGINT null
    "#]],
    );
    check(
        BigQuery,
        "SELECT * FROM sales UNPIVOT (amount FOR month IN (jan, feb))",
        expect![[r#"
        region STRING null
        year INT64 null
        amount INT64 not null
        month STRING not null
    "#]],
    );
    check(
        Databricks,
        "SELECT * FROM sales UNPIVOT (amount FOR month IN (jan AS `j`, feb))",
        expect![[r#"
        region STRING null
        year INT null
        month STRING not null
        amount BIGINT not null
    "#]],
    );
    check(
        Snowflake,
        "SELECT * FROM (SELECT 1 AS jan, 2 AS feb, 'n' AS region) UNPIVOT (amount FOR month IN (jan, feb))",
        expect![[r#"
        REGION VARCHAR(1) not null
        MONTH VARCHAR not null
        AMOUNT NUMBER(1,0) not null
    "#]],
    );
    check_duckdb(
        "UNPIVOT sales ON jan, mar",
        expect![[r#"
        region VARCHAR null
        year INTEGER null
        feb BIGINT null
        name VARCHAR not null
        value unknown: see its error, or that of what it is made of not null
        E003 `sales` has no column `mar`
    "#]],
    );
}

#[test]
fn unnest_makes_columns_by_dialect() {
    check_duckdb(
        "SELECT * FROM unnest([1, 2])",
        expect![[r#"
        unnest INTEGER
    "#]],
    );
    check_duckdb(
        "SELECT * FROM unnest(['a']) WITH ORDINALITY AS t(x, n)",
        expect![[r#"
        x VARCHAR
        n BIGINT not null
    "#]],
    );
    check(
        BigQuery,
        "SELECT * FROM UNNEST([1, 2]) AS x WITH OFFSET AS n",
        expect![[r#"
        x INT64
        n INT64 not null
    "#]],
    );
    check(
        BigQuery,
        "SELECT i.a, b, i FROM UNNEST([STRUCT(1 AS a, 'x' AS b)]) AS i WITH OFFSET",
        expect![[r#"
            a INT64
            b STRING
            i STRUCT<a INT64, b STRING> not null
        "#]],
    );
    check(
        BigQuery,
        "SELECT id, tag, n FROM (SELECT 1 AS id, ['a'] AS tags) AS o, o.tags AS tag WITH OFFSET AS n",
        expect![[r#"
            id INT64 not null
            tag STRING
            n INT64 not null
        "#]],
    );
    check(
        BigQuery,
        "SELECT (SELECT COUNT(*) FROM o.items) AS n, (SELECT MAX(items.price) FROM o.items) AS most
         FROM (SELECT [STRUCT(1.5 AS price)] AS items) AS o LEFT JOIN o.items AS item",
        expect![[r#"
            n INT64 not null
            most FLOAT64 null
        "#]],
    );
    check(
        BigQuery,
        "WITH x AS (SELECT AS VALUE STRUCT(1 AS a, 'x' AS b)), y AS (SELECT AS VALUE 2 AS n)
         SELECT a, x.b, n, ARRAY(SELECT AS VALUE STRUCT(a AS c)) AS l FROM x, y",
        expect![[r#"
            a INT64
            b STRING
            n INT64 not null
            l ARRAY<STRUCT<c INT64>> not null
        "#]],
    );
    check(
        Trino,
        "SELECT * FROM UNNEST(ARRAY[1, 2]) WITH ORDINALITY AS t(x, n)",
        expect![[r#"
        x integer
        n bigint not null
    "#]],
    );
    check_duckdb(
        "SELECT unnest({'a': 1, 'b': {'c': 2}}), unnest([[1]], recursive := true) AS x",
        expect![[r#"
            a INTEGER
            b STRUCT(c INTEGER)
            x INTEGER
        "#]],
    );
    check_duckdb(
        "SELECT unnest([{'a': 1, 'b': {'c': 2}}], recursive := true)",
        expect![[r#"
        a INTEGER
        c INTEGER
    "#]],
    );
}

#[test]
fn generators_of_spark_make_columns() {
    check(
        Databricks,
        "SELECT explode(array(1, 2))",
        expect![[r#"
        col INT
    "#]],
    );
    check(
        Databricks,
        "SELECT posexplode(map('a', 1))",
        expect![[r#"
        pos INT not null
        key STRING
        value INT
    "#]],
    );
    check(
        Databricks,
        "SELECT id, explode(map('a', 1)) AS (k, v) FROM orders",
        expect![[r#"
        id BIGINT not null
        k STRING
        v INT
    "#]],
    );
    check(
        Databricks,
        "SELECT o.id, t.pos, t.x FROM orders o LATERAL VIEW posexplode(array(1.5)) t AS pos, x",
        expect![[r#"
            id BIGINT not null
            pos INT not null
            x DECIMAL(2,1)
        "#]],
    );
    check(
        Databricks,
        "SELECT id, x FROM orders LATERAL VIEW OUTER explode(array(1)) t AS x",
        expect![[r#"
        id BIGINT not null
        x INT null
    "#]],
    );
    check(
        Databricks,
        "SELECT * FROM explode(array('a')) AS t(x)",
        expect![[r#"
        x STRING
    "#]],
    );
    check(
        Databricks,
        "SELECT stack(2, 1, 'a', 2, 'b')",
        expect![[r#"
        col0 INT not null
        col1 STRING not null
    "#]],
    );
    check(
        Databricks,
        "SELECT inline(array(struct(1 AS a, 'x' AS b)))",
        expect![[r#"
        a INT
        b STRING
    "#]],
    );
}

#[test]
fn statements_about_tables_are_relations() {
    check_duckdb(
        "SELECT column_name, approx_unique, \"count\" FROM (SUMMARIZE orders)",
        expect![[r#"
        column_name VARCHAR
        approx_unique BIGINT
        count BIGINT
    "#]],
    );
    check_duckdb(
        "FROM (DESCRIBE orders) SELECT column_type",
        expect![[r#"
        column_type VARCHAR
    "#]],
    );
}

#[test]
fn a_pattern_over_rows_has_measures() {
    check(
        Trino,
        "SELECT * FROM orders MATCH_RECOGNIZE (PARTITION BY customer ORDER BY placed \
         MEASURES a.amount AS first_amount, LAST(b.placed) AS until, MATCH_NUMBER() AS n \
         ONE ROW PER MATCH PATTERN (a b+) DEFINE b AS b.amount > a.amount)",
        expect![[r#"
            customer bigint null
            first_amount decimal(10,2) not null
            until date null
            n bigint not null
        "#]],
    );
}

#[test]
fn a_table_of_json_declares_its_columns() {
    check(
        Trino,
        "SELECT * FROM JSON_TABLE('{}', 'lax $' COLUMNS (a BIGINT PATH 'lax $.a', NESTED PATH 'lax $.b' COLUMNS (c VARCHAR)))",
        expect![[r#"
            a bigint
            c varchar
        "#]],
    );
}

#[test]
fn arms_meet_by_name() {
    let arms = |mode: &str| format!("SELECT 1 AS a, 2 AS b {mode} SELECT 'x' AS c, 3 AS b");
    check_duckdb(
        &arms("UNION ALL BY NAME"),
        expect![[r#"
        a INTEGER null
        b INTEGER not null
        c VARCHAR null
    "#]],
    );
    check(
        BigQuery,
        &arms("FULL UNION ALL BY NAME"),
        expect![[r#"
        a INT64 null
        b INT64 not null
        c STRING null
    "#]],
    );
    check(
        BigQuery,
        &arms("LEFT UNION ALL BY NAME"),
        expect![[r#"
        a INT64 null
        b INT64 not null
    "#]],
    );
    check(
        BigQuery,
        &arms("INNER UNION ALL BY NAME"),
        expect![[r#"
        b INT64 not null
    "#]],
    );
    check(
        BigQuery,
        &arms("UNION ALL CORRESPONDING"),
        expect![[r#"
        b INT64 not null
    "#]],
    );
    check(
        BigQuery,
        &arms("FULL UNION ALL BY NAME ON (c, b)"),
        expect![[r#"
        c STRING null
        b INT64 not null
    "#]],
    );
}

#[test]
fn parentheses_with_an_alias_are_a_table() {
    check_duckdb(
        "SELECT t.name, t.amount FROM (orders o JOIN customers c ON o.customer = c.id) AS t",
        expect![[r#"
            name VARCHAR not null
            amount DECIMAL(10,2) not null
        "#]],
    );
}
