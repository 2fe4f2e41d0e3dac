//! Where run records go while the run goes on, and how they are read again.

use store::{StateStore, StoreError, StoredRun};
use warehouse::{ModelRecord, RECORD_FORMAT, RunRecord};

/// A place for run records. Every method returns when the record would survive the process.
pub trait Journal {
    /// Stores a new run; `false` if its id is taken.
    ///
    /// # Errors
    /// The record cannot be stored: the run must not start.
    fn begin(&mut self, record: &RunRecord) -> Result<bool, JournalError>;

    /// Stores the run's header and those of its models whose indexes are given.
    ///
    /// # Errors
    /// The record cannot be stored.
    fn update(&mut self, record: &RunRecord, changed: &[usize]) -> Result<(), JournalError>;
}

/// A record that could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The state file's reason.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record has no JSON form; a defect of this program.
    #[error("the run record cannot be encoded: {0}")]
    Encode(serde_json::Error),
}

/// The journal in the project's state file.
#[derive(Debug, Clone, Copy)]
pub struct StoreJournal<'a> {
    store: &'a StateStore,
}

impl<'a> StoreJournal<'a> {
    /// The journal in this state file.
    pub fn new(store: &'a StateStore) -> StoreJournal<'a> {
        StoreJournal { store }
    }
}

impl Journal for StoreJournal<'_> {
    fn begin(&mut self, record: &RunRecord) -> Result<bool, JournalError> {
        let models = record.models_executed.iter().map(encode).collect::<Result<_, _>>()?;
        let run = StoredRun { run_id: record.run_id.clone(), header: encode(&header(record))?, models };
        Ok(self.store.insert_run(&run)?)
    }

    fn update(&mut self, record: &RunRecord, changed: &[usize]) -> Result<(), JournalError> {
        let mut models = Vec::with_capacity(changed.len());
        for &index in changed {
            if let (Ok(key), Some(model)) = (u32::try_from(index), record.models_executed.get(index)) {
                models.push((key, encode(model)?));
            }
        }
        Ok(self.store.update_run(&record.run_id, &encode(&header(record))?, &models)?)
    }
}

/// The record without its models, which are stored one by one.
fn header(record: &RunRecord) -> RunRecord {
    RunRecord {
        format: record.format,
        run_id: record.run_id.clone(),
        started_at: record.started_at,
        finished_at: record.finished_at,
        duration_ms: record.duration_ms,
        status: record.status,
        pipeline: record.pipeline.clone(),
        adapter_type: record.adapter_type.clone(),
        engine_version: record.engine_version.clone(),
        target_catalog: record.target_catalog.clone(),
        config_hash: record.config_hash.clone(),
        origin: record.origin.clone(),
        models_executed: Vec::new(),
    }
}

fn encode(value: &impl serde::Serialize) -> Result<Vec<u8>, JournalError> {
    serde_json::to_vec(value).map_err(JournalError::Encode)
}

/// Runs of the past.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Newest first.
    pub runs: Vec<RunRecord>,
    /// Runs whose record this build cannot read: run id and reason.
    pub unreadable: Vec<(String, String)>,
}

/// The newest runs in the state file, at most `limit`.
///
/// # Errors
/// The file cannot be read. A single record that cannot be read is no error: it is in
/// [`History::unreadable`].
pub fn history(store: &StateStore, limit: usize) -> Result<History, StoreError> {
    let mut history = History::default();
    for run in store.latest_runs(limit)? {
        match decode(&run) {
            Ok(record) => history.runs.push(record),
            Err(reason) => history.unreadable.push((run.run_id, reason)),
        }
    }
    Ok(history)
}

/// One run: `None` if there is none with this id, and the reason in words if its record cannot be read.
///
/// # Errors
/// The file cannot be read.
pub fn find_run(store: &StateStore, run_id: &str) -> Result<Option<Result<RunRecord, String>>, StoreError> {
    Ok(store.run(run_id)?.map(|run| decode(&run)))
}

fn decode(run: &StoredRun) -> Result<RunRecord, String> {
    /// Read first, so that a newer record is refused by its number and not by a field it lacks.
    #[derive(serde::Deserialize)]
    struct Format {
        format: u32,
    }
    let damaged = |error: serde_json::Error| format!("the record is damaged: {error}");
    let Format { format } = serde_json::from_slice(&run.header).map_err(damaged)?;
    if format > RECORD_FORMAT {
        return Err(format!(
            "it has format {format}, this build reads formats up to {RECORD_FORMAT}: update rocky"
        ));
    }
    let mut record: RunRecord = serde_json::from_slice(&run.header).map_err(damaged)?;
    record.models_executed = run
        .models
        .iter()
        .map(|model| serde_json::from_slice::<ModelRecord>(model))
        .collect::<Result<_, _>>()
        .map_err(damaged)?;
    Ok(record)
}
