//! The C API of DuckDB, and safe values over it. Besides the allocator of `rocky` the only module with unsafe
//! code.
//!
//! What the safety of this module rests on, by DuckDB's documentation of its C API: a database may be used
//! from several threads; a connection may be moved between threads and used by one at a time, save that
//! `duckdb_interrupt` may be called at any time while the connection lives; handles are released once, results
//! before their connection, connections before their database.
#![allow(unsafe_code, reason = "DuckDB has a C API; every unsafe block says what it relies on")]

use std::{
    cell::Cell,
    ffi::{CStr, CString, c_char, c_void},
    marker::PhantomData,
    path::Path,
    ptr,
    sync::Arc,
};

use libduckdb_sys as sys;

use super::error::DuckDbError;

/// Declares the table of C functions, with the signatures of `libduckdb-sys`: the compiler compares them.
macro_rules! functions {
    ($($name:ident($($argument:ty),*) $(-> $result:ty)?;)*) => {
        /// The C functions we call.
        #[derive(Debug, Clone, Copy)]
        struct Functions {
            $($name: unsafe extern "C" fn($($argument),*) $(-> $result)?,)*
        }

        impl Functions {
            /// Looks the functions up. The error is the name of the first that is missing.
            ///
            /// # Safety
            /// What the library exports under these names must have these signatures.
            #[cfg(feature = "dynamic")]
            unsafe fn of_library(library: &libloading::Library) -> Result<Functions, &'static str> {
                $(
                    // The table that the bindings declare has one field per function; this line does not
                    // compile if our signature is not the field's.
                    let _: fn(&sys::duckdb_ext_api_v1) -> Option<unsafe extern "C" fn($($argument),*) $(-> $result)?>
                        = |table| table.$name;
                    // SAFETY: the caller vouches for the signatures.
                    let $name = unsafe { library.get(stringify!($name)) }.map(|symbol| *symbol);
                )*
                Ok(Functions { $($name: $name.map_err(|_| stringify!($name))?,)* })
            }

            #[cfg(feature = "bundled")]
            fn linked() -> Functions {
                Functions { $($name: sys::$name,)* }
            }
        }
    };
}

functions! {
    duckdb_library_version() -> *const c_char;
    duckdb_free(*mut c_void);
    duckdb_create_config(*mut sys::duckdb_config) -> sys::duckdb_state;
    duckdb_set_config(sys::duckdb_config, *const c_char, *const c_char) -> sys::duckdb_state;
    duckdb_destroy_config(*mut sys::duckdb_config);
    duckdb_open_ext(
        *const c_char, *mut sys::duckdb_database, sys::duckdb_config, *mut *mut c_char
    ) -> sys::duckdb_state;
    duckdb_close(*mut sys::duckdb_database);
    duckdb_connect(sys::duckdb_database, *mut sys::duckdb_connection) -> sys::duckdb_state;
    duckdb_disconnect(*mut sys::duckdb_connection);
    duckdb_interrupt(sys::duckdb_connection);
    duckdb_query(sys::duckdb_connection, *const c_char, *mut sys::duckdb_result) -> sys::duckdb_state;
    duckdb_destroy_result(*mut sys::duckdb_result);
    duckdb_result_error(*mut sys::duckdb_result) -> *const c_char;
    duckdb_result_error_type(*mut sys::duckdb_result) -> sys::duckdb_error_type;
    duckdb_result_return_type(sys::duckdb_result) -> sys::duckdb_result_type;
    duckdb_rows_changed(*mut sys::duckdb_result) -> sys::idx_t;
    duckdb_column_count(*mut sys::duckdb_result) -> sys::idx_t;
    duckdb_column_type(*mut sys::duckdb_result, sys::idx_t) -> sys::duckdb_type;
    duckdb_fetch_chunk(sys::duckdb_result) -> sys::duckdb_data_chunk;
    duckdb_data_chunk_get_size(sys::duckdb_data_chunk) -> sys::idx_t;
    duckdb_data_chunk_get_vector(sys::duckdb_data_chunk, sys::idx_t) -> sys::duckdb_vector;
    duckdb_destroy_data_chunk(*mut sys::duckdb_data_chunk);
    duckdb_vector_get_data(sys::duckdb_vector) -> *mut c_void;
    duckdb_vector_get_validity(sys::duckdb_vector) -> *mut u64;
    duckdb_string_t_length(sys::duckdb_string_t) -> u32;
    duckdb_string_t_data(*mut sys::duckdb_string_t) -> *const c_char;
}

/// A DuckDB library, open.
#[derive(Debug)]
pub struct Library {
    functions: Functions,
    version: String,
    /// Keeps the functions mapped.
    #[cfg(feature = "dynamic")]
    _library: libloading::Library,
}

impl Library {
    /// Opens the library file; a bare name is looked up by the system's loader.
    ///
    /// # Errors
    /// Why it cannot be used, in words.
    #[cfg(feature = "dynamic")]
    pub(super) fn open(path: &Path) -> Result<Library, String> {
        // SAFETY: loading a library runs its initializers. The file is one that the user installed as DuckDB.
        let library = unsafe { libloading::Library::new(path) }.map_err(|error| error.to_string())?;
        // SAFETY: a library that exports these names is DuckDB, whose C API keeps signatures stable.
        let functions = unsafe { Functions::of_library(&library) }
            .map_err(|name| format!("it does not have the function `{name}`"))?;
        Ok(Library { version: functions.version(), functions, _library: library })
    }

    /// The library compiled into this program.
    #[cfg(feature = "bundled")]
    pub(super) fn linked() -> Library {
        let functions = Functions::linked();
        Library { version: functions.version(), functions }
    }

    /// The version it says it has (`v1.5.6`).
    pub fn version(&self) -> &str {
        &self.version
    }
}

impl Functions {
    fn version(&self) -> String {
        // SAFETY: takes nothing and returns a string constant of the library.
        unsafe { text((self.duckdb_library_version)()) }
    }
}

/// Copies a C string; a null pointer is empty.
///
/// # Safety
/// `pointer` is null or points to a string that ends in NUL and lives during the call.
unsafe fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: not null, and the caller vouches for the rest.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Database(Arc<DatabaseHandle>);

#[derive(Debug)]
struct DatabaseHandle {
    library: &'static Library,
    database: sys::duckdb_database,
}

// SAFETY: DuckDB lets a database be used from several threads.
unsafe impl Send for DatabaseHandle {}
// SAFETY: as above; the handle itself is never changed before it is dropped.
unsafe impl Sync for DatabaseHandle {}

impl Drop for DatabaseHandle {
    fn drop(&mut self) {
        // SAFETY: opened by `Database::open`, closed only here, after its connections, which hold this handle.
        unsafe { (self.library.functions.duckdb_close)(&mut self.database) }
    }
}

impl Database {
    /// Opens a file, or a new database in memory, with settings (`access_mode` = `READ_ONLY`, …).
    ///
    /// # Errors
    /// DuckDB's message.
    pub fn open(
        library: &'static Library,
        path: Option<&Path>,
        settings: &[(&str, &str)],
    ) -> Result<Database, String> {
        let functions = &library.functions;
        let path = match path {
            None => None,
            Some(path) => {
                let path = path.to_str().ok_or("DuckDB opens only paths that are valid UTF-8")?;
                Some(c_string(path)?)
            }
        };
        let config = Config::new(library, settings)?;
        let mut database: sys::duckdb_database = ptr::null_mut();
        let mut error: *mut c_char = ptr::null_mut();
        let path = path.as_deref().map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: `path` is null or a C string, `config` is alive, the two out pointers are valid.
        let state = unsafe { (functions.duckdb_open_ext)(path, &mut database, config.config, &mut error) };
        if state == sys::duckdb_state_DuckDBSuccess {
            return Ok(Database(Arc::new(DatabaseHandle { library, database })));
        }
        // SAFETY: after a failure `error` is null or a string that is ours to free.
        let message = unsafe {
            let message = text(error);
            (functions.duckdb_free)(error.cast());
            message
        };
        Err(message)
    }

    /// A new connection.
    ///
    /// # Errors
    /// DuckDB refuses, without saying why.
    pub fn connect(&self) -> Result<Connection, DuckDbError> {
        let functions = &self.0.library.functions;
        let mut connection: sys::duckdb_connection = ptr::null_mut();
        // SAFETY: the database is open and the out pointer valid.
        let state = unsafe { (functions.duckdb_connect)(self.0.database, &mut connection) };
        if state != sys::duckdb_state_DuckDBSuccess {
            return Err(DuckDbError::invalid_input("DuckDB gives no connection to this database"));
        }
        let handle = Arc::new(ConnectionHandle { database: self.clone(), connection });
        Ok(Connection { handle, not_sync: PhantomData })
    }

    /// The library that opened it.
    pub fn library(&self) -> &'static Library {
        self.0.library
    }
}

struct Config {
    library: &'static Library,
    config: sys::duckdb_config,
}

impl Config {
    fn new(library: &'static Library, settings: &[(&str, &str)]) -> Result<Config, String> {
        let mut config = Config { library, config: ptr::null_mut() };
        // SAFETY: the out pointer is valid.
        let state = unsafe { (library.functions.duckdb_create_config)(&mut config.config) };
        if state != sys::duckdb_state_DuckDBSuccess {
            return Err("DuckDB cannot allocate its configuration".to_owned());
        }
        for (name, value) in settings {
            let (c_name, c_value) = (c_string(name)?, c_string(value)?);
            // SAFETY: the configuration is alive, the strings are C strings that live during the call.
            let state = unsafe {
                (library.functions.duckdb_set_config)(config.config, c_name.as_ptr(), c_value.as_ptr())
            };
            if state != sys::duckdb_state_DuckDBSuccess {
                return Err(format!("DuckDB does not accept the setting {name} = {value}"));
            }
        }
        Ok(config)
    }
}

impl Drop for Config {
    fn drop(&mut self) {
        // SAFETY: made by `duckdb_create_config` or null, which is allowed; destroyed only here.
        unsafe { (self.library.functions.duckdb_destroy_config)(&mut self.config) }
    }
}

/// A connection. It may move to another thread; two threads may not use it at once.
#[derive(Debug)]
pub struct Connection {
    handle: Arc<ConnectionHandle>,
    not_sync: PhantomData<Cell<()>>,
}

#[derive(Debug)]
struct ConnectionHandle {
    /// Keeps the database open.
    database: Database,
    connection: sys::duckdb_connection,
}

// SAFETY: a connection may move between threads.
unsafe impl Send for ConnectionHandle {}
// SAFETY: through a shared handle only `duckdb_interrupt` is called, which DuckDB allows from any thread;
// everything else goes through `Connection`, which is not `Sync`.
unsafe impl Sync for ConnectionHandle {}

impl Drop for ConnectionHandle {
    fn drop(&mut self) {
        // SAFETY: made by `Database::connect`, disconnected only here, when neither the connection nor an
        // interrupt handle is left.
        unsafe { (self.database.0.library.functions.duckdb_disconnect)(&mut self.connection) }
    }
}

/// Stops what a connection is executing, from any thread. Keeps the connection open while it lives.
#[derive(Debug, Clone)]
pub struct InterruptHandle(Arc<ConnectionHandle>);

impl InterruptHandle {
    /// Stops the statement that is being executed, if there is one.
    pub fn interrupt(&self) {
        // SAFETY: the handle keeps the connection alive.
        unsafe { (self.0.database.0.library.functions.duckdb_interrupt)(self.0.connection) }
    }
}

/// A row of text cells; `None` is NULL.
pub type TextRow = Vec<Option<String>>;

/// What a statement did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnedRows {
    /// It inserted, updated or deleted this many rows.
    Changed(u64),
    /// It returned rows, or nothing to count.
    Uncounted,
}

impl Connection {
    /// Executes SQL; of several statements, the last one's result counts.
    ///
    /// # Errors
    /// DuckDB refuses or fails it.
    pub fn execute(&self, sql: &str) -> Result<ReturnedRows, DuckDbError> {
        let mut result = self.run(sql)?;
        // SAFETY: the result is alive; the first function takes a copy of it and keeps nothing.
        unsafe {
            let kind = (self.functions().duckdb_result_return_type)(result.result);
            Ok(if kind == sys::duckdb_result_type_DUCKDB_RESULT_TYPE_CHANGED_ROWS {
                ReturnedRows::Changed((self.functions().duckdb_rows_changed)(&mut result.result))
            } else {
                ReturnedRows::Uncounted
            })
        }
    }

    /// Runs a query all of whose columns are VARCHAR and returns its rows.
    ///
    /// # Errors
    /// DuckDB refuses or fails it, or a column has another type: cast it in the query, since the text form of
    /// a value is DuckDB's business.
    pub fn query_text(&self, sql: &str) -> Result<Vec<TextRow>, DuckDbError> {
        let mut result = self.run(sql)?;
        let functions = self.functions();
        // SAFETY: the result is alive.
        let columns = unsafe { (functions.duckdb_column_count)(&mut result.result) };
        for column in 0..columns {
            // SAFETY: the result is alive, and DuckDB checks the index.
            let kind = unsafe { (functions.duckdb_column_type)(&mut result.result, column) };
            if kind != sys::DUCKDB_TYPE_DUCKDB_TYPE_VARCHAR {
                return Err(DuckDbError::invalid_input("a column that is read as text is not VARCHAR"));
            }
        }
        let mut rows: Vec<TextRow> = Vec::new();
        // SAFETY: the result is alive; the function takes a copy and keeps nothing. Null ends the result.
        while let Some(chunk) = Chunk::of(unsafe { (functions.duckdb_fetch_chunk)(result.result) }, functions)
        {
            let start = rows.len();
            // SAFETY: the chunk is alive.
            let size = unsafe { (functions.duckdb_data_chunk_get_size)(chunk.chunk) };
            rows.extend((0..size).map(|_| Vec::new()));
            for column in 0..columns {
                for (row, cells) in (0..size).zip(&mut rows[start..]) {
                    // SAFETY: the column exists and is VARCHAR, the row is below the chunk's size.
                    cells.push(unsafe { chunk.cell(column, row) });
                }
            }
        }
        Ok(rows)
    }

    /// A handle that can stop what this connection executes.
    pub fn interrupt_handle(&self) -> InterruptHandle {
        InterruptHandle(Arc::clone(&self.handle))
    }

    fn functions(&self) -> &'static Functions {
        &self.handle.database.0.library.functions
    }

    fn run(&self, sql: &str) -> Result<QueryResult, DuckDbError> {
        let functions = self.functions();
        let sql = c_string(sql).map_err(|message| DuckDbError::invalid_input(&message))?;
        // SAFETY: the C struct is plain pointers and numbers, for which zero is a value.
        let mut result = QueryResult { functions, result: unsafe { std::mem::zeroed() } };
        // SAFETY: the connection is alive and used by this thread alone; the out pointer is valid. DuckDB
        // fills the result in on failure too, and it is destroyed once, on drop.
        unsafe {
            if (functions.duckdb_query)(self.handle.connection, sql.as_ptr(), &mut result.result)
                == sys::duckdb_state_DuckDBSuccess
            {
                return Ok(result);
            }
            Err(DuckDbError {
                error_type: (functions.duckdb_result_error_type)(&mut result.result),
                message: text((functions.duckdb_result_error)(&mut result.result)),
            })
        }
    }
}

struct QueryResult {
    functions: &'static Functions,
    result: sys::duckdb_result,
}

impl Drop for QueryResult {
    fn drop(&mut self) {
        // SAFETY: filled in by `duckdb_query`, destroyed only here.
        unsafe { (self.functions.duckdb_destroy_result)(&mut self.result) }
    }
}

/// Some rows of a result.
struct Chunk {
    functions: &'static Functions,
    chunk: sys::duckdb_data_chunk,
}

impl Chunk {
    fn of(chunk: sys::duckdb_data_chunk, functions: &'static Functions) -> Option<Chunk> {
        (!chunk.is_null()).then_some(Chunk { functions, chunk })
    }

    /// # Safety
    /// `column` is a VARCHAR column of the result and `row` is below the chunk's size.
    unsafe fn cell(&self, column: sys::idx_t, row: sys::idx_t) -> Option<String> {
        let index = usize::try_from(row).ok()?;
        // SAFETY: the column exists. Its validity mask is null (all valid) or has a bit for every row; its
        // data is an array of one string per row, each pointing to as many bytes as its length says, which
        // live as long as the chunk.
        unsafe {
            let vector = (self.functions.duckdb_data_chunk_get_vector)(self.chunk, column);
            let validity = (self.functions.duckdb_vector_get_validity)(vector);
            if !validity.is_null() && *validity.add(index / 64) >> (index % 64) & 1 == 0 {
                return None;
            }
            let string =
                (self.functions.duckdb_vector_get_data)(vector).cast::<sys::duckdb_string_t>().add(index);
            let length = usize::try_from((self.functions.duckdb_string_t_length)(*string)).ok()?;
            let data = (self.functions.duckdb_string_t_data)(string);
            if length == 0 || data.is_null() {
                return Some(String::new());
            }
            let bytes = std::slice::from_raw_parts(data.cast::<u8>(), length);
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        // SAFETY: fetched by us, destroyed only here.
        unsafe { (self.functions.duckdb_destroy_data_chunk)(&mut self.chunk) }
    }
}

fn c_string(text: &str) -> Result<CString, String> {
    CString::new(text).map_err(|_| "the text contains a NUL character".to_owned())
}
