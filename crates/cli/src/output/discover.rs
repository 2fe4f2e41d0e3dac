//! The document of `rocky discover`.

use super::Header;
use serde::Serialize;

/// The tables of the warehouse that no model builds.
#[derive(Serialize)]
pub(crate) struct DiscoverOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// By catalog and name.
    pub(crate) schemas: Vec<DiscoveredSchema>,
}

/// A schema that has such tables.
#[derive(Serialize)]
pub(crate) struct DiscoveredSchema {
    /// Its catalog.
    pub(crate) catalog: String,
    /// Its name.
    pub(crate) schema: String,
    /// The names of its tables and views, sorted.
    pub(crate) tables: Vec<String>,
    /// The schema file that was written, relative to the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
}
