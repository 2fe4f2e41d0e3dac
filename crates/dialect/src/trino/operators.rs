//! Operators (<https://trino.io/docs/current/functions/decimal.html>,
//! <https://trino.io/docs/current/functions/datetime.html#date-and-time-operators>).

use super::coercion::{common, cost};
use super::decimals;
use crate::{BinaryOperator, DialectKind, Family, IntervalKind, OperatorError, Type, UnaryOperator};

/// `left operator right`.
pub(super) fn binary(operator: BinaryOperator, left: &Type, right: &Type) -> Result<Type, OperatorError> {
    use BinaryOperator as B;
    match operator {
        B::Like | B::RegexMatch | B::Contains | B::ContainedBy | B::Overlaps => return Ok(Type::Boolean),
        _ if left.has_unknown() || right.has_unknown() => return Ok(Type::Unknown),
        _ => {}
    }
    let found = match operator {
        B::Add | B::Subtract | B::Multiply | B::Divide | B::Modulo => {
            number(operator, left, right).or_else(|| moment(operator, left, right))
        }
        B::Concat => concatenation(left, right),
        _ => return Ok(Type::Unknown),
    };
    match found {
        Some(ty) => Ok(ty),
        None if [left, right].iter().any(|it| it.family() == Family::Open) => Ok(Type::Unknown),
        None => {
            let (left, right) = (left.display(DialectKind::Trino), right.display(DialectKind::Trino));
            Err(OperatorError::NoSuchOperator(format!("Trino has no {left} {} {right}", sign(operator))))
        }
    }
}

fn sign(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Modulo => "%",
        _ => "||",
    }
}

/// `+a` and `-a`.
pub(super) fn unary(operator: UnaryOperator, operand: &Type) -> Result<Type, OperatorError> {
    match operand.family() {
        Family::Number | Family::Interval => Ok(operand.clone()),
        Family::Open => Ok(Type::Unknown),
        _ if matches!(operator, UnaryOperator::Minus | UnaryOperator::Plus) => {
            let operand = operand.display(DialectKind::Trino);
            let sign = if operator == UnaryOperator::Minus { '-' } else { '+' };
            Err(OperatorError::NoSuchOperator(format!("Trino has no {sign}{operand}")))
        }
        _ => Ok(Type::Unknown),
    }
}

/// Arithmetic of numbers: of integers an integer, division too; of a decimal and another exact number a decimal of the
/// documented digits; of anything else the common type. A NULL is taken for the other side's type.
pub(super) fn number(operator: BinaryOperator, left: &Type, right: &Type) -> Option<Type> {
    let (left, right) = match (left, right) {
        (Type::Null, other) | (other, Type::Null) => (other, other),
        pair => pair,
    };
    if !left.is_number() || !right.is_number() {
        return None;
    }
    match (left, right) {
        (Type::Decimal { .. }, _) | (_, Type::Decimal { .. }) => {
            match (decimals::exact(left), decimals::exact(right)) {
                (Some(left), Some(right)) => Some(decimals::arithmetic(operator, left, right)),
                _ => common(left, right),
            }
        }
        _ => common(left, right),
    }
}

/// Arithmetic of dates, times, timestamps and intervals.
fn moment(operator: BinaryOperator, left: &Type, right: &Type) -> Option<Type> {
    use BinaryOperator as B;
    use Family as F;
    let day_time = || Some(Type::Interval(IntervalKind::DayTime));
    match (left.family(), operator, right.family()) {
        (F::Moment, B::Add | B::Subtract, F::Interval) => Some(left.clone()),
        (F::Interval, B::Add, F::Moment) => Some(right.clone()),
        (F::TimeOfDay, B::Add | B::Subtract, F::Interval) if has_no_months(right) => Some(left.clone()),
        (F::Interval, B::Add, F::TimeOfDay) if has_no_months(left) => Some(right.clone()),
        (F::Moment, B::Subtract, F::Moment) | (F::TimeOfDay, B::Subtract, F::TimeOfDay) => day_time(),
        (F::Interval, B::Add | B::Subtract, F::Interval) => common(left, right),
        (F::Interval, B::Multiply | B::Divide, F::Number) => Some(left.clone()),
        (F::Number, B::Multiply, F::Interval) => Some(right.clone()),
        _ => None,
    }
}

fn has_no_months(interval: &Type) -> bool {
    *interval != Type::Interval(IntervalKind::YearMonth)
}

/// `a || b`: texts without a length, binaries, arrays, an array and an element.
fn concatenation(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Null, other) | (other, Type::Null) => match other {
            Type::String { .. } => Some(Type::STRING),
            Type::Binary => Some(Type::Binary),
            _ => Some(Type::Unknown),
        },
        (Type::String { .. }, Type::String { .. }) => Some(Type::STRING),
        // Fixed and variable lengths together are padded.
        (Type::Char { .. }, _) | (_, Type::Char { .. }) if left.is_text() && right.is_text() => {
            Some(Type::Unknown)
        }
        (Type::Binary, Type::Binary) => Some(Type::Binary),
        (Type::Array { element: a, .. }, Type::Array { element: b, .. }) => match common(a, b) {
            Some(element) => Some(Type::list(element)),
            // An array of arrays takes an array as an element.
            None => appended(a, right).or_else(|| appended(b, left)),
        },
        (Type::Array { element, .. }, other) | (other, Type::Array { element, .. }) => {
            appended(element, other)
        }
        _ => None,
    }
}

/// An array of `element` with another one that converts to it.
fn appended(element: &Type, other: &Type) -> Option<Type> {
    cost(other, element)?;
    Some(Type::list(element.clone()))
}
