//! The document of the MCP tool `delta`.

use super::{DiagnosticOutput, Header};
use serde::Serialize;

/// Which diagnostics came and went.
#[derive(Serialize)]
pub(crate) struct DeltaOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// The fingerprints of what is said no more, each as often as it was said more often.
    pub(crate) cleared: Vec<String>,
    /// What is said that was not.
    pub(crate) introduced: Vec<DiagnosticOutput>,
}
