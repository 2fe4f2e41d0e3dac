//! The body of a model: its meaning-bearing structure, without positions.
//!
//! SQL and the Rocky DSL lower to the same body. Whitespace, comments and everything else that does not change meaning
//! is gone, so two texts that mean the same have equal bodies. Ids are stable only within one body; the
//! [`crate::SourceMap`] made beside it turns them into ranges.

use crate::{Expr, ExprId, SortOrder, Window};
use base::{Ident, SmolStr};
use la_arena::{Arena, Idx};

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
        /// `BY NAME`: columns are matched by name rather than position.
        by_name: bool,
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

/// A `SELECT` block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// Whether `DISTINCT` was written.
    pub distinct: bool,
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
    /// `EXCLUDE` or `EXCEPT`.
    pub exclude: Box<[Ident]>,
    /// `REPLACE (expr AS name)`.
    pub replace: Box<[(ExprId, Ident)]>,
    /// `RENAME (old AS new)`.
    pub rename: Box<[(Ident, Ident)]>,
    /// A pattern that picks columns by name, which only the engine knows how to match: `ILIKE`, `COLUMNS(…)`.
    pub pattern: Option<ExprId>,
    /// Whether nobody wrote it: a query without a select list yields every column.
    pub implied: bool,
}

impl Star {
    /// The star of a query without a select list.
    pub fn implied() -> Star {
        Star { implied: true, ..Star::default() }
    }
}

/// A relation in a `FROM`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// A name: a common table expression, a model, an external table.
    Name {
        /// Its parts, from catalog to table.
        path: Box<[Ident]>,
        /// The common table expression that it means: the query that defines it, and its position there.
        cte: Option<(QueryId, u32)>,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// A derived table.
    Query {
        /// Its query.
        query: QueryId,
        /// Whether it may see the relations to its left.
        lateral: bool,
        /// Its alias.
        alias: Option<TableAlias>,
        /// In a pipeline, names of tables that still qualify columns of these rows, or columns that the rows have lost.
        names: Box<[Ident]>,
    },
    /// `VALUES` as a table.
    Values {
        /// Its rows.
        rows: Box<[Box<[ExprId]>]>,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// A table function.
    Call {
        /// The call; an [`Expr::Call`].
        call: ExprId,
        /// Whether `WITH ORDINALITY` or `WITH OFFSET` adds a column.
        ordinality: bool,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// `UNNEST(…)`.
    Unnest {
        /// What is unnested.
        args: Box<[ExprId]>,
        /// Whether `WITH ORDINALITY` or `WITH OFFSET` adds a column.
        ordinality: bool,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// A join.
    Join {
        /// Which join.
        kind: JoinKind,
        /// `NATURAL`.
        natural: bool,
        /// The left side.
        left: RelationId,
        /// The right side.
        right: RelationId,
        /// `ON` or `USING`.
        constraint: JoinConstraint,
    },
    /// A relation whose columns are not known to us: `PIVOT`, `UNPIVOT`, and forms a later version will read.
    Opaque {
        /// What it reads.
        inputs: Box<[RelationId]>,
        /// Expressions in it, resolved against `inputs`.
        exprs: Box<[ExprId]>,
        /// Its alias.
        alias: Option<TableAlias>,
        /// What it is, in the words of SQL: `PIVOT`.
        construct: SmolStr,
    },
    /// Nothing that could be read.
    Missing,
}

impl Relation {
    /// The alias, for the kinds that may have one.
    pub fn alias(&self) -> Option<&TableAlias> {
        match self {
            Relation::Name { alias, .. }
            | Relation::Query { alias, .. }
            | Relation::Values { alias, .. }
            | Relation::Call { alias, .. }
            | Relation::Unnest { alias, .. }
            | Relation::Opaque { alias, .. } => alias.as_ref(),
            Relation::Join { .. } | Relation::Missing => None,
        }
    }
}

/// `AS name (a, b)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableAlias {
    /// The alias.
    pub name: Ident,
    /// New names for the columns, from the left.
    pub columns: Box<[Ident]>,
}

/// Which join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JoinKind {
    /// `JOIN`.
    Inner,
    /// `LEFT JOIN`.
    Left,
    /// `RIGHT JOIN`.
    Right,
    /// `FULL JOIN`.
    Full,
    /// `CROSS JOIN`, or a comma.
    Cross,
    /// `SEMI JOIN`: only the left side's columns come out.
    Semi,
    /// `ANTI JOIN`: only the left side's columns come out.
    Anti,
    /// `ASOF JOIN`.
    AsOf,
    /// `ASOF LEFT JOIN`.
    AsOfLeft,
    /// `POSITIONAL JOIN`.
    Positional,
}

impl JoinKind {
    /// Whether rows of the left side may come out without a partner, which makes the right side NULL.
    pub fn right_may_be_missing(self) -> bool {
        matches!(self, JoinKind::Left | JoinKind::Full | JoinKind::AsOfLeft | JoinKind::Positional)
    }

    /// Whether rows of the right side may come out without a partner, which makes the left side NULL.
    pub fn left_may_be_missing(self) -> bool {
        matches!(self, JoinKind::Right | JoinKind::Full | JoinKind::Positional)
    }

    /// Whether the right side's columns come out.
    pub fn shows_right(self) -> bool {
        !matches!(self, JoinKind::Semi | JoinKind::Anti)
    }
}

/// How the sides of a join are matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinConstraint {
    /// Nothing written, or nothing that could be read.
    None,
    /// `ON`.
    On(ExprId),
    /// `USING (…)`.
    Using(Box<[Ident]>),
}
