//! Operators, ANSI mode: arithmetic of numbers, moments and intervals, `||`, bits
//! (<https://docs.databricks.com/en/sql/language-manual/sql-ref-functions-builtin.html#operators>).

use super::common::{Reach, common_type, spanning};
use super::{casts, decimals};
use crate::{
    BinaryOperator, DialectKind, IntervalField, IntervalKind, Operand, OperatorError, Type, UnaryOperator,
};

/// `a operator b`.
pub(super) fn binary(
    operator: BinaryOperator,
    left: &Operand,
    right: &Operand,
) -> Result<Type, OperatorError> {
    use BinaryOperator as B;
    let (l, r) = (&left.ty, &right.ty);
    let is_open = |ty: &Type| ty.is_unknown() || matches!(ty, Type::Named(_));
    if is_open(l) || is_open(r) {
        return Ok(beside_unknown(operator));
    }
    let result = match operator {
        B::Add | B::Subtract => moments(operator, l, r).or_else(|| numbers(operator, left, right)),
        B::Multiply | B::Divide => scaled(operator, l, r).or_else(|| numbers(operator, left, right)),
        B::Modulo => numbers(operator, left, right),
        B::IntegerDivide => whole_quotient(l, r),
        B::Concat => concatenation(l, r),
        B::BitAnd | B::BitOr | B::BitXor => bits(l, r),
        B::ShiftLeft | B::ShiftRight => shifted(l, r),
        B::Like | B::RegexMatch => {
            let is_text = |ty| casts::argument_cost(ty, &Type::STRING).is_some();
            (is_text(l) && is_text(r)).then_some(Type::Boolean)
        }
        _ => Some(Type::Unknown),
    };
    result.ok_or_else(|| {
        let (left, right) = (l.display(DialectKind::Databricks), r.display(DialectKind::Databricks));
        OperatorError::NoSuchOperator(format!("Databricks has no {left} {} {right}", sign(operator)))
    })
}

/// What is certain although one side is unknown.
fn beside_unknown(operator: BinaryOperator) -> Type {
    match operator {
        BinaryOperator::IntegerDivide => Type::BIGINT,
        BinaryOperator::Like | BinaryOperator::RegexMatch => Type::Boolean,
        _ => Type::Unknown,
    }
}

fn sign(operator: BinaryOperator) -> &'static str {
    use BinaryOperator as B;
    match operator {
        B::Add => "+",
        B::Subtract => "-",
        B::Multiply => "*",
        B::Divide => "/",
        B::Modulo => "%",
        B::IntegerDivide => "DIV",
        B::Concat => "||",
        B::BitAnd => "&",
        B::BitOr => "|",
        B::BitXor => "^",
        B::ShiftLeft => "<<",
        B::ShiftRight => ">>",
        B::Like => "LIKE",
        B::RegexMatch => "RLIKE",
        _ => "operator",
    }
}

/// `+ - * / %` of numbers: text beside a whole number is BIGINT, beside another DOUBLE, beside text refused; `/` is
/// DOUBLE unless a decimal is divided or divides.
fn numbers(operator: BinaryOperator, left: &Operand, right: &Operand) -> Option<Type> {
    use Type as T;
    let (l, r) = (&left.ty, &right.ty);
    let divides = operator == BinaryOperator::Divide;
    let is_float = |ty: &Type| matches!(ty, T::Float32 | T::Float64);
    let is_decimal = |ty: &Type| matches!(ty, T::Decimal { .. });
    Some(match (l, r) {
        (T::Null, T::Null) => T::Float64,
        (T::Null, other) if divides && other.is_number() => T::Float64,
        // A NULL is a number of the other side's type.
        (T::Decimal { .. }, T::Null) => numbers(operator, left, left)?,
        (T::Null, T::Decimal { .. }) => numbers(operator, right, right)?,
        (T::Null, other) | (other, T::Null) if other.is_number() => {
            if divides {
                T::Float64
            } else {
                other.clone()
            }
        }
        (text, other) | (other, text) if text.is_text() && other.is_number() => {
            if other.is_integer() && !divides { T::BIGINT } else { T::Float64 }
        }
        (l, r) if !(l.is_number() && r.is_number()) => return None,
        (l, r) if is_float(l) || is_float(r) => {
            if divides {
                T::Float64
            } else {
                common_type(l, r, Reach::NoText)?
            }
        }
        (l, r) if is_decimal(l) || is_decimal(r) => {
            decimals::arithmetic(operator, decimals::of_operand(left)?, decimals::of_operand(right)?)
        }
        _ if divides => T::Float64,
        (l, r) => common_type(l, r, Reach::NoText)?,
    })
}

/// `+ -` where a side is a moment or an interval.
fn moments(operator: BinaryOperator, left: &Type, right: &Type) -> Option<Type> {
    use Type as T;
    let subtracts = operator == BinaryOperator::Subtract;
    let is_moment = |ty: &Type| matches!(ty, T::Date | T::Timestamp { .. });
    Some(match (left, right) {
        // The order of the other addends does not matter.
        (T::Integer { .. } | T::Interval(_) | T::Null, moment) if !subtracts && is_moment(moment) => {
            moments(operator, right, left)?
        }
        (T::Date, T::Integer { bits: 8 | 16 | 32, .. }) => T::Date,
        (T::Date, T::Interval(kind)) => after_interval(*kind),
        (T::Timestamp { .. }, T::Interval(_)) => left.clone(),
        // A bare NULL beside a moment is an interval if added, a moment if subtracted.
        (T::Date, T::Null) if !subtracts => T::TIMESTAMP_TZ,
        (T::Timestamp { .. }, T::Null) if !subtracts => left.clone(),
        (a, b) if subtracts && (is_moment(a) || is_moment(b)) => difference(a, b)?,
        (text, T::Interval(kind)) if text.is_text() && is_day_time(*kind) => T::STRING,
        (T::Interval(kind), text) if !subtracts && text.is_text() && is_day_time(*kind) => T::STRING,
        (T::Interval(a), T::Interval(b)) if a == b => left.clone(),
        (T::Interval(a), T::Interval(b)) => T::Interval(spanning(*a, *b)?),
        (T::Interval(_), T::Null) => left.clone(),
        (T::Null, T::Interval(_)) => right.clone(),
        _ => return None,
    })
}

/// A day plus an interval: hours make a moment of it, days and months do not.
fn after_interval(kind: IntervalKind) -> Type {
    match kind.range() {
        Some((_, last)) if last > IntervalField::Day => Type::TIMESTAMP_TZ,
        _ => Type::Date,
    }
}

fn is_day_time(kind: IntervalKind) -> bool {
    kind.range().is_some() && !kind.is_year_month()
}

/// A moment minus a moment, where text and NULL stand for one.
fn difference(left: &Type, right: &Type) -> Option<Type> {
    let possible = |ty: &Type| matches!(ty, Type::Date | Type::Timestamp { .. } | Type::Null) || ty.is_text();
    if !possible(left) || !possible(right) {
        return None;
    }
    let is_timestamp = |ty: &Type| matches!(ty, Type::Timestamp { .. });
    Some(if is_timestamp(left) || is_timestamp(right) {
        Type::Interval(IntervalKind::DayTime)
    } else {
        Type::Interval(IntervalKind::of(IntervalField::Day, IntervalField::Day))
    })
}

/// An interval times or by a number, which widens it to all its fields.
fn scaled(operator: BinaryOperator, left: &Type, right: &Type) -> Option<Type> {
    let is_amount = |ty: &Type| ty.is_number() || ty.is_text() || *ty == Type::Null;
    match (left, right) {
        (Type::Interval(kind), amount) if is_amount(amount) => Some(Type::Interval(kind.widest())),
        (amount, Type::Interval(kind)) if operator == BinaryOperator::Multiply && is_amount(amount) => {
            Some(Type::Interval(kind.widest()))
        }
        _ => None,
    }
}

/// `DIV`: of whole numbers, decimals or intervals.
fn whole_quotient(left: &Type, right: &Type) -> Option<Type> {
    use Type as T;
    let is_exact = |ty: &Type| matches!(ty, T::Integer { .. } | T::Decimal { .. } | T::Null);
    let divides = match (left, right) {
        (T::Interval(a), T::Interval(b)) => spanning(*a, *b).is_some(),
        (T::Interval(kind), T::Null) | (T::Null, T::Interval(kind)) => *kind != IntervalKind::Mixed,
        (text, T::Integer { .. }) | (T::Integer { .. }, text) if text.is_text() => true,
        (a, b) => is_exact(a) && is_exact(b),
    };
    divides.then_some(T::BIGINT)
}

/// `||`: arrays to an array, bytes to bytes, all else that is not nested to text.
pub(super) fn concatenation(left: &Type, right: &Type) -> Option<Type> {
    let is_text = |ty: &Type| casts::argument_cost(ty, &Type::STRING).is_some();
    match (left, right) {
        (Type::Array { .. }, Type::Array { .. }) => common_type(left, right, Reach::Text),
        (Type::Binary, Type::Binary) => Some(Type::Binary),
        (a, b) => (is_text(a) && is_text(b)).then_some(Type::STRING),
    }
}

fn bits(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Null, Type::Null) => Some(Type::INTEGER),
        (Type::Null, whole) | (whole, Type::Null) if whole.is_integer() => Some(whole.clone()),
        (text, whole) | (whole, text) if text.is_text() && whole.is_integer() => Some(Type::BIGINT),
        (a, b) if a.is_integer() && b.is_integer() => common_type(a, b, Reach::NoText),
        _ => None,
    }
}

/// `<<` and `>>`: of an INT or a BIGINT, by an INT.
fn shifted(left: &Type, right: &Type) -> Option<Type> {
    casts::argument_cost(right, &Type::INTEGER)?;
    match left {
        Type::Integer { bits: 64, .. } => Some(Type::BIGINT),
        _ => casts::argument_cost(left, &Type::INTEGER).map(|_| Type::INTEGER),
    }
}

/// `+a`, `-a`, `~a`.
pub(super) fn unary(operator: UnaryOperator, operand: &Operand) -> Result<Type, OperatorError> {
    let ty = &operand.ty;
    if let (UnaryOperator::Minus, Some(ty)) = (operator, super::literals::negative_type(operand)) {
        return Ok(ty);
    }
    Ok(match (operator, ty) {
        (_, Type::Unknown | Type::Named(_)) => Type::Unknown,
        (UnaryOperator::BitNot, Type::Null) => Type::INTEGER,
        (UnaryOperator::BitNot, whole) if whole.is_integer() => whole.clone(),
        (UnaryOperator::Plus | UnaryOperator::Minus, Type::Null) => Type::Float64,
        (UnaryOperator::Plus | UnaryOperator::Minus, text) if text.is_text() => Type::Float64,
        (UnaryOperator::Plus | UnaryOperator::Minus, other)
            if other.is_number() || matches!(other, Type::Interval(_)) =>
        {
            other.clone()
        }
        _ => {
            let sign = match operator {
                UnaryOperator::Plus => "+",
                UnaryOperator::Minus => "-",
                _ => "~",
            };
            let ty = ty.display(DialectKind::Databricks);
            return Err(OperatorError::NoSuchOperator(format!("Databricks has no {sign} {ty}")));
        }
    })
}
