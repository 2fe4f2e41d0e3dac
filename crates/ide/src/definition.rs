//! Where the thing under the cursor is defined.

use crate::{
    Definitions, FileId, FilePosition, FileRange, NavigationTarget,
    body_names::{FileView, has_body},
    fields,
    origins::replacement,
    place,
    symbol::{Identities, Name, Role, Symbol, names_at, origin_symbol},
    variables,
};
use base::TextRange;
use db::{Db, SourceFile};
use hir::{Anchor, SelectItem};
use sema::Definition;

/// The definition of what is read at the cursor. At a definition, one step further back, to what it is made of: asking
/// again and again walks to the source.
pub(crate) fn definition(db: &dyn Db, position: FilePosition) -> Option<Definitions> {
    let file = position.file.0;
    let (origin, names) = names_at(db, position)?;
    let view = has_body(db, file).then(|| FileView::new(db, file));
    let reads = names.iter().filter(|it| it.role == Role::Read);
    let mut symbols: Vec<Symbol> = reads.flat_map(|it| read_symbols(db, view.as_ref(), it)).collect();
    let is_read = !symbols.is_empty();
    if !is_read {
        symbols = names.iter().map(|it| step_back(db, view.as_ref(), &it.symbol)).collect();
    }
    let mut identities = Identities::new(db);
    let mut targets: Vec<NavigationTarget> = Vec::new();
    for symbol in symbols {
        let found = match &symbol {
            Symbol::Variable(_) | Symbol::WindowBound(_) => variables::targets(db, file, &symbol),
            symbol => target_of(db, &identities.of(symbol)).into_iter().collect(),
        };
        // What nobody defines leads nowhere, least of all to its own use.
        let is_itself = |it: &NavigationTarget| is_read && it.full.file.0 == file && it.focus == origin;
        for target in found {
            if !targets.contains(&target) && !is_itself(&target) {
                targets.push(target);
            }
        }
    }
    if let Some(view) = &view {
        targets.extend(names.iter().find_map(|it| fields::target(db, view, it)));
    }
    (!targets.is_empty()).then_some(Definitions { origin, targets })
}

/// What a name reads: itself, or for a star the relations that it stands for.
pub(crate) fn read_symbols(db: &dyn Db, view: Option<&FileView<'_>>, name: &Name) -> Vec<Symbol> {
    let (Symbol::Star(_, select, item), Some(view)) = (&name.symbol, view) else {
        return vec![name.symbol.clone()];
    };
    let Some(SelectItem::Star(star)) = view.body.selects[*select].items.get(*item as usize) else {
        return Vec::new();
    };
    let relations = view.star_relations(*select, star);
    relations.into_iter().filter_map(|it| view.relation_symbol(db, view.relation(it)?)).collect()
}

/// What a symbol is made of, where that is one thing; else the symbol itself.
fn step_back(db: &dyn Db, view: Option<&FileView<'_>>, symbol: &Symbol) -> Symbol {
    let back = view.and_then(|view| match symbol {
        Symbol::ModelColumn(model, index) if *model == view.file => {
            only_origin(view.inference.output.columns.get(*index as usize)?)
        }
        Symbol::Item(_, select, item) => only_origin(view.defined(&Definition::Item(*select, *item))?),
        Symbol::Named(_, anchor) => only_origin(view.defined(&Definition::Named(*anchor))?),
        Symbol::Alias(_, relation) => {
            let named = || only_origin(view.alias_column(*relation)?);
            view.relation_symbol(db, view.relation(*relation)?).or_else(named)
        }
        _ => None,
    });
    back.unwrap_or_else(|| symbol.clone())
}

fn only_origin(column: &sema::OutputColumn) -> Option<Symbol> {
    match &column.origins[..] {
        [origin] => Some(origin_symbol(origin)),
        _ => None,
    }
}

/// Where a symbol is defined.
pub(crate) fn target_of(db: &dyn Db, symbol: &Symbol) -> Option<NavigationTarget> {
    match symbol {
        Symbol::ModelColumn(model, index) => column_target(db, *model, *index),
        Symbol::ExternalColumn(table, index) => {
            let name = table.columns.as_ref()?.get(*index as usize)?.name.to_string();
            Some(navigation(name, place::range(db, &table.column_place(*index)?), None))
        }
        Symbol::Item(file, select, item) => {
            let map = &hir::lowered(db, *file).lowering.source_map;
            let full = Anchor::Item(*select, *item).range(map)?;
            local_target(db, *file, full, Anchor::ItemName(*select, *item).range(map)?)
        }
        Symbol::Named(file, anchor) => {
            let map = &hir::lowered(db, *file).lowering.source_map;
            let focus = anchor.range(map)?;
            local_target(db, *file, named_range(db, *file, *anchor, focus), focus)
        }
        Symbol::Model(model) => Some(model_target(db, *model)),
        Symbol::External(table) => {
            let (file, range) = table.declared?;
            Some(navigation(table.display_name(), place::range(db, &sema::Place::Range(file, range)), None))
        }
        Symbol::Cte(file, (query, cte)) => {
            let map = &hir::lowered(db, *file).lowering.source_map;
            let ranges = map.queries.get(*query)?.ctes.get(*cte as usize)?;
            local_target(db, *file, ranges.full, ranges.name)
        }
        Symbol::Alias(file, relation) => {
            let map = &hir::lowered(db, *file).lowering.source_map;
            let full = Anchor::Relation(*relation).range(map)?;
            local_target(db, *file, full, Anchor::RelationAlias(*relation).range(map)?)
        }
        Symbol::Derived(file, range) => local_target(db, *file, *range, *range),
        Symbol::Window(file, select, index) => {
            let map = &hir::lowered(db, *file).lowering.source_map;
            let ranges = map.selects.get(*select)?.windows.get(*index as usize)?;
            local_target(db, *file, ranges.full, ranges.name)
        }
        Symbol::Parameter(file, lambda, index) => {
            let map = &hir::lowered(db, *file).lowering.source_map;
            let range = Anchor::NamePart(*lambda, *index).range(map)?;
            local_target(db, *file, range, range)
        }
        Symbol::DeclaredFunction(file, index) => {
            let name = &db::rocky_toml(db, file.project(db)).value.functions.get(*index as usize)?.name;
            let place = sema::Place::Range(*file, name.range);
            Some(navigation(name.value.to_string(), place::range(db, &place), None))
        }
        Symbol::Star(..)
        | Symbol::Variable(_)
        | Symbol::WindowBound(_)
        | Symbol::Function(_)
        | Symbol::Value(..) => None,
    }
}

/// A target that is called what its file says there.
pub(crate) fn local_target(
    db: &dyn Db,
    file: SourceFile,
    full: TextRange,
    focus: TextRange,
) -> Option<NavigationTarget> {
    let name = file.text(db).text.get(std::ops::Range::<usize>::from(focus))?.to_owned();
    Some(navigation(name, FileRange { file: FileId(file), range: full }, Some(focus)))
}

/// An output column of a model.
pub(crate) fn column_target(db: &dyn Db, model: SourceFile, index: u32) -> Option<NavigationTarget> {
    let name = sema::schema(db, model).columns.get(index as usize)?.name.to_string();
    let focus = sema::column_range(db, model, index);
    let output = &sema::inference(db, model).output;
    let full = match output.columns.get(index as usize).map(|it| &it.definition) {
        Some(Definition::Item(select, item)) => {
            Anchor::Item(*select, *item).range(&hir::lowered(db, model).lowering.source_map)
        }
        Some(Definition::Named(anchor)) => Some(named_range(db, model, *anchor, focus)),
        _ => None,
    };
    let full = full.map_or(focus, |it| it.cover(focus));
    Some(navigation(name, FileRange { file: FileId(model), range: full }, Some(focus)))
}

/// All of what makes a column that is called by the name at `focus`: in `REPLACE` of a star the expression, too.
fn named_range(db: &dyn Db, file: SourceFile, name: Anchor, focus: TextRange) -> TextRange {
    let expr = replacement(&hir::body(db, file), name);
    let range = expr.and_then(|it| Anchor::Expr(it).range(&hir::lowered(db, file).lowering.source_map));
    range.map_or(focus, |it| it.cover(focus))
}

/// A model: its file, from the first token on.
pub(crate) fn model_target(db: &dyn Db, model: SourceFile) -> NavigationTarget {
    let range = TextRange::up_to(base::TextSize::of(&*model.text(db).text));
    let name = sema::declared_name(db, model).to_string();
    navigation(name, FileRange { file: FileId(model), range }, Some(sema::start_range(db, model)))
}

fn navigation(name: String, full: FileRange, focus: Option<TextRange>) -> NavigationTarget {
    NavigationTarget { name, full, focus: focus.unwrap_or(full.range) }
}
