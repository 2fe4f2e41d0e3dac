//! The statements of the corpus.

use anyhow::{Context, Result};
use base::DialectKind;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A statement and what engines say of it.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Unique in the corpus.
    pub id: String,
    /// Where it comes from: project and file.
    pub source: String,
    /// The text.
    pub sql: String,
    /// The parsers that take it, with their versions.
    pub accepted_by: Vec<String>,
    /// The parsers that refuse it.
    pub rejected_by: Vec<String>,
    /// Why the authority refuses it: `syntax`, or a check that it makes while parsing.
    pub reason_kind: String,
    /// The authority's message.
    pub reason: String,
}

/// The repository's folder.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where the corpus is: an argument, `ROCKY_CORPUS`, or beside the checkout.
pub fn folder(argument: Option<&Path>) -> PathBuf {
    match (argument, std::env::var_os("ROCKY_CORPUS")) {
        (Some(folder), _) => folder.to_owned(),
        (None, Some(folder)) => folder.into(),
        (None, None) => repository().join("../shared/corpus"),
    }
}

/// The entries of a file of JSON lines; none where there is no such file.
///
/// # Errors
/// The file cannot be read, or a line is no JSON.
pub fn read(path: &Path) -> Result<Vec<Entry>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let parse = |(index, line): (usize, &str)| {
        let row: Value =
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), index + 1))?;
        Ok(entry(&row))
    };
    text.lines().enumerate().filter(|(_, line)| !line.is_empty()).map(parse).collect()
}

fn entry(row: &Value) -> Entry {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| {
        let values = row[key].as_array().into_iter().flatten();
        values.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    Entry {
        id: text("id"),
        source: text("source"),
        sql: text("sql"),
        accepted_by: list("accepted_by"),
        rejected_by: list("rejected_by"),
        reason_kind: text("reason_kind"),
        reason: text("reason"),
    }
}

/// The parser whose word counts for a dialect, by the start of its name. Snowflake has none at hand: what parsers
/// foreign to an entry's source agree on stands in.
pub fn authority(dialect: DialectKind) -> Option<&'static str> {
    match dialect {
        DialectKind::DuckDb => Some("duckdb-2"),
        DialectKind::Databricks => Some("spark-"),
        DialectKind::BigQuery => Some("zetasql-"),
        DialectKind::Trino => Some("trino-grammar-"),
        DialectKind::Snowflake => None,
    }
}

/// The queries that a dialect must read: those of its own files, and those of `ansi` that its authority takes.
///
/// # Errors
/// A file cannot be read.
pub fn queries(corpus: &Path, dialect: DialectKind) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for file in own_files(dialect) {
        entries.extend(read(&corpus.join(format!("parse/{file}.jsonl")))?);
    }
    if let Some(authority) = authority(dialect) {
        let shared = read(&corpus.join("parse/ansi.jsonl"))?;
        entries.extend(
            shared.into_iter().filter(|it| it.accepted_by.iter().any(|it| it.starts_with(authority))),
        );
    }
    Ok(entries)
}

/// The texts that a dialect's authority refuses for their syntax.
///
/// # Errors
/// A file cannot be read.
pub fn negatives(corpus: &Path, dialect: DialectKind) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for file in own_files(dialect) {
        entries.extend(read(&corpus.join(format!("parse/{file}.negative.jsonl")))?);
    }
    let Some(authority) = authority(dialect) else { return Ok(entries) };
    let is_refused = |it: &Entry| it.rejected_by.iter().any(|it| it.starts_with(authority));
    entries.retain(is_refused);
    let shared = read(&corpus.join("parse/ansi.negative.jsonl"))?;
    entries.extend(shared.into_iter().filter(is_refused));
    Ok(entries)
}

/// Statements that are no queries.
///
/// # Errors
/// A file cannot be read.
pub fn statements(corpus: &Path, dialect: DialectKind) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for file in own_files(dialect) {
        entries.extend(read(&corpus.join(format!("parse/{file}.nonquery.jsonl")))?);
    }
    Ok(entries)
}

/// The files of a dialect. Databricks takes Spark's too.
fn own_files(dialect: DialectKind) -> &'static [&'static str] {
    match dialect {
        DialectKind::DuckDb => &["duckdb"],
        DialectKind::Databricks => &["databricks", "spark"],
        DialectKind::Snowflake => &["snowflake"],
        DialectKind::BigQuery => &["bigquery"],
        DialectKind::Trino => &["trino"],
    }
}
