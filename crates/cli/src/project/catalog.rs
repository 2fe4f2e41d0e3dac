//! What the project's DuckDB file holds, read by a short-lived child process: this one never loads DuckDB to check
//! (`spec/decisions.md` 3, item 4).

use super::Location;
use crate::{console::Console, failure::Failure};
use base::DialectKind;
use db::CatalogTable;
use std::{
    env,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};
use warehouse::{CATALOG_FORMAT, CatalogSnapshot};

/// The child has so long; a catalog of thousands of tables takes a tenth of a second.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// A child process that reads a catalog.
pub(crate) struct PendingCatalog {
    child: Child,
    path: PathBuf,
    result: mpsc::Receiver<(Vec<u8>, String)>,
}

/// The DuckDB file of the project's own adapter, if there is one.
///
/// # Errors
/// The configuration cannot be read.
pub(crate) fn duckdb_file(location: &Location) -> Result<Option<PathBuf>, Failure> {
    let configuration = location.configuration()?;
    let adapter = configuration.default_adapter().filter(|it| it.dialect() == Some(DialectKind::DuckDb));
    let path = adapter.and_then(|it| it.path.as_ref()).map(|it| location.root.join(it.as_str()));
    Ok(path)
}

/// Starts reading the catalog of the project's DuckDB file, where that exists.
///
/// # Errors
/// The configuration cannot be read.
pub(crate) fn request(location: &Location) -> Result<Option<PendingCatalog>, Failure> {
    let Some(path) = duckdb_file(location)?.filter(|it| it.is_file()) else { return Ok(None) };
    match spawn(&path) {
        Ok(pending) => Ok(Some(pending)),
        Err(error) => {
            tracing::warn!(%error, "the child process that reads the DuckDB file could not be started");
            Ok(None)
        }
    }
}

fn spawn(path: &Path) -> std::io::Result<PendingCatalog> {
    let mut child = Command::new(env::current_exe()?)
        .args(["internal", "duckdb-catalog"])
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (sender, result) = mpsc::channel();
    thread::spawn(move || {
        let errors = thread::spawn(move || read_all(stderr));
        let catalog = read_all(stdout);
        let errors = errors.join().unwrap_or_default();
        // Nobody listens any more where the time is over.
        let _ = sender.send((catalog, String::from_utf8_lossy(&errors).into_owned()));
    });
    Ok(PendingCatalog { child, path: path.to_owned(), result })
}

/// What can be read of a pipe; an error ends it like its end does.
fn read_all(pipe: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe
        && let Err(error) = pipe.read_to_end(&mut bytes)
    {
        tracing::debug!(%error, "the pipe of the child process broke");
    }
    bytes
}

impl PendingCatalog {
    /// Waits for the catalog. Where there is none, standard error says why, and the analysis does without.
    pub(crate) fn finish(mut self, console: &Console) -> Option<Arc<[CatalogTable]>> {
        let answer = self.result.recv_timeout(TIME_LIMIT);
        if answer.is_err() {
            // It may just have ended by itself.
            let _ = self.child.kill();
        }
        let status = self.child.wait();
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let reason = match (answer, status) {
            (Err(_), _) => format!("it took longer than {} seconds", TIME_LIMIT.as_secs()),
            (Ok((catalog, _)), Ok(status)) if status.success() => match decode(&catalog) {
                Ok(tables) => return Some(tables),
                Err(reason) => reason,
            },
            (Ok((_, errors)), _) => first_line(&errors),
        };
        console.note(&format!("the tables in {name} are not known: {reason}"));
        None
    }
}

fn first_line(errors: &str) -> String {
    let line = errors.lines().next().unwrap_or_default();
    match line.strip_prefix("error: ").unwrap_or(line) {
        "" => "the child process that reads it failed".to_owned(),
        line => line.to_owned(),
    }
}

fn decode(bytes: &[u8]) -> Result<Arc<[CatalogTable]>, String> {
    let snapshot: CatalogSnapshot =
        serde_json::from_slice(bytes).map_err(|error| format!("its catalog cannot be decoded: {error}"))?;
    if snapshot.format != CATALOG_FORMAT {
        return Err(format!("its catalog has format {}, not {CATALOG_FORMAT}", snapshot.format));
    }
    let tables = snapshot.tables.into_iter().map(|it| CatalogTable {
        name: [it.catalog, it.schema, it.name],
        columns: it.columns.into_iter().map(|it| (it.name, it.data_type, it.nullable)).collect(),
    });
    let mut tables: Vec<_> = tables.collect();
    tables.sort();
    Ok(tables.into())
}
