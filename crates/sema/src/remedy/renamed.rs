//! Columns that a model gives another name: what a reader who still uses the old one means.

use crate::{Definition, Origin, OutputColumn, Owner, inference, project::is_cut};
use base::{DialectKind, Ident, SmolStr};
use db::{Db, SourceFile};
use hir::{Body, Expr, SelectItem};

/// Per output column of a model, what it is called where it comes from, if that is another name. Read only for names that
/// nothing in scope has.
#[salsa::tracked(returns(ref))]
pub(crate) fn former_names(db: &dyn Db, model: SourceFile) -> Box<[Option<SmolStr>]> {
    let body = hir::body(db, model);
    let columns = &inference(db, model).output.columns;
    columns.iter().map(|it| former_name(&body, it)).collect()
}

fn former_name(body: &Body, column: &OutputColumn) -> Option<SmolStr> {
    let Definition::Item(select, item) = column.definition else { return None };
    let SelectItem::Expr { expr, alias: Some(_) } = body.selects[select].items.get(item as usize)? else {
        return None;
    };
    let Expr::Name(parts) = &body.exprs[*expr] else { return None };
    let name = &parts.last()?.text;
    (!name.eq_ignore_ascii_case(&column.name)).then(|| name.clone())
}

/// The column, among those in scope, that was called `name` before it was renamed; if it is one.
pub(crate) fn renamed<'c>(
    db: &dyn Db,
    body: &Body,
    dialect: DialectKind,
    name: &Ident,
    columns: &[&'c OutputColumn],
) -> Option<&'c str> {
    let former = |column: &OutputColumn| match &column.definition {
        Definition::Item(..) => former_name(body, column),
        Definition::Origin(Origin { owner: Owner::Model(model), index, .. }) if !is_cut(db, *model) => {
            former_names(db, *model).get(*index as usize).cloned().flatten()
        }
        _ => None,
    };
    let is_it = |it: &&&OutputColumn| {
        former(it).is_some_and(|former| dialect::same_name(name, &Ident::new(former), dialect))
    };
    let mut found = columns.iter().filter(is_it).map(|it| it.name.as_str());
    let first = found.next()?;
    found.all(|it| it == first).then_some(first)
}
