//! Where a `SELECT` may name the aliases of its own list.

use crate::DialectKind;

/// A part of a `SELECT` in which names stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NamingPlace {
    /// `FROM`, conditions of joins included.
    From,
    /// `WHERE`.
    Where,
    /// The list, behind the item that the alias names.
    List,
    /// What is read behind `WHERE`: `GROUP BY`, `HAVING`, `WINDOW`, `QUALIFY`, `DISTINCT ON`.
    Grouping,
    /// `ORDER BY` of the query.
    OrderBy,
}

/// Whether an alias may be named there. What each warehouse says:
/// [Databricks](https://docs.databricks.com/en/sql/language-manual/sql-ref-name-resolution.html),
/// [BigQuery](https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#alias_visibility),
/// [Trino](https://trino.io/docs/current/sql/select.html#group-by-clause).
pub fn sees_aliases(place: NamingPlace, dialect: DialectKind) -> bool {
    match place {
        NamingPlace::From => false,
        NamingPlace::Where => matches!(dialect, DialectKind::DuckDb | DialectKind::Snowflake),
        NamingPlace::List => !matches!(dialect, DialectKind::Trino | DialectKind::BigQuery),
        NamingPlace::Grouping => dialect != DialectKind::Trino,
        NamingPlace::OrderBy => true,
    }
}
