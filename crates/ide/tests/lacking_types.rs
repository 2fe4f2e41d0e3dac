//! E019: types that a model's own dialect lacks, and that no fix writes.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::expect;
use support::portability::check;

#[test]
fn types_that_the_own_dialect_lacks() {
    check(
        "trino",
        "",
        "SELECT S::STRING AS a, CAST(N AS INT64) AS b, S::UUID AS c FROM RAW.T",
        expect![[r#"
            E019 "::": Trino has no `::`
              => SELECT CAST(S AS VARCHAR) AS a, CAST(N AS INT64) AS b, S::UUID AS c FROM RAW.T
            E019 "STRING": Trino has no type `STRING`
              => SELECT S::VARCHAR AS a, CAST(N AS INT64) AS b, S::UUID AS c FROM RAW.T
            E019 "INT64": Trino has no type `INT64`
              => SELECT S::STRING AS a, CAST(N AS BIGINT) AS b, S::UUID AS c FROM RAW.T
            E019 "::": Trino has no `::`
              => SELECT S::STRING AS a, CAST(N AS INT64) AS b, CAST(S AS UUID) AS c FROM RAW.T
        "#]],
    );
    check(
        "bigquery",
        "",
        "SELECT CAST(S AS VARCHAR) AS a, S::VARCHAR(9) AS b, S::DATETIME AS c FROM RAW.T",
        expect![[r#"
            E019 "VARCHAR": BigQuery has no type `VARCHAR`
              => SELECT CAST(S AS STRING) AS a, S::VARCHAR(9) AS b, S::DATETIME AS c FROM RAW.T
            E019 "::": BigQuery has no `::`
            E019 "VARCHAR": BigQuery has no type `VARCHAR`
            E019 "::": BigQuery has no `::`
              => SELECT CAST(S AS VARCHAR) AS a, S::VARCHAR(9) AS b, CAST(S AS DATETIME) AS c FROM RAW.T
        "#]],
    );
    check(
        "snowflake",
        "",
        "SELECT TRY_CAST(S AS INT64) AS a, S::TIMESTAMPTZ AS b FROM RAW.T",
        expect![[r#"
            E019 "INT64": Snowflake has no type `INT64`
              => SELECT TRY_CAST(S AS BIGINT) AS a, S::TIMESTAMPTZ AS b FROM RAW.T
        "#]],
    );
    check(
        "duckdb",
        "trino",
        "SELECT S::STRING AS a FROM RAW.T",
        expect![[r#"
        P001 "::": Trino, where this project must also run, has no `::`
          => SELECT CAST(S AS VARCHAR) AS a FROM RAW.T
        P001 "STRING": Trino, where this project must also run, has no type `STRING`
          => SELECT S::VARCHAR AS a FROM RAW.T
    "#]],
    );
    // Whoever uses it may have created a type of that name.
    check("duckdb", "", "SELECT CAST(S AS FLOAT64) AS a FROM RAW.T", expect![[""]]);
}
