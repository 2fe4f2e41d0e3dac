//! Lineage one hop at a time, for trees that open on demand: who reads a model or a column, what it is made of, and where
//! a column stays what it is.
//!
//! Items are known by names, so that one which was shown before an edit is found after it. Upwards only the model that is
//! asked about is looked at. Downwards it is the models that read it, each with what it reads in turn; of a question about
//! a whole model or table only their heads and where they name it.

mod hop;
mod item;

pub use item::{HierarchyCall, HierarchyItem, HierarchyKey, HierarchyRelation};

use crate::{
    Cancelled, FileId, FilePosition, FileRange, cone,
    symbol::{Name, Role, names_at},
};
use base::TextRange;
use db::{Db, Project, SourceFile};
use hop::{End, Hop, hops};
use item::Subject;
use rustc_hash::{FxHashMap, FxHashSet};
use sema::EdgeKind;

/// The models, tables and columns that the name under the cursor stands for. A select item without an alias stands for
/// the column that it makes.
pub(crate) fn prepare(db: &dyn Db, position: FilePosition) -> Vec<HierarchyItem> {
    let Some((_, names)) = names_at(db, position) else { return Vec::new() };
    let is_definition = |it: &&Name| it.role == Role::Definition;
    let defined: Vec<HierarchyItem> =
        names.iter().filter(is_definition).filter_map(|it| item::of_symbol(db, &it.symbol)).collect();
    let mut items = match defined.is_empty() {
        true => names.iter().filter_map(|it| item::of_symbol(db, &it.symbol)).collect(),
        false => defined,
    };
    let mut seen = FxHashSet::default();
    items.retain(|it: &HierarchyItem| seen.insert(it.key.clone()));
    items
}

/// What a model, a table or a column is made of: of a model what it names, of a column what its value comes from and
/// what decides about it.
pub(crate) fn inputs(
    db: &dyn Db,
    project: Project,
    key: &HierarchyKey,
) -> Result<Vec<HierarchyCall>, Cancelled> {
    let Some((subject, model)) = modelled(db, project, key)? else { return Ok(Vec::new()) };
    let mut calls = Calls::default();
    match subject {
        Subject::Column(column) => {
            for hop in hops(db, model).into_iter().filter(|it| it.target == Some(column)) {
                let found = hop.source_item(db, model);
                calls.add(found, place(model, hop.range), Some(hop.kind));
            }
        }
        Subject::Whole => {
            for (range, relation) in hop::relations(db, model) {
                let found = item::of_relation(db, &relation, Some((model, range)));
                calls.add(found, place(model, Some(range)), None);
            }
        }
    }
    Ok(calls.found)
}

/// Who reads a model, a table or a column: columns that are made of it, and models whose rows it decides about.
pub(crate) fn consumers(
    db: &dyn Db,
    project: Project,
    key: &HierarchyKey,
) -> Result<Vec<HierarchyCall>, Cancelled> {
    let mut calls = Calls::default();
    let readers = hop::readers(db, project, &key.relation);
    match &key.column {
        None => {
            for reader in readers {
                let named = hop::relations(db, reader);
                for (range, _) in named.iter().filter(|it| key.relation.is(db, &it.1)) {
                    calls.add(Some(item::of_model(db, reader)), place(reader, Some(*range)), None);
                }
            }
        }
        Some(column) => {
            let end = End::new(db, project, &key.relation, column)?;
            each_prepared(db, readers, |reader| {
                for hop in hops(db, reader).into_iter().filter(|it| it.comes_from(db, &end)) {
                    let found = match hop.target {
                        Some(target) => item::of_column(db, reader, target),
                        None => Some(item::of_model(db, reader)),
                    };
                    calls.add(found, place(reader, hop.range), Some(hop.kind));
                }
            })?;
        }
    }
    Ok(calls.found)
}

/// The columns that a column is, but for its name and perhaps its type.
pub(crate) fn origins(
    db: &dyn Db,
    project: Project,
    key: &HierarchyKey,
) -> Result<Vec<HierarchyItem>, Cancelled> {
    let Some((Subject::Column(column), model)) = modelled(db, project, key)? else { return Ok(Vec::new()) };
    let own = item::column_type(db, model, column);
    let mut calls = Calls::default();
    for hop in hops(db, model).into_iter().filter(|it| it.target == Some(column) && it.keeps_value()) {
        let found = hop.source_item(db, model).map(|it| it.with_type(hop.source_type(db), own.clone()));
        calls.add(found, None, None);
    }
    Ok(calls.items())
}

/// The columns of readers that are this column, but for their names and perhaps their types.
pub(crate) fn survivals(
    db: &dyn Db,
    project: Project,
    key: &HierarchyKey,
) -> Result<Vec<HierarchyItem>, Cancelled> {
    let Some(column) = &key.column else { return Ok(Vec::new()) };
    let end = End::new(db, project, &key.relation, column)?;
    let mut calls = Calls::default();
    each_prepared(db, hop::readers(db, project, &key.relation), |reader| {
        let kept = |it: &Hop| it.keeps_value() && it.comes_from(db, &end);
        for hop in hops(db, reader).into_iter().filter(kept) {
            let Some(target) = hop.target else { continue };
            let own = item::column_type(db, reader, target);
            let found = item::of_column(db, reader, target).map(|it| it.with_type(hop.source_type(db), own));
            calls.add(found, None, None);
        }
    })?;
    Ok(calls.items())
}

fn place(file: SourceFile, range: Option<TextRange>) -> Option<FileRange> {
    range.map(|range| FileRange { file: FileId(file), range })
}

/// The model that a key is about, all that it reads being known, and what of it; nothing for a table.
fn modelled(
    db: &dyn Db,
    project: Project,
    key: &HierarchyKey,
) -> Result<Option<(Subject, SourceFile)>, Cancelled> {
    let Some(model) = key.relation.model(db, project) else { return Ok(None) };
    cone::prepare(db, model)?;
    let subject = match &key.column {
        None => Some(Subject::Whole),
        Some(name) => item::column_position(db, model, name).map(Subject::Column),
    };
    Ok(subject.map(|it| (it, model)))
}

/// Looks at models, all that each reads being known.
fn each_prepared(
    db: &dyn Db,
    models: Vec<SourceFile>,
    mut look: impl FnMut(SourceFile),
) -> Result<(), Cancelled> {
    let mut done = FxHashSet::default();
    for model in models {
        let visited = cone::visit(db, model, &done, |_| ());
        let visited = visited.map_err(|it| Cancelled::Ring(it.into_iter().map(FileId).collect()))?;
        done.extend(visited.into_iter().map(|it| it.0));
        look(model);
    }
    Ok(())
}

/// Items as they are found, each once, with the places where they are named.
#[derive(Default)]
struct Calls {
    found: Vec<HierarchyCall>,
    places: FxHashMap<(FileId, HierarchyKey), usize>,
}

impl Calls {
    fn add(&mut self, item: Option<HierarchyItem>, place: Option<FileRange>, kind: Option<EdgeKind>) {
        let Some(item) = item else { return };
        let position = *self.places.entry((item.full.file, item.key.clone())).or_insert(self.found.len());
        if position == self.found.len() {
            self.found.push(HierarchyCall { item, ranges: Vec::new(), kinds: Vec::new() });
        }
        let call = &mut self.found[position];
        call.ranges.extend(place.filter(|it| !call.ranges.contains(it)));
        call.kinds.extend(kind.filter(|it| !call.kinds.contains(it)));
    }

    fn items(self) -> Vec<HierarchyItem> {
        self.found.into_iter().map(|it| it.item).collect()
    }
}
