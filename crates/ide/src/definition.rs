//! Where the thing under the cursor is defined.

use crate::{
    Definitions, FileId, FilePosition, FileRange, NavigationTarget, place,
    symbol::{FileView, Symbol, has_body},
};
use base::TextRange;
use db::{Db, SourceFile};
use hir::Anchor;
use sema::Place;

pub(crate) fn definition(db: &dyn Db, position: FilePosition) -> Option<Definitions> {
    let file = position.file.0;
    if !has_body(db, file) {
        return crate::references::toml_definition(db, position);
    }
    let view = FileView::new(db, file);
    let (origin, symbol) = view.symbol_at(db, position.offset)?;
    let target = target_of(db, &view, &symbol, origin)?;
    Some(Definitions { origin, targets: vec![target] })
}

/// The definition of a symbol. At its own definition, one step further back: through a star or a bare column to what it
/// passes on, so that asking again and again walks to the source.
fn target_of(db: &dyn Db, view: &FileView<'_>, symbol: &Symbol, from: TextRange) -> Option<NavigationTarget> {
    match symbol {
        Symbol::ModelColumn(model, index) => {
            let target = column_target(db, *model, *index)?;
            if *model == view.file && target.focus == from {
                let column = view.inference.output.columns.get(*index as usize)?;
                let [origin] = &column.origins[..] else { return Some(target) };
                return origin_target(db, origin).or(Some(target));
            }
            Some(target)
        }
        Symbol::ExternalColumn(table, index) => {
            let name = table.columns.as_ref()?.get(*index as usize)?.name.to_string();
            Some(navigation(name, place::range(db, &table.column_place(*index)?), None))
        }
        Symbol::Item(file, select, item) => {
            let lowered = hir::lowered(db, *file);
            let map = &lowered.lowering.source_map;
            let full = Anchor::Item(*select, *item).range(map)?;
            let focus = Anchor::ItemName(*select, *item).range(map)?;
            let name = file.text(db).text.get(std::ops::Range::<usize>::from(focus))?.to_owned();
            Some(navigation(name, FileRange { file: FileId(*file), range: full }, Some(focus)))
        }
        Symbol::Model(model) => Some(model_target(db, *model)),
        Symbol::External(table) => {
            let (file, range) = table.declared?;
            Some(navigation(table.display_name(), place::range(db, &Place::Range(file, range)), None))
        }
        Symbol::Cte(file, (query, cte)) => {
            let lowered = hir::lowered(db, *file);
            let ranges = lowered.lowering.source_map.queries.get(*query)?;
            let (full, focus) = *ranges.ctes.get(*cte as usize)?;
            let name = hir::body(db, *file).queries[*query].ctes.get(*cte as usize)?.name.to_string();
            Some(navigation(name, FileRange { file: FileId(*file), range: full }, Some(focus)))
        }
        Symbol::Alias(file, relation) => alias_target(db, view, *file, *relation, from),
        Symbol::Star(..) | Symbol::Function(_) | Symbol::Value(..) => None,
    }
}

/// An alias is defined in the `FROM`; from there, one step back, by what it stands for.
fn alias_target(
    db: &dyn Db,
    view: &FileView<'_>,
    file: SourceFile,
    relation: hir::RelationId,
    from: TextRange,
) -> Option<NavigationTarget> {
    let ranges = view.map.relations.get(relation)?;
    let focus = Anchor::RelationAlias(relation).range(view.map)?;
    if focus == from
        && let hir::Relation::Name { path, cte, .. } = &view.body.relations[relation]
    {
        let symbol = match cte {
            Some(cte) => Symbol::Cte(file, *cte),
            None => crate::symbol::target_symbol(sema::references(db, file).target(path))?,
        };
        return target_of(db, view, &symbol, from);
    }
    let name = file.text(db).text.get(std::ops::Range::<usize>::from(focus))?.to_owned();
    Some(navigation(name, FileRange { file: FileId(file), range: ranges.full }, Some(focus)))
}

fn origin_target(db: &dyn Db, origin: &sema::Origin) -> Option<NavigationTarget> {
    Some(navigation(origin.column.to_string(), place::range(db, &origin.place()?), None))
}

/// An output column of a model.
pub(crate) fn column_target(db: &dyn Db, model: SourceFile, index: u32) -> Option<NavigationTarget> {
    let name = sema::schema(db, model).columns.get(index as usize)?.name.to_string();
    let focus = place::column(db, model, index);
    let output = &sema::inference(db, model).output;
    let full = match output.columns.get(index as usize).map(|it| &it.definition) {
        Some(sema::Definition::Item(select, item)) => {
            Anchor::Item(*select, *item).range(&hir::lowered(db, model).lowering.source_map)
        }
        _ => None,
    };
    let full = FileRange { file: FileId(model), range: full.unwrap_or(focus) };
    Some(navigation(name, full, Some(focus)))
}

/// A model: its file, from the first token on.
pub(crate) fn model_target(db: &dyn Db, model: SourceFile) -> NavigationTarget {
    let range = TextRange::up_to(base::TextSize::of(&*model.text(db).text));
    let focus = place::start(db, model);
    navigation(
        sema::declared_name(db, model).to_string(),
        FileRange { file: FileId(model), range },
        Some(focus),
    )
}

fn navigation(name: String, full: FileRange, focus: Option<TextRange>) -> NavigationTarget {
    NavigationTarget { name, full, focus: focus.unwrap_or(full.range) }
}
