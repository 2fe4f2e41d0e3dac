//! Results of calls that no signature says: what functions make of their arguments' types and literals
//! (<https://docs.databricks.com/en/sql/language-manual/sql-ref-functions-builtin.html>; observed on Spark 4.3).

use super::common::{Reach, common_type};
use super::literals::whole_value;
use super::{decimals, nested, operators};
use crate::function::FunctionKind;
use crate::rules::ChosenCall;
use crate::{BinaryOperator, DialectKind, Operand, Type, parse_type};

const DIALECT: DialectKind = DialectKind::Databricks;

/// The result, or `None` where the overload's own result says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    if call.kind == FunctionKind::Table {
        return None;
    }
    let operand = |place: usize| call.arguments.get(place).map(|argument| &argument.operand);
    let first = call.ty(0);
    Some(match call.name {
        "sum" => sum(first)?,
        "avg" => average(first)?,
        "regr_avgx" => average(call.ty(1)).unwrap_or(Type::Float64),
        "regr_avgy" => average(first).unwrap_or(Type::Float64),
        "percentile" | "percentile_cont" | "percentile_disc" => {
            let single = match first {
                Type::Unknown => Type::Unknown,
                Type::Interval(kind) => Type::Interval(kind.widest()),
                _ => Type::Float64,
            };
            many_if(matches!(call.ty(1), Type::Array { .. }), single)
        }
        "approx_percentile" => {
            let single = if first.is_text() || first == Type::Null { Type::Float64 } else { first };
            many_if(matches!(call.ty(1), Type::Array { .. }), single)
        }
        "ceil" | "floor" if call.arguments.len() == 1 => match first {
            Type::Decimal { .. } => decimals::rounded(decimals::of(&first)?, 0),
            _ => return None,
        },
        "ceil" | "floor" => rounded_decimal(&first, operand(1)?),
        "round" | "bround" => match first {
            Type::Decimal { .. } if call.arguments.len() == 1 => decimals::rounded(decimals::of(&first)?, 0),
            Type::Decimal { .. } => rounded_decimal(&first, operand(1)?),
            Type::Null => Type::Float64,
            text if text.is_text() => Type::Float64,
            other => other,
        },
        "bit_and" | "bit_or" | "bit_xor" if first == Type::Null => Type::INTEGER,
        "mod" | "pmod" | "try_mod" => arithmetic(BinaryOperator::Modulo, call),
        "try_add" => arithmetic(BinaryOperator::Add, call),
        "try_subtract" => arithmetic(BinaryOperator::Subtract, call),
        "try_multiply" => arithmetic(BinaryOperator::Multiply, call),
        "try_divide" => arithmetic(BinaryOperator::Divide, call),
        "greatest" | "least" => common(call.arguments.iter().map(|it| &it.operand.ty), Reach::NoText),
        "zeroifnull" => common([&first, &Type::INTEGER].into_iter(), Reach::Text),
        "decode" if call.arguments.len() > 2 => decoded(call),
        "sequence" => Type::list(sequence_element(call)),
        "uniform" => uniform(&first, &call.ty(1)),
        // `dateadd(month, 1, d)`: a moment, whatever it was.
        "date_add" | "timestampadd" if call.arguments.len() == 3 => match call.ty(2) {
            Type::Timestamp { .. } => call.ty(2),
            Type::Unknown => Type::Unknown,
            _ => Type::TIMESTAMP_TZ,
        },
        "date_part" | "extract" => match operand(0).and_then(Operand::string) {
            Some(field) => extract_type(&field.to_ascii_lowercase(), &call.ty(1)),
            None => Type::Unknown,
        },
        "current_time" | "localtime" => match (call.arguments.len(), operand(0).and_then(whole_value)) {
            (0, _) => Type::TIME,
            (_, Some(digits)) => {
                Type::Time { precision: u8::try_from(digits).ok().filter(|it| *it != 6), zone: false }
            }
            _ => Type::Unknown,
        },
        "time_trunc" => call.ty(1),
        "time_bucket" => match call.ty(1) {
            moment @ (Type::Timestamp { .. } | Type::Unknown) => moment,
            _ => Type::TIMESTAMP_TZ,
        },
        "to_number" | "try_to_number" => match operand(1).and_then(Operand::string) {
            Some(format) => number_format(format),
            None => Type::Unknown,
        },
        "variant_get" | "try_variant_get" => {
            match (call.arguments.len(), operand(2).and_then(Operand::string)) {
                (2, _) => Type::Variant,
                (_, Some(ty)) => parse_type(ty, DIALECT).unwrap_or_default(),
                _ => Type::Unknown,
            }
        }
        "from_json" | "from_csv" | "from_xml" => match operand(1).and_then(Operand::string) {
            Some(schema) => schema_type(schema),
            None => Type::Unknown,
        },
        _ => return nested::result(call),
    })
}

/// SUM: ten more digits of a decimal, BIGINT of whole numbers, DOUBLE of the rest; intervals stay.
fn sum(ty: Type) -> Option<Type> {
    Some(match ty {
        Type::Decimal { precision, scale } => {
            Type::Decimal { precision: precision.saturating_add(10).min(38), scale }
        }
        Type::Interval(_) | Type::Unknown => ty,
        _ => return None,
    })
}

/// AVG: four more digits before and after the point of a decimal; intervals get all their fields.
fn average(ty: Type) -> Option<Type> {
    Some(match ty {
        Type::Decimal { precision, scale } => Type::Decimal {
            precision: precision.saturating_add(4).min(38),
            scale: scale.saturating_add(4).min(38),
        },
        Type::Unknown => Type::Unknown,
        _ => return None,
    })
}

fn many_if(many: bool, single: Type) -> Type {
    if many { Type::list(single) } else { single }
}

/// Rounding to a number of digits, which must be a literal: a decimal of as many.
fn rounded_decimal(ty: &Type, digits: &Operand) -> Type {
    let exact = match ty {
        text if text.is_text() => Some((38, 18)),
        other => decimals::of(other),
    };
    match (exact, whole_value(digits)) {
        (Some(exact), Some(digits)) => decimals::rounded(exact, digits),
        _ => Type::Unknown,
    }
}

fn arithmetic(operator: BinaryOperator, call: &ChosenCall<'_>) -> Type {
    match call.arguments {
        [left, right] => operators::binary(operator, &left.operand, &right.operand).unwrap_or_default(),
        _ => Type::Unknown,
    }
}

/// The common type; unknown where there is none.
pub(super) fn common<'a>(types: impl Iterator<Item = &'a Type>, reach: Reach) -> Type {
    let mut result = Type::Null;
    for ty in types {
        match common_type(&result, ty, reach) {
            Some(common) => result = common,
            None => return Type::Unknown,
        }
    }
    result
}

/// `decode(value, key, result, key, result, …, default)`: the common type of the results. A missing default is a NULL
/// of type STRING.
fn decoded(call: &ChosenCall<'_>) -> Type {
    let mut places: Vec<usize> = (2..call.arguments.len()).step_by(2).collect();
    let has_default = call.arguments.len().is_multiple_of(2);
    if has_default {
        places.push(call.arguments.len() - 1);
    }
    let missing = if has_default { Type::Null } else { Type::STRING };
    let types: Vec<Type> = places.into_iter().map(|place| call.ty(place)).chain([missing]).collect();
    common(types.iter(), Reach::Text)
}

/// The elements of SEQUENCE: the common type of its bounds, and of the step where that is no interval.
fn sequence_element(call: &ChosenCall<'_>) -> Type {
    let types: Vec<Type> = (0..call.arguments.len()).map(|place| call.ty(place)).collect();
    let same = types.iter().enumerate().filter(|(place, ty)| *place < 2 || !matches!(ty, Type::Interval(_)));
    common(same.map(|(_, ty)| ty), Reach::Text)
}

/// UNIFORM: the wider of the bounds' types; of a decimal and a whole number, the decimal.
fn uniform(low: &Type, high: &Type) -> Type {
    match (low, high) {
        (Type::Null, _) | (_, Type::Null) => Type::Float64,
        (decimal @ Type::Decimal { .. }, Type::Integer { .. })
        | (Type::Integer { .. }, decimal @ Type::Decimal { .. }) => decimal.clone(),
        _ => common([low, high].into_iter(), Reach::NoText),
    }
}

/// EXTRACT: whole numbers are INT, but seconds are DECIMAL(8,6) and the parts of intervals below a year or a day are
/// TINYINT (<https://docs.databricks.com/en/sql/language-manual/functions/extract.html>).
pub(super) fn extract_type(field: &str, value: &Type) -> Type {
    let of_interval = matches!(value, Type::Interval(_));
    match field {
        _ if value.is_unknown() && !field.starts_with("sec") => Type::Unknown,
        "second" | "seconds" | "sec" | "secs" | "s" => Type::decimal(8, 6),
        "month" | "months" | "mon" | "mons" | "hour" | "hours" | "hr" | "hrs" | "h" | "minute"
        | "minutes" | "min" | "mins" | "m"
            if of_interval =>
        {
            Type::TINYINT
        }
        _ => Type::INTEGER,
    }
}

/// The decimal of TO_NUMBER's format: its digits `0` and `9`, and those behind `.` or `D`.
fn number_format(format: &str) -> Type {
    let upper = format.to_ascii_uppercase();
    let count = |text: &str| text.bytes().filter(|it| matches!(it, b'0' | b'9')).count();
    let (whole, fraction) = upper.split_once(['.', 'D']).unwrap_or((&upper, ""));
    let (whole, fraction) = (count(whole), count(fraction));
    match (i16::try_from(whole + fraction), i16::try_from(fraction)) {
        (Ok(precision @ 1..=38), Ok(scale)) => decimals::ty((precision, scale)),
        _ => Type::Unknown,
    }
}

/// The type that a schema literal says: a type, or columns as in CREATE TABLE.
fn schema_type(schema: &str) -> Type {
    let whole = parse_type(schema, DIALECT);
    whole.or_else(|| parse_type(&format!("STRUCT<{schema}>"), DIALECT)).unwrap_or_default()
}
