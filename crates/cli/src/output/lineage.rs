//! The documents of `rocky lineage`: the peer's fields, and kinds, parts of values, arms, aliases and places.

use super::{DiagnosticConverter, Header, diagnostic::SpanOutput};
use ide::{Cancelled, ColumnRef, EdgeKind, LineageEdge, LineageGraph, LineageRelation, LineageTarget};
use serde::Serialize;

/// The lineage of a model, or of one of its columns.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum LineageDocument {
    /// Of a model.
    Model(LineageOutput),
    /// Of a column.
    Column(ColumnLineageOutput),
}

/// The lineage of a model.
#[derive(Serialize)]
pub(crate) struct LineageOutput {
    #[serde(flatten)]
    header: Header,
    model: String,
    columns: Vec<ColumnOutput>,
    /// The models and tables it reads, sorted.
    upstream: Vec<String>,
    /// The models that read it, sorted.
    downstream: Vec<String>,
    edges: Vec<EdgeOutput>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nodes: Vec<NodeOutput>,
}

/// The lineage of a column.
#[derive(Serialize)]
pub(crate) struct ColumnLineageOutput {
    #[serde(flatten)]
    header: Header,
    model: String,
    column: String,
    direction: &'static str,
    trace: Vec<EdgeOutput>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    downstream_consumers: Vec<QualifiedColumn>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nodes: Vec<NodeOutput>,
}

#[derive(Serialize)]
struct ColumnOutput {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_type: Option<String>,
    /// Why it may have further sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<String>,
}

#[derive(Serialize)]
struct NodeOutput {
    model: String,
    /// The name of a table outside the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    source_id: Option<String>,
    distance: isize,
    columns: Vec<ColumnOutput>,
}

#[derive(Serialize)]
struct EdgeOutput {
    source: QualifiedColumn,
    target: QualifiedColumn,
    /// The peer's word for the kind.
    transform: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hops: Vec<SpanOutput>,
}

/// A column; the rows of a model where the column is absent.
#[derive(Serialize)]
struct QualifiedColumn {
    model: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
}

impl LineageDocument {
    /// The document of a graph.
    ///
    /// # Errors
    /// The analysis was cancelled.
    pub(crate) fn new(
        graph: &LineageGraph,
        direction: &'static str,
        converter: &mut DiagnosticConverter<'_>,
    ) -> Result<LineageDocument, Cancelled> {
        let edges = graph.edges.iter().map(|it| edge(graph, it, converter));
        let edges = edges.collect::<Result<_, Cancelled>>()?;
        let nodes = graph.relations.iter().map(node).collect();
        let header = Header::new("lineage");
        let Some(relation) = graph.relations.get(graph.focus) else {
            return Ok(LineageDocument::Model(LineageOutput {
                header,
                model: String::new(),
                columns: Vec::new(),
                upstream: Vec::new(),
                downstream: Vec::new(),
                edges,
                nodes,
            }));
        };
        let model = relation.name.clone();
        let Some(column) = graph.column else {
            let at = |is: &dyn Fn(isize) -> bool| {
                let names = graph.relations.iter().filter(|it| is(it.distance)).map(|it| it.name.clone());
                let mut names: Vec<String> = names.collect();
                names.sort();
                names
            };
            return Ok(LineageDocument::Model(LineageOutput {
                header,
                model,
                columns: relation.columns.iter().map(column_output).collect(),
                upstream: at(&|it| it < 0),
                downstream: at(&|it| it > 0),
                edges,
                nodes,
            }));
        };
        Ok(LineageDocument::Column(ColumnLineageOutput {
            header,
            model,
            column: relation.columns[column.column].name.clone(),
            direction,
            trace: edges,
            downstream_consumers: consumers(graph),
            nodes,
        }))
    }
}

/// The columns downstream, in the graph's order.
fn consumers(graph: &LineageGraph) -> Vec<QualifiedColumn> {
    let downstream = graph.relations.iter().filter(|it| it.distance > 0);
    let columns = downstream.flat_map(|relation| {
        relation
            .columns
            .iter()
            .map(|it| QualifiedColumn { model: relation.name.clone(), column: Some(it.name.clone()) })
    });
    columns.collect()
}

fn node(relation: &LineageRelation) -> NodeOutput {
    NodeOutput {
        model: relation.name.clone(),
        source_id: relation.model.is_none().then(|| relation.name.clone()),
        distance: relation.distance,
        columns: relation.columns.iter().map(column_output).collect(),
    }
}

fn column_output(column: &ide::LineageColumn) -> ColumnOutput {
    ColumnOutput {
        name: column.name.clone(),
        data_type: column.data_type.clone(),
        incomplete: column.incomplete.clone(),
    }
}

fn edge(
    graph: &LineageGraph,
    edge: &LineageEdge,
    converter: &mut DiagnosticConverter<'_>,
) -> Result<EdgeOutput, Cancelled> {
    let qualified = |it: ColumnRef| {
        let relation = &graph.relations[it.relation];
        let column = Some(relation.columns[it.column].name.clone());
        QualifiedColumn { model: relation.name.clone(), column }
    };
    let hops = edge.hops.iter().map(|it| converter.span(*it));
    Ok(EdgeOutput {
        source: qualified(edge.source),
        target: match edge.target {
            LineageTarget::Column(column) => qualified(column),
            LineageTarget::Rows(relation) => {
                QualifiedColumn { model: graph.relations[relation].name.clone(), column: None }
            }
        },
        transform: transform(edge.kind),
        kind: edge.kind.name(),
        path: Some(edge.path.clone()).filter(|it| !it.is_empty()),
        branch: edge.branch,
        role: edge.role.clone(),
        hops: hops.collect::<Result<_, Cancelled>>()?,
    })
}

/// The peer's words, where it has one.
fn transform(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Identity => "direct",
        EdgeKind::Transform => "expression",
        EdgeKind::Aggregate => "aggregation",
        other => other.name(),
    }
}
