//! DuckDB's casts: which exist, which it inserts when it binds a function, and how it weighs those.

use super::promote::{integer_fits, promote_types};
use crate::{CastKind, Literal, Operand, Type};

/// Whether `CAST(from AS to)` exists. DuckDB binds many casts that it has not got and fails on the first value
/// ("Unimplemented type for cast"); those are `false` here.
pub(crate) fn exists(from: &Type, to: &Type) -> bool {
    use Type as T;
    if from == to {
        return true;
    }
    match (from, to) {
        (T::Unknown | T::Null, _) | (_, T::Unknown) => true,
        (T::Variant, T::Enum(_)) => false,
        (T::Json, T::Bit) => false,
        (T::Json, T::Named(name)) if &**name == "BIGNUM" => false,
        (T::String { .. } | T::Char { .. } | T::Json | T::Variant | T::Enum(_), _) => true,
        (_, T::String { .. } | T::Char { .. } | T::Json | T::Variant) => true,
        // Which member there is, is known when it runs.
        (T::Union(_), T::Union(_)) => true,
        (_, T::Union(members)) => members.iter().any(|member| implicit_cost(from, &member.ty).is_some()),
        (T::Union(_), _) => false,
        (T::Named(name), _) if &**name == "BIGNUM" => matches!(to, T::Integer { .. } | T::Float64),
        (_, T::Named(name)) if &**name == "BIGNUM" => {
            matches!(from, T::Integer { .. } | T::Float32 | T::Float64)
        }
        (T::Named(_), _) | (_, T::Named(_)) => true,
        (T::Decimal { .. }, T::Bit) | (T::Bit, T::Decimal { .. }) => false,
        (a, T::Boolean | T::Bit) | (T::Boolean | T::Bit, a) if a.is_number() => true,
        (T::Boolean, T::Bit) | (T::Bit, T::Boolean | T::Binary) | (T::Binary, T::Bit) => true,
        (T::Binary, T::Uuid | T::Geometry) | (T::Uuid | T::Geometry, T::Binary) => true,
        // Since 2.0.
        (T::Uuid, T::Integer { bits: 128, signed: false })
        | (T::Integer { bits: 128, signed: false }, T::Uuid) => true,
        (a, b) if a.is_number() && b.is_number() => true,
        (T::Date, T::Timestamp { .. }) => true,
        (T::Timestamp { .. }, T::Date) => true,
        (T::Timestamp { precision: Some(9), .. }, T::Timestamp { precision: Some(0), .. }) => false,
        (T::Timestamp { .. }, T::Timestamp { .. }) => true,
        (T::Timestamp { zone: true, .. }, T::Time { zone, .. }) => *zone,
        (T::Timestamp { precision: None, .. }, T::Time { precision, .. }) => precision.is_none(),
        (T::Timestamp { precision: Some(9), .. }, T::Time { zone, .. }) => !zone,
        (T::Timestamp { .. }, T::Time { precision, zone }) => !zone && precision.is_none(),
        (T::Time { precision: Some(_), .. }, T::Time { zone, .. }) => !zone,
        (T::Time { zone: true, .. }, T::Time { precision: Some(_), .. }) => false,
        (T::Time { .. }, T::Time { .. }) => true,
        (T::Interval(_), T::Interval(_)) => true,
        (T::Array { element: a, length: m }, T::Array { element: b, length: n }) => {
            (m.is_none() || n.is_none() || m == n) && exists(a, b)
        }
        (T::Map { key: a, value: b }, T::Map { key: c, value: d }) => exists(a, c) && exists(b, d),
        (T::Struct(_), T::Map { .. }) => true,
        (T::Struct(a), T::Struct(b)) => {
            let named = a.iter().chain(b.iter()).all(|field| !field.name.is_empty());
            if named {
                // Fields are matched by name; at least one must match, the missing ones are NULL.
                let mut pairs = a
                    .iter()
                    .filter_map(|x| b.iter().find(|y| y.name.eq_ignore_ascii_case(&x.name)).map(|y| (x, y)))
                    .peekable();
                pairs.peek().is_some() && pairs.all(|(x, y)| exists(&x.ty, &y.ty))
            } else {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(x, y)| exists(&x.ty, &y.ty))
            }
        }
        (T::Range(_), _) => true,
        _ => false,
    }
}

/// The kind of the cast.
pub(crate) fn kind(from: &Type, to: &Type) -> CastKind {
    match (exists(from, to), implicit_cost(from, to)) {
        (false, _) => CastKind::Never,
        (true, Some(_)) => CastKind::Implicit,
        (true, None) => CastKind::Explicit,
    }
}

/// How much DuckDB dislikes converting an argument to a parameter's type; `None` where it never does. The overload
/// of the least sum is called. Literals convert where other values of their type do not.
pub(crate) fn argument_cost(argument: &Operand, to: &Type) -> Option<u32> {
    match &argument.literal {
        Some(Literal::String(_)) => Some(match to {
            Type::String { .. } => 1,
            _ => 20,
        }),
        Some(Literal::Number(_)) if argument.ty == *to => Some(0),
        Some(Literal::Number(_)) if integer_fits(argument, to) => Some(target_cost(to) - 90),
        _ => implicit_cost(&argument.ty, to),
    }
}

/// [`argument_cost`] of a value that is no literal.
pub(crate) fn implicit_cost(from: &Type, to: &Type) -> Option<u32> {
    use Type as T;
    if from == to {
        return Some(0);
    }
    let cost = Some(target_cost(to));
    match (from, to) {
        (T::Unknown, _) | (_, T::Unknown) => Some(0),
        (T::Null, _) => cost,
        (T::Enum(_) | T::Char { .. } | T::String { .. }, T::String { .. }) => Some(1),
        (T::Json, T::String { .. }) => Some(1),
        (T::String { .. }, T::Json) => Some(5),
        (_, T::Json) => cost,
        (T::Variant, _) | (_, T::Variant) => cost,
        (T::Integer { .. }, T::Integer { bits: to_bits, signed: to_signed }) => {
            let widened = promote_types(from, to).as_ref() == Some(to);
            (widened && (*to_signed || matches!(from, T::Integer { signed: false, .. })) && *to_bits > 0)
                .then_some(target_cost(to))
        }
        (T::Integer { .. }, T::Float32 | T::Float64 | T::Decimal { .. }) => cost,
        (T::Integer { .. } | T::Float32 | T::Float64, T::Named(name)) if &**name == "BIGNUM" => cost,
        (T::Named(name), T::Float64) if &**name == "BIGNUM" => cost,
        (T::Decimal { .. }, T::Decimal { .. }) => Some(0),
        (T::Decimal { .. }, T::Float32 | T::Float64) | (T::Float32, T::Float64) => cost,
        (T::Date, T::Timestamp { .. }) => cost,
        (T::Timestamp { zone: false, precision }, T::Timestamp { zone: true, .. }) if precision.is_none() => {
            cost
        }
        (T::Timestamp { zone: false, precision: a }, T::Timestamp { zone: false, precision: b }) => {
            // Nanoseconds go back to the default; otherwise only to finer units.
            (a.unwrap_or(6) < b.unwrap_or(6) || b.is_none()).then_some(target_cost(to))
        }
        (T::Array { element: a, length: m }, T::Array { element: b, length: n }) if n.is_none() || m == n => {
            implicit_cost(a, b).map(|cost| cost.saturating_sub(1) + u32::from(m != n))
        }
        (T::Map { key: a, value: b }, T::Map { key: c, value: d }) => {
            Some(implicit_cost(a, c)?.max(implicit_cost(b, d)?))
        }
        (T::Struct(a), T::Struct(b)) if a.len() == b.len() => a
            .iter()
            .zip(b.iter())
            .try_fold(0, |cost: u32, (x, y)| Some(cost.max(implicit_cost(&x.ty, &y.ty)?))),
        (_, T::Union(members)) => members.iter().filter_map(|member| implicit_cost(from, &member.ty)).min(),
        _ => None,
    }
}

fn target_cost(to: &Type) -> u32 {
    match to {
        Type::Integer { bits: 64, signed: true } => 101,
        Type::Integer { bits: 32, signed: true } => 102,
        Type::Integer { bits: 128, signed: true } => 103,
        Type::Float64 => 104,
        Type::Decimal { .. } => 105,
        Type::Timestamp { zone: true, .. } => 123,
        Type::Timestamp { precision: Some(9), .. } => 119,
        Type::Timestamp { precision: Some(3), .. } => 121,
        Type::Timestamp { precision: Some(0), .. } => 122,
        Type::Timestamp { .. } => 120,
        Type::String { .. } => 149,
        Type::Array { .. } | Type::Map { .. } | Type::Struct(_) | Type::Union(_) => 160,
        _ => 110,
    }
}
