//! Results of DuckDB functions that their signature does not say: what their own bind code decides, observed on 1.5.6
//! and 2.0.0. Each subject has a module; this one knows which function belongs where.

mod aggregates;
mod dates;
mod decimals;
mod json;
mod lists;
mod structs;

pub(super) use dates::part_type;

use crate::function::Shape;
use crate::rules::ChosenCall;
use crate::{
    Argument, BinaryOperator, CallShape, Engine, Field, Operand, Type, binary_type, resolve_call, unify_all,
};
use std::sync::Arc;

/// The result, or `None` where the signature's own result says it.
pub(super) fn result(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    decimals::result(engine, call)
        .or_else(|| aggregates::result(call))
        .or_else(|| lists::result(engine, call))
        .or_else(|| structs::result(engine, call))
        .or_else(|| json::result(call))
        .or_else(|| dates::result(engine, call))
        .or_else(|| others(engine, call))
}

/// Why DuckDB refuses a call whose overload is chosen, as a sentence without a full stop.
pub(super) fn refusal(engine: Engine, call: &ChosenCall<'_>) -> Option<String> {
    let first = call.ty(0);
    let count = call.arguments.len();
    let name = call.name;
    let is = |expected: &str, fits: bool| {
        let ty = first.display(engine.dialect);
        (!fits && !first.is_unknown()).then(|| format!("`{name}` takes {expected}, not {ty}"))
    };
    match name {
        "array_to_json" if count == 1 => is("a list", matches!(first, Type::Array { .. } | Type::Null)),
        "row_to_json" if count == 1 => is("a struct", matches!(first, Type::Struct(_) | Type::Null)),
        "array_to_json" | "row_to_json" | "to_json" if count != 1 => {
            Some(format!("`{name}` takes one argument, not {count}"))
        }
        "json_object" if !count.is_multiple_of(2) => {
            Some("`json_object` takes names and values in pairs".to_owned())
        }
        "struct_keys" => is("a struct", matches!(first, Type::Struct(_) | Type::Null | Type::Variant)),
        "cardinality" => {
            let is_list = matches!(first, Type::Array { .. }) && engine.version.major >= 2;
            is("a map", is_list || matches!(first, Type::Map { .. } | Type::Null))
        }
        "date_trunc" | "datetrunc" | "date_part" | "datepart" => crate::function::refused_part(call),
        "enum_first" | "enum_last" | "enum_range" => is("a value of an ENUM", matches!(first, Type::Enum(_))),
        "enum_range_boundary" => {
            let fits =
                [first.clone(), call.ty(1)].iter().any(|it| matches!(it, Type::Enum(_) | Type::Unknown));
            is("values of an ENUM", fits)
        }
        _ => aggregates::refusal(call)
            .or_else(|| lists::refusal(engine, call))
            .or_else(|| structs::refusal(call)),
    }
}

/// The columns of a table function, where its arguments decide them.
pub(super) fn table_columns(call: &ChosenCall<'_>) -> Option<Vec<Field>> {
    let columns = |name: &dyn Fn(usize) -> String| {
        let types = call.arguments.iter().map(|it| it.operand.ty.clone()).enumerate();
        types.map(|(index, ty)| Field { name: name(index).into(), ty }).collect()
    };
    match call.name {
        "repeat_row" => Some(columns(&|index| format!("column{index}"))),
        // One column for each type that is shown.
        "test_vector_types" => Some(columns(&|index| match index {
            0 => "test_vector".to_owned(),
            index => format!("test_vector{}", index + 1),
        })),
        _ => None,
    }
}

fn others(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    Some(match call.name {
        "greatest" | "least" => unified(engine, call),
        // NULL beside anything is NULL.
        "constant_or_null" if call.arguments.iter().any(|it| it.operand.is_null()) => Type::Null,
        "error" => Type::Null,
        // The second argument is a value of the type that comes out.
        "cast_to_type" => call.ty(1),
        "enum_code" => match call.ty(0) {
            Type::Enum(Some(values)) if values.len() <= 256 => Type::unsigned(8),
            Type::Enum(Some(values)) if values.len() <= 65536 => Type::unsigned(16),
            Type::Enum(Some(_)) => Type::unsigned(32),
            _ => Type::Unknown,
        },
        "date_add" => {
            let [left, right] = call.arguments else { return Some(Type::Unknown) };
            binary_type(engine, BinaryOperator::Add, &left.operand, &right.operand).unwrap_or_default()
        }
        // Names for the groups make a struct of them.
        "regexp_extract" | "regexp_extract_all" if matches!(call.ty(2), Type::Array { .. }) => {
            let names = call.arguments.get(2)?.strings.as_ref();
            let groups =
                names.map(|names| Type::structure(names.iter().map(|it| (it.clone(), Type::STRING))));
            match (groups, call.name) {
                (None, _) => Type::Unknown,
                (Some(groups), "regexp_extract") => groups,
                (Some(groups), _) => Type::list(groups),
            }
        }
        "invoke" => body(call).unwrap_or_default(),
        "replace_type" => replace(call.ty(0), &call.ty(1), &call.ty(2)),
        "current_setting" | "getvariable" => Type::Unknown,
        "unnest" if call.candidate.signature.result == Shape::Any => Type::Unknown,
        _ => return None,
    })
}

/// The common type of the arguments.
fn unified(engine: Engine, call: &ChosenCall<'_>) -> Type {
    let operands: Vec<Operand> = call.arguments.iter().map(|it| it.operand.clone()).collect();
    unify_all(engine, &operands).unwrap_or_default()
}

/// The type of the lambda's body.
fn body(call: &ChosenCall<'_>) -> Option<Type> {
    call.arguments.iter().find(|argument| argument.lambda).map(|argument| argument.operand.ty.clone())
}

/// What an aggregate returns over the elements of a list, with further arguments behind.
fn aggregate_of(engine: Engine, name: &str, list: &Type, further: &[&Argument]) -> Type {
    let element = match list {
        Type::Array { element, .. } => (**element).clone(),
        Type::Null => return Type::Null,
        _ => return Type::Unknown,
    };
    let mut arguments = vec![Argument::of(Operand::of(element))];
    arguments.extend(further.iter().map(|it| (*it).clone()));
    let aggregate = CallShape { over: true, ..CallShape::default() };
    resolve_call(engine, name, &arguments, aggregate).map(|call| call.result).unwrap_or_default()
}

/// A list of any length, where it is one.
fn as_list(ty: Type) -> Type {
    match ty {
        Type::Array { element, .. } => Type::Array { element, length: None },
        other => other,
    }
}

/// The type with every part that is `from` made `to`.
fn replace(ty: Type, from: &Type, to: &Type) -> Type {
    if ty == *from {
        return to.clone();
    }
    let within = |part: &Type| replace(part.clone(), from, to);
    match ty {
        Type::Array { element, length } => Type::Array { element: Arc::new(within(&element)), length },
        Type::Map { key, value } => Type::map(within(&key), within(&value)),
        Type::Struct(fields) => {
            Type::structure(fields.iter().map(|field| (field.name.clone(), within(&field.ty))))
        }
        other => other,
    }
}
