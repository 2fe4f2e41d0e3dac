//! What Rocky knows of others' queries it knows for ever: the lists of wrong answers only become shorter.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod support;

use base::DialectKind;
use corpus::types;
use support::{assert_list_is_true, corpus_with};

fn check(dialect: DialectKind) {
    let Some(corpus) = corpus_with("types", dialect.name()) else { return };
    let files: Vec<_> = types::files().into_iter().filter(|(_, it)| *it == dialect).collect();
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for figures in types::measure(&corpus, &files).unwrap() {
        assert!(!figures.judgements.is_empty(), "no queries in {}", figures.file);
        let differences = figures.differences().unwrap();
        new.extend(differences.0);
        gone.extend(differences.1);
    }
    assert_list_is_true((new, gone), "types");
}

#[test]
fn duckdb() {
    check(DialectKind::DuckDb);
}

#[test]
fn databricks() {
    check(DialectKind::Databricks);
}

#[test]
fn snowflake() {
    check(DialectKind::Snowflake);
}

#[test]
fn bigquery() {
    check(DialectKind::BigQuery);
}

#[test]
fn trino() {
    check(DialectKind::Trino);
}
