//! Casts (<https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules#casting>).

use super::coercion::{argument_cost, unparameterized};
use crate::{CastKind, Operand, Type};

/// How a value of one type becomes one of another.
pub(super) fn kind(from: &Type, to: &Type) -> CastKind {
    let (from, to) = (unparameterized(from), unparameterized(to));
    if argument_cost(&Operand::of(from.clone()), &to).is_some() {
        CastKind::Implicit
    } else if is_cast(&from, &to) {
        CastKind::Explicit
    } else {
        CastKind::Never
    }
}

/// Whether `CAST` takes the pair, which nothing converts unasked.
fn is_cast(from: &Type, to: &Type) -> bool {
    use Type as T;
    match (from, to) {
        (T::Unknown | T::Null | T::Named(_), _) | (_, T::Unknown | T::Null | T::Named(_)) => true,
        (T::Array { element: from, .. }, T::Array { element: to, .. }) => is_cast_or_coerced(from, to),
        (T::Struct(from), T::Struct(to)) => {
            let pairs = from.iter().zip(to.iter());
            from.len() == to.len() && pairs.into_iter().all(|(from, to)| is_cast_or_coerced(&from.ty, &to.ty))
        }
        (T::Array { .. } | T::Struct(_) | T::Json | T::Geography, _) => false,
        (_, T::Array { .. } | T::Struct(_) | T::Json | T::Geography) => false,
        (T::String { .. }, _) | (_, T::String { .. }) => true,
        (T::Boolean, to) => *to == Type::BIGINT,
        (from, T::Boolean) => *from == Type::BIGINT,
        (from, to) if from.is_number() => to.is_number(),
        (T::Date, to) => matches!(to, T::Timestamp { .. }),
        (T::Timestamp { .. }, to) => matches!(to, T::Date | T::Time { .. } | T::Timestamp { .. }),
        _ => false,
    }
}

fn is_cast_or_coerced(from: &Type, to: &Type) -> bool {
    kind(from, to) != CastKind::Never
}
