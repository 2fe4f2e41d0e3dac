//! Columns and what they are made of, for views.

use super::{location, uri};
use crate::snapshot::Snapshot;
use ide::{Cancellable, ColumnRef, FileRange, LineageTarget, LineageView};
use serde::Serialize;
use tower_lsp::lsp_types::{Location, Range, Url};

/// The answer to `rocky/lineage`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LineageAnswer {
    focus: ColumnName,
    models: Vec<LineageNode>,
    edges: Vec<LineageEdge>,
    model_edges: Vec<ModelEdge>,
    /// What may have sources or columns that are not told here, and why.
    incomplete: Vec<Incomplete>,
}

/// A column, or all of a model where the column is absent.
#[derive(Debug, Serialize)]
struct ColumnName {
    model: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LineageNode {
    name: String,
    kind: &'static str,
    /// How many models away it is: below zero upstream.
    distance: isize,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    columns: Vec<LineageColumn>,
    has_more_upstream: bool,
    has_more_downstream: bool,
}

#[derive(Debug, Serialize)]
struct LineageColumn {
    name: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    data_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nullable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// In the file of its model or table.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Debug, Serialize)]
struct LineageEdge {
    from: ColumnName,
    /// Without a column: the rows of the model.
    to: ColumnName,
    kind: &'static str,
    /// Whether it decides about what it goes to, rather than going into its value.
    indirect: bool,
    /// The part of the value that goes there.
    #[serde(skip_serializing_if = "String::is_empty")]
    path: String,
    /// Where the target's text reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
}

#[derive(Debug, Serialize)]
struct ModelEdge {
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct Incomplete {
    model: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    reason: String,
}

/// The answer about a view.
pub(crate) fn lineage(snapshot: &Snapshot, view: &LineageView) -> Cancellable<LineageAnswer> {
    let relations = &view.graph.relations;
    let name = |it: usize| relations[it].name.clone();
    let column_name = |it: ColumnRef| ColumnName {
        model: name(it.relation),
        column: Some(relations[it.relation].columns[it.column].name.clone()),
    };
    let focus = match view.graph.column {
        Some(column) => column_name(column),
        None => ColumnName { model: name(view.graph.focus), column: None },
    };
    let mut edges = Vec::new();
    for edge in &view.graph.edges {
        let first = edge.hops.first().map(|it| location(snapshot, *it)).transpose()?;
        edges.push(LineageEdge {
            from: column_name(edge.source),
            to: match edge.target {
                LineageTarget::Column(column) => column_name(column),
                LineageTarget::Rows(relation) => ColumnName { model: name(relation), column: None },
            },
            kind: edge.kind.name(),
            indirect: !edge.kind.is_direct(),
            path: edge.path.clone(),
            location: first.flatten(),
        });
    }
    Ok(LineageAnswer {
        focus,
        models: (0..relations.len()).map(|it| node(snapshot, view, it)).collect::<Cancellable<_>>()?,
        edges,
        model_edges: view.reads.iter().map(|it| ModelEdge { from: name(it.0), to: name(it.1) }).collect(),
        incomplete: incomplete(view),
    })
}

fn node(snapshot: &Snapshot, view: &LineageView, index: usize) -> Cancellable<LineageNode> {
    let (relation, facts) = (&view.graph.relations[index], &view.facts[index]);
    let mut columns = Vec::new();
    for (column, more) in relation.columns.iter().zip(&facts.columns) {
        // A star may pass on a column from another file; its range would mean nothing here.
        let in_file = |it: &FileRange| facts.definition.is_none_or(|own| own.file == it.file);
        let definition = more.definition.filter(in_file);
        columns.push(LineageColumn {
            name: column.name.clone(),
            data_type: more.data_type.clone().or_else(|| column.data_type.clone()),
            nullable: more.nullable,
            description: more.description.clone(),
            range: definition.map(|it| super::range(snapshot, it.file, it.range)).transpose()?,
        });
    }
    let definition = facts.definition;
    Ok(LineageNode {
        name: relation.name.clone(),
        kind: facts.kind.name(),
        distance: relation.distance,
        uri: definition.and_then(|it| uri(&snapshot.view, &snapshot.place(it.file))),
        range: definition.map(|it| super::range(snapshot, it.file, it.range)).transpose()?,
        description: facts.description.clone(),
        columns,
        has_more_upstream: facts.has_more_upstream,
        has_more_downstream: facts.has_more_downstream,
    })
}

fn incomplete(view: &LineageView) -> Vec<Incomplete> {
    let mut found = Vec::new();
    for (relation, facts) in view.graph.relations.iter().zip(&view.facts) {
        let of = |column: Option<&String>, reason: &String| Incomplete {
            model: relation.name.clone(),
            column: column.cloned(),
            reason: reason.clone(),
        };
        found.extend(facts.open.iter().map(|it| of(None, it)));
        for column in &relation.columns {
            found.extend(column.incomplete.iter().map(|it| of(Some(&column.name), it)));
        }
    }
    found
}
