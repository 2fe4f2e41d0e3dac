//! The items of a hierarchy.

use super::local;
use crate::{FileId, FileRange, card::type_text, definition::column_target, place, symbol::Symbol};
use base::{TextRange, TextSize};
use db::{Db, Project, SourceFile};
use hir::Anchor;
use sema::{Definition, EdgeKind, ExternalTable, SourceRelation, ValueType};
use std::sync::Arc;

/// A model or a table outside the project, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum HierarchyRelation {
    /// A model of the project.
    Model(String),
    /// A table that no model makes.
    Table(String),
    /// A common table expression of a model.
    Cte(CteName),
}

/// A common table expression, by names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CteName {
    /// The model.
    pub model: String,
    /// Its own name.
    pub name: String,
    /// Its number among those of the model that are called so, from 0.
    pub occurrence: usize,
}

/// What an item stands for, by names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HierarchyKey {
    /// The model or table.
    pub relation: HierarchyRelation,
    /// One of its columns; all of it where absent.
    pub column: Option<String>,
}

/// A model, a table or a column in a hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HierarchyItem {
    /// What it is.
    pub key: HierarchyKey,
    /// A few words beside it: the type of a column.
    pub detail: Option<String>,
    /// All of it. A table that nobody declares is where it is read.
    pub full: FileRange,
    /// Its name, within `full`.
    pub focus: TextRange,
}

/// One hop: what is at its other end, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HierarchyCall {
    /// The other end.
    pub item: HierarchyItem,
    /// The expressions and names that make the hop, in the file of the end that reads.
    pub ranges: Vec<FileRange>,
    /// What becomes of the values on the way; of whole models nothing is said.
    pub kinds: Vec<EdgeKind>,
}

impl HierarchyRelation {
    /// The model of this name.
    pub(super) fn model(&self, db: &dyn Db, project: Project) -> Option<SourceFile> {
        match self {
            HierarchyRelation::Model(name) | HierarchyRelation::Cte(CteName { model: name, .. }) => {
                sema::model_index(db, project).named(name).next()
            }
            HierarchyRelation::Table(_) => None,
        }
    }

    /// Whether it is what `other` names.
    pub(super) fn is(&self, db: &dyn Db, other: &SourceRelation) -> bool {
        match (self, other) {
            (HierarchyRelation::Model(name), SourceRelation::Model(model)) => {
                sema::declared_name(db, *model) == *name
            }
            (HierarchyRelation::Model(_) | HierarchyRelation::Cte(_), _) | (_, SourceRelation::Model(_)) => {
                false
            }
            (HierarchyRelation::Table(name), table) => table.display_name(db).eq_ignore_ascii_case(name),
        }
    }
}

impl HierarchyKey {
    /// The name to show.
    pub fn display_name(&self) -> String {
        let (HierarchyRelation::Model(relation)
        | HierarchyRelation::Table(relation)
        | HierarchyRelation::Cte(CteName { name: relation, .. })) = &self.relation;
        match &self.column {
            Some(column) => format!("{relation}.{column}"),
            None => relation.clone(),
        }
    }
}

impl HierarchyItem {
    /// The item with what becomes of its column's type on the way, or with the type where it stays.
    pub(super) fn with_type(self, from: Option<String>, to: Option<String>) -> HierarchyItem {
        let detail = match (from, to) {
            (Some(from), Some(to)) if from != to => Some(format!("{from} → {to}")),
            (from, to) => to.or(from),
        };
        HierarchyItem { detail, ..self }
    }
}

/// The item of what a name stands for, if it is of the kinds that are known outside their file.
pub(super) fn of_symbol(db: &dyn Db, symbol: &Symbol) -> Option<HierarchyItem> {
    match symbol {
        Symbol::Model(model) => Some(of_model(db, *model)),
        Symbol::ModelColumn(model, index) => of_column(db, *model, *index),
        Symbol::External(table) => of_table(table, None),
        Symbol::ExternalColumn(table, index) => {
            of_table_column(db, table, &table.columns.as_ref()?.get(*index as usize)?.name, None)
        }
        Symbol::Alias(file, relation) => {
            let body = hir::body(db, *file);
            let hir::Relation::Name { path, cte, .. } = &body.relations[*relation] else { return None };
            if let Some(cte) = cte {
                return local::of_cte(db, *file, *cte);
            }
            let symbol = crate::symbol::target_symbol(sema::references(db, *file).target(path))?;
            of_symbol(db, &symbol)
        }
        Symbol::Cte(file, cte) => local::of_cte(db, *file, *cte),
        Symbol::Item(file, select, item) => {
            local::of_made(db, *file, *select, &Definition::Item(*select, *item))
        }
        Symbol::Named(file, name @ Anchor::StarReplace(select, ..)) => {
            local::of_made(db, *file, *select, &Definition::Named(*name))
        }
        _ => None,
    }
}

/// The item of a model.
pub(super) fn of_model(db: &dyn Db, model: SourceFile) -> HierarchyItem {
    of_model_at(db, model, sema::start_range(db, model))
}

/// The same, where its text begins being known.
pub(super) fn of_model_at(db: &dyn Db, model: SourceFile, start: TextRange) -> HierarchyItem {
    let relation = HierarchyRelation::Model(sema::declared_name(db, model).to_string());
    let range = TextRange::up_to(TextSize::of(&*model.text(db).text));
    HierarchyItem {
        key: HierarchyKey { relation, column: None },
        detail: None,
        full: FileRange { file: FileId(model), range },
        focus: start,
    }
}

/// The item of an output column of a model, whose schema must be at hand.
pub(super) fn of_column(db: &dyn Db, model: SourceFile, index: u32) -> Option<HierarchyItem> {
    let target = column_target(db, model, index)?;
    of_column_at(db, model, index, (target.full.range, target.focus))
}

/// The same, its place being known.
pub(super) fn of_column_at(
    db: &dyn Db,
    model: SourceFile,
    index: u32,
    (full, focus): (TextRange, TextRange),
) -> Option<HierarchyItem> {
    let schema = sema::schema(db, model);
    let column = schema.columns.get(index as usize)?;
    let relation = HierarchyRelation::Model(sema::declared_name(db, model).to_string());
    Some(HierarchyItem {
        key: HierarchyKey { relation, column: Some(column.name.to_string()) },
        detail: Some(type_text(&column.value, db::dialect(db, model))),
        full: FileRange { file: FileId(model), range: full },
        focus,
    })
}

/// The item of a relation that is read at a place.
pub(super) fn of_relation(
    db: &dyn Db,
    relation: &SourceRelation,
    read_at: Option<(SourceFile, TextRange)>,
) -> Option<HierarchyItem> {
    match relation {
        SourceRelation::Model(model) => Some(of_model(db, *model)),
        SourceRelation::External(table) => of_table(table, read_at),
        SourceRelation::Undeclared(name) | SourceRelation::Cte(_, name) => undeclared(name, None, read_at),
    }
}

/// The item of a column that is read at a place.
pub(super) fn of_source(
    db: &dyn Db,
    source: &sema::SourceColumn,
    read_at: Option<(SourceFile, TextRange)>,
) -> Option<HierarchyItem> {
    match &source.relation {
        SourceRelation::Model(model) => {
            of_column(db, *model, source.index.or_else(|| column_position(db, *model, &source.column))?)
        }
        SourceRelation::External(table) => of_table_column(db, table, &source.column, read_at),
        SourceRelation::Undeclared(name) | SourceRelation::Cte(_, name) => {
            undeclared(name, Some(&source.column), read_at)
        }
    }
}

fn of_table(table: &Arc<ExternalTable>, read_at: Option<(SourceFile, TextRange)>) -> Option<HierarchyItem> {
    let (file, range) = table.declared.or(read_at)?;
    let relation = HierarchyRelation::Table(table.display_name());
    Some(HierarchyItem {
        key: HierarchyKey { relation, column: None },
        detail: None,
        full: FileRange { file: FileId(file), range },
        focus: range,
    })
}

fn of_table_column(
    db: &dyn Db,
    table: &Arc<ExternalTable>,
    name: &str,
    read_at: Option<(SourceFile, TextRange)>,
) -> Option<HierarchyItem> {
    let columns = table.columns.as_deref().unwrap_or_default();
    let index = columns.iter().position(|it| it.name == name);
    let declared = index.and_then(|it| table.column_place(it as u32)).map(|it| place::range(db, &it));
    let read_at = read_at.map(|(file, range)| FileRange { file: FileId(file), range });
    let full = declared.or(read_at)?;
    let value = index.map(|it| columns[it].value(table));
    Some(HierarchyItem {
        key: HierarchyKey {
            relation: HierarchyRelation::Table(table.display_name()),
            column: Some(name.to_owned()),
        },
        detail: value.map(|it| type_text(&it, db::dialect(db, full.file.0))),
        full,
        focus: full.range,
    })
}

fn undeclared(
    name: &str,
    column: Option<&str>,
    read_at: Option<(SourceFile, TextRange)>,
) -> Option<HierarchyItem> {
    let (file, range) = read_at?;
    let relation = HierarchyRelation::Table(name.to_owned());
    Some(HierarchyItem {
        key: HierarchyKey { relation, column: column.map(str::to_owned) },
        detail: None,
        full: FileRange { file: FileId(file), range },
        focus: range,
    })
}

/// The position of a column that is called so, or nearly.
pub(super) fn column_position(db: &dyn Db, model: SourceFile, name: &str) -> Option<u32> {
    let schema = sema::schema(db, model);
    let exact = schema.columns.iter().position(|it| it.name == name);
    exact.or_else(|| schema.position(name)).map(|it| it as u32)
}

/// The type of an output column, where it is known.
pub(super) fn column_type(db: &dyn Db, model: SourceFile, index: u32) -> Option<String> {
    let schema = sema::schema(db, model);
    known_type(&schema.columns.get(index as usize)?.value, db::dialect(db, model))
}

/// A type without its nullability.
pub(super) fn known_type(value: &ValueType, dialect: base::DialectKind) -> Option<String> {
    value.is_known().then(|| value.ty.display(dialect).to_string())
}
