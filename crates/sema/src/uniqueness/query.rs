//! What is known of the rows of each query of a body.

use super::{
    columns::View,
    facts::Uniqueness,
    graph::{GraphColumn, JoinGraph},
};
use crate::{
    Nullability,
    infer::{Derivation, Inference, inference},
    project::{References, references},
};
use base::DialectKind;
use db::{Db, SourceFile};
use hir::{ArenaMap, Body, Expr, ExprId, Literal, QueryBody, QueryId, RelationId, SelectId, SetOperator};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What is known of the rows of a body's queries, and how its `SELECT`s join.
#[derive(Clone, Debug, Default)]
pub struct BodyUniqueness {
    /// The rows of each query.
    pub queries: ArenaMap<QueryId, Arc<Uniqueness>>,
    /// The relations of each `SELECT`.
    pub joins: ArenaMap<SelectId, JoinGraph>,
    /// The places of relations among the leaves of each graph.
    pub(super) places: ArenaMap<SelectId, FxHashMap<RelationId, usize>>,
}

impl BodyUniqueness {
    /// The column of the `FROM` that an expression of a `SELECT` is.
    pub fn column(
        &self,
        body: &Body,
        inference: &Inference,
        select: SelectId,
        expr: ExprId,
    ) -> Option<GraphColumn> {
        self.view(body, inference, select)?.column(expr)
    }

    /// The columns of the `FROM` that an expression of a `SELECT` names.
    pub fn mentions(
        &self,
        body: &Body,
        inference: &Inference,
        select: SelectId,
        expr: ExprId,
    ) -> Vec<GraphColumn> {
        self.view(body, inference, select).map(|it| it.mentions(expr)).unwrap_or_default()
    }

    /// The expression behind a name that is the alias of an item of a `SELECT`.
    pub fn unaliased(&self, body: &Body, inference: &Inference, select: SelectId, expr: ExprId) -> ExprId {
        self.view(body, inference, select).map_or(expr, |it| it.unaliased(expr))
    }

    /// The column of the `FROM` that a column of a `SELECT`'s output passes on.
    pub fn source(
        &self,
        body: &Body,
        inference: &Inference,
        select: SelectId,
        derivation: &Derivation,
    ) -> Option<GraphColumn> {
        self.view(body, inference, select)?.source(derivation)
    }

    fn view<'a>(&'a self, body: &'a Body, inference: &'a Inference, select: SelectId) -> Option<View<'a>> {
        let (graph, places) = (self.joins.get(select)?, self.places.get(select)?);
        Some(View { body, inference, select, places, graph })
    }
}

/// What is known of the rows of a model's queries.
#[salsa::tracked(no_eq, lru = 64)]
pub fn body_uniqueness(db: &dyn Db, file: SourceFile) -> BodyUniqueness {
    let body = hir::body(db, file);
    let mut reader = Reader {
        db,
        file,
        dialect: db::dialect(db, file),
        body: &body,
        inference: inference(db, file),
        references: references(db, file),
        pending: FxHashSet::default(),
        result: BodyUniqueness::default(),
    };
    for (id, _) in body.queries.iter() {
        reader.query(id);
    }
    reader.result
}

pub(super) struct Reader<'a> {
    pub(super) db: &'a dyn Db,
    pub(super) file: SourceFile,
    pub(super) dialect: DialectKind,
    pub(super) body: &'a Body,
    pub(super) inference: &'a Inference,
    pub(super) references: &'a References,
    /// Queries that are being read: a recursive one meets itself.
    pending: FxHashSet<QueryId>,
    pub(super) result: BodyUniqueness,
}

impl Reader<'_> {
    /// What is known of a query's rows.
    pub(super) fn query(&mut self, id: QueryId) -> Arc<Uniqueness> {
        if let Some(known) = self.result.queries.get(id) {
            return known.clone();
        }
        if !self.pending.insert(id) {
            return Arc::default();
        }
        let body = self.body;
        let query = &body.queries[id];
        // In order, so that a long chain of them is no deep recursion.
        query.ctes.iter().for_each(|it| drop(self.query(it.query)));
        let mut facts = match &query.body {
            QueryBody::Select(select) => Arc::new(self.select(*select, id)),
            QueryBody::SetOperation { .. } => self.set_operation(id),
            QueryBody::Nested(inner) => self.query(*inner),
            QueryBody::Values(rows) if rows.len() == 1 => Arc::new(Uniqueness::one_row()),
            QueryBody::Values(_) | QueryBody::Missing => Arc::default(),
        };
        let is_one = |it: ExprId| matches!(&body.exprs[it], Expr::Literal(Literal::Number(it)) if it == "1");
        if query.limit.is_some_and(is_one) {
            facts = Arc::new(Uniqueness::one_row());
        }
        self.pending.remove(&id);
        self.result.queries.insert(id, facts.clone());
        facts
    }

    /// A chain of set operations is as deep as it is long, so its left spine is walked by a loop.
    fn set_operation(&mut self, id: QueryId) -> Arc<Uniqueness> {
        let body = self.body;
        let mut spine = Vec::new();
        let mut innermost = id;
        while let QueryBody::SetOperation { left, .. } = &body.queries[innermost].body {
            let is_plain = body.queries[innermost].ctes.is_empty() || innermost == id;
            if self.result.queries.get(innermost).is_some() || !is_plain {
                break;
            }
            spine.push(innermost);
            innermost = *left;
        }
        let mut facts = self.query(innermost);
        while let Some(id) = spine.pop() {
            let QueryBody::SetOperation { operator, all, matching, right, .. } = &body.queries[id].body
            else {
                continue;
            };
            let right = self.query(*right);
            facts = Arc::new(match matching.is_by_name() {
                // The columns may stand elsewhere.
                true => Uniqueness::default(),
                false => united(*operator, &facts, &right),
            });
            let output = self.inference.queries.get(id);
            if !all && let Some(output) = output.filter(|it| it.open.is_none() && !it.columns.is_empty()) {
                let mut distinct = Arc::unwrap_or_clone(facts);
                distinct.grains.clear();
                distinct.add_key((0..output.columns.len() as u32).collect(), false);
                facts = Arc::new(distinct);
            }
            self.result.queries.insert(id, facts.clone());
        }
        facts
    }
}

/// What is known of the rows of a set operation that keeps duplicates.
fn united(operator: SetOperator, left: &Uniqueness, right: &Uniqueness) -> Uniqueness {
    match operator {
        // As many rows as the left arm has, or fewer.
        SetOperator::Except => left.clone(),
        SetOperator::Intersect => {
            let mut facts = left.clone();
            right.keys.iter().for_each(|it| facts.add_key(it.columns.to_vec(), it.nulls_repeat));
            facts
        }
        // Rows of both arms may share a key, and then again they may not.
        SetOperator::Union if right.grains.is_empty() => Uniqueness::default(),
        SetOperator::Union => Uniqueness { grains: left.grains.clone(), ..Uniqueness::default() },
    }
}

impl View<'_> {
    /// The column of the `FROM` that a column of the output passes on.
    pub(super) fn source(&self, derivation: &Derivation) -> Option<GraphColumn> {
        match derivation {
            Derivation::Expr(expr) => self.column(*expr),
            Derivation::Column { relation, index, .. } => self.at(*relation, *index),
            Derivation::Merged { parts, .. } => self.merged(parts),
            _ => None,
        }
    }
}

/// The facts of a table whose columns are never NULL: a key over those has none.
pub(super) fn without_nulls(mut facts: Uniqueness, null: impl Fn(u32) -> Option<Nullability>) -> Uniqueness {
    for key in &mut facts.keys {
        key.nulls_repeat &= !key.columns.iter().all(|it| null(*it) == Some(Nullability::Never));
    }
    facts
}
