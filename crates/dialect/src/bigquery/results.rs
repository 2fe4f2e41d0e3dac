//! Results of BigQuery functions that no signature says.

use crate::Type;
use crate::function::Shape;
use crate::rules::ChosenCall;
use smol_str::SmolStr;

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    Some(match call.name {
        // <https://cloud.google.com/bigquery/docs/reference/standard-sql/approximate_aggregate_functions>
        "approx_top_count" => counted(call, "count", Type::BIGINT),
        "approx_top_sum" => match call.candidate.signature.parameter(1, None) {
            Some(Shape::Exactly(weight)) => counted(call, "sum", weight.clone()),
            _ => Type::Unknown,
        },
        // <https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#constructing_a_struct>
        "struct" => Type::structure(call.arguments.iter().map(|argument| {
            let name = argument.name.clone().unwrap_or_else(SmolStr::default);
            (name, super::coercion::unparameterized(&argument.operand.ty))
        })),
        // Other values are printed, bytes are not
        // (<https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#concat>).
        "concat" if call.arguments.iter().any(|argument| argument.operand.ty == Type::Binary) => Type::Binary,
        // A percentile without a type of its own does not become NUMERIC beside one
        // (<https://cloud.google.com/bigquery/docs/reference/standard-sql/navigation_functions#percentile_cont>).
        "percentile_cont" if call.ty(1) == Type::Float64 => Type::Float64,
        "percentile_cont" if call.ty(1).is_integer() && !call.ty(0).is_integer() => Type::Unknown,
        // It never returns, and stands wherever a value is wanted.
        "error" => Type::Null,
        _ => return None,
    })
}

/// `ARRAY<STRUCT<value T, … >>`.
fn counted(call: &ChosenCall<'_>, name: &str, ty: Type) -> Type {
    let value = call.candidate.letter('T');
    if value.is_unknown() || ty.is_unknown() {
        return Type::Unknown;
    }
    Type::list(Type::structure([("value", value), (name, ty)]))
}
