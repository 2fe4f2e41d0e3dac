//! Lists, arrays and what lambdas make of them.

use super::{aggregate_of, as_list, body, unified};
use crate::function::Shape;
use crate::rules::ChosenCall;
use crate::{Engine, FunctionKind, Operand, Type, unify, unify_all};
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
        // 1.x makes NULL of nothing.
        "list_concat" if call.arguments.is_empty() && engine.version.major < 2 => Type::Null,
        "list_concat" if call.arguments.is_empty() => Type::STRING,
        "list_concat" if makes_list && call.arguments.iter().all(|it| it.operand.is_null()) => Type::Null,
        "list_concat" | "+" | "add" if makes_list => as_list(unified(engine, call)),
        "list_transform" => Type::list(body(call).unwrap_or_default()),
        "list_reduce" => accumulator(engine, call).unwrap_or_default(),
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

/// The accumulator: an element to begin with, or the initial value. In 1.x what the lambda makes is converted to it, in
/// 2.0 it is widened to hold that; `None` where no type holds both.
fn accumulator(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    let of = |ty: &Type| Operand::of(ty.clone());
    let Type::Array { element, .. } = call.ty(0) else { return Some(Type::Unknown) };
    let initial = call.arguments.get(2).map(|it| &it.operand.ty);
    match (initial, engine.version.major) {
        (None, ..2) => Some((*element).clone()),
        (Some(initial), ..2) => Some(unify(engine, &of(initial), &of(&element)).unwrap_or_default()),
        (initial, _) => {
            let body = body(call).unwrap_or_default();
            if body.is_unknown() {
                return Some(Type::Unknown);
            }
            unify(engine, &of(initial.unwrap_or(&element)), &of(&body))
        }
    }
}

/// Why a lambda, or lists that are joined, are refused.
pub(super) fn refusal(engine: Engine, call: &ChosenCall<'_>) -> Option<String> {
    let spelled = |ty: &Type| ty.display(engine.dialect).to_string();
    match call.name {
        "list_reduce" if accumulator(engine, call).is_none() => {
            let body = spelled(&body(call).unwrap_or_default());
            Some(format!(
                "no type holds both what the accumulator begins as and {body}, which the lambda makes"
            ))
        }
        "list_concat" if matches!(call.candidate.signature.result, Shape::List(_)) => {
            let operands: Vec<Operand> =
                call.arguments.iter().map(|it| Operand::of(it.operand.ty.clone())).collect();
            let types: Vec<String> = operands.iter().map(|it| spelled(&it.ty)).collect();
            let is_refused = unify_all(engine, &operands).is_none();
            is_refused.then(|| format!("{engine} cannot join lists of different types: {}", types.join(", ")))
        }
        _ => None,
    }
}
