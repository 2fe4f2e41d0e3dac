//! Hints that an editor shows between the words: the types of select items, what stars stand for, how many rows joins
//! bring together, which models are read.

mod dependencies;
mod joins;
mod written_type;

use crate::{
    FilePosition, FileRange, InlayHint, InlayHintKind, InlayHintRequest,
    body_names::{FileView, has_body},
    card::{Verbosity, nullability_text, star_columns, star_list},
    definition::target_of,
    refactor::Selection,
    symbol::{Identities, origin_symbol},
};
use base::TextSize;
use db::{Db, SourceFile};
use hir::{Expr, ExprId, InlinedName, ItemRanges, QueryBody, Select, SelectId, SelectItem, Star};
use rustc_hash::FxHashSet;
use sema::{Definition, ValueType};
use syntax::{
    ast::{self, AstNode},
    trimmed,
};

/// The hints in a range of a file, by where they stand.
pub(crate) fn inlay_hints(db: &dyn Db, file: SourceFile, request: &InlayHintRequest) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    if request.dependencies {
        let hint = dependencies::hint(db, file);
        hints.extend(hint.filter(|it| request.range.contains_inclusive(it.position)));
    }
    if !has_body(db, file) {
        return hints;
    }
    let selection = Selection::new(db, file, request.range);
    let view = &selection.view;
    // Steps of the DSL are blocks that repeat the items of the step before.
    let mut taken = FxHashSet::default();
    let mut is_wanted =
        |it: &InlayHint| request.range.contains_inclusive(it.position) && taken.insert(it.position);
    for_each_item(view, |select, index, item, ranges| {
        let hint = match item {
            SelectItem::Expr { expr, .. } => {
                value_hint(view, *expr, ranges.full.end(), request).map(|hint| InlayHint {
                    edits: written_type::edits(&selection, (select, index), ranges, request),
                    ..hint
                })
            }
            SelectItem::Star(star) => star_hint(&selection, (select, index), star, ranges, request),
            SelectItem::Missing => None,
        };
        hints.extend(hint.filter(&mut is_wanted));
    });
    hints.extend(derived_hints(db, view, request).into_iter().filter(&mut is_wanted));
    if request.join_cardinality {
        hints.extend(joins::hints(db, view, request));
    }
    hints.sort_by_key(|it| it.position);
    hints
}

/// Where the type of the item that ends at a position comes from: the column that it passes on or is computed from, if
/// that is one.
pub(crate) fn origin(db: &dyn Db, position: FilePosition) -> Option<FileRange> {
    let file = position.file.0;
    if !has_body(db, file) {
        return None;
    }
    let view = FileView::new(db, file);
    let mut found = None;
    for_each_item(&view, |select, index, _, ranges| {
        if ranges.full.end() == position.offset && found.is_none() {
            found = Some(Definition::Item(select, index));
        }
    });
    let found = found?;
    let mut columns = view.inference.queries.iter().flat_map(|it| &it.1.columns);
    let [origin] = &columns.find(|it| it.definition == found)?.origins[..] else { return None };
    let target = target_of(db, &Identities::new(db).of(&origin_symbol(origin)))?;
    Some(FileRange { file: target.full.file, range: target.focus })
}

/// Visits the select items that the text holds and whose columns anybody can read.
fn for_each_item(view: &FileView<'_>, mut visit: impl FnMut(SelectId, u32, &SelectItem, &ItemRanges)) {
    let unread = unread_selects(view);
    for (id, ranges) in view.map.selects.iter().filter(|it| !unread.contains(&it.0)) {
        let Select { items, .. } = &view.body.selects[id];
        for (index, (item, ranges)) in items.iter().zip(&ranges.items).enumerate() {
            if !ranges.full.is_empty() {
                visit(id, index as u32, item, ranges);
            }
        }
    }
}

/// The `SELECT`s whose columns nobody reads: those that `EXISTS` asks about.
fn unread_selects(view: &FileView<'_>) -> FxHashSet<SelectId> {
    let asked = view.body.exprs.iter().filter_map(|(_, expr)| match expr {
        Expr::Exists(query) => Some(&view.body.queries[*query].body),
        _ => None,
    });
    let select = |body: &QueryBody| match body {
        QueryBody::Select(select) => Some(*select),
        _ => None,
    };
    asked.filter_map(select).collect()
}

/// The columns of the DSL that only later steps use: they are items of no list, and their values are known from their
/// uses.
fn derived_hints(db: &dyn Db, view: &FileView<'_>, request: &InlayHintRequest) -> Vec<InlayHint> {
    if view.map.inlined.is_empty() {
        return Vec::new();
    }
    let root = hir::parsed(db, view.file).syntax();
    let hint = |it: &InlinedName| {
        let token = root.token_at_offset(it.definition.start()).right_biased()?;
        let column = token.parent_ancestors().find_map(ast::DerivedColumn::cast)?;
        value_hint(view, it.expr, trimmed(column.syntax()).end(), request)
    };
    view.map.inlined.iter().filter_map(hint).collect()
}

fn value_hint(
    view: &FileView<'_>,
    expr: ExprId,
    position: TextSize,
    request: &InlayHintRequest,
) -> Option<InlayHint> {
    // What is cast says its type itself.
    if matches!(view.body.exprs[expr], Expr::Cast { .. } | Expr::Typed { .. } | Expr::Columns(_)) {
        return None;
    }
    let value: &ValueType = view.inference.values.get(expr).filter(|it| !it.ty.has_unknown())?;
    let mut parts = Vec::new();
    if request.types {
        parts.push(value.ty.display(view.dialect).to_string());
    }
    if request.nullability {
        parts.extend(nullability_text(value.null).map(str::to_owned));
    }
    (!parts.is_empty()).then(|| InlayHint {
        position,
        label: parts.join(" "),
        kind: InlayHintKind::Type,
        tooltip: None,
        edits: Vec::new(),
    })
}

fn star_hint(
    selection: &Selection<'_>,
    (select, index): (SelectId, u32),
    star: &Star,
    ranges: &ItemRanges,
    request: &InlayHintRequest,
) -> Option<InlayHint> {
    let (db, view) = (selection.db, &selection.view);
    // How many columns there are is not known while there may be more of them.
    let is_open = view.output_of(select)?.open.is_some();
    if !request.expanded_stars || star.implied || is_open {
        return None;
    }
    let columns = star_columns(view, select, index)?;
    let label = match columns.len() {
        1 => "(1 column)".to_owned(),
        count => format!("({count} columns)"),
    };
    Some(InlayHint {
        position: ranges.full.end(),
        label,
        kind: InlayHintKind::Star,
        tooltip: Some(star_list(db, &columns, view.dialect, Verbosity::Normal)).filter(|it| !it.is_empty()),
        edits: view.listed(db, (select, index)).into_iter().collect(),
    })
}
