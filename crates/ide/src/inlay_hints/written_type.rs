//! What a hint about a type would be if somebody had written it: a cast, which changes nothing.

use crate::{FileEdit, InlayHintRequest, refactor::Selection};
use base::Applicability;
use dialect::Type;
use hir::{Anchor, Expr, ItemRanges, SelectId, SelectItem};
use sema::{Place, Remedy};

/// The edits that cast a select item to the type that it has, and keep its name. None where the column would lose the name
/// that it has without one, and where the dialect does not read the type as it is shown.
pub(super) fn edits(
    it: &Selection<'_>,
    (select, index): (SelectId, u32),
    ranges: &ItemRanges,
    request: &InlayHintRequest,
) -> Vec<FileEdit> {
    let view = &it.view;
    let item = view.body.selects[select].items.get(index as usize);
    let Some(SelectItem::Expr { expr, alias }) = item.filter(|_| request.types && !view.is_rocky) else {
        return Vec::new();
    };
    let is_named = alias.is_some() || matches!(view.body.exprs[*expr], Expr::Name(_));
    let value = view.inference.values.get(*expr).filter(|it| is_named && it.ty != Type::Null);
    let Some(value) = value else { return Vec::new() };
    let ty = value.ty.display(view.dialect).to_string();
    if dialect::parse_type(&ty, view.dialect).as_ref() != Some(&value.ty) {
        return Vec::new();
    }
    let mut behind = format!(" AS {ty})");
    if alias.is_none() {
        let Some(name) = ranges.name.and_then(|range| view.text(it.db, range)) else { return Vec::new() };
        behind.push_str(&format!(" AS {name}"));
    }
    let operand = Place::Body(view.file, Anchor::Operand(*expr));
    let remedy = Remedy::new("Write the type", Applicability::MachineApplicable);
    let remedy = remedy.before(operand.clone(), "CAST(").behind(operand, behind);
    crate::fix::fix(it.db, &remedy, String::new()).map(|it| it.edits).unwrap_or_default()
}
