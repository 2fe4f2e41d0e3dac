//! The five warehouses whose SQL Rocky reads.

use std::fmt;

/// Which warehouse's SQL a text is written in. What that means lives in the `dialect` crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DialectKind {
    /// DuckDB, also the default for projects without an adapter.
    #[default]
    DuckDb,
    /// Databricks SQL, and Spark SQL in ANSI mode.
    Databricks,
    /// Snowflake.
    Snowflake,
    /// BigQuery (GoogleSQL).
    BigQuery,
    /// Trino.
    Trino,
}

impl DialectKind {
    /// Every dialect, in the order in which tables print them.
    pub const ALL: [DialectKind; 5] = [
        DialectKind::DuckDb,
        DialectKind::Databricks,
        DialectKind::Snowflake,
        DialectKind::BigQuery,
        DialectKind::Trino,
    ];

    /// The name used in `rocky.toml` adapter types and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            DialectKind::DuckDb => "duckdb",
            DialectKind::Databricks => "databricks",
            DialectKind::Snowflake => "snowflake",
            DialectKind::BigQuery => "bigquery",
            DialectKind::Trino => "trino",
        }
    }

    /// The dialect of an adapter `type`, if that adapter is a warehouse.
    pub fn from_name(name: &str) -> Option<DialectKind> {
        DialectKind::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl fmt::Display for DialectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DialectKind::DuckDb => "DuckDB",
            DialectKind::Databricks => "Databricks",
            DialectKind::Snowflake => "Snowflake",
            DialectKind::BigQuery => "BigQuery",
            DialectKind::Trino => "Trino",
        })
    }
}
