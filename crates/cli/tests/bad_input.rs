//! `rocky check` of files that nobody meant to write: too large, too wide, too deep, too wrong. Each ends in a
//! diagnostic.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use expect_test::{Expect, expect};
use support::{CLEAN, Sandbox};

/// The exit code and the first line of each report on a project in which `models/totals.sql` has this text.
fn check(text: &[u8], expected: Expect) {
    let sandbox = Sandbox::duckdb(CLEAN);
    std::fs::write(sandbox.path().join("models/totals.sql"), text).unwrap();
    let transcript = sandbox.rocky(&["check"]).transcript();
    let is_told = |line: &&str| ["exit", "error[", "warning[", "note["].iter().any(|it| line.starts_with(it));
    let lines: Vec<&str> = transcript.lines().filter(is_told).collect();
    expected.assert_eq(&format!("{}\n", lines.join("\n")));
}

#[test]
fn a_binary_file() {
    check(
        b"\x7fELF\x02\x01\xff\xfe\0\0",
        expect![[r#"
        exit 0
        warning[W013]: the file is not UTF-8: the byte at offset 6 begins no character; it is not analysed
    "#]],
    );
}

#[test]
fn nul_characters() {
    check(
        &[0; 3],
        expect![[r#"
        exit 1
        error[E018]: a NUL character cannot stand in SQL
        error[E018]: a NUL character cannot stand in SQL
        error[E018]: a NUL character cannot stand in SQL
    "#]],
    );
}

#[test]
fn a_hundred_megabytes() {
    check(
        &vec![b'a'; 100_000_000],
        expect![[r#"
        exit 0
        warning[W013]: the file has 100000000 bytes, more than Rocky reads; it is not analysed
    "#]],
    );
}

#[test]
fn ten_thousand_parentheses() {
    let text = format!("SELECT {}1{} AS total", "(".repeat(10_000), ")".repeat(10_000));
    check(
        text.as_bytes(),
        expect![[r#"
        exit 1
        error[E018]: nested more than 256 levels deep
    "#]],
    );
}

#[test]
fn a_million_columns() {
    check(
        format!("SELECT 1{} AS total", ", 1".repeat(1_000_000)).as_bytes(),
        expect![[r#"
        exit 1
        error[E018]: more than 120000 items in the select list
    "#]],
    );
}

#[test]
fn a_line_that_is_too_long_to_be_shown() {
    let sandbox = Sandbox::duckdb(CLEAN);
    let text = format!("SELECT 1 AS total{} FROM", ", 2 AS a".repeat(1_000));
    std::fs::write(sandbox.path().join("models/totals.sql"), text).unwrap();
    expect![[r#"
        exit 1
        --- stdout
        warning[E009]: the output has a column `a` already; DuckDB calls this one `a_1`
         = at models/totals.sql:1, byte 33 of a line too long to be shown
         = at models/totals.sql:1, byte 25: the first one
         = help: give one of them another alias"#]]
    .assert_eq(&sandbox.rocky(&["check"]).transcript().lines().take(6).collect::<Vec<_>>().join("\n"));
}

#[test]
fn more_mistakes_than_anybody_reads() {
    let sandbox = Sandbox::duckdb(CLEAN);
    let text = format!("SELECT {}", ",".repeat(10_000));
    std::fs::write(sandbox.path().join("models/totals.sql"), text).unwrap();
    let document = sandbox.rocky(&["check", "-o", "json"]).json();
    let diagnostics = document["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), 1_000);
    expect!["9001 more diagnostics of this file are not shown; the first of these: expected an expression after `,` in the select list, found `,`"].assert_eq(diagnostics[999]["message"].as_str().unwrap());
}
