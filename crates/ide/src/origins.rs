//! Where a column comes from, for its card: hop by hop, with what becomes of it on the way.
//!
//! A hop links to its definition. Only the front knows how the client spells files, so a link's destination is
//! `project:<path>#L<line>`, relative to the project's root.

use crate::{
    body_names::FileView,
    card::{Verbosity, code},
    definition::target_of,
    symbol::{Symbol, origin_symbol},
};
use base::TextSize;
use db::{Db, SourceFile};
use hir::{Anchor, Body, Expr, ExprId, SelectItem};
use rustc_hash::FxHashSet;
use sema::{Definition, Origin, OutputColumn, Owner, inference};

/// How many steps back a card follows where a column comes from, unless it says everything.
const STEPS: usize = 8;
/// How many columns are named at most where everything is said: nobody reads more.
const MOST: usize = 500;
/// The longest expression that is shown, in bytes.
const LONGEST: usize = 60;

/// Where a column comes from: step by step while it comes from one column alone; at length each way to its end.
pub(crate) fn lineage(
    db: &dyn Db,
    view: &FileView<'_>,
    column: &OutputColumn,
    verbosity: Verbosity,
) -> Vec<String> {
    let expr = expression(&view.body, column);
    let is_bare = match &column.definition {
        Definition::Item(..) => expr.is_some_and(|it| matches!(view.body.exprs[it], Expr::Name(_))),
        Definition::Origin(_) => true,
        Definition::Named(_) | Definition::Construct => false,
    };
    let shown = expr.filter(|_| !is_bare).and_then(|it| text(db, view.file, it));
    let how = match shown {
        _ if is_bare => "from".to_owned(),
        Some(text) => format!("computed as {} from", code(text)),
        None => "computed from".to_owned(),
    };
    match &column.origins[..] {
        [] => Vec::new(),
        origins if verbosity == Verbosity::Full => vec![format!("{how}\n\n{}", ways(db, origins))],
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
            let most = verbosity.listed();
            let mut names: Vec<String> = origins.iter().take(most).map(|it| hop(db, it)).collect();
            if origins.len() > most {
                names.push(format!("{} more", origins.len() - most));
            }
            vec![format!("{how} {}", names.join(", "))]
        }
    }
}

/// Every way back from some columns, as a list in which each step stands below the one that it leads to. What was shown
/// already is not shown again.
fn ways(db: &dyn Db, origins: &[Origin]) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut seen: FxHashSet<(SourceFile, u32)> = FxHashSet::default();
    let mut pending: Vec<(usize, Origin)> = origins.iter().rev().map(|it| (0, it.clone())).collect();
    while let Some((depth, origin)) = pending.pop() {
        if lines.len() == MOST {
            lines.push("- and more".to_owned());
            break;
        }
        let mut line = format!("{}- {}", "  ".repeat(depth), hop(db, &origin));
        if let Owner::Model(model) = origin.owner {
            let column = inference(db, model).output.columns.get(origin.index as usize);
            let further = column.map_or(&[][..], |it| &it.origins);
            match seen.insert((model, origin.index)) {
                true => pending.extend(further.iter().rev().map(|it| (depth + 1, it.clone()))),
                false if !further.is_empty() => line.push_str(" ← as above"),
                false => {}
            }
        }
        lines.push(line);
    }
    lines.join("\n")
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
    match target_of(db, symbol) {
        Some(target) => link(db, target.full.file.0, target.focus.start(), text),
        None => text.to_owned(),
    }
}

/// Text that links to a place in a file.
pub(crate) fn link(db: &dyn Db, file: SourceFile, offset: TextSize, text: &str) -> String {
    let path = file.path(db).as_str();
    if path.contains(['<', '>', '\n', '\r']) {
        return text.to_owned();
    }
    let before = file.text(db).text.get(..usize::from(offset)).unwrap_or_default();
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
    match column.definition {
        Definition::Item(select, item) => match body.selects[select].items.get(item as usize) {
            Some(SelectItem::Expr { expr, .. }) => Some(*expr),
            _ => None,
        },
        Definition::Named(name) => replacement(body, name),
        Definition::Origin(_) | Definition::Construct => None,
    }
}

/// The expression that a name in `REPLACE` of a star is given to.
pub(crate) fn replacement(body: &Body, name: Anchor) -> Option<ExprId> {
    let Anchor::StarReplace(select, item, index) = name else { return None };
    match body.selects[select].items.get(item as usize)? {
        SelectItem::Star(star) => star.replace.get(index as usize).map(|it| it.0),
        _ => None,
    }
}

/// An expression as written, if it is short.
fn text(db: &dyn Db, file: SourceFile, expr: ExprId) -> Option<&str> {
    let range = hir::lowered(db, file).lowering.source_map.exprs.get(expr)?;
    let text = file.text(db).text.get(std::ops::Range::<usize>::from(*range))?;
    (!text.is_empty() && text.len() <= LONGEST && !text.contains('\n')).then_some(text)
}
