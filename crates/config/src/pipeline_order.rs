//! Pipelines that name other pipelines: those that do not exist, and circles of them.

use crate::{ConfigDiagnostic, RockyToml, Spanned};
use base::{Code, SmolStr, TextRange};
use std::collections::VecDeque;

/// What is reported about the names that a key of pipelines holds.
#[derive(Clone, Copy)]
pub(crate) struct Codes {
    /// A name that no pipeline has.
    pub(crate) unknown: Code,
    /// A circle.
    pub(crate) cycle: Code,
    /// The key.
    pub(crate) key: &'static str,
}

/// Reports unknown names and circles. `names` holds what each pipeline of the project names, in their order.
pub(crate) fn check(
    project: &RockyToml,
    names: &[&[Spanned<SmolStr>]],
    codes: Codes,
    diagnostics: &mut Vec<ConfigDiagnostic>,
) {
    let pipelines = &project.pipelines;
    let index_of = |name: &str| pipelines.iter().position(|it| it.name.as_str() == name);
    for name in names.iter().copied().flatten() {
        if index_of(name.as_str()).is_none() && !name.as_str().contains("${") {
            let message = format!("unknown pipeline `{}` in `{}`", name.value, codes.key);
            let known = pipelines.iter().map(|it| it.name.as_str());
            diagnostics.push(ConfigDiagnostic::unknown_name(codes.unknown, name, message, known));
        }
    }
    let edges: Vec<Vec<Edge>> = names
        .iter()
        .map(|names| names.iter().filter_map(|it| Some((index_of(it.as_str())?, it.range))).collect())
        .collect();
    for cycle in cycles(&edges) {
        let way: Vec<&str> = cycle.iter().map(|(to, _)| pipelines[*to].name.as_str()).collect();
        let Some((&(_, first), &last)) = cycle.first().zip(way.last()) else { continue };
        let message = match &way[..] {
            [only] => format!("`{only}` waits for itself"),
            _ => format!("these pipelines wait for each other: `{last}` → `{}`", way.join("` → `")),
        };
        let mut diagnostic = ConfigDiagnostic::new(codes.cycle, first, message);
        for (from, (_, range)) in way.iter().zip(&cycle[1..]) {
            diagnostic = diagnostic.related(*range, format!("`{from}` waits for this one"));
        }
        diagnostics.push(diagnostic);
    }
}

/// The pipeline that is named, and where.
type Edge = (usize, TextRange);

/// A shortest circle through every node that is in one, but none through a node of an earlier circle. Each begins with
/// the edge that leaves its first node, and ends with the edge that comes back to it.
fn cycles(edges: &[Vec<Edge>]) -> Vec<Vec<Edge>> {
    let mut is_covered = vec![false; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        if is_covered[start] {
            continue;
        }
        if let Some(cycle) = shortest_cycle(edges, start) {
            for &(node, _) in &cycle {
                is_covered[node] = true;
            }
            found.push(cycle);
        }
    }
    found
}

fn shortest_cycle(edges: &[Vec<Edge>], start: usize) -> Option<Vec<Edge>> {
    // The node from which each node was reached, and the edge.
    let mut reached: Vec<Option<(usize, TextRange)>> = vec![None; edges.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &(next, range) in &edges[node] {
            if reached[next].is_some() {
                continue;
            }
            reached[next] = Some((node, range));
            queue.push_back(next);
        }
    }
    let mut cycle = Vec::new();
    let mut node = start;
    loop {
        let (from, range) = reached[node]?;
        cycle.push((node, range));
        node = from;
        if node == start {
            cycle.reverse();
            return Some(cycle);
        }
    }
}
