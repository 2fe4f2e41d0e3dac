//! Names that read the model's own table, as incremental models do: its columns are those of the model.
//!
//! Inference takes the columns of that table for unknown, since they are what is being inferred. Whoever asks what a name
//! means has the answer at hand.

use base::DialectKind;
use hir::{Anchor, Body, Expr, ExprId, Relation, RelationId, SelectId, SourceMap};
use rustc_hash::FxHashMap;
use sema::{Inference, OpenReason, Resolution};

/// The output column of the model that each such name means. A bare name is one where nothing but the model's own table
/// is in scope next to it.
pub(crate) fn own_columns(
    body: &Body,
    map: &SourceMap,
    inference: &Inference,
    dialect: DialectKind,
) -> FxHashMap<ExprId, u32> {
    let mut found = FxHashMap::default();
    let is_own = |relation: &RelationId| {
        inference.relations.get(*relation).is_some_and(|it| it.open == Some(OpenReason::OwnTable))
            && matches!(body.relations[*relation], Relation::Name { cte: None, .. })
    };
    if !body.relations.iter().any(|(relation, _)| is_own(&relation)) {
        return found;
    }
    for (expr, data) in body.exprs.iter() {
        let Expr::Name(parts) = data else { continue };
        let is_meant = match (inference.resolutions.get(&expr), &parts[..]) {
            (Some(Resolution::Open(relation)), _) => is_own(relation),
            (_, [_]) => {
                let select = enclosing_selects(map, expr).into_iter().next();
                let scope = select.and_then(|it| inference.scopes.get(it)).map_or(&[][..], |it| it);
                !scope.is_empty() && scope.iter().all(is_own)
            }
            _ => false,
        };
        let Some(name) = parts.last().filter(|_| is_meant) else { continue };
        let columns = &inference.output.columns;
        let index =
            columns.iter().position(|it| !it.name.is_empty() && dialect::names(name, &it.name, dialect));
        found.extend(index.map(|it| (expr, it as u32)));
    }
    found
}

/// The `SELECT` blocks around an expression, innermost first.
pub(crate) fn enclosing_selects(map: &SourceMap, expr: ExprId) -> Vec<SelectId> {
    let Some(range) = Anchor::Expr(expr).range(map) else { return Vec::new() };
    let around = map.selects.iter().filter(|(_, it)| it.full.contains_range(range));
    let mut around: Vec<_> = around.map(|(select, it)| (it.full.len(), select)).collect();
    around.sort_by_key(|it| it.0);
    around.into_iter().map(|it| it.1).collect()
}
