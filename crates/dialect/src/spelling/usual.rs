//! The names of types that people write.

use base::DialectKind;

/// The types of an engine by the names that its own manual leads with, the most used ones first: what an editor proposes.
///
/// <https://duckdb.org/docs/stable/sql/data_types/overview>,
/// <https://docs.snowflake.com/en/sql-reference/intro-summary-data-types>,
/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types>,
/// <https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-datatypes>,
/// <https://trino.io/docs/current/language/types.html>
pub fn usual_types(dialect: DialectKind) -> &'static [&'static str] {
    match dialect {
        DialectKind::DuckDb => &[
            "INTEGER",
            "BIGINT",
            "VARCHAR",
            "DOUBLE",
            "DECIMAL(18, 3)",
            "BOOLEAN",
            "DATE",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "TIME",
            "INTERVAL",
            "FLOAT",
            "SMALLINT",
            "TINYINT",
            "HUGEINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT",
            "UHUGEINT",
            "UUID",
            "JSON",
            "BLOB",
            "BIT",
        ],
        DialectKind::Snowflake => &[
            "NUMBER",
            "NUMBER(38, 2)",
            "VARCHAR",
            "FLOAT",
            "BOOLEAN",
            "DATE",
            "TIMESTAMP_NTZ",
            "TIMESTAMP_TZ",
            "TIMESTAMP_LTZ",
            "TIME",
            "VARIANT",
            "OBJECT",
            "ARRAY",
            "BINARY",
            "GEOGRAPHY",
        ],
        DialectKind::BigQuery => &[
            "INT64",
            "STRING",
            "FLOAT64",
            "NUMERIC",
            "BIGNUMERIC",
            "BOOL",
            "DATE",
            "TIMESTAMP",
            "DATETIME",
            "TIME",
            "INTERVAL",
            "BYTES",
            "JSON",
            "GEOGRAPHY",
        ],
        DialectKind::Databricks => &[
            "INT",
            "BIGINT",
            "STRING",
            "DOUBLE",
            "DECIMAL(10, 2)",
            "BOOLEAN",
            "DATE",
            "TIMESTAMP",
            "TIMESTAMP_NTZ",
            "FLOAT",
            "SMALLINT",
            "TINYINT",
            "BINARY",
            "VARIANT",
        ],
        DialectKind::Trino => &[
            "INTEGER",
            "BIGINT",
            "VARCHAR",
            "DOUBLE",
            "DECIMAL(18, 2)",
            "BOOLEAN",
            "DATE",
            "TIMESTAMP",
            "TIMESTAMP WITH TIME ZONE",
            "TIME",
            "REAL",
            "SMALLINT",
            "TINYINT",
            "VARBINARY",
            "JSON",
            "UUID",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_a_type_of_its_dialect() {
        for dialect in DialectKind::ALL {
            for name in usual_types(dialect) {
                assert!(super::super::parse_type(name, dialect).is_some(), "{dialect}: {name}");
            }
        }
    }
}
