//! Results of Snowflake functions that no signature says
//! (<https://docs.snowflake.com/en/sql-reference/functions/sum> and its neighbours).

use crate::Type;
use crate::rules::ChosenCall;

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    Some(match (call.name, &first) {
        ("sum", Type::Decimal { scale, .. }) => Type::decimal(38, *scale),
        ("sum" | "avg", Type::Float32 | Type::Float64) => Type::Float64,
        ("sum" | "avg" | "mod", _) => Type::Unknown,
        ("ceil" | "floor" | "round" | "sign", Type::Decimal { .. }) => Type::Unknown,
        ("concat" | "reverse", Type::Array { .. } | Type::Binary | Type::Unknown) => Type::Unknown,
        _ => return None,
    })
}
