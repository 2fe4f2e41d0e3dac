//! What names mean, by where they stand.

use super::{SemanticKind, SemanticModifiers};
use crate::{
    body_names::{FileView, has_body},
    symbol::{Name, Role, Symbol},
    toml_names,
};
use base::{DialectKind, SmolStr, TextRange};
use db::{Db, SourceFile};
use hir::{Anchor, ExprId};
use rustc_hash::FxHashMap;
use sema::{Definition, Nullability, Resolution};

/// What a name adds to what the tree says of its token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Meaning {
    /// What it is, where the tree may not know it.
    pub(super) kind: Option<SemanticKind>,
    pub(super) modifiers: SemanticModifiers,
}

/// The meanings of the names of a file.
pub(super) struct Meanings {
    by_range: FxHashMap<TextRange, Meaning>,
    /// Those that may have several parts, and so several tokens, in order.
    paths: Vec<TextRange>,
}

impl Meanings {
    pub(super) fn of_file(db: &dyn Db, file: SourceFile) -> Meanings {
        let view = has_body(db, file).then(|| FileView::new(db, file));
        let mut names = toml_names::names(db, file);
        names.extend(view.iter().flat_map(|it| it.names(db)));
        let substitution = hir::substitution(db, file);
        // A placeholder is coloured as one, whatever its value means.
        names.retain(|it| substitution.is_none_or(|substitution| substitution.is_editable(it.range)));
        let mut builder =
            Builder { db, view, dialect: db::dialect(db, file), built_in: FxHashMap::default() };
        let mut by_range: FxHashMap<TextRange, Meaning> = FxHashMap::default();
        for name in &names {
            let found = builder.meaning(name);
            let meaning = by_range.entry(name.range).or_default();
            meaning.kind = meaning.kind.or(found.kind);
            let (all, new) = (&mut meaning.modifiers, found.modifiers);
            all.definition |= new.definition;
            all.built_in |= new.built_in;
            all.external |= new.external;
            all.classified |= new.classified;
            all.nullable |= new.nullable;
            all.deprecated |= new.deprecated;
            all.generated |= new.generated;
        }
        let may_be_path = |it: &&Name| {
            let symbol = &it.symbol;
            matches!(
                symbol,
                Symbol::Model(_)
                    | Symbol::External(_)
                    | Symbol::Cte(..)
                    | Symbol::DeclaredFunction(..)
                    | Symbol::Function(_)
            )
        };
        let mut paths: Vec<TextRange> = names.iter().filter(may_be_path).map(|it| it.range).collect();
        paths.sort_by_key(|it| (it.start(), it.end()));
        Meanings { by_range, paths }
    }

    /// What the token at a range means.
    pub(super) fn of(&self, range: TextRange) -> Option<Meaning> {
        if let Some(meaning) = self.by_range.get(&range) {
            return Some(*meaning);
        }
        let before = self.paths.partition_point(|it| it.start() <= range.start());
        let around = self.paths.get(before.checked_sub(1)?).filter(|it| it.contains_range(range))?;
        // What stands before the last part is left to the tree.
        (around.end() == range.end()).then(|| self.by_range.get(around).copied()).flatten()
    }
}

struct Builder<'a> {
    db: &'a dyn Db,
    view: Option<FileView<'a>>,
    dialect: DialectKind,
    /// Whether functions are the warehouse's.
    built_in: FxHashMap<SmolStr, bool>,
}

impl Builder<'_> {
    /// Whether a name stands for a column as a value.
    fn is_column(&self, name: &Name) -> bool {
        let view = self.view.as_ref();
        let meant = view.zip(name.expr).and_then(|(view, expr)| view.inference.resolutions.get(&expr));
        matches!(meant, Some(Resolution::Column(..)))
    }

    /// Whether a field stands at a range of a dotted name.
    fn is_field(&self, expr: ExprId, range: TextRange) -> bool {
        let Some(view) = &self.view else { return false };
        let Some(first) = view.inference.fields.get(&expr) else { return false };
        let parts = view.map.expr_names.get(&expr).map_or(&[][..], |it| it);
        parts.iter().skip(*first as usize).any(|it| *it == range)
    }

    fn meaning(&mut self, name: &Name) -> Meaning {
        let mut modifiers =
            SemanticModifiers { definition: name.role == Role::Definition, ..SemanticModifiers::default() };
        let kind = match &name.symbol {
            Symbol::ModelColumn(model, index) => {
                let schema = sema::schema(self.db, *model);
                let column = schema.columns.get(*index as usize);
                modifiers.classified = column.is_some_and(|it| !it.tags.is_empty());
                modifiers.nullable = column.is_some_and(|it| it.value.null == Nullability::Possible);
                Some(SemanticKind::Column)
            }
            Symbol::ExternalColumn(table, index) => {
                let column = table.columns.as_ref().and_then(|it| it.get(*index as usize));
                modifiers.external = true;
                modifiers.nullable = column.is_some_and(|it| it.null == Nullability::Possible);
                Some(SemanticKind::Column)
            }
            Symbol::Item(_, select, item) => {
                modifiers.nullable = self.view.as_ref().is_some_and(|view| {
                    let defined = Definition::Item(*select, *item);
                    let column = view.output_of(*select);
                    let column = column.and_then(|it| it.columns.iter().find(|it| it.definition == defined));
                    column.is_some_and(|it| it.value.null == Nullability::Possible)
                });
                Some(SemanticKind::Column)
            }
            Symbol::Named(_, anchor) => {
                let defined = Definition::Named(*anchor);
                let column = self.view.as_ref().and_then(|it| it.defined(&defined));
                modifiers.nullable = column.is_some_and(|it| it.value.null == Nullability::Possible);
                modifiers.generated = !matches!(anchor, Anchor::StarReplace(..));
                Some(SemanticKind::Column)
            }
            // The column that it names, where it is used as a value.
            Symbol::Alias(..) if self.is_column(name) => {
                modifiers.generated = true;
                Some(SemanticKind::Column)
            }
            Symbol::Model(_) => Some(SemanticKind::Relation),
            Symbol::External(_) => {
                modifiers.external = true;
                Some(SemanticKind::Relation)
            }
            Symbol::Cte(..) => Some(SemanticKind::Cte),
            Symbol::Derived(..) => Some(SemanticKind::Column),
            Symbol::Window(..) => Some(SemanticKind::Alias),
            Symbol::Parameter(..) => Some(SemanticKind::Parameter),
            Symbol::DeclaredFunction(..) => Some(SemanticKind::Function),
            Symbol::Function(function) => {
                let dialect = self.dialect;
                let is_known = || dialect::functions(dialect.into()).contains(function);
                modifiers.built_in = *self.built_in.entry(function.clone()).or_insert_with(is_known);
                modifiers.deprecated =
                    modifiers.built_in && dialect::functions(dialect.into()).is_deprecated(function);
                Some(SemanticKind::Function)
            }
            Symbol::Value(_, expr) => {
                let view = self.view.as_ref();
                let meant = view.and_then(|it| it.inference.resolutions.get(expr));
                match meant {
                    Some(Resolution::Column(relation, index)) => {
                        let column = view.and_then(|it| it.column(*relation, *index));
                        modifiers.generated = column.is_some_and(|it| it.definition == Definition::Construct);
                        let is_column = modifiers.generated || self.is_field(*expr, name.range);
                        is_column.then_some(SemanticKind::Column)
                    }
                    _ => None,
                }
            }
            // The tree tells an alias from a table that nobody declares.
            Symbol::Alias(..) | Symbol::Star(..) | Symbol::Variable(_) | Symbol::WindowBound(_) => None,
        };
        // Here it may be NULL where it is not where it is made, behind an outer join, and the other way round.
        let here = self.view.as_ref().zip(name.expr).and_then(|(view, expr)| view.inference.values.get(expr));
        if let Some(value) = here.filter(|_| kind == Some(SemanticKind::Column)) {
            modifiers.nullable = value.null == Nullability::Possible;
        }
        Meaning { kind, modifiers }
    }
}
