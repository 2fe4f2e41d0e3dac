//! Single hops of lineage: what a model reads, and where it says so.

use super::{
    HierarchyItem, HierarchyRelation,
    item::{column_position, column_type, known_type, of_source},
};
use crate::{Cancelled, cone};
use base::TextRange;
use db::{Db, Project, SourceFile};
use hir::{Anchor, Relation, SourceMap};
use sema::{EdgeKind, SourceColumn, SourceRelation, Target};

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
}

impl Hop {
    pub(super) fn comes_from(&self, db: &dyn Db, end: &End<'_>) -> bool {
        let same_column = match (self.source.index, end.position) {
            (Some(index), Some(position)) => index == position,
            _ => self.source.column.eq_ignore_ascii_case(end.name),
        };
        same_column && end.relation.is(db, &self.source.relation)
    }

    /// Whether the value comes out as it is, but for its name and type.
    pub(super) fn keeps_value(&self) -> bool {
        matches!(self.kind, EdgeKind::Identity | EdgeKind::Cast) && self.source.path.is_empty()
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
            SourceRelation::Undeclared(_) => None,
        }
    }
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
fn last(map: &SourceMap, hops: &[Anchor]) -> Option<TextRange> {
    hops.iter().rev().find_map(|it| it.range(map))
}

/// The relations that a model names, in its text's order.
pub(super) fn relations(db: &dyn Db, model: SourceFile) -> Vec<(TextRange, SourceRelation)> {
    let body = hir::body(db, model);
    let map = &hir::lowered(db, model).lowering.source_map;
    let references = sema::references(db, model);
    let mut found = Vec::new();
    for (id, relation) in body.relations.iter() {
        let Relation::Name { path, cte: None, .. } = relation else { continue };
        let target = match references.target(path) {
            Target::Model(model) => SourceRelation::Model(*model),
            Target::External(table) => SourceRelation::External(table.clone()),
            Target::Undescribed | Target::Absent { .. } => continue,
        };
        found.extend(Anchor::RelationName(id).range(map).map(|it| (it, target)));
    }
    found.sort_by_key(|it| (it.0.start(), it.0.end()));
    found
}

/// The models that read a relation, by path. For this only their heads are looked at.
pub(super) fn readers(db: &dyn Db, project: Project, relation: &HierarchyRelation) -> Vec<SourceFile> {
    let wanted = relation.model(db, project);
    let reads = |model: SourceFile| match relation {
        HierarchyRelation::Model(_) => {
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
