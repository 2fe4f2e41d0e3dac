//! Intervals: <https://docs.databricks.com/en/sql/language-manual/data-types/interval-type.html>.

use super::{is_spark, plain_string};
use crate::parser::Parser;
use crate::{SyntaxKind, T};

/// The units of an interval, the longest first.
const UNITS: &[&str] =
    &["year", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond"];

/// The units that may stand at either side of TO, each with its place among the units of its family.
const BOUNDS: &[&str] = &["year", "month", "day", "hour", "minute", "second"];

/// The largest number of years that an interval holds.
const MAX_YEARS: u64 = 178_956_970;

/// The interval whose word INTERVAL stands at `first`, just read.
pub(crate) fn interval(p: &mut Parser<'_>, first: usize) {
    if !is_spark(p) {
        return;
    }
    let end = p.position();
    if end == first + 2 && p.kind_at(first + 1) == T![string] {
        if let Some(text) = plain_string(p.text_at(first + 1))
            && let Some(message) = text_complaint(text)
        {
            p.refuse(first, first + 1, message);
        }
        return;
    }
    let (mut at, mut families, mut parts) = (first + 1, [false; 2], 0);
    while at < end {
        let start = at;
        at += usize::from(matches!(p.kind_at(at), T!["+"] | T!["-"]));
        let kind = p.kind_at(at);
        if !matches!(kind, T![string] | T![number]) {
            if start == first + 1 && matches!(kind, T![ident] | T![quoted_ident]) {
                p.refuse(start, end - 1, "only numbers and expressions in parentheses make intervals");
            }
            return;
        }
        let value = at;
        let from = p.text_at(at + 1);
        at += 2;
        if at > end {
            p.refuse(first, end - 1, "expected a unit of time behind the number");
            return;
        }
        parts += 1;
        if at + 1 < end && p.kind_at(at) == T![to] {
            let to = p.text_at(at + 1);
            at += 2;
            let complaint = match kind {
                _ if parts > 1 || at < end => Some("`TO` must be the only part of its interval".to_owned()),
                T![string] => plain_string(p.text_at(value)).and_then(|it| bounds_complaint(it, from, to)),
                _ => Some(
                    "an interval with `TO` needs its value in a string, as in `INTERVAL '1-2' YEAR TO MONTH`"
                        .to_owned(),
                ),
            };
            if let Some(message) = complaint {
                p.refuse(start, at.min(end) - 1, message);
                return;
            }
            continue;
        }
        if let Some(message) = part_complaint(p, value, kind, from) {
            p.refuse(start, at - 1, message);
            return;
        }
        families[usize::from(!is_year_or_month(from))] = true;
    }
    if families == [true, true] {
        p.refuse(first, end - 1, MIXED);
    }
}

const MIXED: &str = "an interval holds years and months, or weeks down to seconds, not both";

fn part_complaint(p: &Parser<'_>, value: usize, kind: SyntaxKind, unit: &str) -> Option<String> {
    let Some(name) = unit_of(unit) else { return Some(format!("`{unit}` is no unit of an interval")) };
    let text = match kind {
        T![string] => plain_string(p.text_at(value))?.trim(),
        _ => p.text_at(value),
    };
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    number_complaint(digits, name)
}

/// Why these digits are no number of this unit.
fn number_complaint(digits: &str, unit: &str) -> Option<String> {
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let is_number = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    let has_digits = !whole.is_empty() || fraction.is_some_and(|it| !it.is_empty());
    if !is_number(whole) || !fraction.is_none_or(is_number) || !has_digits {
        return Some(format!("`{digits}` is no number"));
    }
    if fraction.is_some() && unit != "second" {
        return Some(format!("only seconds may have a fraction, not {unit}s"));
    }
    let max = match unit {
        "year" => MAX_YEARS,
        "month" => MAX_YEARS * 12 + 7,
        "week" | "day" => i32::MAX as u64,
        _ => i64::MAX as u64,
    };
    let fits = whole.is_empty() || whole.parse::<u64>().is_ok_and(|it| it <= max);
    (!fits).then(|| format!("an interval holds no {whole} {unit}s"))
}

/// The name of a unit in the singular.
fn unit_of(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(&word);
    UNITS.iter().copied().find(|it| *it == singular)
}

fn is_year_or_month(unit: &str) -> bool {
    matches!(unit_of(unit), Some("year" | "month"))
}

/// Why `INTERVAL '..'` without a unit is none: numbers with their units must stand in the string.
fn text_complaint(text: &str) -> Option<String> {
    let wrong =
        || Some(format!("`{text}` is no interval: write numbers with their units, as in `'1 day 2 hours'`"));
    let lower = text.trim().to_ascii_lowercase();
    let mut words = lower.split_ascii_whitespace().peekable();
    words.next_if_eq(&"interval");
    let mut families = [false; 2];
    if words.peek().is_none() {
        return wrong();
    }
    while let Some(word) = words.next() {
        // A sign may stand apart.
        let number = match word {
            "+" | "-" => words.next().unwrap_or_default(),
            _ => word.strip_prefix(['+', '-']).unwrap_or(word),
        };
        let Some(unit) = words.next().and_then(unit_of) else { return wrong() };
        if number_complaint(number, unit).is_some() {
            return wrong();
        }
        families[usize::from(!is_year_or_month(unit))] = true;
    }
    (families == [true, true]).then(|| MIXED.to_owned())
}

/// Why the string is no interval of these two units.
fn bounds_complaint(text: &str, from: &str, to: &str) -> Option<String> {
    let place = |unit: &str| BOUNDS.iter().position(|it| it.eq_ignore_ascii_case(unit));
    let (low, high) = match (place(from), place(to)) {
        (Some(low), Some(high)) if low < high && (low < 2) == (high < 2) => (low, high),
        _ => return Some(format!("there is no interval of `{from} TO {to}`")),
    };
    let expected = match (low, high) {
        (0, _) => "y-m",
        (2, 3) => "d h",
        (2, 4) => "d h:m",
        (2, _) => "d h:m:s",
        (3, 4) => "h:m",
        (3, _) => "h:m:s",
        _ => "m:s",
    };
    let text = text.trim();
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let wrong = || Some(format!("`{text}` is no interval of `{from} TO {to}`: expected `'{expected}'`"));
    for (at, unit) in BOUNDS.iter().enumerate().take(high + 1).skip(low) {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let is_first = at == low;
        let max = match *unit {
            "year" => MAX_YEARS,
            _ if is_first => i64::MAX as u64,
            "month" => 11,
            "hour" => 23,
            _ => 59,
        };
        if digits == 0 || !is_first && digits > 2 || !rest[..digits].parse::<u64>().is_ok_and(|it| it <= max)
        {
            return wrong();
        }
        let is_last_month = *unit == "month" && text.trim_start_matches(['+', '-']).starts_with("178956970-");
        if is_last_month && rest[..digits].parse::<u64>().is_ok_and(|it| it > 7) {
            return wrong();
        }
        rest = &rest[digits..];
        if at < high {
            let separator = match *unit {
                "year" => '-',
                "day" => ' ',
                _ => ':',
            };
            let Some(behind) = rest.strip_prefix(separator) else { return wrong() };
            rest = behind.trim_start_matches(' ');
        } else if *unit == "second"
            && let Some(fraction) = rest.strip_prefix('.')
        {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    if rest.is_empty() { None } else { wrong() }
}
