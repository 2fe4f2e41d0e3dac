//! Relations that make columns of their own: `PIVOT`, `UNPIVOT`, `JSON_TABLE`, `MATCH_RECOGNIZE`, `DESCRIBE`.

use crate::{ExprId, QueryId, RelationId};
use base::{Ident, SmolStr};

/// Expressions with their aliases, where they have some.
pub type NamedExprs = Box<[(ExprId, Option<Ident>)]>;

/// `PIVOT`: the rows of a group become one, with columns for the values of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pivot {
    /// What it reads.
    pub input: RelationId,
    /// What is computed for each value: `sum(a) AS s`. Where none is written, DuckDB counts rows.
    pub aggregates: NamedExprs,
    /// What makes the columns.
    pub keys: Box<[PivotKey]>,
    /// `GROUP BY`; where none is written, every column that nothing else names.
    pub group_by: Option<Box<[ExprId]>>,
}

/// `FOR a IN (1, 2)`, `ON a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PivotKey {
    /// The column; a tuple for several.
    pub key: ExprId,
    /// `IN (SELECT …)`: what yields the values.
    pub query: Option<QueryId>,
    /// The values, perhaps with names. Absent where the data decide.
    pub values: Option<NamedExprs>,
}

/// `UNPIVOT`: columns of a row become rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpivot {
    /// What it reads.
    pub input: RelationId,
    /// The columns that become rows; tuples where several become one row. An alias is data.
    pub items: NamedExprs,
    /// The columns that say where a row comes from.
    pub names: Box<[Ident]>,
    /// The columns that hold the values.
    pub values: Box<[Ident]>,
    /// `INCLUDE NULLS`: rows whose values are all NULL stay.
    pub nulls: bool,
}

/// A construct whose columns are declared in it: `JSON_TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Expressions in it, resolved against the relations to its left.
    pub exprs: Box<[ExprId]>,
    /// The columns: their names, and their types as written.
    pub columns: Box<[(Ident, Option<SmolStr>)]>,
}

/// `MATCH_RECOGNIZE`: rows that match a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// What it reads.
    pub input: RelationId,
    /// `PARTITION BY`.
    pub partition_by: Box<[ExprId]>,
    /// `ORDER BY`.
    pub order_by: Box<[ExprId]>,
    /// `MEASURES expr AS name`.
    pub measures: Box<[(ExprId, Ident)]>,
    /// The conditions of the pattern's variables.
    pub conditions: Box<[ExprId]>,
    /// The pattern's variables: each is a name for the rows that it matched.
    pub variables: Box<[Ident]>,
    /// `ALL ROWS PER MATCH`.
    pub all_rows: bool,
}

/// A statement about tables that DuckDB takes for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Description {
    /// `DESCRIBE t`.
    Columns,
    /// `SUMMARIZE t`.
    Statistics,
    /// `SHOW TABLES`.
    Tables,
    /// `SHOW DATABASES`.
    Databases,
    /// `SHOW SCHEMAS`.
    Schemas,
    /// Another: which columns it has, we do not know.
    Other,
}

/// A description, and what it describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Which.
    pub description: Description,
    /// The query, where it is about one.
    pub query: Option<QueryId>,
}
