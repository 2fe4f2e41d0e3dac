//! What decides which rows a model has: the clauses of every query that goes into it.

use super::{
    EdgeKind,
    expression::At,
    graph::{End, Graph, Key, Step},
};
use crate::infer::{names_column, ordinal, position};
use base::Ident;
use hir::{
    Anchor, Expr, ExprId, JoinConstraint, JoinKind, QueryBody, QueryId, Relation, RelationId, SelectId,
    SelectItem, SetOperator,
};
use rustc_hash::FxHashSet;

/// The clauses that were found, and the queries that are still to be looked at. Those of an `EXISTS` or an `IN` decide
/// about rows elsewhere.
#[derive(Default)]
struct Rows {
    steps: Vec<Step>,
    queries: Vec<(QueryId, bool)>,
    /// Whether the query in hand decides about rows elsewhere.
    elsewhere: bool,
    /// Expressions that were looked through for queries.
    seen: FxHashSet<ExprId>,
}

impl Rows {
    /// Takes a query whose rows become rows of the query in hand.
    fn follow(&mut self, query: QueryId) {
        self.queries.push((query, self.elsewhere));
    }
}

impl Graph<'_> {
    /// The clauses of a query and of all that its rows come from.
    pub(super) fn rows(&mut self, root: QueryId) -> Vec<Step> {
        let body = self.body;
        let mut rows = Rows { queries: vec![(root, false)], ..Rows::default() };
        let mut seen = FxHashSet::default();
        while let Some((query, elsewhere)) = rows.queries.pop() {
            if !seen.insert((query, elsewhere)) {
                continue;
            }
            rows.elsewhere = elsewhere;
            let start = rows.steps.len();
            match &body.queries[query].body {
                QueryBody::Select(select) => self.rows_of_select(query, *select, &mut rows),
                QueryBody::SetOperation { operator, all, left, right, .. } => {
                    rows.follow(*right);
                    rows.follow(*left);
                    match operator {
                        SetOperator::Union if *all => {}
                        SetOperator::Union => self.every_column_of(query, EdgeKind::Group, &mut rows),
                        _ => self.every_column_of(*right, EdgeKind::SemiJoin, &mut rows),
                    }
                    let at = At { query: Some(query), ..At::default() };
                    self.keys(&body.queries[query].order_by, EdgeKind::Sort, (query, at), &mut rows);
                }
                QueryBody::Values(cells) => self.queries_in(cells.iter().flatten(), &mut rows),
                QueryBody::Nested(inner) => {
                    rows.follow(*inner);
                    let at = At { query: Some(*inner), ..At::default() };
                    self.keys(&body.queries[query].order_by, EdgeKind::Sort, (*inner, at), &mut rows);
                }
                QueryBody::Missing => {}
            }
            if elsewhere {
                rows.steps[start..].iter_mut().for_each(|it| it.kind = EdgeKind::SemiJoin);
            }
        }
        rows.steps
    }

    fn rows_of_select(&mut self, query: QueryId, id: SelectId, rows: &mut Rows) {
        let body = self.body;
        let select = &body.selects[id];
        let at = At::select(id);
        for relation in &select.from {
            self.rows_of_relation(*relation, at, rows);
        }
        for item in &select.items {
            match item {
                SelectItem::Expr { expr, .. } => self.queries_in([expr], rows),
                SelectItem::Star(star) => self.queries_in(star.replace.iter().map(|it| &it.0), rows),
                SelectItem::Missing => {}
            }
        }
        self.clauses(&select.filter, EdgeKind::Filter, at, rows);
        self.keys(&select.group_by.keys, EdgeKind::Group, (query, at), rows);
        self.keys(&select.distinct_on, EdgeKind::Group, (query, at), rows);
        if select.group_by.all {
            for item in &select.items {
                if let SelectItem::Expr { expr, .. } = item
                    && !self.inference.aggregates(self.body, *expr)
                {
                    rows.steps.extend(self.steps_as(*expr, EdgeKind::Group, at));
                }
            }
        }
        if select.distinct && select.distinct_on.is_empty() {
            self.every_column_of(query, EdgeKind::Group, rows);
        }
        self.clauses(&select.having, EdgeKind::Filter, at, rows);
        self.clauses(&select.qualify, EdgeKind::Filter, at, rows);
        self.keys(&body.queries[query].order_by, EdgeKind::Sort, (query, at), rows);
    }

    /// Keys of `GROUP BY` or `ORDER BY`: expressions, or positions of columns of `query`.
    fn keys(&mut self, keys: &[ExprId], kind: EdgeKind, (query, at): (QueryId, At<'_>), rows: &mut Rows) {
        for key in keys {
            match ordinal(self.body, *key).and_then(|it| it.checked_sub(1)) {
                Some(place) => {
                    let end = End::Node(self.node(Key::Query(query, place as u32)));
                    rows.steps.push(Step::new(end, kind, Anchor::Expr(*key)));
                }
                None => self.clauses([key], kind, at, rows),
            }
        }
    }

    /// Expressions that decide about the rows.
    fn clauses<'e>(
        &mut self,
        exprs: impl IntoIterator<Item = &'e ExprId>,
        kind: EdgeKind,
        at: At<'_>,
        rows: &mut Rows,
    ) {
        for expr in exprs {
            self.queries_in([expr], rows);
            rows.steps.extend(self.steps_as(*expr, kind, at));
        }
    }

    fn every_column_of(&mut self, query: QueryId, kind: EdgeKind, rows: &mut Rows) {
        let count = self.inference.queries.get(query).map_or(0, |it| it.columns.len());
        for index in 0..count as u32 {
            let end = End::Node(self.node(Key::Query(query, index)));
            rows.steps.push(Step::new(end, kind, Anchor::Query(query)));
        }
    }

    fn rows_of_relation(&mut self, relation: RelationId, at: At<'_>, rows: &mut Rows) {
        let body = self.body;
        let mut relations = vec![relation];
        while let Some(id) = relations.pop() {
            let inside = At { relation: Some(id), ..at };
            match &body.relations[id] {
                Relation::Join { kind, natural, left, right, constraint } => {
                    relations.extend([*right, *left]);
                    let edge = match kind {
                        JoinKind::Semi | JoinKind::Anti => EdgeKind::SemiJoin,
                        _ => EdgeKind::Join,
                    };
                    match constraint {
                        JoinConstraint::On(condition) => self.clauses([condition], edge, at, rows),
                        JoinConstraint::Using(names) => {
                            let anchor = |place| Anchor::UsingColumn(id, place as u32);
                            self.merged((*left, *right), names, edge, anchor, rows);
                        }
                        JoinConstraint::None if *natural => {
                            let names = self.common_names(*left, *right);
                            self.merged((*left, *right), &names, edge, |_| Anchor::Relation(id), rows);
                        }
                        JoinConstraint::None => {}
                    }
                }
                Relation::Pivot { pivot, .. } => {
                    relations.push(pivot.input);
                    self.clauses(pivot.group_by.iter().flatten(), EdgeKind::Group, inside, rows);
                    pivot.keys.iter().filter_map(|it| it.query).for_each(|it| rows.follow(it));
                }
                Relation::Unpivot { unpivot, .. } => relations.push(unpivot.input),
                Relation::Matched { matched, .. } => {
                    relations.push(matched.input);
                    self.clauses(&matched.partition_by, EdgeKind::Partition, inside, rows);
                    self.clauses(&matched.order_by, EdgeKind::Sort, inside, rows);
                    self.clauses(&matched.conditions, EdgeKind::Filter, inside, rows);
                }
                Relation::Values { rows: cells, .. } => self.queries_in(cells.iter().flatten(), rows),
                Relation::Call { call, .. } => self.queries_in([call], rows),
                Relation::Unnest { args, .. } => self.queries_in(args, rows),
                Relation::Declared { declared, .. } => self.queries_in(&declared.exprs, rows),
                Relation::Opaque { inputs, exprs, .. } => {
                    relations.extend(inputs.iter().rev());
                    self.queries_in(exprs, rows);
                }
                Relation::Described(described) => described.query.iter().for_each(|it| rows.follow(*it)),
                Relation::Name { .. } | Relation::Query { .. } => {
                    self.query_of(id).iter().for_each(|it| rows.follow(*it));
                }
                Relation::Missing => {}
            }
        }
    }

    /// The columns of both sides that a join merges.
    fn merged(
        &mut self,
        (left, right): (RelationId, RelationId),
        names: &[Ident],
        kind: EdgeKind,
        anchor: impl Fn(usize) -> Anchor,
        rows: &mut Rows,
    ) {
        for (place, name) in names.iter().enumerate() {
            for side in [left, right] {
                let column = self.tables(side).into_iter().find_map(|relation| {
                    let output = self.inference.relations.get(relation)?;
                    Some((relation, position(self.dialect, name, output)?))
                });
                if let Some((relation, index)) = column {
                    let end = self.column_of(relation, index as u32);
                    rows.steps.push(Step::new(end, kind, anchor(place)));
                }
            }
        }
    }

    /// The relations in a join, from the left.
    fn tables(&self, relation: RelationId) -> Vec<RelationId> {
        let mut stack = vec![relation];
        let mut tables = Vec::new();
        while let Some(id) = stack.pop() {
            match &self.body.relations[id] {
                Relation::Join { left, right, .. } => stack.extend([*right, *left]),
                _ => tables.push(id),
            }
        }
        tables
    }

    fn common_names(&self, left: RelationId, right: RelationId) -> Vec<Ident> {
        let columns = |side| {
            let outputs = self.tables(side).into_iter().filter_map(|it| self.inference.relations.get(it));
            outputs.flat_map(|it| it.columns.iter().map(|it| it.name.clone()))
        };
        let names = columns(left).filter(|it| !it.is_empty()).map(Ident::quoted);
        let right: Vec<_> = columns(right).collect();
        names.filter(|name| right.iter().any(|it| names_column(self.dialect, name, it))).collect()
    }

    /// Takes the queries in expressions.
    fn queries_in<'e>(&self, exprs: impl IntoIterator<Item = &'e ExprId>, rows: &mut Rows) {
        let mut stack: Vec<ExprId> = exprs.into_iter().copied().collect();
        while let Some(id) = stack.pop() {
            if !rows.seen.insert(id) {
                continue;
            }
            let expr = &self.body.exprs[id];
            match expr {
                Expr::Exists(query) | Expr::InQuery { query, .. } => rows.queries.push((*query, true)),
                Expr::Subquery(query) | Expr::ArrayQuery(query) => rows.follow(*query),
                Expr::Opaque { queries, .. } => rows.queries.extend(queries.iter().map(|it| (*it, true))),
                _ => {}
            }
            expr.for_each_operand(|it| stack.push(it));
        }
    }
}
