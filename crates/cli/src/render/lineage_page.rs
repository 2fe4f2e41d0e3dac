//! Lineage as a page for browsers. `lineage.html` holds its layout and its behaviour; here the graph is put into it.

use super::lineage_graph::label;
use ide::{LineageGraph, LineageTarget};
use serde::Serialize;

/// The page without a graph.
const PAGE: &str = include_str!("lineage.html");

/// What stands in the page where the graph belongs.
const MARK: &str = "__GRAPH__";

/// What the page's script reads.
#[derive(Serialize)]
struct Graph<'a> {
    focus: usize,
    /// The column that was asked about, of the focus.
    column: Option<usize>,
    relations: Vec<Relation<'a>>,
    edges: Vec<Edge>,
}

#[derive(Serialize)]
struct Relation<'a> {
    name: &'a str,
    /// Whether it is a table outside the project.
    outside: bool,
    distance: isize,
    columns: Vec<Column<'a>>,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    data_type: Option<&'a str>,
    /// Why it may have further sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<&'a str>,
}

#[derive(Serialize)]
struct Edge {
    /// Relation and column.
    source: (usize, usize),
    /// Relation and column; without one it is about rows.
    target: (usize, Option<usize>),
    /// Whether the value goes on, rather than decide about something.
    direct: bool,
    label: String,
}

/// The page.
///
/// # Errors
/// The graph cannot be written as JSON: a defect of ours.
pub(crate) fn lineage_page(graph: &LineageGraph) -> Result<String, serde_json::Error> {
    let relations = graph.relations.iter().map(|relation| Relation {
        name: &relation.name,
        outside: relation.model.is_none(),
        distance: relation.distance,
        columns: relation.columns.iter().map(column).collect(),
    });
    let edges = graph.edges.iter().map(|edge| Edge {
        source: (edge.source.relation, edge.source.column),
        target: match edge.target {
            LineageTarget::Column(it) => (it.relation, Some(it.column)),
            LineageTarget::Rows(relation) => (relation, None),
        },
        direct: edge.kind.is_direct(),
        label: label(edge),
    });
    let json = serde_json::to_string(&Graph {
        focus: graph.focus,
        column: graph.column.map(|it| it.column),
        relations: relations.collect(),
        edges: edges.collect(),
    })?;
    // No text of the project may end the script, or begin another one.
    Ok(PAGE.replacen(MARK, &json.replace('<', "\\u003c"), 1))
}

fn column(column: &ide::LineageColumn) -> Column<'_> {
    Column {
        name: &column.name,
        data_type: column.data_type.as_deref(),
        incomplete: column.incomplete.as_deref(),
    }
}
