//! Lineage as a graph for other programs: Graphviz, Mermaid.

use ide::{ColumnRef, EdgeKind, LineageEdge, LineageGraph, LineageTarget};
use std::fmt::Write;

/// A digraph from the left to the right: a table for each relation, a row for each column.
pub(crate) fn lineage_dot(graph: &LineageGraph) -> String {
    let mut text = "digraph lineage {\n  rankdir=LR;\n  node [shape=plain];\n".to_owned();
    let rows = relations_with_rows(graph);
    for (at, relation) in graph.relations.iter().enumerate() {
        let color = if at == graph.focus { " bgcolor=\"lightgrey\"" } else { "" };
        let mut cells = format!("<tr><td{color}><b>{}</b></td></tr>", markup(&relation.name));
        for (column, it) in relation.columns.iter().enumerate() {
            let _ = write!(cells, "<tr><td port=\"c{column}\" align=\"left\">{}</td></tr>", markup(&it.name));
        }
        if rows.contains(&at) {
            cells.push_str("<tr><td port=\"rows\" align=\"left\"><i>rows</i></td></tr>");
        }
        let _ = writeln!(
            text,
            "  r{at} [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\">{cells}</table>>];"
        );
    }
    for edge in &graph.edges {
        let ColumnRef { relation, column } = edge.source;
        let target = match edge.target {
            LineageTarget::Column(it) => format!("r{}:c{}", it.relation, it.column),
            LineageTarget::Rows(it) => format!("r{it}:rows"),
        };
        let style = if edge.kind.is_direct() { "" } else { " style=dashed" };
        let _ = writeln!(
            text,
            "  r{relation}:c{column} -> {target} [label=\"{}\"{style}];",
            label(edge).replace('\\', "\\\\").replace('"', "\\\"")
        );
    }
    text.push_str("}\n");
    text
}

/// A flowchart from the left to the right: a frame for each relation, a box for each column.
pub(crate) fn lineage_mermaid(graph: &LineageGraph) -> String {
    let mut text = "flowchart LR\n".to_owned();
    let rows = relations_with_rows(graph);
    for (at, relation) in graph.relations.iter().enumerate() {
        let _ = writeln!(text, "  subgraph r{at}[\"{}\"]", markup(&relation.name));
        for (column, it) in relation.columns.iter().enumerate() {
            let _ = writeln!(text, "    r{at}c{column}[\"{}\"]", markup(&it.name));
        }
        if rows.contains(&at) {
            let _ = writeln!(text, "    r{at}rows([rows])");
        }
        text.push_str("  end\n");
    }
    for edge in &graph.edges {
        let ColumnRef { relation, column } = edge.source;
        let target = match edge.target {
            LineageTarget::Column(it) => format!("r{}c{}", it.relation, it.column),
            LineageTarget::Rows(it) => format!("r{it}rows"),
        };
        let arrow = if edge.kind.is_direct() { "-->" } else { "-.->" };
        let label = Some(label(edge)).filter(|it| !it.is_empty());
        let label = label.map(|it| format!("|\"{}\"|", markup(&it))).unwrap_or_default();
        let _ = writeln!(text, "  r{relation}c{column} {arrow}{label} {target}");
    }
    text
}

/// The relations about whose rows an edge decides.
fn relations_with_rows(graph: &LineageGraph) -> Vec<usize> {
    let rows = graph.edges.iter().filter_map(|it| match it.target {
        LineageTarget::Rows(relation) => Some(relation),
        LineageTarget::Column(_) => None,
    });
    rows.collect()
}

/// What is written at an edge: nothing where the value comes out as it is.
pub(super) fn label(edge: &LineageEdge) -> String {
    let mut words = Vec::new();
    if edge.kind != EdgeKind::Identity {
        words.push(edge.kind.name().replace('_', " "));
    }
    words.extend(Some(edge.path.clone()).filter(|it| !it.is_empty()));
    words.extend(edge.role.iter().map(|it| format!("as {it}")));
    words.join(" ")
}

/// A text within markup.
fn markup(text: &str) -> String {
    if text.is_empty() {
        return "(unnamed)".to_owned();
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
