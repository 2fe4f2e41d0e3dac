//! How tightly operators bind, dialect by dialect.
//!
//! A larger number binds tighter; operators of one number group to the left. Operators that a dialect lacks stand where
//! DuckDB has them, so that the text is still read in one way.

use base::DialectKind;

/// The binding powers of one dialect, the loosest first in DuckDB's order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Precedence {
    /// `->` of lambdas; what follows it in DuckDB.
    pub(super) arrow: u8,
    /// `OR`, `XOR`
    pub(super) or: u8,
    /// `AND`
    pub(super) and: u8,
    /// `NOT` before an operand
    pub(super) not: u8,
    /// `IS NULL`, `IS TRUE`, `IS DISTINCT FROM`
    pub(super) is: u8,
    /// `=`, `<` and their kin
    pub(super) compare: u8,
    /// `IN`, `BETWEEN`, `LIKE`, and the operators that stand for patterns
    pub(super) like: u8,
    /// `->>`, `@>`, `<->`, user-defined ones; before an operand, `@` and `!`
    pub(super) other: u8,
    /// `||`
    pub(super) concat: u8,
    /// `|`
    pub(super) bit_or: u8,
    /// `^` where it is not a power
    pub(super) bit_xor: u8,
    /// `&`
    pub(super) bit_and: u8,
    /// `<<`, `>>`
    pub(super) shift: u8,
    /// `+`, `-`
    pub(super) add: u8,
    /// `*`, `/`, `//`, `DIV`, `%`
    pub(super) multiply: u8,
    /// `**`, and `^` where it is a power
    pub(super) power: u8,
    /// `COLLATE`
    pub(super) collate: u8,
    /// `AT TIME ZONE`
    pub(super) at: u8,
    /// `~` before an operand
    pub(super) bit_not: u8,
    /// `-`, `+` before an operand
    pub(super) unary: u8,
    /// `!` behind an operand, `[..]`
    pub(super) postfix: u8,
    /// `::`, `.field`, `:path`
    pub(super) cast: u8,
}

/// DuckDB 2.0, as its parser serialises trees (`cargo xtask corpus shape`). Version 1.5 binds `->>` as loosely as `->`,
/// and `&`, `|`, `<<` as `||`. <https://duckdb.org/docs/stable/sql/expressions/overview>
const DUCKDB: Precedence = Precedence {
    arrow: 2,
    or: 4,
    and: 6,
    not: 8,
    is: 10,
    compare: 12,
    like: 14,
    other: 16,
    concat: 16,
    bit_or: 18,
    bit_xor: 24,
    bit_and: 18,
    shift: 18,
    add: 20,
    multiply: 22,
    power: 24,
    collate: 26,
    at: 28,
    bit_not: 18,
    unary: 30,
    postfix: 32,
    cast: 34,
};

/// Spark's grammar: a condition stands behind a whole comparison, `a = b IS NULL` tests the comparison and `a LIKE b = c`
/// has `b = c` for its pattern.
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-functions-builtin.html#operator-precedence>
const DATABRICKS: Precedence = Precedence {
    is: 10,
    like: 10,
    compare: 12,
    other: 13,
    bit_or: 14,
    bit_xor: 15,
    bit_and: 16,
    shift: 17,
    add: 20,
    concat: 20,
    collate: 33,
    bit_not: 30,
    ..DUCKDB
};

/// Snowflake documents the order of arithmetic, comparison and logical operators, all as in DuckDB.
/// <https://docs.snowflake.com/en/sql-reference/operators>
const SNOWFLAKE: Precedence = Precedence { bit_not: 30, ..DUCKDB };

/// BigQuery: `||` is a multiplication, and all comparisons, `LIKE`, `IN`, `BETWEEN` and `IS` are of one rank.
/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#operator_precedence>
const BIGQUERY: Precedence = Precedence {
    is: 10,
    compare: 10,
    like: 10,
    bit_or: 14,
    bit_xor: 15,
    bit_and: 16,
    shift: 17,
    concat: 22,
    collate: 33,
    bit_not: 30,
    ..DUCKDB
};

/// Trino's grammar: one rank of predicates, `||` loosest of what makes values, `AT TIME ZONE` tighter than signs.
/// <https://github.com/trinodb/trino/blob/master/core/trino-grammar/src/main/antlr4/io/trino/grammar/sql/SqlBase.g4>
const TRINO: Precedence = Precedence { is: 10, compare: 10, like: 10, at: 31, bit_not: 30, ..DUCKDB };

impl Precedence {
    /// The table of a dialect.
    pub(super) const fn of(dialect: DialectKind) -> &'static Precedence {
        match dialect {
            DialectKind::DuckDb => &DUCKDB,
            DialectKind::Databricks => &DATABRICKS,
            DialectKind::Snowflake => &SNOWFLAKE,
            DialectKind::BigQuery => &BIGQUERY,
            DialectKind::Trino => &TRINO,
        }
    }

    /// The rank of the tightest of conditions: what binds tighter makes a value.
    pub(super) fn condition(&self) -> u8 {
        self.is.max(self.compare).max(self.like)
    }
}
