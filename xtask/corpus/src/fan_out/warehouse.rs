//! A DuckDB that runs queries over small data.

use crate::duckdb::{self, Process};
use anyhow::Result;
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("rows.py");

/// A database in memory that lives as long as this.
pub(super) struct Warehouse(Process);

impl Warehouse {
    /// Starts DuckDB.
    ///
    /// # Errors
    /// It cannot be installed or started.
    pub(super) fn start() -> Result<Warehouse> {
        Ok(Warehouse(Process::start(SCRIPT, duckdb::BINDER)?))
    }

    /// The rows of the last of some statements; `None` where DuckDB refuses one.
    ///
    /// # Errors
    /// The process does not answer.
    pub(super) fn rows(&mut self, sql: &str) -> Result<Option<Vec<Vec<Value>>>> {
        let answer = self.0.ask(&json!({ "sql": sql }))?;
        let cells = |row: &Value| row.as_array().cloned().unwrap_or_default();
        Ok(answer["rows"].as_array().map(|rows| rows.iter().map(cells).collect()))
    }
}
