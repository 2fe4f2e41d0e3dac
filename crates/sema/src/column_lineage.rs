//! Column lineage: what each column of a model is made of, and what decides which rows there are.
//!
//! It is computed over the body and what inference found out about it, from the columns of other models and of tables
//! outside the project, which are its leaves; joining models is up to whoever asks. Nothing on the way from a keystroke
//! to its diagnostics asks for it.
//!
//! Each column of a query or a relation is a node. What a node is made of one step back is a list of [`graph::Step`]s, made
//! when the node is first met; which leaves it comes from is computed once, after that of what it is made of. So a
//! chain of common table expressions costs what its columns cost, however often they are read.

mod expand;
mod expression;
mod graph;
mod open;
mod rows;
#[cfg(test)]
mod tests;
mod types;

pub use types::{
    ColumnLineage, CteLineage, EdgeKind, Feed, IncompleteReason, IndirectEdge, Lineage, LineageEdge,
    PathStep, SourceColumn, SourceRelation,
};

use crate::infer::{Output, engine_names, inference};
use db::{Db, SourceFile};
use graph::{Graph, Key};
use hir::{CteId, QueryId};
use std::sync::Arc;

/// The lineage of a model. Ask for the schemas of its dependencies first, as for [`crate::schema`].
#[salsa::tracked(returns(clone), lru = 64)]
pub fn lineage(db: &dyn Db, file: SourceFile) -> Arc<Lineage> {
    let Some(root) = hir::body(db, file).root else { return Arc::default() };
    Arc::new(of_query(db, file, root, &inference(db, file).output, true))
}

/// The lineage of one of the common table expressions of a model's query, by its position. Nothing where there is no such.
pub fn cte_lineage(db: &dyn Db, file: SourceFile, index: usize) -> Option<CteLineage> {
    let body = hir::body(db, file);
    let inference = inference(db, file);
    let root = body.root?;
    let cte = body.queries[root].ctes.get(index)?;
    let output = inference.queries.get(cte.query)?;
    let mut lineage = of_query(db, file, cte.query, output, true);
    for (column, name) in lineage.columns.iter_mut().zip(&cte.columns) {
        column.name = name.text.clone();
    }
    let mut graph = Graph::new(db, file, &body, inference);
    let columns = 0..inference.output.columns.len() as u32;
    let outputs: Vec<u32> = columns.map(|it| graph.node(Key::Query(root, it))).collect();
    graph.solve(outputs.iter().copied());
    let feeds = (0..).zip(outputs).flat_map(|(output, node)| {
        let columns = graph.columns_within(node, cte.query).into_iter();
        columns.map(move |(column, is_same)| Feed { column, output, is_same })
    });
    Some(CteLineage { is_complete: output.open.is_none(), feeds: feeds.collect(), lineage })
}

/// The lineage of a query, through common table expressions or up to them.
fn of_query(db: &dyn Db, file: SourceFile, query: QueryId, output: &Output, enters_ctes: bool) -> Lineage {
    let body = hir::body(db, file);
    let mut graph = Graph::new(db, file, &body, inference(db, file));
    graph.enters_ctes = enters_ctes;
    let columns = 0..output.columns.len() as u32;
    let nodes: Vec<u32> = columns.map(|it| graph.node(Key::Query(query, it))).collect();
    let rows = graph.rows(query);
    let open = output.open.as_ref().map(|_| graph.passed_on(query));
    graph.solve(nodes.iter().copied().chain(rows.iter().filter_map(graph::Step::node)));
    let names = engine_names(output, db::dialect(db, file));
    let columns = names.into_iter().zip(&nodes).map(|(name, node)| graph.column(name, *node)).collect();
    Lineage { columns, indirect: graph.indirect(&rows), open: open.unwrap_or_default() }
}

/// The lineage of a model's query, which comes last, and of each of its common table expressions, each in terms of what it
/// names itself: common table expressions are sources as models are. Ask for the schemas of the model's dependencies first.
/// Nothing of it is kept.
pub fn local_lineage(db: &dyn Db, file: SourceFile) -> Vec<(Option<CteId>, Lineage)> {
    let body = hir::body(db, file);
    let inference = inference(db, file);
    let Some(root) = body.root else { return Vec::new() };
    let named = body.queries.iter().flat_map(|(query, data)| {
        data.ctes.iter().enumerate().map(move |(at, cte)| (Some((query, at as u32)), cte.query))
    });
    let units = named.chain([(None, root)]);
    let lineage = |(unit, query)| {
        let output = inference.queries.get(query)?;
        Some((unit, of_query(db, file, query, output, false)))
    };
    units.filter_map(lineage).collect()
}
