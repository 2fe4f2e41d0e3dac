//! Lineage as data.

use crate::{
    OpenReason,
    external::ExternalTable,
    infer::path_text,
    project::{Target, declared_name},
};
use base::{DialectKind, Ident, SmolStr, format_smolstr};
use db::{Db, SourceFile};
use hir::{Anchor, CteId};
use std::{fmt, sync::Arc};

/// Where the columns and rows of a model come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// Its columns, in the order of its schema.
    pub columns: Box<[ColumnLineage]>,
    /// What decides which rows there are and how they meet: once for the model, since it is true of every column.
    pub indirect: Box<[IndirectEdge]>,
    /// Relations whose columns, as far as they are not known, are passed on under their own names by stars.
    pub open: Box<[SourceRelation]>,
}

/// Where the columns of a common table expression come from, and where they go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CteLineage {
    /// Its own lineage.
    pub lineage: Lineage,
    /// Whether all of its columns are known.
    pub is_complete: bool,
    /// Which columns of the model are made of its columns.
    pub feeds: Box<[Feed]>,
}

/// That a column of a common table expression goes into one of its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The column of the common table expression, by its position.
    pub column: u32,
    /// The column of the model, by its position.
    pub output: u32,
    /// Whether the value comes out as it is.
    pub is_same: bool,
}

/// Where a column comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnLineage {
    /// Its name, as in the schema.
    pub name: SmolStr,
    /// Its sources, roughly in the order in which the text names them.
    pub edges: Box<[LineageEdge]>,
    /// Why it may have further sources, or come from these in another way.
    pub incomplete: Option<IncompleteReason>,
}

/// One source of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageEdge {
    /// The source.
    pub source: SourceColumn,
    /// What becomes of it on the way: the strongest of what its hops do.
    pub kind: EdgeKind,
    /// The arm of the outermost set operation on the way, from 0.
    pub branch: Option<u32>,
    /// The alias under which its relation is read: it tells the sides of a self join apart.
    pub role: Option<SmolStr>,
    /// Where each step of the way is written, from the column to its source.
    pub hops: Box<[Anchor]>,
}

/// A column that decides which rows a model has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndirectEdge {
    /// The column.
    pub source: SourceColumn,
    /// In which way.
    pub kind: EdgeKind,
    /// As in [`LineageEdge::role`].
    pub role: Option<SmolStr>,
    /// Where each step of the way is written, from the clause to the source.
    pub hops: Box<[Anchor]>,
}

/// A column of another model, or of a table outside the project.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SourceColumn {
    /// Whose.
    pub relation: SourceRelation,
    /// Its name.
    pub column: SmolStr,
    /// Its position, where the columns of its relation are known.
    pub index: Option<u32>,
    /// The part of its value that is read, from the outside in; empty for all of it.
    pub path: Box<[PathStep]>,
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PathStep {
    /// A field of a struct or a document.
    Field(SmolStr),
    /// An element of a list, or the value of a key of a map, as it is written.
    Index(SmolStr),
    /// Any element.
    Element,
}

/// What a source belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SourceRelation {
    /// A model, perhaps the one that reads it.
    Model(SourceFile),
    /// A table outside the project that something declares.
    External(Arc<ExternalTable>),
    /// A name that nothing declares, as the dialect folds it.
    Undeclared(SmolStr),
    /// A common table expression of the same body, with its name; in [`super::local_lineage`] only.
    Cte(CteId, SmolStr),
}

/// What becomes of a source. The order is that of strength: along several hops the strongest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// Nothing: the value, or a part of it, comes out as it is.
    Identity,
    /// Its type changes.
    Cast,
    /// It is an operand of a scalar expression.
    Transform,
    /// A list or a document becomes rows.
    Unnest,
    /// It goes into an aggregate.
    Aggregate,
    /// It goes into a window function.
    Window,
    /// It is read, and how it comes out is not known.
    Opaque,
    /// It decides which value comes out: in `CASE`, `IF`, `FILTER`, a key of `PIVOT`.
    Condition,
    /// It makes the partitions of the column's window.
    Partition,
    /// It orders the column's window or aggregate, or the rows.
    Sort,
    /// It decides which rows stay: `WHERE`, `HAVING`, `QUALIFY`.
    Filter,
    /// It decides which rows meet.
    Join,
    /// It makes the groups.
    Group,
    /// It decides which rows stay by rows elsewhere: `EXISTS`, `IN (SELECT …)`, semi joins, `EXCEPT`.
    SemiJoin,
}

impl EdgeKind {
    /// Every kind.
    pub const ALL: [EdgeKind; 14] = [
        EdgeKind::Identity,
        EdgeKind::Cast,
        EdgeKind::Transform,
        EdgeKind::Unnest,
        EdgeKind::Aggregate,
        EdgeKind::Window,
        EdgeKind::Opaque,
        EdgeKind::Condition,
        EdgeKind::Partition,
        EdgeKind::Sort,
        EdgeKind::Filter,
        EdgeKind::Join,
        EdgeKind::Group,
        EdgeKind::SemiJoin,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            EdgeKind::Identity => "identity",
            EdgeKind::Cast => "cast",
            EdgeKind::Transform => "transform",
            EdgeKind::Unnest => "unnest",
            EdgeKind::Aggregate => "aggregate",
            EdgeKind::Window => "window",
            EdgeKind::Opaque => "opaque",
            EdgeKind::Condition => "condition",
            EdgeKind::Partition => "partition",
            EdgeKind::Sort => "sort",
            EdgeKind::Filter => "filter",
            EdgeKind::Join => "join",
            EdgeKind::Group => "group",
            EdgeKind::SemiJoin => "semi_join",
        }
    }

    /// Whether the source's value goes into the column's, rather than deciding about it.
    pub const fn is_direct(self) -> bool {
        (self as u8) < EdgeKind::Condition as u8
    }

    /// Whether it is about the rows, and so about no column of its own.
    pub const fn is_of_rows(self) -> bool {
        (self as u8) >= EdgeKind::Filter as u8
    }

    /// Whether the value, or an element of it, comes out as it is, so that steps into what comes out are steps into it.
    pub(super) fn passes_values(self) -> bool {
        matches!(self, EdgeKind::Identity | EdgeKind::Unnest)
    }

    /// What becomes of a source along two hops, the second of which is nearer to it: what decides about a value decides
    /// with all that it is made of.
    pub fn then(self, inner: EdgeKind) -> EdgeKind {
        if self.is_direct() { self.max(inner) } else { self }
    }
}

/// Why the sources of a column are not all known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncompleteReason {
    /// The columns of what is read are not all known.
    Relation(OpenReason),
    /// A part of the expression is at fault; its own diagnostic says so.
    Fault,
    /// A construct into which we do not see, in words.
    Construct(SmolStr),
}

impl IncompleteReason {
    /// The reason in words, to follow "because".
    pub fn words(&self) -> String {
        match self {
            IncompleteReason::Relation(reason) => reason.words(),
            IncompleteReason::Fault => "a part of it is at fault".into(),
            IncompleteReason::Construct(construct) => format!("it is not known what {construct} reads"),
        }
    }
}

impl SourceRelation {
    /// What `path` names in a model of a dialect, where it means `target`.
    pub fn of_name(path: &[Ident], target: &Target, dialect: DialectKind) -> SourceRelation {
        match target {
            Target::Model(model) => SourceRelation::Model(*model),
            Target::External(table) => SourceRelation::External(table.clone()),
            Target::Undescribed | Target::Absent { .. } => {
                let folded = path.iter().map(|it| Ident::new(dialect::fold_table(it, dialect)));
                SourceRelation::Undeclared(path_text(&folded.collect::<Vec<_>>()).into())
            }
        }
    }

    /// What it is called.
    pub fn display_name(&self, db: &dyn Db) -> SmolStr {
        match self {
            SourceRelation::Model(model) => declared_name(db, *model),
            SourceRelation::External(table) => table.display_name().into(),
            SourceRelation::Undeclared(name) | SourceRelation::Cte(_, name) => name.clone(),
        }
    }
}

impl SourceColumn {
    /// `relation.column`, and the path.
    pub fn display_name(&self, db: &dyn Db) -> SmolStr {
        let mut name = format_smolstr!("{}.{}", self.relation.display_name(db), self.column);
        for step in &self.path {
            name = format_smolstr!("{name}{step}");
        }
        name
    }
}

impl fmt::Display for PathStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathStep::Field(name) => write!(f, ".{name}"),
            PathStep::Index(index) => write!(f, "[{index}]"),
            PathStep::Element => write!(f, "[*]"),
        }
    }
}
