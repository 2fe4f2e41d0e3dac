//! Edits that format a document.

use super::edits::text_edits;
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileId, Formatting};
use tower_lsp::lsp_types::TextEdit;

/// The edits. A formatter that would have changed more than the layout changes nothing; the log says so.
pub(crate) fn edits(snapshot: &Snapshot, file: FileId, formatting: Formatting) -> Cancellable<Vec<TextEdit>> {
    if let Some(message) = &formatting.defect {
        let (_, path) = snapshot.analysis.path(file);
        tracing::error!(%path, message, "a file was not formatted: this is a defect of Rocky");
    }
    text_edits(snapshot, &formatting.edits)
}
