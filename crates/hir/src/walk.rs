//! Walks over all that stands within a query.

use crate::{
    Body, Expr, ExprId, JoinConstraint, QueryBody, QueryId, Relation, RelationId, SelectId, SelectItem,
};

/// What is still to be walked.
enum Step {
    Query(QueryId),
    Select(SelectId),
    Relation(RelationId),
    Expr(ExprId),
}

impl Expr {
    /// Calls `visit` with each query that this expression is directly made of.
    pub fn for_each_query(&self, mut visit: impl FnMut(QueryId)) {
        match self {
            Expr::InQuery { query, .. }
            | Expr::Exists(query)
            | Expr::Subquery(query)
            | Expr::ArrayQuery(query) => visit(*query),
            Expr::Opaque { queries, .. } => queries.iter().copied().for_each(visit),
            _ => {}
        }
    }
}

impl Body {
    /// Calls `visit` with an expression and each one within it, those of its queries included.
    pub fn for_each_expr_within(&self, expr: ExprId, mut visit: impl FnMut(ExprId)) {
        self.walk(vec![Step::Expr(expr)], |it| {
            visit(it);
            true
        });
    }

    /// Calls `visit` with each expression of a query, those of queries and relations within it included.
    pub fn for_each_expr_of(&self, query: QueryId, mut visit: impl FnMut(ExprId)) {
        self.walk(vec![Step::Query(query)], |it| {
            visit(it);
            true
        });
    }

    /// [`Self::for_each_expr_of`], but for what is within an expression of which `visit` says no.
    pub fn for_each_expr_while(&self, query: QueryId, visit: impl FnMut(ExprId) -> bool) {
        self.walk(vec![Step::Query(query)], visit);
    }

    fn walk(&self, mut steps: Vec<Step>, mut visit: impl FnMut(ExprId) -> bool) {
        while let Some(step) = steps.pop() {
            match step {
                Step::Query(id) => {
                    let query = &self.queries[id];
                    steps.extend(query.ctes.iter().map(|it| Step::Query(it.query)));
                    steps.extend(query.order_by.iter().chain(&query.limits).map(|it| Step::Expr(*it)));
                    match &query.body {
                        QueryBody::Select(select) => steps.push(Step::Select(*select)),
                        QueryBody::SetOperation { left, right, .. } => {
                            steps.extend([Step::Query(*left), Step::Query(*right)]);
                        }
                        QueryBody::Values(rows) => {
                            steps.extend(rows.iter().flatten().map(|it| Step::Expr(*it)));
                        }
                        QueryBody::Nested(inner) => steps.push(Step::Query(*inner)),
                        QueryBody::Missing => {}
                    }
                }
                Step::Select(id) => self.select_steps(id, &mut steps),
                Step::Relation(id) => self.relation_steps(id, &mut steps),
                Step::Expr(id) if visit(id) => {
                    self.exprs[id].for_each_operand(|it| steps.push(Step::Expr(it)));
                    self.exprs[id].for_each_query(|it| steps.push(Step::Query(it)));
                }
                Step::Expr(_) => {}
            }
        }
    }

    fn select_steps(&self, id: SelectId, steps: &mut Vec<Step>) {
        let select = &self.selects[id];
        steps.extend(select.from.iter().map(|it| Step::Relation(*it)));
        let mut expr = |it: ExprId| steps.push(Step::Expr(it));
        select.distinct_on.iter().copied().for_each(&mut expr);
        for item in &select.items {
            match item {
                SelectItem::Expr { expr: item, .. } => expr(*item),
                SelectItem::Star(star) => {
                    star.base.into_iter().for_each(&mut expr);
                    star.replace.iter().for_each(|it| expr(it.0));
                    star.pattern.iter().for_each(|it| expr(it.expr()));
                }
                SelectItem::Missing => {}
            }
        }
        let clauses = select.filter.iter().chain(&select.group_by.keys).chain(&select.having);
        clauses.chain(&select.qualify).copied().for_each(&mut expr);
        for (_, window) in &select.windows {
            let parts = window.partition_by.iter().chain(&window.order_by).chain(&window.frame);
            parts.copied().for_each(&mut expr);
        }
    }

    fn relation_steps(&self, id: RelationId, steps: &mut Vec<Step>) {
        let named = |it: &(ExprId, Option<base::Ident>)| Step::Expr(it.0);
        match &self.relations[id] {
            Relation::Name { .. } | Relation::Missing => {}
            Relation::Query { query, .. } => steps.push(Step::Query(*query)),
            Relation::Values { rows, .. } => steps.extend(rows.iter().flatten().map(|it| Step::Expr(*it))),
            Relation::Call { call, .. } => steps.push(Step::Expr(*call)),
            Relation::Unnest { args, .. } => steps.extend(args.iter().map(|it| Step::Expr(*it))),
            Relation::Join { left, right, constraint, .. } => {
                steps.extend([Step::Relation(*left), Step::Relation(*right)]);
                if let JoinConstraint::On(condition) = constraint {
                    steps.push(Step::Expr(*condition));
                }
            }
            Relation::Pivot { pivot, .. } => {
                steps.push(Step::Relation(pivot.input));
                steps.extend(pivot.aggregates.iter().map(named));
                for key in &pivot.keys {
                    steps.push(Step::Expr(key.key));
                    steps.extend(key.query.map(Step::Query));
                    steps.extend(key.values.iter().flatten().map(named));
                }
                steps.extend(pivot.group_by.iter().flatten().map(|it| Step::Expr(*it)));
            }
            Relation::Unpivot { unpivot, .. } => {
                steps.push(Step::Relation(unpivot.input));
                steps.extend(unpivot.items.iter().map(named));
            }
            Relation::Matched { matched, .. } => {
                steps.push(Step::Relation(matched.input));
                let clauses = matched.partition_by.iter().chain(&matched.order_by).chain(&matched.conditions);
                steps.extend(clauses.map(|it| Step::Expr(*it)));
                steps.extend(matched.measures.iter().map(|it| Step::Expr(it.0)));
            }
            Relation::Declared { declared, .. } => {
                steps.extend(declared.exprs.iter().map(|it| Step::Expr(*it)));
            }
            Relation::Described(described) => steps.extend(described.query.map(Step::Query)),
            Relation::Opaque { inputs, exprs, .. } => {
                steps.extend(inputs.iter().map(|it| Step::Relation(*it)));
                steps.extend(exprs.iter().map(|it| Step::Expr(*it)));
            }
        }
    }
}
