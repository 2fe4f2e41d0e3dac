//! Conditions: comparisons that an engine refuses or coerces, and what a condition proves.

use super::{Context, Resolution, scope::Scope};
use crate::{Facts, Finding, Place, remedy::Compare};
use base::{Code, SmolStr};
use dialect::{BinaryOperator, Comparison, Operand, Type};
use hir::{Anchor, Expr, ExprId, IsTest};

/// The expressions that are compared.
pub(super) struct Sides {
    left: ExprId,
    right: ExprId,
    /// The one to blame where a literal does not convert.
    blamed: ExprId,
}

impl Context<'_> {
    /// A condition of `WHERE`, `ON`, `HAVING` or `QUALIFY`.
    pub(super) fn condition(&mut self, expr: ExprId, scope: &Scope<'_>) {
        self.expr(expr, scope);
        self.check_condition(expr);
    }

    /// Compares two expressions as `=` and its kin do, and says so where the engine refuses or coerces.
    pub(super) fn compare(&mut self, at: ExprId, left: ExprId, right: ExprId, scope: &Scope<'_>) {
        let operands = [self.operand(left, scope), self.operand(right, scope)];
        self.compared(at, (left, right), &operands, dialect::compare);
    }

    /// As [`Context::compare`], by order: engines refuse some pairs there that they take for `=`.
    pub(super) fn compare_order(&mut self, at: ExprId, left: ExprId, right: ExprId, scope: &Scope<'_>) {
        let operands = [self.operand(left, scope), self.operand(right, scope)];
        self.compared(at, (left, right), &operands, dialect::compare_order);
    }

    fn compared(
        &mut self,
        at: ExprId,
        (left, right): (ExprId, ExprId),
        operands: &[Operand; 2],
        compare: Compare,
    ) {
        // The side that is a literal is the one to blame, else the whole predicate.
        let blamed = match (&operands[0].literal, &operands[1].literal) {
            (None, Some(_)) => right,
            (Some(_), None) => left,
            _ => at,
        };
        let place = self.place(Anchor::Expr(at));
        let subject = self.subject(left, right);
        self.report_comparison(place, subject, operands, compare, Some(Sides { left, right, blamed }));
    }

    /// Says what is wrong with a comparison, if anything is. `sides` is absent for the columns of `USING`.
    pub(super) fn report_comparison(
        &mut self,
        place: Place,
        subject: SmolStr,
        operands: &[Operand; 2],
        compare: Compare,
        sides: Option<Sides>,
    ) {
        let spelled = |ty: &Type| ty.display(self.dialect).to_string();
        let [left, right] = operands;
        let comparison = compare(self.engine, left, right);
        let finding = match &comparison {
            Comparison::Unknown | Comparison::Same | Comparison::Coerced { crosses_families: false, .. } => {
                return;
            }
            Comparison::Coerced { to, crosses_families: true } => {
                let (a, b, to) = (spelled(&left.ty), spelled(&right.ty), spelled(to));
                let message = format!("{a} is compared with {b}: the engine silently casts to {to}");
                Finding::new(Code::W001, place, subject, message)
                    .suggest("say which type is meant with an explicit CAST")
            }
            Comparison::Incompatible { reason } => Finding::new(Code::E001, place, subject, reason.clone()),
            Comparison::LiteralDoesNotConvert { literal, to } => {
                let message = format!("the literal '{literal}' cannot be converted to {}", spelled(to));
                let place = sides.as_ref().map_or(place, |it| self.place(Anchor::Expr(it.blamed)));
                Finding::new(Code::E001, place, subject, message)
            }
        };
        let types = Facts::types(spelled(&left.ty), spelled(&right.ty));
        let Some(Sides { left: left_side, right: right_side, .. }) = sides else {
            self.report(finding.facts(types));
            return;
        };
        let mut finding = finding.facts(types);
        let sides = [(left_side, left), (right_side, right)];
        for (side, operand) in sides {
            if operand.literal.is_none() && operand.ty != Type::Unknown {
                let message = format!("this is {}", spelled(&operand.ty));
                finding = finding.related(self.place(Anchor::Expr(side)), message);
            }
        }
        finding.remedies.extend(self.writer().comparison(sides, &comparison, compare));
        self.report(finding);
    }

    /// The names that a comparison is about.
    fn subject(&self, left: ExprId, right: ExprId) -> SmolStr {
        let name = |it: ExprId| match &self.body.exprs[it] {
            Expr::Name(parts) => super::path_text(parts),
            _ => String::new(),
        };
        base::format_smolstr!("{}={}", name(left), name(right))
    }

    /// Learns which columns a condition, which every later row has passed, proves not to be NULL: those compared by an
    /// operator that is NULL for NULL, and those tested with `IS NOT NULL`.
    pub(super) fn learn_not_null(&mut self, condition: ExprId) {
        let body = self.body;
        let mut conjuncts = vec![condition];
        while let Some(expr) = conjuncts.pop() {
            match &body.exprs[expr] {
                Expr::Binary { operator: BinaryOperator::And, left, right } => {
                    conjuncts.extend([*left, *right])
                }
                Expr::Binary { operator, left, right } if is_strict_comparison(*operator) => {
                    self.learn_columns(*left);
                    self.learn_columns(*right);
                }
                Expr::Is { operand, test: IsTest::Null, negated: true }
                | Expr::Is { operand, test: IsTest::True | IsTest::False, negated: false } => {
                    self.learn_columns(*operand);
                }
                Expr::Between { value, low, high, .. } => {
                    [*value, *low, *high].into_iter().for_each(|it| self.learn_columns(it));
                }
                Expr::InList { value, .. } | Expr::InQuery { value, negated: false, .. } => {
                    self.learn_columns(*value);
                }
                Expr::Like { value, pattern, .. } => {
                    self.learn_columns(*value);
                    self.learn_columns(*pattern);
                }
                Expr::Name(_) => self.learn_columns(expr),
                Expr::Unary { operator: dialect::UnaryOperator::Not, operand } => {
                    if matches!(body.exprs[*operand], Expr::Name(_)) {
                        self.learn_columns(*operand);
                    }
                }
                _ => {}
            }
        }
    }

    /// The columns that must not be NULL for `expr` not to be.
    fn learn_columns(&mut self, expr: ExprId) {
        let body = self.body;
        match &body.exprs[expr] {
            Expr::Name(_) => match self.inference.resolutions.get(&expr) {
                Some(Resolution::Column(relation, index)) => {
                    self.proven_not_null.insert((*relation, *index));
                }
                Some(Resolution::Merged(parts)) => {
                    self.proven_not_null.extend(parts.iter().copied());
                }
                _ => {}
            },
            Expr::Binary { operator, left, right } if is_strict(*operator) => {
                self.learn_columns(*left);
                self.learn_columns(*right);
            }
            Expr::Unary { operand, .. }
            | Expr::Cast { operand, fallible: false, .. }
            | Expr::Collate(operand) => {
                self.learn_columns(*operand);
            }
            _ => {}
        }
    }
}

/// Whether the operator is a comparison that is NULL when an operand is.
fn is_strict_comparison(operator: BinaryOperator) -> bool {
    use BinaryOperator::*;
    matches!(operator, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual | Like | RegexMatch)
}

/// Whether the operator is NULL when an operand is.
fn is_strict(operator: BinaryOperator) -> bool {
    use BinaryOperator::*;
    is_strict_comparison(operator) || matches!(operator, Add | Subtract | Multiply | Concat)
}
