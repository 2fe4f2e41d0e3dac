//! Literals: numbers with their suffixes, the fields of intervals, and strings that no number or moment is read from
//! (<https://spark.apache.org/docs/latest/sql-ref-literals.html>).

use crate::operand::number_by_size;
use crate::{IntervalField, IntervalKind, Literal, Operand, Type};

/// The type of a number literal without its sign: `1` INT, BIGINT or a decimal by size, `1.5` DECIMAL, `1e3` DOUBLE,
/// else by suffix: `1L` `1S` `1Y` `1D` `1F` `1BD`.
pub(super) fn number_type(text: &str) -> Type {
    let upper = text.to_ascii_uppercase();
    let is_number = |text: &str| text.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    let suffixed = |suffix: &str| upper.strip_suffix(suffix).filter(|rest| is_number(rest));
    if let Some(digits) = suffixed("BD") {
        return decimal(digits);
    }
    let suffixes = [
        ("L", Type::BIGINT),
        ("S", Type::SMALLINT),
        ("Y", Type::TINYINT),
        ("D", Type::Float64),
        ("F", Type::Float32),
    ];
    match suffixes.into_iter().find(|(suffix, _)| suffixed(suffix).is_some()) {
        Some((_, ty)) => ty,
        None if upper.contains(['.', 'E']) => {
            if upper.contains('E') {
                Type::Float64
            } else {
                decimal(&upper)
            }
        }
        None => number_by_size(&upper),
    }
}

/// The type of a whole-number literal with a minus before it, where that is another: one more number is negative than
/// positive.
pub(super) fn negative_type(operand: &Operand) -> Option<Type> {
    let Some(Literal::Number(text)) = &operand.literal else { return None };
    match text.as_str() {
        "2147483648" => Some(Type::INTEGER),
        "9223372036854775808" => Some(Type::BIGINT),
        _ => None,
    }
}

/// The value of a whole-number literal, sign and suffix allowed.
pub(super) fn whole_value(operand: &Operand) -> Option<i128> {
    match &operand.literal {
        Some(Literal::Number(text)) => text.trim_end_matches(|c: char| "LSYlsy".contains(c)).parse().ok(),
        _ => None,
    }
}

/// The decimal of a literal's digits: `0.05` has two, both behind the point.
fn decimal(text: &str) -> Type {
    let (mantissa, exponent) = text.split_once('E').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let Ok(exponent) = exponent.parse::<i64>() else { return Type::Unknown };
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0').len().max(1);
    let (Ok(significant), Ok(behind)) = (i64::try_from(significant), i64::try_from(fraction.len())) else {
        return Type::Unknown;
    };
    let scale = behind - exponent;
    // A negative scale is written out: 1E3BD has four digits.
    let (precision, scale) =
        if scale < 0 { (significant - scale, 0) } else { (significant.max(scale), scale) };
    match (u8::try_from(precision), i8::try_from(scale)) {
        (Ok(precision), Ok(scale)) if precision <= 38 => Type::Decimal { precision, scale },
        _ => Type::Unknown,
    }
}

/// The type of an interval that names these units, singular or plural, in any order.
pub(super) fn interval_type(units: &[&str]) -> Type {
    let fields: Option<Vec<IntervalField>> = units.iter().map(|unit| interval_field(unit)).collect();
    match fields.as_deref() {
        Some([]) | None => Type::Unknown,
        Some([first, rest @ ..]) => {
            let (low, high) =
                rest.iter().fold((*first, *first), |(low, high), it| (low.min(*it), high.max(*it)));
            Type::Interval(IntervalKind::of(low, high))
        }
    }
}

fn interval_field(unit: &str) -> Option<IntervalField> {
    use IntervalField as F;
    let unit = unit.to_ascii_uppercase();
    Some(match unit.strip_suffix('S').unwrap_or(&unit) {
        "YEAR" => F::Year,
        "MONTH" => F::Month,
        "WEEK" | "DAY" => F::Day,
        "HOUR" => F::Hour,
        "MINUTE" => F::Minute,
        "SECOND" | "MILLISECOND" | "MICROSECOND" | "NANOSECOND" => F::Second,
        _ => return None,
    })
}

/// Whether text certainly does not convert: a number without a digit that is none of the words for floats, a truth
/// value that is none of the words.
pub(super) fn converts(text: &str, ty: &Type) -> Option<bool> {
    let text = text.trim().to_ascii_lowercase();
    let has_digit = text.bytes().any(|it| it.is_ascii_digit());
    let is_word = |words: &[&str]| words.contains(&text.as_str());
    let possible = match ty {
        Type::Integer { .. } | Type::Decimal { .. } => has_digit,
        Type::Float32 | Type::Float64 => {
            let word = text.trim_start_matches(['+', '-']);
            has_digit || ["inf", "infinity", "nan"].contains(&word)
        }
        Type::Boolean => is_word(&["t", "true", "y", "yes", "1", "f", "false", "n", "no", "0"]),
        _ => return None,
    };
    (!possible).then_some(false)
}
