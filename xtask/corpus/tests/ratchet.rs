//! What Rocky reads of others' SQL it reads for ever: the lists of exceptions only become shorter.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod support;

use base::DialectKind;
use corpus::parse;
use support::{assert_list_is_true, corpus_with};

fn check(dialect: DialectKind) {
    let Some(corpus) = corpus_with("parse", dialect.name()) else { return };
    let figures = parse::measure(&corpus, dialect).unwrap();
    assert!(figures.queries > 0, "no queries of {dialect}");
    assert_list_is_true(figures.differences().unwrap(), "parse");
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
