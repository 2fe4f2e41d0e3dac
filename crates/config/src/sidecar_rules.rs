//! What is wrong with a sidecar beyond types and keys.

use crate::{ConfigDiagnostic, DeclaredKey, Sidecar, TestKind, strategy::duration_seconds};
use base::{Code, TextRange};
use syntax::toml::{Table, ValueKind};

/// Reports what the tables of keys cannot say.
pub(crate) fn check(root: &Table, sidecar: &Sidecar, diagnostics: &mut Vec<ConfigDiagnostic>) {
    for source in &sidecar.sources {
        let columns = source.columns.as_deref().unwrap_or_default();
        DeclaredKey::check(&source.keys, columns, diagnostics);
    }
    let mut report = |range: TextRange, message: String| {
        diagnostics.push(ConfigDiagnostic::new(Code::V060, range, message));
    };
    let lookback = root.table("strategy").and_then(|it| it.get("lookback"));
    if let Some(lookback) = lookback
        && let ValueKind::String(text) = &lookback.kind
        && duration_seconds(&text.text).is_none()
    {
        let message = format!("`{}` is no duration; write seconds, or a number with s, m, h or d", text.text);
        report(lookback.range, message);
    }
    if let Some(retention) = &sidecar.retention
        && !is_retention(retention.as_str())
    {
        let message = format!("`{}` is no retention; write days as `30d` or years as `1y`", retention.value);
        report(retention.range, message);
    }
    for test in &sidecar.tests {
        let name = test.kind.range;
        match &test.kind.value {
            TestKind::RowCountRange { min: None, max: None } => {
                report(name, "`row_count_range` needs `min` or `max`".to_owned());
            }
            TestKind::AcceptedValues(values)
                if values.is_empty() && has_array(root, test.range, "values") =>
            {
                report(name, "`accepted_values` needs at least one value".to_owned());
            }
            TestKind::Composite(columns) if columns.len() == 1 => {
                report(name, "`composite` needs two columns or more; for one use `unique`".to_owned());
            }
            TestKind::OlderThanNDays(Some(days)) if days.value == 0 => {
                report(days.range, "`days` must be more than 0".to_owned());
            }
            TestKind::NotNull | TestKind::Unique | TestKind::NotInFuture if test.column.is_none() => {
                report(name, "this test needs a key `column`".to_owned());
            }
            _ => {}
        }
    }
}

/// `<N>d` or `<N>y`, N at least 1 and without a sign.
fn is_retention(text: &str) -> bool {
    let Some(number) = text.strip_suffix('d').or_else(|| text.strip_suffix('y')) else { return false };
    number.bytes().all(|byte| byte.is_ascii_digit()) && number.parse::<u32>().is_ok_and(|it| it > 0)
}

/// Whether the test at `range` has an array at `key`: a missing one has been reported.
fn has_array(root: &Table, range: TextRange, key: &str) -> bool {
    let tests = root.get("tests").and_then(|it| it.as_array()).unwrap_or_default();
    let tables = tests.iter().filter_map(|it| it.as_table());
    tables
        .filter(|table| table.range == range)
        .any(|table| table.get(key).is_some_and(|it| it.as_array().is_some()))
}
