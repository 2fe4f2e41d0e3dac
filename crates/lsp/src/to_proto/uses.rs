//! Uses of a name in its own document: highlights, and places that are edited together.

use super::range;
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileId, Reference, ReferenceKind, TextRange};
use tower_lsp::lsp_types::{DocumentHighlight, DocumentHighlightKind, LinkedEditingRanges};

/// What a name may become while its uses follow it: as soon as it is none, the client stops. Clients in JavaScript read it
/// without the flag that classes of Unicode need.
const WORD: &str = "[A-Za-z_\\u00C0-\\uFFFF][A-Za-z0-9_\\u00C0-\\uFFFF]*";

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
    Ok(LinkedEditingRanges { ranges: ranges?, word_pattern: Some(WORD.into()) })
}
