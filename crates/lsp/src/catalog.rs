//! The catalog of a project's DuckDB file, read by a short-lived process: this one never loads DuckDB and never holds
//! the file.

use base::Fingerprint;
use db::CatalogTable;
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};
use warehouse::CatalogSnapshot;

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

/// What came of reading one.
pub(crate) struct CatalogOutcome {
    /// What it holds, sorted by name; `None` where it could not be read.
    pub(crate) tables: Option<Arc<[CatalogTable]>>,
}

/// Runs the command on `file` until it succeeds or patience ends. Blocks.
pub(crate) fn read(command: &(PathBuf, Vec<String>), file: &Path) -> CatalogOutcome {
    for pause in BACK_OFF.into_iter().map(Some).chain([None]) {
        match attempt(command, file) {
            Ok(tables) => return CatalogOutcome { tables: Some(tables) },
            Err(problem) => match pause {
                Some(pause) => thread::sleep(pause),
                None => tracing::warn!("the catalog of {} is not known: {problem}", file.display()),
            },
        }
    }
    CatalogOutcome { tables: None }
}

fn attempt(
    (program, arguments): &(PathBuf, Vec<String>),
    file: &Path,
) -> Result<Arc<[CatalogTable]>, String> {
    let output = Command::new(program)
        .args(arguments)
        .arg(file)
        // Our own standard input and output belong to the client.
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{} does not start: {error}", program.display()))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let snapshot: CatalogSnapshot = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("its answer is not understood: {error}"))?;
    Ok(tables(snapshot))
}

fn tables(snapshot: CatalogSnapshot) -> Arc<[CatalogTable]> {
    let table = |it: warehouse::CatalogTable| CatalogTable {
        name: [it.catalog, it.schema, it.name],
        columns: it.columns.into_iter().map(|it| (it.name, it.data_type, it.nullable)).collect(),
    };
    let mut tables: Vec<CatalogTable> = snapshot.tables.into_iter().map(table).collect();
    tables.sort();
    tables.into()
}
