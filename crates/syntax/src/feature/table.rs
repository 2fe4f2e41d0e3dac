//! The table of features: name, title, dialects, example, what to write instead, vendor page.

use super::FeatureRow;
use base::DialectKind;

macro_rules! features {
    ($($feature:ident, $title:literal, [$($dialect:ident)*], $example:literal, $instead:literal, $page:literal;)*) => {
        /// A construct that not every dialect has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Feature {
            $(#[doc = $title] $feature,)*
        }

        impl Feature {
            /// Every feature, in the order of the table.
            pub const ALL: &[Feature] = &[$(Feature::$feature,)*];

            /// Its row of the table.
            pub fn row(self) -> &'static FeatureRow {
                match self {
                    $(Feature::$feature => &FeatureRow {
                        title: $title,
                        dialects: &[$(DialectKind::$dialect,)*],
                        example: $example,
                        instead: $instead,
                        page: $page,
                    },)*
                }
            }
        }
    };
}

features! {
    // ---- Clauses ----
    Qualify, "`QUALIFY`", [DuckDb Databricks Snowflake BigQuery],
        "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1",
        "filter on the window's column in a query around this one",
        "https://docs.snowflake.com/en/sql-reference/constructs/qualify";
    DistinctOn, "`DISTINCT ON`", [DuckDb],
        "SELECT DISTINCT ON (a) a, b FROM t",
        "number the rows with `row_number()` and keep the first",
        "https://duckdb.org/docs/stable/sql/query_syntax/select";
    FromFirst, "a query that begins with `FROM`", [DuckDb],
        "FROM t SELECT a",
        "write `SELECT * FROM`",
        "https://duckdb.org/docs/stable/sql/query_syntax/from";
}
