//! Cron expressions of five fields: what is wrong with one.

use std::ops::Range;

/// A field: its name, its smallest and greatest value, and words for its values, from the smallest on.
struct Field {
    name: &'static str,
    values: Range<u32>,
    words: &'static [&'static str],
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: [Field; 5] = [
    Field { name: "minute", values: 0..60, words: &[] },
    Field { name: "hour", values: 0..24, words: &[] },
    Field { name: "day of the month", values: 1..32, words: &[] },
    Field { name: "month", values: 1..13, words: MONTHS },
    // Sunday is 0 and 7.
    Field { name: "weekday", values: 0..8, words: WEEKDAYS },
];

/// The first fault of an expression: where in the text, and what.
pub(crate) fn fault(text: &str) -> Option<(Range<usize>, String)> {
    let mut end = 0;
    let parts: Vec<Range<usize>> = text
        .split_whitespace()
        .map_while(|part| {
            let start = end + text[end..].find(part)?;
            end = start + part.len();
            Some(start..end)
        })
        .collect();
    if parts.len() != FIELDS.len() {
        let message = format!(
            "a cron expression has five fields, minute, hour, day of the month, month and weekday; this one has {}",
            parts.len()
        );
        return Some((0..text.len(), message));
    }
    FIELDS.iter().zip(parts).find_map(|(field, range)| {
        let message = text[range.clone()].split(',').find_map(|item| field.fault(item))?;
        Some((range, message))
    })
}

impl Field {
    /// What is wrong with one item of the field's list.
    fn fault(&self, item: &str) -> Option<String> {
        // `L`, `W`, `#` and `?` are extensions of some schedulers, and their numbers have rules of their own.
        if item == "?" || item.contains('#') || item.starts_with('L') || item.ends_with(['L', 'W']) {
            return None;
        }
        let (span, step) = match item.split_once('/') {
            Some((span, step)) => (span, Some(step)),
            None => (item, None),
        };
        if let Some(step) = step
            && !step.parse::<u32>().is_ok_and(|it| it > 0)
        {
            return Some(format!("`{step}` is no step of the {}: write a number above 0", self.name));
        }
        if span == "*" {
            return None;
        }
        let (first, last) = span.split_once('-').unwrap_or((span, span));
        let [first_value, last_value] = [first, last].map(|it| self.value(it));
        match (first_value, last_value) {
            (None, _) => Some(self.no_value(first)),
            (_, None) => Some(self.no_value(last)),
            // Weekdays go round: `fri-mon`.
            (Some(from), Some(to)) if from > to && self.words.len() != WEEKDAYS.len() => {
                Some(format!("`{span}` is no range of the {}: it ends before it begins", self.name))
            }
            _ => None,
        }
    }

    fn value(&self, text: &str) -> Option<u32> {
        if let Some(index) = self.words.iter().position(|it| it.eq_ignore_ascii_case(text)) {
            return Some(self.values.start + index as u32);
        }
        let is_number = text.bytes().all(|it| it.is_ascii_digit());
        text.parse().ok().filter(|it| is_number && self.values.contains(it))
    }

    fn no_value(&self, text: &str) -> String {
        let last = self.values.end - 1;
        format!("`{text}` is no {}: write {} to {last}", self.name, self.values.start)
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_cron_accepts_has_no_fault() {
        for text in [
            "* * * * *",
            "0 6 * * *",
            "*/15 0-23/2 1,15 jan-MAR mon-fri",
            "5/15 22 ? * 7",
            "0 0 L * *",
            "0 0 15W * 5#2",
            " 0  6 * * fri-mon ",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn what_cron_refuses_has_its_range() {
        for (text, marked) in [
            ("", ""),
            ("@daily", "@daily"),
            ("0 6 * *", "0 6 * *"),
            ("60 6 * * *", "60"),
            ("0 24 * * *", "24"),
            ("0 6 0 * *", "0"),
            ("0 6 * 13 *", "13"),
            ("0 6 * * 8", "8"),
            ("0 6 * * mo", "mo"),
            ("*/0 6 * * *", "*/0"),
            ("0 6-2 * * *", "6-2"),
            ("0 6,, * * *", "6,,"),
            ("+5 6 * * *", "+5"),
        ] {
            let found = fault(text).map(|(range, _)| text[range].to_owned());
            assert_eq!(found.as_deref(), Some(marked), "{text}");
        }
    }
}
