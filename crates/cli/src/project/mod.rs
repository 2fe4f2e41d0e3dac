//! The project on disk: where it is, loading it into a database, asking the database about all of it, its state file.

mod base;
mod catalog;
mod files;
mod load;
mod location;
mod models;
mod origin;
mod outside;
mod plan;
mod schema_cache;
mod selection;
mod state;
mod stopwatch;
mod sweep;
mod target;
mod watch;

pub(crate) use base::{Difference, compare_with_base, note_rules_without_base};
pub(crate) use catalog::{catalog_command, wait_for_catalog};
pub(crate) use files::{NamedFile, files_below};
pub(crate) use load::{Knowledge, Project};
pub(crate) use location::Location;
pub(crate) use models::{ModelSummary, unknown_model};
pub(crate) use origin::run_origin;
pub(crate) use outside::Outside;
pub(crate) use plan::run_plan;
pub(crate) use schema_cache::{remember_schemas, remembered_schemas};
pub(crate) use selection::Selection;
pub(crate) use state::{newest_runs, runs_of_model, state_path};
pub(crate) use stopwatch::Stopwatch;
pub(crate) use sweep::{Findings, analysis_failure, diagnostics_output, limit_threads, sweep};
pub(crate) use target::{Access, execute_script, open_adapter};
pub(crate) use watch::Watch;
