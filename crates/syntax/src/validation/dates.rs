//! Dates and times in text, as Spark reads them:
//! <https://docs.databricks.com/en/sql/language-manual/data-types/timestamp-type.html>.

/// Words that stand for a moment.
const SPECIAL: &[&str] = &["epoch", "now", "today", "tomorrow", "yesterday"];

/// Whether this text is a date: `2020`, `2020-2`, `2020-02-03`, and anything behind a blank or `T`.
pub(crate) fn is_date(text: &str) -> bool {
    let text = text.trim();
    if is_special(text) {
        return true;
    }
    match split_date(text) {
        Some((segments, rest)) => {
            is_calendar_date(&segments)
                && (rest.is_empty() || segments.len() == 3 && rest.starts_with([' ', 'T']))
        }
        None => false,
    }
}

/// Whether this text is written as `2020-02-30`, which is a day of no calendar.
pub(crate) fn is_impossible(text: &str) -> bool {
    let is_written_so = text.len() == 10 && text.starts_with(|it: char| it.is_ascii_digit());
    match split_date(text) {
        Some((segments, "")) if is_written_so && segments.len() == 3 => !is_calendar_date(&segments),
        _ => false,
    }
}

/// Whether this text is a moment: a date, a time, or both, with a time zone or without.
pub(crate) fn is_timestamp(text: &str) -> bool {
    let text = text.trim();
    let (word, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
    if is_special(word) {
        return rest.is_empty() || is_zone(rest.trim());
    }
    if let Some(time) = text.strip_prefix('T') {
        return is_time_and_zone(time);
    }
    match split_date(text) {
        Some((segments, "")) => is_calendar_date(&segments),
        Some((segments, rest)) if segments.len() == 3 && rest.starts_with([' ', 'T']) => {
            is_calendar_date(&segments) && (rest[1..].trim().is_empty() || is_time_and_zone(&rest[1..]))
        }
        _ => text.contains(':') && is_time_and_zone(text),
    }
}

/// Whether this text is a time of day: `9:30`, `09:30:00.5`, `09:30 PM`.
pub(crate) fn is_time(text: &str) -> bool {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    let without_half = upper.strip_suffix("AM").or_else(|| upper.strip_suffix("PM"));
    let Some(rest) = time_of_day(without_half.unwrap_or(&upper).trim_end(), true) else { return false };
    rest.is_empty()
}

fn is_special(text: &str) -> bool {
    SPECIAL.iter().any(|it| it.eq_ignore_ascii_case(text))
}

/// Year, month and day as far as they are there, and what follows them. A year has four to seven digits.
fn split_date(text: &str) -> Option<(Vec<u32>, &str)> {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut segments = Vec::with_capacity(3);
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let is_right =
            if segments.is_empty() { (4..=7).contains(&digits) } else { (1..=2).contains(&digits) };
        if !is_right {
            return None;
        }
        segments.push(rest[..digits].parse().ok()?);
        rest = &rest[digits..];
        match rest.strip_prefix('-') {
            Some(behind) if segments.len() < 3 => rest = behind,
            _ => return Some((segments, rest)),
        }
    }
}

fn is_calendar_date(segments: &[u32]) -> bool {
    let year = segments.first().copied().unwrap_or_default();
    let month = segments.get(1).copied().unwrap_or(1);
    let day = segments.get(2).copied().unwrap_or(1);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time_and_zone(text: &str) -> bool {
    match time_of_day(text.trim_start(), false) {
        Some(rest) => rest.trim().is_empty() || is_zone(rest.trim()),
        None => false,
    }
}

/// The rest behind `h[h][:m[m][:s[s][.f]]]`; nothing if there is no time, or one that no day has.
fn time_of_day(text: &str, needs_minutes: bool) -> Option<&str> {
    let (mut rest, mut parts) = (text, 0);
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if !(1..=2).contains(&digits) {
            return None;
        }
        let value: u32 = rest[..digits].parse().ok()?;
        if value > if parts == 0 { 23 } else { 59 } {
            return None;
        }
        rest = &rest[digits..];
        parts += 1;
        match rest.strip_prefix(':') {
            Some(behind) if parts < 3 => rest = behind,
            _ => break,
        }
    }
    if needs_minutes && parts < 2 {
        return None;
    }
    if let Some(fraction) = rest.strip_prefix('.').filter(|_| parts == 3) {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    Some(rest)
}

/// Whether this may be a time zone: an offset, or a region's name. The regions are not all known here, but those that
/// have a `/` begin with a continent.
fn is_zone(text: &str) -> bool {
    const AREAS: &[&str] = &[
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Brazil",
        "Canada",
        "Chile",
        "Etc",
        "Europe",
        "Indian",
        "Mexico",
        "Pacific",
        "SystemV",
        "US",
    ];
    match text.split_once('/') {
        Some((area, _)) => AREAS.contains(&area),
        None => text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '+' | '-')),
    }
}
