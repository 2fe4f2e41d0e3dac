//! The database.

use crate::{RelativePath, change::Handles};
use rustc_hash::FxHashMap;
use salsa::{Database as _, plumbing::AsId as _};
use std::sync::{Arc, Mutex};

/// What every query sees.
#[salsa::db]
pub trait Db: salsa::Database {}

/// The one database of a process. A clone is a snapshot that another thread may query.
#[salsa::db]
#[derive(Clone)]
pub struct RootDatabase {
    pub(crate) handles: Arc<Handles>,
    events: Option<EventLog>,
    // Last, so that it is dropped last.
    storage: salsa::Storage<Self>,
}

type EventLog = Arc<Mutex<Vec<salsa::DatabaseKeyIndex>>>;

/// A query that was executed, rather than answered from memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExecutedQuery {
    /// The query's name.
    pub query: String,
    /// The file it was asked about, for queries over files.
    pub file: Option<RelativePath>,
}

#[salsa::db]
impl salsa::Database for RootDatabase {}

#[salsa::db]
impl Db for RootDatabase {}

impl Default for RootDatabase {
    fn default() -> RootDatabase {
        RootDatabase { handles: Arc::default(), events: None, storage: salsa::Storage::new(None) }
    }
}

impl RootDatabase {
    /// A database that remembers which queries it executes, for tests and measurements.
    pub fn with_event_log() -> RootDatabase {
        let events = EventLog::default();
        let sink = events.clone();
        let callback = move |event: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind
                && let Ok(mut events) = sink.lock()
            {
                events.push(database_key);
            }
        };
        RootDatabase {
            handles: Arc::default(),
            events: Some(events),
            storage: salsa::Storage::new(Some(Box::new(callback))),
        }
    }

    /// The queries executed since the last call, in order; empty without an event log.
    pub fn take_executed(&self) -> Vec<ExecutedQuery> {
        let Some(events) = &self.events else { return Vec::new() };
        let keys = events.lock().map(|mut it| std::mem::take(&mut *it)).unwrap_or_default();
        let paths: FxHashMap<salsa::Id, &RelativePath> =
            self.handles.files.iter().map(|((_, path), file)| (file.as_id(), path)).collect();
        let describe = |key: salsa::DatabaseKeyIndex| ExecutedQuery {
            query: self.ingredient_debug_name(key.ingredient_index()).into_owned(),
            file: paths.get(&key.key_index()).map(|it| (*it).clone()),
        };
        keys.into_iter().map(describe).collect()
    }
}
