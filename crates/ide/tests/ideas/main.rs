//! SQL that compilers like to get wrong, with the right answer: a test for each row of the tables "name resolution",
//! "stars", "types" and "nullability" of spec/compiler.md 6 (there 6.2 to 6.5), called by the row's number.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod names;
mod nullability;
mod stars;
#[path = "../support/mod.rs"]
mod support;
mod types;
mod types_of_dialects;

use base::DialectKind;
use expect_test::Expect;
use ide::{Host, RelativePath, Severity};
use sema::Nullability;
use std::fmt::Write;
use testing::fixture;

/// The warehouse of a dialect, and what it holds: every table of the default schema.
fn project(dialect: DialectKind, files: &str) -> Host {
    let text = if dialect == DialectKind::Trino { "VARCHAR" } else { "STRING" };
    let mut fixture = format!(
        "//- /rocky.toml\n[adapter]\ntype = \"{}\"\n[pipeline]\ntype = \"transformation\"\nmodels = \"models/**\"\n[freshness]\nexpected_lag_seconds = 86400\n\
         //- /data/seed.sql\n\
         CREATE TABLE orders (id BIGINT NOT NULL, customer_id BIGINT, amount DECIMAL(10,2) NOT NULL, status {text}, \
         placed DATE);\n\
         CREATE TABLE customers (id BIGINT NOT NULL, name {text} NOT NULL, region {text});\n",
        dialect.name(),
    );
    if !files.starts_with("//-") {
        fixture += "//- /models/report.sql\n";
    }
    fixture += files;
    support::host(&fixture::parse(&fixture))
}

/// The columns of `models/report.sql`, a line each; then what is said of the whole project.
fn analyse(dialect: DialectKind, files: &str) -> String {
    let mut host = project(dialect, files);
    let mut text = String::new();
    let diagnostics = support::diagnostics(&mut host);
    let db = host.database();
    let report = RelativePath::new("models/report.sql");
    let file = db.project(&support::root()).and_then(|it| db.file(it, &report)).unwrap();
    let schema = sema::schema(db, file);
    for column in &schema.columns {
        let name = if column.name.is_empty() { "?" } else { &*column.name };
        let ty = match column.value.is_known() {
            true => column.value.ty.display(dialect).to_string(),
            false => "unknown".to_owned(),
        };
        let null = match column.value.null {
            Nullability::Never => " not null",
            Nullability::Possible => " null",
            Nullability::Unknown => "",
        };
        writeln!(text, "{name} {ty}{null}").unwrap();
    }
    if let Some(reason) = &schema.open {
        writeln!(text, "and others: {}", reason.words()).unwrap();
    }
    for (path, it) in diagnostics {
        // Every model of these projects lacks a description, and adapters cannot connect.
        if matches!(it.code.name(), "V063" | "V011" | "V012" | "V013") {
            continue;
        }
        let severity = match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let file = support::file(&host, &path);
        let at = support::cursor::text(&mut host, file, it.range);
        let place = if path == "models/report.sql" { String::new() } else { format!("{path} ") };
        write!(text, "{severity} {} {place}«{at}» {}", it.code, it.message).unwrap();
        for related in &it.related {
            let at = support::cursor::text(&mut host, related.place.file, related.place.range);
            write!(text, "; «{at}» {}", related.message).unwrap();
        }
        if let Some(suggestion) = &it.suggestion {
            write!(text, "; {suggestion}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn check(dialect: DialectKind, files: &str, expected: Expect) {
    expected.assert_eq(&analyse(dialect, files));
}

fn check_duckdb(files: &str, expected: Expect) {
    check(DialectKind::DuckDb, files, expected);
}

/// One query in several dialects.
fn check_in(dialects: &[DialectKind], files: &str, expected: Expect) {
    let answers = dialects.iter().map(|it| format!("{}:\n{}", it, analyse(*it, files)));
    expected.assert_eq(&answers.collect::<String>());
}
