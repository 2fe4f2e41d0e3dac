//! Which words cannot be names, by dialect.

use crate::SyntaxKind;
use crate::T;
use crate::parser::TokenSet;
use base::DialectKind;

/// The reserved words of a dialect.
pub(crate) struct Reserved {
    /// Never a name unless quoted.
    pub(crate) words: TokenSet,
    /// Never a table's alias without AS.
    pub(crate) table_alias: TokenSet,
    /// Never a column's alias without AS.
    pub(crate) column_alias: TokenSet,
}

/// Whether this word must be quoted to be a name in this dialect.
///
/// Sources: DuckDB's `duckdb_keywords()`; Spark's ANSI mode reserves more than Databricks refuses in practice; the
/// keyword pages of Snowflake, BigQuery and Trino.
pub fn is_reserved(word: &str, dialect: DialectKind) -> bool {
    let kind = SyntaxKind::from_keyword(word.to_ascii_lowercase().as_bytes());
    kind.is_some_and(|it| Reserved::of(dialect).words.contains(it))
}

/// Reserved everywhere.
const COMMON: TokenSet = TokenSet::new(&[
    T![all],
    T![and],
    T![as],
    T![case],
    T![create],
    T![distinct],
    T![else],
    T![end],
    T![except],
    T![false],
    T![for],
    T![from],
    T![group],
    T![having],
    T![in],
    T![intersect],
    T![into],
    T![is],
    T![join],
    T![not],
    T![null],
    T![on],
    T![or],
    T![order],
    T![select],
    T![then],
    T![true],
    T![union],
    T![using],
    T![when],
    T![where],
    T![with],
]);

/// <https://duckdb.org/docs/stable/sql/dialect/keywords_and_identifiers>, category "reserved".
const DUCKDB: TokenSet = COMMON.union(TokenSet::new(&[
    T![analyse],
    T![analyze],
    T![any],
    T![array],
    T![asc],
    T![asymmetric],
    T![both],
    T![cast],
    T![check],
    T![collate],
    T![column],
    T![constraint],
    T![default],
    T![deferrable],
    T![desc],
    T![describe],
    T![do],
    T![fetch],
    T![foreign],
    T![initially],
    T![lambda],
    T![lateral],
    T![leading],
    T![limit],
    T![offset],
    T![only],
    T![pivot],
    T![pivot_longer],
    T![pivot_wider],
    T![placing],
    T![primary],
    T![qualify],
    T![references],
    T![returning],
    T![show],
    T![some],
    T![summarize],
    T![symmetric],
    T![table],
    T![to],
    T![trailing],
    T![unique],
    T![unpivot],
    T![variadic],
    T![window],
]));

const SNOWFLAKE: TokenSet = COMMON.union(TokenSet::new(&[
    T![alter],
    T![any],
    T![between],
    T![by],
    T![check],
    T![column],
    T![connect],
    T![constraint],
    T![delete],
    T![drop],
    T![grant],
    T![ilike],
    T![insert],
    T![lateral],
    T![minus],
    T![qualify],
    T![rlike],
    T![regexp],
    T![revoke],
    T![sample],
    T![set],
    T![some],
    T![table],
    T![tablesample],
    T![to],
    T![unique],
    T![update],
    T![values],
]));

const BIGQUERY: TokenSet = COMMON.union(TokenSet::new(&[
    T![any],
    T![array],
    T![asc],
    T![cast],
    T![collate],
    T![cross],
    T![cube],
    T![default],
    T![desc],
    T![escape],
    T![exclude],
    T![exists],
    T![extract],
    T![fetch],
    T![full],
    T![groups],
    T![if],
    T![ignore],
    T![inner],
    T![interval],
    T![lateral],
    T![left],
    T![like],
    T![limit],
    T![merge],
    T![natural],
    T![no],
    T![nulls],
    T![of],
    T![outer],
    T![over],
    T![partition],
    T![preceding],
    T![qualify],
    T![range],
    T![recursive],
    T![respect],
    T![right],
    T![rollup],
    T![rows],
    T![set],
    T![some],
    T![struct],
    T![tablesample],
    T![to],
    T![unbounded],
    T![window],
    T![within],
]));

const TRINO: TokenSet = COMMON.union(TokenSet::new(&[
    T![between],
    T![cast],
    T![constraint],
    T![cross],
    T![cube],
    T![drop],
    T![escape],
    T![exists],
    T![extract],
    T![full],
    T![inner],
    T![insert],
    T![left],
    T![like],
    T![natural],
    T![outer],
    T![prepare],
    T![right],
    T![rollup],
    T![table],
    T![values],
]));

/// <https://docs.databricks.com/sql/language-manual/sql-ref-reserved-words>: few words in truth, but these would make
/// other clauses unreadable.
const DATABRICKS: TokenSet = COMMON.union(TokenSet::new(&[T![lateral], T![cast]]));

/// Words that go on behind a table: no alias without AS.
const BEHIND_TABLE: TokenSet = TokenSet::new(&[
    T![by],
    T![anti],
    T![asof],
    T![cross],
    T![full],
    T![inner],
    T![lateral],
    T![left],
    T![limit],
    T![natural],
    T![offset],
    T![outer],
    T![positional],
    T![qualify],
    T![right],
    T![semi],
    T![tablesample],
    T![unpivot],
    T![pivot],
    T![window],
    T![fetch],
    T![set],
    T![match_condition],
]);

/// Words that go on behind an expression: no alias without AS.
const BEHIND_EXPRESSION: TokenSet = TokenSet::new(&[
    T![by],
    T![between],
    T![collate],
    T![fetch],
    T![glob],
    T![ilike],
    T![isnull],
    T![like],
    T![limit],
    T![notnull],
    T![offset],
    T![over],
    T![qualify],
    T![rlike],
    T![similar],
    T![tablesample],
    T![window],
]);

const MINUS: TokenSet = TokenSet::new(&[T![minus]]);

static DUCKDB_WORDS: Reserved = Reserved::new(DUCKDB, TokenSet::EMPTY);
static DATABRICKS_WORDS: Reserved = Reserved::new(
    DATABRICKS,
    MINUS.union(TokenSet::new(&[T![cluster], T![distribute], T![sort], T![version], T![timestamp]])),
);
static SNOWFLAKE_WORDS: Reserved = Reserved::new(
    SNOWFLAKE,
    MINUS.union(TokenSet::new(&[T![at], T![before], T![sample], T![match_recognize]])),
);
static BIGQUERY_WORDS: Reserved = Reserved::new(BIGQUERY, TokenSet::EMPTY);
static TRINO_WORDS: Reserved = Reserved::new(TRINO, TokenSet::new(&[T![match_recognize]]));

/// The words that are never names in the Rocky DSL.
pub(crate) static ROCKY_WORDS: Reserved = Reserved::new(
    TokenSet::new(&[
        T![let],
        T![from],
        T![where],
        T![group],
        T![derive],
        T![select],
        T![join],
        T![window],
        T![sort],
        T![take],
        T![distinct],
        T![union],
        T![replicate],
        T![check],
        T![as],
        T![on],
        T![by],
        T![order],
        T![keep],
        T![asc],
        T![desc],
        T![and],
        T![or],
        T![not],
        T![is],
        T![null],
        T![in],
        T![true],
        T![false],
        T![match],
        T![over],
        T![partition],
        T![rows],
        T![range],
        T![unbounded],
        T![current],
        T![left_join],
        T![right_join],
        T![full_join],
        T![cross_join],
    ]),
    TokenSet::EMPTY,
);

impl Reserved {
    const fn new(words: TokenSet, behind: TokenSet) -> Reserved {
        Reserved {
            words,
            table_alias: words.union(BEHIND_TABLE).union(behind),
            column_alias: words.union(BEHIND_EXPRESSION).union(behind),
        }
    }

    pub(crate) fn of(dialect: DialectKind) -> &'static Reserved {
        match dialect {
            DialectKind::DuckDb => &DUCKDB_WORDS,
            DialectKind::Databricks => &DATABRICKS_WORDS,
            DialectKind::Snowflake => &SNOWFLAKE_WORDS,
            DialectKind::BigQuery => &BIGQUERY_WORDS,
            DialectKind::Trino => &TRINO_WORDS,
        }
    }
}
