//! The embedded state store: run records and remembered schemas, in redb.
//!
//! The state file belongs to the project and may not be lost: what it holds cannot be computed again.
//! Records are bytes here; what they mean is the business of the crates that write them. Several processes
//! may have the file open for writing (redb's `MultiWriter` mode), one write transaction at a time.

mod path;
mod schema_cache;
mod state;

pub use path::{Resolved, StatePaths, resolve_state_path};
pub use state::{STATE_SCHEMA_VERSION, StateStore, StoreError, StoredRun};
