//! The queries of `types/`, with what their engines say of them, and the schemas that they are asked over.

use anyhow::{Context, Result, bail};
use base::DialectKind;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The files, each with the dialect whose engine answered.
pub const FILES: [(&str, DialectKind); 6] = [
    ("duckdb", DialectKind::DuckDb),
    ("duckdb.fetched", DialectKind::DuckDb),
    ("databricks", DialectKind::Databricks),
    ("databricks.fetched", DialectKind::Databricks),
    ("bigquery", DialectKind::BigQuery),
    ("bigquery.fetched", DialectKind::BigQuery),
];

/// A query and what its engine says of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique in the corpus.
    pub id: String,
    /// The name of the schema that it is asked over.
    pub setup: String,
    /// Where it comes from: project and file, or the construct that it was written for.
    pub source: String,
    /// What it was made for: `own`, `generated`, `tpc` or `fetched`.
    pub origin: String,
    /// The text.
    pub sql: String,
    /// The engine's answer.
    pub answer: Answer,
}

impl Entry {
    /// Whether it is a query of TPC-H or TPC-DS.
    pub fn is_tpc(&self) -> bool {
        self.origin == "tpc"
    }
}

/// What an engine says of a query.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It binds, and these are its columns.
    Columns(Vec<ExpectedColumn>),
    /// It does not bind: the condition, if the engine names one, and its message.
    Refused(String),
    /// It reads it, and nobody has asked whether it binds.
    Read,
}

/// A column of a query's result.
#[derive(Clone, Debug)]
pub struct ExpectedColumn {
    /// Its name; absent where the engine gives it none.
    pub name: Option<String>,
    /// Its type in the engine's spelling.
    pub ty: String,
}

/// The schemas that queries are asked over, by name.
pub type Setups = BTreeMap<String, String>;

/// Reads the queries of one file; none where there is no such file.
///
/// # Errors
/// The file cannot be read, or a line is not what the corpus promises.
pub fn read(corpus: &Path, file: &str) -> Result<Vec<Entry>> {
    rows(&corpus.join(format!("types/{file}.jsonl")))?.iter().map(entry).collect()
}

/// Reads every schema.
///
/// # Errors
/// A file cannot be read, or a line is not what the corpus promises.
pub fn setups(corpus: &Path) -> Result<Setups> {
    let mut setups = Setups::new();
    for row in rows(&corpus.join("types/setups.fetched.jsonl"))? {
        setups.insert(text(&row, "setup")?, text(&row, "sql")?);
    }
    let folder = corpus.join("types/setups");
    for file in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = file?.path();
        if let Some(name) = path.file_stem().and_then(|it| it.to_str()) {
            let sql =
                std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            setups.insert(name.to_owned(), sql);
        }
    }
    Ok(setups)
}

/// The queries of `parse/` that a dialect's authority reads and that are not in `types/`.
///
/// # Errors
/// A file cannot be read, or a line is not what the corpus promises.
pub fn read_only(corpus: &Path, dialect: DialectKind) -> Result<Vec<Entry>> {
    let mut bound = BTreeSet::new();
    for (file, _) in FILES.iter().filter(|(_, it)| *it == dialect) {
        bound.extend(read(corpus, file)?.into_iter().map(|it| it.sql));
    }
    let queries = crate::entries::queries(corpus, dialect)?;
    let queries = queries.into_iter().filter(|it| !bound.contains(&it.sql));
    let entry = |it: crate::entries::Entry| Entry {
        id: it.id,
        setup: String::new(),
        source: it.source,
        origin: "fetched".to_owned(),
        sql: it.sql,
        answer: Answer::Read,
    };
    Ok(queries.map(entry).collect())
}

/// The lines of a file of JSON; none where there is no such file.
pub(crate) fn rows(path: &Path) -> Result<Vec<Value>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let content = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let parse = |(index, line): (usize, &str)| {
        serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), index + 1))
    };
    content.lines().enumerate().filter(|(_, line)| !line.is_empty()).map(parse).collect()
}

/// A text that every line has.
pub(crate) fn text(row: &Value, key: &str) -> Result<String> {
    match row[key].as_str() {
        Some(text) => Ok(text.to_owned()),
        None => bail!("a row has no `{key}`: {row}"),
    }
}

fn entry(row: &Value) -> Result<Entry> {
    let answer = match (row["error"].as_str(), row["columns"].as_array()) {
        (Some(error), _) => match row["message"].as_str() {
            Some(message) => Answer::Refused(format!("{error}: {message}")),
            None => Answer::Refused(error.to_owned()),
        },
        (None, Some(columns)) => {
            let column = |it: &Value| {
                Ok(ExpectedColumn { name: it["name"].as_str().map(str::to_owned), ty: text(it, "type")? })
            };
            Answer::Columns(columns.iter().map(column).collect::<Result<_>>()?)
        }
        (None, None) => bail!("a row has neither columns nor an error: {row}"),
    };
    Ok(Entry {
        id: text(row, "id")?,
        setup: text(row, "setup")?,
        source: text(row, "source")?,
        origin: text(row, "origin")?,
        sql: text(row, "sql")?,
        answer,
    })
}
