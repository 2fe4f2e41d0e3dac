//! The JSON documents that commands print: versioned, and compatible with what readers of the peer expect
//! (`spec/formats.md` 5). Fields that are ours are additions.
//!
//! Each document is defined here for that purpose and never derived on a type that analysis or execution works with.

mod compile;
mod delta;
mod diagnostic;
mod difference;
mod discover;
mod explain;
mod fix;
mod fmt;
mod history;
mod lineage;
mod list;
mod preview;
mod run;
mod schema;
mod state;

pub(crate) use compile::{CompileOutput, PhaseTimings, StrategyOutput, TargetOutput};
pub(crate) use delta::DeltaOutput;
pub(crate) use diagnostic::{DiagnosticConverter, DiagnosticOutput, applicability_name};
pub(crate) use difference::{CiDiffOutput, LineageDiffOutput};
pub(crate) use discover::{DiscoverOutput, DiscoveredSchema};
pub(crate) use explain::ExplainOutput;
pub(crate) use fix::{AppliedFixOutput, FixFileOutput, FixOutput, FixStatus, LeftOutput};
pub(crate) use fmt::{FmtFileOutput, FmtOutput, FmtStatus};
pub(crate) use history::{HistoryOutput, executed};
pub(crate) use lineage::LineageDocument;
pub(crate) use list::{ListModelEntry, ListModelsOutput};
pub(crate) use preview::{PreviewColumn, PreviewRowsOutput};
pub(crate) use run::RunOutput;
pub(crate) use schema::{CompiledSqlOutput, SchemaOutput};
pub(crate) use state::ClearSchemaCacheOutput;

use serde::Serialize;

/// The head of every document.
#[derive(Serialize)]
pub(crate) struct Header {
    /// Version of Rocky.
    pub(crate) version: &'static str,
    /// The command, as its documentation spells it.
    pub(crate) command: &'static str,
}

impl Header {
    /// The head of a document that `command` prints.
    pub(crate) fn new(command: &'static str) -> Header {
        Header { version: env!("CARGO_PKG_VERSION"), command }
    }
}
