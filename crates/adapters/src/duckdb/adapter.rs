//! The adapter over one DuckDB database.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use warehouse::{Adapter, AdapterError, CatalogTable, Execution, FailureKind, Rows, TargetName};

use super::{Connection, Database, DuckDbError, InterruptHandle, OpenError, ReturnedRows, catalog, library};

/// How long a file that another program holds is waited for. A language server looks into it for a moment after each run,
/// and the next run or preview must not fail of that.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// How long until it is tried again.
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// One database and one connection to it. DuckDB uses every core for one statement, so models are built one
/// after the other (`spec/cli.md` 4.5).
#[derive(Debug)]
pub struct DuckDbAdapter {
    connection: Mutex<Connection>,
    interrupt: InterruptHandle,
    /// Whether what the connection executes now may be interrupted. A ROLLBACK may not: it would leave the
    /// transaction open.
    interruptible: Mutex<bool>,
    version: String,
}

impl DuckDbAdapter {
    /// Opens a database file, which is created if it is missing; `None` opens one in memory.
    ///
    /// # Errors
    /// No usable DuckDB library, a file that another program holds, or one that is not a DuckDB database.
    pub fn open(path: Option<&Path>) -> Result<DuckDbAdapter, OpenError> {
        DuckDbAdapter::over(connect(&open_patiently(path, &[])?, path)?)
    }

    /// Opens a database file in which nothing can be changed, by no statement whatever.
    ///
    /// # Errors
    /// As [`DuckDbAdapter::open`]; or there is no such file.
    pub fn open_read_only(path: &Path) -> Result<DuckDbAdapter, OpenError> {
        if !path.exists() {
            return Err(OpenError::NotFound { path: path.to_owned() });
        }
        let database = open_patiently(Some(path), &[("access_mode", "READ_ONLY")])?;
        DuckDbAdapter::over(connect(&database, Some(path))?)
    }

    fn over(connection: Connection) -> Result<DuckDbAdapter, OpenError> {
        Ok(DuckDbAdapter {
            interrupt: connection.interrupt_handle(),
            interruptible: Mutex::new(false),
            connection: Mutex::new(connection),
            version: library()?.version().to_owned(),
        })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held leaves a connection that DuckDB itself keeps consistent.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn interruptible(&self) -> MutexGuard<'_, bool> {
        self.interruptible.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `work` be interrupted. An interrupt that comes too late for it does not reach the next statement:
    /// DuckDB forgets it when that one starts.
    fn interruptibly<T>(&self, work: impl FnOnce() -> T) -> T {
        *self.interruptible() = true;
        let result = work();
        *self.interruptible() = false;
        result
    }

    fn execute_one(&self, connection: &Connection, sql: &str) -> Result<Execution, DuckDbError> {
        Ok(match self.interruptibly(|| connection.execute(sql))? {
            ReturnedRows::Changed(rows) => Execution { rows_affected: Some(rows) },
            ReturnedRows::Uncounted => Execution { rows_affected: None },
        })
    }
}

/// As [`open_database`], after a while where another program holds the file only for a moment.
fn open_patiently(path: Option<&Path>, settings: &[(&str, &str)]) -> Result<Database, OpenError> {
    let begun = Instant::now();
    loop {
        match open_database(path, settings) {
            Err(error) if error.is_retryable() && begun.elapsed() < LOCK_PATIENCE => {
                thread::sleep(LOCK_PAUSE)
            }
            outcome => return outcome,
        }
    }
}

/// Opens a database, and says what its failure means.
pub(super) fn open_database(path: Option<&Path>, settings: &[(&str, &str)]) -> Result<Database, OpenError> {
    let library = library()?;
    Database::open(library, path, settings).map_err(|message| {
        let path = path.unwrap_or(Path::new("")).to_owned();
        // DuckDB has no error type here, only words (`src/common/local_file_system.cpp`).
        let locked = message.contains("Could not set lock on file")
            || message.contains("being used by another process");
        if locked { OpenError::Locked { path, message } } else { OpenError::Failed { path, message } }
    })
}

pub(super) fn connect(database: &Database, path: Option<&Path>) -> Result<Connection, OpenError> {
    database.connect().map_err(|error| OpenError::Failed {
        path: path.unwrap_or(Path::new("")).to_owned(),
        message: error.message,
    })
}

impl Adapter for DuckDbAdapter {
    fn adapter_type(&self) -> &str {
        "duckdb"
    }

    fn engine_version(&self) -> &str {
        &self.version
    }

    fn execute(&self, statements: &[&str]) -> Result<Vec<Execution>, AdapterError> {
        let connection = self.connection();
        if let [sql] = statements {
            return Ok(vec![self.execute_one(&connection, sql)?]);
        }
        connection.execute("BEGIN TRANSACTION")?;
        let all = || -> Result<Vec<Execution>, DuckDbError> {
            let executions =
                statements.iter().map(|sql| self.execute_one(&connection, sql)).collect::<Result<_, _>>()?;
            connection.execute("COMMIT")?;
            Ok(executions)
        };
        all().map_err(|error| match connection.execute("ROLLBACK") {
            Ok(_) => error.into(),
            // A failed COMMIT has ended the transaction already: then there is nothing left to roll back.
            Err(rollback) if rollback.message.contains("no transaction is active") => error.into(),
            Err(rollback) => {
                let message = format!("{error}\nThe transaction could not be rolled back either: {rollback}");
                AdapterError::failed(FailureKind::ConnectionFailed, message)
            }
        })
    }

    fn query(&self, sql: &str) -> Result<Rows, AdapterError> {
        let connection = self.connection();
        // The newline ends a comment that the query may end in.
        let columns = connection
            .query_text(&format!("SELECT column_name, column_type FROM (DESCRIBE (FROM (\n{sql}\n)))"))?;
        let columns = columns.into_iter().filter_map(|row| {
            let [name, data_type] = <[Option<String>; 2]>::try_from(row).ok()?;
            Some((name.unwrap_or_default(), data_type.unwrap_or_default()))
        });
        let as_text = format!("SELECT COLUMNS(*)::VARCHAR FROM (\n{sql}\n)");
        let rows = self.interruptibly(|| connection.query_text(&as_text))?;
        Ok(Rows { columns: columns.collect(), rows })
    }

    fn describe(&self, target: &TargetName) -> Result<Option<CatalogTable>, AdapterError> {
        Ok(catalog::read_tables(&self.connection(), Some(target))?.pop())
    }

    fn tables(&self) -> Result<Vec<CatalogTable>, AdapterError> {
        Ok(catalog::read_tables(&self.connection(), None)?)
    }

    fn row_count(&self, target: &TargetName) -> Result<u64, AdapterError> {
        let sql = format!("SELECT count(*)::VARCHAR FROM {}", catalog::quoted(target));
        let connection = self.connection();
        let rows = self.interruptibly(|| connection.query_text(&sql))?;
        let count = rows.first().and_then(|row| row.first()).and_then(Option::as_deref);
        count
            .and_then(|count| count.parse().ok())
            .ok_or_else(|| AdapterError::failed(FailureKind::Unknown, format!("{target} has no row count")))
    }

    fn interrupt(&self) {
        let interruptible = self.interruptible();
        // The guard is held across the call, so that it cannot land in the statement after.
        if *interruptible {
            self.interrupt.interrupt();
        }
    }
}
