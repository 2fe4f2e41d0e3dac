//! The catalog of a project's DuckDB file, read by a short-lived process: this one never loads DuckDB and never holds
//! the file.

use db::CatalogTable;
use std::sync::Arc;

/// What is known about a project's DuckDB file.
#[derive(Default)]
pub(crate) struct CatalogState {
    /// Whether the process is running, or waiting for a lock to go.
    pub(crate) is_reading: bool,
}

/// What came of reading one.
pub(crate) struct CatalogOutcome {
    pub(crate) tables: Option<Arc<[CatalogTable]>>,
}
