//! The catalog of a project's DuckDB file: what is known of it, and how long to wait for it.

use base::Fingerprint;
use db::DuckDbCatalog;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use workspace::{CatalogCommand, read_catalog};

/// How long to wait between attempts while another process holds the file. Its next change starts anew.
const BACK_OFF: [Duration; 5] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(10),
];

/// What is known about a project's DuckDB file.
#[derive(Default)]
pub(crate) struct CatalogState {
    /// The file that the configuration names, whether or not it exists.
    pub(crate) file: Option<PathBuf>,
    /// Whether the process is running, or waiting for a lock to go.
    pub(crate) is_reading: bool,
    /// Of the file, when it was last read.
    pub(crate) stamp: Option<Fingerprint>,
}

/// Reads a file's catalog; `None` where that cannot be had, and the log says why. Blocks.
pub(crate) fn read(command: &CatalogCommand, file: &Path) -> Option<Arc<DuckDbCatalog>> {
    let outcome = read_catalog(command, file, &BACK_OFF);
    outcome
        .inspect_err(|error| tracing::warn!("the tables in {} are not known: {error}", file.display()))
        .ok()
        .map(Arc::new)
}
