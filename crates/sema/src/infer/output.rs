//! What relations and queries yield, inside one body.

use crate::{OpenReason, Place, ValueType, external::ExternalTable};
use base::SmolStr;
use db::{Db, SourceFile};
use hir::{Anchor, ExprId, RelationId, SelectId};
use std::sync::Arc;

/// The columns of a relation or a query, with where each comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The columns, in order.
    pub columns: Vec<OutputColumn>,
    /// Why there may be further columns.
    pub open: Option<OpenReason>,
    /// Stars over relations of other models or tables that this output's shape depends on, by index into
    /// [`super::Inference::stars`], sorted.
    pub stars: Vec<u32>,
}

impl Output {
    /// An output of which nothing is known.
    pub fn unknown(reason: OpenReason) -> Output {
        Output { open: Some(reason), ..Output::default() }
    }
}

/// A column of an [`Output`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputColumn {
    /// Its name as the engine spells it. Empty where the engine makes a name up out of an expression.
    pub name: SmolStr,
    /// What it holds.
    pub value: ValueType,
    /// Where it is defined.
    pub definition: Definition,
    /// The columns of other models and tables that its value is made of, sorted, each once.
    pub origins: Arc<[Origin]>,
    /// What its values are made of.
    pub derivation: Derivation,
}

/// What the values of a column are made of, one step back. `item`s are stars of the `SELECT` whose output the column is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// Of nothing that is read: a number of rows or of a row, a name.
    Nothing,
    /// That is not known.
    Unknown,
    /// It is a column of another model or table: that of its definition.
    Table,
    /// An expression.
    Expr(ExprId),
    /// A column of a relation in the `FROM`.
    Column {
        /// The relation.
        relation: RelationId,
        /// The column's position.
        index: u32,
        /// The star that passes it on.
        item: Option<u32>,
    },
    /// A column that a join merged of several, leftmost first.
    Merged {
        /// Those.
        parts: Arc<[(RelationId, u32)]>,
        /// The star that passes it on.
        item: Option<u32>,
    },
    /// A field of a struct.
    Field {
        /// The struct.
        base: Box<Derivation>,
        /// The fields on the way, outermost first.
        path: Box<[SmolStr]>,
    },
    /// An expression with `COLUMNS(…)`, which stands for one column here.
    Each {
        /// The expression.
        expr: ExprId,
        /// The column.
        column: Box<Derivation>,
    },
    /// Columns of the arms of a set operation, by position; absent where an arm has none.
    Arms {
        /// In the first arm.
        left: Option<u32>,
        /// In the second arm.
        right: Option<u32>,
    },
    /// The cells of `VALUES` at the column's position.
    Cells,
    /// An aggregate of a `PIVOT`, over the rows of one value of its keys; of the rows themselves, where it names none.
    Pivoted(Option<ExprId>),
    /// Any of these, row by row.
    Either(Box<[Derivation]>),
    /// Parts of the values of expressions: elements of lists, fields of documents.
    Unnested(Box<[ExprId]>),
    /// What a call makes of its arguments, which one of them we cannot say.
    Made(ExprId),
}

impl Derivation {
    /// The same, passed on by a star.
    pub(super) fn passed_by(self, star: u32) -> Derivation {
        match self {
            Derivation::Column { relation, index, .. } => {
                Derivation::Column { relation, index, item: Some(star) }
            }
            Derivation::Merged { parts, .. } => Derivation::Merged { parts, item: Some(star) },
            other => other,
        }
    }
}

/// Where a column is defined, one step back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Definition {
    /// By a select item of this body.
    Item(SelectId, u32),
    /// By another model or table; a star or an alias list may have passed it on.
    Origin(Origin),
    /// By a name in this body that is no select item: in the list behind an alias or a common table expression, the
    /// alias itself where it names the column, a name within the relation, as those of `UNPIVOT`, or in `REPLACE` of a
    /// star. Nothing is written there where the construct implies the name.
    Named(Anchor),
    /// By a construct that names its columns itself.
    Construct,
}

/// A column of another model, or of a table outside the project.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Whose.
    pub owner: Owner,
    /// The column's name.
    pub column: SmolStr,
    /// Its position.
    pub index: u32,
}

/// Who owns a column that a body reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A model.
    Model(SourceFile),
    /// A table outside the project.
    External(Arc<ExternalTable>),
}

impl Origin {
    /// Where the column is defined.
    pub fn place(&self) -> Option<Place> {
        match &self.owner {
            Owner::Model(model) => Some(Place::Column(*model, self.index)),
            Owner::External(table) => table.column_place(self.index),
        }
    }

    /// `relation.column`.
    pub fn display_name(&self, db: &dyn Db) -> String {
        match &self.owner {
            Owner::Model(model) => format!("{}.{}", crate::project::declared_name(db, *model), self.column),
            Owner::External(table) => format!("{}.{}", table.display_name(), self.column),
        }
    }
}
