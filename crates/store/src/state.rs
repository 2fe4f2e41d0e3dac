//! The state file.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadOnlyTable, ReadTransaction,
    ReadableDatabase, ReadableTable, TableDefinition, TableError, WriteTransaction,
};

/// The version of the tables below. A file with a higher one is refused; a lower one is brought up to date
/// when the file is opened for writing.
pub const STATE_SCHEMA_VERSION: u32 = 1;

const METADATA: TableDefinition<'_, &str, u32> = TableDefinition::new("metadata");
const VERSION_KEY: &str = "schema_version";
const RUNS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("run_history");
const RUN_MODELS: TableDefinition<'_, (&str, u32), &[u8]> = TableDefinition::new("run_models");

/// Memory redb may use to cache pages. The state is small: its default of one gigabyte serves nothing here.
const CACHE_BYTES: usize = 8 * 1024 * 1024;

/// A run as it is stored: a header, and each model by itself, so that progress costs one model and not the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRun {
    /// `run-YYYYMMDD-HHMMSS-mmm`.
    pub run_id: String,
    /// The encoded run without its models.
    pub header: Vec<u8>,
    /// The encoded models, by index.
    pub models: Vec<Vec<u8>>,
}

/// An open state file.
#[derive(Debug)]
pub struct StateStore {
    path: PathBuf,
    file: File,
}

enum File {
    Writable(Database),
    ReadOnly(ReadOnlyDatabase),
    /// Opened read-only where there is no file: nothing has been stored yet.
    Absent,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            File::Writable(_) => "Writable",
            File::ReadOnly(_) => "ReadOnly",
            File::Absent => "Absent",
        })
    }
}

/// What went wrong with the state file. Every message names the file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The directory or the file could not be made or read.
    #[error("cannot open the state file {path}: {source}")]
    Open {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Another program holds the file for itself.
    #[error(
        "the state file {path} is held by another program that does not share it: wait for it or stop it"
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// A newer Rocky wrote the file.
    #[error(
        "the state file {path} has schema version {found}, this build reads versions up to {STATE_SCHEMA_VERSION}: \
         update rocky, or name another file with --state-path"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version it says it has.
        found: u32,
    },
    /// It is not a state file, or it is damaged.
    #[error(
        "the state file {path} cannot be read: {message}. It may be damaged or not be a state file: move it away, \
         or name another with --state-path"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// redb's reason.
        message: String,
    },
    /// Something was to be stored through [`StateStore::read_only`].
    #[error("the state file {path} was opened for reading only")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
}

impl StateStore {
    /// Opens the file for reading and writing; creates it, and its directory, where they are missing.
    ///
    /// # Errors
    /// The file cannot be made, is held by a program that does not share it, is not a state file, or has a
    /// newer version.
    pub fn open(path: &Path) -> Result<StateStore, StoreError> {
        let open_error = |source| StoreError::Open { path: path.to_owned(), source };
        if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
            fs::create_dir_all(directory).map_err(open_error)?;
        }
        let database = builder().create(path).map_err(|error| database_error(path, error))?;
        let store = StateStore { path: path.to_owned(), file: File::Writable(database) };
        if store.version_on_disk()? != Some(STATE_SCHEMA_VERSION) {
            store.write(|transaction| {
                transaction.open_table(METADATA)?.insert(VERSION_KEY, STATE_SCHEMA_VERSION)?;
                transaction.open_table(RUNS)?;
                transaction.open_table(RUN_MODELS)?;
                Ok(())
            })?;
        }
        Ok(store)
    }

    /// Opens the file for reading, beside whoever writes it. A file that does not exist reads as an empty one
    /// and is not created; one that a killed program left is mended first, and is open for writing too.
    ///
    /// # Errors
    /// The file is held by a program that does not share it, is not a state file, or has a newer version.
    pub fn read_only(path: &Path) -> Result<StateStore, StoreError> {
        let file = match path.try_exists() {
            Ok(false) => File::Absent,
            Ok(true) => match builder().open_read_only(path) {
                // The program that wrote it was killed: what was committed is complete, and a writer mends the rest.
                Err(DatabaseError::RepairAborted) => return StateStore::open(path),
                database => File::ReadOnly(database.map_err(|error| database_error(path, error))?),
            },
            Err(source) => return Err(StoreError::Open { path: path.to_owned(), source }),
        };
        let store = StateStore { path: path.to_owned(), file };
        store.version_on_disk()?;
        Ok(store)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The version written in the file; `None` for an empty one.
    ///
    /// # Errors
    /// The file cannot be read, or its version is newer than this build's.
    pub fn version_on_disk(&self) -> Result<Option<u32>, StoreError> {
        let version = self.read(|transaction| match transaction.open_table(METADATA) {
            Ok(table) => Ok(table.get(VERSION_KEY)?.map(|version| version.value())),
            Err(TableError::TableDoesNotExist(_)) => Ok(None),
            Err(error) => Err(error.into()),
        })?;
        match version.flatten() {
            Some(found) if found > STATE_SCHEMA_VERSION => {
                Err(StoreError::Newer { path: self.path.clone(), found })
            }
            version => Ok(version),
        }
    }

    /// Stores a new run, its header and its models, unless its id is taken; whether it did. Like every write
    /// it is durable when this returns: neither a killed process nor a power cut loses it.
    ///
    /// # Errors
    /// The store is read-only, or the file cannot be written.
    pub fn insert_run(&self, run: &StoredRun) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let mut headers = transaction.open_table(RUNS)?;
            if headers.get(run.run_id.as_str())?.is_some() {
                return Ok(false);
            }
            headers.insert(run.run_id.as_str(), run.header.as_slice())?;
            let mut models = transaction.open_table(RUN_MODELS)?;
            for (index, model) in (0..).zip(&run.models) {
                models.insert((run.run_id.as_str(), index), model.as_slice())?;
            }
            Ok(true)
        })
    }

    /// Replaces a run's header and those of its models that are given by index, in one transaction.
    ///
    /// # Errors
    /// The store is read-only, or the file cannot be written.
    pub fn update_run(
        &self,
        run_id: &str,
        header: &[u8],
        models: &[(u32, Vec<u8>)],
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.open_table(RUNS)?.insert(run_id, header)?;
            let mut table = transaction.open_table(RUN_MODELS)?;
            for (index, model) in models {
                table.insert((run_id, *index), model.as_slice())?;
            }
            Ok(())
        })
    }

    /// One run.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn run(&self, run_id: &str) -> Result<Option<StoredRun>, StoreError> {
        self.read(|transaction| {
            let Some((headers, models)) = run_tables(transaction)? else { return Ok(None) };
            match headers.get(run_id)? {
                Some(header) => stored_run(&models, run_id, header.value()).map(Some),
                None => Ok(None),
            }
        })
        .map(Option::flatten)
    }

    /// The newest runs, newest first, at most `limit`: run ids begin with their time, so their order is the
    /// order of time.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn latest_runs(&self, limit: usize) -> Result<Vec<StoredRun>, StoreError> {
        self.read(|transaction| {
            let Some((headers, models)) = run_tables(transaction)? else { return Ok(Vec::new()) };
            headers
                .iter()?
                .rev()
                .take(limit)
                .map(|row| {
                    let (run_id, header) = row?;
                    stored_run(&models, run_id.value(), header.value())
                })
                .collect()
        })
        .map(Option::unwrap_or_default)
    }

    /// Runs `read` on a snapshot; `None` where there is no file.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&ReadTransaction) -> Result<T, redb::Error>,
    ) -> Result<Option<T>, StoreError> {
        let transaction = match &self.file {
            File::Writable(database) => database.begin_read(),
            File::ReadOnly(database) => database.begin_read(),
            File::Absent => return Ok(None),
        };
        let result = transaction.map_err(redb::Error::from).and_then(|transaction| read(&transaction));
        result.map(Some).map_err(|error| self.damaged(&error))
    }

    pub(crate) fn write<T>(
        &self,
        write: impl FnOnce(&WriteTransaction) -> Result<T, redb::Error>,
    ) -> Result<T, StoreError> {
        let File::Writable(database) = &self.file else {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        };
        let run = || {
            let transaction = database.begin_write()?;
            let value = write(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|error: redb::Error| self.damaged(&error))
    }

    fn damaged(&self, error: &redb::Error) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), message: error.to_string() }
    }
}

type RunTables =
    (ReadOnlyTable<&'static str, &'static [u8]>, ReadOnlyTable<(&'static str, u32), &'static [u8]>);

/// The two tables of runs; `None` in a file that no run has been stored in.
fn run_tables(transaction: &ReadTransaction) -> Result<Option<RunTables>, redb::Error> {
    match (transaction.open_table(RUNS), transaction.open_table(RUN_MODELS)) {
        (Ok(headers), Ok(models)) => Ok(Some((headers, models))),
        (Err(TableError::TableDoesNotExist(_)), _) | (_, Err(TableError::TableDoesNotExist(_))) => Ok(None),
        (Err(error), _) | (_, Err(error)) => Err(error.into()),
    }
}

fn stored_run(
    models: &ReadOnlyTable<(&'static str, u32), &'static [u8]>,
    run_id: &str,
    header: &[u8],
) -> Result<StoredRun, redb::Error> {
    let models = models
        .range((run_id, 0)..=(run_id, u32::MAX))?
        .map(|row| Ok(row?.1.value().to_vec()))
        .collect::<Result<_, redb::Error>>()?;
    Ok(StoredRun { run_id: run_id.to_owned(), header: header.to_vec(), models })
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES);
    // Where the platform has no byte-range locks, one program at a time has the file.
    if cfg!(any(target_os = "linux", target_vendor = "apple", windows)) {
        builder.set_concurrency_mode(ConcurrencyMode::MultiWriter);
    }
    builder
}

fn database_error(path: &Path, error: DatabaseError) -> StoreError {
    let path = path.to_owned();
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            StoreError::Locked { path }
        }
        DatabaseError::Storage(redb::StorageError::Io(source))
            if source.kind() != io::ErrorKind::InvalidData =>
        {
            StoreError::Open { path, source }
        }
        other => StoreError::Damaged { path, message: other.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(directory: &tempfile::TempDir) -> PathBuf {
        directory.path().join("models").join(".rocky-state.redb")
    }

    fn stored(run_id: &str, header: &str, models: &[&str]) -> StoredRun {
        StoredRun {
            run_id: run_id.to_owned(),
            header: header.into(),
            models: models.iter().map(|&model| model.into()).collect(),
        }
    }

    #[test]
    fn runs_come_back_newest_first() {
        let directory = tempfile::tempdir().unwrap();
        let store = StateStore::open(&file(&directory)).unwrap();
        for (id, header) in [("run-2", "two"), ("run-1", "one"), ("run-3", "three")] {
            store.insert_run(&stored(id, header, &[])).unwrap();
        }
        let latest = store.latest_runs(2).unwrap();
        assert_eq!(latest, [stored("run-3", "three", &[]), stored("run-2", "two", &[])]);
        assert_eq!(store.run("run-9").unwrap(), None);
    }

    #[test]
    fn an_update_replaces_the_header_and_the_models_it_names() {
        let directory = tempfile::tempdir().unwrap();
        let store = StateStore::open(&file(&directory)).unwrap();
        store.insert_run(&stored("run-1", "begun", &["a", "b", "c"])).unwrap();
        store.insert_run(&stored("run-10", "other", &["x"])).unwrap();
        store.update_run("run-1", b"ended", &[(1, b"b, built".to_vec())]).unwrap();
        assert_eq!(store.run("run-1").unwrap().unwrap(), stored("run-1", "ended", &["a", "b, built", "c"]));
    }

    #[test]
    fn an_id_is_given_once() {
        let directory = tempfile::tempdir().unwrap();
        let store = StateStore::open(&file(&directory)).unwrap();
        assert!(store.insert_run(&stored("run-1", "first", &["a"])).unwrap());
        assert!(!store.insert_run(&stored("run-1", "second", &["b"])).unwrap());
        assert_eq!(store.run("run-1").unwrap().unwrap(), stored("run-1", "first", &["a"]));
    }

    #[test]
    fn two_writers_and_a_reader_share_the_file() {
        let directory = tempfile::tempdir().unwrap();
        let first = StateStore::open(&file(&directory)).unwrap();
        let second = StateStore::open(&file(&directory)).unwrap();
        let reader = StateStore::read_only(&file(&directory)).unwrap();
        first.insert_run(&stored("run-1", "first", &[])).unwrap();
        second.insert_run(&stored("run-2", "second", &[])).unwrap();
        assert_eq!(first.run("run-2").unwrap().unwrap().header, b"second");
        assert_eq!(reader.latest_runs(10).unwrap().len(), 2);
        let error = reader.update_run("run-3", b"third", &[]).unwrap_err().to_string();
        assert!(error.ends_with("was opened for reading only"), "{error}");
    }

    #[test]
    fn what_a_killed_program_left_is_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = file(&directory);
        let writer = StateStore::open(&path).unwrap();
        writer.insert_run(&stored("run-1", "first", &["a"])).unwrap();
        // The bytes on the disk while the writer lives are those that it leaves when it is killed.
        let left = directory.path().join("left.redb");
        fs::copy(&path, &left).unwrap();
        let store = StateStore::read_only(&left).unwrap();
        assert_eq!(store.run("run-1").unwrap().unwrap(), stored("run-1", "first", &["a"]));
    }

    #[test]
    fn a_missing_file_reads_as_empty_and_stays_missing() {
        let directory = tempfile::tempdir().unwrap();
        let store = StateStore::read_only(&file(&directory)).unwrap();
        assert_eq!(store.latest_runs(10).unwrap(), []);
        assert_eq!(store.version_on_disk().unwrap(), None);
        assert!(!file(&directory).exists());
    }

    #[test]
    fn a_newer_file_is_refused_and_untouched() {
        let directory = tempfile::tempdir().unwrap();
        let path = file(&directory);
        {
            let store = StateStore::open(&path).unwrap();
            store
                .write(|transaction| {
                    transaction.open_table(METADATA)?.insert(VERSION_KEY, STATE_SCHEMA_VERSION + 1)?;
                    Ok(())
                })
                .unwrap();
        }
        for result in [StateStore::open(&path), StateStore::read_only(&path)] {
            let error = result.unwrap_err();
            assert!(matches!(&error, StoreError::Newer { found, .. } if *found == STATE_SCHEMA_VERSION + 1));
            assert!(
                error.to_string().contains("update rocky, or name another file with --state-path"),
                "{error}"
            );
        }
    }

    #[test]
    fn another_kind_of_file_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("notes.txt");
        std::fs::write(&path, "not a state file, and rather longer than a header would be".repeat(200))
            .unwrap();
        for result in [StateStore::open(&path), StateStore::read_only(&path)] {
            let error = result.unwrap_err().to_string();
            assert!(error.contains("move it away"), "{error}");
        }
    }
}
