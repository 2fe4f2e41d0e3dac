//! Which construct or source a query is counted under.

use super::entry::Entry;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// More groups than this nobody reads.
const MOST_GROUPS: usize = 60;

/// The group of each entry. An own or generated query is counted under its construct, one of TPC under its benchmark,
/// and a fetched one under the folder of its file. While there are too many groups, the smallest is counted under the
/// folder above its own.
pub fn groups(entries: &[Entry]) -> Vec<String> {
    let mut groups: Vec<String> = entries.iter().map(first_group).collect();
    loop {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for group in &groups {
            *sizes.entry(group).or_default() += 1;
        }
        if sizes.len() <= MOST_GROUPS {
            return groups;
        }
        // Among equals the deepest goes first, so that siblings meet before their parent goes on.
        let smallest = sizes
            .iter()
            .filter_map(|(group, size)| Some((*size, Reverse(depth(group)), *group, parent(group)?)))
            .min();
        let Some((_, _, smallest, parent)) = smallest else { return groups };
        let (smallest, parent) = (smallest.to_owned(), parent.to_owned());
        for group in groups.iter_mut().filter(|it| **it == smallest) {
            group.clone_from(&parent);
        }
    }
}

fn first_group(entry: &Entry) -> String {
    match &*entry.origin {
        "own" | "generated" => entry.source.clone(),
        _ => parent(&entry.source).unwrap_or(&entry.source).to_owned(),
    }
}

/// `a:b/c` of `a:b/c/d`, `a:b` of `a:b/c`, `a` of `a:b`.
fn parent(group: &str) -> Option<&str> {
    group.rfind(['/', ':']).map(|it| &group[..it])
}

fn depth(group: &str) -> usize {
    group.matches(['/', ':']).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::entry::Answer;

    fn entry(origin: &str, source: &str) -> Entry {
        Entry {
            id: String::new(),
            setup: String::new(),
            source: source.to_owned(),
            origin: origin.to_owned(),
            sql: String::new(),
            answer: Answer::Columns(Vec::new()),
        }
    }

    #[test]
    fn a_group_is_a_construct_a_benchmark_or_a_folder() {
        let entries = [
            entry("own", "own/pivot"),
            entry("generated", "matrix/arith"),
            entry("tpc", "tpcds/q01"),
            entry("fetched", "duckdb:test/sql/cte/a.test"),
            entry("fetched", "sqlfluff:a.sql"),
        ];
        assert_eq!(
            groups(&entries),
            ["own/pivot", "matrix/arith", "tpcds", "duckdb:test/sql/cte", "sqlfluff"]
        );
    }

    #[test]
    fn the_smallest_of_too_many_groups_are_counted_under_their_parents() {
        let entries: Vec<Entry> = (0..=MOST_GROUPS)
            .flat_map(|it| vec![entry("fetched", &format!("x:a/{it:02}/f")); 1 + usize::from(it > 1)])
            .collect();
        let groups = groups(&entries);
        assert_eq!(groups[..4], ["x:a", "x:a", "x:a/02", "x:a/02"]);
    }
}
