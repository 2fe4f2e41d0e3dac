//! Results that are arrays, maps and structs: constructors, higher-order functions, sketches, windows of time.

use super::common::Reach;
use super::results::common;
use crate::function::Argument;
use crate::rules::ChosenCall;
use crate::{IntervalKind, Type};
use smol_str::{SmolStr, format_smolstr};

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    // What is no lambda stands for one that has no need of its parameters.
    let body = |nth: usize| -> Type {
        let mut lambdas = call.arguments.iter().filter(|argument| argument.lambda);
        let given = lambdas.nth(nth).or(call.arguments.last());
        given.map_or(Type::Unknown, |argument| argument.operand.ty.clone())
    };
    let types = || call.arguments.iter().map(|argument| &argument.operand.ty);
    Some(match call.name {
        "array" if call.arguments.is_empty() => Type::list(Type::Null),
        "map" => {
            let every_second = |from: usize| common(types().skip(from).step_by(2), Reach::Text);
            Type::map(every_second(0), every_second(1))
        }
        "map_concat" if call.arguments.is_empty() => Type::map(Type::STRING, Type::STRING),
        "map_concat" => common(types(), Reach::Text),
        "map_entries" => match first {
            Type::Map { key, value } => {
                Type::list(Type::structure([("key", Type::clone(&key)), ("value", Type::clone(&value))]))
            }
            Type::Null => Type::list(Type::structure([("key", Type::Null), ("value", Type::Null)])),
            _ => Type::Unknown,
        },
        "struct" => Type::structure(call.arguments.iter().enumerate().map(|(place, argument)| {
            let made_up = || format_smolstr!("col{}", place + 1);
            (argument.name.clone().unwrap_or_else(made_up), argument.operand.ty.clone())
        })),
        "named_struct" => named_struct(call.arguments),
        "arrays_zip" => {
            Type::list(Type::structure(call.arguments.iter().enumerate().map(|(place, argument)| {
                let element = match &argument.operand.ty {
                    Type::Array { element, .. } => Type::clone(element),
                    Type::Null => Type::Null,
                    _ => Type::Unknown,
                };
                (argument.name.clone().unwrap_or_else(|| format_smolstr!("{place}")), element)
            })))
        }
        "transform" | "zip_with" => Type::list(body(0)),
        "transform_keys" => match first {
            Type::Map { value, .. } => Type::map(body(0), Type::clone(&value)),
            _ => Type::Unknown,
        },
        "transform_values" | "map_zip_with" => match first {
            Type::Map { key, .. } => Type::map(Type::clone(&key), body(0)),
            _ => Type::Unknown,
        },
        "aggregate" if call.arguments.len() == 4 => body(1),
        "aggregate" => call.ty(1),
        "histogram_numeric" => {
            let adapts = first.is_text() || first == Type::Null;
            let place = if adapts { Type::Float64 } else { first };
            Type::list(Type::structure([("x", place), ("y", Type::Float64)]))
        }
        "approx_top_k" => top_k(first),
        "approx_top_k_accumulate" => Type::structure([
            ("sketch", Type::Binary),
            ("maxItemsTracked", Type::INTEGER),
            ("itemDataType", first),
            ("itemDataTypeDDL", Type::STRING),
        ]),
        "approx_top_k_estimate" => match &first {
            Type::Struct(fields) => {
                let item = fields.iter().find(|field| field.name == "itemDataType");
                item.map_or(Type::Unknown, |field| top_k(field.ty.clone()))
            }
            _ => Type::Unknown,
        },
        "window" | "session_window" => {
            let moment = match first {
                Type::Timestamp { .. } => first,
                _ => Type::TIMESTAMP_TZ,
            };
            Type::structure([("start", moment.clone()), ("end", moment)])
        }
        "abs" | "negative" | "positive" if first == Type::Interval(IntervalKind::Mixed) => first,
        _ => return None,
    })
}

fn top_k(item: Type) -> Type {
    Type::list(Type::structure([("item", item), ("count", Type::BIGINT)]))
}

/// `named_struct('a', 1, 'b', 2)`: its names are literals.
fn named_struct(arguments: &[&Argument]) -> Type {
    let fields = arguments.chunks(2).map(|pair| match pair {
        [name, value] => Some((SmolStr::from(name.operand.string()?), value.operand.ty.clone())),
        _ => None,
    });
    fields.collect::<Option<Vec<_>>>().map_or(Type::Unknown, Type::structure)
}

/// The types of the parameters of a function's lambda, after arguments of these types.
pub(super) fn lambda_parameters(function: &str, before: &[Type]) -> Vec<Type> {
    let element = |place: usize| match before.get(place) {
        Some(Type::Array { element, .. }) => Type::clone(element),
        _ => Type::Unknown,
    };
    let entry = |place: usize| match before.get(place) {
        Some(Type::Map { key, value }) => (Type::clone(key), Type::clone(value)),
        _ => (Type::Unknown, Type::Unknown),
    };
    match function {
        "transform" | "filter" => vec![element(0), Type::INTEGER],
        "exists" | "forall" => vec![element(0)],
        "array_sort" => vec![element(0), element(0)],
        // The second lambda makes the result of what has been accumulated.
        "aggregate" => {
            let accumulated = before.get(1).cloned().unwrap_or_default();
            if before.len() > 2 { vec![accumulated] } else { vec![accumulated, element(0)] }
        }
        "zip_with" => vec![element(0), element(1)],
        "map_filter" | "transform_keys" | "transform_values" => {
            let (key, value) = entry(0);
            vec![key, value]
        }
        "map_zip_with" => {
            let ((key, left), (_, right)) = (entry(0), entry(1));
            vec![key, left, right]
        }
        _ => Vec::new(),
    }
}
