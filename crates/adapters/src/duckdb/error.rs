//! DuckDB's errors, and what they mean for a run.

use std::path::PathBuf;

use libduckdb_sys as sys;
use warehouse::{AdapterError, FailureKind};

use super::LibraryError;

/// An error of a statement, in DuckDB's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DuckDbError {
    /// DuckDB's error type (`duckdb_error_type` of its C API).
    pub error_type: u32,
    /// The message, which begins with the type's name (`Binder Error: …`).
    pub message: String,
}

impl DuckDbError {
    /// An error of our own, before DuckDB saw the statement.
    pub(super) fn invalid_input(message: &str) -> DuckDbError {
        DuckDbError {
            error_type: sys::duckdb_error_type_DUCKDB_ERROR_INVALID_INPUT,
            message: format!("Invalid Input Error: {message}"),
        }
    }

    /// Whether an interrupt stopped the statement.
    pub fn is_interrupted(&self) -> bool {
        self.error_type == sys::duckdb_error_type_DUCKDB_ERROR_INTERRUPT
    }

    /// The class of the failure (`spec/cli.md` 4.6).
    pub fn failure_kind(&self) -> FailureKind {
        let says = |text: &str| self.message.contains(text);
        match self.error_type {
            sys::duckdb_error_type_DUCKDB_ERROR_CATALOG if says("does not exist") => FailureKind::NotFound,
            // `read_csv` and its kin, for a file that is not there.
            sys::duckdb_error_type_DUCKDB_ERROR_IO if says("No files found") => FailureKind::NotFound,
            sys::duckdb_error_type_DUCKDB_ERROR_IO if says("No space left") => FailureKind::QuotaExceeded,
            sys::duckdb_error_type_DUCKDB_ERROR_OUT_OF_MEMORY => FailureKind::QuotaExceeded,
            sys::duckdb_error_type_DUCKDB_ERROR_PERMISSION => FailureKind::AuthFailed,
            sys::duckdb_error_type_DUCKDB_ERROR_TRANSACTION
            | sys::duckdb_error_type_DUCKDB_ERROR_NETWORK
            | sys::duckdb_error_type_DUCKDB_ERROR_HTTP
            | sys::duckdb_error_type_DUCKDB_ERROR_RESOURCE_IN_USE => FailureKind::Transient,
            sys::duckdb_error_type_DUCKDB_ERROR_CONNECTION
            | sys::duckdb_error_type_DUCKDB_ERROR_FATAL
            | sys::duckdb_error_type_DUCKDB_ERROR_IO => FailureKind::ConnectionFailed,
            sys::duckdb_error_type_DUCKDB_ERROR_INTERNAL | sys::duckdb_error_type_DUCKDB_ERROR_INVALID => {
                FailureKind::Unknown
            }
            _ => FailureKind::QueryRejected,
        }
    }
}

impl From<DuckDbError> for AdapterError {
    fn from(error: DuckDbError) -> AdapterError {
        if error.is_interrupted() {
            AdapterError::Interrupted
        } else {
            AdapterError::failed(error.failure_kind(), error.message)
        }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no usable DuckDB library.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// Another process has the file open for writing. Trying again later may help.
    #[error(
        "the database {path} is open in another program: close it there or wait, then try again. DuckDB says: {message}"
    )]
    Locked {
        /// The database file.
        path: PathBuf,
        /// DuckDB's words, which name the process.
        message: String,
    },
    /// The file does not exist, and was to be opened for reading only.
    #[error("the database {path} does not exist")]
    NotFound {
        /// The database file.
        path: PathBuf,
    },
    /// Anything else.
    #[error("cannot open the database {path}: {message}")]
    Failed {
        /// The database file; empty for one in memory.
        path: PathBuf,
        /// DuckDB's words.
        message: String,
    },
}

impl OpenError {
    /// Whether the same call may succeed later without anything being changed.
    pub fn is_retryable(&self) -> bool {
        matches!(self, OpenError::Locked { .. })
    }
}

impl From<OpenError> for AdapterError {
    fn from(error: OpenError) -> AdapterError {
        let kind = match &error {
            OpenError::Locked { .. } => FailureKind::Transient,
            OpenError::NotFound { .. } => FailureKind::NotFound,
            OpenError::Library(_) | OpenError::Failed { .. } => FailureKind::ConnectionFailed,
        };
        AdapterError::failed(kind, error.to_string())
    }
}
