//! Hops within one model: from and to its common table expressions, which others cannot name.

use super::{
    Calls, CteName, HierarchyItem, HierarchyKey, HierarchyRelation,
    hop::{self, keeps_value, last},
    item, place,
};
use crate::{FileId, FileRange, card::type_text};
use base::TextRange;
use db::{Db, SourceFile};
use hir::{Anchor, Body, CteId, QueryBody, QueryId, SelectId};
use sema::{Definition, EdgeKind, OutputColumn, SourceColumn, SourceRelation};

/// A common table expression of a model, or one of its columns.
pub(super) struct Local<'a> {
    db: &'a dyn Db,
    model: SourceFile,
    cte: CteId,
    column: Option<u32>,
}

/// One way in which a column goes into the model's query or into one of its common table expressions.
struct LocalHop {
    /// Into what: the model's query, where it is no common table expression.
    unit: Option<CteId>,
    /// Into which column of it: into its rows where it is none.
    target: Option<u32>,
    source: SourceColumn,
    kind: EdgeKind,
    range: Option<TextRange>,
}

impl<'a> Local<'a> {
    /// What a key names in a model, all that the model reads being known.
    pub(super) fn new(db: &'a dyn Db, model: SourceFile, key: &HierarchyKey) -> Option<Local<'a>> {
        let HierarchyRelation::Cte(name) = &key.relation else { return None };
        let cte = cte_of(&hir::body(db, model), name)?;
        let column = match &key.column {
            None => None,
            Some(name) => {
                Some(output(db, model, cte)?.columns.iter().position(|it| it.name == *name)? as u32)
            }
        };
        Some(Local { db, model, cte, column })
    }

    /// What it is made of.
    pub(super) fn inputs(&self, calls: &mut Calls) {
        if self.column.is_none() {
            let Some(full) = cte_ranges(self.db, self.model, self.cte).map(|it| it.0) else { return };
            let named = hop::named(self.db, self.model);
            for (range, relation) in named.relations.iter().filter(|it| full.contains_range(it.0)) {
                let found = match relation {
                    SourceRelation::Cte(cte, _) => of_cte(self.db, self.model, *cte),
                    other => item::of_relation(self.db, other, Some((self.model, *range))),
                };
                calls.add(found, place(self.model, Some(*range)), None);
            }
        }
        for hop in self.hops_into() {
            calls.add(self.source_item(&hop), place(self.model, hop.range), Some(hop.kind));
        }
    }

    /// What is made of it.
    pub(super) fn consumers(&self, calls: &mut Calls) {
        if self.column.is_none() {
            for (range, relation) in &hop::named(self.db, self.model).relations {
                if matches!(relation, SourceRelation::Cte(cte, _) if *cte == self.cte) {
                    let found = match self.cte_around(*range) {
                        Some(cte) => of_cte(self.db, self.model, cte),
                        None => Some(item::of_model(self.db, self.model)),
                    };
                    calls.add(found, place(self.model, Some(*range)), None);
                }
            }
        }
        for hop in self.hops_out_of() {
            calls.add(self.target_item(&hop), place(self.model, hop.range), Some(hop.kind));
        }
    }

    /// The columns that it is, but for its name and perhaps its type.
    pub(super) fn origins(&self, calls: &mut Calls) {
        for hop in self.hops_into().into_iter().filter(LocalHop::keeps_value) {
            calls.add(self.source_item(&hop), None, None);
        }
    }

    /// The columns that are it, but for their names and perhaps their types.
    pub(super) fn survivals(&self, calls: &mut Calls) {
        let kept = |it: &LocalHop| it.keeps_value() && it.target.is_some();
        for hop in self.hops_out_of().into_iter().filter(kept) {
            calls.add(self.target_item(&hop), None, None);
        }
    }

    fn hops_into(&self) -> Vec<LocalHop> {
        let Some(column) = self.column else { return Vec::new() };
        let is_into = |it: &LocalHop| it.unit == Some(self.cte) && it.target == Some(column);
        hops(self.db, self.model).into_iter().filter(is_into).collect()
    }

    fn hops_out_of(&self) -> Vec<LocalHop> {
        let Some(column) = self.column else { return Vec::new() };
        let is_out_of = |it: &LocalHop| {
            matches!(it.source.relation, SourceRelation::Cte(cte, _) if cte == self.cte)
                && it.source.index == Some(column)
        };
        hops(self.db, self.model).into_iter().filter(is_out_of).collect()
    }

    fn source_item(&self, hop: &LocalHop) -> Option<HierarchyItem> {
        match &hop.source.relation {
            SourceRelation::Cte(cte, _) => of_cte_column(self.db, self.model, *cte, hop.source.index?),
            _ => item::of_source(self.db, &hop.source, hop.range.map(|it| (self.model, it))),
        }
    }

    fn target_item(&self, hop: &LocalHop) -> Option<HierarchyItem> {
        match (hop.unit, hop.target) {
            (Some(cte), Some(column)) => of_cte_column(self.db, self.model, cte, column),
            (Some(cte), None) => of_cte(self.db, self.model, cte),
            (None, Some(column)) => item::of_column(self.db, self.model, column),
            (None, None) => Some(item::of_model(self.db, self.model)),
        }
    }

    /// The innermost common table expression around a place.
    fn cte_around(&self, range: TextRange) -> Option<CteId> {
        let ranges = |cte: CteId| cte_ranges(self.db, self.model, cte).map(|it| (it.0, cte));
        let body = hir::body(self.db, self.model);
        let around = ctes(&body).filter_map(ranges);
        let around = around.filter(|it| it.0.contains_range(range));
        around.min_by_key(|it| it.0.len()).map(|it| it.1)
    }
}

impl LocalHop {
    fn keeps_value(&self) -> bool {
        keeps_value(self.kind) && self.source.path.is_empty()
    }
}

fn hops(db: &dyn Db, model: SourceFile) -> Vec<LocalHop> {
    let map = &hir::lowered(db, model).lowering.source_map;
    let mut found = Vec::new();
    for (unit, lineage) in sema::local_lineage(db, model) {
        for (at, column) in lineage.columns.iter().enumerate() {
            found.extend(column.edges.iter().map(|it| LocalHop {
                unit,
                target: Some(at as u32),
                source: it.source.clone(),
                kind: it.kind,
                range: last(map, &it.hops),
            }));
        }
        found.extend(lineage.indirect.iter().map(|it| LocalHop {
            unit,
            target: None,
            source: it.source.clone(),
            kind: it.kind,
            range: last(map, &it.hops),
        }));
    }
    found
}

/// Every common table expression of a body.
fn ctes(body: &Body) -> impl Iterator<Item = CteId> + '_ {
    body.queries.iter().flat_map(|(query, data)| (0..data.ctes.len() as u32).map(move |it| (query, it)))
}

fn name_of(body: &Body, (query, at): CteId) -> Option<&str> {
    body.queries[query].ctes.get(at as usize).map(|it| it.name.as_str())
}

fn cte_of(body: &Body, name: &CteName) -> Option<CteId> {
    ctes(body).filter(|it| name_of(body, *it) == Some(&name.name)).nth(name.occurrence)
}

fn output(db: &dyn Db, model: SourceFile, (query, at): CteId) -> Option<&sema::Output> {
    let query = hir::body(db, model).queries[query].ctes.get(at as usize)?.query;
    sema::inference(db, model).queries.get(query).map(|it| &**it)
}

/// All of a common table expression, and its name.
fn cte_ranges(db: &dyn Db, model: SourceFile, (query, at): CteId) -> Option<(TextRange, TextRange)> {
    let map = &hir::lowered(db, model).lowering.source_map;
    let ranges = map.queries.get(query)?.ctes.get(at as usize)?;
    Some((ranges.full, ranges.name))
}

fn key(db: &dyn Db, model: SourceFile, cte: CteId, column: Option<String>) -> Option<HierarchyKey> {
    let body = hir::body(db, model);
    let name = name_of(&body, cte)?;
    let before = ctes(&body).take_while(|it| *it != cte);
    let occurrence = before.filter(|it| name_of(&body, *it) == Some(name)).count();
    let model = sema::declared_name(db, model).to_string();
    let relation = HierarchyRelation::Cte(CteName { model, name: name.to_owned(), occurrence });
    Some(HierarchyKey { relation, column })
}

/// The item of a common table expression.
pub(super) fn of_cte(db: &dyn Db, model: SourceFile, cte: CteId) -> Option<HierarchyItem> {
    let (full, focus) = cte_ranges(db, model, cte)?;
    let key = key(db, model, cte, None)?;
    let detail = Some(format!("in {}", sema::declared_name(db, model)));
    Some(HierarchyItem { key, detail, full: FileRange { file: FileId(model), range: full }, focus })
}

/// The item of a column of a common table expression. One that comes through a star is where the expression is named.
fn of_cte_column(db: &dyn Db, model: SourceFile, cte: CteId, index: u32) -> Option<HierarchyItem> {
    let column = output(db, model, cte)?.columns.get(index as usize)?;
    let map = &hir::lowered(db, model).lowering.source_map;
    let own = match column.definition {
        Definition::Item(select, item) => {
            Anchor::Item(select, item).range(map).zip(Anchor::ItemName(select, item).range(map))
        }
        Definition::Named(name @ Anchor::StarReplace(..)) => name.range(map).map(|it| (it, it)),
        _ => None,
    };
    let (full, focus) =
        own.or_else(|| Some((cte_ranges(db, model, cte)?.1, cte_ranges(db, model, cte)?.1)))?;
    let dialect = db::dialect(db, model);
    Some(HierarchyItem {
        key: key(db, model, cte, Some(column.name.to_string()))?,
        detail: Some(format!("{} in {}", type_text(&column.value, dialect), sema::declared_name(db, model))),
        full: FileRange { file: FileId(model), range: full.cover(focus) },
        focus,
    })
}

/// The item of a column of a common table expression that the list of a `SELECT` makes.
pub(super) fn of_made(
    db: &dyn Db,
    model: SourceFile,
    select: SelectId,
    definition: &Definition,
) -> Option<HierarchyItem> {
    let body = hir::body(db, model);
    let makes = |it: &OutputColumn| it.definition == *definition;
    let found = ctes(&body).find_map(|cte| {
        let index = output(db, model, cte)?.columns.iter().position(makes)?;
        // A column that a star passes on belongs to where it is made.
        let query = body.queries[cte.0].ctes[cte.1 as usize].query;
        (first_select(&body, query) == Some(select)).then_some((cte, index as u32))
    });
    let (cte, index) = found?;
    of_cte_column(db, model, cte, index)
}

/// The `SELECT` that names a query's columns: that of its first arm.
fn first_select(body: &Body, mut query: QueryId) -> Option<SelectId> {
    // No query contains more queries than there are.
    for _ in 0..body.queries.len() {
        query = match &body.queries[query].body {
            QueryBody::Select(select) => return Some(*select),
            QueryBody::Nested(inner) => *inner,
            QueryBody::SetOperation { left, .. } => *left,
            QueryBody::Values(_) | QueryBody::Missing => return None,
        };
    }
    None
}
