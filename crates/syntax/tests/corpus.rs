//! The corpus beside the checkout: everything that parses today parses tomorrow.
//!
//! The corpus lies at `../shared/corpus` from the repository, or where `ROCKY_CORPUS` says. Without it only the committed
//! fixtures are tested. Statements that are known not to parse are listed in `fixtures/corpus/parse_known_failures.txt`;
//! `UPDATE_EXPECT=1` writes the list anew, which must only ever make it shorter.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use base::DialectKind;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use syntax::BatchParser;

struct Row {
    id: String,
    source: String,
    sql: String,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The rows of a corpus file; nothing, said aloud, where there is no corpus.
fn rows(file: &str) -> Option<Vec<Row>> {
    let root = std::env::var_os("ROCKY_CORPUS").map_or(repository().join("../shared/corpus"), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(root.join(file)) else {
        println!("corpus: {file} is not there, nothing of it is tested");
        return None;
    };
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let get = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        Row { id: get("id"), source: get("source"), sql: get("sql") }
    };
    Some(text.lines().map(row).collect())
}

/// The ids of rows with errors.
fn failures(rows: &[Row], dialect: DialectKind) -> BTreeSet<String> {
    let mut parser = BatchParser::new();
    let mut failing = BTreeSet::new();
    for row in rows {
        let parse = parser.parse_sql(&row.sql, dialect);
        assert_eq!(parse.syntax().text(), row.sql.as_str(), "{}", row.id);
        if !parse.errors.is_empty() {
            failing.insert(row.id.clone());
        }
    }
    failing
}

#[test]
fn every_tpc_query_parses() {
    for file in ["types/duckdb.jsonl", "lineage/lineage.jsonl"] {
        let Some(rows) = rows(file) else { continue };
        let tpc: Vec<Row> =
            rows.into_iter().filter(|it| it.source.to_lowercase().starts_with("tpc")).collect();
        assert!(!tpc.is_empty(), "{file} has no TPC queries");
        println!("corpus: {} TPC queries of {file}", tpc.len());
        assert_eq!(failures(&tpc, DialectKind::DuckDb), BTreeSet::new(), "{file}");
    }
}

#[test]
fn every_query_with_known_types_or_lineage_parses() {
    for file in ["types/duckdb.jsonl", "lineage/lineage.jsonl"] {
        let Some(rows) = rows(file) else { continue };
        assert_eq!(failures(&rows, DialectKind::DuckDb), BTreeSet::new(), "{file}");
    }
}

#[test]
fn failures_only_become_fewer() {
    let path = repository().join("fixtures/corpus/parse_known_failures.txt");
    let list = std::fs::read_to_string(&path).unwrap();
    let known: BTreeSet<&str> = list.lines().filter(|it| !it.starts_with('#')).collect();
    let mut failing = BTreeSet::new();
    for file in ["parse/duckdb.jsonl", "parse/ansi.jsonl"] {
        let Some(rows) = rows(file) else { return };
        let of_file = failures(&rows, DialectKind::DuckDb);
        println!("corpus: {} of {} statements of {file} do not parse", of_file.len(), rows.len());
        failing.extend(of_file);
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let comments = list.lines().filter(|it| it.starts_with('#'));
        let lines: Vec<&str> = comments.chain(failing.iter().map(String::as_str)).collect();
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        return;
    }
    let new: Vec<&String> = failing.iter().filter(|it| !known.contains(it.as_str())).collect();
    assert!(new.is_empty(), "these parsed before: {new:?}");
}

#[test]
fn other_dialects_and_negatives_are_counted() {
    for (file, dialect) in [
        ("parse/databricks.jsonl", DialectKind::Databricks),
        ("parse/spark.jsonl", DialectKind::Databricks),
        ("parse/snowflake.jsonl", DialectKind::Snowflake),
        ("parse/bigquery.jsonl", DialectKind::BigQuery),
        ("parse/trino.jsonl", DialectKind::Trino),
        ("parse/duckdb.nonquery.jsonl", DialectKind::DuckDb),
        ("parse/duckdb.negative.jsonl", DialectKind::DuckDb),
    ] {
        let Some(rows) = rows(file) else { continue };
        println!(
            "corpus: {} of {} statements of {file} have errors",
            failures(&rows, dialect).len(),
            rows.len()
        );
    }
}
