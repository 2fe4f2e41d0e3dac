//! What inference costs on the queries of TPC-DS: names, types, nullability and findings of a body that is lowered.
//!
//! `cargo bench -p sema` prints the median; `cargo xtask bench inference` runs it with `--json` and writes its samples to
//! docs/performance.md. Each round is a fresh database, so nothing is remembered.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints what it measures")]

use db::{Change, FileText, ProjectRoot, RelativePath, RootChange, RootDatabase, SourceFile};
use serde_json::{Value, json};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

const ROUNDS: usize = 15;

fn main() -> Result<(), Failure> {
    let Some((tables, queries)) = queries()? else {
        eprintln!("inference: there is no corpus: set ROCKY_CORPUS");
        return Ok(());
    };
    let bytes: usize = queries.iter().map(String::len).sum();
    let mut seconds = Vec::with_capacity(ROUNDS);
    // The first round warms up.
    for round in 0..=ROUNDS {
        let sample = round_trip(&tables, &queries)?.as_secs_f64();
        if round > 0 {
            seconds.push(sample);
        }
    }
    if std::env::args().any(|it| it == "--json") {
        println!("{}", json!({"queries": queries.len(), "bytes": bytes, "seconds": seconds}));
    } else {
        seconds.sort_by(f64::total_cmp);
        let median = seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN);
        let per_kilobyte = median * 1e6 / (bytes as f64 / 1e3);
        println!("inference: {} queries, {bytes} bytes, {per_kilobyte:.1} µs a KB", queries.len());
    }
    Ok(())
}

/// The time that inference takes for all queries together; trees, bodies and what names of tables mean are there before.
fn round_trip(tables: &str, queries: &[String]) -> Result<Duration, Failure> {
    let root = ProjectRoot("bench".into());
    let mut change = RootChange::new(root.clone());
    change.file("rocky.toml", Some(FileText::new("[adapter]\ntype = \"duckdb\"\n")));
    change.file("data/seed.sql", Some(FileText::new(tables)));
    let path = |at: usize| format!("models/q{at}.sql");
    for (at, query) in queries.iter().enumerate() {
        change.file(path(at).as_str(), Some(FileText::new(query.as_str())));
    }
    let mut db = RootDatabase::default();
    db.apply(Change { roots: vec![change] });
    let project = db.project(&root).ok_or("the project is gone")?;
    let files: Option<Vec<SourceFile>> =
        (0..queries.len()).map(|at| db.file(project, &RelativePath::new(path(at)))).collect();
    let mut taken = Duration::ZERO;
    for file in files.ok_or("a file is gone")? {
        black_box(hir::body(&db, file));
        black_box(sema::references(&db, file));
        let begun = Instant::now();
        black_box(sema::inference(&db, file));
        taken += begun.elapsed();
    }
    Ok(taken)
}

/// The tables of TPC-DS, and its queries that the corpus has.
fn queries() -> Result<Option<(String, Vec<String>)>, Failure> {
    let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = std::env::var_os("ROCKY_CORPUS").map_or(repository.join("../shared/corpus"), PathBuf::from);
    let Ok(tables) = std::fs::read_to_string(root.join("types/setups/tpcds.sql")) else { return Ok(None) };
    let mut queries = Vec::new();
    for line in std::fs::read_to_string(root.join("types/duckdb.jsonl"))?.lines() {
        let row: Value = serde_json::from_str(line)?;
        if row["setup"] == "tpcds" && row["error"].is_null() {
            queries.push(row["sql"].as_str().unwrap_or_default().to_owned());
        }
    }
    Ok(Some((tables, queries)))
}
