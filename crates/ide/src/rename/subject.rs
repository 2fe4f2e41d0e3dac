//! What is renamed: the thing that the name under the cursor stands for.

use super::{Outcome, RefusalReason, RenameKind, RenameRefusal, text::Written};
use crate::{
    FilePosition,
    body_names::{FileView, has_body},
    symbol::{Identities, Name, Role, Symbol, names_at},
};
use base::{Ident, SmolStr, TextRange};
use db::{Db, SourceFile};
use hir::{Anchor, SelectId, SelectItem};
use sema::Definition;

/// The thing that gets a new name, and the name that it has.
pub(super) struct Subject {
    /// Where the cursor is.
    pub(super) file: SourceFile,
    /// The name under the cursor.
    pub(super) range: TextRange,
    /// It, as written there. What is called otherwise elsewhere (by a list of columns behind an alias) stays as it is.
    pub(super) name: Ident,
    pub(super) kind: RenameKind,
    /// The thing, as identities: several where a binding of the DSL is a column besides.
    pub(super) symbols: Vec<Symbol>,
}

impl Subject {
    /// What is under the cursor. A select item without an alias both reads a column and makes one: meant is what it makes.
    pub(super) fn at(db: &dyn Db, position: FilePosition) -> Outcome<Subject> {
        let file = position.file.0;
        let (range, names) = names_at(db, position).ok_or_else(no_name)?;
        let chosen = match names.iter().any(|it| it.role == Role::Definition) {
            true => Role::Definition,
            false => Role::Read,
        };
        let mut identities = Identities::new(db);
        let mut symbols: Vec<Symbol> = Vec::new();
        for name in names.iter().filter(|it| it.role == chosen) {
            let symbol = identities.of(&name.symbol);
            if !symbols.contains(&symbol) {
                symbols.push(symbol);
            }
        }
        let view = has_body(db, file).then(|| FileView::new(db, file));
        let (written, kind) = match is_in_toml(db, file, range) {
            true => {
                let is_model = symbols.iter().any(|it| matches!(it, Symbol::Model(_)));
                (Written::in_toml(db, file, range, is_model), kind(db, view.as_ref(), &symbols)?)
            }
            false => {
                let kind = kind(db, view.as_ref(), &symbols)?;
                (view.as_ref().and_then(|it| Written::at(db, it, range)), kind)
            }
        };
        let Written { range, ident: name, .. } = written.ok_or_else(no_name)?;
        let columns = symbols.iter().filter(|it| !matches!(it, Symbol::Derived(..)));
        if columns.count() > 1 {
            return Err(merged(&name).at(file, range));
        }
        let made_in = symbols.iter().find_map(|it| match it {
            Symbol::ModelColumn(model, _) => Some(*model),
            Symbol::Item(file, ..) | Symbol::Named(file, _) | Symbol::Derived(file, _) => Some(*file),
            _ => None,
        });
        if let Some(made_in) = made_in.filter(|it| has_body(db, *it)) {
            add_bindings(&FileView::new(db, made_in).names(db), &mut symbols, &mut identities);
        }
        for symbol in &symbols {
            must_be_written(db, symbol, &name)?;
        }
        Ok(Subject { file, range, name, kind, symbols })
    }

    /// A model, wherever the wish was said.
    pub(super) fn model(db: &dyn Db, model: SourceFile) -> Outcome<Subject> {
        if !sema::is_model(db, model) {
            return Err(RenameRefusal::new(RefusalReason::NoName, "the file is not a model"));
        }
        Ok(Subject {
            file: model,
            range: TextRange::default(),
            name: Ident::new(sema::declared_name(db, model)),
            kind: RenameKind::Model,
            symbols: vec![Symbol::Model(model)],
        })
    }

    /// Whether an output column is the thing, under the name that is to go.
    pub(super) fn is_called(&self, name: &SmolStr, dialect: base::DialectKind) -> bool {
        !name.is_empty() && dialect::same_name(&self.name, &Ident::quoted(name.clone()), dialect)
    }
}

fn no_name() -> RenameRefusal {
    RenameRefusal::new(RefusalReason::NoName, "there is no name here that could be renamed")
}

/// Several tables have a column that one name stands for.
pub(super) fn merged(name: &Ident) -> RenameRefusal {
    let message =
        format!("`{name}` stands for the columns of several tables here, and only one of them is renamed");
    RenameRefusal::new(RefusalReason::Merged, message)
}

/// Whether a range of a file is TOML.
fn is_in_toml(db: &dyn Db, file: SourceFile, range: TextRange) -> bool {
    match file.frontmatter(db) {
        Some(head) => range.end() <= head.offset + base::TextSize::of(&*head.toml),
        None => !sema::is_statement(db, file),
    }
}

fn kind(db: &dyn Db, view: Option<&FileView<'_>>, symbols: &[Symbol]) -> Outcome<RenameKind> {
    let mut found = None;
    for symbol in symbols {
        let kind = match symbol {
            Symbol::Derived(..) => RenameKind::Binding,
            Symbol::ModelColumn(..) | Symbol::Item(..) | Symbol::Named(..) => RenameKind::Column,
            Symbol::Model(_) => RenameKind::Model,
            Symbol::Cte(..) => RenameKind::Cte,
            Symbol::Window(..) => RenameKind::Window,
            Symbol::Parameter(..) => RenameKind::Parameter,
            Symbol::Alias(_, relation) => {
                let relation = view.and_then(|it| it.relation(*relation));
                if relation.is_none_or(|it| it.alias().is_none()) {
                    let message = "the table is none of the project: give it an alias instead";
                    return Err(RenameRefusal::new(RefusalReason::External, message));
                }
                RenameKind::TableAlias
            }
            Symbol::ExternalColumn(table, _) | Symbol::External(table) => {
                let message = format!(
                    "`{}` is a table outside the project: rename it at its source, or give the name an alias",
                    table.display_name()
                );
                let refusal = RenameRefusal::new(RefusalReason::External, message);
                return Err(match table.declared {
                    Some((file, _)) => {
                        let place = match symbol {
                            Symbol::ExternalColumn(_, index) => table.column_place(*index),
                            _ => table.declared.map(|it| sema::Place::Range(it.0, it.1)),
                        };
                        let range = place.map(|it| crate::place::range(db, &it).range);
                        refusal.at(file, range.unwrap_or_default())
                    }
                    None => refusal,
                });
            }
            Symbol::Variable(_) => RenameKind::Variable,
            Symbol::DeclaredFunction(..) => {
                let message = "the function is the warehouse's: `rocky.toml` only says what it is like";
                return Err(RenameRefusal::new(RefusalReason::External, message));
            }
            Symbol::Star(..) | Symbol::WindowBound(_) | Symbol::Function(_) | Symbol::Value(..) => continue,
        };
        if found != Some(RenameKind::Binding) {
            found = Some(kind);
        }
    }
    found.ok_or_else(no_name)
}

/// A name that a step of the DSL defines is the same thing as the column that the pipeline makes of it.
fn add_bindings(names: &[Name], symbols: &mut Vec<Symbol>, identities: &mut Identities<'_>) {
    let is_binding = |it: &Symbol| matches!(it, Symbol::Derived(..));
    if !names.iter().any(|it| is_binding(&it.symbol)) {
        return;
    }
    loop {
        let before = symbols.len();
        let at: Vec<TextRange> = names
            .iter()
            .filter(|it| is_binding(&it.symbol) || it.role == Role::Definition)
            .filter(|it| symbols.contains(&identities.of(&it.symbol)))
            .map(|it| it.range)
            .collect();
        for name in names.iter().filter(|it| at.contains(&it.range)) {
            let symbol = identities.of(&name.symbol);
            let is_made_here = is_binding(&symbol)
                || name.role == Role::Definition
                    && names.iter().any(|it| it.range == name.range && is_binding(&it.symbol));
            if is_made_here && !symbols.contains(&symbol) {
                symbols.push(symbol);
            }
        }
        if symbols.len() == before {
            return;
        }
    }
}

/// Refuses a column whose name nobody wrote.
fn must_be_written(db: &dyn Db, symbol: &Symbol, name: &Ident) -> Outcome<()> {
    let (file, definition) = match symbol {
        Symbol::ModelColumn(model, index) => {
            let output = &sema::inference(db, *model).output;
            (*model, output.columns.get(*index as usize).map(|it| it.definition.clone()))
        }
        Symbol::Item(file, select, item) => (*file, Some(Definition::Item(*select, *item))),
        Symbol::Named(file, anchor) => (*file, Some(Definition::Named(*anchor))),
        Symbol::Alias(file, relation) => (*file, Some(Definition::Named(Anchor::RelationAlias(*relation)))),
        _ => return Ok(()),
    };
    let (is_written, place) = match definition {
        Some(Definition::Item(select, item)) => {
            (makes_one_column(db, file, (select, item)), Some(Anchor::Item(select, item)))
        }
        Some(Definition::Named(anchor)) => (is_written(db, file, anchor), Some(anchor)),
        _ => (false, None),
    };
    if is_written {
        return Ok(());
    }
    let message = format!("nobody wrote the name `{name}`: a construct makes it");
    let refusal = RenameRefusal::new(RefusalReason::Generated, message);
    let map = &hir::lowered(db, file).lowering.source_map;
    Err(match place.and_then(|it| it.range(map)) {
        Some(range) => refusal.at(file, range),
        None => refusal,
    })
}

/// Whether a name that is no item's is written. A path of an array in a `FROM` implies an alias.
fn is_written(db: &dyn Db, file: SourceFile, name: Anchor) -> bool {
    let map = &hir::lowered(db, file).lowering.source_map;
    match name {
        // The name is that of a column that the star has anyway.
        Anchor::StarReplace(..) => false,
        Anchor::RelationAlias(relation) => map.relations.get(relation).is_some_and(|it| it.alias.is_some()),
        name => name.range(map).is_some(),
    }
}

fn makes_one_column(db: &dyn Db, file: SourceFile, (select, item): (SelectId, u32)) -> bool {
    let body = hir::body(db, file);
    let is_expression =
        matches!(body.selects[select].items.get(item as usize), Some(SelectItem::Expr { .. }));
    let defined = Definition::Item(select, item);
    let most = sema::inference(db, file)
        .queries
        .iter()
        .map(|(_, output)| output.columns.iter().filter(|it| it.definition == defined).count());
    is_expression && most.max().unwrap_or_default() <= 1
}
