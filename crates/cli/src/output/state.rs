//! The documents of `rocky state`.

use super::Header;
use serde::Serialize;

/// What was forgotten.
#[derive(Serialize)]
pub(crate) struct ClearSchemaCacheOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// Whether it was only counted.
    pub(crate) dry_run: bool,
    /// How many tables were remembered.
    pub(crate) entries_deleted: usize,
}
