//! Common table expressions as text: where a new one goes, and what goes with one that is removed.

use super::Selection;
use base::TextRange;
use hir::{Anchor, CteId, QueryId, Relation};
use sema::{NewText, Place, Remedy};

/// Writes a common table expression that whatever stands at `reader` may read: before the one that it stands in, else
/// behind the last one of the statement.
pub(super) fn add(
    it: &Selection<'_>,
    remedy: Remedy,
    reader: TextRange,
    definition: NewText,
) -> Option<Remedy> {
    let root = it.view.body.root?;
    let ranges = it.view.map.queries.get(root)?;
    let line_break = it.line_break();
    if let Some(around) = ranges.ctes.iter().find(|cte| cte.full.contains_range(reader)) {
        let text = definition.words(format!(",{line_break}"));
        return Some(remedy.before(it.place(around.full), text));
    }
    Some(match ranges.ctes.last() {
        Some(last) => {
            let text = NewText::default().words(format!(",{line_break}")).append(definition);
            remedy.behind(it.place(last.full), text)
        }
        None => {
            let text = NewText::default().words("WITH ").append(definition).words(line_break);
            remedy.before(Place::Body(it.file, Anchor::Query(root)), text)
        }
    })
}

/// Removes a common table expression, and `others` of the same `WITH` with it. What stands in them is taken to be written
/// elsewhere, of `others` all of it; `None` where a comment beside its query would be lost.
pub(super) fn remove(
    it: &Selection<'_>,
    remedy: Remedy,
    (query, index): CteId,
    others: &[u32],
) -> Option<Remedy> {
    let ranges = it.view.map.queries.get(query)?;
    let cte = ranges.ctes.get(index as usize)?;
    let inner = it.view.map.queries.get(it.view.body.queries[query].ctes.get(index as usize)?.query)?.full;
    let before = TextRange::new(cte.full.start(), inner.start());
    let behind = TextRange::new(inner.end(), cte.full.end());
    if [before, behind].iter().any(|range| has_comment(it.slice(*range))) {
        return None;
    }
    let mut gone: Vec<CteId> = others.iter().chain([&index]).map(|it| (query, *it)).collect();
    gone.sort_by_key(|it| it.1);
    let anchors = hir::removal_anchors(query, &gone, ranges.ctes.len());
    Some(anchors.into_iter().fold(remedy, |remedy, anchor| remedy.remove(Place::Body(it.file, anchor))))
}

/// Whether a text may have a comment.
pub(super) fn has_comment(text: &str) -> bool {
    ["--", "/*", "//", "#"].iter().any(|it| text.contains(it))
}

/// The relations that read a common table expression.
pub(super) fn readers(it: &Selection<'_>, cte: CteId) -> Vec<hir::RelationId> {
    let reads =
        |relation: &Relation| matches!(relation, Relation::Name { cte: Some(read), .. } if *read == cte);
    it.view.body.relations.iter().filter(|(_, relation)| reads(relation)).map(|(id, _)| id).collect()
}

/// A query's text.
pub(super) fn query_text(it: &Selection<'_>, query: QueryId) -> NewText {
    NewText::default().copy(Place::Body(it.file, Anchor::Query(query)))
}
