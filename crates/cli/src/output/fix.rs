//! The document of `rocky fix`.

use super::{DiagnosticOutput, Header};
use serde::Serialize;

/// What was fixed, and what is left.
#[derive(Serialize)]
pub(crate) struct FixOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// The fixes, in the order in which they were applied.
    pub(crate) fixes: Vec<AppliedFixOutput>,
    /// The files that they change or create, by path.
    pub(crate) files: Vec<FixFileOutput>,
    /// What is still said of the files that were to be fixed.
    pub(crate) diagnostics: Vec<DiagnosticOutput>,
    /// Why each of that is left, in the same order.
    pub(crate) left: Vec<LeftOutput>,
    /// Whether any of that is an error.
    pub(crate) has_errors: bool,
    /// Whether there is nothing left to apply.
    pub(crate) is_complete: bool,
}

/// A fix that was applied.
#[derive(Serialize)]
pub(crate) struct AppliedFixOutput {
    /// The file of the diagnostic.
    pub(crate) file: String,
    /// Its code.
    pub(crate) code: &'static str,
    /// Its words.
    pub(crate) message: String,
    /// What the fix did.
    pub(crate) title: String,
    /// How far it could be trusted.
    pub(crate) applicability: &'static str,
}

/// A diagnostic that is left.
#[derive(Serialize)]
pub(crate) struct LeftOutput {
    /// The file.
    pub(crate) file: String,
    /// Its code.
    pub(crate) code: &'static str,
    /// Its identity.
    pub(crate) fingerprint: String,
    /// Why it is left, in a word (docs/fix.md).
    pub(crate) reason: &'static str,
}

/// A file.
#[derive(Serialize)]
pub(crate) struct FixFileOutput {
    /// Its path, relative to the project.
    pub(crate) path: String,
    /// What was done.
    pub(crate) status: FixStatus,
    /// What would change, as a unified diff, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) diff: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}

/// What was done to a file.
#[derive(Serialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FixStatus {
    /// It was written anew.
    Fixed,
    /// It was created.
    Created,
    /// It would be written anew.
    WouldFix,
    /// It would be created.
    WouldCreate,
    /// It is as it was, because it could not be written.
    Failed,
}
