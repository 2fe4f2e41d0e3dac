//! `-- rocky-allow: CODE`, which holds for its line or the next one: it must not end up further down.

use crate::tokens::{Comment, Stream};
use syntax::{SyntaxKind, is_pragma};

/// Where such a comment stood at the end of a statement's first line, and that line was broken, puts it above the
/// statement. `lines` holds the line of each token in the text as it would be. Returns whether anything was moved.
pub(crate) fn lift(source: &str, stream: &mut Stream<'_>, lines: &[u32]) -> bool {
    let mut moved = false;
    for at in 0..stream.tokens.len() {
        if !stream.tokens[at].ends_line || !stream.tokens[at].behind.iter().any(|it| is_pragma(it)) {
            continue;
        }
        let first = first_of_line(source, stream, at);
        let is_start = first == 0 || stream.tokens[first - 1].last_kind == SyntaxKind::SEMICOLON;
        if !is_start || lines.get(first) == lines.get(at) {
            continue;
        }
        let start = stream.tokens[at].range.end();
        let behind = std::mem::take(&mut stream.tokens[at].behind);
        let (pragmas, rest): (Vec<&str>, Vec<&str>) = behind.into_iter().partition(|it| is_pragma(it));
        stream.tokens[at].ends_line = !rest.is_empty();
        stream.tokens[at].behind = rest;
        let comments = pragmas.into_iter().map(|text| Comment { text, start, blank_below: false });
        stream.tokens[first].above.extend(comments);
        moved = true;
    }
    moved
}

/// The first token on the line of a token, in the old text.
fn first_of_line(source: &str, stream: &Stream<'_>, at: usize) -> usize {
    let end = usize::from(stream.tokens[at].range.start());
    let start = source[..end].rfind('\n').map_or(0, |it| it + 1);
    stream.tokens.partition_point(|it| usize::from(it.range.start()) < start)
}
