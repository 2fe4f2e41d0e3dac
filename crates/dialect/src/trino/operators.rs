//! Operators of Trino (<https://trino.io/docs/current/functions/decimal.html>).

use super::Trino;
use crate::duckdb::promote::{as_decimal, decimal};
use crate::rules::TypeRules;
use crate::{BinaryOperator, Operand, Type, operator};

/// `a operator b`. Division of integers is an integer.
pub(super) fn binary(rules: &Trino, operator: BinaryOperator, left: &Operand, right: &Operand) -> Type {
    use BinaryOperator as B;
    let (l, r) = (&left.ty, &right.ty);
    let exact = |ty: &Type| matches!(ty, Type::Integer { .. } | Type::Decimal { .. });
    match operator {
        B::Divide if l.is_integer() && r.is_integer() => rules.unify(left, right).unwrap_or_default(),
        B::Add | B::Subtract | B::Multiply if exact(l) && exact(r) && !(l.is_integer() && r.is_integer()) => {
            let (Some((p, s)), Some((q, t))) = (as_decimal(l), as_decimal(r)) else { return Type::Unknown };
            match operator {
                B::Multiply => decimal(p + q, s + t),
                _ => decimal((p - s).max(q - t) + s.max(t) + 1, s.max(t)),
            }
        }
        _ => operator::cautious(rules, operator, left, right),
    }
}
