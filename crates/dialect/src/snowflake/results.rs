//! Results of functions that no signature says (<https://docs.snowflake.com/en/sql-reference/functions-all>).

use super::{aggregates, coercion, moments, numbers, operators, text};
use crate::rules::ChosenCall;
use crate::{BinaryOperator, Operand, Type};

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    aggregates::result(call)
        .or_else(|| moments::result(call))
        .or_else(|| of_number(call))
        .or_else(|| of_text(call))
        .or_else(|| of_choice(call))
        .or_else(|| of_nested(call))
}

/// The value of a constant argument; `Some(None)` where the rows tell.
fn constant(call: &ChosenCall<'_>, place: usize) -> Option<Option<i128>> {
    call.arguments.get(place).map(|it| it.operand.integer())
}

/// <https://docs.snowflake.com/en/sql-reference/functions-numeric>
fn of_number(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    let operand = |place: usize| call.arguments.get(place).map(|it| it.operand.clone()).unwrap_or_default();
    let measured = |of: &dyn Fn((i16, i16)) -> Type| match (&first, numbers::digits(&first)) {
        (_, Some(digits)) => of(digits),
        (Type::Float32 | Type::Float64 | Type::String { .. } | Type::Variant, _) => Type::Float64,
        _ => Type::Unknown,
    };
    Some(match call.name {
        "abs" => measured(&numbers::number),
        "sign" => measured(&|_| Type::decimal(2, 0)),
        "trunc" if matches!(first, Type::Date | Type::Timestamp { .. }) => first,
        "ceil" | "floor" | "round" | "trunc" => {
            measured(&|digits| numbers::rounded(digits, constant(call, 1)))
        }
        "div0" | "div0null" => {
            operators::arithmetic(BinaryOperator::Divide, &operand(0), &operand(1)).unwrap_or_default()
        }
        "mod" => operators::arithmetic(BinaryOperator::Modulo, &operand(0), &operand(1)).unwrap_or_default(),
        "to_decimal" | "try_to_decimal" => decimal(call),
        "as_number" => digits_of(constant(call, 1), constant(call, 2)),
        _ => return None,
    })
}

/// TO_DECIMAL(value [, 'format'] [, precision [, scale]])
/// (<https://docs.snowflake.com/en/sql-reference/functions/to_decimal>).
fn decimal(call: &ChosenCall<'_>) -> Type {
    let second = call.arguments.get(1);
    let has_format = second.is_some_and(|it| it.operand.ty.is_text());
    let first = if has_format { 2 } else { 1 };
    digits_of(constant(call, first), constant(call, first + 1))
}

/// NUMBER(38, 0) unless digits are given.
fn digits_of(precision: Option<Option<i128>>, scale: Option<Option<i128>>) -> Type {
    let read = |argument: Option<Option<i128>>, default: i16| match argument {
        None => Some(default),
        Some(value) => i16::try_from(value?).ok().filter(|it| (0..=38).contains(it)),
    };
    match (read(precision, 38), read(scale, 0)) {
        (Some(precision), Some(scale)) => numbers::number((precision, scale)),
        _ => Type::Unknown,
    }
}

/// <https://docs.snowflake.com/en/sql-reference/functions-string>
fn of_text(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    let types = || (0..call.arguments.len()).map(|at| call.ty(at)).collect::<Vec<Type>>();
    Some(match call.name {
        "concat" => text::concatenation(&types().iter().collect::<Vec<_>>()),
        "concat_ws" => match types() {
            all if all.iter().all(|it| *it == Type::Binary) => Type::Binary,
            all if all.iter().any(Type::has_unknown) => Type::Unknown,
            _ => Type::STRING,
        },
        "lower" | "trim" | "ltrim" | "rtrim" | "substr" | "left" | "right" | "reverse" | "split_part"
        | "collate" => text::kept(&first),
        _ => return None,
    })
}

/// <https://docs.snowflake.com/en/sql-reference/expressions-conditional>
fn of_choice(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    let operand = |place: usize| call.arguments.get(place).map(|it| it.operand.clone()).unwrap_or_default();
    Some(match call.name {
        "nullif" => first,
        "nullifzero" | "zeroifnull" => match &first {
            ty if ty.is_number() => first,
            _ => Type::Unknown,
        },
        // DECODE(value, search, result, …[, default]): results stand at every second place, a default last.
        "decode" => {
            let count = call.arguments.len();
            let mut results: Vec<Operand> = (2..count).step_by(2).map(operand).collect();
            if count.is_multiple_of(2) {
                results.push(operand(count - 1));
            }
            let all_text = results.iter().all(|it| matches!(it.ty, Type::String { .. }));
            let joined = results.into_iter().reduce(|a, b| Operand::of(coercion::common(&a, &b)));
            match joined.map(|it| it.ty).unwrap_or_default() {
                // Without a default it may be NULL, which takes the length from text.
                Type::String { .. } if all_text && !count.is_multiple_of(2) => Type::STRING,
                ty => ty,
            }
        }
        "lag" | "lead" => match call.arguments.len() {
            0..=2 => first,
            _ => coercion::common(&operand(0), &operand(2)),
        },
        _ => return None,
    })
}

/// <https://docs.snowflake.com/en/sql-reference/functions-semistructured>
fn of_nested(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    let is_semi_structured = |ty: &Type| match ty {
        Type::Variant => true,
        Type::Array { element, .. } => **element == Type::Variant,
        Type::Map { value, .. } => **value == Type::Variant,
        _ => false,
    };
    Some(match call.name {
        "get" | "get_path" | "get_ignore_case" => match &first {
            ty if is_semi_structured(ty) => Type::Variant,
            Type::Array { element, .. } if call.name == "get" => (**element).clone(),
            Type::Map { value, .. } if call.name == "get" => (**value).clone(),
            _ => Type::Unknown,
        },
        "array_max" | "array_min" => match &first {
            Type::Array { element, .. } => (**element).clone(),
            _ => Type::Unknown,
        },
        "transform" if is_semi_structured(&first) => Type::list(Type::Variant),
        "transform" => Type::list(call.ty(1)),
        "map_cat" | "map_delete" | "map_insert" | "map_pick" => first,
        "vector_normalize" => Type::Unknown,
        // Functions of arrays keep a structured array's elements, or take others in; so much is on no page.
        _ if matches!(&first, Type::Array { .. }) && !is_semi_structured(&first) && returns_array(call) => {
            Type::Unknown
        }
        _ => return None,
    })
}

fn returns_array(call: &ChosenCall<'_>) -> bool {
    let result = &call.candidate.signature.result;
    *result == crate::function::Shape::Exactly(Type::list(Type::Variant))
}
