//! Every use of the thing under the cursor.

use crate::{
    Definitions, FileId, FilePosition, FileRange, Reference, ReferenceKind,
    definition::model_target,
    symbol::{FileView, Symbol, has_body},
};
use base::{TextRange, TextSize};
use db::{Db, SourceFile};
use std::collections::BTreeSet;

pub(crate) fn references(
    db: &dyn Db,
    position: FilePosition,
    include_definition: bool,
) -> Option<Vec<Reference>> {
    let file = position.file.0;
    let symbol = match has_body(db, file) {
        true => FileView::new(db, file).symbol_at(db, position.offset)?.1,
        false => Symbol::Model(toml_model(db, file, position.offset)?.1),
    };
    let files = match &symbol {
        Symbol::ModelColumn(..) | Symbol::ExternalColumn(..) | Symbol::Model(_) | Symbol::External(_) => {
            candidates(db, file, &symbol)
        }
        Symbol::Value(..) => return None,
        Symbol::Function(_) => vec![file],
        _ => vec![file],
    };
    let mut found = BTreeSet::new();
    for file in files {
        let view = FileView::new(db, file);
        for (range, other) in view.occurrences(db) {
            if other == symbol {
                found.insert((
                    file.path(db).clone(),
                    range.start(),
                    range.end(),
                    is_definition(&view, &symbol, range),
                ));
            }
        }
        toml_occurrences(db, file, &symbol, &mut found);
    }
    let project = file.project(db);
    let reference = |(path, start, end, definition)| {
        let file = FileId(*project.files(db).get(&path)?);
        let kind = if definition { ReferenceKind::Definition } else { ReferenceKind::Read };
        let place = FileRange { file, range: TextRange::new(start, end) };
        Some(Reference { place, kind })
    };
    let all = found.into_iter().filter_map(reference);
    Some(all.filter(|it| include_definition || it.kind != ReferenceKind::Definition).collect())
}

/// The models that may use a symbol that crosses files: its own, and those that read its owner.
fn candidates(db: &dyn Db, from: SourceFile, symbol: &Symbol) -> Vec<SourceFile> {
    let models = &sema::model_index(db, from.project(db)).models;
    let uses = |model: &&SourceFile| match symbol {
        Symbol::ModelColumn(owner, _) | Symbol::Model(owner) => {
            *model == owner || sema::dependencies(db, **model).contains(owner)
        }
        Symbol::ExternalColumn(table, _) | Symbol::External(table) => sema::references(db, **model)
            .iter()
            .any(|(_, target)| matches!(target, sema::Target::External(it) if it == table)),
        _ => **model == from,
    };
    models.iter().filter(uses).copied().filter(|it| has_body(db, *it)).collect()
}

fn is_definition(view: &FileView<'_>, symbol: &Symbol, range: TextRange) -> bool {
    match symbol {
        Symbol::ModelColumn(model, index) => {
            let column = view.inference.output.columns.get(*index as usize).map(|it| &it.definition);
            *model == view.file
                && matches!(column, Some(sema::Definition::Item(select, item))
                    if hir::Anchor::ItemName(*select, *item).range(view.map) == Some(range))
        }
        Symbol::Item(_, select, item) => hir::Anchor::ItemName(*select, *item).range(view.map) == Some(range),
        Symbol::Cte(_, (query, cte)) => hir::Anchor::CteName(*query, *cte).range(view.map) == Some(range),
        Symbol::Alias(_, relation) => hir::Anchor::RelationAlias(*relation).range(view.map) == Some(range),
        _ => false,
    }
}

type Found = BTreeSet<(db::RelativePath, TextSize, TextSize, bool)>;

/// Names of models in `depends_on`, and a model's own name in its sidecar.
fn toml_occurrences(db: &dyn Db, model: SourceFile, symbol: &Symbol, found: &mut Found) {
    let Symbol::Model(wanted) = symbol else { return };
    let described = sema::model(db, model);
    let Some(toml) = described.described_in else { return };
    for (name, target) in sema::declared_dependencies(db, model).unwrap_or_default() {
        if target == Some(*wanted) {
            found.insert((toml.path(db).clone(), name.range.start(), name.range.end(), false));
        }
    }
    if model == *wanted
        && let Some((toml, range)) = described.name_place()
    {
        found.insert((toml.path(db).clone(), range.start(), range.end(), true));
    }
}

/// The model that a name in a sidecar means: in `depends_on` or `name`.
fn toml_model(db: &dyn Db, toml: SourceFile, offset: TextSize) -> Option<(TextRange, SourceFile)> {
    let model = sema::described_model(db, toml)?;
    let listed = sema::declared_dependencies(db, model).unwrap_or_default();
    let listed = listed.into_iter().find(|(name, _)| name.range.contains_inclusive(offset));
    if let Some((name, target)) = listed {
        return Some((name.range, target?));
    }
    let (_, range) = sema::model(db, model).name_place()?;
    range.contains_inclusive(offset).then_some((range, model))
}

/// Where a name in a sidecar leads.
pub(crate) fn toml_definition(db: &dyn Db, position: FilePosition) -> Option<Definitions> {
    let (origin, model) = toml_model(db, position.file.0, position.offset)?;
    Some(Definitions { origin, targets: vec![model_target(db, model)] })
}
