//! Lineage one hop at a time, for trees that open on demand: who reads a model or a column, what it is made of, and where
//! a column stays what it is.
//!
//! Items are known by names, so that one which was shown before an edit is found after it. Upwards only the model that is
//! asked about is looked at. Downwards it is the models that read it, each with what it reads in turn; of a question about
//! a whole model or table only their heads and where they name it. Hops from model to model go past common table expressions;
//! from those they go step by step (`local`).

mod hop;
mod item;
mod local;

pub(crate) use hop::{Use, readers};
pub use item::{CteName, HierarchyCall, HierarchyItem, HierarchyKey, HierarchyRelation};

use crate::{
    Cancelled, FileId, FilePosition, FileRange, cone,
    lineage::model::{ModelLineage, model_lineage},
    many,
    symbol::{Name, Role, names_at},
};
use base::TextRange;
use db::{Db, Project, RootDatabase, SourceFile};
use hop::{End, Hop, hops};
use local::Local;
use rustc_hash::{FxHashMap, FxHashSet};
use sema::{EdgeKind, SourceRelation};
use std::sync::Arc;

/// What of a model is asked about.
enum Subject<'a> {
    /// All of it.
    Whole,
    /// An output column, by its position.
    Column(u32),
    /// A common table expression, or a column of one.
    Local(Local<'a>),
}

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
        Subject::Local(local) => local.inputs(&mut calls),
        Subject::Column(column) => {
            for hop in hops(db, model).into_iter().filter(|it| it.target == Some(column)) {
                let found = hop.source_item(db, model);
                calls.add(found, place(model, hop.range), Some(hop.kind));
            }
        }
        Subject::Whole => {
            for (range, relation) in &hop::named(db, model).relations {
                if !matches!(relation, SourceRelation::Cte(..)) {
                    let found = item::of_relation(db, relation, Some((model, *range)));
                    calls.add(found, place(model, Some(*range)), None);
                }
            }
        }
    }
    Ok(calls.found)
}

/// Who reads a model, a table or a column: columns that are made of it, and models whose rows it decides about. Of
/// columns the readers are analysed, all cores taking part, and a question that reaches many rests on the way.
pub(crate) fn consumers(
    db: &RootDatabase,
    project: Project,
    key: &HierarchyKey,
    patience: usize,
) -> Result<Vec<HierarchyCall>, Cancelled> {
    let mut calls = Calls::default();
    if let HierarchyRelation::Cte(_) = key.relation {
        if let Some((Subject::Local(local), _)) = modelled(db, project, key)? {
            local.consumers(&mut calls);
        }
        return Ok(calls.found);
    }
    let Some(column) = &key.column else {
        let readers = hop::readers(db, project, &key.relation);
        let named = many::each(db, &readers, patience, hop::named)?;
        for (reader, named) in readers.into_iter().zip(named) {
            for (range, _) in named.relations.iter().filter(|it| key.relation.is(db, &it.1)) {
                let found = item::of_model_at(db, reader, named.start);
                calls.add(Some(found), place(reader, Some(*range)), None);
            }
        }
        return Ok(calls.found);
    };
    let readers = hop::readers(db, project, &key.relation);
    for (reader, lineage, uses) in uses(db, project, &key.relation, column, readers, patience)? {
        for it in uses {
            let found = it.target.map(|target| column_of(db, reader, &lineage, target));
            let found = found.unwrap_or_else(|| Some(item::of_model_at(db, reader, lineage.start)));
            calls.add(found, place(reader, it.range), Some(it.kind));
        }
    }
    Ok(calls.found)
}

/// A model that reads a relation, with its lineage and what it makes of a column of the relation.
pub(crate) type Reader = (SourceFile, Arc<ModelLineage>, Vec<Use>);

/// What each of the models that read a relation makes of a column of it.
pub(crate) fn uses(
    db: &RootDatabase,
    project: Project,
    relation: &HierarchyRelation,
    column: &str,
    readers: Vec<SourceFile>,
    patience: usize,
) -> Result<Vec<Reader>, Cancelled> {
    let end = End::new(db, project, relation, column)?;
    let lineages = many::each_prepared(db, &readers, patience, model_lineage)?;
    let uses = |(reader, lineage): (SourceFile, Arc<ModelLineage>)| {
        let uses = hop::uses(db, &lineage, &end);
        (reader, lineage, uses)
    };
    Ok(readers.into_iter().zip(lineages).map(uses).collect())
}

/// The item of a column of a reader.
fn column_of(db: &dyn Db, reader: SourceFile, lineage: &ModelLineage, target: u32) -> Option<HierarchyItem> {
    match lineage.columns.get(target as usize).and_then(|it| it.place) {
        Some(place) => item::of_column_at(db, reader, target, place),
        None => item::of_column(db, reader, target),
    }
}

/// The columns that a column is, but for its name and perhaps its type.
pub(crate) fn origins(
    db: &dyn Db,
    project: Project,
    key: &HierarchyKey,
) -> Result<Vec<HierarchyItem>, Cancelled> {
    let mut calls = Calls::default();
    match modelled(db, project, key)? {
        Some((Subject::Local(local), _)) => local.origins(&mut calls),
        Some((Subject::Column(column), model)) => {
            let own = item::column_type(db, model, column);
            let kept = |it: &Hop| it.target == Some(column) && it.keeps_value();
            for hop in hops(db, model).into_iter().filter(kept) {
                let found = hop.source_item(db, model);
                calls.add(found.map(|it| it.with_type(hop.source_type(db), own.clone())), None, None);
            }
        }
        Some((Subject::Whole, _)) | None => {}
    }
    Ok(calls.items())
}

/// The columns of readers that are this column, but for their names and perhaps their types.
pub(crate) fn survivals(
    db: &RootDatabase,
    project: Project,
    key: &HierarchyKey,
    patience: usize,
) -> Result<Vec<HierarchyItem>, Cancelled> {
    let mut calls = Calls::default();
    if let HierarchyRelation::Cte(_) = key.relation {
        if let Some((Subject::Local(local), _)) = modelled(db, project, key)? {
            local.survivals(&mut calls);
        }
        return Ok(calls.items());
    }
    let Some(column) = &key.column else { return Ok(Vec::new()) };
    let end = End::new(db, project, &key.relation, column)?;
    let readers = hop::readers(db, project, &key.relation);
    for (reader, lineage, uses) in uses(db, project, &key.relation, column, readers, patience)? {
        for it in uses.into_iter().filter(|it| it.keeps_value) {
            let Some(target) = it.target else { continue };
            let (was, own) = (end.data_type(db, project, reader), item::column_type(db, reader, target));
            let found = column_of(db, reader, &lineage, target);
            calls.add(found.map(|it| it.with_type(was, own)), None, None);
        }
    }
    Ok(calls.items())
}

fn place(file: SourceFile, range: Option<TextRange>) -> Option<FileRange> {
    range.map(|range| FileRange { file: FileId(file), range })
}

/// The model that a key is about, all that it reads being known, and what of it; nothing for a table.
fn modelled<'a>(
    db: &'a dyn Db,
    project: Project,
    key: &HierarchyKey,
) -> Result<Option<(Subject<'a>, SourceFile)>, Cancelled> {
    let Some(model) = key.relation.model(db, project) else { return Ok(None) };
    cone::prepare(db, model)?;
    let subject = match (&key.relation, &key.column) {
        (HierarchyRelation::Cte(_), _) => Local::new(db, model, key).map(Subject::Local),
        (_, None) => Some(Subject::Whole),
        (_, Some(name)) => item::column_position(db, model, name).map(Subject::Column),
    };
    Ok(subject.map(|it| (it, model)))
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
