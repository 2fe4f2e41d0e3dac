//! Whether a string literal converts to a type, as DuckDB reads strings.

use crate::Type;

/// Certain yes, certain no, or `None`. Only what cannot be read in any way is a certain no.
pub(crate) fn literal_converts(text: &str, ty: &Type) -> Option<bool> {
    let trimmed = text.trim();
    match ty {
        Type::String { .. } | Type::Char { .. } => Some(true),
        Type::Boolean => {
            let word = trimmed.to_ascii_lowercase();
            Some(matches!(word.as_str(), "true" | "t" | "1" | "false" | "f" | "0" | "yes" | "y" | "no" | "n"))
        }
        Type::Integer { .. } => integer(trimmed, ty),
        Type::Float32 | Type::Float64 => {
            let word = trimmed.trim_start_matches(['-', '+']).to_ascii_lowercase();
            if matches!(word.as_str(), "inf" | "infinity" | "nan") { Some(true) } else { number(trimmed) }
        }
        Type::Decimal { .. } => number(trimmed),
        Type::Date => date(trimmed),
        Type::Timestamp { .. } => {
            let day: &str = trimmed.split([' ', 'T', 't']).next().unwrap_or_default();
            match date(day) {
                Some(true) if day.len() == trimmed.len() => Some(true),
                Some(true) => None,
                other => other,
            }
        }
        Type::Time { .. } => {
            let possible = trimmed.bytes().any(|b| b.is_ascii_digit());
            if possible { None } else { Some(false) }
        }
        Type::Interval(_) => {
            let possible = trimmed.bytes().any(|b| b.is_ascii_digit());
            if possible { None } else { Some(false) }
        }
        Type::Uuid => {
            let digits = trimmed.trim_start_matches('{').trim_end_matches('}');
            let hex = digits.bytes().filter(u8::is_ascii_hexdigit).count();
            let other = digits.bytes().any(|b| !b.is_ascii_hexdigit() && b != b'-');
            Some(hex == 32 && !other)
        }
        Type::Enum(Some(values)) => Some(values.iter().any(|value| value == text)),
        _ => None,
    }
}

/// A number as DuckDB reads it: sign, digits with single underscores, a point, an exponent. `None` for forms it may
/// or may not accept.
fn number(text: &str) -> Option<bool> {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !body.bytes().any(|b| b.is_ascii_digit()) {
        return Some(false);
    }
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let plain = (digits(whole) || whole.is_empty())
        && (digits(fraction) || fraction.is_empty())
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    match (plain, body.bytes().all(|b| b.is_ascii_hexdigit() || b"_xX.+-".contains(&b))) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

fn integer(text: &str, ty: &Type) -> Option<bool> {
    if let Ok(value) = text.parse::<i128>() {
        return Some(super::promote::value_fits(value, ty));
    }
    match number(text) {
        Some(false) => Some(false),
        _ => None,
    }
}

/// `YYYY-M-D` with `-`, `/`, `\` or a space between, or one of DuckDB's special words.
fn date(text: &str) -> Option<bool> {
    let lower = text.to_ascii_lowercase();
    if matches!(lower.as_str(), "epoch" | "infinity" | "-infinity") {
        return Some(true);
    }
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Some(false);
    }
    let parts: Vec<&str> = text.split(['-', '/', '\\']).collect();
    let [year, month, day] = parts.as_slice() else {
        // No separator at all is never a date; anything else may be a form not described here.
        return if parts.len() == 1 && !text.contains(' ') { Some(false) } else { None };
    };
    let number = |text: &str| text.parse::<u32>().ok();
    let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else {
        return None;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Some(false),
    };
    Some((1..=days).contains(&day))
}
