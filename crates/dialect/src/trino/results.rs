//! Results of Trino functions that no signature says
//! (<https://trino.io/docs/current/functions/aggregate.html>).

use crate::Type;
use crate::rules::ChosenCall;

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    Some(match (call.name, &first) {
        ("sum", Type::Decimal { scale, .. }) => Type::decimal(38, *scale),
        ("sum", Type::Integer { .. }) => Type::BIGINT,
        ("sum" | "avg", Type::Float32 | Type::Float64) => first.clone(),
        ("avg", Type::Decimal { .. }) => first.clone(),
        ("avg", Type::Integer { .. }) => Type::Float64,
        ("sum" | "avg" | "mod", _) => Type::Unknown,
        ("ceil" | "floor" | "round" | "sign", Type::Decimal { .. }) => Type::Unknown,
        ("concat" | "reverse", Type::Array { .. } | Type::Binary | Type::Unknown) => Type::Unknown,
        _ => return None,
    })
}
