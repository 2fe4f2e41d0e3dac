//! The expressions that only the DSL has: `match`, and its windows.

use super::super::{Context, trimmed};
use crate::{BinaryOperator, Expr, ExprId, Frame, FrameBound, FrameUnit, IsTest, Literal, Window};
use base::DialectKind;
use syntax::ast::{self, AstNode, MatchOperator};

impl Context {
    /// `match e { "a" => 1, > 5 => 2, _ => 3 }` is a searched CASE.
    pub(in crate::lower) fn match_expr(&mut self, it: &ast::MatchExpr) -> Expr {
        let subject = self.required(it.subject(), it.syntax());
        let mut arms = Vec::new();
        let mut otherwise = None;
        for arm in it.match_arms() {
            if arm.is_wildcard() {
                let result = self.required(arm.result(), arm.syntax());
                otherwise.get_or_insert(result);
                continue;
            }
            let condition = self.arm_condition(subject, &arm);
            arms.push((condition, self.required(arm.result(), arm.syntax())));
        }
        match otherwise {
            // A CASE needs an arm: `_` alone always holds.
            Some(result) if arms.is_empty() => {
                let always = Expr::Literal(Literal::Boolean(true));
                let always = self.alloc_expr(always, trimmed(it.syntax()));
                return Expr::Case { operand: None, arms: Box::new([(always, result)]), otherwise: None };
            }
            None if arms.is_empty() => {
                return Expr::Opaque { parts: Box::new([subject]), queries: Box::default() };
            }
            _ => {}
        }
        Expr::Case { operand: None, arms: arms.into(), otherwise }
    }

    fn arm_condition(&mut self, subject: ExprId, arm: &ast::MatchArm) -> ExprId {
        let Some(pattern) = arm.pattern() else { return self.required(None, arm.syntax()) };
        let right = self.required(pattern.expr(), pattern.syntax());
        let operator = match pattern.operator() {
            MatchOperator::Equal => BinaryOperator::Equal,
            MatchOperator::NotEqual => BinaryOperator::IsDistinctFrom,
            MatchOperator::Less => BinaryOperator::Less,
            MatchOperator::LessEqual => BinaryOperator::LessEqual,
            MatchOperator::Greater => BinaryOperator::Greater,
            MatchOperator::GreaterEqual => BinaryOperator::GreaterEqual,
        };
        // Nothing equals NULL, which is not what a pattern asks.
        let is_null = matches!(self.body.exprs[right], Expr::Literal(Literal::Null));
        let condition = match operator {
            BinaryOperator::Equal | BinaryOperator::IsDistinctFrom if is_null => Expr::Is {
                operand: subject,
                test: IsTest::Null,
                negated: operator == BinaryOperator::IsDistinctFrom,
            },
            _ => Expr::Binary { operator, left: subject, right },
        };
        self.alloc_expr(condition, trimmed(pattern.syntax()))
    }

    /// `over (partition a, sort -b, rows 3 .. current)`.
    pub(in crate::lower) fn rocky_over(&mut self, it: &ast::RockyOver) -> Window {
        let mut partition_by = Vec::new();
        for key in it.partition() {
            let Some(name) = key.name_ref() else { continue };
            let range = trimmed(name.syntax());
            partition_by.push(match name.ident() {
                Some(name) => match self.inline(&name, range) {
                    Some(expr) => expr,
                    None => self.alloc_expr(Expr::Name(Box::new([name])), range),
                },
                None => self.alloc_expr(Expr::Missing, range),
            });
        }
        let keys: Vec<_> = it.sort_keys().collect();
        let (order_by, orders) = self.sort_keys(&keys, &[]);
        let mut amounts = Vec::new();
        let bounds = it.rocky_frame().and_then(|frame| {
            let unit = if frame.range_token().is_some() { FrameUnit::Range } else { FrameUnit::Rows };
            let start = self.frame_bound(&frame.start()?, true, &mut amounts);
            let end = frame.end().map(|it| self.frame_bound(&it, false, &mut amounts));
            Some(Frame { unit, start, end, excludes: false })
        });
        Window {
            base: None,
            partition_by: partition_by.into(),
            order_by,
            orders,
            frame: amounts.into(),
            bounds,
        }
    }

    fn frame_bound(
        &mut self,
        bound: &ast::RockyBound,
        starts: bool,
        amounts: &mut Vec<ExprId>,
    ) -> FrameBound {
        if let Some(number) = bound.number_token() {
            let literal = Literal::Number(number.text().replace('_', "").into());
            amounts.push(self.alloc_expr(Expr::Literal(literal), number.text_range()));
            return if starts { FrameBound::Preceding } else { FrameBound::Following };
        }
        match (bound.unbounded_token().is_some(), starts) {
            (true, true) => FrameBound::UnboundedPreceding,
            (true, false) => FrameBound::UnboundedFollowing,
            (false, _) => FrameBound::CurrentRow,
        }
    }
}

/// `2025-01-31` is a date, `2025-01-31T10:00:00` a timestamp, `2025-01-31T10:00:00+01` a point in time. The text of the
/// latter two is what every dialect reads: a blank for the `T`, seconds, and the zone as hours and minutes.
pub(in crate::lower) fn date_literal(text: &str, dialect: DialectKind) -> Literal {
    let Some((date, time)) = text.split_once('T') else {
        return Literal::Typed { ty: "DATE".into(), text: text.into() };
    };
    let (time, zone) = time.split_at(time.find(['Z', '+', '-']).unwrap_or(time.len()));
    let seconds = if time.len() == "00:00".len() { ":00" } else { "" };
    let zone = match (zone, zone.get(..3), zone.get(zone.len().saturating_sub(2)..)) {
        ("", ..) => return timestamp("TIMESTAMP", format!("{date} {time}{seconds}")),
        (_, Some(hours), Some(minutes)) if zone.len() > 3 => format!("{hours}:{minutes}"),
        (_, Some(hours), _) => format!("{hours}:00"),
        _ => "+00:00".to_owned(),
    };
    let ty = match dialect {
        DialectKind::DuckDb | DialectKind::Trino => "TIMESTAMP WITH TIME ZONE",
        DialectKind::Snowflake => "TIMESTAMP_TZ",
        // Their `TIMESTAMP` is a point in time.
        DialectKind::Databricks | DialectKind::BigQuery => "TIMESTAMP",
    };
    timestamp(ty, format!("{date} {time}{seconds}{zone}"))
}

fn timestamp(ty: &str, text: String) -> Literal {
    Literal::Typed { ty: ty.into(), text: text.into() }
}
