//! Which model of one revision is which of the other.

use super::{Facts, facts::ModelFacts};
use std::collections::BTreeSet;

/// A model in both revisions, or in one: positions in the facts of the base and of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// In the base.
    pub(super) base: Option<usize>,
    /// In the head.
    pub(super) head: Option<usize>,
}

/// The models of both revisions, those of the head in their order, then those that are gone.
///
/// A model is the one of the same path; else of the same name; else the one that built the same table; else the one whose
/// query means the same.
pub(super) fn pairs(base: &Facts, head: &Facts) -> Vec<Pair> {
    let mut partner: Vec<Option<usize>> = vec![None; head.len()];
    let mut free: BTreeSet<usize> = (0..base.len()).collect();
    type Same = fn(&ModelFacts, &ModelFacts) -> bool;
    let rules: [Same; 4] = [
        |a, b| a.state.path == b.state.path,
        |a, b| a.state.name == b.state.name,
        |a, b| a.state.target.is_some() && a.state.target == b.state.target,
        |a, b| a.body.is_some() && a.body == b.body && !a.state.columns.is_empty(),
    ];
    for is_same in rules {
        for (index, partner) in partner.iter_mut().enumerate().filter(|it| it.1.is_none()) {
            let found = free.iter().copied().find(|it| is_same(&base[*it].1, &head[index].1));
            if let Some(found) = found {
                free.remove(&found);
                *partner = Some(found);
            }
        }
    }
    let there = partner.into_iter().enumerate().map(|(head, base)| Pair { base, head: Some(head) });
    let gone = free.into_iter().map(|it| Pair { base: Some(it), head: None });
    there.chain(gone).collect()
}
