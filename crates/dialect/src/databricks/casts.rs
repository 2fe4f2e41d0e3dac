//! Casts: which exist in ANSI mode, and which the engine makes by itself for the arguments of functions
//! (<https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#cast>).

use crate::{CastKind, IntervalKind, Type};

/// The kind of the cast.
pub(super) fn kind(from: &Type, to: &Type) -> CastKind {
    if argument_cost(from, to).is_some() {
        CastKind::Implicit
    } else if exists(from, to) {
        CastKind::Explicit
    } else {
        CastKind::Never
    }
}

/// Whether `CAST(from AS to)` exists.
fn exists(from: &Type, to: &Type) -> bool {
    use Type as T;
    if from == to {
        return true;
    }
    match (from, to) {
        (T::Unknown | T::Null | T::Named(_), _) | (_, T::Unknown | T::Null | T::Named(_)) => true,
        (_, to) if to.is_text() => true,
        (T::Interval(_), T::Variant) => false,
        (T::Array { element, .. }, T::Variant) => exists(element, to),
        (T::Struct(_) | T::Map { .. }, T::Variant) => false,
        (_, T::Variant) => true,
        (T::Variant, T::Interval(_)) => false,
        (T::Variant, _) => true,
        // Values within a string are those of a literal; which convert is known when it runs.
        (text, T::Array { .. } | T::Map { .. } | T::Struct(_)) if text.is_text() => false,
        (text, _) if text.is_text() => true,
        (T::Boolean, to) | (to, T::Boolean) if to.is_number() => true,
        (a, b) if a.is_number() && b.is_number() => true,
        (T::Timestamp { zone: true, .. }, to) if to.is_number() => true,
        (from, T::Timestamp { zone: true, .. }) if from.is_number() => true,
        (T::Date | T::Timestamp { .. }, T::Date | T::Timestamp { .. }) => true,
        (T::Timestamp { .. }, T::Time { .. }) | (T::Time { .. }, T::Timestamp { .. } | T::Time { .. }) => {
            true
        }
        (T::Time { .. }, to) => to.is_number(),
        (T::Geography | T::Geometry, T::Geography | T::Geometry) => true,
        (T::Interval(kind), T::Integer { .. } | T::Decimal { .. })
        | (T::Integer { .. } | T::Decimal { .. }, T::Interval(kind)) => *kind != IntervalKind::Mixed,
        (T::Interval(a), T::Interval(b)) => {
            *a != IntervalKind::Mixed && *b != IntervalKind::Mixed && a.is_year_month() == b.is_year_month()
        }
        (T::Array { element: a, .. }, T::Array { element: b, .. }) => exists(a, b),
        (T::Map { key: a, value: x }, T::Map { key: b, value: y }) => exists(a, b) && exists(x, y),
        (T::Struct(a), T::Struct(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(x, y)| exists(&x.ty, &y.ty))
        }
        _ => false,
    }
}

/// How much giving a value of `from` to a parameter of `to` is disliked, `None` where it is refused. Numbers become any
/// number, text a number, a moment or bytes, and all that is not nested becomes text.
pub(super) fn argument_cost(from: &Type, to: &Type) -> Option<u32> {
    use Type as T;
    if from == to || from.is_unknown() || to.is_unknown() {
        return Some(0);
    }
    Some(match (from, to) {
        // Less than what a letter costs: `abs(NULL)` is a DOUBLE.
        (T::Null, T::Float64) => 1,
        (T::Null, T::String { .. } | T::Integer { .. }) => 2,
        (T::Null, _) => 3,
        (from, T::String { .. }) if from.is_text() => 0,
        (T::Binary, T::String { .. }) => 45,
        (T::Array { .. } | T::Map { .. } | T::Struct(_) | T::Union(_) | T::Named(_), T::String { .. }) => {
            return None;
        }
        (T::Geography | T::Geometry | T::Interval(IntervalKind::Mixed), T::String { .. }) => return None,
        (_, T::String { .. }) => 60,
        (text, to) if text.is_text() => match to {
            T::Float64 => 40,
            T::Integer { .. } | T::Decimal { .. } | T::Float32 => 42,
            T::Timestamp { zone: true, .. } => 43,
            T::Date | T::Timestamp { .. } | T::Time { .. } | T::Boolean => 44,
            T::Binary => 46,
            _ => return None,
        },
        (T::Integer { bits: a, .. }, T::Integer { bits: b, .. }) => {
            if a < b {
                10
            } else {
                30
            }
        }
        (T::Integer { .. }, T::Decimal { .. }) => 15,
        (T::Integer { .. }, T::Float64) => 20,
        (T::Decimal { .. }, T::Decimal { .. }) => 1,
        (T::Decimal { .. }, T::Float64) => 20,
        (T::Float32, T::Float64) => 10,
        (from, to) if from.is_number() && to.is_number() => 35,
        (T::Date, T::Timestamp { .. }) => 20,
        (T::Timestamp { .. }, T::Date) => 25,
        (T::Timestamp { .. }, T::Timestamp { .. }) => 15,
        (T::Interval(a), T::Interval(b)) if *a != IntervalKind::Mixed && *b != IntervalKind::Mixed => {
            if a.is_year_month() != b.is_year_month() {
                return None;
            }
            5
        }
        (T::Array { element: a, .. }, T::Array { element: b, .. }) => argument_cost(a, b)?,
        (T::Map { key: a, value: x }, T::Map { key: b, value: y }) => {
            argument_cost(a, b)?.max(argument_cost(x, y)?)
        }
        _ => return None,
    })
}
