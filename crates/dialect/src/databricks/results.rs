//! Results of Databricks functions that no signature says
//! (<https://docs.databricks.com/en/sql/language-manual/functions/sum.html> and its neighbours).

use crate::Type;
use crate::rules::ChosenCall;

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    let wider = |digits: u8, more: i8| match first {
        Type::Decimal { precision, scale } => Type::Decimal {
            precision: precision.saturating_add(digits).min(38),
            scale: scale.saturating_add(more),
        },
        _ => Type::Unknown,
    };
    Some(match (call.name, &first) {
        ("sum", Type::Decimal { .. }) => wider(10, 0),
        ("sum", Type::Integer { .. }) => Type::BIGINT,
        ("sum", Type::Float32 | Type::Float64) => Type::Float64,
        ("avg", Type::Decimal { .. }) => wider(4, 4),
        ("avg", Type::Integer { .. } | Type::Float32 | Type::Float64) => Type::Float64,
        ("sum" | "avg" | "mod", _) => Type::Unknown,
        ("ceil" | "floor", Type::Float32 | Type::Float64) => Type::BIGINT,
        ("ceil" | "floor" | "round", Type::Decimal { .. }) => Type::Unknown,
        ("concat" | "reverse", Type::Array { .. } | Type::Binary | Type::Unknown) => Type::Unknown,
        _ => return None,
    })
}
