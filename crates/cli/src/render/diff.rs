//! Unified diffs.

use similar::TextDiff;

/// How a file changes, as `git apply` and `patch -p1` read it; `before` is absent for a file that is new.
pub(crate) fn unified_diff(name: &str, before: Option<&str>, after: &str) -> String {
    let old = before.map_or_else(|| "/dev/null".to_owned(), |_| format!("a/{name}"));
    TextDiff::from_lines(before.unwrap_or_default(), after)
        .unified_diff()
        .header(&old, &format!("b/{name}"))
        .to_string()
}
