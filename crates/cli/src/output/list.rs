//! The documents of `rocky list`.

use super::{Header, TargetOutput};
use serde::Serialize;

/// The models of a project.
#[derive(Serialize)]
pub(crate) struct ListModelsOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// By name.
    pub(crate) models: Vec<ListModelEntry>,
}

/// A model.
#[derive(Serialize)]
pub(crate) struct ListModelEntry {
    /// Its name.
    pub(crate) name: String,
    /// Where it is built.
    pub(crate) target: TargetOutput,
    /// How it is built.
    pub(crate) strategy: String,
    /// The models it reads, sorted.
    pub(crate) depends_on: Vec<String>,
    /// Whether it has a contract.
    pub(crate) has_contract: bool,
}
