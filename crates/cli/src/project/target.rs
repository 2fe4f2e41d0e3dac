//! What a run executes, and where.

use super::{Location, Project};
use crate::failure::Failure;
use warehouse::{Adapter, RunPlan};

/// The plan of a run.
///
/// # Errors
/// The project has no such pipeline or model, or cannot be planned.
pub(crate) fn run_plan(
    project: &mut Project,
    pipeline: Option<&str>,
    model: Option<&str>,
) -> Result<RunPlan, Failure> {
    let _ = (project, pipeline, model);
    Err(Failure::new("no plan yet"))
}

/// Opens the warehouse behind an adapter of the configuration.
///
/// # Errors
/// The adapter is not configured, is of a type that this build does not run, or its warehouse cannot be opened.
pub(crate) fn open_adapter(location: &Location, name: &str) -> Result<Box<dyn Adapter>, Failure> {
    let _ = (location, name);
    Err(Failure::new("no adapter yet"))
}

/// Executes the statements of a script in a DuckDB file, which is made where it is missing.
///
/// # Errors
/// The library is not there, or a statement fails; in words.
pub(crate) fn execute_script(database: &std::path::Path, script: &str) -> Result<(), String> {
    let _ = (database, script);
    Err("the DuckDB library is not installed".to_owned())
}
