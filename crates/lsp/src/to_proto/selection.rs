//! Selection ranges.

use super::range;
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileId, TextRange};
use tower_lsp::lsp_types::SelectionRange;

/// How many ranges may nest in each other: parsers of JSON take no more than some hundred levels.
const DEPTH: usize = 64;

/// Ranges that each lie within the next, as a chain of parents. Of an overlong chain the middle is left out.
pub(crate) fn selection_range(
    snapshot: &Snapshot,
    file: FileId,
    mut ranges: Vec<TextRange>,
) -> Cancellable<SelectionRange> {
    if ranges.len() > DEPTH {
        ranges.drain(DEPTH / 2..ranges.len() - DEPTH / 2);
    }
    let mut chain = SelectionRange::default();
    for (index, inner) in ranges.into_iter().rev().enumerate() {
        let range = range(snapshot, file, inner)?;
        let parent = (index > 0).then(|| Box::new(chain));
        chain = SelectionRange { range, parent };
    }
    Ok(chain)
}
