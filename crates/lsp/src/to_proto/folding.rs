//! Folding ranges.

use super::range;
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileId, Fold, FoldKind};
use std::cmp::Reverse;
use tower_lsp::lsp_types::{FoldingRange, FoldingRangeKind, Range};

/// As many of the folds as the client wants, the longest ones; of clients that fold whole lines, one for each line.
pub(crate) fn folding_ranges(
    snapshot: &Snapshot,
    file: FileId,
    folds: Vec<Fold>,
) -> Cancellable<Vec<FoldingRange>> {
    let features = snapshot.features();
    let text = snapshot.analysis.text(file);
    let mut found = Vec::with_capacity(folds.len());
    for fold in folds {
        let range = range(snapshot, file, fold.range)?;
        let kind = kind(fold.kind);
        match features.folds_lines_only {
            true => found.extend(whole_lines(&text, fold, range).map(|it| FoldingRange { kind, ..it })),
            false => found.push(FoldingRange {
                start_line: range.start.line,
                start_character: Some(range.start.character),
                end_line: range.end.line,
                end_character: Some(range.end.character),
                kind,
                collapsed_text: None,
            }),
        }
    }
    if features.folds_lines_only {
        found.sort_by_key(|it| (it.start_line, Reverse(it.end_line)));
        found.dedup_by_key(|it| it.start_line);
    }
    if let Some(limit) = features.fold_limit.filter(|it| *it < found.len()) {
        found.sort_by_key(|it| Reverse(it.end_line - it.start_line));
        found.truncate(limit);
        found.sort_by_key(|it| (it.start_line, it.start_character));
    }
    Ok(found)
}

/// The lines that disappear, but for the first. The last one stays where it begins with what closes the fold, and where
/// more follows on it than punctuation.
fn whole_lines(text: &str, fold: Fold, range: Range) -> Option<FoldingRange> {
    let end = usize::from(fold.range.end());
    let before = text[..end].rsplit('\n').next().unwrap_or_default();
    let behind = text[end..].lines().next().unwrap_or_default();
    let is_punctuation = |it: char| it.is_whitespace() || matches!(it, ')' | ']' | '}' | ',' | ';');
    let stays = before.trim().is_empty() || !behind.chars().all(is_punctuation);
    let end_line = if stays { range.end.line.checked_sub(1)? } else { range.end.line };
    let start_line = range.start.line;
    (start_line < end_line).then(|| FoldingRange { start_line, end_line, ..FoldingRange::default() })
}

fn kind(kind: FoldKind) -> Option<FoldingRangeKind> {
    match kind {
        FoldKind::Code => None,
        FoldKind::Comment => Some(FoldingRangeKind::Comment),
        FoldKind::Frontmatter => Some(FoldingRangeKind::Region),
    }
}
