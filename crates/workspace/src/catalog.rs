//! What a DuckDB file holds, read by a short-lived child process: the process that analyses loads no DuckDB and never
//! holds the file (decisions.md 3, item 4).

use db::{CatalogTable, DuckDbCatalog};
use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};
use warehouse::{CATALOG_BUSY, CATALOG_FORMAT, CatalogSnapshot};

/// The child has so long; a catalog of thousands of tables takes a tenth of a second.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// A program that prints a DuckDB file's catalog as JSON ([`CatalogSnapshot`]).
///
/// It ends with 0, with [`CATALOG_BUSY`] while another process holds the file, or with anything else and the reason on
/// standard error.
#[derive(Clone, Debug)]
pub struct CatalogCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments; the file's path is added.
    pub arguments: Vec<String>,
}

/// Why a catalog is not known. The words go behind "the tables in that file are not known: ".
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// The system does not start the program.
    #[error("{} does not start: {error}", program.display())]
    Start {
        /// The program.
        program: PathBuf,
        /// The system's words.
        error: io::Error,
    },
    /// The program did not end in time.
    #[error("it took longer than {} seconds", TIME_LIMIT.as_secs())]
    TimeOut,
    /// Another process holds the file.
    #[error("{0}")]
    Busy(String),
    /// The program says why it failed.
    #[error("{0}")]
    Failed(String),
    /// The program printed something else than a catalog.
    #[error("its catalog cannot be decoded: {0}")]
    Undecodable(#[from] serde_json::Error),
    /// The program is of another version.
    #[error("its catalog has format {0}, not {CATALOG_FORMAT}")]
    Format(u32),
}

/// Reads the catalog of `file`. While another process holds it, tries again after each of `pauses`. Blocks.
///
/// # Errors
/// The child does not start, end or answer as it should, or the file is no DuckDB file that it can open.
pub fn read_catalog(
    command: &CatalogCommand,
    file: &Path,
    pauses: &[Duration],
) -> Result<DuckDbCatalog, CatalogError> {
    for pause in pauses {
        match attempt(command, file) {
            Err(CatalogError::Busy(_)) => thread::sleep(*pause),
            outcome => return outcome,
        }
    }
    attempt(command, file)
}

fn attempt(command: &CatalogCommand, file: &Path) -> Result<DuckDbCatalog, CatalogError> {
    let mut child = Command::new(&command.program)
        .args(&command.arguments)
        .arg(file)
        // Our own standard input may belong to a client.
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| CatalogError::Start { program: command.program.clone(), error })?;
    let printed = read_pipes(&mut child).recv_timeout(TIME_LIMIT);
    if printed.is_err() {
        // Fails where it has just ended by itself.
        let _ = child.kill();
    }
    let status = child.wait();
    let Ok(printed) = printed else { return Err(CatalogError::TimeOut) };
    match status {
        Ok(status) if status.success() => decode(&printed.output),
        Ok(status) => Err(failure(status, &printed.errors)),
        Err(error) => Err(CatalogError::Failed(error.to_string())),
    }
}

struct Printed {
    output: Vec<u8>,
    errors: Vec<u8>,
}

/// Reads both pipes to their ends, on threads of their own, so that a full one does not stop the child.
fn read_pipes(child: &mut Child) -> mpsc::Receiver<Printed> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (sender, printed) = mpsc::channel();
    thread::spawn(move || {
        let errors = thread::spawn(move || read_all(stderr));
        let output = read_all(stdout);
        let errors = errors.join().unwrap_or_default();
        // Nobody listens any more where the time is over.
        let _ = sender.send(Printed { output, errors });
    });
    printed
}

/// What can be read of a pipe. A broken one ends like a closed one: what it brought does not decode.
fn read_all(pipe: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        let _ = pipe.read_to_end(&mut bytes);
    }
    bytes
}

fn failure(status: ExitStatus, errors: &[u8]) -> CatalogError {
    let errors = String::from_utf8_lossy(errors);
    let line = errors.lines().next().unwrap_or_default();
    let reason = match line.strip_prefix("error: ").unwrap_or(line) {
        "" => format!("the process that reads it failed ({status})"),
        line => line.to_owned(),
    };
    match status.code() == Some(CATALOG_BUSY.into()) {
        true => CatalogError::Busy(reason),
        false => CatalogError::Failed(reason),
    }
}

fn decode(bytes: &[u8]) -> Result<DuckDbCatalog, CatalogError> {
    let snapshot: CatalogSnapshot = serde_json::from_slice(bytes)?;
    if snapshot.format != CATALOG_FORMAT {
        return Err(CatalogError::Format(snapshot.format));
    }
    let schemas = snapshot.schemas.into_iter().map(|it| [it.catalog, it.schema]).collect();
    let tables = snapshot.tables.into_iter().map(|it| CatalogTable {
        name: [it.catalog, it.schema, it.name],
        columns: it.columns.into_iter().map(|it| (it.name, it.data_type, it.nullable)).collect(),
        keys: it.keys,
    });
    Ok(DuckDbCatalog::new(schemas, tables.collect()))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Runs a shell script in place of the child; `$1` is the file.
    fn read(script: &str, pauses: &[Duration]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let command = CatalogCommand {
            program: "sh".into(),
            arguments: vec!["-c".to_owned(), script.to_owned(), "sh".to_owned()],
        };
        let file = folder.path().join("shop.duckdb");
        fs::write(&file, "").unwrap();
        match read_catalog(&command, &file, pauses) {
            Ok(catalog) => format!("{} schemas, {} tables", catalog.schemas.len(), catalog.tables.len()),
            Err(error) => error.to_string(),
        }
    }

    const EMPTY: &str = r#"{ "format": 1, "engine_version": "v1", "default_catalog": "shop", "default_schema": "main",
        "schemas": [{ "catalog": "shop", "schema": "raw" }, { "catalog": "shop", "schema": "main" }], "tables": [] }"#;

    #[test]
    fn a_catalog_is_read_once() {
        assert_eq!(read(&format!("echo '{EMPTY}'"), &[]), "2 schemas, 0 tables");
    }

    #[test]
    fn a_held_file_is_read_when_it_is_free() {
        let script = format!(
            r#"echo x >> "$1"; [ $(wc -l < "$1") -lt 3 ] && {{ echo held >&2; exit 75; }}; echo '{EMPTY}'"#
        );
        let pause = Duration::from_millis(1);
        assert_eq!(read(&script, &[pause; 2]), "2 schemas, 0 tables");
        assert_eq!(read(&script, &[pause]), "held");
    }

    #[test]
    fn what_is_wrong_for_good_is_not_tried_again() {
        let script = r#"[ -s "$1" ] && echo again >&2; echo x > "$1"; echo "error: no database" >&2; exit 1"#;
        assert_eq!(read(script, &[Duration::from_millis(1)]), "no database");
    }

    #[test]
    fn answers_that_are_no_catalog() {
        assert_eq!(read("exit 3", &[]), "the process that reads it failed (exit status: 3)");
        assert_eq!(
            read("echo nothing", &[]),
            "its catalog cannot be decoded: expected ident at line 1 column 2"
        );
        assert_eq!(
            read(&format!("echo '{}'", EMPTY.replace("1,", "2,")), &[]),
            "its catalog has format 2, not 1"
        );
    }
}
