//! Past runs of a model: where they are asked for.

use serde::Serialize;
use std::{fmt, path::Path, sync::Arc};

/// One run of one model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelRun {
    /// The run that it was part of.
    pub run_id: String,
    /// When it began, in UTC, as RFC 3339 has it.
    pub started_at: String,
    /// What became of the model.
    pub status: String,
    /// How long the model took.
    pub duration_ms: u64,
    /// How many rows it wrote, where the warehouse says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// From a project's folder and the name of one of its models to the model's runs, newest first. May block.
pub type ReadRuns = dyn Fn(&Path, &str) -> Vec<ModelRun> + Send + Sync;

/// Reads the runs of a model of the project in a folder. Asked when somebody wants to see them, and by no thread that
/// anything else waits for.
#[derive(Clone)]
pub struct RunReader(pub Arc<ReadRuns>);

impl fmt::Debug for RunReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunReader")
    }
}
