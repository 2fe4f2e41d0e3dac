//! SQL that compilers like to get wrong, with the right answer: a test for each row of spec/compiler.md 6, called by the
//! row's number. Rows 82 to 90 are in `tests/spec_dialects.rs`, 91 to 97 in `tests/portability.rs` and
//! `tests/suppression.rs`, 102 and 103 in `lsp`'s `tests/session/push.rs`, 104 in `tests/thread_determinism.rs`.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod graph;
mod lineage;
mod names;
mod nullability;
mod stars;
mod strategies;
#[path = "../support/mod.rs"]
mod support;
mod types;
mod types_of_dialects;

use base::DialectKind;
use expect_test::Expect;
use ide::{Host, LineageDirection, LineageRequest, LineageTarget, ModelRef, RelativePath, Severity};
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

/// What `report` is made of, over all models: an edge a line, and what is known of no source. Then what is said of the
/// project.
fn trace(dialect: DialectKind, files: &str) -> String {
    let mut host = project(dialect, files);
    let request = LineageRequest {
        model: ModelRef::Name("report".to_owned()),
        column: None,
        direction: LineageDirection::Upstream,
        depth: None,
        indirect: true,
    };
    let graph = host.lineage(&support::root(), &request).unwrap();
    let name = |it: ide::ColumnRef| {
        let relation = &graph.relations[it.relation];
        format!("{}.{}", relation.name, relation.columns[it.column].name)
    };
    let mut text = String::new();
    for edge in &graph.edges {
        let target = match edge.target {
            LineageTarget::Column(it) => name(it),
            LineageTarget::Rows(it) => format!("rows of {}", graph.relations[it].name),
        };
        let branch = edge.branch.map(|it| format!(" of arm {it}")).unwrap_or_default();
        let role = edge.role.as_ref().map(|it| format!(" as {it}")).unwrap_or_default();
        writeln!(text, "{target} ← {}{} {}{branch}{role}", name(edge.source), edge.path, edge.kind.name())
            .unwrap();
    }
    for relation in &graph.relations {
        for column in &relation.columns {
            if let Some(reason) = &column.incomplete {
                writeln!(text, "{}.{} may have others: {reason}", relation.name, column.name).unwrap();
            }
        }
    }
    text + "---\n" + &analyse(dialect, files)
}

fn check_lineage(dialect: DialectKind, files: &str, expected: Expect) {
    expected.assert_eq(&trace(dialect, files));
}
