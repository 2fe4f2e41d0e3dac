//! Results of BigQuery functions that no signature says
//! (<https://cloud.google.com/bigquery/docs/reference/standard-sql/aggregate_functions>).

use crate::Type;
use crate::rules::ChosenCall;

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    Some(match (call.name, &first) {
        ("sum" | "avg", Type::Decimal { precision: 39.., .. }) => Type::decimal(76, 38),
        ("sum" | "avg", Type::Decimal { .. }) => Type::decimal(38, 9),
        ("sum", Type::Integer { .. }) => Type::BIGINT,
        ("sum" | "avg", Type::Float32 | Type::Float64) => Type::Float64,
        ("avg", Type::Integer { .. }) => Type::Float64,
        ("sum" | "avg" | "mod", _) => Type::Unknown,
        ("ceil" | "floor" | "round", Type::Integer { .. }) => Type::Float64,
        ("ceil" | "floor" | "round" | "sign", Type::Decimal { .. }) => Type::Unknown,
        ("concat" | "reverse", Type::Array { .. } | Type::Binary | Type::Unknown) => Type::Unknown,
        _ => return None,
    })
}
