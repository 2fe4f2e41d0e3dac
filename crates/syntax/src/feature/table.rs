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
    // ---- Queries ----
    MaterializedCte, "`MATERIALIZED` in `WITH`", [DuckDb],
        "WITH c AS MATERIALIZED (SELECT 1 AS a) SELECT a FROM c",
        "leave it away",
        "https://duckdb.org/docs/stable/sql/query_syntax/with";
    WithDepth, "`WITH DEPTH` behind a recursive query", [BigQuery],
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a FROM r) WITH DEPTH AS d BETWEEN 0 AND 3 SELECT * FROM r",
        "count the steps in a column",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#recursive_cte";
    InlineFunctions, "`WITH FUNCTION`", [Trino],
        "WITH FUNCTION f(x int) RETURNS int RETURN x * 2 SELECT f(a) FROM t",
        "create the function in the warehouse",
        "https://trino.io/docs/current/udf/introduction.html";
    FromFirst, "a query that begins with `FROM`", [DuckDb Databricks],
        "FROM t SELECT a",
        "write `SELECT * FROM`",
        "https://duckdb.org/docs/stable/sql/query_syntax/from";
    BareFrom, "a query that is `FROM` alone", [DuckDb Databricks BigQuery],
        "FROM t",
        "write `SELECT * FROM`",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax#from_queries";
    Values, "`VALUES` as a query", [DuckDb Databricks Snowflake Trino],
        "SELECT * FROM (VALUES (1), (2))",
        "select from `UNNEST([..])`, or join selects with `UNION ALL`",
        "https://trino.io/docs/current/sql/values.html";
    ForUpdate, "`FOR UPDATE`", [Snowflake],
        "SELECT a FROM t FOR UPDATE",
        "",
        "https://docs.snowflake.com/en/sql-reference/constructs/for-update";

    // ---- The select list ----
    Top, "`TOP`", [Snowflake],
        "SELECT TOP 3 a FROM t",
        "write `LIMIT` at the end of the query",
        "https://docs.snowflake.com/en/sql-reference/constructs/top_n";
    DistinctOn, "`DISTINCT ON`", [DuckDb],
        "SELECT DISTINCT ON (a) a, b FROM t",
        "number the rows with `row_number()` and keep the first",
        "https://duckdb.org/docs/stable/sql/query_syntax/select";
    SelectAs, "`SELECT AS STRUCT`", [BigQuery],
        "SELECT AS STRUCT 1 AS a",
        "call a function that makes a struct",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#select_as_struct";
    StringAsAlias, "a string as an alias", [DuckDb],
        "SELECT a AS 'b' FROM t",
        "quote the name as names are quoted",
        "https://duckdb.org/docs/stable/sql/query_syntax/select";
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
    StarAliases, "names for the columns of a star", [Trino],
        "SELECT ROW(1, 2).* AS (a, b)",
        "name each column",
        "https://trino.io/docs/current/sql/select.html";

    // ---- Clauses behind FROM ----
    ConnectBy, "`CONNECT BY`", [Snowflake],
        "SELECT a FROM t START WITH b IS NULL CONNECT BY b = PRIOR a",
        "write a recursive common table expression",
        "https://docs.snowflake.com/en/sql-reference/constructs/connect-by";
    GroupByAll, "`GROUP BY ALL`", [DuckDb Databricks Snowflake BigQuery],
        "SELECT a, sum(b) AS c FROM t GROUP BY ALL",
        "list the columns",
        "https://docs.snowflake.com/en/sql-reference/constructs/group-by";
    GroupByQuantifier, "`ALL` or `DISTINCT` before groups", [Trino],
        "SELECT a FROM t GROUP BY DISTINCT a",
        "leave it away",
        "https://trino.io/docs/current/sql/select.html#group-by-clause";
    WithRollup, "`GROUP BY .. WITH ROLLUP`", [Databricks],
        "SELECT a FROM t GROUP BY a WITH ROLLUP",
        "write `GROUP BY ROLLUP (..)`",
        "https://docs.databricks.com/sql/language-manual/sql-ref-syntax-qry-select-groupby";
    Qualify, "`QUALIFY`", [DuckDb Databricks Snowflake BigQuery],
        "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1",
        "filter on the window's column in a query around this one",
        "https://docs.snowflake.com/en/sql-reference/constructs/qualify";
    SortBy, "`SORT BY`, `CLUSTER BY` and `DISTRIBUTE BY`", [Databricks],
        "SELECT a FROM t DISTRIBUTE BY b SORT BY a",
        "write `ORDER BY`",
        "https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-sortby.html";
    LimitPercent, "a percentage in `LIMIT`", [DuckDb],
        "SELECT a FROM t LIMIT 10%",
        "count the rows, or sample them",
        "https://duckdb.org/docs/stable/sql/query_syntax/limit";
    OffsetRows, "`ROWS` behind `OFFSET`", [DuckDb Snowflake Trino],
        "SELECT a FROM t ORDER BY a OFFSET 3 ROWS",
        "leave it away",
        "https://trino.io/docs/current/sql/select.html#offset-clause";
    Fetch, "`FETCH FIRST`", [DuckDb Snowflake Trino],
        "SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS ONLY",
        "write `LIMIT`",
        "https://trino.io/docs/current/sql/select.html#limit-or-fetch-first-clause";
    Hint, "a hint `@{..}`", [BigQuery],
        "SELECT a FROM t @{x = 1}",
        "",
        "https://github.com/google/zetasql/blob/master/docs/lexical.md#hints";

    // ---- Set operations ----
    SetByName, "set operations `BY NAME`", [DuckDb Snowflake BigQuery],
        "SELECT a, b FROM t UNION ALL BY NAME SELECT b, a FROM u",
        "list the columns in one order on both sides",
        "https://docs.snowflake.com/en/sql-reference/operators-query";
    Minus, "`MINUS`", [Databricks Snowflake],
        "SELECT a FROM t MINUS SELECT a FROM u",
        "write `EXCEPT`",
        "https://docs.snowflake.com/en/sql-reference/operators-query";
    Corresponding, "`CORRESPONDING` in a set operation", [BigQuery Trino],
        "SELECT 1 AS a UNION ALL CORRESPONDING SELECT 2 AS a",
        "list the columns in the same order",
        "https://trino.io/docs/current/sql/select.html";
    SetOperationMode, "a mode of a set operation such as `FULL OUTER` or `STRICT`", [BigQuery],
        "SELECT 1 AS a FULL OUTER UNION ALL BY NAME SELECT 2 AS b",
        "select NULL for the columns that one side lacks",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#set_operators";

    // ---- Pipes ----
    PipeSyntax, "pipe syntax", [Databricks BigQuery],
        "FROM t |> WHERE a > 1 |> SELECT a",
        "nest the steps as queries in `FROM` or in `WITH`",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax";
    GooglePipeOperator, "this pipe operator", [BigQuery],
        "FROM t |> RENAME a AS b",
        "write it with `SELECT`",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax#pipe_operators";

    // ---- Tables ----
    StringAsTable, "a file's name in `FROM`", [DuckDb Snowflake],
        "SELECT a FROM 'orders.csv'",
        "quote a table's name as names are quoted",
        "https://duckdb.org/docs/stable/data/overview";
    ColumnAliases, "names for columns behind a table's alias", [DuckDb Databricks Snowflake Trino],
        "SELECT b FROM t AS u(b)",
        "name the columns in a query",
        "https://trino.io/docs/current/sql/select.html";
    AtTimeTravel, "`AT (..)` behind a table", [DuckDb Snowflake],
        "SELECT a FROM t AT (TIMESTAMP => '2020-01-01')",
        "write the dialect's `AS OF`",
        "https://docs.snowflake.com/en/sql-reference/constructs/at-before";
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
    MatchRecognize, "`MATCH_RECOGNIZE`", [Snowflake BigQuery Trino],
        "SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a MEASURES last(b.a) AS c PATTERN (a b+) DEFINE b AS a > 1)",
        "compare rows with window functions",
        "https://trino.io/docs/current/sql/match-recognize.html";
    Pivot, "`PIVOT` and `UNPIVOT`", [DuckDb Databricks Snowflake BigQuery],
        "SELECT * FROM t PIVOT (sum(a) FOR b IN ('x', 'y'))",
        "aggregate `CASE WHEN .. THEN .. END`, or join the rows of `UNNEST`",
        "https://docs.snowflake.com/en/sql-reference/constructs/pivot";
    PivotAny, "`ANY` in `PIVOT`", [Snowflake],
        "SELECT * FROM t PIVOT (sum(a) FOR b IN (ANY))",
        "list the values",
        "https://docs.snowflake.com/en/sql-reference/constructs/pivot";
    PivotDefault, "`DEFAULT ON NULL` in `PIVOT`", [Snowflake],
        "SELECT * FROM t PIVOT (sum(a) FOR b IN ('x', 'y') DEFAULT ON NULL (0))",
        "replace the nulls with `coalesce`",
        "https://docs.snowflake.com/en/sql-reference/constructs/pivot";

    // ---- Table functions ----
    TableFunctionCall, "`TABLE(..)` around a table function", [Databricks Snowflake Trino],
        "SELECT * FROM TABLE(f(1))",
        "write the function alone",
        "https://trino.io/docs/current/functions/table.html";
    LateralFunction, "`LATERAL` before a function", [DuckDb Databricks Snowflake BigQuery],
        "SELECT b FROM t, LATERAL f(t.a) AS u",
        "write the function alone, or `UNNEST`",
        "https://docs.snowflake.com/en/sql-reference/constructs/join-lateral";
    LateralView, "`LATERAL VIEW`", [Databricks],
        "SELECT b FROM t LATERAL VIEW explode(a) v AS b",
        "join the rows of `UNNEST` or `FLATTEN`",
        "https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-lateral-view.html";
    TableArgument, "a table as an argument", [Databricks Snowflake BigQuery Trino],
        "SELECT * FROM f(TABLE t)",
        "pass the table's name as text, where the function takes it",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/table-functions";
    ModelArgument, "a model or a connection as an argument", [BigQuery],
        "SELECT * FROM ML.PREDICT(MODEL m, (SELECT 1 AS a))",
        "",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/bigqueryml-syntax-predict";
    JsonTable, "`JSON_TABLE`", [Databricks Trino],
        "SELECT * FROM JSON_TABLE(a, 'lax $' COLUMNS (b bigint PATH 'lax $.b'))",
        "extract values with the dialect's JSON functions",
        "https://trino.io/docs/current/functions/json.html";
    Unnest, "`UNNEST` in `FROM`", [DuckDb Databricks BigQuery Trino],
        "SELECT a FROM UNNEST(x) AS a",
        "join the rows of `FLATTEN`",
        "https://trino.io/docs/current/sql/select.html#unnest";
    Ordinality, "`WITH ORDINALITY`", [DuckDb Databricks Trino],
        "SELECT a, n FROM unnest(x) WITH ORDINALITY AS u (a, n)",
        "number the elements with the dialect's own function",
        "https://trino.io/docs/current/sql/select.html#unnest";
    WithOffset, "`WITH OFFSET`", [BigQuery],
        "SELECT a FROM UNNEST([1]) AS a WITH OFFSET AS i",
        "write `WITH ORDINALITY` and subtract 1",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#unnest_operator";

    // ---- Joins ----
    AsofJoin, "`ASOF JOIN`", [DuckDb Snowflake],
        "SELECT a FROM t ASOF JOIN u USING (a)",
        "join on a window function's row",
        "https://docs.snowflake.com/en/sql-reference/constructs/asof-join";
    DirectedJoin, "`DIRECTED` joins", [Snowflake],
        "SELECT t.a FROM t INNER DIRECTED JOIN u ON t.a = u.a",
        "leave `DIRECTED` away",
        "https://docs.snowflake.com/en/sql-reference/constructs/join";

    // ---- Aggregates and windows ----
    ArgumentOrderBy, "`ORDER BY` among the arguments of an aggregate", [DuckDb BigQuery Trino],
        "SELECT array_agg(a ORDER BY b) FROM t",
        "write `WITHIN GROUP (ORDER BY ..)` where the function takes it",
        "https://trino.io/docs/current/functions/aggregate.html#ordering-during-aggregation";
    ArgumentLimit, "`LIMIT` among the arguments of an aggregate", [BigQuery],
        "SELECT array_agg(a LIMIT 3) FROM t",
        "take a slice of the result",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/aggregate-function-calls";
    AggregateFilter, "`FILTER (WHERE ..)`", [DuckDb Databricks Snowflake Trino],
        "SELECT sum(a) FILTER (WHERE b) FROM t",
        "aggregate `CASE WHEN .. THEN .. END`",
        "https://trino.io/docs/current/functions/aggregate.html";
    FilterWithoutWhere, "`FILTER` without `WHERE`", [DuckDb],
        "SELECT sum(a) FILTER (b > 1) FROM t",
        "write `FILTER (WHERE ..)`",
        "https://duckdb.org/docs/stable/sql/query_syntax/filter";
    WithinGroup, "`WITHIN GROUP`", [DuckDb Databricks Snowflake Trino],
        "SELECT mode() WITHIN GROUP (ORDER BY a) FROM t",
        "put `ORDER BY` into the arguments",
        "https://trino.io/docs/current/functions/aggregate.html";
    ListaggOverflow, "`ON OVERFLOW`", [Trino],
        "SELECT listagg(a, ',' ON OVERFLOW TRUNCATE '..' WITH COUNT) WITHIN GROUP (ORDER BY a) FROM t",
        "cut the text with `substring`",
        "https://trino.io/docs/current/functions/aggregate.html";
    GroupsFrame, "`GROUPS` frames", [DuckDb Trino],
        "SELECT sum(a) OVER (ORDER BY b GROUPS 1 PRECEDING) FROM t",
        "write `ROWS` or `RANGE`",
        "https://duckdb.org/docs/stable/sql/functions/window_functions#framing";
    FrameExclusion, "`EXCLUDE` in a window frame", [DuckDb],
        "SELECT sum(a) OVER (ORDER BY b ROWS 1 PRECEDING EXCLUDE CURRENT ROW) FROM t",
        "",
        "https://duckdb.org/docs/stable/sql/functions/window_functions#exclude-clause";
    PatternWindow, "patterns in a window", [Trino],
        "SELECT m OVER w FROM t WINDOW w AS (ORDER BY a MEASURES last(b.a) AS m ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING PATTERN (b+) DEFINE b AS b.a > 1)",
        "compare rows with window functions",
        "https://trino.io/docs/current/sql/pattern-recognition-in-window.html";

    // ---- Values ----
    ListBrackets, "lists in `[..]`", [DuckDb Snowflake BigQuery],
        "SELECT [1, 2] AS l",
        "call the function that makes arrays",
        "https://duckdb.org/docs/stable/sql/data_types/list";
    ArrayBrackets, "`ARRAY[..]`", [DuckDb BigQuery Trino],
        "SELECT ARRAY[1, 2] AS l",
        "call the function that makes arrays",
        "https://trino.io/docs/current/language/types.html#array";
    MapBraces, "`MAP {..}`", [DuckDb],
        "SELECT MAP {'a': 1} AS m",
        "call the function that makes maps",
        "https://duckdb.org/docs/stable/sql/data_types/map";
    Braces, "structs and objects in `{..}`", [DuckDb Snowflake],
        "SELECT {'a': 1} AS o",
        "call the function that makes structs",
        "https://docs.snowflake.com/en/sql-reference/data-types-semistructured#object-constants";
    BareInterval, "an interval whose number is no string", [DuckDb Databricks Snowflake BigQuery],
        "SELECT INTERVAL 3 DAY AS i",
        "put the number into quotes",
        "https://trino.io/docs/current/language/types.html#interval-day-to-second";
    DollarParameter, "parameters such as `$1`", [DuckDb Snowflake],
        "SELECT $1 AS a",
        "write `@var(name)`",
        "https://docs.snowflake.com/en/sql-reference/session-variables";
    NumberedParameter, "parameters such as `:1`", [Snowflake],
        "SELECT :1 AS a",
        "write `@var(name)`",
        "https://docs.snowflake.com/en/developer-guide/udf-stored-procedure-arguments";

    // ---- Casts and calls ----
    CastOperator, "`::`", [DuckDb Databricks Snowflake],
        "SELECT a::date FROM t",
        "write `CAST(.. AS ..)`",
        "https://docs.snowflake.com/en/sql-reference/functions/cast";
    TryCast, "`TRY_CAST`", [DuckDb Databricks Snowflake Trino],
        "SELECT TRY_CAST(a AS DATE) AS b FROM t",
        "write `SAFE_CAST`",
        "https://trino.io/docs/current/functions/conversion.html";
    SafeCast, "`SAFE_CAST`", [BigQuery],
        "SELECT SAFE_CAST(a AS DATE) AS b FROM t",
        "write `TRY_CAST`",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions#safe_casting";
    ListType, "`[]` behind a type", [DuckDb],
        "SELECT CAST(a AS INT[]) AS b FROM t",
        "write the dialect's type of arrays",
        "https://duckdb.org/docs/stable/sql/data_types/list";
    CastFormat, "`FORMAT` in `CAST`", [BigQuery],
        "SELECT CAST(a AS DATE FORMAT 'YYYY') AS b FROM t",
        "call the function that reads or writes a format",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements";
    ColonEqualsArgument, "`:=` before an argument", [DuckDb],
        "SELECT f(a := 1) AS b",
        "write `=>`",
        "https://duckdb.org/docs/stable/sql/functions/overview";
    KeywordArguments, "words between the arguments, as in `TRIM(BOTH .. FROM ..)`", [DuckDb Databricks Snowflake Trino],
        "SELECT trim(BOTH FROM a) FROM t",
        "separate the arguments with commas",
        "https://trino.io/docs/current/functions/string.html";
    SqlJson, "the SQL standard's JSON clauses", [Trino],
        "SELECT json_value(a, 'lax $.b' RETURNING bigint NULL ON EMPTY) FROM t",
        "use the dialect's JSON functions",
        "https://trino.io/docs/current/functions/json.html";
    WithExpression, "`WITH(..)` as an expression", [BigQuery],
        "SELECT WITH(a AS 1, a + 1)",
        "compute it in a query in `FROM`",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#with_expression";

    // ---- Operators ----
    AtTimeZone, "`AT TIME ZONE`", [DuckDb Snowflake BigQuery Trino],
        "SELECT EXTRACT(HOUR FROM a AT TIME ZONE 'UTC') AS b FROM t",
        "call `from_utc_timestamp` or `convert_timezone`",
        "https://trino.io/docs/current/functions/datetime.html#time-zone-conversion";
    Slice, "slices of lists", [DuckDb],
        "SELECT a[1:2] AS b FROM t",
        "call `slice` or `array_slice`",
        "https://duckdb.org/docs/stable/sql/functions/list#slicing";
    BitwiseOperators, "a bitwise operator", [DuckDb Databricks BigQuery],
        "SELECT a & b FROM t",
        "call a function such as `bitwise_and`",
        "https://trino.io/docs/current/functions/bitwise.html";
    IntegerDivision, "`//`", [DuckDb],
        "SELECT (a // b) FROM t",
        "call a function such as `div`, or cast the quotient",
        "https://duckdb.org/docs/stable/sql/functions/numeric";
    PowerOperator, "`**`", [DuckDb],
        "SELECT a ** b FROM t",
        "call `power`",
        "https://duckdb.org/docs/stable/sql/functions/numeric";
    DoubleEquals, "`==`", [DuckDb Databricks],
        "SELECT a == b FROM t",
        "write `=`",
        "https://docs.databricks.com/sql/language-manual/functions/eqeqsign";
    NullSafeEquals, "`<=>`", [DuckDb Databricks],
        "SELECT a <=> b FROM t",
        "write `IS NOT DISTINCT FROM`",
        "https://docs.databricks.com/sql/language-manual/functions/lteqgtsign";
    QuantifiedComparison, "a comparison with `ANY`, `SOME` or `ALL`", [DuckDb Databricks Snowflake Trino],
        "SELECT a = ANY (SELECT b FROM u) FROM t",
        "write `IN`, or compare with the least or the greatest",
        "https://trino.io/docs/current/functions/comparison.html";
    InValue, "`IN` with a list that is a value", [DuckDb],
        "SELECT a IN b FROM t",
        "call a function such as `contains`",
        "https://duckdb.org/docs/stable/sql/expressions/in";
    Ilike, "`ILIKE`", [DuckDb Databricks Snowflake],
        "SELECT a ILIKE 'x%' FROM t",
        "compare `lower(..)`",
        "https://docs.snowflake.com/en/sql-reference/functions/ilike";
    Rlike, "`RLIKE`", [Databricks Snowflake],
        "SELECT a RLIKE 'x.*' FROM t",
        "call `regexp_like` or its like",
        "https://docs.databricks.com/sql/language-manual/functions/rlike";
    SimilarTo, "`SIMILAR TO`", [DuckDb],
        "SELECT a SIMILAR TO 'x.*' FROM t",
        "call `regexp_like` or its like",
        "https://duckdb.org/docs/stable/sql/functions/pattern_matching";
    Glob, "`GLOB`", [DuckDb],
        "SELECT a GLOB 'x*' FROM t",
        "write `LIKE`",
        "https://duckdb.org/docs/stable/sql/functions/pattern_matching";
    LikeAny, "`LIKE ANY` and `LIKE ALL`", [Databricks Snowflake BigQuery],
        "SELECT a LIKE ANY ('x%', 'y%') FROM t",
        "join conditions with `OR`",
        "https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#like_operator_quantified";
}
