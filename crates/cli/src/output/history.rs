//! The document of `rocky history` (`spec/formats.md` 5.6).

use super::Header;
use serde::Serialize;
use warehouse::{ModelRecord, RunRecord, Timestamp};

/// Past runs, newest first.
#[derive(Serialize)]
pub(crate) struct HistoryOutput {
    #[serde(flatten)]
    header: Header,
    runs: Vec<RunHistoryRecord>,
    count: usize,
}

/// A run.
#[derive(Serialize)]
pub(crate) struct RunHistoryRecord {
    run_id: String,
    started_at: Timestamp,
    status: &'static str,
    trigger: &'static str,
    models_executed: usize,
    duration_ms: u64,
    models: Vec<RunModelRecord>,
    pipeline: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    audit: Option<Audit>,
}

/// A model in a run.
#[derive(Serialize)]
struct RunModelRecord {
    model_name: String,
    duration_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_affected: Option<u64>,
    status: &'static str,
}

/// Who and what started a run.
#[derive(Serialize)]
struct Audit {
    #[serde(skip_serializing_if = "Option::is_none")]
    triggering_identity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    git_commit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    git_branch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_catalog: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hostname: Option<String>,
    rocky_version: String,
}

impl HistoryOutput {
    /// The document of `records`; with who and what started them if `audit`.
    pub(crate) fn new(records: &[RunRecord], audit: bool) -> HistoryOutput {
        let runs: Vec<_> = records.iter().map(|it| RunHistoryRecord::new(it, audit)).collect();
        HistoryOutput { header: Header::new("history"), count: runs.len(), runs }
    }
}

impl RunHistoryRecord {
    fn new(record: &RunRecord, audit: bool) -> RunHistoryRecord {
        RunHistoryRecord {
            run_id: record.run_id.clone(),
            started_at: record.started_at,
            status: record.status.name(),
            trigger: record.origin.trigger.name(),
            models_executed: executed(record).count(),
            duration_ms: record.duration_ms,
            models: record.models_executed.iter().map(RunModelRecord::new).collect(),
            pipeline: record.pipeline.clone(),
            audit: audit.then(|| Audit::new(record)),
        }
    }
}

impl RunModelRecord {
    fn new(record: &ModelRecord) -> RunModelRecord {
        RunModelRecord {
            model_name: record.model_name.clone(),
            duration_ms: record.duration_ms,
            rows_affected: record.rows_affected,
            status: record.status.name(),
        }
    }
}

impl Audit {
    fn new(record: &RunRecord) -> Audit {
        let origin = record.origin.clone();
        Audit {
            triggering_identity: origin.triggering_identity,
            session_source: origin.session_source,
            git_commit: origin.git_commit,
            git_branch: origin.git_branch,
            target_catalog: record.target_catalog.clone(),
            hostname: origin.hostname,
            rocky_version: origin.rocky_version,
        }
    }
}

/// The models whose statements were sent.
pub(crate) fn executed(record: &RunRecord) -> impl Iterator<Item = &ModelRecord> {
    record.models_executed.iter().filter(|it| it.started_at.is_some())
}
