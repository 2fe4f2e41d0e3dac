//! The body of a model: its meaning-bearing structure, without positions.
//!
//! SQL and the Rocky DSL lower to the same body. Whitespace, comments and everything else that does not change meaning
//! is gone, so two texts that mean the same have equal bodies. Ids are stable only within one body; the
//! [`crate::SourceMap`] made beside it turns them into ranges.

use crate::{Expr, ExprId, Relation, SortOrder, Window};
use base::{DialectKind, Ident};
use la_arena::{Arena, Idx, IdxRange};

/// A query of a body.
pub type QueryId = Idx<Query>;
/// A `SELECT` block of a body.
pub type SelectId = Idx<Select>;
/// A relation in a `FROM` of a body.
pub type RelationId = Idx<Relation>;

/// The statement of one model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Every expression.
    pub exprs: Arena<Expr>,
    /// Every query.
    pub queries: Arena<Query>,
    /// Every `SELECT` block.
    pub selects: Arena<Select>,
    /// Every relation.
    pub relations: Arena<Relation>,
    /// The query whose rows are the model; absent where the file has none.
    pub root: Option<QueryId>,
}

/// A query: optional common table expressions around a body, with ordering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// `WITH`, in order.
    pub ctes: Box<[Cte]>,
    /// Whether `WITH RECURSIVE` was written.
    pub recursive: bool,
    /// What yields the rows.
    pub body: QueryBody,
    /// `ORDER BY` expressions.
    pub order_by: Box<[ExprId]>,
    /// How each of `order_by` sorts.
    pub orders: Box<[SortOrder]>,
    /// `LIMIT`, `OFFSET` and `FETCH` expressions.
    pub limits: Box<[ExprId]>,
    /// The one of `limits` that says how many rows come out at most.
    pub limit: Option<ExprId>,
}

impl Query {
    /// A query that is its body and nothing else.
    pub(crate) fn of(body: QueryBody) -> Query {
        Query {
            ctes: Box::default(),
            recursive: false,
            body,
            order_by: Box::default(),
            orders: Box::default(),
            limits: Box::default(),
            limit: None,
        }
    }
}

/// A common table expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cte {
    /// Its name.
    pub name: Ident,
    /// `name(a, b)`: the column names given there.
    pub columns: Box<[Ident]>,
    /// Its query.
    pub query: QueryId,
    /// The relations within it, at any depth.
    pub relations: IdxRange<Relation>,
}

/// What yields the rows of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryBody {
    /// A `SELECT` block.
    Select(SelectId),
    /// `UNION`, `INTERSECT` or `EXCEPT`.
    SetOperation {
        /// Which.
        operator: SetOperator,
        /// Whether duplicates are kept.
        all: bool,
        /// How the columns of the arms meet.
        matching: Matching,
        /// The first arm.
        left: QueryId,
        /// The second arm.
        right: QueryId,
    },
    /// `VALUES (…), (…)`.
    Values(Box<[Box<[ExprId]>]>),
    /// A query in parentheses.
    Nested(QueryId),
    /// Nothing that could be read.
    Missing,
}

/// A set operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetOperator {
    /// `UNION`.
    Union,
    /// `INTERSECT`.
    Intersect,
    /// `EXCEPT` or `MINUS`.
    Except,
}

/// How the columns of a set operation's arms meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matching {
    /// By their places.
    Position,
    /// By their names: `BY NAME`, `CORRESPONDING`.
    Name {
        /// Which columns come out.
        kept: KeptColumns,
        /// `ON (a, b)`, `BY (a, b)`: only these, in this order.
        only: Box<[Ident]>,
    },
}

/// Which columns come out of a set operation that matches them by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeptColumns {
    /// Those of both arms; where one lacks a column, it is NULL.
    Either,
    /// Those of the first arm.
    First,
    /// Those that both arms have.
    Both,
}

impl Matching {
    /// GoogleSQL's modes; elsewhere `BY NAME` keeps the columns of either arm. `written` are FULL, LEFT and INNER.
    pub(crate) fn of_words(
        dialect: DialectKind,
        written: [bool; 3],
        strict: bool,
        only: Box<[Ident]>,
    ) -> Matching {
        let kept = match written {
            _ if dialect != DialectKind::BigQuery => KeptColumns::Either,
            [true, _, _] => KeptColumns::Either,
            [_, true, _] => KeptColumns::First,
            [_, _, true] => KeptColumns::Both,
            // Strictly both arms have the same columns.
            _ if strict => KeptColumns::First,
            _ => KeptColumns::Both,
        };
        Matching::Name { kept, only }
    }

    /// Whether columns are matched by name.
    pub fn is_by_name(&self) -> bool {
        matches!(self, Matching::Name { .. })
    }
}

/// A `SELECT` block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// Whether `DISTINCT` was written.
    pub distinct: bool,
    /// `SELECT AS STRUCT`: the columns are fields of the one value that a row is.
    pub as_struct: bool,
    /// `SELECT AS VALUE`: a row is the one value that is selected.
    pub as_value: bool,
    /// `DISTINCT ON (…)`.
    pub distinct_on: Box<[ExprId]>,
    /// The select list. Empty for a `FROM`-first query without one, which yields every column.
    pub items: Box<[SelectItem]>,
    /// `FROM`: comma-separated relations.
    pub from: Box<[RelationId]>,
    /// `WHERE`.
    pub filter: Option<ExprId>,
    /// `GROUP BY`.
    pub group_by: GroupBy,
    /// `HAVING`.
    pub having: Option<ExprId>,
    /// `QUALIFY`.
    pub qualify: Option<ExprId>,
    /// `WINDOW name AS (…)`.
    pub windows: Box<[(Ident, Window)]>,
    /// What a DSL pipeline defines or lists and a later step leaves out: it makes no column, and no SQL has it.
    pub unlisted: Box<[ExprId]>,
}

impl Select {
    /// The window that a name means.
    pub fn window(&self, name: &Ident, dialect: DialectKind) -> Option<u32> {
        let found = self.windows.iter().position(|it| dialect::same_name(&it.0, name, dialect));
        found.and_then(|it| u32::try_from(it).ok())
    }
}

/// `GROUP BY`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupBy {
    /// `GROUP BY ALL`.
    pub all: bool,
    /// The grouping expressions, those within grouping sets included.
    pub keys: Box<[ExprId]>,
    /// Whether `ROLLUP`, `CUBE` or `GROUPING SETS` may make a key NULL.
    pub sets: bool,
}

/// An entry of a select list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectItem {
    /// An expression, perhaps with an alias.
    Expr {
        /// The expression.
        expr: ExprId,
        /// Its alias.
        alias: Option<Ident>,
    },
    /// `*` or `t.*`.
    Star(Star),
    /// Nothing that could be read. It yields no column, and makes the output incomplete.
    Missing,
}

/// `*` with its modifiers, which apply in the order in which the dialect reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Star {
    /// `t` of `t.*`; empty for a bare star.
    pub qualifier: Box<[Ident]>,
    /// `f(x)` of `f(x).*`: the fields of a value.
    pub base: Option<ExprId>,
    /// `EXCLUDE` or `EXCEPT`.
    pub exclude: Box<[Ident]>,
    /// `REPLACE (expr AS name)`.
    pub replace: Box<[(ExprId, Ident)]>,
    /// `RENAME (old AS new)`.
    pub rename: Box<[(Ident, Ident)]>,
    /// What picks columns by name.
    pub pattern: Option<StarPattern>,
    /// Whether nobody wrote it: a query without a select list yields every column.
    pub implied: bool,
}

/// What picks some of a star's columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StarPattern {
    /// `* LIKE 'a%'`, and its kin.
    Like {
        /// How the pattern is read.
        kind: PatternKind,
        /// `NOT`.
        negated: bool,
        /// The pattern.
        pattern: ExprId,
        /// `ESCAPE`.
        escape: Option<ExprId>,
    },
    /// `COLUMNS('regex')`, `COLUMNS(c -> …)`, `COLUMNS(['a', 'b'])`.
    Columns(ExprId),
    /// Trino's `row.* AS (a, b)`: how many columns there are is for the engine to say.
    Row(ExprId),
    /// One that could not be read.
    Missing(ExprId),
}

impl StarPattern {
    /// The expression that picks.
    pub fn expr(&self) -> ExprId {
        match self {
            StarPattern::Like { pattern, .. } => *pattern,
            StarPattern::Columns(it) | StarPattern::Row(it) | StarPattern::Missing(it) => *it,
        }
    }
}

/// How a pattern is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PatternKind {
    /// `LIKE`.
    Like,
    /// `ILIKE`.
    ILike,
    /// `SIMILAR TO`.
    SimilarTo,
    /// `GLOB`.
    Glob,
    /// `RLIKE`, `REGEXP`: a regular expression that matches a part.
    Regex,
}

impl Star {
    /// The star of a query without a select list.
    pub fn implied() -> Star {
        Star { implied: true, ..Star::default() }
    }
}
