//! Where a column comes from, for its card: hop by hop, with what becomes of it on the way.
//!
//! A hop links to its definition. Only the front knows how the client spells files, so a link's destination is
//! `project:<path>#L<line>`, relative to the project's root.

use crate::{
    body_names::FileView,
    card::{LISTED, code},
    definition::target_of,
    symbol::{Symbol, origin_symbol},
};
use db::{Db, SourceFile};
use hir::{Body, Expr, ExprId, SelectItem};
use sema::{Definition, Origin, OutputColumn, inference};

/// How many steps back a card follows where a column comes from.
const STEPS: usize = 8;
/// The longest expression that is shown, in bytes.
const LONGEST: usize = 60;

/// Where a column comes from: step by step while it comes from one column alone.
pub(crate) fn lineage(db: &dyn Db, view: &FileView<'_>, column: &OutputColumn) -> Vec<String> {
    let expr = expression(&view.body, column);
    let is_bare = match &column.definition {
        Definition::Item(..) => expr.is_some_and(|it| matches!(view.body.exprs[it], Expr::Name(_))),
        Definition::Origin(_) => true,
        Definition::Construct => false,
    };
    let shown = expr.filter(|_| !is_bare).and_then(|it| text(db, view.file, it));
    let how = match shown {
        _ if is_bare => "from".to_owned(),
        Some(text) => format!("computed as {} from", code(text)),
        None => "computed from".to_owned(),
    };
    match &column.origins[..] {
        [] => Vec::new(),
        [origin] => {
            let mut steps = vec![hop(db, origin)];
            let mut symbol = origin_symbol(origin);
            while let Symbol::ModelColumn(model, index) = symbol
                && steps.len() < STEPS
            {
                let column = inference(db, model).output.columns.get(index as usize);
                let Some([next]) = column.map(|it| &it.origins[..]) else { break };
                steps.push(hop(db, next));
                symbol = origin_symbol(next);
            }
            vec![format!("{how} {}", steps.join(" ← "))]
        }
        origins => {
            let mut names: Vec<String> = origins.iter().take(LISTED).map(|it| hop(db, it)).collect();
            if origins.len() > LISTED {
                names.push(format!("{} more", origins.len() - LISTED));
            }
            vec![format!("{how} {}", names.join(", "))]
        }
    }
}

/// A column that another one comes from: its name, which links to it, and what it is made as.
fn hop(db: &dyn Db, origin: &Origin) -> String {
    let symbol = origin_symbol(origin);
    let name = linked(db, &symbol, &code(&origin.display_name(db)));
    let made = match symbol {
        Symbol::ModelColumn(model, index) => made_as(db, model, index),
        _ => None,
    };
    match made {
        Some(text) => format!("{name} = {}", code(text)),
        None => name,
    }
}

/// Text that links to where a symbol is defined.
fn linked(db: &dyn Db, symbol: &Symbol, text: &str) -> String {
    let Some(target) = target_of(db, symbol) else { return text.to_owned() };
    let file = target.full.file.0;
    let path = file.path(db).as_str();
    if path.contains(['<', '>', '\n', '\r']) {
        return text.to_owned();
    }
    let before = file.text(db).text.get(..usize::from(target.focus.start())).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    format!("[{text}](<project:{path}#L{line}>)")
}

/// The expression that makes a column of a model, where it is more than the name of another.
fn made_as(db: &dyn Db, model: SourceFile, index: u32) -> Option<&str> {
    let body = hir::body(db, model);
    let column = inference(db, model).output.columns.get(index as usize)?;
    let expr = expression(&body, column).filter(|it| !matches!(body.exprs[*it], Expr::Name(_)))?;
    text(db, model, expr)
}

/// The expression of the item that makes a column.
fn expression(body: &Body, column: &OutputColumn) -> Option<ExprId> {
    let Definition::Item(select, item) = column.definition else { return None };
    match body.selects[select].items.get(item as usize) {
        Some(SelectItem::Expr { expr, .. }) => Some(*expr),
        _ => None,
    }
}

/// An expression as written, if it is short.
fn text(db: &dyn Db, file: SourceFile, expr: ExprId) -> Option<&str> {
    let range = hir::lowered(db, file).lowering.source_map.exprs.get(expr)?;
    let text = file.text(db).text.get(std::ops::Range::<usize>::from(*range))?;
    (!text.is_empty() && text.len() <= LONGEST && !text.contains('\n')).then_some(text)
}
