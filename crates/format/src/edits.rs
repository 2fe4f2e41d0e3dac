//! From two texts to the smallest edits between them: an editor's cursor stays where it is.

use base::TextRange;
use syntax::{Lexis, SyntaxKind, TextSize, lex};

/// Replaces a range of the old text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What to replace.
    pub range: TextRange,
    /// The new text.
    pub text: String,
}

/// The edits that turn a text into its formatted form, in order and apart from each other. Any part of them may be
/// applied without the others: none changes a token.
pub fn edits(before: &str, after: &str, lexis: Lexis) -> Vec<Edit> {
    let (old, new) = (pieces(before, lexis), pieces(after, lexis));
    let mut edits = Edits { before, after, list: Vec::new() };
    let (mut i, mut j) = (0, 0);
    let (mut old_end, mut new_end) = (0, 0);
    while i < old.len() && j < new.len() {
        let length = run(&old[i..], &new[j..]);
        if length == 0 {
            break;
        }
        let (left, right) = (&old[i..i + length], &new[j..j + length]);
        let (left_end, right_end) = (left[length - 1].end, right[length - 1].end);
        if length == 1 {
            edits.push((old_end, left[0].start), (new_end, right[0].start));
            edits.push((left[0].start, left_end), (right[0].start, right_end));
        } else {
            edits.push((old_end, left_end), (new_end, right_end));
        }
        (old_end, new_end) = (left_end, right_end);
        (i, j) = (i + length, j + length);
    }
    edits.push((old_end, before.len()), (new_end, after.len()));
    edits.list
}

struct Edits<'a> {
    before: &'a str,
    after: &'a str,
    list: Vec<Edit>,
}

impl Edits<'_> {
    /// Replaces a range of the old text by one of the new text, if they differ.
    fn push(&mut self, (old_start, old_end): (usize, usize), (new_start, new_end): (usize, usize)) {
        let text = &self.after[new_start..new_end];
        if self.before[old_start..old_end] != *text {
            self.list.push(Edit { range: range(old_start, old_end), text: text.to_owned() });
        }
    }
}

/// A token or a comment.
struct Piece<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl Piece<'_> {
    fn is(&self, other: &Piece<'_>) -> bool {
        self.text.eq_ignore_ascii_case(other.text)
    }
}

fn pieces(text: &str, lexis: Lexis) -> Vec<Piece<'_>> {
    let mut start = 0;
    let mut pieces = Vec::new();
    for token in lex(text, lexis).tokens {
        let end = start + token.len as usize;
        let is_mark = start == 0 && text.starts_with('\u{feff}');
        if token.kind != SyntaxKind::WHITESPACE || is_mark {
            let piece = text[start..end].trim_end();
            pieces.push(Piece { text: piece, start, end: start + piece.len() });
        }
        start = end;
    }
    pieces
}

/// The length of the shortest head that both lists have in common, in whatever order: one piece, or a few where a
/// comment and a comma have changed places. None if there is none.
fn run(old: &[Piece<'_>], new: &[Piece<'_>]) -> usize {
    if old[0].is(&new[0]) {
        return 1;
    }
    let mut open: Vec<(&str, i32)> = Vec::new();
    for (length, (left, right)) in old.iter().zip(new).enumerate() {
        for (text, count) in [(left.text, 1), (right.text, -1)] {
            match open.iter_mut().find(|it| it.0.eq_ignore_ascii_case(text)) {
                Some(entry) => entry.1 += count,
                None => open.push((text, count)),
            }
        }
        open.retain(|it| it.1 != 0);
        if open.is_empty() {
            return length + 1;
        }
    }
    0
}

fn range(start: usize, end: usize) -> TextRange {
    let size = |it: usize| TextSize::new(u32::try_from(it).unwrap_or(u32::MAX));
    TextRange::new(size(start), size(end))
}
