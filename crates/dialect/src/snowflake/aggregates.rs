//! Digits of aggregates (<https://docs.snowflake.com/en/sql-reference/functions-aggregation>).

use super::numbers::{self, Digits, number};
use crate::rules::ChosenCall;
use crate::{BinaryOperator, FunctionKind, Type};

/// The result of an aggregate or window function, or `None` where this is none or its overload says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    if call.kind == FunctionKind::Scalar {
        return None;
    }
    let first = call.ty(0);
    Some(match (call.name, numbers::digits(&first)) {
        ("sum", Some(digits)) => number(total(digits)),
        // Over a frame the digits depend on the frame.
        ("avg", Some(_)) if call.is_windowed => Type::Unknown,
        ("avg", Some(digits)) => mean(digits),
        ("median" | "percentile_cont", Some((p, s))) => number((p + 3, s + 3)),
        // The square has twice the scale.
        ("var_pop" | "var_samp", Some((_, s))) => number((38, s.max((2 * s + 6).min(12)))),
        ("ratio_to_report", Some(digits)) => {
            numbers::arithmetic(BinaryOperator::Divide, digits, total(digits))
        }
        ("sum" | "avg" | "median" | "percentile_cont" | "var_pop" | "var_samp" | "ratio_to_report", None) => {
            match (&first, call.name) {
                (Type::Float32 | Type::Float64, _) => Type::Float64,
                (Type::String { .. } | Type::Variant, "median" | "percentile_cont") => Type::decimal(12, 3),
                (Type::String { .. } | Type::Variant, _) => Type::Float64,
                _ => Type::Unknown,
            }
        }
        ("percentile_disc", None) if matches!(first, Type::String { .. } | Type::Variant) => {
            Type::decimal(9, 0)
        }
        ("vector_avg" | "vector_max" | "vector_min" | "vector_sum", _) => Type::Unknown,
        _ => return None,
    })
}

/// SUM: twelve digits more (<https://docs.snowflake.com/en/sql-reference/functions/sum>).
fn total((p, s): Digits) -> Digits {
    ((p + 12).min(38), s)
}

/// AVG: the sum divided by the count.
fn mean(digits: Digits) -> Type {
    let (p, s) = total(digits);
    let scale = s.max((s + 6).min(12));
    number((p - s + scale, scale))
}
