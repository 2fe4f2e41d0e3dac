//! How many rows of one side of a join go with a row of the other, where keys prove it.

use crate::{InlayHint, InlayHintKind, InlayHintRequest, body_names::FileView};
use db::Db;
use hir::{JoinKind, Relation, RelationId};
use rustc_hash::FxHashMap;
use sema::JoinGraph;

/// As many tables as are looked at in one `FROM`.
const MOST_LEAVES: usize = 64;

/// The hints behind the tables that are joined.
pub(super) fn hints(db: &dyn Db, view: &FileView<'_>, request: &InlayHintRequest) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    let mut uniqueness = None;
    for (id, select) in view.body.selects.iter() {
        for root in &select.from {
            for (left, right) in joins(view, *root) {
                let Some(place) = view.map.relations.get(right) else { continue };
                let position = place.full.end();
                if place.full.is_empty() || !request.range.contains_inclusive(position) {
                    continue;
                }
                let uniqueness = uniqueness.get_or_insert_with(|| sema::body_uniqueness(db, view.file));
                let Some(graph) = uniqueness.joins.get(id) else { continue };
                let Some(cardinality) = cardinality(view, graph, (left, right)) else { continue };
                hints.push(cardinality.hint(position));
            }
        }
    }
    hints
}

/// The joins of a relation whose rows go together by a condition: left side and right side.
fn joins(view: &FileView<'_>, root: RelationId) -> Vec<(RelationId, RelationId)> {
    let mut found = Vec::new();
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        let Relation::Join { kind, left, right, .. } = &view.body.relations[id] else { continue };
        pending.extend([*right, *left]);
        if matches!(kind, JoinKind::Inner | JoinKind::Left | JoinKind::Right | JoinKind::Full) {
            found.push((*left, *right));
        }
    }
    found
}

/// How many rows go with one.
#[derive(Clone, Copy)]
struct Cardinality {
    /// Whether at most one row of the left side goes with a row of the right.
    one_on_the_left: bool,
    /// Whether at most one row of the right side goes with a row of the left.
    one_on_the_right: bool,
}

impl Cardinality {
    fn hint(self, position: base::TextSize) -> InlayHint {
        let (label, tooltip) = match (self.one_on_the_left, self.one_on_the_right) {
            (true, true) => ("1:1", "At most one row of either side goes with a row of the other."),
            (false, _) => ("n:1", "At most one row of this table goes with a row of those before it."),
            (true, false) => (
                "1:n",
                "Several rows of this table may go with a row of those before it, which then repeats.",
            ),
        };
        InlayHint {
            position,
            label: label.to_owned(),
            kind: InlayHintKind::Join,
            tooltip: Some(tooltip.to_owned()),
            edits: Vec::new(),
        }
    }
}

/// What is proven of a join; nothing where neither side has at most one row.
fn cardinality(
    view: &FileView<'_>,
    graph: &JoinGraph,
    (left, right): (RelationId, RelationId),
) -> Option<Cardinality> {
    if graph.leaves.len() > MOST_LEAVES {
        return None;
    }
    let places: FxHashMap<RelationId, usize> =
        graph.leaves.iter().enumerate().map(|(place, it)| (it.relation, place)).collect();
    let (left, right) = (leaves(view, left, &places)?, leaves(view, right, &places)?);
    let determines = |from: &[usize], to: &[usize]| {
        let closure = graph.closure(from.iter().copied(), []);
        to.iter().all(|it| closure.leaves[*it])
    };
    let found = Cardinality {
        one_on_the_left: determines(&right, &left),
        one_on_the_right: determines(&left, &right),
    };
    (found.one_on_the_left || found.one_on_the_right).then_some(found)
}

/// The tables of one side of a join, among the leaves of its graph. Those that `SEMI JOIN` and `ANTI JOIN` only look at
/// are none of it.
fn leaves(
    view: &FileView<'_>,
    side: RelationId,
    places: &FxHashMap<RelationId, usize>,
) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    let mut pending = vec![side];
    while let Some(id) = pending.pop() {
        match &view.body.relations[id] {
            Relation::Join { kind: JoinKind::Semi | JoinKind::Anti, left, .. } => pending.push(*left),
            Relation::Join { left, right, .. } => pending.extend([*left, *right]),
            _ => found.push(*places.get(&id)?),
        }
    }
    Some(found)
}
