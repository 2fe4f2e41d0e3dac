//! Inline a common table expression: each use of it becomes a subquery.

use super::{Draft, RefactoringKind, Selection, with};
use base::TextRange;
use hir::{Expr, Relation};
use sema::NewText;

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    if it.view.is_rocky {
        return None;
    }
    let (query, index) = it.cte()?;
    let data = &it.view.body.queries[query];
    let cte = data.ctes.get(index as usize)?;
    let own = it.view.map.queries.get(query)?.ctes.get(index as usize)?;
    let readers = with::readers(it, (query, index));
    let is_recursive = readers.iter().any(|it| cte.relations.clone().any(|own| own == *it));
    if readers.is_empty() || is_recursive {
        return None;
    }
    // Each reader would compute rows of its own.
    if readers.len() > 1 && may_differ(it, own.full) {
        return None;
    }
    let name = it.slice(own.name);
    let title = match readers.len() {
        1 => format!("Inline `{name}`"),
        count => format!("Inline `{name}`, which is read {count} times"),
    };
    let columns: Vec<&str> = own.columns.iter().map(|range| it.slice(*range)).collect();
    let mut draft = Draft::new(RefactoringKind::Inline, title);
    for reader in readers {
        let ranges = it.view.map.relations.get(reader)?;
        let Relation::Name { alias, .. } = &it.view.body.relations[reader] else { return None };
        let mut text = NewText::default().words("(").append(with::query_text(it, cte.query)).words(")");
        if alias.is_none() {
            text = text.words(format!(" AS {name}"));
        }
        if !columns.is_empty() {
            // The names that the alias gives would have to be given to some of these.
            if !ranges.alias_columns.is_empty() {
                return None;
            }
            let list = format!("({})", columns.join(", "));
            match ranges.alias {
                None => text = text.words(list),
                Some(alias) => draft = draft.with(|remedy| remedy.behind(it.place(alias), list)),
            }
        }
        let path = it.path(reader)?;
        draft = draft.with(|remedy| remedy.replace(it.place(path), text));
    }
    draft.remedy = with::remove(it, draft.remedy, (query, index), &[])?;
    Some(draft)
}

/// Functions that take one of several rows, which the engine is free to choose where the order leaves it open.
const CHOOSING: [&str; 14] = [
    "row_number",
    "ntile",
    "lag",
    "lead",
    "first",
    "last",
    "first_value",
    "last_value",
    "nth_value",
    "any_value",
    "arbitrary",
    "array_agg",
    "list",
    "string_agg",
];

/// Whether what stands at `full` may yield other rows each time: it calls what is volatile, or unknown, or takes some of
/// the rows.
fn may_differ(it: &Selection<'_>, full: TextRange) -> bool {
    let is_within = |range: Option<&TextRange>| range.is_some_and(|range| full.contains_range(*range));
    let engine = db::engine(it.db, it.file);
    let mut exprs = it.view.body.exprs.iter().filter(|(id, _)| is_within(it.view.map.exprs.get(*id)));
    let calls_one = exprs.any(|(_, expr)| match expr {
        Expr::Call(call) => call.name.last().is_none_or(|name| {
            let name = name.text.to_lowercase();
            CHOOSING.contains(&name.as_str()) || dialect::functions(engine).is_volatile(&name)
        }),
        // `a_sequence.nextval`
        Expr::Name(parts) => parts.last().is_some_and(|it| it.text.eq_ignore_ascii_case("nextval")),
        Expr::Macro(_) | Expr::Opaque { .. } => true,
        _ => false,
    });
    let mut queries = it.view.body.queries.iter();
    let takes_some = queries.any(|(id, query)| {
        !query.limits.is_empty() && is_within(it.view.map.queries.get(id).map(|it| &it.full))
    });
    let mut selects = it.view.body.selects.iter();
    let takes_first = selects.any(|(id, select)| {
        !select.distinct_on.is_empty() && is_within(it.view.map.selects.get(id).map(|it| &it.full))
    });
    calls_one || takes_some || takes_first
}
