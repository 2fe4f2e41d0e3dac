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

/// Whether `word`, in any case, is a keyword of DuckDB, reserved or not.
pub(crate) fn is_duckdb_keyword(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    is_reserved(word, DialectKind::DuckDb)
        || DUCKDB_UNRESERVED.split_ascii_whitespace().any(|listed| listed == lower)
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

/// DuckDB's unreserved keywords. They may stand bare anywhere, but DuckDB quotes field names that are keywords of
/// any kind when it prints a type.
const DUCKDB_UNRESERVED: &str = "
    abort absolute access action add admin after aggregate also alter always assertion assignment attach attribute
    backward before begin cache call called cascade cascaded catalog centuries century chain characteristics
    checkpoint class close cluster comment comments commit committed compression configuration conflict connection
    constraints content continue conversion copy cost csv cube current cursor cycle data database day days deallocate
    decade decades declare defaults deferred definer delete delimiter delimiters depends detach dictionary disable
    discard document domain double drop each enable encoding encrypted enum error escape event exclude excluding
    exclusive execute explain export export_state extension extensions external family filter first following force
    forward function functions global grant granted groups handler header hold hour hours identity if ignore immediate
    immutable implicit import include including increment index indexes inherit inherits inline input insensitive
    insert install instead invoker isolation json key label language large last leakproof level listen load local
    location lock locked logged macro mapping match matched materialized maxvalue merge method microsecond
    microseconds millennia millennium millisecond milliseconds minute minutes minvalue mode month months move name
    names new next no nothing notify nowait nulls object of off oids old operator option options ordinality others
    over overriding owned owner parallel parser partial partition partitioned passing password percent persistent
    plans policy pragma preceding prepare prepared preserve prior privileges procedural procedure program publication
    quarter quarters quote range read reassign recheck recursive ref referencing refresh reindex relative release
    rename repeatable replace replica reset respect restart restrict returns revoke role rollback rollup rows rule
    sample savepoint schema schemas scope scroll search second seconds secret security sequence sequences serializable
    server session set sets share simple skip snapshot sorted source sql stable standalone start statement statistics
    stdin stdout storage stored strict strip subscription sysid system tables tablespace target temp template
    temporary text ties transaction transform trigger truncate trusted type types unbounded uncommitted unencrypted
    unknown unlisten unlogged until update use user vacuum valid validate validator value variable varying version
    view views virtual volatile week weeks whitespace within without work wrapper write xml year years yes zone";

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
