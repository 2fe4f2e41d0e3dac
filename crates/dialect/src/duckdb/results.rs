//! Results of DuckDB functions that their signature does not say: what their own bind code decides, observed on 1.5.6.

use super::promote::{as_decimal, decimal};
use crate::function::Shape;
use crate::rules::ChosenCall;
use crate::{Argument, CallShape, Engine, Field, FunctionKind, Operand, Type, resolve_call, unify_all};
use smol_str::SmolStr;
use std::sync::Arc;

/// The result, or `None` where the signature's own result says it.
pub(super) fn result(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    let ChosenCall { candidate, arguments, .. } = *call;
    let ty =
        |index: usize| arguments.get(index).map_or(Type::Unknown, |argument| argument.operand.ty.clone());
    let operands = || -> Vec<Operand> { arguments.iter().map(|argument| argument.operand.clone()).collect() };
    let unified = || unify_all(engine, &operands()).unwrap_or_default();
    let is_decimal = candidate.signature.result == Shape::Decimal;
    let body =
        || arguments.iter().find(|argument| argument.lambda).map(|argument| argument.operand.ty.clone());
    Some(match call.name {
        "+" | "add" | "-" | "subtract" | "*" | "multiply" | "%" | "mod"
            if is_decimal && arguments.len() == 2 =>
        {
            decimal_operation(call.name, &ty(0), &ty(1))
        }
        "sum" | "sum_no_overflow" if is_decimal => match ty(0) {
            Type::Decimal { scale, .. } => Type::Decimal { precision: 38, scale },
            _ => Type::Unknown,
        },
        "avg" if is_decimal => Type::Float64,
        "round" | "trunc" if is_decimal && arguments.len() == 2 => {
            match (ty(0), arguments[1].operand.integer()) {
                (Type::Decimal { precision, scale }, Some(digits)) => {
                    let scale = i8::try_from(digits.clamp(0, scale.max(0).into())).unwrap_or(scale);
                    Type::Decimal { precision, scale }
                }
                _ => Type::Unknown,
            }
        }
        "round" | "trunc" | "ceil" | "floor" if is_decimal => match ty(0) {
            Type::Decimal { precision, .. } => Type::Decimal { precision, scale: 0 },
            other => other,
        },
        "approx_quantile" if is_decimal => match ty(0) {
            Type::Decimal { precision: ..=4, .. } => Type::SMALLINT,
            Type::Decimal { precision: ..=9, .. } => Type::INTEGER,
            Type::Decimal { precision: ..=18, .. } => Type::BIGINT,
            _ => Type::HUGEINT,
        },
        "quantile_cont" | "quantile_disc" if matches!(ty(1), Type::Array { .. }) => {
            let single = if call.name == "quantile_cont" { continuous(&ty(0)) } else { ty(0) };
            Type::list(single)
        }
        "quantile_cont" => continuous(&ty(0)),
        "median" => continuous(&ty(0)),
        "min" | "max" if arguments.len() == 2 => Type::list(ty(0)),
        "approx_top_k" => Type::list(ty(0)),
        // With bins, decimals are counted as DOUBLE.
        "histogram" | "histogram_exact" => match ty(0) {
            Type::Decimal { .. } if arguments.len() == 2 => Type::map(Type::Float64, Type::unsigned(64)),
            other => Type::map(other, Type::unsigned(64)),
        },
        "greatest" | "least" => unified(),
        "concat" | "||"
            if arguments.iter().any(|argument| matches!(argument.operand.ty, Type::Array { .. })) =>
        {
            as_list(unified())
        }
        "concat" => Type::STRING,
        "list_concat" | "+" | "add" if matches!(candidate.signature.result, Shape::List(_)) => {
            as_list(unified())
        }
        "list_transform" | "apply" => Type::list(body().unwrap_or_default()),
        "list_reduce" => match (body(), ty(0)) {
            (_, Type::Array { element, .. }) if arguments.len() == 2 => (*element).clone(),
            (Some(body), _) => body,
            _ => Type::Unknown,
        },
        "list_grade_up" => Type::list(Type::BIGINT),
        "equi_width_bins" => match ty(0) {
            integer @ Type::Integer { .. } if integer != Type::HUGEINT => Type::list(Type::BIGINT),
            Type::Float32 | Type::Float64 | Type::Decimal { .. } => Type::list(Type::Float64),
            other => Type::list(other),
        },
        "list_slice" | "array_slice" => match ty(0) {
            Type::Json => Type::STRING,
            other => as_list(other),
        },
        "list_aggregate" => {
            aggregate_of(engine, arguments.get(1).and_then(|argument| argument.operand.string())?, &ty(0))
        }
        "array_value" => {
            Type::Array { element: Arc::new(unified()), length: u32::try_from(arguments.len()).ok() }
        }
        "list_zip" => {
            let element = |argument: &&Argument| match &argument.operand.ty {
                Type::Array { element, .. } => (**element).clone(),
                _ => Type::Unknown,
            };
            let lists = arguments.iter().filter(|argument| argument.operand.ty != Type::Boolean);
            Type::list(Type::structure(lists.map(|argument| ("", element(argument)))))
        }
        "row" => Type::structure(arguments.iter().map(|argument| ("", argument.operand.ty.clone()))),
        "struct_pack" => Type::structure(named(arguments)),
        "struct_insert" | "struct_update" => match ty(0) {
            Type::Struct(fields) => with_fields(&fields, named(&arguments[1..])),
            _ => Type::Unknown,
        },
        "struct_concat" => {
            let mut fields = Vec::new();
            for argument in arguments {
                match &argument.operand.ty {
                    Type::Struct(more) => fields.extend(more.iter().cloned()),
                    _ => return Some(Type::Unknown),
                }
            }
            Type::Struct(fields.into())
        }
        "struct_values" => match ty(0) {
            Type::Struct(fields) => Type::structure(fields.iter().map(|field| ("", field.ty.clone()))),
            _ => Type::Unknown,
        },
        "struct_extract" | "array_extract" | "struct_extract_at" | "union_extract"
            if candidate.signature.result == Shape::Any =>
        {
            let key = &arguments.get(1)?.operand;
            match ty(0) {
                Type::Struct(fields) | Type::Union(fields) => member(&fields, key),
                _ => Type::Unknown,
            }
        }
        "union_tag" => match ty(0) {
            Type::Union(members) => {
                Type::Enum(Some(members.iter().map(|member| member.name.clone()).collect()))
            }
            _ => Type::Enum(None),
        },
        "union_value" => {
            let members = named(arguments);
            Type::Union(members.into_iter().map(|(name, ty)| Field { name, ty }).collect())
        }
        "enum_code" => match ty(0) {
            Type::Enum(Some(values)) if values.len() <= 256 => Type::unsigned(8),
            Type::Enum(Some(values)) if values.len() <= 65536 => Type::unsigned(16),
            Type::Enum(Some(_)) => Type::unsigned(32),
            _ => Type::Unknown,
        },
        "error" => Type::Null,
        "current_setting"
        | "getvariable"
        | "from_json"
        | "from_json_strict"
        | "json_transform"
        | "json_transform_strict" => Type::Unknown,
        "date_part" if candidate.signature.result == Shape::Struct => Type::Unknown,
        "unnest" if candidate.signature.result == Shape::Any => Type::Unknown,
        name => match name.strip_prefix("list_") {
            Some(aggregate)
                if candidate.signature.result == Shape::Any && call.kind == FunctionKind::Scalar =>
            {
                aggregate_of(engine, aggregate, &ty(0))
            }
            _ => return None,
        },
    })
}

/// Medians and continuous quantiles interpolate: whole numbers become DOUBLE, days TIMESTAMP.
fn continuous(ty: &Type) -> Type {
    match ty {
        Type::Integer { .. } => Type::Float64,
        Type::Date => Type::TIMESTAMP,
        other => other.clone(),
    }
}

/// Decimal arithmetic. `+ -` keep every integer digit, the larger scale, and one digit for the carry; `*` adds both
/// precisions and scales; `%` is the common decimal. More than 38 digits become 38, but DOUBLE for `%`. Where both
/// sides have at most 18 digits, so has the result (DuckDB 1.x stays in 64 bits and checks for overflow).
fn decimal_operation(operator: &str, left: &Type, right: &Type) -> Type {
    let (Some((p, s)), Some((q, t))) = (as_decimal(left), as_decimal(right)) else {
        // Only numbers can be made decimals: a string literal beside one makes both DOUBLE.
        return match (left, right) {
            (Type::Unknown, _) | (_, Type::Unknown) => Type::Unknown,
            (Type::Null, _) | (_, Type::Null) => Type::Null,
            _ => Type::Float64,
        };
    };
    let common = (p - s).max(q - t) + s.max(t);
    let short = |digits: i16| if digits > 18 && p.max(q) <= 18 { 18 } else { digits };
    match operator {
        "%" | "mod" if common > 38 => Type::Float64,
        "%" | "mod" => decimal(common, s.max(t)),
        "*" | "multiply" if s + t > 38 => Type::Unknown,
        "*" | "multiply" if s + t < 18 => decimal(short(p + q), s + t),
        "*" | "multiply" => decimal(p + q, s + t),
        _ => decimal(short(common + 1), s.max(t)),
    }
}

fn as_list(ty: Type) -> Type {
    match ty {
        Type::Array { element, .. } => Type::Array { element, length: None },
        other => other,
    }
}

/// What an aggregate returns over the elements of a list.
fn aggregate_of(engine: Engine, name: &str, list: &Type) -> Type {
    let Type::Array { element, .. } = list else { return Type::Unknown };
    let argument = Argument::of(Operand::of((**element).clone()));
    let aggregate = CallShape { over: true, ..CallShape::default() };
    resolve_call(engine, name, &[argument], aggregate).map(|call| call.result).unwrap_or_default()
}

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
