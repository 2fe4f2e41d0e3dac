//! Conditions: comparisons that an engine refuses or coerces, and what a condition proves.

use super::{Context, Resolution, scope::Scope};
use crate::{Finding, Place};
use base::{Code, SmolStr};
use dialect::{BinaryOperator, Comparison, Operand, Type};
use hir::{Anchor, Expr, ExprId, IsTest};

impl Context<'_> {
    /// A condition of `WHERE`, `ON`, `HAVING` or `QUALIFY`.
    pub(super) fn condition(&mut self, expr: ExprId, scope: &Scope<'_>) {
        self.expr(expr, scope);
        self.check_condition(expr);
    }

    /// Compares two expressions as `=` and its kin do, and says so where the engine refuses or coerces.
    pub(super) fn compare(&mut self, at: ExprId, left: ExprId, right: ExprId, scope: &Scope<'_>) {
        let operands = [self.operand(left, scope), self.operand(right, scope)];
        let comparison = dialect::compare(self.engine, &operands[0], &operands[1]);
        self.compared(at, (left, right), &operands, comparison);
    }

    /// As [`Context::compare`], by order: engines refuse some pairs there that they take for `=`.
    pub(super) fn compare_order(&mut self, at: ExprId, left: ExprId, right: ExprId, scope: &Scope<'_>) {
        let operands = [self.operand(left, scope), self.operand(right, scope)];
        let comparison = dialect::compare_order(self.engine, &operands[0], &operands[1]);
        self.compared(at, (left, right), &operands, comparison);
    }

    fn compared(
        &mut self,
        at: ExprId,
        (left, right): (ExprId, ExprId),
        operands: &[Operand; 2],
        comparison: Comparison,
    ) {
        // The side that is a literal is the one to blame, else the whole predicate.
        let blamed = match (&operands[0].literal, &operands[1].literal) {
            (None, Some(_)) => right,
            (Some(_), None) => left,
            _ => at,
        };
        let places = (self.place(Anchor::Expr(at)), self.place(Anchor::Expr(blamed)));
        let subject = self.subject(left, right);
        self.report_comparison(places.0, subject, operands, comparison, Some((left, right, places.1)));
    }

    /// Says what is wrong with a comparison, if anything is. `sides` are the compared expressions and
    /// the place to blame where a literal does not convert; absent for the columns of `USING`.
    pub(super) fn report_comparison(
        &mut self,
        place: Place,
        subject: SmolStr,
        operands: &[Operand; 2],
        comparison: Comparison,
        sides: Option<(ExprId, ExprId, Place)>,
    ) {
        let spelled = |ty: &Type| ty.display(self.dialect).to_string();
        let [left, right] = operands;
        let finding = match comparison {
            Comparison::Unknown | Comparison::Same | Comparison::Coerced { crosses_families: false, .. } => {
                return;
            }
            Comparison::Coerced { to, crosses_families: true } => {
                let (a, b, to) = (spelled(&left.ty), spelled(&right.ty), spelled(&to));
                let message = format!("{a} is compared with {b}: the engine silently casts to {to}");
                Finding::new(Code::W001, place, subject, message)
                    .suggest("say which type is meant with an explicit CAST")
            }
            Comparison::Incompatible { reason } => Finding::new(Code::E001, place, subject, reason),
            Comparison::LiteralDoesNotConvert { literal, to } => {
                let message = format!("the literal '{literal}' cannot be converted to {}", spelled(&to));
                let place = sides.as_ref().map_or(place, |it| it.2.clone());
                Finding::new(Code::E001, place, subject, message)
            }
        };
        let Some((left_side, right_side, _)) = sides else {
            self.report(finding);
            return;
        };
        let mut finding = finding;
        for (side, operand) in [(left_side, left), (right_side, right)] {
            if operand.literal.is_none() && operand.ty != Type::Unknown {
                let message = format!("this is {}", spelled(&operand.ty));
                finding = finding.related(self.place(Anchor::Expr(side)), message);
            }
        }
        if let Some(remedy) = self.comparison_cast((left_side, left), (right_side, right)) {
            finding = finding.remedy(remedy);
        }
        self.report(finding);
    }

    /// A cast that makes both sides alike: text to the type of the other side.
    fn comparison_cast(&self, left: (ExprId, &Operand), right: (ExprId, &Operand)) -> Option<crate::Remedy> {
        let (side, to) = match (left.1.ty.is_text(), right.1.ty.is_text()) {
            (true, false) if left.1.literal.is_none() => (left.0, &right.1.ty),
            (false, true) if right.1.literal.is_none() => (right.0, &left.1.ty),
            _ => return None,
        };
        if dialect::cast_exists(self.engine, &Type::STRING, to) == dialect::CastKind::Never {
            return None;
        }
        let Expr::Name(parts) = &self.body.exprs[side] else { return None };
        let source = parts.iter().map(|it| self.quoted(it.as_str())).collect::<Vec<_>>().join(".");
        Some(self.cast_remedy(self.place(Anchor::Expr(side)), &source, &to.display(self.dialect).to_string()))
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
