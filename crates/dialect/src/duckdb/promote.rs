//! DuckDB's maximum of two types: what CASE, COALESCE, lists, UNION and `=` convert their sides to.
//!
//! Two strengths exist. [`promote`] is for CASE, COALESCE, lists, VALUES, `<` and BETWEEN, and refuses types of
//! different families. [`force`] is for set operations, `=`, `<>` and IN: where there is no common type it takes the
//! one of higher rank, whether or not the cast exists; a missing cast then fails when the query runs.
//! Both are symmetric. Decimals keep every integer digit and every digit of the scale, up to 38.

use crate::{Field, Literal, Operand, Type};
use smol_str::SmolStr;
use std::sync::Arc;

/// The common type of two operands, literals adapting; `None` where DuckDB refuses to bind.
pub(crate) fn promote(left: &Operand, right: &Operand) -> Option<Type> {
    match (&left.literal, &right.literal) {
        (Some(Literal::String(_)), Some(Literal::String(_))) => Some(Type::STRING),
        (Some(Literal::String(_)), _) => Some(adapted_string(&right.ty)),
        (_, Some(Literal::String(_))) => Some(adapted_string(&left.ty)),
        (Some(Literal::Number(_)), _) if integer_fits(left, &right.ty) => Some(right.ty.clone()),
        (_, Some(Literal::Number(_))) if integer_fits(right, &left.ty) => Some(left.ty.clone()),
        _ => promote_types(&left.ty, &right.ty),
    }
}

/// The type a string literal takes beside `other`: that one, but text for an enum or a bare NULL.
fn adapted_string(other: &Type) -> Type {
    match other {
        Type::Enum(_) | Type::Null => Type::STRING,
        other => other.clone(),
    }
}

/// DuckDB compares text with a number as the number, though text is the common type.
pub(crate) fn number_before_text(common: Type, left: &Type, right: &Type) -> Type {
    match [left, right].into_iter().find(|it| it.is_number()) {
        Some(number) if common.is_text() => number.clone(),
        _ => common,
    }
}

/// Whether a whole-number literal takes an integer type without change of it.
pub(crate) fn integer_fits(literal: &Operand, to: &Type) -> bool {
    let (Some(value), Type::Integer { .. }) = (literal.integer(), to) else { return false };
    literal.ty.is_integer() && value_fits(value, to)
}

/// Whether an integer type holds `value`.
pub(crate) fn value_fits(value: i128, to: &Type) -> bool {
    match *to {
        Type::Integer { bits: 128, signed } => signed || value >= 0,
        Type::Integer { bits, signed: true } => value >= -(1 << (bits - 1)) && value < 1 << (bits - 1),
        Type::Integer { bits, signed: false } => value >= 0 && value < 1 << bits,
        _ => false,
    }
}

/// The common type of two types; `None` where DuckDB refuses to bind.
pub(crate) fn promote_types(left: &Type, right: &Type) -> Option<Type> {
    combine(left, right, Strength::Promote)
}

/// The common type of two types for set operations and equality. `None` only for a union type that has no member for
/// the other side.
pub(crate) fn force_types(left: &Type, right: &Type) -> Option<Type> {
    combine(left, right, Strength::Force)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    Promote,
    Force,
}

fn combine(left: &Type, right: &Type, strength: Strength) -> Option<Type> {
    use Type as T;
    if left == right {
        return Some(left.clone());
    }
    match (left, right) {
        (T::Unknown, _) | (_, T::Unknown) => return Some(T::Unknown),
        (T::Null, other) | (other, T::Null) => return Some(other.clone()),
        (T::Json, _) | (_, T::Json) => return Some(T::Json),
        (T::Variant, _) | (_, T::Variant) => return Some(T::Variant),
        (T::String { .. } | T::Char { .. }, T::String { .. } | T::Char { .. } | T::Enum(_))
        | (T::Enum(_), T::String { .. } | T::Char { .. } | T::Enum(_)) => return Some(T::STRING),
        (T::Union(members), other) | (other, T::Union(members)) if !matches!(other, T::Union(_)) => {
            let member = members.iter().any(|member| super::cast::implicit_cost(other, &member.ty).is_some());
            return member.then(|| T::Union(members.clone()));
        }
        _ => {}
    }
    if let Some(number) = numbers(left, right) {
        return Some(number);
    }
    match (left, right) {
        (T::Date, T::Timestamp { .. }) => Some(right.clone()),
        (T::Timestamp { .. }, T::Date) => Some(left.clone()),
        (T::Timestamp { precision: a, zone: z }, T::Timestamp { precision: b, zone: y }) => {
            timestamps((*a, *z), (*b, *y)).or_else(|| forced(left, right, strength))
        }
        (T::Array { element: a, length: m }, T::Array { element: b, length: n }) => {
            let element = combine(a, b, strength)?;
            let length = match (m, n) {
                (Some(m), Some(n)) => Some((*m).max(*n)),
                (length, None) | (None, length) => *length,
            };
            Some(T::Array { element: Arc::new(element), length })
        }
        (T::Map { key: a, value: b }, T::Map { key: c, value: d }) => {
            Some(T::map(combine(a, c, strength)?, combine(b, d, strength)?))
        }
        (T::Struct(a), T::Struct(b)) => structs(a, b, strength),
        _ => forced(left, right, strength),
    }
}

fn forced(left: &Type, right: &Type, strength: Strength) -> Option<Type> {
    if strength == Strength::Promote {
        return None;
    }
    let winner = if rank(left) >= rank(right) { left } else { right };
    Some(match winner {
        Type::Enum(_) => Type::STRING,
        Type::Union(_) => return None,
        winner => winner.clone(),
    })
}

/// The order in which [`force_types`] prefers types that have nothing in common.
fn rank(ty: &Type) -> u8 {
    match ty {
        Type::Unknown | Type::Null => 0,
        Type::Boolean => 1,
        Type::Integer { .. } | Type::Decimal { .. } | Type::Float32 | Type::Float64 => 10,
        Type::Time { zone: true, .. } => 20,
        Type::Time { precision: None, .. } => 21,
        Type::Time { .. } => 22,
        Type::Date => 23,
        Type::Timestamp { zone: true, .. } => 27,
        Type::Timestamp { precision: Some(0), .. } => 24,
        Type::Timestamp { precision: Some(3), .. } => 25,
        Type::Timestamp { precision: None, .. } => 26,
        Type::Timestamp { .. } => 28,
        Type::Interval(_) => 30,
        Type::String { .. } | Type::Char { .. } | Type::Enum(_) => 40,
        Type::Bit => 41,
        Type::Binary => 42,
        Type::Uuid => 43,
        Type::Named(_) => 44,
        Type::Geometry | Type::Geography => 45,
        Type::Struct(_) => 46,
        Type::Array { length: None, .. } => 47,
        Type::Array { .. } => 48,
        Type::Map { .. } => 49,
        Type::Union(_) | Type::Range(_) | Type::Json | Type::Variant => 60,
    }
}

/// Of seconds, milliseconds, microseconds and nanoseconds the finer; a zone only mixes with microseconds.
fn timestamps(left: (Option<u8>, bool), right: (Option<u8>, bool)) -> Option<Type> {
    let precision = |(precision, _): (Option<u8>, bool)| precision.unwrap_or(6);
    let finest = precision(left).max(precision(right));
    let precision = if finest == 6 { None } else { Some(finest) };
    match (left.1, right.1) {
        (false, false) => Some(Type::Timestamp { precision, zone: false }),
        (true, true) => Some(Type::TIMESTAMP_TZ),
        _ => {
            let plain = if left.1 { right.0 } else { left.0 };
            plain.is_none().then_some(Type::TIMESTAMP_TZ)
        }
    }
}

/// Fields are matched by name, and a field of one side only is added; unnamed fields are matched by position.
fn structs(left: &[Field], right: &[Field], strength: Strength) -> Option<Type> {
    let unnamed = |fields: &[Field]| fields.iter().any(|field| field.name.is_empty());
    if unnamed(left) || unnamed(right) {
        if left.len() != right.len() {
            return None;
        }
        let fields: Option<Arc<[Field]>> = left
            .iter()
            .zip(right)
            .map(|(a, b)| {
                let name: SmolStr = if a.name.is_empty() { b.name.clone() } else { a.name.clone() };
                Some(Field { name, ty: combine(&a.ty, &b.ty, strength)? })
            })
            .collect();
        return fields.map(Type::Struct);
    }
    let mut fields = Vec::with_capacity(left.len());
    for field in left {
        let other = right.iter().find(|other| other.name.eq_ignore_ascii_case(&field.name));
        let ty = match other {
            Some(other) => combine(&field.ty, &other.ty, strength)?,
            None => field.ty.clone(),
        };
        fields.push(Field { name: field.name.clone(), ty });
    }
    let added =
        right.iter().filter(|field| !left.iter().any(|other| other.name.eq_ignore_ascii_case(&field.name)));
    fields.extend(added.cloned());
    Some(Type::Struct(fields.into()))
}

fn numbers(left: &Type, right: &Type) -> Option<Type> {
    use Type as T;
    let big = |ty: &Type| matches!(ty, T::Named(name) if &**name == "BIGNUM");
    match (left, right) {
        (T::Boolean, T::Integer { .. }) => Some(right.clone()),
        (T::Integer { .. }, T::Boolean) => Some(left.clone()),
        (T::Integer { .. }, T::Integer { .. }) => Some(integers(left, right)),
        (T::Float64, other) | (other, T::Float64) if other.is_number() || big(other) => Some(T::Float64),
        (named, T::Integer { .. } | T::Float32) | (T::Integer { .. } | T::Float32, named) if big(named) => {
            Some(named.clone())
        }
        (T::Float32, other) | (other, T::Float32) if other.is_number() => Some(T::Float32),
        (T::Integer { .. } | T::Decimal { .. }, T::Integer { .. } | T::Decimal { .. }) => {
            let ((p, s), (q, t)) = (as_decimal(left)?, as_decimal(right)?);
            let scale = s.max(t);
            let digits = (p - s).max(q - t) + scale;
            Some(decimal(digits, scale))
        }
        _ => None,
    }
}

/// The decimal that holds every value of an integer or decimal type: precision and scale.
pub(crate) fn as_decimal(ty: &Type) -> Option<(i16, i16)> {
    Some(match *ty {
        Type::Decimal { precision, scale } => (precision.into(), scale.into()),
        Type::Integer { bits: 8, .. } => (3, 0),
        Type::Integer { bits: 16, .. } => (5, 0),
        Type::Integer { bits: 32, .. } => (10, 0),
        Type::Integer { bits: 64, signed: true } => (19, 0),
        Type::Integer { bits: 64, .. } => (20, 0),
        Type::Integer { .. } => (38, 0),
        _ => return None,
    })
}

/// A decimal of that many digits, at most 38.
pub(crate) fn decimal(precision: i16, scale: i16) -> Type {
    let precision = u8::try_from(precision.clamp(1, 38)).unwrap_or(38);
    let scale = i8::try_from(scale.clamp(0, 38)).unwrap_or(0);
    Type::Decimal { precision, scale }
}

/// Of equal signedness the wider; otherwise the signed type that holds both. Against UHUGEINT DuckDB takes the
/// next wider signed type, which holds less; HUGEINT with UHUGEINT is DOUBLE.
fn integers(left: &Type, right: &Type) -> Type {
    let (Type::Integer { bits: a, signed: x }, Type::Integer { bits: b, signed: y }) = (left, right) else {
        return Type::Unknown;
    };
    if x == y {
        return Type::Integer { bits: *a.max(b), signed: *x };
    }
    let (signed, unsigned) = if *x { (*a, *b) } else { (*b, *a) };
    match (signed, unsigned) {
        (128, 128) => Type::Float64,
        (signed, 128) => Type::signed(signed * 2),
        (signed, unsigned) if signed > unsigned => Type::signed(signed),
        (_, unsigned) => Type::signed(unsigned * 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DialectKind, parse_type};

    fn check(left: &str, right: &str, promoted: &str, by_force: &str) {
        let read = |text: &str| parse_type(text, DialectKind::DuckDb).unwrap();
        let show = |ty: Option<Type>| {
            ty.map_or("refused".to_owned(), |ty| ty.display(DialectKind::DuckDb).to_string())
        };
        for (a, b) in [(left, right), (right, left)] {
            let (a, b) = (read(a), read(b));
            assert_eq!(show(promote_types(&a, &b)), promoted, "{left} with {right}");
            assert_eq!(show(force_types(&a, &b)), by_force, "{left} forced with {right}");
        }
    }

    /// The answers are DuckDB 1.5.6's, `coalesce(a, b)` and `SELECT a UNION ALL SELECT b`.
    #[test]
    fn pairs() {
        check("TINYINT", "UTINYINT", "SMALLINT", "SMALLINT");
        check("BIGINT", "UBIGINT", "HUGEINT", "HUGEINT");
        check("SMALLINT", "UHUGEINT", "INTEGER", "INTEGER");
        check("HUGEINT", "UHUGEINT", "DOUBLE", "DOUBLE");
        check("BOOLEAN", "INTEGER", "INTEGER", "INTEGER");
        check("BOOLEAN", "DOUBLE", "refused", "DOUBLE");
        check("INTEGER", "DECIMAL(4,1)", "DECIMAL(11,1)", "DECIMAL(11,1)");
        check("DECIMAL(10,2)", "DECIMAL(10,8)", "DECIMAL(16,8)", "DECIMAL(16,8)");
        check("HUGEINT", "DECIMAL(10,8)", "DECIMAL(38,8)", "DECIMAL(38,8)");
        check("FLOAT", "DECIMAL(10,2)", "FLOAT", "FLOAT");
        check("DOUBLE", "BIGNUM", "DOUBLE", "DOUBLE");
        check("VARCHAR", "INTEGER", "refused", "VARCHAR");
        check("VARCHAR", "DATE", "refused", "VARCHAR");
        check("VARCHAR", "UUID", "refused", "UUID");
        check("VARCHAR", "ENUM('a', 'b')", "VARCHAR", "VARCHAR");
        check("INTEGER", "DATE", "refused", "DATE");
        check("DATE", "TIMESTAMP_NS", "TIMESTAMP_NS", "TIMESTAMP_NS");
        check("DATE", "TIME", "refused", "DATE");
        check(
            "TIMESTAMP",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP WITH TIME ZONE",
        );
        check("TIMESTAMP_MS", "TIMESTAMP WITH TIME ZONE", "refused", "TIMESTAMP WITH TIME ZONE");
        check("INTEGER[]", "DOUBLE[]", "DOUBLE[]", "DOUBLE[]");
        check("INTEGER[]", "INTEGER[3]", "INTEGER[3]", "INTEGER[3]");
        check("JSON", "DATE", "JSON", "JSON");
        check(
            "STRUCT(a INTEGER)",
            "STRUCT(a DECIMAL(2,1))",
            "STRUCT(a DECIMAL(11,1))",
            "STRUCT(a DECIMAL(11,1))",
        );
        check(
            "MAP(VARCHAR, INTEGER)",
            "MAP(VARCHAR, BIGINT)",
            "MAP(VARCHAR, BIGINT)",
            "MAP(VARCHAR, BIGINT)",
        );
        check(
            "UNION(a INTEGER, b VARCHAR)",
            "SMALLINT",
            "UNION(a INTEGER, b VARCHAR)",
            "UNION(a INTEGER, b VARCHAR)",
        );
        check("UNION(a INTEGER, b VARCHAR)", "DATE", "refused", "refused");
    }
}
