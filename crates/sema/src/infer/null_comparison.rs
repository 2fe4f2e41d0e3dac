//! Comparisons that are never true because of NULL (W014).

use super::{Context, Resolution};
use crate::{Finding, Nullability};
use base::{Code, SmolStr};
use dialect::BinaryOperator;
use hir::{Anchor, Expr, ExprId, Literal, QueryId};

impl Context<'_> {
    fn is_null_literal(&self, expr: ExprId) -> bool {
        matches!(self.body.exprs[expr], Expr::Literal(Literal::Null))
    }

    /// `a = NULL` and its kin are NULL for every `a`.
    pub(super) fn check_null_comparison(
        &mut self,
        id: ExprId,
        operator: BinaryOperator,
        left: ExprId,
        right: ExprId,
    ) {
        let value = match (self.is_null_literal(left), self.is_null_literal(right)) {
            (false, true) => left,
            (true, false) => right,
            _ => return,
        };
        let place = self.place(Anchor::Expr(id));
        let message = "this comparison with NULL is never true".to_owned();
        let test = match operator {
            BinaryOperator::Equal => "IS NULL",
            BinaryOperator::NotEqual => "IS NOT NULL",
            _ => {
                self.report(Finding::new(Code::W014, place, SmolStr::default(), message));
                return;
            }
        };
        let finding = Finding::new(Code::W014, place, SmolStr::default(), message);
        let remedy = self.writer().null_test(id, value, test);
        self.report(finding.suggest(format!("write {test}")).remedy(remedy));
    }

    /// `CASE a WHEN NULL` never matches.
    pub(super) fn check_null_arm(&mut self, condition: ExprId) {
        if self.is_null_literal(condition) {
            let place = self.place(Anchor::Expr(condition));
            let message = "`WHEN NULL` never matches: it compares with `=`";
            let finding = Finding::new(Code::W014, place, SmolStr::default(), message);
            self.report(finding.suggest("write `CASE WHEN … IS NULL THEN …`"));
        }
    }

    /// `a NOT IN (…, NULL)` is never true.
    pub(super) fn check_null_in_list(&mut self, list: &[ExprId], negated: bool) {
        let Some(index) = list.iter().position(|it| negated && self.is_null_literal(*it)) else { return };
        let place = self.place(Anchor::Expr(list[index]));
        let message = "NOT IN with a NULL in its list is never true";
        let mut finding = Finding::new(Code::W014, place, SmolStr::default(), message);
        finding.remedies.extend(self.writer().without_element(list, index));
        self.report(finding.suggest("leave NULL out of the list, and test for it with IS NOT NULL"));
    }

    /// `a NOT IN (SELECT b …)` is never true once a `b` is NULL.
    pub(super) fn check_null_in_query(
        &mut self,
        id: ExprId,
        column: &str,
        null: Nullability,
        (value, query): (ExprId, QueryId),
    ) {
        if null != Nullability::Possible {
            return;
        }
        let what = match column {
            "" => "what the subquery yields".to_owned(),
            column => format!("`{column}` of the subquery"),
        };
        let place = self.place(Anchor::Expr(id));
        let message = format!("{what} may be NULL, and one NULL makes NOT IN never true");
        let mut finding = Finding::new(Code::W014, place, column, message);
        let owner = match self.inference.resolutions.get(&value) {
            Some(Resolution::Column(relation, _)) => Some(*relation),
            _ => None,
        };
        finding.remedies.extend(self.writer().not_in(id, value, query, owner));
        self.report(finding.suggest("write NOT EXISTS, or exclude NULL in the subquery"));
    }
}
