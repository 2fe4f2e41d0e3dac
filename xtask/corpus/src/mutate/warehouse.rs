//! Empty tables in a real DuckDB, whose binder says which models are still queries.

use crate::duckdb::{self, Process};
use anyhow::{Result, bail};
use base::TextRange;
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("bind.py");

/// The names of a table's columns with DuckDB's names of their types.
pub(super) type Columns = Vec<(String, String)>;

/// Why DuckDB does not bind a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) message: String,
    /// The part of the query that it is about, if it says so.
    pub(super) range: Option<TextRange>,
}

/// A DuckDB with one table for each model.
pub(super) struct Warehouse(Process);

impl Warehouse {
    /// An empty one.
    pub(super) fn start() -> Result<Warehouse> {
        Ok(Warehouse(Process::start(SCRIPT, duckdb::BINDER)?))
    }

    /// Runs statements that must succeed.
    pub(super) fn execute(&mut self, sql: &str) -> Result<()> {
        self.must(&json!({ "call": "execute", "sql": sql }))
    }

    /// Makes the table of a model out of its query; where DuckDB refuses that, the table stays as it was.
    pub(super) fn model(&mut self, name: &str, sql: &str) -> Result<Result<Columns, Refusal>> {
        let answer = self.0.ask(&json!({ "call": "model", "name": name, "sql": sql }))?;
        if let Some(message) = answer["error"].as_str() {
            let number = |at: usize| answer["location"][at].as_u64().and_then(|it| u32::try_from(it).ok());
            let range =
                number(0).zip(number(1)).map(|(start, length)| TextRange::at(start.into(), length.into()));
            return Ok(Err(Refusal { message: message.to_owned(), range }));
        }
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let columns = answer["columns"].as_array().into_iter().flatten();
        Ok(Ok(columns.map(|it| (text(&it[0]), text(&it[1]))).collect()))
    }

    /// Why a query that binds fails on any row, whatever is in it: there is no such cast, or none of a literal. Runs it over
    /// one row of each table that it reads.
    pub(super) fn fails_on_any_row(&mut self, sql: &str, reads: &[&str]) -> Result<Option<String>> {
        let answer = self.0.ask(&json!({ "call": "run", "sql": sql, "reads": reads }))?;
        Ok(answer["error"].as_str().map(str::to_owned))
    }

    /// Makes an empty table.
    pub(super) fn table(&mut self, name: &str, columns: &Columns) -> Result<()> {
        self.must(&json!({ "call": "table", "name": name, "columns": columns }))
    }

    /// Removes a table.
    pub(super) fn drop_table(&mut self, name: &str) -> Result<()> {
        self.must(&json!({ "call": "drop", "name": name }))
    }

    fn must(&mut self, question: &Value) -> Result<()> {
        let answer = self.0.ask(question)?;
        if let Some(message) = answer["error"].as_str() {
            bail!("DuckDB refuses {question}: {message}");
        }
        Ok(())
    }
}
