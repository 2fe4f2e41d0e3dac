//! Marks: every `cov_mark::hit!` has a test that checks it, and every check has its mark.

use super::{Finding, TextFile};
use std::collections::BTreeMap;

/// Pairs the marks of all Rust files.
pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let mut hits: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let mut checks: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let is_own_source = |file: &TextFile| file.path.starts_with("xtask/src/tidy/");
    for file in files.iter().filter(|it| it.extension() == "rs" && !is_own_source(it)) {
        for (number, line) in file.numbered_lines() {
            for name in marks(line, "hit!(") {
                hits.entry(name).or_insert((&file.path, number));
            }
            for name in ["check!(", "check_count!("].into_iter().flat_map(|it| marks(line, it)) {
                checks.entry(name).or_insert((&file.path, number));
            }
        }
    }
    let unpaired =
        |these: &BTreeMap<&str, (&str, usize)>, those: &BTreeMap<&str, (&str, usize)>, message: &str| {
            these
                .iter()
                .filter(|(name, _)| !those.contains_key(*name))
                .map(|(name, (path, line))| Finding::new(path, *line, format!("mark `{name}` {message}")))
                .collect::<Vec<_>>()
        };
    let mut findings = unpaired(&hits, &checks, "is hit but no test checks it");
    findings.extend(unpaired(&checks, &hits, "is checked but nothing hits it"));
    findings
}

/// The mark names in `line` after `cov_mark::<call>`.
fn marks<'a>(line: &'a str, call: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let prefix = format!("cov_mark::{call}");
    let positions: Vec<usize> = line.match_indices(&prefix).map(|(at, found)| at + found.len()).collect();
    positions.into_iter().filter_map(|start| {
        let name = line[start..].split([')', ',']).next()?.trim();
        (!name.is_empty()).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::{file, printed};

    #[test]
    fn unpaired_marks_are_found() {
        let files = [
            file("a.rs", "cov_mark::hit!(paired);\ncov_mark::hit!(untested);\n"),
            file("b.rs", "cov_mark::check!(paired);\ncov_mark::check_count!(gone, 2);\n"),
        ];
        assert_eq!(
            printed(check(&files)),
            [
                "a.rs:2: mark `untested` is hit but no test checks it",
                "b.rs:2: mark `gone` is checked but nothing hits it"
            ]
        );
    }
}
