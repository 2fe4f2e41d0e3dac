//! Results of functions that no signature says: digits, lengths, precisions and what lambdas return
//! (<https://trino.io/docs/current/functions.html>).

use super::decimals::{self, decimal};
use super::operators;
use crate::rules::ChosenCall;
use crate::{BinaryOperator, Type};

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let first = call.ty(0);
    if let Type::Decimal { precision, scale } = first
        && let Some(ty) = of_decimal(call, (precision.into(), scale.into()))
    {
        return Some(ty);
    }
    match call.name {
        "mod" => Some(operators::number(BinaryOperator::Modulo, &first, &call.ty(1)).unwrap_or_default()),
        "ceiling" | "floor" | "round" | "truncate" | "sign" => Some(first),
        "avg" | "sum" => None,
        _ => of_text(call, &first).or_else(|| of_moment(call, &first)).or_else(|| of_nested(call, &first)),
    }
}

/// <https://trino.io/docs/current/functions/decimal.html>, <https://trino.io/docs/current/functions/math.html>
fn of_decimal(call: &ChosenCall<'_>, (p, s): (i16, i16)) -> Option<Type> {
    Some(match (call.name, call.arguments.len()) {
        ("ceiling" | "floor", _) | ("round", 1) => decimals::whole((p, s)),
        ("round", _) => decimal(p + 1, s),
        ("truncate", 1) => decimal((p - s).max(1), 0),
        ("truncate", _) => decimal(p, s),
        ("sign", _) => decimal(1, 0),
        ("sum", _) => decimal(38, s),
        ("avg", _) => decimal(p, s),
        _ => return None,
    })
}

/// Functions whose text is as long as their first argument at most; the others' lengths are open.
fn of_text(call: &ChosenCall<'_>, first: &Type) -> Option<Type> {
    let kept = match first {
        Type::String { .. } => first.clone(),
        // JSON's text has no length.
        Type::Json => Type::STRING,
        Type::Null => Type::Unknown,
        _ => Type::Unknown,
    };
    let is_text = matches!(first, Type::String { .. } | Type::Char { .. } | Type::Unknown | Type::Null);
    Some(match call.name {
        "lower"
        | "upper"
        | "trim"
        | "ltrim"
        | "rtrim"
        | "split_part"
        | "regexp_extract"
        | "word_stem"
        | "url_extract_fragment"
        | "url_extract_host"
        | "url_extract_parameter"
        | "url_extract_path"
        | "url_extract_protocol"
        | "url_extract_query"
        | "json_extract_scalar" => kept,
        "reverse" | "substring" if is_text => kept,
        "replace" if call.arguments.len() == 2 => kept,
        "regexp_replace" if call.arguments.len() == 2 => kept,
        "replace" | "regexp_replace" => replaced(call, first),
        "split" | "regexp_extract_all" | "regexp_split" => Type::list(kept),
        "concat" if is_text => match (0..call.arguments.len()).all(|at| is_varchar(&call.ty(at))) {
            true => Type::STRING,
            false => Type::Unknown,
        },
        _ => return None,
    })
}

/// `replace` and `regexp_replace` with a replacement, which may stand before each character and at the end
/// (<https://github.com/trinodb/trino/blob/master/core/trino-main/src/main/java/io/trino/operator/scalar/StringFunctions.java>,
/// `JoniRegexpFunctions.java` beside it).
fn replaced(call: &ChosenCall<'_>, first: &Type) -> Type {
    let (Type::String { length }, false) = (first, call.arguments.get(2).is_some_and(|it| it.lambda)) else {
        return if matches!(first, Type::String { length: None }) { Type::STRING } else { Type::Unknown };
    };
    let Type::String { length: replacement } = call.ty(2) else { return Type::Unknown };
    let (Some(length), Some(replacement)) = (length, replacement) else { return Type::STRING };
    let (length, replacement) = (u64::from(*length), u64::from(replacement));
    let each = match call.name {
        "replace" => replacement,
        // A replacement may name groups, which are as long as the text.
        _ => (length.saturating_mul(replacement) / 2).max(replacement),
    };
    let longest = length.saturating_add(each.saturating_mul(length + 1));
    // The longest of all is text without a length.
    Type::String { length: u32::try_from(longest).ok().filter(|it| *it < i32::MAX as u32) }
}

fn is_varchar(ty: &Type) -> bool {
    matches!(ty, Type::String { .. } | Type::Null)
}

/// The value in another zone, as precise as it was.
pub(super) fn zoned(value: &Type) -> Type {
    match value {
        Type::Timestamp { precision, .. } => Type::Timestamp { precision: *precision, zone: true },
        Type::Time { precision, .. } => Type::Time { precision: *precision, zone: true },
        _ => Type::Unknown,
    }
}

/// <https://trino.io/docs/current/functions/datetime.html>
fn of_moment(call: &ChosenCall<'_>, first: &Type) -> Option<Type> {
    // `current_timestamp(6)`: as precise as asked for.
    let asked = || {
        let digits = call.arguments.first().and_then(|it| it.operand.integer());
        digits.and_then(|it| u8::try_from(it).ok()).map(|it| (it != 3).then_some(it))
    };
    Some(match (call.name, call.arguments.is_empty()) {
        ("at_timezone" | "with_timezone", _) => zoned(first),
        ("current_timestamp", false) => {
            asked().map(|precision| Type::Timestamp { precision, zone: true }).unwrap_or_default()
        }
        ("localtimestamp", false) => {
            asked().map(|precision| Type::Timestamp { precision, zone: false }).unwrap_or_default()
        }
        ("current_time", false) => {
            asked().map(|precision| Type::Time { precision, zone: true }).unwrap_or_default()
        }
        ("localtime", false) => {
            asked().map(|precision| Type::Time { precision, zone: false }).unwrap_or_default()
        }
        ("sequence", _) if matches!(first, Type::Timestamp { .. }) => Type::list(first.clone()),
        _ => return None,
    })
}

/// <https://trino.io/docs/current/functions/array.html>, <https://trino.io/docs/current/functions/map.html>
fn of_nested(call: &ChosenCall<'_>, first: &Type) -> Option<Type> {
    let element = |ty: &Type| match ty {
        Type::Array { element, .. } => (**element).clone(),
        _ => Type::Unknown,
    };
    let unnamed = |types: Vec<Type>| Type::structure(types.into_iter().map(|ty| ("", ty)));
    let entry = |ty: &Type| match ty {
        Type::Map { key, value } => ((**key).clone(), (**value).clone()),
        _ => (Type::Unknown, Type::Unknown),
    };
    let pair = |ty: &Type| match element(ty) {
        Type::Struct(fields) => match &fields[..] {
            [key, value] => (key.ty.clone(), value.ty.clone()),
            _ => (Type::Unknown, Type::Unknown),
        },
        _ => (Type::Unknown, Type::Unknown),
    };
    Some(match call.name {
        "transform" => Type::list(call.ty(1)),
        "zip_with" => Type::list(call.ty(2)),
        "reduce" => call.ty(3),
        "reduce_agg" => call.ty(1),
        "row" => unnamed((0..call.arguments.len()).map(|at| call.ty(at)).collect()),
        "zip" => Type::list(unnamed((0..call.arguments.len()).map(|at| element(&call.ty(at))).collect())),
        "map_entries" => {
            let (key, value) = entry(first);
            Type::list(unnamed(vec![key, value]))
        }
        "map_from_entries" => {
            let (key, value) = pair(first);
            Type::map(key, value)
        }
        "multimap_from_entries" => {
            let (key, value) = pair(first);
            Type::map(key, Type::list(value))
        }
        "map" if call.arguments.is_empty() => Type::map(Type::Null, Type::Null),
        "transform_keys" => Type::map(call.ty(1), entry(first).1),
        "transform_values" => Type::map(entry(first).0, call.ty(1)),
        "map_zip_with" => Type::map(entry(first).0, call.ty(2)),
        "nullif" => first.clone(),
        _ => return None,
    })
}
