//! Types (6.4), where one answer is right for all dialects or DuckDB's is asked for.

use super::{check, check_duckdb, check_in};
use base::DialectKind::{BigQuery, Databricks, DuckDb, Snowflake, Trino};
use expect_test::expect;

#[test]
fn row_39_a_number_compared_with_a_word() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT id FROM orders WHERE id = 'abc'",
        expect![[r#"
        DuckDB:
        id BIGINT not null
        error E001 «'abc'» the literal 'abc' cannot be converted to BIGINT; «id» this is BIGINT
        Databricks:
        id BIGINT not null
        error E001 «'abc'» the literal 'abc' cannot be converted to BIGINT; «id» this is BIGINT
        Snowflake:
        ID NUMBER(38,0) not null
        error E001 «'abc'» the literal 'abc' cannot be converted to NUMBER(38,0); «id» this is NUMBER(38,0)
        BigQuery:
        id INT64 not null
        error E001 «id = 'abc'» BigQuery cannot compare INT64 with STRING; «id» this is INT64
        Trino:
        id bigint not null
        error E001 «id = 'abc'» Trino cannot compare bigint with varchar(3); «id» this is bigint
    "#]],
    );
}

#[test]
fn row_40_join_keys_of_different_types() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT o.id FROM orders AS o JOIN customers AS c ON o.customer_id = c.name",
        expect![[r#"
        DuckDB:
        id BIGINT not null
        warning W001 «o.customer_id = c.name» BIGINT is compared with VARCHAR: the engine silently casts to BIGINT; «o.customer_id» this is BIGINT; «c.name» this is VARCHAR; say which type is meant with an explicit CAST
        Databricks:
        id BIGINT not null
        warning W001 «o.customer_id = c.name» BIGINT is compared with STRING: the engine silently casts to BIGINT; «o.customer_id» this is BIGINT; «c.name» this is STRING; say which type is meant with an explicit CAST
        Snowflake:
        ID NUMBER(38,0) not null
        warning W001 «o.customer_id = c.name» NUMBER(38,0) is compared with VARCHAR: the engine silently casts to NUMBER(38,5); «o.customer_id» this is NUMBER(38,0); «c.name» this is VARCHAR; say which type is meant with an explicit CAST
        BigQuery:
        id INT64 not null
        error E001 «o.customer_id = c.name» BigQuery cannot compare INT64 with STRING; «o.customer_id» this is INT64; «c.name» this is STRING
        Trino:
        id bigint not null
        error E001 «o.customer_id = c.name» Trino cannot compare bigint with varchar; «o.customer_id» this is bigint; «c.name» this is varchar
    "#]],
    );
}

#[test]
fn row_41_columns_that_merely_share_a_name() {
    check_duckdb(
        r#"//- /models/left_side.sql
SELECT id, status FROM orders
//- /models/right_side.sql
SELECT id, 1 AS status FROM customers
//- /models/report.sql
SELECT l.id, r.status FROM left_side AS l JOIN right_side AS r ON l.id = r.id
"#,
        expect![[r#"
    id BIGINT not null
    status INTEGER not null
"#]],
    );
}

#[test]
fn row_42_join_keys_of_raw_tables() {
    check_duckdb(
        r#"//- /schemas/raw.toml
schema = "raw"

[[table]]
name = "a"
columns = [{ name = "day", type = "DATE" }]

[[table]]
name = "b"
columns = [{ name = "number", type = "INTEGER" }]
//- /models/report.sql
SELECT a.day FROM raw.a AS a JOIN raw.b AS b ON a.day = b.number
"#,
        expect![[r#"
    day DATE not null
    error E001 «a.day = b.number» DuckDB cannot compare DATE with INTEGER; «a.day» this is DATE; «b.number» this is INTEGER
"#]],
    );
}

#[test]
fn row_47_sums_of_what_is_no_number() {
    check_duckdb(
        "SELECT sum(status) AS s FROM orders",
        expect![[r#"
        s unknown
        error E006 «sum(status)» DuckDB has no `sum(VARCHAR)`; it takes sum(BIGNUM)->BIGNUM, sum(DECIMAL)->DECIMAL, sum(DOUBLE)->DOUBLE, sum(BIGINT)->HUGEINT, …
    "#]],
    );
    check_duckdb(
        "SELECT sum(placed) AS s FROM orders",
        expect![[r#"
        s unknown
        error E006 «sum(placed)» DuckDB has no `sum(DATE)`; it takes sum(BIGNUM)->BIGNUM, sum(DECIMAL)->DECIMAL, sum(DOUBLE)->DOUBLE, sum(BIGINT)->HUGEINT, …
    "#]],
    );
}

#[test]
fn row_48_branches_without_a_common_type() {
    check_duckdb(
        "SELECT CASE WHEN id > 1 THEN placed ELSE id END AS c FROM orders",
        expect![[r#"
        c unknown
        error E005 «id» the branches of CASE have no common type: DATE and BIGINT; «placed» this is DATE; say which type is meant with an explicit CAST
    "#]],
    );
    check_duckdb(
        "SELECT coalesce(id, status) AS c FROM orders",
        expect![[r#"
        c unknown
        error E005 «status» the arguments of `coalesce` have no common type: BIGINT and VARCHAR; «id» this is BIGINT; say which type is meant with an explicit CAST
    "#]],
    );
    check_duckdb(
        "SELECT if(id > 1, placed, id) AS c FROM orders",
        expect![[r#"
        c unknown
        error E005 «id» the arguments of `if` have no common type: DATE and BIGINT; «placed» this is DATE; say which type is meant with an explicit CAST
    "#]],
    );
    check_duckdb(
        "SELECT CASE WHEN id > 1 THEN 'a' ELSE 2 END AS c FROM orders",
        expect![[r#"
        c INTEGER not null
        warning E005 «'a'» the branches of CASE must be INTEGER, and the literal 'a' cannot be converted to it
    "#]],
    );
    check_duckdb(
        "SELECT CASE WHEN id > 1 THEN '1' ELSE 2 END AS c FROM orders",
        expect![[r#"
        c INTEGER not null
    "#]],
    );
}

#[test]
fn row_49_a_cast_has_the_type_it_says() {
    check_duckdb(
        "SELECT CAST('1' AS SMALLINT) AS a, CAST(id + customer_id AS VARCHAR) AS b, CAST(CASE WHEN id > 1 THEN 1 END AS DOUBLE) AS c FROM orders",
        expect![[r#"
        a SMALLINT not null
        b VARCHAR null
        c DOUBLE null
    "#]],
    );
}

#[test]
fn row_56_fields_of_structs() {
    check_duckdb(
        "SELECT s.addr.city FROM (SELECT {'addr': {'city': 'x'}} AS s) AS t",
        expect![[r#"
        city VARCHAR
    "#]],
    );
    check_duckdb(
        "SELECT s.addr.citty FROM (SELECT {'addr': {'city': 'x'}} AS s) AS t",
        expect![[r#"
        citty unknown
        error E003 «citty» the struct has no field `citty`; did you mean `city`?
    "#]],
    );
}

#[test]
fn row_57_paths_into_variants() {
    check(
        Snowflake,
        "SELECT v:a.b::int AS n, v['a'] AS e FROM (SELECT parse_json('{}') AS v) AS t",
        expect![[r#"
        N NUMBER(38,0) null
        E VARIANT null
    "#]],
    );
    check(
        Databricks,
        "SELECT v:a.b::int AS n FROM (SELECT parse_json('{}') AS v) AS t",
        expect![[r#"
        n INT null
    "#]],
    );
}

#[test]
fn row_58_elements() {
    check_duckdb(
        "SELECT [1, 2][1] AS a, MAP {'k': 1.5}['k'] AS m, u.x FROM (SELECT 1) AS one, unnest(['p', 'q']) AS u(x)",
        expect![[r#"
        a INTEGER null
        m DECIMAL(2,1) null
        x VARCHAR
    "#]],
    );
    check_in(
        &[Trino, BigQuery],
        "SELECT u.x FROM orders CROSS JOIN UNNEST(ARRAY[1, 2]) AS u(x)",
        expect![[r#"
        Trino:
        x integer
        BigQuery:
        x INT64
        error E019 «(» BigQuery has no names for columns behind a table's alias; instead, name the columns in a query
    "#]],
    );
    check(
        BigQuery,
        "SELECT x FROM UNNEST(['p', 'q']) AS x",
        expect![[r#"
        x STRING
    "#]],
    );
}

#[test]
fn row_59_calls_that_cannot_be() {
    check_duckdb(
        "SELECT uper(status) AS a FROM orders",
        expect![[r#"
        a unknown
        error E006 «uper» DuckDB has no function `uper`; did you mean `upper`?
    "#]],
    );
    check_duckdb(
        "SELECT upper(status, 1) AS a FROM orders",
        expect![[r#"
        a unknown
        error E006 «upper(status, 1)» `upper` does not take 2 arguments; it takes upper(VARCHAR)->VARCHAR
    "#]],
    );
    check_duckdb(
        "SELECT date_trunc('month', id) AS a FROM orders",
        expect![[r#"
        a unknown
        error E006 «date_trunc('month', id)» DuckDB has no `date_trunc(VARCHAR, BIGINT)`; it takes date_trunc(VARCHAR, INTERVAL)->INTERVAL, date_trunc(VARCHAR, DATE)->TIMESTAMP, date_trunc(VARCHAR, TIMESTAMP)->TIMESTAMP, date_trunc(VARCHAR, TIMESTAMP WITH TIME ZONE)->TIMESTAMP WITH TIME ZONE
    "#]],
    );
    check_duckdb(
        r#"//- /rocky.toml
[adapter]
type = "duckdb"
[pipeline]
type = "transformation"
models = "models/**"
[freshness]
expected_lag_seconds = 86400
[[functions]]
name = "score"
arguments = ["BIGINT"]
returns = "DOUBLE"
//- /models/report.sql
SELECT score(1) AS s
"#,
        expect![[r#"
    s DOUBLE
"#]],
    );
}

#[test]
fn row_60_aggregates_and_windows_out_of_place() {
    check_duckdb(
        "SELECT id FROM orders WHERE sum(amount) > 1",
        expect![[r#"
        id BIGINT not null
        error E007 «sum(amount)» an aggregate cannot stand in WHERE; filter groups with HAVING, and rows by a window's value with QUALIFY or in a query around this one
    "#]],
    );
    check_duckdb(
        "SELECT id FROM orders WHERE row_number() OVER (ORDER BY id) = 1",
        expect![[r#"
        id BIGINT not null
        error E007 «row_number() OVER (ORDER BY id)» a window function cannot stand in WHERE; filter groups with HAVING, and rows by a window's value with QUALIFY or in a query around this one
    "#]],
    );
    check_duckdb(
        "SELECT sum(count(id)) AS n FROM orders",
        expect![[r#"
        n HUGEINT null
        error E007 «count(id)» an aggregate cannot be computed within another; compute the inner one in a query of its own
    "#]],
    );
    check_duckdb(
        "SELECT status FROM orders GROUP BY status HAVING 'a'",
        expect![[r#"
        status VARCHAR null
        warning E005 «'a'» a condition must be BOOLEAN, and the literal 'a' cannot be converted to it
    "#]],
    );
}

#[test]
fn row_61_what_is_grouped() {
    check_duckdb(
        "SELECT status, id FROM orders GROUP BY status",
        expect![[r#"
            status VARCHAR null
            id unknown
            error E007 «id» `id` is neither grouped nor aggregated; add it to GROUP BY, or say which value is meant: `any_value(id)`
        "#]],
    );
    check_duckdb(
        "SELECT status, placed, count(*) AS n FROM orders GROUP BY 1, 2",
        expect![[r#"
        status VARCHAR null
        placed DATE null
        n BIGINT not null
    "#]],
    );
    check_duckdb(
        "SELECT status, sum(amount) AS s FROM orders GROUP BY ALL",
        expect![[r#"
        status VARCHAR null
        s DECIMAL(38,2) not null
    "#]],
    );
    check_duckdb(
        "SELECT status, placed, count(*) AS n FROM orders GROUP BY GROUPING SETS ((status), (placed))",
        expect![[r#"
        status VARCHAR null
        placed DATE null
        n BIGINT not null
    "#]],
    );
}

#[test]
fn row_62_filters_and_ordered_sets() {
    check_in(
        &[DuckDb, Databricks, Trino],
        "SELECT count(*) FILTER (WHERE status = 'new') AS n FROM orders",
        expect![[r#"
        DuckDB:
        n BIGINT not null
        Databricks:
        n BIGINT not null
        Trino:
        n bigint not null
    "#]],
    );
    check_in(
        &[DuckDb, Databricks, Snowflake],
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) AS p FROM orders",
        expect![[r#"
        DuckDB:
        p DECIMAL(10,2) null
        Databricks:
        p DOUBLE null
        Snowflake:
        P NUMBER(13,5) null
    "#]],
    );
}
