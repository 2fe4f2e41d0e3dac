//! DuckDB, through a library that is opened when it is first needed.
//!
//! Compiling DuckDB takes most of an hour, so building Rocky must not need it, and `rocky check` must not need
//! it to run. The C declarations come from `libduckdb-sys` without linking; the module `ffi` fills a table of the few
//! functions we call from the library that [`library()`] finds. duckdb-rs's safe API would save that module, and
//! bring Arrow: six CPU-minutes of release build against half a minute, for rows that a run never reads.
//!
//! [`install`] puts the pinned library where [`library()`] looks for it.

#[cfg(all(feature = "dynamic", feature = "bundled"))]
compile_error!("`bundled` replaces `dynamic`: build with --no-default-features --features bundled");
#[cfg(not(any(feature = "dynamic", feature = "bundled")))]
compile_error!("one of the features `dynamic` and `bundled` says where DuckDB comes from");

mod adapter;
mod catalog;
mod error;
mod ffi;
pub mod install;
mod library;

pub use adapter::DuckDbAdapter;
pub use catalog::{ReadCatalogError, read_catalog};
pub use error::{DuckDbError, OpenError};
pub use ffi::{Connection, Database, InterruptHandle, Library, ReturnedRows, TextRow};
pub use library::{
    LIBRARY_FILE, LibraryError, LibrarySearch, MINIMUM_VERSION, PINNED_VERSION, SETUP_COMMAND, library,
};
