//! Relations in a `FROM`, and joins.

use crate::{Declared, Described, ExprId, Matched, Pivot, QueryId, RelationId, Unpivot};
use base::{Ident, SmolStr};

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
        /// The column that `WITH ORDINALITY` or `WITH OFFSET` adds, by its name.
        ordinality: Option<Ident>,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// `UNNEST(…)`.
    Unnest {
        /// What is unnested.
        args: Box<[ExprId]>,
        /// The column that `WITH ORDINALITY` or `WITH OFFSET` adds, by its name.
        ordinality: Option<Ident>,
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
    /// `PIVOT`.
    Pivot {
        /// What it is.
        pivot: Box<Pivot>,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// `UNPIVOT`.
    Unpivot {
        /// What it is.
        unpivot: Box<Unpivot>,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// `MATCH_RECOGNIZE`.
    Matched {
        /// What it is.
        matched: Box<Matched>,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// `JSON_TABLE`.
    Declared {
        /// What it is.
        declared: Box<Declared>,
        /// Its alias.
        alias: Option<TableAlias>,
    },
    /// `DESCRIBE t`, `SUMMARIZE t`, `SHOW TABLES`.
    Described(Described),
    /// A relation whose columns are not known to us.
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
    /// The alias of a table or of a derived table, unless it is the table's own name.
    pub fn given_name(&self) -> Option<&Ident> {
        let (own, alias) = match self {
            Relation::Name { path, alias: Some(alias), .. } => (path.last(), alias),
            Relation::Query { alias: Some(alias), .. } => (None, alias),
            _ => return None,
        };
        let is_own = own.is_some_and(|it| it.text.eq_ignore_ascii_case(&alias.name.text));
        (!is_own).then_some(&alias.name)
    }

    /// The alias, for the kinds that may have one.
    pub fn alias(&self) -> Option<&TableAlias> {
        match self {
            Relation::Name { alias, .. }
            | Relation::Query { alias, .. }
            | Relation::Values { alias, .. }
            | Relation::Call { alias, .. }
            | Relation::Unnest { alias, .. }
            | Relation::Pivot { alias, .. }
            | Relation::Unpivot { alias, .. }
            | Relation::Matched { alias, .. }
            | Relation::Declared { alias, .. }
            | Relation::Opaque { alias, .. } => alias.as_ref(),
            Relation::Join { .. } | Relation::Described(_) | Relation::Missing => None,
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
