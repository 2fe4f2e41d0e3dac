//! Operators of Databricks
//! (<https://docs.databricks.com/en/sql/language-manual/data-types/decimal-type.html>).

use super::Databricks;
use crate::duckdb::promote::{as_decimal, decimal};
use crate::{BinaryOperator, Operand, Type, operator};

/// `a operator b`. `int / int` is DOUBLE; products of decimals have a digit for the carry.
pub(super) fn binary(rules: &Databricks, operator: BinaryOperator, left: &Operand, right: &Operand) -> Type {
    use BinaryOperator as B;
    let (l, r) = (&left.ty, &right.ty);
    let exact = |ty: &Type| matches!(ty, Type::Integer { .. } | Type::Decimal { .. });
    match operator {
        B::Divide if l.is_integer() && r.is_integer() => Type::Float64,
        B::Add | B::Subtract | B::Multiply if exact(l) && exact(r) && !(l.is_integer() && r.is_integer()) => {
            let (Some((p, s)), Some((q, t))) = (as_decimal(l), as_decimal(r)) else { return Type::Unknown };
            let (precision, scale) = match operator {
                B::Multiply => (p + q + 1, s + t),
                _ => ((p - s).max(q - t) + s.max(t) + 1, s.max(t)),
            };
            // Past 38 digits it gives up scale.
            if precision > 38 { Type::Unknown } else { decimal(precision, scale) }
        }
        _ => operator::cautious(rules, operator, left, right),
    }
}
