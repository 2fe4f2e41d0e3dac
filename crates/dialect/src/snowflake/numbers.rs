//! Numbers: their digits before and behind the point
//! (<https://docs.snowflake.com/en/sql-reference/operators-arithmetic>).

use crate::{BinaryOperator, Operand, Type};

/// The digits of a number: all, and behind the point.
pub(super) type Digits = (i16, i16);

/// A NUMBER of that many digits, at most 38.
pub(super) fn number((precision, scale): Digits) -> Type {
    crate::duckdb::promote::decimal(precision.max(scale), scale)
}

/// The digits of a type that is a NUMBER.
pub(super) fn digits(ty: &Type) -> Option<Digits> {
    crate::duckdb::promote::as_decimal(ty)
}

/// The type of a number literal without a sign: as many digits as its value needs, with an exponent too; a FLOAT where
/// 38 do not suffice (<https://docs.snowflake.com/en/sql-reference/functions/system_typeof>).
pub(super) fn literal(text: &str) -> Type {
    let lower = text.to_ascii_lowercase();
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_plain = [whole, fraction].iter().all(|it| it.bytes().all(|b| b.is_ascii_digit()));
    let (true, Ok(exponent)) = (is_plain, exponent.parse::<i64>()) else { return Type::Unknown };
    let whole = whole.trim_start_matches('0').len() as i64;
    let fraction = fraction.len() as i64;
    let (precision, scale) = (whole + fraction, fraction - exponent);
    let (precision, scale) = if scale < 0 { (precision - scale, 0) } else { (precision.max(scale), scale) };
    match (u8::try_from(precision.max(1)), i8::try_from(scale)) {
        (Ok(precision), Ok(scale)) if precision <= 38 => Type::decimal(precision, scale),
        _ => Type::Float64,
    }
}

/// The digits that an operand has beside a NUMBER: 18 of NULL, those of a literal that spells a number in 18, and text's in 18 with
/// 5 behind the point.
pub(super) fn beside_number(operand: &Operand) -> Option<Digits> {
    match &operand.ty {
        Type::Null => Some((18, 0)),
        Type::String { .. } => match operand.string() {
            Some(text) => match literal(text.trim().trim_start_matches(['-', '+'])) {
                Type::Decimal { scale, .. } => Some((18, scale.into())),
                _ => None,
            },
            None => Some((18, 5)),
        },
        ty => digits(ty),
    }
}

/// Arithmetic on two NUMBERs. What does not fit into 38 digits loses digits before the point, never behind.
pub(super) fn arithmetic(operator: BinaryOperator, left: Digits, right: Digits) -> Type {
    use BinaryOperator as B;
    let ((p, s), (q, t)) = (left, right);
    let (leading, scale) = match operator {
        B::Add | B::Subtract => ((p - s).max(q - t) + 1, s.max(t)),
        B::Multiply => (p - s + q - t, (s + t).min(s.max(t).max(12))),
        B::Divide => (p - s + t, s.max((s + 6).min(12))),
        B::Modulo => ((p - s).max(q - t), s.max(t)),
        _ => return Type::Unknown,
    };
    number((leading + scale, scale))
}

/// The NUMBER that holds two, as far as 38 digits do.
pub(super) fn common(left: Digits, right: Digits) -> Digits {
    let ((p, s), (q, t)) = (left, right);
    let scale = s.max(t);
    (((p - s).max(q - t) + scale).min(38), scale)
}

/// The type of CEIL, FLOOR, ROUND and TRUNC of a NUMBER, given the scale argument where there is one: its value, or
/// `None` where it is no literal. Where digits are dropped one is added for the carry, and more where the scale is left
/// of all digits (<https://docs.snowflake.com/en/sql-reference/functions/round>).
pub(super) fn rounded((p, s): Digits, scale: Option<Option<i128>>) -> Type {
    let kept = match scale {
        None => 0,
        Some(Some(scale)) => i16::try_from(scale.clamp(-38, 38)).unwrap_or(0),
        Some(None) => return number(((p + 1).max(18), s)),
    };
    if kept >= s {
        return number((p, s));
    }
    number((p + 1 + (-kept - (p - s)).max(0), kept.max(0)))
}
