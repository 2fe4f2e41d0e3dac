//! The lines of a text, as editors and the protocol count them.

use line_index::LineIndex;

/// Line starts of a text, whose lines end with `\n`, with `\r\n`, or with a `\r` alone
/// (<https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocuments>).
pub fn lines(text: &str) -> LineIndex {
    let bytes = text.as_bytes();
    let is_alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !bytes.contains(&b'\r') || !(0..bytes.len()).any(is_alone) {
        return LineIndex::new(text);
    }
    // The index ends lines at `\n` only, and keeps nothing of the text but its offsets: both ends are one byte.
    let mut ended = String::with_capacity(text.len());
    ended.extend(text.char_indices().map(|(at, it)| if is_alone(at) { '\n' } else { it }));
    LineIndex::new(&ended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use line_index::LineCol;

    #[test]
    fn each_of_the_three_ends_a_line() {
        let text = "a\rb\r\nc\n\ré\r\rz";
        let index = lines(text);
        let starts: Vec<&str> =
            index.lines(base::TextRange::up_to(base::TextSize::of(text))).map(|it| &text[it]).collect();
        assert_eq!(starts, ["a\r", "b\r\n", "c\n", "\r", "é\r", "\r", "z"]);
        assert_eq!(index.line_col(base::TextSize::of(text)), LineCol { line: 6, col: 1 });
    }
}
