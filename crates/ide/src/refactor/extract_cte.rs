//! Extract a subquery: it becomes a common table expression.

use super::{Draft, RefactoringKind, Selection, with};
use base::{TextRange, TextSize};
use hir::{Expr, QueryId, Relation, RelationId};
use sema::{Boundary, Edit, NewText, Resolution};

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    if it.view.is_rocky {
        return None;
    }
    let subquery = subquery(it)?;
    let (name, replaced, text) = match subquery.stands {
        Stands::InFrom(relation) => derived_table(it, relation, subquery.query)?,
        Stands::InExpression { is_asked } => {
            let name = it.free_name("extracted")?;
            let column = if is_asked { "1".to_owned() } else { column(it, subquery.query) };
            let inner = it.view.map.queries.get(subquery.query)?.full;
            let text = format!("SELECT {column} FROM {name}");
            (name, inner, text)
        }
    };
    let line_break = it.line_break();
    let definition = NewText::default()
        .words(format!("{name} AS ({line_break}    "))
        .append(with::query_text(it, subquery.query))
        .words(format!("{line_break})"));
    let title = format!("Extract the subquery to a common table expression `{name}`");
    let mut draft = Draft::new(RefactoringKind::Extract, title);
    draft.remedy = with::add(it, draft.remedy, replaced, definition)?;
    // What is removed here is written there.
    let removed = Edit {
        start: Boundary::Start(it.place(replaced)),
        end: Boundary::End(it.place(replaced)),
        text: text.into(),
        drops_comments: true,
    };
    draft.remedy.edits.push(removed);
    Some(draft)
}

/// A query within another.
struct Subquery {
    query: QueryId,
    stands: Stands,
}

/// Where a subquery stands.
enum Stands {
    /// It is read as a table.
    InFrom(RelationId),
    /// It is, or is a part of, a value.
    InExpression {
        /// Only whether it has rows is asked.
        is_asked: bool,
    },
}

/// A derived table: the name that it gets, what is replaced, and by what.
fn derived_table(
    it: &Selection<'_>,
    relation: RelationId,
    query: QueryId,
) -> Option<(String, TextRange, String)> {
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
    Some((name.clone(), replaced, name))
}

/// The one column of a query by its name; `*` where it has none.
fn column(it: &Selection<'_>, query: QueryId) -> String {
    match it.view.inference.queries.get(query).map(|it| &it.columns[..]) {
        Some([column]) if !column.name.is_empty() => {
            dialect::quote(&column.name, it.view.dialect).into_owned()
        }
        _ => "*".to_owned(),
    }
}

/// The innermost subquery around the selection, where it names nothing of the queries around it.
fn subquery(it: &Selection<'_>) -> Option<Subquery> {
    let in_from = it.view.body.relations.iter().filter_map(|(id, relation)| match relation {
        Relation::Query { query, lateral: false, .. } => {
            let full = it.view.map.relations.get(id)?.full;
            Some((full, Subquery { query: *query, stands: Stands::InFrom(id) }))
        }
        _ => None,
    });
    let in_expressions = it.view.body.exprs.iter().filter_map(|(id, expr)| {
        let (query, is_asked) = match expr {
            Expr::Subquery(query) | Expr::InQuery { query, .. } => (*query, false),
            Expr::Exists(query) => (*query, true),
            _ => return None,
        };
        let full = match expr {
            Expr::InQuery { .. } => it.view.map.queries.get(query)?.full,
            _ => *it.view.map.exprs.get(id)?,
        };
        Some((full, Subquery { query, stands: Stands::InExpression { is_asked } }))
    });
    let around = in_from.chain(in_expressions).filter(|(full, _)| it.is_in(*full));
    let (full, found) = around.min_by_key(|(full, _)| full.len())?;
    (!names_outside(it, full)).then_some(found)
}

/// Whether a name within a range means something outside of it.
fn names_outside(it: &Selection<'_>, full: TextRange) -> bool {
    let is_within = |range: Option<&TextRange>| range.is_some_and(|range| full.contains_range(*range));
    let is_foreign =
        |relation: &RelationId| !is_within(it.view.map.relations.get(*relation).map(|it| &it.full));
    it.view.inference.resolutions.iter().any(|(expr, found)| {
        is_within(it.view.map.exprs.get(*expr))
            && match found {
                Resolution::Column(relation, _)
                | Resolution::Open(relation)
                | Resolution::Relation(relation) => is_foreign(relation),
                Resolution::Merged(parts) => parts.iter().any(|it| is_foreign(&it.0)),
                Resolution::Item(select, _) => {
                    !is_within(it.view.map.selects.get(*select).map(|it| &it.full))
                }
                Resolution::Parameter(lambda, _) => !is_within(it.view.map.exprs.get(*lambda)),
            }
    })
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
