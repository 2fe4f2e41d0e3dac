//! The state file and the runs it remembers.

use super::Location;
use crate::{arguments::GlobalOptions, console::Console, failure::Failure};
use std::path::{Path, PathBuf};
use store::{Resolved, StatePaths, StateStore, resolve_state_path};
use warehouse::{ModelRecord, RunRecord};

/// The file's name in the models folder.
const FILE: &str = ".rocky-state.redb";

/// The project's state file, which need not exist.
///
/// # Errors
/// The configuration cannot be read.
pub(crate) fn state_path(
    location: &Location,
    options: &GlobalOptions,
    console: &Console,
) -> Result<PathBuf, Failure> {
    let resolved = resolved_state(location, options)?;
    if let Some(warning) = resolved.warning {
        console.warn(&warning);
    }
    Ok(resolved.path)
}

/// Where the state file is, and what is to be said of that.
///
/// # Errors
/// The configuration cannot be read.
pub(super) fn resolved_state(location: &Location, options: &GlobalOptions) -> Result<Resolved, Failure> {
    let configuration = location.configuration()?;
    let models =
        configuration.models_roots().into_iter().next().map(|it| location.root.join(it.base.as_str()));
    let models = models.filter(|it| it.is_dir());
    // The place that older versions used is the working directory of those who ran them: the project's folder.
    let paths = StatePaths {
        explicit: options.state_path.clone(),
        namespace: None,
        models_file_exists: models.as_ref().is_some_and(|it| it.join(FILE).exists()),
        models_dir: models,
        legacy_file_exists: location.root.join(FILE).exists(),
        working_dir: location.root.clone(),
    };
    resolve_state_path(&paths).map_err(Failure::new)
}

/// The newest runs in a state file, newest first, at most `limit`. Records that cannot be read are said on standard
/// error.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn newest_runs(path: &Path, limit: usize, console: &Console) -> Result<Vec<RunRecord>, Failure> {
    let history = history(path, limit)?;
    for (run_id, reason) in &history.unreadable {
        console.warn(&format!("the record of {run_id} is left out: {reason}"));
    }
    Ok(history.runs)
}

/// What the newest runs made of a model, newest first, each with its run. Records that cannot be read are logged.
///
/// # Errors
/// The configuration or the state file cannot be read.
pub(crate) fn runs_of_model(
    location: &Location,
    options: &GlobalOptions,
    model: &str,
) -> Result<Vec<(RunRecord, ModelRecord)>, Failure> {
    /// How many runs are looked through.
    const LOOKED_THROUGH: usize = 100;
    /// How many are told.
    const TOLD: usize = 10;
    let history = history(&resolved_state(location, options)?.path, LOOKED_THROUGH)?;
    for (run_id, reason) in &history.unreadable {
        tracing::warn!("the record of {run_id} is left out: {reason}");
    }
    let found = history.runs.into_iter().filter_map(|run| {
        let record = run.models_executed.iter().find(|it| it.model_name == model)?.clone();
        Some((run, record))
    });
    Ok(found.take(TOLD).collect())
}

fn history(path: &Path, limit: usize) -> Result<engine::History, Failure> {
    let store = StateStore::read_only(path).map_err(|error| Failure::new(error.to_string()))?;
    engine::history(&store, limit).map_err(|error| Failure::new(error.to_string()))
}
