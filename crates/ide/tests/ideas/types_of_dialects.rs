//! Types (6.4) that each dialect makes in its own way.

use super::{check, check_duckdb, check_in};
use base::DialectKind::{BigQuery, Databricks, DuckDb, Snowflake, Trino};
use expect_test::expect;

#[test]
fn row_43_division_of_integers() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT 5/2 AS q",
        expect![[r#"
            DuckDB:
            q DOUBLE not null
            Databricks:
            q DOUBLE not null
            Snowflake:
            Q NUMBER(7,6) not null
            BigQuery:
            q FLOAT64 not null
            Trino:
            q integer not null
        "#]],
    );
}

#[test]
fn row_44_arithmetic_of_decimals() {
    check_in(
        &[DuckDb, Databricks, Snowflake, Trino],
        "SELECT a * b AS p, a + c AS s, i + a AS t FROM (SELECT CAST(1 AS DECIMAL(10,2)) AS a, CAST(1 AS DECIMAL(10,4)) AS b, CAST(1 AS DECIMAL(10,8)) AS c, CAST(1 AS INTEGER) AS i) AS t",
        expect![[r#"
        DuckDB:
        p DECIMAL(18,6) not null
        s DECIMAL(17,8) not null
        t DECIMAL(13,2) not null
        Databricks:
        p DECIMAL(21,6) not null
        s DECIMAL(17,8) not null
        t DECIMAL(13,2) not null
        Snowflake:
        P NUMBER(20,6) not null
        S NUMBER(17,8) not null
        T NUMBER(38,2) not null
        Trino:
        p decimal(20,6) not null
        s decimal(17,8) not null
        t decimal(13,2) not null
    "#]],
    );
    check(
        BigQuery,
        "SELECT a * a AS p, i + a AS t FROM (SELECT CAST(1 AS NUMERIC) AS a, 1 AS i) AS t",
        expect![[r#"
        p NUMERIC not null
        t NUMERIC not null
    "#]],
    );
}

#[test]
fn row_45_decimals_that_meet() {
    check_in(
        &[DuckDb, Databricks, Snowflake, Trino],
        "SELECT CASE WHEN true THEN CAST(1 AS DECIMAL(10,2)) ELSE CAST(1 AS DECIMAL(10,8)) END AS c",
        expect![[r#"
        DuckDB:
        c DECIMAL(16,8) not null
        Databricks:
        c DECIMAL(16,8) not null
        Snowflake:
        C NUMBER(16,8) not null
        Trino:
        c decimal(16,8) not null
    "#]],
    );
    check_in(
        &[DuckDb, Trino],
        "SELECT CAST(1 AS DECIMAL(10,2)) AS u UNION ALL SELECT CAST(1 AS DECIMAL(10,8))",
        expect![[r#"
        DuckDB:
        u DECIMAL(16,8) not null
        Trino:
        u decimal(16,8) not null
    "#]],
    );
    check_duckdb(
        "SELECT o.id FROM orders AS o JOIN (SELECT CAST(1 AS DECIMAL(10,8)) AS rate) AS r ON o.amount = r.rate",
        expect![[r#"
        id BIGINT not null
    "#]],
    );
}

#[test]
fn row_46_sums_and_averages() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT sum(i) AS si, sum(d) AS sd, avg(d) AS ad FROM (SELECT CAST(1 AS INTEGER) AS i, CAST(1 AS DECIMAL(10,2)) AS d) AS t",
        expect![[r#"
        DuckDB:
        si HUGEINT null
        sd DECIMAL(38,2) null
        ad DOUBLE null
        Databricks:
        si BIGINT null
        sd DECIMAL(20,2) null
        ad DECIMAL(14,6) null
        Snowflake:
        SI NUMBER(38,0) null
        SD NUMBER(22,2) null
        AD NUMBER(28,8) null
        BigQuery:
        si INT64 null
        sd NUMERIC null
        ad NUMERIC null
        Trino:
        si bigint null
        sd decimal(38,2) null
        ad decimal(10,2) null
    "#]],
    );
}

#[test]
fn row_50_literals() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT 1.5 AS d, 1e3 AS e, NULL AS n, DATE '2024-01-01' AS day",
        expect![[r#"
        DuckDB:
        d DECIMAL(2,1) not null
        e DOUBLE not null
        n INTEGER null
        day DATE not null
        Databricks:
        d DECIMAL(2,1) not null
        e DOUBLE not null
        n VOID null
        day DATE not null
        Snowflake:
        D NUMBER(2,1) not null
        E NUMBER(4,0) not null
        N "NULL" null
        DAY DATE not null
        BigQuery:
        d FLOAT64 not null
        e FLOAT64 not null
        n INT64 null
        day DATE not null
        Trino:
        d decimal(2,1) not null
        e double not null
        n unknown null
        day date not null
    "#]],
    );
    check_in(
        &[DuckDb, BigQuery],
        "SELECT INTERVAL 1 DAY AS i",
        expect![[r#"
        DuckDB:
        i INTERVAL not null
        BigQuery:
        i INTERVAL not null
    "#]],
    );
    check_in(
        &[Databricks, Trino],
        "SELECT INTERVAL '1' DAY AS i",
        expect![[r#"
        Databricks:
        i INTERVAL DAY not null
        Trino:
        i interval day to second not null
    "#]],
    );
}

#[test]
fn row_51_arithmetic_of_dates() {
    check_duckdb(
        "SELECT placed + INTERVAL 1 DAY AS a, placed - placed AS b, t - t AS c FROM (SELECT placed, TIMESTAMP '2024-01-01 00:00:00' AS t FROM orders) AS o",
        expect![[r#"
        a TIMESTAMP null
        b BIGINT null
        c INTERVAL not null
    "#]],
    );
    check_in(
        &[Databricks, Trino],
        "SELECT placed + INTERVAL '1' DAY AS a, placed - placed AS b, t - t AS c FROM (SELECT placed, TIMESTAMP '2024-01-01 00:00:00' AS t FROM orders) AS o",
        expect![[r#"
        Databricks:
        a DATE null
        b INTERVAL DAY null
        c INTERVAL DAY TO SECOND not null
        Trino:
        a date null
        b interval day to second null
        c interval day to second not null
    "#]],
    );
    check(
        Snowflake,
        "SELECT placed + INTERVAL '1 day' AS a, placed - placed AS b FROM orders",
        expect![[r#"
        A unknown null
        B NUMBER(9,0) null
        info I002 «a» the type of `A` cannot be told: the result of the operator is not computed; an explicit CAST tells it
    "#]],
    );
    check(
        BigQuery,
        "SELECT DATE_ADD(placed, INTERVAL 1 DAY) AS a, placed - placed AS b, t - t AS c FROM (SELECT placed, TIMESTAMP '2024-01-01 00:00:00' AS t FROM orders) AS o",
        expect![[r#"
        a DATE null
        b INTERVAL null
        c INTERVAL not null
    "#]],
    );
}

#[test]
fn row_52_a_date_cut_to_its_month() {
    check_in(
        &[DuckDb, Databricks, Snowflake, Trino],
        "SELECT date_trunc('month', placed) AS m FROM orders",
        expect![[r#"
            DuckDB:
            m TIMESTAMP null
            Databricks:
            m TIMESTAMP
            Snowflake:
            M DATE null
            Trino:
            m date null
        "#]],
    );
    check(
        BigQuery,
        "SELECT DATE_TRUNC(placed, MONTH) AS m FROM orders",
        expect![[r#"
        m DATE null
    "#]],
    );
    check_duckdb(
        r#"//- /rocky.toml
[adapter]
type = "duckdb"
engine_version = "2.0"
[pipeline]
type = "transformation"
models = "models/**"
[freshness]
expected_lag_seconds = 86400
//- /models/report.sql
SELECT date_trunc('month', placed) AS m FROM orders
"#,
        expect![[r#"
    m TIMESTAMP null
"#]],
    );
}

#[test]
fn row_53_types_of_snowflake() {
    check(
        Snowflake,
        r#"//- /schemas/raw.toml
schema = "raw"

[[table]]
name = "t"
columns = [
    { name = "c1", type = "NUMBER(38,0)" },
    { name = "c2", type = "TIMESTAMP_NTZ(9)" },
    { name = "c3", type = "VARCHAR(16777216)" },
    { name = "c4", type = "FLOAT" },
]
//- /models/report.sql
SELECT * FROM raw.t
"#,
        expect![[r#"
    C1 NUMBER(38,0)
    C2 TIMESTAMP_NTZ(9)
    C3 VARCHAR(16777216)
    C4 FLOAT
    info I001 «*» `*` stands for 4 columns now; a column added upstream joins the output unseen
"#]],
    );
}

#[test]
fn row_54_types_of_bigquery() {
    check(
        BigQuery,
        r#"//- /schemas/raw.toml
schema = "raw"

[[table]]
name = "t"
columns = [
    { name = "c1", type = "INT64" },
    { name = "c2", type = "NUMERIC" },
    { name = "c3", type = "DATETIME" },
    { name = "c4", type = "ARRAY<STRUCT<a INT64, b STRING>>" },
]
//- /models/report.sql
SELECT * FROM raw.t
"#,
        expect![[r#"
    c1 INT64
    c2 NUMERIC
    c3 DATETIME
    c4 ARRAY<STRUCT<a INT64, b STRING>>
    info I001 «*» `*` stands for 4 columns now; a column added upstream joins the output unseen
"#]],
    );
}

#[test]
fn row_55_types_of_trino_and_duckdb() {
    check(
        Trino,
        r#"//- /schemas/raw.toml
schema = "raw"

[[table]]
name = "t"
columns = [
    { name = "c1", type = "timestamp(6) with time zone" },
    { name = "c2", type = "row(a integer)" },
    { name = "c3", type = "varchar(10)" },
]
//- /models/report.sql
SELECT * FROM raw.t
"#,
        expect![[r#"
    c1 timestamp(6) with time zone
    c2 row(a integer)
    c3 varchar(10)
    info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
"#]],
    );
    check(
        DuckDb,
        r#"//- /schemas/raw.toml
schema = "raw"

[[table]]
name = "t"
columns = [
    { name = "c1", type = "HUGEINT" },
    { name = "c2", type = "UUID" },
    { name = "c3", type = "TIME" },
    { name = "c4", type = "TIMESTAMPTZ" },
    { name = "c5", type = "ENUM('a', 'b')" },
    { name = "c6", type = "INTEGER[]" },
    { name = "c7", type = "STRUCT(a INTEGER)" },
    { name = "c8", type = "MAP(VARCHAR, INTEGER)" },
]
//- /models/report.sql
SELECT * FROM raw.t
"#,
        expect![[r#"
    c1 HUGEINT
    c2 UUID
    c3 TIME
    c4 TIMESTAMP WITH TIME ZONE
    c5 ENUM('a', 'b')
    c6 INTEGER[]
    c7 STRUCT(a INTEGER)
    c8 MAP(VARCHAR, INTEGER)
    info I001 «*» `*` stands for 8 columns now; a column added upstream joins the output unseen
"#]],
    );
}
