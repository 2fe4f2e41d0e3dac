//! The trait every warehouse implements, and how its errors are classed.

use std::num::NonZeroUsize;

use serde::{Deserialize, Serialize};

use crate::{CatalogTable, TargetName};

/// A connection to one warehouse.
///
/// The methods block. A run has at most some dozens of statements in flight and each lasts from milliseconds
/// to hours, so a thread per statement costs nothing, needs no runtime and keeps the trait object safe;
/// an adapter that speaks HTTP may own a runtime inside.
///
/// Methods may be called from several threads at once; an adapter serializes what its warehouse cannot do
/// concurrently.
pub trait Adapter: Send + Sync {
    /// The adapter's type as the configuration spells it (`duckdb`).
    fn adapter_type(&self) -> &str;

    /// The engine's version, as it says itself (`v1.5.6`).
    fn engine_version(&self) -> &str;

    /// How many models may be built at once. One, unless the adapter knows better.
    fn max_concurrency(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    /// Executes statements in order, all or none where the warehouse has transactional DDL. One result per
    /// statement.
    ///
    /// # Errors
    /// The first statement that fails ends the batch.
    fn execute(&self, statements: &[&str]) -> Result<Vec<Execution>, AdapterError>;

    /// Runs a query and returns its rows as text.
    ///
    /// # Errors
    /// The query is refused or fails.
    fn query(&self, sql: &str) -> Result<Rows, AdapterError>;

    /// Describes a relation; `None` when nothing has this name.
    ///
    /// # Errors
    /// The warehouse could not answer. An error never means "absent".
    fn describe(&self, target: &TargetName) -> Result<Option<CatalogTable>, AdapterError>;

    /// Every table and view that the warehouse lists at no cost; none where it does not.
    ///
    /// # Errors
    /// The warehouse could not answer.
    fn tables(&self) -> Result<Vec<CatalogTable>, AdapterError> {
        Ok(Vec::new())
    }

    /// The number of rows in a relation.
    ///
    /// # Errors
    /// The relation is absent or cannot be read.
    fn row_count(&self, target: &TargetName) -> Result<u64, AdapterError>;

    /// Asks every statement in flight to stop; each then fails with [`AdapterError::Interrupted`]. May be
    /// called from any thread and any number of times. A statement that starts afterwards is not affected,
    /// so the engine repeats the call until all its threads are back.
    fn interrupt(&self);
}

/// What one statement did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Execution {
    /// Rows inserted, updated or deleted; `None` when the warehouse does not say.
    pub rows_affected: Option<u64>,
}

/// The result of a query, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// Column names and types in the warehouse's spelling.
    pub columns: Vec<(String, String)>,
    /// Rows of cells in the warehouse's text form; `None` is NULL.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Why a statement did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdapterError {
    /// [`Adapter::interrupt`] stopped it.
    #[error("interrupted")]
    Interrupted,
    /// The warehouse, or the way to it, failed.
    #[error("{message}")]
    Failed {
        /// Class of the failure.
        kind: FailureKind,
        /// The warehouse's own words, with what to do next where we know it.
        message: String,
    },
}

impl AdapterError {
    /// A failure of a class.
    pub fn failed(kind: FailureKind, message: impl Into<String>) -> AdapterError {
        AdapterError::Failed { kind, message: message.into() }
    }

    /// The class of the failure; `None` for an interruption.
    pub fn failure_kind(&self) -> Option<FailureKind> {
        match self {
            AdapterError::Interrupted => None,
            AdapterError::Failed { kind, .. } => Some(*kind),
        }
    }
}

/// Classes of failure, as JSON outputs spell them (`spec/cli.md` 4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The warehouse (or its file) cannot be reached.
    ConnectionFailed,
    /// It is there and refuses who we are.
    AuthFailed,
    /// It refuses or fails the statement.
    QueryRejected,
    /// It failed in a way that may pass: trying again may help.
    Transient,
    /// A quota, or memory or disk, is used up.
    QuotaExceeded,
    /// Something the statement names does not exist.
    NotFound,
    /// The model does not compile; nothing was sent.
    CompileError,
    /// None of the others.
    Unknown,
}

impl FailureKind {
    /// The spelling in JSON outputs.
    pub fn name(self) -> &'static str {
        match self {
            FailureKind::ConnectionFailed => "connection-failed",
            FailureKind::AuthFailed => "auth-failed",
            FailureKind::QueryRejected => "query-rejected",
            FailureKind::Transient => "transient",
            FailureKind::QuotaExceeded => "quota-exceeded",
            FailureKind::NotFound => "not-found",
            FailureKind::CompileError => "compile-error",
            FailureKind::Unknown => "unknown",
        }
    }
}
