//! What the project's DuckDB file holds, read while its models are.

use super::Location;
use crate::{console::Console, failure::Failure};
use base::DialectKind;
use db::DuckDbCatalog;
use std::{env, io, path::PathBuf, sync::Arc, thread, time::Duration};
use workspace::{CatalogCommand, CatalogError, read_catalog};

/// A catalog that is being read.
pub(crate) struct PendingCatalog {
    path: PathBuf,
    reader: thread::JoinHandle<Result<DuckDbCatalog, CatalogError>>,
}

/// This program, as the reader of a DuckDB file.
///
/// # Errors
/// Where this program lies is not known.
pub(crate) fn catalog_command() -> io::Result<CatalogCommand> {
    let program = env::current_exe()?;
    Ok(CatalogCommand { program, arguments: vec!["internal".to_owned(), "duckdb-catalog".to_owned()] })
}

/// Starts reading the catalog of the project's DuckDB file, where that exists.
///
/// # Errors
/// The configuration cannot be read.
pub(crate) fn request(location: &Location) -> Result<Option<PendingCatalog>, Failure> {
    let Some(path) = duckdb_file(location)?.filter(|it| it.is_file()) else { return Ok(None) };
    let command = match catalog_command() {
        Ok(command) => command,
        Err(error) => {
            tracing::warn!(%error, "the DuckDB file is not read: where this program lies is not known");
            return Ok(None);
        }
    };
    let file = path.clone();
    // A command is not to wait for another process to let go of the file.
    let reader = thread::spawn(move || read_catalog(&command, &file, &[]));
    Ok(Some(PendingCatalog { path, reader }))
}

/// The catalog of the project's DuckDB file, which is waited for while another process holds it.
///
/// # Errors
/// The project's adapter is not DuckDB, its file does not exist, or it cannot be read.
pub(crate) fn wait_for_catalog(location: &Location) -> Result<DuckDbCatalog, Failure> {
    const PAUSES: [Duration; 4] = [
        Duration::from_millis(100),
        Duration::from_millis(300),
        Duration::from_millis(900),
        Duration::from_millis(2_700),
    ];
    let Some(path) = duckdb_file(location)? else {
        return Err(Failure::new(
            "tables are discovered in DuckDB files only by now, and the project has none",
        )
        .with_help("set `type = \"duckdb\"` and `path` of the adapter, or write the schema files by hand"));
    };
    if !path.is_file() {
        return Err(Failure::new(format!("{} does not exist", path.display()))
            .with_help("`rocky run` makes it, or see `path` of the adapter in rocky.toml"));
    }
    let command = catalog_command()
        .map_err(|error| Failure::new(format!("where this program lies is not known: {error}")))?;
    read_catalog(&command, &path, &PAUSES)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))
}

/// The DuckDB file of the project's own adapter, if there is one.
///
/// # Errors
/// The configuration cannot be read.
pub(super) fn duckdb_file(location: &Location) -> Result<Option<PathBuf>, Failure> {
    let configuration = location.configuration()?;
    let adapter = configuration.default_adapter().filter(|it| it.dialect() == Some(DialectKind::DuckDb));
    let path = adapter.and_then(|it| it.path.as_ref()).map(|it| location.root.join(it.as_str()));
    Ok(path)
}

impl PendingCatalog {
    /// Waits for the catalog. Where there is none, standard error says why, and the analysis does without.
    pub(crate) fn finish(self, console: &Console) -> Option<Arc<DuckDbCatalog>> {
        let reason = match self.reader.join() {
            Ok(Ok(catalog)) => return Some(Arc::new(catalog)),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "reading it failed, which is a defect of Rocky".to_owned(),
        };
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        console.note(&format!("the tables in {name} are not known: {reason}"));
        None
    }
}
