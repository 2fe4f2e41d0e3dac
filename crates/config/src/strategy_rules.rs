//! What is wrong with a strategy by itself: E023 and E026 of models that are built window by window.

use crate::{ConfigDiagnostic, Granularity, Spanned, Strategy};
use base::{Code, SmolStr};

/// Whether a name may stand in SQL as it is: letters, digits and underscores.
pub fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || it == '_')
}

/// Reports what the tables of keys cannot say of a strategy.
pub(crate) fn check(strategy: Option<&Spanned<Strategy>>, diagnostics: &mut Vec<ConfigDiagnostic>) {
    let Some(Strategy::TimeInterval { time_column, granularity, first_partition, .. }) =
        strategy.map(|it| &it.value)
    else {
        return;
    };
    if let Some(column) = time_column
        && !is_plain_name(column.as_str())
    {
        let message =
            format!("`{}` is no name of a column: letters, digits and `_` make one", column.as_str());
        diagnostics.push(ConfigDiagnostic::new(Code::E023, column.range, message));
    }
    if let (Some(granularity), Some(first)) = (granularity, first_partition) {
        diagnostics.extend(first_partition_fault(granularity.value, first));
    }
}

fn first_partition_fault(grain: Granularity, first: &Spanned<SmolStr>) -> Option<ConfigDiagnostic> {
    let written = numbers(first.as_str());
    let canonical = written.as_deref().and_then(|it| key(grain, it));
    if canonical.as_deref() == Some(first.as_str()) {
        return None;
    }
    let form = match grain {
        Granularity::Hour => "2025-01-31T09",
        Granularity::Day => "2025-01-31",
        Granularity::Month => "2025-01",
        Granularity::Year => "2025",
    };
    let message =
        format!("`{}` is no window of the grain {}; one is written as `{form}`", first.value, grain.name());
    let diagnostic = ConfigDiagnostic::new(Code::E026, first.range, message);
    Some(diagnostic.did_you_mean(first.content_range(), canonical.as_deref()))
}

/// The numbers of a text, if it is nothing but numbers and what separates the parts of a time.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let is_separator = |it: char| matches!(it, '-' | '/' | '.' | ':' | ' ' | 'T' | 't' | 'Z');
    let parts = text.split(is_separator).filter(|it| !it.is_empty());
    parts.map(|it| it.parse().ok()).collect()
}

/// The key of the window that begins in the year, month, day and hour that a text gives; none for a time that does not
/// exist, or one that is not said down to the grain.
fn key(grain: Granularity, numbers: &[u32]) -> Option<String> {
    let part = |index: usize, least: u32, most: u32| {
        numbers.get(index).copied().filter(|it| (least..=most).contains(it))
    };
    let year = part(0, 1000, 9999)?;
    if grain == Granularity::Year {
        return Some(format!("{year:04}"));
    }
    let month = part(1, 1, 12)?;
    if grain == Granularity::Month {
        return Some(format!("{year:04}-{month:02}"));
    }
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = part(2, 1, days)?;
    if grain == Granularity::Day {
        return Some(format!("{year:04}-{month:02}-{day:02}"));
    }
    let hour = part(3, 0, 23)?;
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::TextRange;

    /// What is said of a first window, and what it is changed to.
    fn check(grain: Granularity, text: &str, expected: Option<Option<&str>>) {
        let fault = first_partition_fault(grain, &Spanned::new(text.into(), TextRange::default()));
        let message = fault.map(|it| it.message);
        let guess = message
            .as_deref()
            .map(|it| it.split("did you mean `").nth(1).map(|it| it.trim_end_matches("`?")));
        assert_eq!(guess, expected, "{text}");
    }

    #[test]
    fn first_windows() {
        check(Granularity::Hour, "2025-01-31T09", None);
        check(Granularity::Day, "2024-02-29", None);
        check(Granularity::Month, "2025-12", None);
        check(Granularity::Year, "1999", None);
        check(Granularity::Day, "2025-1-3", Some(Some("2025-01-03")));
        check(Granularity::Month, "2025-01-31", Some(Some("2025-01")));
        check(Granularity::Hour, "2025-01-31 9:00", Some(Some("2025-01-31T09")));
        check(Granularity::Hour, "2025-01-31", Some(None));
        check(Granularity::Day, "2025-02-29", Some(None));
        check(Granularity::Day, "31.01.2025", Some(None));
        check(Granularity::Day, "yesterday", Some(None));
        check(Granularity::Day, "", Some(None));
    }

    #[test]
    fn names() {
        for name in ["a", "Order_Date", "größe", "_1"] {
            assert!(is_plain_name(name), "{name}");
        }
        for name in ["", "a b", "a.b", "lower(a)", "a-b", "\"a\""] {
            assert!(!is_plain_name(name), "{name}");
        }
    }
}
