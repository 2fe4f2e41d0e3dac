//! What Rocky reads of others' SQL it reads for ever: the lists of exceptions only become shorter.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use base::DialectKind;
use corpus::{entries, parse};

fn check(dialect: DialectKind) {
    let corpus = entries::folder(None);
    if !corpus.join("parse").is_dir() {
        println!("corpus: it is not there, nothing of {dialect} is tested");
        return;
    }
    let figures = parse::measure(&corpus, dialect).unwrap();
    assert!(figures.queries > 0, "no queries of {dialect}");
    let (new, gone) = figures.differences().unwrap();
    assert!(new.is_empty(), "worse than before:\n{}", new.join("\n"));
    assert!(
        gone.is_empty(),
        "better than its list: run `cargo xtask corpus parse --write`:\n{}",
        gone.join("\n")
    );
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
