//! Precision and scale of decimals (<https://trino.io/docs/current/functions/decimal.html>).

use crate::{BinaryOperator, Type};

/// The decimal that holds every value of an integer or decimal type: precision and scale.
pub(super) fn exact(ty: &Type) -> Option<(i16, i16)> {
    crate::duckdb::promote::as_decimal(ty)
}

/// A decimal of that many digits, at most 38.
pub(super) fn decimal(precision: i16, scale: i16) -> Type {
    crate::duckdb::promote::decimal(precision, scale)
}

/// The type of arithmetic on two decimals.
pub(super) fn arithmetic(operator: BinaryOperator, left: (i16, i16), right: (i16, i16)) -> Type {
    use BinaryOperator as B;
    let ((p, s), (q, t)) = (left, right);
    match operator {
        B::Add | B::Subtract => decimal((p - s).max(q - t) + s.max(t) + 1, s.max(t)),
        B::Multiply => decimal(p + q, s + t),
        B::Divide => decimal(p + t + (t - s).max(0), s.max(t)),
        B::Modulo => decimal((p - s).min(q - t) + s.max(t), s.max(t)),
        _ => Type::Unknown,
    }
}

/// The smallest decimal that holds two, as far as 38 digits do.
pub(super) fn common(left: (i16, i16), right: (i16, i16)) -> Type {
    let ((p, s), (q, t)) = (left, right);
    decimal((p - s).max(q - t) + s.max(t), s.max(t))
}

/// The type of `ceiling`, `floor` and `round` to a whole number: one digit more where there is a fraction.
pub(super) fn whole((p, s): (i16, i16)) -> Type {
    decimal(p - s + s.min(1), 0)
}
