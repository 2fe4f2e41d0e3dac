//! Which types convert to which: on their own where no value is lost, by CAST between more
//! (<https://trino.io/docs/current/functions/conversion.html>). What is no number or text is refused where the other is
//! wanted.

use super::decimals;
use crate::{CastKind, Family, Type};

/// The one type to which both convert on their own; `None` where there is none.
pub(super) fn common(left: &Type, right: &Type) -> Option<Type> {
    use Type as T;
    if left == right {
        return Some(left.clone());
    }
    Some(match (left, right) {
        (T::Unknown, _) | (_, T::Unknown) => T::Unknown,
        (T::Null, other) | (other, T::Null) => other.clone(),
        (T::Integer { bits: a, .. }, T::Integer { bits: b, .. }) => T::signed(*a.max(b)),
        (T::Float64, other) | (other, T::Float64) if other.is_number() => T::Float64,
        (T::Float32, other) | (other, T::Float32) if other.is_number() => T::Float32,
        (T::String { length: a }, T::String { length: b }) => T::String { length: longer(*a, *b) },
        (T::Char { length: a }, T::Char { length: b }) => T::Char { length: *a.max(b) },
        // Releases differ in which of the two is padded or trimmed.
        (T::Char { .. }, T::String { .. }) | (T::String { .. }, T::Char { .. }) => T::Unknown,
        (T::Date, T::Timestamp { .. }) => right.clone(),
        (T::Timestamp { .. }, T::Date) => left.clone(),
        (T::Timestamp { precision: a, zone: x }, T::Timestamp { precision: b, zone: y }) => {
            T::Timestamp { precision: finer(*a, *b), zone: *x || *y }
        }
        (T::Time { precision: a, zone: x }, T::Time { precision: b, zone: y }) => {
            T::Time { precision: finer(*a, *b), zone: *x || *y }
        }
        (T::Array { element: a, .. }, T::Array { element: b, .. }) => T::list(common(a, b)?),
        (T::Map { key: a, value: b }, T::Map { key: c, value: d }) => T::map(common(a, c)?, common(b, d)?),
        (T::Struct(a), T::Struct(b)) if a.len() == b.len() => {
            let mut fields = Vec::new();
            for (a, b) in a.iter().zip(b.iter()) {
                let name = if a.name == b.name { a.name.clone() } else { "".into() };
                fields.push((name, common(&a.ty, &b.ty)?));
            }
            T::structure(fields)
        }
        // What is carried by its name only, intervals without their kind.
        (T::Named(_), _) | (_, T::Named(_)) => T::Unknown,
        (T::Interval(a), T::Interval(b)) if is_mixed(*a) || is_mixed(*b) => T::Unknown,
        _ => decimals::common(decimals::exact(left)?, decimals::exact(right)?),
    })
}

fn is_mixed(kind: crate::IntervalKind) -> bool {
    kind == crate::IntervalKind::Mixed
}

/// The longer of two texts; text without a length is longest.
fn longer(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    Some(a?.max(b?))
}

/// The finer of two precisions, the default being 3.
fn finer(a: Option<u8>, b: Option<u8>) -> Option<u8> {
    let precision = a.unwrap_or(3).max(b.unwrap_or(3));
    (precision != 3).then_some(precision)
}

/// How far an argument is from a parameter's type; `None` where it does not convert on its own. A parameter of text, of
/// a time or of a timestamp takes any length or precision.
pub(super) fn cost(from: &Type, to: &Type) -> Option<u32> {
    use Type as T;
    if from == to || from.is_unknown() || to.is_unknown() {
        return Some(0);
    }
    match (from, to) {
        (T::Null, _) => Some(1),
        (T::String { .. }, T::String { .. }) => Some(0),
        (T::Char { .. }, T::String { .. }) => Some(2),
        (T::Timestamp { zone: a, .. }, T::Timestamp { zone: b, .. }) if a == b => Some(0),
        (T::Time { zone: a, .. }, T::Time { zone: b, .. }) if a == b => Some(0),
        (T::Timestamp { zone: false, .. }, T::Timestamp { zone: true, .. }) => Some(2),
        (T::Time { zone: false, .. }, T::Time { zone: true, .. }) => Some(2),
        (T::Date, T::Timestamp { zone, .. }) => Some(if *zone { 4 } else { 2 }),
        (T::Integer { bits: a, .. }, T::Integer { bits: b, .. }) => (a < b).then(|| u32::from(b / a)),
        (T::Integer { .. } | T::Decimal { .. }, T::Decimal { .. }) => {
            let widened = decimals::common(decimals::exact(from)?, decimals::exact(to)?);
            (widened == *to).then_some(20)
        }
        (T::Integer { .. } | T::Decimal { .. }, T::Float32) => Some(40),
        (T::Integer { .. } | T::Decimal { .. } | T::Float32, T::Float64) => Some(30),
        (T::Array { element: a, .. }, T::Array { element: b, .. }) => cost(a, b),
        (T::Map { key: a, value: b }, T::Map { key: c, value: d }) => Some(cost(a, c)? + cost(b, d)?),
        (T::Interval(a), T::Interval(b)) if is_mixed(*a) || is_mixed(*b) => Some(0),
        (T::Named(a), T::Named(b)) if a == b => Some(0),
        // Text names paths of JSON, patterns and the like.
        (T::Named(_), _) | (_, T::Named(_)) => Some(50),
        _ => None,
    }
}

/// How `CAST` and the engine itself convert. Only what is certain not to exist is never.
pub(super) fn cast_kind(from: &Type, to: &Type) -> CastKind {
    use Family as F;
    if cost(from, to).is_some() {
        return CastKind::Implicit;
    }
    let scalar = |family| {
        matches!(
            family,
            F::Number | F::Boolean | F::Text | F::Moment | F::TimeOfDay | F::Interval | F::Uuid | F::Binary
        )
    };
    let temporal = |family| matches!(family, F::Moment | F::TimeOfDay | F::Interval);
    let arithmetical = |family| matches!(family, F::Number | F::Boolean);
    match (from.family(), to.family()) {
        (F::Open, _) | (_, F::Open) => CastKind::Implicit,
        (F::Nested, other) | (other, F::Nested) if scalar(other) => CastKind::Never,
        (a, b) | (b, a) if temporal(a) && (arithmetical(b) || b == F::Uuid) => CastKind::Never,
        (F::Number | F::Boolean, F::Uuid) | (F::Uuid, F::Number | F::Boolean) => CastKind::Never,
        _ => CastKind::Explicit,
    }
}
