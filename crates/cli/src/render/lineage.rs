//! Lineage for people: what a column is made of as a tree, a line a source.

use crate::output::DiagnosticConverter;
use ide::{Cancelled, ColumnRef, EdgeKind, LineageEdge, LineageGraph, LineageTarget};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;

/// A line of a tree that is still to be written: the edge, and how deep it stands.
type Task = (usize, usize);

/// The text of a graph.
///
/// # Errors
/// The analysis was cancelled.
pub(crate) fn lineage_text(
    graph: &LineageGraph,
    converter: &mut DiagnosticConverter<'_>,
) -> Result<String, Cancelled> {
    let mut printer = Printer::new(graph, converter);
    let Some(focus) = graph.relations.get(graph.focus) else { return Ok(String::new()) };
    for (title, is_meant) in
        [("reads", (|it| it < 0) as fn(isize) -> bool), ("read by", (|it| it > 0) as fn(isize) -> bool)]
    {
        let names = graph.relations.iter().filter(|it| is_meant(it.distance)).map(|it| it.name.as_str());
        let names: Vec<&str> = names.collect();
        if !names.is_empty() && graph.column.is_none() {
            let _ = writeln!(printer.text, "{title} {}", names.join(", "));
        }
    }
    let asked: Vec<usize> = match graph.column {
        Some(column) => vec![column.column],
        None => (0..focus.columns.len()).collect(),
    };
    for column in asked {
        printer.column(ColumnRef { relation: graph.focus, column })?;
    }
    printer.rows()?;
    Ok(printer.text)
}

struct Printer<'g, 'c, 'a> {
    graph: &'g LineageGraph,
    converter: &'c mut DiagnosticConverter<'a>,
    into: FxHashMap<ColumnRef, Vec<usize>>,
    out_of: FxHashMap<ColumnRef, Vec<usize>>,
    /// The columns whose tree was written, one set each way.
    shown: [FxHashSet<ColumnRef>; 2],
    text: String,
}

impl<'g, 'c, 'a> Printer<'g, 'c, 'a> {
    fn new(graph: &'g LineageGraph, converter: &'c mut DiagnosticConverter<'a>) -> Printer<'g, 'c, 'a> {
        let mut into: FxHashMap<ColumnRef, Vec<usize>> = FxHashMap::default();
        let mut out_of: FxHashMap<ColumnRef, Vec<usize>> = FxHashMap::default();
        for (at, edge) in graph.edges.iter().enumerate() {
            if let LineageTarget::Column(target) = edge.target {
                into.entry(target).or_default().push(at);
            }
            out_of.entry(edge.source).or_default().push(at);
        }
        Printer { graph, converter, into, out_of, shown: Default::default(), text: String::new() }
    }

    fn name(&self, column: ColumnRef) -> String {
        let relation = &self.graph.relations[column.relation];
        let name = relation.columns[column.column].name.as_str();
        format!("{}.{}", relation.name, if name.is_empty() { "(unnamed)" } else { name })
    }

    fn column(&mut self, column: ColumnRef) -> Result<(), Cancelled> {
        let data = &self.graph.relations[column.relation].columns[column.column];
        let data_type = data.data_type.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
        let _ = writeln!(self.text, "{}{data_type}", self.name(column));
        self.tree(column, true)?;
        if let Some(reason) = &data.incomplete {
            let _ = writeln!(self.text, "  ← and perhaps more: {reason}");
        }
        self.tree(column, false)
    }

    /// What a column is made of, or what is made of it. A column that comes again is not gone into again.
    fn tree(&mut self, root: ColumnRef, upstream: bool) -> Result<(), Cancelled> {
        let mut tasks: Vec<Task> = Vec::new();
        self.shown[usize::from(upstream)].insert(root);
        self.push(root, 1, upstream, &mut tasks);
        while let Some((at, depth)) = tasks.pop() {
            let edge = &self.graph.edges[at];
            let next = match (upstream, edge.target) {
                (true, _) => Some(edge.source),
                (false, LineageTarget::Column(target)) => Some(target),
                (false, LineageTarget::Rows(_)) => None,
            };
            let is_new = next.is_some_and(|it| self.shown[usize::from(upstream)].insert(it));
            let has_more = |it: ColumnRef| match upstream {
                true => self.into.contains_key(&it),
                false => self.out_of.contains_key(&it),
            };
            let is_cut = !is_new && next.is_some_and(has_more);
            self.edge(edge, depth, upstream, is_cut)?;
            if let Some(next) = next.filter(|_| is_new) {
                self.push(next, depth + 1, upstream, &mut tasks);
            }
        }
        Ok(())
    }

    fn push(&self, column: ColumnRef, depth: usize, upstream: bool, tasks: &mut Vec<Task>) {
        let edges = if upstream { &self.into } else { &self.out_of };
        let edges = edges.get(&column).map_or(&[][..], |it| it);
        tasks.extend(edges.iter().rev().map(|it| (*it, depth)));
    }

    fn edge(
        &mut self,
        edge: &LineageEdge,
        depth: usize,
        upstream: bool,
        is_cut: bool,
    ) -> Result<(), Cancelled> {
        let what = match (upstream, edge.target) {
            (true, _) => format!("← {}{}", self.name(edge.source), edge.path),
            (false, LineageTarget::Column(target)) => format!("→ {}", self.name(target)),
            (false, LineageTarget::Rows(relation)) => {
                format!("→ rows of {}", self.graph.relations[relation].name)
            }
        };
        let _ = write!(self.text, "{}{what}", "  ".repeat(depth));
        if edge.kind != EdgeKind::Identity {
            let _ = write!(self.text, "  {}", edge.kind.name().replace('_', " "));
        }
        if let Some(role) = &edge.role {
            let _ = write!(self.text, "  as {role}");
        }
        if let Some(branch) = edge.branch {
            let _ = write!(self.text, "  in arm {}", branch + 1);
        }
        if let Some(hop) = edge.hops.first() {
            let place = self.converter.place(*hop)?;
            let _ = write!(self.text, "  {place}");
        }
        self.text.push_str(if is_cut { "  …\n" } else { "\n" });
        Ok(())
    }

    /// What decides about the rows of the model that was asked about.
    fn rows(&mut self) -> Result<(), Cancelled> {
        let graph = self.graph;
        let is_meant = |it: &&LineageEdge| it.target == LineageTarget::Rows(graph.focus);
        let edges: Vec<&LineageEdge> = graph.edges.iter().filter(is_meant).collect();
        if !edges.is_empty() {
            let _ = writeln!(self.text, "rows of {}", graph.relations[graph.focus].name);
        }
        edges.into_iter().try_for_each(|it| self.edge(it, 1, true, false))
    }
}
