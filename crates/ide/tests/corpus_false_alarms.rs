//! Queries that a real DuckDB binds must not be called wrong: the corpus of `types/` run as a ratchet.
//!
//! The corpus lies beside the checkout, or where `ROCKY_CORPUS` says. Known false alarms are listed in
//! `fixtures/corpus/false_alarms_known.txt`; the list may only shrink.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use base::Severity;
use ide::Host;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

const CONFIG: &str =
    "[adapter]\ntype = \"duckdb\"\n[pipeline]\ntype = \"transformation\"\nmodels = \"models/**\"\n";

fn corpus() -> PathBuf {
    match std::env::var_os("ROCKY_CORPUS") {
        Some(path) => path.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
    }
}

#[test]
fn what_duckdb_binds_is_not_called_wrong() {
    let types = corpus().join("types");
    if !types.is_dir() {
        println!("no corpus at {}: nothing is held against it", types.display());
        return;
    }
    let known_path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus/false_alarms_known.txt");
    let known: BTreeSet<String> = std::fs::read_to_string(&known_path)
        .unwrap_or_default()
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
        .map(|it| it.split_whitespace().next().unwrap_or_default().to_owned())
        .collect();
    let mut tally = Tally::default();
    for name in ["duckdb.jsonl", "duckdb.fetched.jsonl"] {
        run(&types, name, &mut tally);
    }
    println!("{}", tally.summary());
    if let Some(path) = std::env::var_os("ROCKY_CORPUS_REPORT") {
        std::fs::write(path, tally.report.join("\n")).unwrap();
    }
    let alarms: BTreeSet<String> = tally.alarms.iter().cloned().collect();
    let new: Vec<&String> = alarms.difference(&known).collect();
    assert!(new.is_empty(), "{} new false alarms: {new:?}", new.len());
    let gone: Vec<&String> = known.difference(&alarms).filter(|it| tally.seen.contains(*it)).collect();
    assert!(gone.is_empty(), "no longer false alarms, take them off the list: {gone:?}");
}

#[derive(Default)]
struct Tally {
    seen: BTreeSet<String>,
    alarms: Vec<String>,
    columns: usize,
    right: usize,
    unknown: usize,
    wrong: usize,
    named_wrong: usize,
    refused: usize,
    caught: usize,
    report: Vec<String>,
}

impl Tally {
    fn summary(&self) -> String {
        format!(
            "{} queries, {} false alarms; {} columns: {} types right, {} unknown, {} wrong, {} names wrong; {} refused \
             by DuckDB, {} of them called wrong",
            self.seen.len(),
            self.alarms.len(),
            self.columns,
            self.right,
            self.unknown,
            self.wrong,
            self.named_wrong,
            self.refused,
            self.caught
        )
    }
}

fn rows(path: PathBuf) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

fn run(types: &std::path::Path, name: &str, tally: &mut Tally) {
    let fetched: BTreeMap<String, String> = rows(types.join("setups.fetched.jsonl"))
        .into_iter()
        .map(|it| (it["setup"].as_str().unwrap().to_owned(), it["sql"].as_str().unwrap().to_owned()))
        .collect();
    let mut by_setup: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in rows(types.join(name)) {
        by_setup.entry(row["setup"].as_str().unwrap().to_owned()).or_default().push(row);
    }
    for (setup, rows) in by_setup {
        let sql = fetched.get(&setup).cloned().unwrap_or_else(|| {
            std::fs::read_to_string(types.join("setups").join(format!("{setup}.sql"))).unwrap_or_default()
        });
        let mut host = Host::new();
        let files = [
            ("rocky.toml", CONFIG),
            ("data/seed.sql", &sql),
            ("models/corpus_query_of_its_own.toml", ""),
            ("models/corpus_query_of_its_own.sql", ""),
        ];
        host.apply(support::change(files.map(|(path, text)| (path, Some(text)))));
        for row in rows {
            check(&mut host, &row, tally);
        }
    }
}

fn check(host: &mut Host, row: &Value, tally: &mut Tally) {
    let id = row["id"].as_str().unwrap().to_owned();
    let sql = row["sql"].as_str().unwrap();
    host.apply(support::change([("models/corpus_query_of_its_own.sql", Some(sql))]));
    let file = support::file(host, "models/corpus_query_of_its_own.sql");
    let diagnostics = support::ask(host, |it| it.diagnostics(file));
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .map(|it| format!("{} {}", it.code, it.message))
        .collect();
    tally.seen.insert(id.clone());
    if row.get("error").is_some_and(|it| !it.is_null()) {
        tally.refused += 1;
        tally.caught += usize::from(!errors.is_empty());
        if errors.is_empty() {
            tally.report.push(format!("MISSED {id} {} | {sql}", row["error"]));
        }
        return;
    }
    if !errors.is_empty() {
        tally.report.push(format!("ALARM {id} {errors:?} | {sql}"));
        tally.alarms.push(id.clone());
    }
    let db = host.database();
    let project = db.projects().next().unwrap();
    let model = db.file(project, &"models/corpus_query_of_its_own.sql".into()).unwrap();
    let schema = sema::schema(db, model);
    let expected = row["columns"].as_array().unwrap();
    for (index, column) in expected.iter().enumerate() {
        tally.columns += 1;
        let (name, ty) = (column["name"].as_str().unwrap_or(""), column["type"].as_str().unwrap());
        match schema.columns.get(index) {
            Some(found) if found.value.is_known() => {
                let spelled = found.value.ty.display(base::DialectKind::DuckDb).to_string();
                if spelled == ty {
                    tally.right += 1;
                } else {
                    tally.wrong += 1;
                    tally.report.push(format!("WRONG {id} {name}: {spelled}, not {ty} | {sql}"));
                }
                if !found.name.is_empty() && found.name != name {
                    tally.named_wrong += 1;
                    tally.report.push(format!("NAME {id} {} not {name} | {sql}", found.name));
                }
            }
            Some(found) => {
                tally.unknown += 1;
                tally.report.push(format!("UNKNOWN {id} {name}: {ty}: {:?} | {sql}", found.value.unknown));
            }
            None => {
                tally.unknown += 1;
                tally.report.push(format!("ABSENT {id} {name}: {:?} | {sql}", schema.open));
            }
        }
    }
}
