//! The least common type, ANSI mode
//! (<https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#least-common-type-resolution>).

use super::decimals;
use crate::{Field, IntervalKind, Type};

/// How far a common type goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Text beside a number, a date … takes that type, also inside of arrays, maps and structs: CASE, COALESCE,
    /// `array`, IN and set operations.
    Text,
    /// Text stays text: GREATEST and LEAST.
    NoText,
}

/// The type that both convert to; `None` where there is none.
pub(super) fn common_type(left: &Type, right: &Type, reach: Reach) -> Option<Type> {
    use Type as T;
    if left == right {
        return Some(left.clone());
    }
    Some(match (left, right) {
        (T::Unknown, _) | (_, T::Unknown) => T::Unknown,
        (T::Null, other) | (other, T::Null) => other.clone(),
        (T::Named(_), _) | (_, T::Named(_)) => T::Unknown,
        (a, b) if a.is_text() && b.is_text() => T::STRING,
        (text, other) | (other, text) if text.is_text() => match reach {
            Reach::Text => beside_text(other)?,
            Reach::NoText => return None,
        },
        (T::Integer { bits: a, .. }, T::Integer { bits: b, .. }) => T::signed(*a.max(b)),
        (T::Float32 | T::Float64, other) | (other, T::Float32 | T::Float64) if other.is_number() => {
            T::Float64
        }
        (T::Integer { .. } | T::Decimal { .. }, T::Integer { .. } | T::Decimal { .. }) => {
            decimals::wider(decimals::of(left)?, decimals::of(right)?)
        }
        (T::Date, moment @ T::Timestamp { .. }) | (moment @ T::Timestamp { .. }, T::Date) => moment.clone(),
        (T::Timestamp { precision: a, zone: x }, T::Timestamp { precision: b, zone: y }) => {
            T::Timestamp { precision: (*a).max(*b), zone: *x || *y }
        }
        (T::Interval(a), T::Interval(b)) => T::Interval(spanning(*a, *b)?),
        (T::Array { element: a, .. }, T::Array { element: b, .. }) => T::list(common_type(a, b, reach)?),
        (T::Map { key: a, value: x }, T::Map { key: b, value: y }) => {
            T::map(common_type(a, b, reach)?, common_type(x, y, reach)?)
        }
        (T::Struct(a), T::Struct(b)) if same_names(a, b) => {
            let pairs = a.iter().zip(b.iter());
            let fields = pairs.map(|(x, y)| Some((x.name.clone(), common_type(&x.ty, &y.ty, reach)?)));
            T::structure(fields.collect::<Option<Vec<_>>>()?)
        }
        _ => return None,
    })
}

/// The type that text takes beside another: whole numbers are BIGINT, other numbers DOUBLE, the rest stays.
fn beside_text(other: &Type) -> Option<Type> {
    Some(match other {
        Type::Integer { .. } => Type::BIGINT,
        Type::Float32 | Type::Float64 | Type::Decimal { .. } => Type::Float64,
        Type::Boolean
        | Type::Binary
        | Type::Date
        | Type::Timestamp { .. }
        | Type::Time { .. }
        | Type::Variant => other.clone(),
        _ => return None,
    })
}

/// The interval of all fields of both; years and months never mix with days and seconds.
pub(super) fn spanning(left: IntervalKind, right: IntervalKind) -> Option<IntervalKind> {
    let ((a, b), (c, d)) = (left.range()?, right.range()?);
    (left.is_year_month() == right.is_year_month()).then(|| IntervalKind::of(a.min(c), b.max(d)))
}

fn same_names(left: &[Field], right: &[Field]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(x, y)| x.name.eq_ignore_ascii_case(&y.name))
}

/// Whether two types are the same but for the names of fields: they compare and combine, under the left names.
pub(super) fn same_shape(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Struct(a), Type::Struct(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(x, y)| same_shape(&x.ty, &y.ty))
        }
        (Type::Array { element: a, .. }, Type::Array { element: b, .. }) => same_shape(a, b),
        (Type::Map { key: a, value: x }, Type::Map { key: b, value: y }) => {
            same_shape(a, b) && same_shape(x, y)
        }
        _ => left == right,
    }
}

/// Whether values of the type have an order: maps and variants have none, at any depth.
pub(super) fn is_orderable(ty: &Type) -> bool {
    match ty {
        Type::Map { .. } | Type::Variant | Type::Geography | Type::Geometry => false,
        Type::Interval(kind) => *kind != IntervalKind::Mixed,
        Type::Array { element, .. } => is_orderable(element),
        Type::Struct(fields) => fields.iter().all(|field| is_orderable(&field.ty)),
        _ => true,
    }
}
