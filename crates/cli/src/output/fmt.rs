//! The document of `rocky fmt`.

use super::Header;
use serde::Serialize;

/// What was done to each file.
#[derive(Serialize)]
pub(crate) struct FmtOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// In the order of their paths.
    pub(crate) files: Vec<FmtFileOutput>,
}

/// A file.
#[derive(Serialize)]
pub(crate) struct FmtFileOutput {
    /// Its path as it was given, or relative to the project.
    pub(crate) path: String,
    /// What was done.
    pub(crate) status: FmtStatus,
    /// The lines, from 1, where the parts begin that contain syntax errors and were left as they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) untouched_lines: Vec<usize>,
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
pub(crate) enum FmtStatus {
    /// It is as it should be.
    Unchanged,
    /// It was written anew.
    Formatted,
    /// It would be written anew.
    WouldFormat,
    /// It could not be read, formatted or written.
    Failed,
}
