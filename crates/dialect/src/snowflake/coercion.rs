//! Which types convert to which (<https://docs.snowflake.com/en/sql-reference/data-type-conversion>).

use super::numbers;
use crate::{CastKind, Family, Literal, Operand, Type};

/// The common type of branches, columns of set operations and compared values; unknown where no page says it.
pub(super) fn common(left: &Operand, right: &Operand) -> Type {
    use Type as T;
    if left.ty == right.ty && left.ty != T::Null {
        return left.ty.clone();
    }
    match (&left.ty, &right.ty) {
        // NULL takes the length from text.
        (T::Null, T::String { .. }) | (T::String { .. }, T::Null) => T::STRING,
        (T::Null, other) | (other, T::Null) => other.clone(),
        (T::String { length: a }, T::String { length: b }) => {
            T::String { length: a.zip(*b).map(|(a, b)| a.max(b)) }
        }
        (T::Float32 | T::Float64, other) | (other, T::Float32 | T::Float64)
            if other.is_number() || matches!(other, T::String { .. }) =>
        {
            T::Float64
        }
        (a, b) if a.is_number() && b.is_number() => match (numbers::digits(a), numbers::digits(b)) {
            (Some(a), Some(b)) => numbers::number(numbers::common(a, b)),
            _ => T::Unknown,
        },
        (T::String { .. }, other) if other.is_number() => with_text(other, left),
        (other, T::String { .. }) if other.is_number() => with_text(other, right),
        (T::Date, T::Timestamp { .. }) => right.ty.clone(),
        (T::Timestamp { .. }, T::Date) => left.ty.clone(),
        (T::Timestamp { precision: a, zone: x }, T::Timestamp { precision: b, zone: y }) => {
            T::Timestamp { precision: finer(*a, *b), zone: *x || *y }
        }
        (T::Time { precision: a, .. }, T::Time { precision: b, .. }) => {
            T::Time { precision: finer(*a, *b), zone: false }
        }
        (T::Uuid, T::String { .. }) | (T::String { .. }, T::Uuid) => T::Uuid,
        // A VARIANT takes numbers in, and turns into text and moments; else the first decides.
        (T::Variant, other) | (other, T::Variant) => match other.family() {
            Family::Number => T::Variant,
            Family::Text => T::STRING,
            Family::Moment | Family::TimeOfDay => other.clone(),
            Family::Boolean => left.ty.clone(),
            Family::Nested if is_semi_structured(other) => left.ty.clone(),
            _ => T::Unknown,
        },
        // A literal is read as what stands beside it.
        (T::String { .. }, other) if left.string().is_some() && reads_literals(other) => other.clone(),
        (other, T::String { .. }) if right.string().is_some() && reads_literals(other) => other.clone(),
        _ => T::Unknown,
    }
}

/// Whether it is an ARRAY or an OBJECT of values that describe themselves.
fn is_semi_structured(ty: &Type) -> bool {
    match ty {
        Type::Array { element, .. } => **element == Type::Variant,
        Type::Map { value, .. } => **value == Type::Variant,
        _ => false,
    }
}

/// Whether branches of these types are refused: what neither is text nor converts.
pub(super) fn are_no_branches(left: &Type, right: &Type) -> bool {
    use Family as F;
    let scalar =
        |family| matches!(family, F::Number | F::Text | F::Boolean | F::Moment | F::TimeOfDay | F::Binary);
    let pair = |a: &Type, b: &Type| match (a.family(), b.family()) {
        (F::Moment, F::Number | F::Boolean | F::TimeOfDay) | (F::TimeOfDay, F::Number | F::Boolean) => true,
        (F::Binary, other) => other != F::Binary && (scalar(other) || other == F::SemiStructured),
        (F::Nested, other) => scalar(other) && is_semi_structured(a),
        _ => false,
    };
    pair(left, right) || pair(right, left)
}

fn reads_literals(ty: &Type) -> bool {
    matches!(ty.family(), Family::Moment | Family::TimeOfDay | Family::Boolean)
}

/// The NUMBER that text and a NUMBER become: a literal counts with the number that it spells.
fn with_text(number: &Type, text: &Operand) -> Type {
    let spelled = match &text.literal {
        Some(Literal::String(text)) => {
            numbers::digits(&numbers::literal(text.trim().trim_start_matches(['-', '+'])))
        }
        _ => numbers::beside_number(text),
    };
    match (numbers::digits(number), spelled) {
        (Some(number), Some(spelled)) => numbers::number(numbers::common(number, spelled)),
        _ => Type::Unknown,
    }
}

/// The finer of two precisions, the default being 9.
fn finer(a: Option<u8>, b: Option<u8>) -> Option<u8> {
    let precision = a.unwrap_or(9).max(b.unwrap_or(9));
    (precision != 9).then_some(precision)
}

/// Whether two values cannot be compared: neither converts to the other's type.
pub(super) fn are_incomparable(left: &Type, right: &Type) -> bool {
    use Family as F;
    let pair = |a: &Type, b: &Type| match (a.family(), b.family()) {
        (F::Moment, F::Boolean) | (F::TimeOfDay, F::Boolean | F::Number) => true,
        // A number converts to a TIMESTAMP, as seconds, and not to a DATE.
        (F::Moment, F::Number) => *a == Type::Date,
        (F::Nested, F::Number | F::Boolean | F::Moment | F::TimeOfDay) => true,
        _ => false,
    };
    pair(left, right) || pair(right, left)
}

/// How far an argument is from a parameter's type; `None` where it certainly does not convert.
pub(super) fn cost(argument: &Operand, to: &Type) -> Option<u32> {
    use Family as F;
    let from = &argument.ty;
    if from == to || from.is_unknown() || to.is_unknown() {
        return Some(0);
    }
    if *from == Type::Null {
        return Some(5);
    }
    match (from.family(), to.family()) {
        (F::Number, F::Number) => {
            let same = matches!(from, Type::Float32 | Type::Float64) == (*to == Type::Float64);
            Some(if same { 0 } else { 2 })
        }
        (F::Moment, F::Moment) => {
            Some(if std::mem::discriminant(from) == std::mem::discriminant(to) { 0 } else { 4 })
        }
        (a, b) if a == b => Some(1),
        (F::Text, _) => Some(if argument.string().is_some() { 10 } else { 30 }),
        (_, F::Text) => Some(20),
        (F::SemiStructured, _) => Some(15),
        (_, F::SemiStructured) => Some(12),
        (F::Boolean, F::Number) | (F::Number, F::Boolean) => Some(25),
        (a, b) if is_scalar(a) && b == F::Nested || a == F::Nested && is_scalar(b) => None,
        (F::Moment | F::TimeOfDay, F::Number | F::Boolean) | (F::Boolean, F::Moment | F::TimeOfDay) => None,
        _ => Some(40),
    }
}

fn is_scalar(family: Family) -> bool {
    matches!(family, Family::Number | Family::Boolean | Family::Moment | Family::TimeOfDay)
}

/// How `CAST` and the engine itself convert. Only what is certain not to exist is never.
pub(super) fn cast_kind(from: &Type, to: &Type) -> CastKind {
    use Family as F;
    match (from.family(), to.family()) {
        (F::Open, _) | (_, F::Open) => CastKind::Implicit,
        (a, b) if a == b => CastKind::Implicit,
        (F::Text | F::SemiStructured, _) | (_, F::SemiStructured) => CastKind::Implicit,
        (a, b) if is_scalar(a) && b == F::Nested || a == F::Nested && is_scalar(b) => CastKind::Never,
        (F::Moment | F::TimeOfDay, F::Number | F::Boolean) => CastKind::Never,
        (F::Number | F::Boolean, F::TimeOfDay) | (F::Boolean, F::Moment) => CastKind::Never,
        (F::Number, F::Moment) if *to == Type::Date => CastKind::Never,
        _ => CastKind::Explicit,
    }
}
