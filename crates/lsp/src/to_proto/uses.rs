//! Uses of a name in its own document: highlights, and places that are edited together.

use super::range;
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileId, Reference, ReferenceKind, TextRange};
use tower_lsp::lsp_types::{DocumentHighlight, DocumentHighlightKind, LinkedEditingRanges};

/// A definition writes.
pub(crate) fn highlights(
    snapshot: &Snapshot,
    file: FileId,
    uses: &[Reference],
) -> Cancellable<Vec<DocumentHighlight>> {
    let highlight = |it: &Reference| {
        let kind = match it.kind {
            ReferenceKind::Definition => DocumentHighlightKind::WRITE,
            ReferenceKind::Read => DocumentHighlightKind::READ,
        };
        Ok(DocumentHighlight { range: range(snapshot, file, it.place.range)?, kind: Some(kind) })
    };
    uses.iter().map(highlight).collect()
}

/// The places that change together.
pub(crate) fn linked(
    snapshot: &Snapshot,
    file: FileId,
    ranges: Vec<TextRange>,
) -> Cancellable<LinkedEditingRanges> {
    let ranges: Cancellable<Vec<_>> = ranges.into_iter().map(|it| range(snapshot, file, it)).collect();
    // What a word is the client knows of the language; VS Code 1.100 links nothing where it is told.
    Ok(LinkedEditingRanges { ranges: ranges?, word_pattern: None })
}
