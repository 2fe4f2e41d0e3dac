//! Sums and counts of a `SELECT`, and whose rows they are of.

use super::Rule;
use base::SmolStr;
use dialect::{BinaryOperator, FunctionKind};
use hir::{Call, Expr, ExprId, SelectId, SelectItem};
use rustc_hash::FxHashSet;
use sema::{GraphColumn, JoinGraph};

/// A sum or count of values.
pub(super) struct Measure {
    /// The call.
    pub(super) call: ExprId,
    /// The function as written.
    pub(super) function: SmolStr,
    /// The relations whose values it takes, by position among the leaves, sorted.
    pub(super) rows: Vec<usize>,
    /// The columns whose values it takes.
    pub(super) values: Vec<GraphColumn>,
    /// The columns that all rows of one of its groups share.
    pub(super) columns: Vec<GraphColumn>,
}

/// Functions in which a value that comes twice counts twice. DuckDB has three more sums
/// (<https://duckdb.org/docs/stable/sql/functions/aggregates>).
const COUNTING: [&str; 5] = ["sum", "count", "fsum", "kahan_sum", "sumkahan"];

impl Rule<'_> {
    /// The sums and counts of a `SELECT`.
    pub(super) fn measures(&self, select: SelectId, graph: &JoinGraph) -> Vec<Measure> {
        let block = &self.body.selects[select];
        let items = block.items.iter().filter_map(|it| match it {
            SelectItem::Expr { expr, .. } => Some(*expr),
            _ => None,
        });
        let mut stack: Vec<ExprId> = items.chain(block.having).chain(block.qualify).collect();
        stack.reverse();
        let mut measures = Vec::new();
        while let Some(expr) = stack.pop() {
            match &self.body.exprs[expr] {
                Expr::Call(call) if self.is_counting(expr, call) => {
                    measures.extend(self.measures_of(select, graph, expr, call));
                }
                other => {
                    let from = stack.len();
                    other.for_each_operand(|it| stack.push(it));
                    stack[from..].reverse();
                }
            }
        }
        measures
    }

    fn is_counting(&self, expr: ExprId, call: &Call) -> bool {
        let name = call.name.last().map_or("", |it| it.as_str());
        self.inference.call_kinds.get(&expr) == Some(&FunctionKind::Aggregate)
            && COUNTING.iter().any(|it| it.eq_ignore_ascii_case(name))
    }

    /// A call as measures: the sum of a difference is the difference of sums, so each term is one.
    fn measures_of(&self, select: SelectId, graph: &JoinGraph, expr: ExprId, call: &Call) -> Vec<Measure> {
        let ([argument], Some(function)) = (&call.args[..], call.name.last()) else { return Vec::new() };
        if call.distinct {
            return Vec::new();
        }
        let columns = match &call.window {
            None => graph.groups.clone(),
            Some(window) => {
                let column = |it: &ExprId| self.uniqueness.column(self.body, self.inference, select, *it);
                window.partition_by.iter().filter_map(column).collect()
            }
        };
        let mut measures = Vec::new();
        for term in self.terms(select, argument.value) {
            let mut parts = Parts { conditions: term.conditions, ..Parts::default() };
            self.take_apart(select, term.value, &mut parts);
            if parts.is_open || parts.values.is_empty() {
                continue;
            }
            // A condition on another relation says which of its rows are meant.
            let columns_of = parts.values.iter().chain(&parts.conditions);
            let mut rows: Vec<usize> = columns_of.map(|it| it.leaf).collect();
            rows.sort_unstable();
            rows.dedup();
            let function = function.text.clone();
            let (values, columns) = (parts.values, columns.clone());
            measures.push(Measure { call: expr, function, rows, values, columns });
        }
        measures
    }

    /// The terms of a sum, those in the branches of a CASE included.
    fn terms(&self, select: SelectId, root: ExprId) -> Vec<Term> {
        let mut stack = vec![Term { value: root, conditions: Vec::new() }];
        let mut terms = Vec::new();
        // An alias may stand for what names it again.
        let mut seen = FxHashSet::default();
        while let Some(Term { value, conditions }) = stack.pop() {
            let value = self.uniqueness.unaliased(self.body, self.inference, select, value);
            if !seen.insert(value) {
                continue;
            }
            match &self.body.exprs[value] {
                Expr::Binary { operator: BinaryOperator::Add | BinaryOperator::Subtract, left, right } => {
                    let term = |value: &ExprId| Term { value: *value, conditions: conditions.clone() };
                    stack.extend([right, left].map(term));
                }
                Expr::Case { operand, arms, otherwise } => {
                    let tests = operand.iter().chain(arms.iter().map(|it| &it.0));
                    let mut tests: Vec<GraphColumn> =
                        tests.flat_map(|it| self.mentions(select, *it)).collect();
                    tests.extend(&conditions);
                    let results = arms.iter().map(|it| it.1).chain(*otherwise);
                    stack.extend(results.map(|value| Term { value, conditions: tests.clone() }));
                }
                _ => terms.push(Term { value, conditions }),
            }
        }
        terms
    }

    fn mentions(&self, select: SelectId, expr: ExprId) -> Vec<GraphColumn> {
        self.uniqueness.mentions(self.body, self.inference, select, expr)
    }

    /// Which columns an expression takes its values from, and which it only looks at.
    fn take_apart(&self, select: SelectId, root: ExprId, parts: &mut Parts) {
        let mentions = |expr| self.mentions(select, expr);
        let mut stack = vec![root];
        let mut seen = FxHashSet::default();
        while let Some(expr) = stack.pop() {
            let expr = self.uniqueness.unaliased(self.body, self.inference, select, expr);
            if !seen.insert(expr) {
                continue;
            }
            match &self.body.exprs[expr] {
                Expr::Name(_) => parts.values.extend(mentions(expr)),
                Expr::Case { operand, arms, otherwise } => {
                    let conditions = operand.iter().chain(arms.iter().map(|it| &it.0));
                    parts.conditions.extend(conditions.flat_map(|it| mentions(*it)));
                    stack.extend(arms.iter().map(|it| it.1).chain(*otherwise));
                }
                Expr::Binary { operator, .. } if is_comparison(*operator) => {
                    parts.conditions.extend(mentions(expr));
                }
                Expr::Is { .. } | Expr::Between { .. } | Expr::InList { .. } | Expr::Like { .. } => {
                    parts.conditions.extend(mentions(expr));
                }
                Expr::Call(call) => {
                    let name = call.name.last().map_or("", |it| it.as_str());
                    let has_condition = ["if", "iff", "iif"].iter().any(|it| it.eq_ignore_ascii_case(name));
                    match &call.args[..] {
                        [condition, values @ ..] if has_condition => {
                            parts.conditions.extend(mentions(condition.value));
                            stack.extend(values.iter().map(|it| it.value));
                        }
                        arguments => stack.extend(arguments.iter().map(|it| it.value)),
                    }
                    // A value that is computed over rows is no value of one.
                    parts.is_open |= call.window.is_some()
                        || self.inference.call_kinds.get(&expr) != Some(&FunctionKind::Scalar);
                }
                Expr::Subquery(_)
                | Expr::Exists(_)
                | Expr::InQuery { .. }
                | Expr::ArrayQuery(_)
                | Expr::Opaque { .. }
                | Expr::Macro(_)
                | Expr::Columns(_)
                | Expr::Missing => parts.is_open = true,
                other => other.for_each_operand(|it| stack.push(it)),
            }
        }
    }
}

/// A term of a sum, and the columns of the conditions under which it counts.
struct Term {
    value: ExprId,
    conditions: Vec<GraphColumn>,
}

/// What an expression is made of.
#[derive(Default)]
struct Parts {
    values: Vec<GraphColumn>,
    conditions: Vec<GraphColumn>,
    /// Whether some of it cannot be told.
    is_open: bool,
}

fn is_comparison(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Equal
            | BinaryOperator::NotEqual
            | BinaryOperator::Less
            | BinaryOperator::LessEqual
            | BinaryOperator::Greater
            | BinaryOperator::GreaterEqual
            | BinaryOperator::IsDistinctFrom
            | BinaryOperator::IsNotDistinctFrom
            | BinaryOperator::Like
            | BinaryOperator::RegexMatch
            | BinaryOperator::And
            | BinaryOperator::Or
    )
}
