//! Literals that name their type: `TIMESTAMP '2020-06-10 15:55:23.383345'`, `DECIMAL '12.30'`.

use crate::Type;

/// The type of a literal of `ty`: times are as precise as they are written, decimals have all their digits, zeros in
/// front too (<https://trino.io/docs/current/language/types.html>).
pub(super) fn typed(ty: Type, text: &str) -> Type {
    match ty {
        Type::Decimal { precision: 38, scale: 0 } => digits(text),
        Type::Time { precision: None, .. } => {
            let (precision, zone) = clock(text.trim());
            Type::Time { precision, zone }
        }
        Type::Timestamp { precision: None, .. } => {
            // A year before the first may be written with a sign, and no time at all is midnight.
            let after_date = text.trim().split_once([' ', 'T']).map_or("", |(_, rest)| rest);
            let (precision, zone) = clock(after_date);
            Type::Timestamp { precision, zone }
        }
        other => other,
    }
}

/// The digits of the second in `01:02:03.456 UTC`, and whether a zone follows.
fn clock(text: &str) -> (Option<u8>, bool) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    let digits = clock.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let precision = u8::try_from(digits).unwrap_or(12).min(12);
    // Three digits are the default, which is written as none.
    ((precision != 3).then_some(precision), !zone.trim().is_empty())
}

fn digits(text: &str) -> Type {
    let number = text.trim().trim_start_matches(['-', '+']).replace('_', "");
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let all_digits = [whole, fraction].iter().all(|it| it.bytes().all(|b| b.is_ascii_digit()));
    match (u8::try_from(whole.len() + fraction.len()), i8::try_from(fraction.len())) {
        (Ok(precision @ 1..=38), Ok(scale)) if all_digits => Type::decimal(precision, scale),
        _ => Type::Unknown,
    }
}
