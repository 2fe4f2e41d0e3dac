//! Decimals: precision and scale of results, at most 38 digits
//! (<https://docs.databricks.com/en/sql/language-manual/data-types/decimal-type.html>,
//! Spark's `DecimalPrecisionTypeCoercion`).

use super::literals::whole_value;
use crate::{BinaryOperator, Operand, Type};

/// Digits altogether, digits after the point; wide enough for results before they are cut.
pub(super) type Digits = (i16, i16);

const MOST: i16 = 38;

/// Division keeps, and cutting leaves, at least that many digits after the point.
const LEAST_SCALE: i16 = 6;

/// The decimal that holds every value of a number's type; DOUBLE and FLOAT where a decimal is asked for.
pub(super) fn of(ty: &Type) -> Option<Digits> {
    Some(match ty {
        Type::Integer { bits: 8, .. } => (3, 0),
        Type::Integer { bits: 16, .. } => (5, 0),
        Type::Integer { bits: 32, .. } => (10, 0),
        Type::Integer { .. } => (20, 0),
        Type::Decimal { precision, scale } => (i16::from(*precision), i16::from(*scale)),
        Type::Float32 => (14, 7),
        Type::Float64 => (30, 15),
        _ => return None,
    })
}

/// [`of`] an operand: a whole-number literal beside a decimal has as many digits as it is written with, unless it is a
/// TINYINT.
pub(super) fn of_operand(operand: &Operand) -> Option<Digits> {
    match (&operand.ty, whole_value(operand)) {
        (Type::Integer { bits: 16.., .. }, Some(value)) => {
            Some((i16::try_from(value.unsigned_abs().to_string().len()).ok()?, 0))
        }
        _ => of(&operand.ty),
    }
}

/// The type of these digits, which must be at most 38.
pub(super) fn ty((precision, scale): Digits) -> Type {
    match (u8::try_from(precision.clamp(1, MOST)), i8::try_from(scale.clamp(0, MOST))) {
        (Ok(precision), Ok(scale)) => Type::Decimal { precision, scale },
        _ => Type::Unknown,
    }
}

/// The type that holds both; past 38 digits it gives up digits after the point.
pub(super) fn wider((p, s): Digits, (q, t): Digits) -> Type {
    let scale = s.max(t);
    let precision = (p - s).max(q - t) + scale;
    ty((precision.min(MOST), scale - (precision - MOST).max(0)))
}

/// The type of arithmetic; past 38 digits it gives up digits after the point, but not the first six.
pub(super) fn arithmetic(operator: BinaryOperator, (p, s): Digits, (q, t): Digits) -> Type {
    use BinaryOperator as B;
    let (precision, scale) = match operator {
        B::Multiply => (p + q + 1, s + t),
        B::Divide => {
            let scale = LEAST_SCALE.max(s + q + 1);
            (p - s + t + scale, scale)
        }
        B::Modulo => ((p - s).min(q - t) + s.max(t), s.max(t)),
        _ => ((p - s).max(q - t) + s.max(t) + 1, s.max(t)),
    };
    if precision <= MOST {
        return ty((precision, scale));
    }
    let whole = precision - scale;
    ty((MOST, (MOST - whole).max(scale.min(LEAST_SCALE))))
}

/// The type of ROUND, BROUND, CEIL and FLOOR of a decimal to that many digits.
pub(super) fn rounded((precision, scale): Digits, digits: i128) -> Type {
    let whole = precision - scale + 1;
    let Ok(digits) = i16::try_from(digits.clamp(-100, 100)) else { return Type::Unknown };
    if digits < 0 {
        return ty((whole.max(1 - digits), 0));
    }
    let scale = scale.min(digits);
    ty((whole + scale, scale))
}
