//! Structs, unions and maps.

use super::unified;
use crate::function::Shape;
use crate::rules::ChosenCall;
use crate::{Argument, Engine, Field, Operand, Type};
use smol_str::SmolStr;

pub(super) fn result(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    Some(match call.name {
        "row" => Type::structure(call.arguments.iter().map(|argument| ("", argument.operand.ty.clone()))),
        "struct_pack" => Type::structure(named(call.arguments)),
        "struct_insert" | "struct_update" => match first {
            Type::Struct(fields) => with_fields(&fields, named(&call.arguments[1..])),
            _ => Type::Unknown,
        },
        "struct_concat" => {
            let mut fields = Vec::new();
            for argument in call.arguments {
                match &argument.operand.ty {
                    Type::Struct(more) => fields.extend(more.iter().cloned()),
                    _ => return Some(Type::Unknown),
                }
            }
            Type::Struct(fields.into())
        }
        "struct_values" => match first {
            Type::Struct(fields) => Type::structure(fields.iter().map(|field| ("", field.ty.clone()))),
            Type::Null => Type::Null,
            _ => Type::Unknown,
        },
        "struct_extract" | "array_extract" | "struct_extract_at" | "union_extract"
            if call.candidate.signature.result == Shape::Any =>
        {
            let key = &call.arguments.get(1)?.operand;
            match first {
                Type::Struct(fields) | Type::Union(fields) => member(&fields, key),
                _ => Type::Unknown,
            }
        }
        // The second argument is a value of the type that comes out.
        "remap_struct" => call.ty(1),
        "union_tag" => match first {
            Type::Union(members) => {
                Type::Enum(Some(members.iter().map(|member| member.name.clone()).collect()))
            }
            Type::Null => Type::Null,
            _ => Type::Enum(None),
        },
        "union_value" => {
            let members = named(call.arguments);
            Type::Union(members.into_iter().map(|(name, ty)| Field { name, ty }).collect())
        }
        "map_concat" => unified(engine, call),
        "map_entries" if first == Type::Null => {
            Type::list(Type::structure([("key", Type::Null), ("value", Type::Null)]))
        }
        _ => return None,
    })
}

/// Why DuckDB refuses to look into a struct, or to change it.
pub(super) fn refusal(call: &ChosenCall<'_>) -> Option<String> {
    let Type::Struct(fields) = call.ty(0) else { return None };
    let name = call.name;
    match name {
        "struct_contains" | "struct_has" | "struct_position" | "struct_indexof" => {
            let has_names = fields.iter().any(|it| !it.name.is_empty());
            has_names.then(|| format!("`{name}` looks into structs without names only"))
        }
        "struct_extract" if fields.is_empty() => Some("there is nothing in an empty struct".to_owned()),
        "struct_insert" | "struct_update" => {
            let names: Vec<String> =
                call.arguments.iter().filter_map(|it| Some(it.name.as_ref()?.to_lowercase())).collect();
            let twice = names.iter().enumerate().find(|(index, it)| names[..*index].contains(*it));
            twice.map(|(_, twice)| format!("`{name}` is given `{twice}` twice"))
        }
        _ => None,
    }
}

/// The arguments as fields.
fn named(arguments: &[&Argument]) -> Vec<(SmolStr, Type)> {
    arguments
        .iter()
        .map(|argument| (argument.name.clone().unwrap_or_default(), argument.operand.ty.clone()))
        .collect()
}

fn with_fields(fields: &[Field], more: Vec<(SmolStr, Type)>) -> Type {
    let mut fields = fields.to_vec();
    for (name, ty) in more {
        match fields.iter_mut().find(|field| field.name.eq_ignore_ascii_case(&name)) {
            Some(field) => field.ty = ty,
            None => fields.push(Field { name, ty }),
        }
    }
    Type::Struct(fields.into())
}

/// The field that a literal key or position (from 1) names.
fn member(fields: &[Field], key: &Operand) -> Type {
    let position = key.integer().and_then(|position| usize::try_from(position - 1).ok());
    let field = match key.string() {
        Some(name) => fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)),
        None => position.and_then(|position| fields.get(position)),
    };
    field.map_or(Type::Unknown, |field| field.ty.clone())
}
