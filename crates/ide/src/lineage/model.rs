//! What is kept of one model's lineage: no anchors and no types of the analysis.

use crate::definition;
use base::{SmolStr, TextRange};
use db::{Db, SourceFile};
use sema::{EdgeKind, SourceColumn, SourceRelation};
use std::sync::Arc;

/// What a column belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RelationKey {
    Model(SourceFile),
    /// A table outside the project, by its name.
    Table(SmolStr),
}

/// A column: by its position where its relation's columns are known, and by its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ColumnKey {
    /// Those without a position come last.
    pub(crate) index: u32,
    pub(crate) name: SmolStr,
}

impl ColumnKey {
    /// The position of a column of which nothing but its name is known.
    pub(crate) const NAMED: u32 = u32::MAX;
}

/// The lineage of one model.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ModelLineage {
    /// Where the model's text begins.
    pub(crate) start: TextRange,
    pub(crate) columns: Vec<ModelColumn>,
    /// What decides which rows there are.
    pub(crate) rows: Vec<Source>,
    /// Relations whose unknown columns are passed on.
    pub(crate) open: Vec<RelationKey>,
}

/// A column of a model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ModelColumn {
    pub(crate) name: SmolStr,
    /// What defines it, and its name there.
    pub(crate) place: Option<(TextRange, TextRange)>,
    pub(crate) data_type: Option<String>,
    pub(crate) sources: Vec<Source>,
    pub(crate) incomplete: Option<String>,
}

/// A source of a column, or of the rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Source {
    pub(crate) relation: RelationKey,
    pub(crate) column: ColumnKey,
    pub(crate) path: String,
    pub(crate) kind: EdgeKind,
    pub(crate) branch: Option<u32>,
    pub(crate) role: Option<SmolStr>,
    /// In the model's text.
    pub(crate) hops: Vec<TextRange>,
}

/// The lineage of a model, its dependencies' schemas being known. Views and hierarchies ask for that of thousands of readers
/// of one model, and again after the next key, so it is kept longer than what it is made of.
#[salsa::tracked(returns(clone), no_eq, lru = 4096)]
pub(crate) fn model_lineage(db: &dyn Db, file: SourceFile) -> Arc<ModelLineage> {
    let lineage = sema::lineage(db, file);
    let schema = sema::schema(db, file);
    let dialect = db::dialect(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let source = |it: &SourceColumn, kind, branch, role: &Option<SmolStr>, hops: &[hir::Anchor]| Source {
        relation: relation_key(db, &it.relation),
        column: ColumnKey { index: it.index.unwrap_or(ColumnKey::NAMED), name: it.column.clone() },
        path: it.path.iter().map(ToString::to_string).collect(),
        kind,
        branch,
        role: role.clone(),
        hops: hops.iter().filter_map(|it| it.range(map)).collect(),
    };
    let columns = lineage.columns.iter().enumerate().map(|(index, column)| {
        let value = schema.columns.get(index).map(|it| &it.value);
        let edges = column.edges.iter();
        ModelColumn {
            name: column.name.clone(),
            place: definition::column_target(db, file, index as u32).map(|it| (it.full.range, it.focus)),
            data_type: value.filter(|it| it.is_known()).map(|it| it.ty.display(dialect).to_string()),
            sources: edges.map(|it| source(&it.source, it.kind, it.branch, &it.role, &it.hops)).collect(),
            incomplete: column.incomplete.as_ref().map(|it| it.words()),
        }
    });
    let rows = lineage.indirect.iter();
    Arc::new(ModelLineage {
        start: sema::start_range(db, file),
        columns: columns.collect(),
        rows: rows.map(|it| source(&it.source, it.kind, None, &it.role, &it.hops)).collect(),
        open: lineage.open.iter().map(|it| relation_key(db, it)).collect(),
    })
}

fn relation_key(db: &dyn Db, relation: &SourceRelation) -> RelationKey {
    match relation {
        SourceRelation::Model(model) => RelationKey::Model(*model),
        other => RelationKey::Table(other.display_name(db)),
    }
}
