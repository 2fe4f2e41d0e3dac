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

    GroupByQuantifier, "`ALL` or `DISTINCT` before groups", [Trino],
        "SELECT a FROM t GROUP BY DISTINCT a",
        "leave it away",
        "https://trino.io/docs/current/sql/select.html#group-by-clause";
    LimitPercent, "a percentage in `LIMIT`", [DuckDb],
        "SELECT a FROM t LIMIT 10%",
        "count the rows, or sample them",
        "https://duckdb.org/docs/stable/sql/query_syntax/limit";
    OffsetRows, "`ROWS` behind `OFFSET`", [DuckDb Snowflake Trino],
        "SELECT a FROM t ORDER BY a OFFSET 3 ROWS",
        "leave it away",
        "https://trino.io/docs/current/sql/select.html#offset-clause";
    OrderByUsing, "`ORDER BY .. USING`", [DuckDb],
        "SELECT a FROM t ORDER BY a USING >",
        "write `ASC` or `DESC`",
        "https://duckdb.org/docs/stable/sql/query_syntax/orderby";
    StarExcept, "`EXCEPT` behind a star", [DuckDb Databricks BigQuery],
        "SELECT * EXCEPT (a) FROM t",
        "write `EXCLUDE`, or list the columns",
        "https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-star.html";
    StarExclude, "`EXCLUDE` behind a star", [DuckDb Snowflake],
        "SELECT * EXCLUDE (a) FROM t",
        "write `EXCEPT`, or list the columns",
        "https://docs.snowflake.com/en/sql-reference/sql/select";
    StarReplace, "`REPLACE` behind a star", [DuckDb Snowflake BigQuery],
        "SELECT * REPLACE (a + 1 AS a) FROM t",
        "list the columns",
        "https://docs.snowflake.com/en/sql-reference/sql/select";
    StarRename, "`RENAME` behind a star", [DuckDb Snowflake],
        "SELECT * RENAME (a AS b) FROM t",
        "list the columns",
        "https://docs.snowflake.com/en/sql-reference/sql/select";

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
    Ordinality, "`WITH ORDINALITY`", [DuckDb Trino],
        "SELECT a, n FROM unnest(x) WITH ORDINALITY AS u (a, n)",
        "number the elements with the dialect's own function",
        "https://trino.io/docs/current/sql/select.html#unnest";
    PivotAny, "`ANY` in `PIVOT`", [Snowflake],
        "SELECT * FROM t PIVOT (sum(a) FOR b IN (ANY))",
        "list the values",
        "https://docs.snowflake.com/en/sql-reference/constructs/pivot";
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

    FilterWithoutWhere, "`FILTER` without `WHERE`", [DuckDb],
        "SELECT sum(a) FILTER (b > 1) FROM t",
        "write `FILTER (WHERE ..)`",
        "https://duckdb.org/docs/stable/sql/query_syntax/filter";

    // ---- Values ----
    ListBrackets, "lists in `[..]`", [DuckDb Snowflake BigQuery],
        "SELECT [1, 2] AS l",
        "call the function that makes arrays",
        "https://duckdb.org/docs/stable/sql/data_types/list";
    ArrayBrackets, "`ARRAY[..]`", [DuckDb BigQuery Trino],
        "SELECT ARRAY[1, 2] AS l",
        "call the function that makes arrays",
        "https://trino.io/docs/current/language/types.html#array";
    SafeCast, "`SAFE_CAST`", [BigQuery],
        "SELECT SAFE_CAST(a AS DATE) AS b FROM t",
        "write `TRY_CAST`",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions#safe_casting";
    CastFormat, "`FORMAT` in `CAST`", [BigQuery],
        "SELECT CAST(a AS DATE FORMAT 'YYYY') AS b FROM t",
        "call the function that reads or writes a format",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements";
    AtTimeZone, "`AT TIME ZONE`", [DuckDb Snowflake BigQuery Trino],
        "SELECT EXTRACT(HOUR FROM a AT TIME ZONE 'UTC') AS b FROM t",
        "call `from_utc_timestamp` or `convert_timezone`",
        "https://trino.io/docs/current/functions/datetime.html#time-zone-conversion";
    DollarParameter, "parameters such as `$1`", [DuckDb Snowflake],
        "SELECT $1 AS a",
        "write `@var(name)`",
        "https://docs.snowflake.com/en/sql-reference/session-variables";
    NumberedParameter, "parameters such as `:1`", [Snowflake],
        "SELECT :1 AS a",
        "write `@var(name)`",
        "https://docs.snowflake.com/en/developer-guide/udf-stored-procedure-arguments";
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
