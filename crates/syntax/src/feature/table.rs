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
    FromFirst, "a query that begins with `FROM`", [DuckDb Databricks],
        "FROM t SELECT a",
        "write `SELECT * FROM`",
        "https://duckdb.org/docs/stable/sql/query_syntax/from";
    ConnectBy, "`CONNECT BY`", [Snowflake],
        "SELECT a FROM t START WITH b IS NULL CONNECT BY b = PRIOR a",
        "write a recursive common table expression",
        "https://docs.snowflake.com/en/sql-reference/constructs/connect-by";
    Top, "`TOP`", [Snowflake],
        "SELECT TOP 3 a FROM t",
        "write `LIMIT` at the end of the query",
        "https://docs.snowflake.com/en/sql-reference/constructs/top_n";
    SortBy, "`SORT BY`, `CLUSTER BY` and `DISTRIBUTE BY`", [Databricks],
        "SELECT a FROM t DISTRIBUTE BY b SORT BY a",
        "write `ORDER BY`",
        "https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-sortby.html";
    Fetch, "`FETCH FIRST`", [DuckDb Snowflake Trino],
        "SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS ONLY",
        "write `LIMIT`",
        "https://trino.io/docs/current/sql/select.html#limit-or-fetch-first-clause";
    ForUpdate, "`FOR UPDATE`", [Snowflake],
        "SELECT a FROM t FOR UPDATE",
        "",
        "https://docs.snowflake.com/en/sql-reference/constructs/for-update";
    SetByName, "set operations `BY NAME`", [DuckDb Snowflake BigQuery],
        "SELECT a, b FROM t UNION ALL BY NAME SELECT b, a FROM u",
        "list the columns in one order on both sides",
        "https://docs.snowflake.com/en/sql-reference/operators-query";
    Minus, "`MINUS`", [Databricks Snowflake],
        "SELECT a FROM t MINUS SELECT a FROM u",
        "write `EXCEPT`",
        "https://docs.snowflake.com/en/sql-reference/operators-query";
    MaterializedCte, "`MATERIALIZED` in `WITH`", [DuckDb],
        "WITH c AS MATERIALIZED (SELECT 1 AS a) SELECT a FROM c",
        "leave it away",
        "https://duckdb.org/docs/stable/sql/query_syntax/with";
    StringAsAlias, "a string as an alias", [DuckDb],
        "SELECT a AS 'b' FROM t",
        "quote the name as names are quoted",
        "https://duckdb.org/docs/stable/sql/query_syntax/select";

    // ---- Tables ----
    StringAsTable, "a file's name in `FROM`", [DuckDb Snowflake],
        "SELECT a FROM 'orders.csv'",
        "quote a table's name as names are quoted",
        "https://duckdb.org/docs/stable/data/overview";
    LateralView, "`LATERAL VIEW`", [Databricks],
        "SELECT b FROM t LATERAL VIEW explode(a) v AS b",
        "join the rows of `UNNEST` or `FLATTEN`",
        "https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-lateral-view.html";
    Changes, "the `CHANGES` of a table", [Snowflake],
        "SELECT a FROM t CHANGES (INFORMATION => DEFAULT) AT (OFFSET => -60)",
        "",
        "https://docs.snowflake.com/en/sql-reference/constructs/changes";
    ChangesFrom, "`CHANGES FROM`", [Databricks],
        "SELECT a FROM t CHANGES FROM VERSION 10 TO VERSION 20",
        "",
        "https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select.html";
    Resample, "`RESAMPLE`", [Snowflake],
        "SELECT a FROM t RESAMPLE (USING ts INCREMENT BY INTERVAL '1 hour')",
        "join a series of times",
        "https://docs.snowflake.com/en/sql-reference/constructs/resample";
    SemanticView, "`SEMANTIC_VIEW`", [Snowflake],
        "SELECT * FROM SEMANTIC_VIEW (v METRICS a DIMENSIONS b)",
        "",
        "https://docs.snowflake.com/en/sql-reference/constructs/semantic_view";
    DirectedJoin, "`DIRECTED` joins", [Snowflake],
        "SELECT t.a FROM t INNER DIRECTED JOIN u ON t.a = u.a",
        "leave `DIRECTED` away",
        "https://docs.snowflake.com/en/sql-reference/constructs/join";
    PivotDefault, "`DEFAULT ON NULL` in `PIVOT`", [Snowflake],
        "SELECT * FROM t PIVOT (sum(a) FOR b IN ('x', 'y') DEFAULT ON NULL (0))",
        "replace the nulls with `coalesce`",
        "https://docs.snowflake.com/en/sql-reference/constructs/pivot";

    // ---- Windows and aggregates ----
    GroupsFrame, "`GROUPS` frames", [DuckDb Trino],
        "SELECT sum(a) OVER (ORDER BY b GROUPS 1 PRECEDING) FROM t",
        "write `ROWS` or `RANGE`",
        "https://duckdb.org/docs/stable/sql/functions/window_functions#framing";
    FrameExclusion, "`EXCLUDE` in a window frame", [DuckDb],
        "SELECT sum(a) OVER (ORDER BY b ROWS 1 PRECEDING EXCLUDE CURRENT ROW) FROM t",
        "",
        "https://duckdb.org/docs/stable/sql/functions/window_functions#exclude-clause";
    ArgumentOrderBy, "`ORDER BY` among the arguments of an aggregate", [DuckDb BigQuery Trino],
        "SELECT array_agg(a ORDER BY b) FROM t",
        "write `WITHIN GROUP (ORDER BY ..)` where the function takes it",
        "https://trino.io/docs/current/functions/aggregate.html#ordering-during-aggregation";

    // ---- Values ----
    MapBraces, "`MAP {..}`", [DuckDb],
        "SELECT MAP {'a': 1} AS m",
        "call the function that makes maps",
        "https://duckdb.org/docs/stable/sql/data_types/map";
    Braces, "structs and objects in `{..}`", [DuckDb Snowflake],
        "SELECT {'a': 1} AS o",
        "call the function that makes structs",
        "https://docs.snowflake.com/en/sql-reference/data-types-semistructured#object-constants";
    Slice, "slices of lists", [DuckDb],
        "SELECT a[1:2] AS b FROM t",
        "call `slice` or `array_slice`",
        "https://duckdb.org/docs/stable/sql/functions/list#slicing";
    ColonEqualsArgument, "`:=` before an argument", [DuckDb],
        "SELECT f(a := 1) AS b",
        "write `=>`",
        "https://duckdb.org/docs/stable/sql/functions/overview";
}
