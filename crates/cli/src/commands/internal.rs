//! `rocky internal`: what Rocky does in child processes. Nothing outside Rocky may rely on it.

use crate::{
    arguments::{InternalArguments, InternalCommand},
    console::Console,
    failure::{Exit, Failure, Outcome},
    project,
    render::rows_table,
};
use adapters::duckdb::{DuckDbAdapter, read_catalog};
use std::path::Path;
use warehouse::{Adapter, CATALOG_BUSY};

pub(super) fn execute(arguments: &InternalArguments, console: &Console) -> Outcome {
    match &arguments.what {
        InternalCommand::DuckdbCatalog { path } => duckdb_catalog(path, console),
        InternalCommand::DuckdbQuery { path, sql } => duckdb_query(path, sql, console),
        InternalCommand::DuckdbScript { path, script } => duckdb_script(path, script),
    }
}

fn duckdb_catalog(path: &Path, console: &Console) -> Outcome {
    let catalog = read_catalog(path).map_err(|error| match error.is_retryable() {
        true => Failure::Message { message: error.to_string(), help: None, code: CATALOG_BUSY },
        false => Failure::new(error.to_string()),
    })?;
    console.print_json_line(&catalog)?;
    Ok(Exit::SUCCESS)
}

fn duckdb_query(path: &Path, sql: &str, console: &Console) -> Outcome {
    if !path.is_file() {
        return Err(Failure::new(format!("there is no DuckDB file {}", path.display())));
    }
    let adapter = DuckDbAdapter::open(Some(path)).map_err(|error| Failure::new(error.to_string()))?;
    let rows = adapter.query(sql).map_err(|error| Failure::new(error.to_string()))?;
    console.print(&rows_table(rows).render())?;
    Ok(Exit::SUCCESS)
}

fn duckdb_script(path: &Path, script: &Path) -> Outcome {
    let text = std::fs::read_to_string(script)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", script.display())))?;
    project::execute_script(path, &text).map_err(Failure::new)?;
    Ok(Exit::SUCCESS)
}
