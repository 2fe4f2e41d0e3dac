//! Operators (<https://docs.snowflake.com/en/sql-reference/operators-arithmetic>,
//! <https://docs.snowflake.com/en/sql-reference/functions/concat>).

use super::{numbers, text};
use crate::{
    BinaryOperator, DialectKind, Family, IntervalKind, Literal, Operand, OperatorError, Type, UnaryOperator,
};

/// `left operator right`.
pub(super) fn binary(
    operator: BinaryOperator,
    left: &Operand,
    right: &Operand,
) -> Result<Type, OperatorError> {
    use BinaryOperator as B;
    let refused = |sign: &str| {
        let [left, right] = [left, right].map(|it| it.ty.display(DialectKind::Snowflake));
        Err(OperatorError::NoSuchOperator(format!("Snowflake has no {left} {sign} {right}")))
    };
    let (l, r) = (left.ty.family(), right.ty.family());
    let sign = match operator {
        B::Add => "+",
        B::Subtract => "-",
        B::Multiply => "*",
        B::Divide => "/",
        B::Modulo => "%",
        _ => "||",
    };
    Ok(match operator {
        B::Like | B::RegexMatch | B::Contains | B::ContainedBy | B::Overlaps => Type::Boolean,
        B::Add if l == Family::Moment && r == Family::Moment => return refused(sign),
        B::Add | B::Subtract | B::Multiply | B::Divide | B::Modulo
            if l == Family::Nested && is_value(r) || r == Family::Nested && is_value(l) =>
        {
            return refused(sign);
        }
        B::Add | B::Subtract => arithmetic(operator, left, right)
            .or_else(|| moment(operator, &left.ty, &right.ty))
            .unwrap_or_default(),
        B::Multiply | B::Divide | B::Modulo => {
            let temporal = |family| matches!(family, Family::Moment | Family::TimeOfDay);
            if operator != B::Modulo
                && (temporal(l) && r == Family::Number || temporal(r) && l == Family::Number)
            {
                return refused(sign);
            }
            arithmetic(operator, left, right).unwrap_or_default()
        }
        B::Concat if is_no_text(l) && r == Family::Text || is_no_text(r) && l == Family::Text => {
            return refused(sign);
        }
        B::Concat => text::concatenation(&[&left.ty, &right.ty]),
        _ => Type::Unknown,
    })
}

/// What an array or an object does not turn into.
fn is_value(family: Family) -> bool {
    matches!(
        family,
        Family::Number | Family::Boolean | Family::Text | Family::Moment | Family::TimeOfDay | Family::Nested
    )
}

/// What does not turn into text on its own: `TRUE || 'a'` is refused, `1 || 'a'` is not.
fn is_no_text(family: Family) -> bool {
    matches!(family, Family::Boolean | Family::Nested)
}

/// `+a` and `-a`.
pub(super) fn unary(operator: UnaryOperator, operand: &Type) -> Type {
    match operand {
        _ if operator == UnaryOperator::BitNot => Type::Unknown,
        Type::String { .. } | Type::Variant => Type::Float64,
        Type::Null => Type::decimal(18, 0),
        ty if ty.is_number() => ty.clone(),
        _ => Type::Unknown,
    }
}

/// Arithmetic of numbers and of what reads as numbers: a FLOAT as soon as a FLOAT or a VARIANT takes part, or text on
/// both sides.
pub(super) fn arithmetic(operator: BinaryOperator, left: &Operand, right: &Operand) -> Option<Type> {
    let is_exact = |it: &Operand| numbers::digits(&it.ty).is_some();
    let floats = |it: &Operand| matches!(it.ty, Type::Float32 | Type::Float64 | Type::Variant);
    let is_text = |it: &Operand| matches!(it.ty, Type::String { .. });
    let is_null = |it: &Operand| it.ty == Type::Null;
    let reads_as_number = |it: &Operand| is_exact(it) || floats(it) || is_text(it) || is_null(it);
    if !reads_as_number(left) || !reads_as_number(right) {
        return None;
    }
    let is_additive = matches!(operator, BinaryOperator::Add | BinaryOperator::Subtract);
    let counts = |it: &Operand| is_exact(it) || is_null(it);
    if !counts(left) && !counts(right) || floats(left) || floats(right) {
        return Some(Type::Float64);
    }
    if is_null(left) && is_text(right) || is_text(left) && is_null(right) {
        return Some(Type::Float64);
    }
    let digits = |it: &Operand, other: &Operand| {
        let (precision, scale) = match operator {
            BinaryOperator::Modulo if is_null(it) => (1, 0),
            // NULL has the scale of what it is added to.
            _ if is_null(it) && is_additive => (18, numbers::digits(&other.ty).map_or(0, |it| it.1)),
            // A literal keeps its own digits here, and has two at least.
            BinaryOperator::Modulo => match &it.literal {
                Some(Literal::Number(text) | Literal::String(text)) => {
                    let number = numbers::literal(text.trim().trim_start_matches(['-', '+', ' ']));
                    let (precision, scale) = numbers::digits(&number)?;
                    ((precision - scale).max(2) + scale, scale)
                }
                _ => numbers::beside_number(it)?,
            },
            _ => numbers::beside_number(it)?,
        };
        Some((precision, scale))
    };
    Some(match (digits(left, right), digits(right, left)) {
        (Some(left), Some(right)) => numbers::arithmetic(operator, left, right),
        _ => Type::Unknown,
    })
}

/// Arithmetic of dates, times and timestamps. What a span makes of a DATE depends on its units, and the distance of
/// two timestamps is a span in new accounts only.
fn moment(operator: BinaryOperator, left: &Type, right: &Type) -> Option<Type> {
    use BinaryOperator as B;
    Some(match (left, operator, right) {
        (Type::Date, B::Subtract, Type::Date) => Type::decimal(9, 0),
        (Type::Date, B::Add | B::Subtract, other) if other.is_number() => Type::Date,
        (Type::Date, B::Add | B::Subtract, Type::Interval(kind)) => match kind {
            IntervalKind::YearMonth => Type::Date,
            IntervalKind::DayTime => Type::TIMESTAMP,
            _ => return None,
        },
        (Type::Timestamp { zone, .. }, B::Add | B::Subtract, Type::Interval(_)) => {
            Type::Timestamp { precision: None, zone: *zone }
        }
        (Type::Interval(_), B::Add, Type::Timestamp { zone, .. }) => {
            Type::Timestamp { precision: None, zone: *zone }
        }
        (Type::Time { .. }, B::Add | B::Subtract, Type::Interval(_)) => Type::TIME,
        _ => return None,
    })
}
