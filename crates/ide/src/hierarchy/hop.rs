//! Single hops of lineage: what a model reads, and where it says so.

use super::{
    HierarchyItem, HierarchyRelation,
    item::{column_position, column_type, known_type, of_source},
};
use crate::{
    Cancelled, cone,
    lineage::model::{ColumnKey, ModelLineage, RelationKey, Source},
};
use base::TextRange;
use db::{Db, Project, SourceFile};
use hir::{Anchor, Relation, SourceMap};
use sema::{EdgeKind, SourceColumn, SourceRelation, Target};
use std::sync::Arc;

/// One way in which a column of another relation goes into a model.
pub(super) struct Hop {
    /// Where it goes: an output column, or the rows.
    pub(super) target: Option<u32>,
    /// Where it comes from.
    pub(super) source: SourceColumn,
    /// What becomes of it.
    pub(super) kind: EdgeKind,
    /// The expression that reads it.
    pub(super) range: Option<TextRange>,
}

/// A column that hops come from.
pub(super) struct End<'k> {
    relation: &'k HierarchyRelation,
    name: &'k str,
    /// Its position, where it is a model's.
    position: Option<u32>,
}

impl<'k> End<'k> {
    /// The column of a name.
    ///
    /// # Errors
    /// The rings among what its model reads that have not been cut.
    pub(super) fn new(
        db: &dyn Db,
        project: Project,
        relation: &'k HierarchyRelation,
        name: &'k str,
    ) -> Result<End<'k>, Cancelled> {
        let model = relation.model(db, project);
        model.map(|it| cone::prepare(db, it)).transpose()?;
        Ok(End { relation, name, position: model.and_then(|it| column_position(db, it, name)) })
    }

    /// Whether a source is the column.
    fn is(&self, db: &dyn Db, source: &Source) -> bool {
        let same_column = match (source.column.index, self.position) {
            (ColumnKey::NAMED, _) | (_, None) => source.column.name.eq_ignore_ascii_case(self.name),
            (index, Some(position)) => index == position,
        };
        same_column
            && match (self.relation, &source.relation) {
                (HierarchyRelation::Model(name), RelationKey::Model(model)) => {
                    sema::declared_name(db, *model) == *name
                }
                (HierarchyRelation::Table(name), RelationKey::Table(table)) => {
                    table.eq_ignore_ascii_case(name)
                }
                _ => false,
            }
    }

    /// Its type, where it is known; `reader` reads it.
    pub(super) fn data_type(&self, db: &dyn Db, project: Project, reader: SourceFile) -> Option<String> {
        if let Some(model) = self.relation.model(db, project) {
            return column_type(db, model, self.position?);
        }
        let HierarchyRelation::Table(name) = self.relation else { return None };
        let table = sema::references(db, reader).iter().find_map(|(_, target)| match target {
            Target::External(table) if table.display_name().eq_ignore_ascii_case(name) => Some(table),
            _ => None,
        })?;
        let column = table.columns.as_ref()?.iter().find(|it| it.name.eq_ignore_ascii_case(self.name))?;
        known_type(&column.value(table), db::dialect(db, table.declared?.0))
    }
}

impl Hop {
    /// Whether the value comes out as it is, but for its name and type.
    pub(super) fn keeps_value(&self) -> bool {
        keeps_value(self.kind) && self.source.path.is_empty()
    }

    /// What it comes from, as an item; what nobody declares is where `reader` reads it.
    pub(super) fn source_item(&self, db: &dyn Db, reader: SourceFile) -> Option<HierarchyItem> {
        of_source(db, &self.source, self.range.map(|it| (reader, it)))
    }

    /// The type of what it comes from, where it is known.
    pub(super) fn source_type(&self, db: &dyn Db) -> Option<String> {
        match &self.source.relation {
            SourceRelation::Model(model) => column_type(db, *model, self.source.index?),
            SourceRelation::External(table) => {
                let column = table.columns.as_ref()?.iter().find(|it| it.name == self.source.column)?;
                let dialect = db::dialect(db, table.declared?.0);
                known_type(&column.value(table), dialect)
            }
            SourceRelation::Undeclared(_) | SourceRelation::Cte(..) => None,
        }
    }
}

/// What a reader makes of a column.
pub(crate) struct Use {
    /// A column of the reader, or its rows.
    pub(crate) target: Option<u32>,
    /// What becomes of the column.
    pub(crate) kind: EdgeKind,
    /// The expression that reads it.
    pub(super) range: Option<TextRange>,
    /// Whether its value comes out as it is, but for its name and type.
    pub(super) keeps_value: bool,
}

/// What a model makes of a column: by columns, then what decides about its rows.
pub(super) fn uses(db: &dyn Db, lineage: &ModelLineage, end: &End<'_>) -> Vec<Use> {
    let of = |target: Option<u32>, source: &Source| {
        end.is(db, source).then(|| Use {
            target,
            kind: source.kind,
            range: source.hops.last().copied(),
            keeps_value: keeps_value(source.kind) && source.path.is_empty(),
        })
    };
    let columns = lineage.columns.iter().enumerate();
    let columns =
        columns.flat_map(|(at, it)| it.sources.iter().filter_map(move |it| of(Some(at as u32), it)));
    columns.chain(lineage.rows.iter().filter_map(|it| of(None, it))).collect()
}

pub(super) fn keeps_value(kind: EdgeKind) -> bool {
    matches!(kind, EdgeKind::Identity | EdgeKind::Cast)
}

/// Every hop into a model, what it reads being known: by column, then those into the rows.
pub(super) fn hops(db: &dyn Db, model: SourceFile) -> Vec<Hop> {
    let lineage = sema::lineage(db, model);
    let map = &hir::lowered(db, model).lowering.source_map;
    let mut found = Vec::new();
    for (index, column) in lineage.columns.iter().enumerate() {
        found.extend(column.edges.iter().map(|it| Hop {
            target: Some(index as u32),
            source: it.source.clone(),
            kind: it.kind,
            range: last(map, &it.hops),
        }));
    }
    found.extend(lineage.indirect.iter().map(|it| Hop {
        target: None,
        source: it.source.clone(),
        kind: it.kind,
        range: last(map, &it.hops),
    }));
    found
}

/// The last step of a way is the one that reads its source.
pub(super) fn last(map: &SourceMap, hops: &[Anchor]) -> Option<TextRange> {
    hops.iter().rev().find_map(|it| it.range(map))
}

/// What a model names.
#[derive(Debug, PartialEq)]
pub(crate) struct Named {
    /// Where the model's text begins.
    pub(super) start: TextRange,
    /// The relations that it names, in its text's order.
    pub(super) relations: Vec<(TextRange, SourceRelation)>,
}

/// What a model names. Kept longer than the model's body: of a hub all readers are asked, and again after the next key.
#[salsa::tracked(returns(clone), no_eq, lru = 4096)]
pub(crate) fn named(db: &dyn Db, model: SourceFile) -> Arc<Named> {
    let body = hir::body(db, model);
    let map = &hir::lowered(db, model).lowering.source_map;
    let references = sema::references(db, model);
    let mut found = Vec::new();
    for (id, relation) in body.relations.iter() {
        let Relation::Name { path, cte, .. } = relation else { continue };
        let target = match (cte, references.target(path)) {
            (Some(cte), _) => {
                SourceRelation::Cte(*cte, path.last().map(|it| it.text.clone()).unwrap_or_default())
            }
            (None, Target::Model(model)) => SourceRelation::Model(*model),
            (None, Target::External(table)) => SourceRelation::External(table.clone()),
            (None, Target::Undescribed | Target::Absent { .. }) => continue,
        };
        found.extend(Anchor::RelationName(id).range(map).map(|it| (it, target)));
    }
    found.sort_by_key(|it| (it.0.start(), it.0.end()));
    Arc::new(Named { start: sema::start_range(db, model), relations: found })
}

/// The models that read a relation, by path. For this only their heads are looked at.
pub(crate) fn readers(db: &dyn Db, project: Project, relation: &HierarchyRelation) -> Vec<SourceFile> {
    let wanted = relation.model(db, project);
    let reads = |model: SourceFile| match relation {
        HierarchyRelation::Model(_) | HierarchyRelation::Cte(_) => {
            let mut targets = sema::references(db, model).iter();
            targets.any(|(_, it)| matches!(it, Target::Model(it) if Some(*it) == wanted))
        }
        HierarchyRelation::Table(name) => {
            let table = name.rsplit('.').next().unwrap_or(name);
            let mut targets = sema::references(db, model).iter();
            targets.any(|(path, it)| match it {
                Target::Model(_) => false,
                Target::External(it) => it.display_name().eq_ignore_ascii_case(name),
                Target::Undescribed | Target::Absent { .. } => {
                    path.last().is_some_and(|it| it.text.eq_ignore_ascii_case(table))
                }
            })
        }
    };
    let models = &sema::model_index(db, project).models;
    let mut found: Vec<SourceFile> = models.iter().copied().filter(|it| reads(*it)).collect();
    found.retain(|it| crate::body_names::has_body(db, *it));
    found.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    found
}
