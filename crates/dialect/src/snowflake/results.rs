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
        // Two digits before the point at least.
        "abs" => measured(&|(p, s)| numbers::number((p.max(s + 2), s))),
        "sign" => measured(&|_| Type::decimal(2, 0)),
        // Text that is given a scale reads as a NUMBER.
        "ceil" | "floor" | "round" | "trunc"
            if matches!(first, Type::String { .. }) && call.arguments.len() > 1 =>
        {
            numbers::rounded((18, 5), constant(call, 1))
        }
        "ceil" | "floor" | "round" | "trunc" => {
            measured(&|digits| numbers::rounded(digits, constant(call, 1)))
        }
        "uniform" => uniform(&operand(0).ty, &operand(1).ty),
        "bitand" | "bitor" | "bitxor" | "bitnot" | "bitshiftright" => bits(call),
        // As many digits as the number of buckets has.
        "width_bucket" => match call.arguments.get(3).and_then(|it| it.operand.integer()) {
            Some(count) => numbers::literal(&count.unsigned_abs().max(10).to_string()),
            None => Type::Unknown,
        },
        "div0" | "div0null" => {
            operators::arithmetic(BinaryOperator::Divide, &operand(0), &operand(1)).unwrap_or_default()
        }
        "mod" => operators::arithmetic(BinaryOperator::Modulo, &operand(0), &operand(1)).unwrap_or_default(),
        "to_decimal" | "try_to_decimal" => decimal(call),
        "as_number" => digits_of(constant(call, 1), constant(call, 2)),
        _ => return None,
    })
}

/// UNIFORM: as wide as the wider bound (<https://docs.snowflake.com/en/sql-reference/functions/uniform>).
fn uniform(low: &Type, high: &Type) -> Type {
    let is_floating = |ty: &Type| matches!(ty, Type::String { .. } | Type::Float32 | Type::Float64);
    if is_floating(low) || is_floating(high) {
        return Type::Float64;
    }
    match (numbers::digits(low), numbers::digits(high)) {
        (Some((p, s)), Some((q, t))) => {
            let scale = s.max(t);
            numbers::number(((p - s).max(q - t).max(2) + scale, scale))
        }
        _ => Type::Unknown,
    }
}

/// The digits of functions of bits (<https://docs.snowflake.com/en/sql-reference/functions/bitand>): those before the
/// point of the wider argument, two at least, and one more of BITOR.
fn bits(call: &ChosenCall<'_>) -> Type {
    let count = if matches!(call.name, "bitnot" | "bitshiftright") { 1 } else { 2 };
    let mut widest = 0;
    for place in 0..count {
        match numbers::digits(&call.ty(place)) {
            Some((p, s)) => widest = (p - s).max(widest),
            None => return Type::Unknown,
        }
    }
    numbers::number(((widest + i16::from(call.name == "bitor")).max(2), 0))
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
        // The separator stands between the others.
        "concat_ws" => {
            let mut all = types();
            let separator = if all.is_empty() { Type::Unknown } else { all.remove(0) };
            let gaps = all.len().saturating_sub(1);
            let parts = all.iter().chain(std::iter::repeat_n(&separator, gaps));
            text::concatenation(&parts.collect::<Vec<_>>())
        }
        // A letter may become three.
        "upper" | "initcap" => text::times(&first, 3),
        "regexp_substr" | "strtok" | "lower" | "trim" | "ltrim" | "rtrim" | "substr" | "left" | "right"
        | "reverse" | "split_part" | "collate" => text::kept(&first),
        _ => return None,
    })
}

/// <https://docs.snowflake.com/en/sql-reference/expressions-conditional>
fn of_choice(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    let operand = |place: usize| call.arguments.get(place).map(|it| it.operand.clone()).unwrap_or_default();
    Some(match call.name {
        "nullif" => null_if(&operand(0), &operand(1)),
        "nullifzero" => match &first {
            Type::String { .. } => Type::STRING,
            _ => first,
        },
        // Zero counts with two digits here.
        "zeroifnull" => match (&first, numbers::digits(&first)) {
            (_, Some(digits)) => numbers::number(numbers::common(digits, (2, 0))),
            (Type::Float32 | Type::Float64 | Type::String { .. } | Type::Variant, _) => Type::Float64,
            (Type::Null, _) => Type::decimal(2, 0),
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

/// NULLIF: the first argument, as wide as the second where both are numbers or both are text
/// (<https://docs.snowflake.com/en/sql-reference/functions/nullif>).
fn null_if(first: &Operand, second: &Operand) -> Type {
    match (&first.ty, &second.ty) {
        (Type::String { .. }, Type::String { .. }) => coercion::common(first, second),
        (Type::String { .. }, _) => Type::STRING,
        (a, b) if numbers::digits(a).is_some() && numbers::digits(b).is_some() => {
            coercion::common(first, second)
        }
        (Type::Null, _) => Type::Unknown,
        (ty, _) => ty.clone(),
    }
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
