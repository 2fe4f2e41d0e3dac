//! The pure wing: crates that answer questions touch no file, environment, clock, process or network.

use super::rust_source::{crate_of, production_lines};
use super::{Finding, TextFile};

const PURE_CRATES: &[&str] =
    &["base", "dialect", "syntax", "config", "format", "db", "hir", "sema", "lint", "plan", "ide"];
const WORLDLY_MODULES: &[&str] = &["fs", "env", "process", "time", "net"];

/// Checks the production code of a pure crate.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    let Some(name) = crate_of(file).filter(|it| PURE_CRATES.contains(it)) else { return Vec::new() };
    let mut findings = Vec::new();
    let mut group: Option<String> = None;
    for (number, line) in production_lines(file) {
        if let Some(text) = &mut group {
            text.push_str(line);
        } else if line.trim_start().starts_with("use std::{") {
            group = Some(line.to_owned());
        }
        if let Some(text) = group.take_if(|it| it.contains(';')) {
            let is_grouped = |module: &str| {
                text.split(['{', '}', ',', ';']).any(|it| it.trim().split("::").next() == Some(module))
            };
            for module in WORLDLY_MODULES.iter().filter(|it| is_grouped(it)) {
                findings.push(finding(file, number, name, module));
            }
        }
        for module in WORLDLY_MODULES {
            if mentions_path(line, &format!("std::{module}")) {
                findings.push(finding(file, number, name, module));
            }
        }
    }
    findings
}

fn finding(file: &TextFile, line: usize, name: &str, module: &str) -> Finding {
    Finding::new(
        &file.path,
        line,
        format!("`std::{module}` in `{name}`: the pure wing does not touch the world"),
    )
}

/// Whether `line` names `path`, and not something whose name only begins so.
fn mentions_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let next = line[at + path.len()..].chars().next();
        !next.is_some_and(|it| it.is_alphanumeric() || it == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::{file, printed};

    #[test]
    fn the_world_is_found() {
        let text =
            "use std::fs;\nfn f() { std::env::var(\"A\"); }\nuse std::{\n    fmt, time::Instant,\n};\n";
        assert_eq!(
            printed(check(&file("crates/hir/src/lib.rs", text))),
            [
                "crates/hir/src/lib.rs:1: `std::fs` in `hir`: the pure wing does not touch the world",
                "crates/hir/src/lib.rs:2: `std::env` in `hir`: the pure wing does not touch the world",
                "crates/hir/src/lib.rs:5: `std::time` in `hir`: the pure wing does not touch the world",
            ]
        );
    }

    #[test]
    fn similar_names_other_crates_and_tests_are_fine() {
        assert_eq!(check(&file("crates/hir/src/lib.rs", "use std::{fmt, envelope};\nstd::fsx;\n")), []);
        assert_eq!(check(&file("crates/workspace/src/lib.rs", "use std::fs;\n")), []);
        assert_eq!(check(&file("crates/hir/tests/a.rs", "use std::fs;\n")), []);
    }
}
