//! Executes a run plan: order, failures, interruption, records.
//!
//! [`execute`] takes a [`warehouse::RunPlan`] and a [`warehouse::Adapter`] and knows nothing else of the
//! project: no parsing, no database of queries. Models are built in dependency order, as many at once as the
//! adapter allows; a model that fails withholds everything downstream of it and the rest finishes. What
//! happened is journaled while it happens, so that a killed run leaves what it had done.

mod cancel;
mod clock;
mod event;
mod journal;
mod run;
mod schedule;
mod schema_cache;
mod step;

pub use cancel::CancelToken;
pub use clock::{Clock, SystemClock};
pub use event::Event;
pub use journal::{History, Journal, JournalError, StoreJournal, find_run, history};
pub use run::{EngineError, Run, RunOutcome, execute};
pub use schema_cache::{Remembered, remember_tables, remembered_tables};
