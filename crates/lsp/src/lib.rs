//! The language server: tower-lsp at the edge, one thread that owns the database.
//!
//! A handler's first statement puts an event into one unbounded queue ([`front`]), so events arrive in the order of the
//! wire. One plain thread takes them out and owns the database ([`main_loop`]); worker threads answer from snapshots
//! ([`read`], [`task`]); one task speaks to the client ([`outbox`]). No handler ever waits for the client.

mod base_comparison;
mod catalog;
mod disk;
mod document;
mod event;
mod from_proto;
mod front;
mod main_loop;
mod outbox;
mod place;
mod pool;
mod position;
mod read;
mod run_history;
mod schema_cache;
mod session;
mod settings;
mod snapshot;
mod status;
mod task;
mod to_proto;
mod token_results;

pub use run_history::{ModelRun, ReadRuns, RunReader};
pub use schema_cache::{ReadSchemas, SchemaCacheReader};
pub use session::{Options, serve, serve_stdio};
pub use to_proto::facts;
