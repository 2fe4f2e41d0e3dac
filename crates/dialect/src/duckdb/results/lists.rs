//! Lists, arrays and what lambdas make of them.

use super::{aggregate_of, as_list, body, unified};
use crate::function::Shape;
use crate::rules::ChosenCall;
use crate::{Engine, FunctionKind, Operand, Type, unify};
use std::sync::Arc;

/// Functions that make NULL of a NULL for a list.
const NULL_OF_NULL: &str = "array_resize array_slice flatten list_distinct list_filter list_reduce list_resize
    list_reverse list_reverse_sort list_select list_slice list_sort list_transform list_where map_from_entries";

pub(super) fn result(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    let is_null = first == Type::Null;
    if is_null && NULL_OF_NULL.split_ascii_whitespace().any(|it| it == call.name) {
        return Some(Type::Null);
    }
    let has_list = call.arguments.iter().any(|it| matches!(it.operand.ty, Type::Array { .. }));
    let makes_list = matches!(call.candidate.signature.result, Shape::List(_));
    Some(match call.name {
        "concat" | "||" if has_list => as_list(unified(engine, call)),
        "concat" => Type::STRING,
        "list_concat" if call.arguments.is_empty() => Type::STRING,
        "list_concat" if makes_list && call.arguments.iter().all(|it| it.operand.is_null()) => Type::Null,
        "list_concat" | "+" | "add" if makes_list => as_list(unified(engine, call)),
        "list_transform" => Type::list(body(call).unwrap_or_default()),
        "list_reduce" => reduced(engine, call),
        "list_grade_up" if is_null && engine.version.major < 2 => Type::Null,
        "list_grade_up" => Type::list(Type::BIGINT),
        "list_slice" | "array_slice" => match first {
            Type::Json => Type::STRING,
            other => as_list(other),
        },
        // The bins are of the type of the upper end.
        "equi_width_bins" => match call.ty(1) {
            Type::Decimal { .. } => Type::list(Type::Float64),
            other => Type::list(other),
        },
        "list_aggregate" => {
            let name = call.arguments.get(1)?.operand.string()?;
            aggregate_of(engine, name, &first, &call.arguments[2..])
        }
        "list_string_agg" if is_null => Type::Null,
        "array_value" => Type::Array {
            element: Arc::new(unified(engine, call)),
            length: u32::try_from(call.arguments.len()).ok(),
        },
        "unpivot_list" => Type::list(unified(engine, call)),
        "list_zip" => {
            let element = |ty: &Type| match ty {
                Type::Array { element, .. } => (**element).clone(),
                Type::Null => Type::Null,
                _ => Type::Unknown,
            };
            let types = call.arguments.iter().map(|it| &it.operand.ty).filter(|it| **it != Type::Boolean);
            Type::list(Type::structure(types.map(|ty| ("", element(ty)))))
        }
        name => match name.strip_prefix("list_") {
            Some(aggregate)
                if call.candidate.signature.result == Shape::Any && call.kind == FunctionKind::Scalar =>
            {
                aggregate_of(engine, aggregate, &first, &[])
            }
            _ => return None,
        },
    })
}

/// The accumulator: an element to begin with, or the initial value, widened to what the lambda makes of it.
fn reduced(engine: Engine, call: &ChosenCall<'_>) -> Type {
    let initial = match (call.ty(0), call.arguments.get(2)) {
        (_, Some(initial)) => Operand::of(initial.operand.ty.clone()),
        (Type::Array { element, .. }, None) => Operand::of((*element).clone()),
        _ => return Type::Unknown,
    };
    match body(call) {
        Some(body) if !body.is_unknown() => unify(engine, &initial, &Operand::of(body)).unwrap_or_default(),
        _ => Type::Unknown,
    }
}
