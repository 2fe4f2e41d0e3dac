//! What conditions say of the columns of a `SELECT`'s relations.

use super::{
    columns::View,
    graph::{Equality, GraphColumn, Outer},
};
use base::SmolStr;
use dialect::{BinaryOperator, FunctionKind, UnaryOperator};
use hir::{Expr, ExprId, IsTest, Literal, QueryBody, QueryId, SelectItem};

/// What a condition says.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) equalities: Vec<Equality>,
    /// Columns whose value follows from those of others.
    pub(super) functions: Vec<(Vec<GraphColumn>, GraphColumn)>,
    pub(super) narrowed: Vec<GraphColumn>,
    pub(super) constant: Vec<GraphColumn>,
    /// Whether some of it cannot be read.
    pub(super) is_open: bool,
}

/// What a condition says, which is that of an outer join, or that every row has passed.
pub(super) fn read(view: View<'_>, condition: ExprId, outer: Option<&Outer>) -> Facts {
    let mut reader = Reader { view, outer, facts: Facts::default() };
    reader.condition(condition);
    reader.facts
}

struct Reader<'a> {
    view: View<'a>,
    outer: Option<&'a Outer>,
    facts: Facts,
}

impl Reader<'_> {
    fn condition(&mut self, root: ExprId) {
        let body = self.view.body;
        let mut stack = vec![root];
        while let Some(expr) = stack.pop() {
            let expr = self.view.unaliased(expr);
            match &body.exprs[expr] {
                Expr::Binary { operator: BinaryOperator::And, left, right } => {
                    stack.extend([*left, *right]);
                }
                Expr::Binary { operator: BinaryOperator::Or, .. } => self.alternatives(expr),
                Expr::Binary { operator: BinaryOperator::Equal, left, right } => {
                    self.equal(*left, *right, false);
                }
                Expr::Binary { operator: BinaryOperator::IsNotDistinctFrom, left, right } => {
                    self.equal(*left, *right, true);
                }
                Expr::Binary { operator, left, right } if is_order(*operator) => {
                    self.related(expr);
                    // `rank <= 1`, `rank < 2`: one of several, if it counts.
                    if is_at_most_one(body, *operator, *right) {
                        let columns = self.view.mentions(*left);
                        self.facts.narrowed.extend(columns);
                    }
                }
                // It excludes some of many.
                Expr::Binary {
                    operator: BinaryOperator::NotEqual | BinaryOperator::IsDistinctFrom, ..
                }
                | Expr::Exists(_)
                | Expr::Literal(_) => {}
                Expr::InList { value, list, negated: false } => {
                    if let [only] = &list[..] {
                        self.equal(*value, *only, false);
                    }
                }
                Expr::InQuery { value, query, negated: false } if self.is_aggregated(*query) => {
                    let columns = self.view.mentions(*value);
                    self.facts.narrowed.extend(columns);
                }
                Expr::Unary { operator: UnaryOperator::Not, operand } => {
                    self.denied(*operand);
                }
                Expr::Name(_) | Expr::Is { test: IsTest::True | IsTest::False, .. } => self.narrow(expr),
                Expr::Is { operand, test: IsTest::Null, negated: false } => self.narrow(*operand),
                Expr::Macro(_) | Expr::Opaque { .. } | Expr::Missing => self.facts.is_open = true,
                _ => self.related(expr),
            }
        }
    }

    fn denied(&mut self, expr: ExprId) {
        match &self.view.body.exprs[expr] {
            Expr::Exists(query) => self.facts.narrowed.extend(self.view.mentions_of_query(*query)),
            Expr::Name(_) | Expr::Is { test: IsTest::True | IsTest::False, .. } => self.narrow(expr),
            Expr::Is { operand, test: IsTest::Null, negated: true } => self.narrow(*operand),
            Expr::Macro(_) | Expr::Opaque { .. } | Expr::Missing => self.facts.is_open = true,
            _ => {}
        }
    }

    fn narrow(&mut self, expr: ExprId) {
        let columns = self.view.mentions(expr);
        self.facts.narrowed.extend(columns);
    }

    /// A condition between relations from which no equality follows.
    fn related(&mut self, expr: ExprId) {
        let columns = self.view.mentions(expr);
        if are_of_several(&columns) {
            self.facts.narrowed.extend(columns);
        }
    }

    fn equal(&mut self, left: ExprId, right: ExprId, null_safe: bool) {
        if let (Expr::Tuple(lefts), Expr::Tuple(rights)) =
            (&self.view.body.exprs[left], &self.view.body.exprs[right])
            && lefts.len() == rights.len()
        {
            lefts.iter().zip(rights).for_each(|(left, right)| self.equal(*left, *right, null_safe));
            return;
        }
        let outer = self.outer.cloned();
        match (self.view.column(left), self.view.column(right)) {
            (Some(left), Some(right)) => {
                let right = Some(right);
                self.facts.equalities.push(Equality { left, right, null_safe, outer });
            }
            (Some(column), None) => self.column_equals(column, right, null_safe),
            (None, Some(column)) => self.column_equals(column, left, null_safe),
            (None, None) => {
                let mut columns = self.view.mentions(left);
                columns.extend(self.view.mentions(right));
                match are_of_several(&columns) {
                    true => self.facts.narrowed.extend(columns),
                    // An expression over one relation that equals a constant: `upper(status) = 'OPEN'`.
                    false => self.facts.constant.extend(columns),
                }
            }
        }
    }

    fn column_equals(&mut self, left: GraphColumn, expr: ExprId, null_safe: bool) {
        if self.view.is_constant(expr) {
            let outer = self.outer.cloned();
            self.facts.equalities.push(Equality { left, right: None, null_safe, outer });
            self.facts.constant.push(left);
            if is_flag(self.view.body, expr) {
                self.facts.narrowed.push(left);
            }
            return;
        }
        let columns = self.view.mentions(expr);
        let holds = self
            .outer
            .is_none_or(|it| (0..2).all(|side| !it.preserved[side] || !it.sides[side].contains(&left.leaf)));
        let is_function = self.view.is_function(expr) && columns.iter().all(|it| it.leaf != left.leaf);
        if holds && is_function && !null_safe && !columns.is_empty() {
            self.facts.functions.push((columns.clone(), left));
        }
        self.facts.narrowed.push(left);
        self.facts.narrowed.extend(columns);
    }

    /// `a OR b`: what both say.
    fn alternatives(&mut self, expr: ExprId) {
        let body = self.view.body;
        let mut stack = vec![expr];
        let mut arms = Vec::new();
        while let Some(arm) = stack.pop() {
            match &body.exprs[arm] {
                Expr::Binary { operator: BinaryOperator::Or, left, right } => stack.extend([*left, *right]),
                _ => arms.push(read(self.view, arm, self.outer)),
            }
        }
        let Some((first, others)) = arms.split_first() else { return };
        let key = |it: &Equality| it.right.map(|right| (it.left.min(right), it.left.max(right)));
        let is_common = |it: &Equality| {
            key(it).is_some() && others.iter().all(|arm| arm.equalities.iter().any(|own| key(own) == key(it)))
        };
        let common: Vec<Equality> = first.equalities.iter().filter(|it| is_common(it)).cloned().collect();
        for arm in &arms {
            self.facts.is_open |= arm.is_open;
            let own = arm.equalities.iter().filter(|it| !common.iter().any(|other| key(other) == key(it)));
            let related = own.filter_map(|it| Some([it.left, it.right?])).flatten();
            self.facts.narrowed.extend(related.chain(arm.narrowed.iter().copied()));
        }
        self.facts.equalities.extend(common);
    }

    /// Whether a query yields aggregates: `id IN (SELECT max(id) FROM …)` picks one of several.
    fn is_aggregated(&self, query: QueryId) -> bool {
        let QueryBody::Select(select) = &self.view.body.queries[query].body else { return false };
        self.view.body.selects[*select].items.iter().any(|it| match it {
            SelectItem::Expr { expr, .. } => {
                self.view.inference.call_kinds.get(expr) == Some(&FunctionKind::Aggregate)
            }
            _ => false,
        })
    }
}

fn is_order(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Less
            | BinaryOperator::LessEqual
            | BinaryOperator::Greater
            | BinaryOperator::GreaterEqual
    )
}

fn is_at_most_one(body: &hir::Body, operator: BinaryOperator, bound: ExprId) -> bool {
    let Expr::Literal(Literal::Number(number)) = &body.exprs[bound] else { return false };
    matches!((operator, number.as_str()), (BinaryOperator::LessEqual, "1") | (BinaryOperator::Less, "2"))
}

/// Whether a constant is one of two, as flags are: `is_current = 'Y'`.
fn is_flag(body: &hir::Body, expr: ExprId) -> bool {
    let is_letter = |it: &SmolStr| matches!(it.to_ascii_uppercase().as_str(), "Y" | "N" | "T" | "F");
    match &body.exprs[expr] {
        Expr::Literal(Literal::Boolean(_)) => true,
        Expr::Literal(Literal::Number(number)) => matches!(number.as_str(), "0" | "1"),
        Expr::Literal(Literal::String(text)) => is_letter(text),
        _ => false,
    }
}

fn are_of_several(columns: &[GraphColumn]) -> bool {
    columns.iter().any(|it| it.leaf != columns[0].leaf)
}
