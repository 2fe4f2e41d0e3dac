//! What a name means, and which names mean the same.
//!
//! A column is what one select item makes, or one line of a declaration. A star passes columns on without making new
//! ones, so a column keeps its identity through any number of `SELECT *`, across models too. An item that names a
//! column makes a new one, even under the same name: it reads the one and defines the other, and its name stands for
//! both. The arms of a set operation make its columns together.

use crate::{
    FilePosition,
    body_names::{FileView, has_body},
    toml_names, variables,
};
use base::{SmolStr, TextRange};
use db::{Db, SourceFile};
use hir::{Anchor, CteId, ExprId, RelationId, SelectId};
use rustc_hash::FxHashMap;
use sema::{Definition, ExternalTable, Origin, Owner, Target, inference};
use std::sync::Arc;

/// A thing with a name. Equal symbols are the same thing, whatever file they were found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// An output column of a model.
    ModelColumn(SourceFile, u32),
    /// A column of a table outside the project.
    ExternalColumn(Arc<ExternalTable>, u32),
    /// A select item of a model that is not part of its output: a column of a CTE or subquery.
    Item(SourceFile, SelectId, u32),
    /// A column that is not part of a model's output and that no select item makes, by where its name is written: in the
    /// list behind an alias, in an `UNPIVOT`.
    Named(SourceFile, Anchor),
    /// A model.
    Model(SourceFile),
    /// A table outside the project.
    External(Arc<ExternalTable>),
    /// A common table expression of a model.
    Cte(SourceFile, CteId),
    /// A relation of a model under its alias, and the column that the alias names, where it names one.
    Alias(SourceFile, RelationId),
    /// A star of a model.
    Star(SourceFile, SelectId, u32),
    /// A name that a step of the DSL defines, by its place there.
    Derived(SourceFile, TextRange),
    /// A named window of a `SELECT`.
    Window(SourceFile, SelectId, u32),
    /// The parameter of a lambda or a comprehension, by its place there.
    Parameter(SourceFile, ExprId, u32),
    /// A run variable of the project.
    Variable(SmolStr),
    /// A bound of the window of time that a model is built by: `start_date` or `end_date`.
    WindowBound(&'static str),
    /// A function that the project declares, by its place in `rocky.toml`.
    DeclaredFunction(SourceFile, u32),
    /// A function.
    Function(SmolStr),
    /// An expression that is nothing but its value.
    Value(SourceFile, ExprId),
}

/// How a name touches what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It defines it.
    Definition,
    /// It reads it.
    Read,
}

/// A name in a file. One range may hold several: of a merged column those of both sides, of an item without an alias
/// the column that it reads and the one that it makes.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Where it stands.
    pub(crate) range: TextRange,
    /// What it means.
    pub(crate) symbol: Symbol,
    /// How.
    pub(crate) role: Role,
    /// The expression that it names, where it has a value of its own there.
    pub(crate) expr: Option<ExprId>,
}

impl Name {
    pub(crate) fn read(range: TextRange, symbol: Symbol) -> Name {
        Name { range, symbol, role: Role::Read, expr: None }
    }

    pub(crate) fn definition(range: TextRange, symbol: Symbol) -> Name {
        Name { range, symbol, role: Role::Definition, expr: None }
    }
}

/// Every name in a file, unsorted.
pub(crate) fn names(db: &dyn Db, file: SourceFile) -> Vec<Name> {
    let mut names = toml_names::names(db, file);
    if has_body(db, file) {
        names.extend(FileView::new(db, file).names(db));
        names.extend(variables::names(db, file));
    }
    names
}

/// The names at a position: those of the smallest range that contains it or ends there, reads first.
pub(crate) fn names_at(db: &dyn Db, position: FilePosition) -> Option<(TextRange, Vec<Name>)> {
    let mut names = names(db, position.file.0);
    names.retain(|it| it.range.contains_inclusive(position.offset));
    // Where two names meet, the one that begins here is meant.
    let range = names
        .iter()
        .map(|it| it.range)
        .min_by_key(|it| (it.len(), it.end() == position.offset, it.start()))?;
    names.retain(|it| it.range == range);
    names.sort_by_key(|it| it.role == Role::Definition);
    Some((range, names))
}

/// Finds what passes on what: the symbol that a column really is.
pub(crate) struct Identities<'a> {
    db: &'a dyn Db,
    known: FxHashMap<(SourceFile, u32), Symbol>,
}

impl<'a> Identities<'a> {
    pub(crate) fn new(db: &'a dyn Db) -> Identities<'a> {
        Identities { db, known: FxHashMap::default() }
    }

    /// The symbol that `symbol` passes on, or itself.
    pub(crate) fn of(&mut self, symbol: &Symbol) -> Symbol {
        let Symbol::ModelColumn(mut model, mut index) = *symbol else { return symbol.clone() };
        let mut passed = Vec::new();
        let found = loop {
            if let Some(known) = self.known.get(&(model, index)) {
                break known.clone();
            }
            // A ring of models whose stars pass each other's columns on defines nothing.
            if passed.contains(&(model, index)) {
                break symbol.clone();
            }
            passed.push((model, index));
            match inference(self.db, model).output.columns.get(index as usize).map(|it| &it.definition) {
                Some(Definition::Origin(origin)) => match &origin.owner {
                    Owner::Model(owner) => (model, index) = (*owner, origin.index),
                    Owner::External(_) => break origin_symbol(origin),
                },
                _ => break Symbol::ModelColumn(model, index),
            }
        };
        self.known.extend(passed.into_iter().map(|it| (it, found.clone())));
        found
    }
}

/// The symbol of a column of another model or table.
pub(crate) fn origin_symbol(origin: &Origin) -> Symbol {
    match &origin.owner {
        Owner::Model(model) => Symbol::ModelColumn(*model, origin.index),
        Owner::External(table) => Symbol::ExternalColumn(Arc::clone(table), origin.index),
    }
}

/// The symbol of what the name of a relation means.
pub(crate) fn target_symbol(target: &Target) -> Option<Symbol> {
    match target {
        Target::Model(model) => Some(Symbol::Model(*model)),
        Target::External(table) => Some(Symbol::External(Arc::clone(table))),
        Target::Undescribed | Target::Absent { .. } => None,
    }
}
