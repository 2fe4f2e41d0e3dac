//! Reserved words: what cannot stand bare as a column or table name.

use base::DialectKind;

/// Whether `word`, in any case, must be quoted to be a column or table name in `dialect`.
pub fn is_reserved(word: &str, dialect: DialectKind) -> bool {
    let word = word.to_ascii_lowercase();
    let list = match dialect {
        DialectKind::DuckDb => DUCKDB,
        DialectKind::Databricks => DATABRICKS,
        DialectKind::Snowflake => SNOWFLAKE,
        DialectKind::BigQuery => BIGQUERY,
        DialectKind::Trino => TRINO,
    };
    list.split_ascii_whitespace().any(|reserved| reserved == word)
}

/// `duckdb_keywords()` of 1.5.6: categories reserved, column_name and type_function. Those of the last two may
/// name a column in places, but DuckDB itself quotes them when it prints.
const DUCKDB: &str = "
    all analyse analyze and anti any array as asc asof asymmetric at authorization between bigint binary bit boolean
    both by case cast char character check coalesce collate collation column columns concurrently constraint create
    cross dec decimal default deferrable desc describe distinct do else end except exists extract false fetch float
    for foreign freeze from full generated glob group grouping grouping_id having ilike in initially inner inout int
    integer intersect interval into is isnull join lambda lateral leading left like limit map national natural nchar
    none not notnull null nullif numeric offset on only or order out outer overlaps overlay pivot pivot_longer
    pivot_wider placing position positional precision primary qualify real references returning right row select semi
    setof show similar smallint some struct substring summarize symmetric table tablesample then time timestamp to
    trailing treat trim true try_cast union unique unpack unpivot using values varchar variadic verbose when where
    window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
    xmlserialize xmltable";

/// ANSI-mode reserved words of <https://docs.databricks.com/en/sql/language-manual/sql-ref-reserved-words.html>.
const DATABRICKS: &str = "
    all alter and anti any array as at authorization between both by case cast check collate column commit constraint
    create cross cube current current_date current_time current_timestamp current_user delete describe distinct drop
    else end escape except exists external extract false fetch filter for foreign from full function global grant
    group grouping having in inner insert intersect interval into is join lateral leading left like local minus
    natural no not null of on only or order out outer overlaps partition position primary range references revoke
    right rollback rollup row rows select semi session_user set some start table tablesample then time to trailing
    true truncate union unique unknown update user using values when where window with";

/// <https://docs.snowflake.com/en/sql-reference/reserved-keywords>.
const SNOWFLAKE: &str = "
    account all alter and any as between by case cast check column connect connection constraint create cross current
    current_date current_time current_timestamp current_user database delete distinct drop else exists false following
    for from full grant group gscluster having ilike in increment inner insert intersect into is issue join lateral
    left like localtime localtimestamp minus natural not null of on or order organization qualify regexp revoke right
    rlike row rows sample schema select set some start table tablesample then to trigger true try_cast union unique
    update using values view when whenever where with";

/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#reserved_keywords>.
const BIGQUERY: &str = "
    all and any array as asc assert_rows_modified at between by case cast collate contains create cross cube current
    default define desc distinct else end enum escape except exclude exists extract false fetch following for from
    full graph_table group grouping groups hash having if ignore in inner intersect interval into is join lateral left
    like limit lookup merge natural new no not null nulls of on or order outer over partition preceding proto qualify
    range recursive respect right rollup rows select set some struct tablesample then to treat true unbounded union
    unnest using when where window with within";

/// <https://trino.io/docs/current/language/reserved.html>.
const TRINO: &str = "
    alter and as auto between by case cast constraint create cross cube current_catalog current_date current_path
    current_role current_schema current_time current_timestamp current_user deallocate delete describe distinct drop
    else end escape except exists extract false for from full group grouping having in inner insert intersect into is
    join json_array json_exists json_object json_query json_table json_value left like listagg localtime
    localtimestamp natural normalize not null on or order outer prepare recursive right rollup select skip table then
    trim true uescape union unnest using values when where with";
