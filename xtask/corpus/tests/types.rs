//! What Rocky knows of others' queries it knows for ever: the lists of wrong answers only become shorter.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use base::DialectKind;
use corpus::{entries, types};

fn check(dialect: DialectKind) {
    let corpus = entries::folder(None);
    if !corpus.join("types").is_dir() {
        println!("corpus: it is not there, nothing of {dialect} is tested");
        return;
    }
    let files: Vec<_> = types::files().into_iter().filter(|(_, it)| *it == dialect).collect();
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for figures in types::measure(&corpus, &files).unwrap() {
        assert!(!figures.judgements.is_empty(), "no queries in {}", figures.file);
        let differences = figures.differences().unwrap();
        new.extend(differences.0);
        gone.extend(differences.1);
    }
    assert!(new.is_empty(), "worse than before:\n{}", new.join("\n"));
    assert!(
        gone.is_empty(),
        "better than its list: run `cargo xtask corpus types --write`:\n{}",
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
