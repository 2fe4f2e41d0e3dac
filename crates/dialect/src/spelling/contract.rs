//! Types as contracts name them: neutral names (formats.md 3.1) or the dialect's own spelling.

use crate::{Field, Type, parse_type};
use base::DialectKind;

/// What a contract says of a column's type: exact, or a whole family where it leaves parts open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypePattern {
    /// This type, up to what contracts cannot say: text lengths, second fractions, field names' case.
    Exactly(Type),
    /// Any decimal (`Decimal`).
    AnyDecimal,
    /// Any decimal without digits behind the point: the integers of a dialect that has no others.
    AnyWholeDecimal,
    /// Any array, whatever its elements (`Array`, and `Array<…>`, whose inside the peer ignores).
    AnyArray,
    /// Any map.
    AnyMap,
    /// Any struct.
    AnyStruct,
    /// Any one of these.
    OneOf(Vec<TypePattern>),
}

/// Reads a contract's type: a neutral name in any case, or `dialect`'s spelling. `None` is E014.
///
/// The neutral name wins where both exist: `Timestamp` is an instant and `TimestampNtz` is not. In that exact
/// spelling only; `TIMESTAMP` is the dialect's word and means what the dialect means.
pub fn parse_contract_type(text: &str, dialect: DialectKind) -> Option<TypePattern> {
    let text = text.trim();
    let exactly = |ty| Some(TypePattern::Exactly(ty));
    let native = |ty| exactly(as_stored(ty, dialect));
    match text {
        // The peer's `Timestamp` stands for DuckDB's zone-less TIMESTAMP as well as for a zoned one (compiler.md 2.4).
        "Timestamp" => Some(TypePattern::OneOf(vec![
            TypePattern::Exactly(Type::TIMESTAMP_TZ),
            TypePattern::Exactly(Type::TIMESTAMP),
        ])),
        "TimestampNtz" => exactly(Type::TIMESTAMP),
        "Boolean" => exactly(Type::Boolean),
        // Snowflake counts in NUMBERs of fewer than 38 digits too.
        "Int32" | "Int64" if dialect == DialectKind::Snowflake => Some(TypePattern::AnyWholeDecimal),
        "Int32" => native(Type::INTEGER),
        "Int64" => native(Type::BIGINT),
        "Float32" => native(Type::Float32),
        "Float64" => exactly(Type::Float64),
        "String" => exactly(Type::STRING),
        "Binary" => exactly(Type::Binary),
        "Date" => exactly(Type::Date),
        "Variant" => exactly(Type::Variant),
        "Decimal" => Some(TypePattern::AnyDecimal),
        _ => {
            let lower = text.to_ascii_lowercase();
            let word = lower.split(['<', '(']).next().unwrap_or_default().trim_end();
            let closed = lower.len() == word.len() || lower.ends_with('>');
            match word {
                "array" if closed && text.starts_with("Array") => Some(TypePattern::AnyArray),
                "map" if closed && text.starts_with("Map") => Some(TypePattern::AnyMap),
                "struct" if lower == word => Some(TypePattern::AnyStruct),
                _ => parse_type(text, dialect)
                    .map(TypePattern::Exactly)
                    .or_else(|| neutral_in_any_case(&lower, text, dialect)),
            }
        }
    }
}

/// The neutral names of types in contracts, without the parts of the nested ones.
pub const CONTRACT_TYPES: &[&str] = &[
    "Boolean",
    "Int32",
    "Int64",
    "Float32",
    "Float64",
    "Decimal",
    "String",
    "Binary",
    "Date",
    "Timestamp",
    "TimestampNtz",
    "Array",
    "Map",
    "Struct",
    "Variant",
];

/// `int64`, `TIMESTAMPNTZ`, …: the neutral names in another case, where the dialect has no such word.
fn neutral_in_any_case(lower: &str, text: &str, dialect: DialectKind) -> Option<TypePattern> {
    let name = CONTRACT_TYPES.iter().find(|name| name.eq_ignore_ascii_case(lower))?;
    if *name == text { None } else { parse_contract_type(name, dialect) }
}

/// How a dialect without that type stores it: Snowflake has one float, BigQuery one integer and one float.
fn as_stored(ty: Type, dialect: DialectKind) -> Type {
    match (dialect, &ty) {
        (DialectKind::Snowflake | DialectKind::BigQuery, Type::Float32) => Type::Float64,
        (DialectKind::BigQuery, Type::Integer { .. }) => Type::BIGINT,
        _ => ty,
    }
}

impl TypePattern {
    /// Whether a column of type `ty` satisfies the contract. An unknown type, or an unknown part, satisfies any:
    /// E011 needs knowledge.
    pub fn matches(&self, ty: &Type) -> bool {
        match self {
            _ if ty.is_unknown() => true,
            TypePattern::Exactly(wanted) => same(wanted, ty),
            TypePattern::AnyDecimal => matches!(ty, Type::Decimal { .. }),
            TypePattern::AnyWholeDecimal => matches!(ty, Type::Decimal { scale: 0, .. }),
            TypePattern::AnyArray => matches!(ty, Type::Array { .. }),
            TypePattern::AnyMap => matches!(ty, Type::Map { .. }),
            TypePattern::AnyStruct => matches!(ty, Type::Struct(_)),
            TypePattern::OneOf(patterns) => patterns.iter().any(|pattern| pattern.matches(ty)),
        }
    }
}

fn same(wanted: &Type, ty: &Type) -> bool {
    let all = |wanted: &[Field], fields: &[Field]| {
        wanted.len() == fields.len()
            && wanted
                .iter()
                .zip(fields)
                .all(|(a, b)| a.name.eq_ignore_ascii_case(&b.name) && same(&a.ty, &b.ty))
    };
    match (wanted, ty) {
        (Type::Unknown, _) | (_, Type::Unknown) => true,
        (Type::String { length: None }, Type::String { .. } | Type::Char { .. }) => true,
        (Type::Time { precision: None, zone }, Type::Time { zone: other, .. }) => zone == other,
        (Type::Timestamp { precision: None, zone }, Type::Timestamp { zone: other, .. }) => zone == other,
        (Type::Enum(None), Type::Enum(_)) => true,
        (Type::Interval(_), Type::Interval(_)) => true,
        (Type::Array { element: a, length: None }, Type::Array { element: b, .. }) => same(a, b),
        (Type::Array { element: a, length: m }, Type::Array { element: b, length: n }) => {
            m == n && same(a, b)
        }
        (Type::Map { key: a, value: b }, Type::Map { key: c, value: d }) => same(a, c) && same(b, d),
        (Type::Struct(a), Type::Struct(b)) | (Type::Union(a), Type::Union(b)) => all(a, b),
        (Type::Range(a), Type::Range(b)) => same(a, b),
        _ => wanted == ty,
    }
}
