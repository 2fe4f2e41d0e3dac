//! Text and its length (<https://docs.snowflake.com/en/sql-reference/data-types-text>).

use crate::{Family, Type};

/// What text without a length may be, in characters.
const LONGEST: u32 = 134_217_728;

/// The type of `a || b || …`: as long as the parts together, where all lengths are known.
pub(super) fn concatenation(parts: &[&Type]) -> Type {
    if parts.iter().any(|it| it.has_unknown()) {
        return Type::Unknown;
    }
    if parts.iter().all(|it| **it == Type::Binary) {
        return Type::Binary;
    }
    let mut length = Some(0u32);
    for part in parts {
        length = match part {
            Type::String { length: Some(own) } => length.and_then(|it| it.checked_add(*own)),
            Type::String { length: None } | Type::Null | Type::Variant | Type::Uuid | Type::Interval(_) => {
                None
            }
            _ if matches!(part.family(), Family::Number | Family::Moment | Family::TimeOfDay) => None,
            _ => return Type::Unknown,
        };
    }
    Type::String { length: length.filter(|it| *it < LONGEST) }
}

/// Text that is so many times as long as `ty` at most.
pub(super) fn times(ty: &Type, factor: u32) -> Type {
    match ty {
        Type::Unknown => Type::Unknown,
        Type::String { length: Some(length) } => {
            Type::String { length: length.checked_mul(factor).filter(|it| *it < LONGEST) }
        }
        _ => Type::STRING,
    }
}

/// Text that is as long as `ty` at most: trimmed, cut, in lower case.
pub(super) fn kept(ty: &Type) -> Type {
    match ty {
        Type::String { .. } => ty.clone(),
        Type::Unknown => Type::Unknown,
        Type::Binary => Type::Binary,
        _ => Type::STRING,
    }
}
