//! Extract a subquery: it becomes a common table expression.

use super::{Draft, RefactoringKind, Selection, with};
use base::{TextRange, TextSize};
use hir::{QueryId, Relation, RelationId};
use sema::{NewText, Resolution};

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    if it.view.is_rocky {
        return None;
    }
    let (relation, query) = subquery(it)?;
    let ranges = it.view.map.relations.get(relation)?;
    let inner = it.view.map.queries.get(query)?.full;
    // `( SELECT … )`, and behind it the alias, whose name will do where nothing else has it.
    let mut replaced = parentheses(it, ranges.full, inner)?;
    let alias = ranges.alias.map(|range| (range, it.slice(range)));
    let name = match alias {
        Some((range, alias)) if it.is_free(alias, Some(relation)) => {
            let between = TextRange::new(replaced.end(), range.start());
            let is_bare = ranges.alias_columns.is_empty() && !with::has_comment(it.slice(between));
            replaced = if is_bare { replaced.cover(range) } else { replaced };
            alias.to_owned()
        }
        _ => it.free_name("extracted")?,
    };
    let line_break = it.line_break();
    let definition = NewText::default()
        .words(format!("{name} AS ({line_break}    "))
        .append(with::query_text(it, query))
        .words(format!("{line_break})"));
    let title = format!("Extract the subquery to a common table expression `{name}`");
    let mut draft = Draft::new(RefactoringKind::Extract, title);
    draft.remedy = with::add(it, draft.remedy, ranges.full, definition)?;
    // What is removed here is written there.
    let removed = sema::Edit {
        start: sema::Boundary::Start(it.place(replaced)),
        end: sema::Boundary::End(it.place(replaced)),
        text: name.into(),
        drops_comments: true,
    };
    draft.remedy.edits.push(removed);
    Some(draft)
}

/// The innermost derived table around the selection that names nothing of the queries around it.
fn subquery(it: &Selection<'_>) -> Option<(RelationId, QueryId)> {
    let around = it.view.body.relations.iter().filter_map(|(id, relation)| match relation {
        Relation::Query { query, lateral: false, .. } => {
            let full = it.view.map.relations.get(id)?.full;
            it.is_in(full).then_some((full.len(), id, *query))
        }
        _ => None,
    });
    let (_, id, query) = around.min_by_key(|it| it.0)?;
    let full = it.view.map.relations.get(id)?.full;
    let is_within = |range: Option<&TextRange>| range.is_some_and(|range| full.contains_range(*range));
    let is_foreign =
        |relation: &RelationId| !is_within(it.view.map.relations.get(*relation).map(|it| &it.full));
    let names_outside = it.view.inference.resolutions.iter().any(|(expr, found)| {
        is_within(it.view.map.exprs.get(*expr))
            && match found {
                Resolution::Column(relation, _)
                | Resolution::Open(relation)
                | Resolution::Relation(relation) => is_foreign(relation),
                Resolution::Merged(parts) => parts.iter().any(|it| is_foreign(&it.0)),
                Resolution::Item(..) | Resolution::Parameter => false,
            }
    });
    (!names_outside).then_some((id, query))
}

/// The parentheses around a query, where nothing but blanks stands between them and it.
fn parentheses(it: &Selection<'_>, full: TextRange, inner: TextRange) -> Option<TextRange> {
    let start = full.start();
    let before = it.slice(TextRange::new(start, inner.start()));
    let behind = it.slice(TextRange::new(inner.end(), full.end()));
    let blanks = behind.len() - behind.trim_start().len();
    let is_bare = before.strip_prefix('(').is_some_and(|it| it.trim().is_empty());
    if !is_bare || !behind.trim_start().starts_with(')') {
        return None;
    }
    Some(TextRange::new(start, inner.end() + TextSize::try_from(blanks + 1).ok()?))
}
