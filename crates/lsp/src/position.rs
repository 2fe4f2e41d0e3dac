//! Positions on the wire and byte offsets inside, in the encoding that was agreed on.

use ide::{
    TextRange, TextSize,
    line_index::{LineIndex, WideEncoding, WideLineCol},
};

/// What the columns of a position count. Agreed on once, when the session begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16; what a client means that says nothing.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A zero-based line and column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// The byte offset of `position` in `text`, whose line starts `index` holds.
///
/// A column beyond its line means the line's end and a line beyond the text means the text's end, as the protocol
/// says. A column inside a character means the character's start.
pub(crate) fn offset(text: &str, index: &LineIndex, encoding: Encoding, position: Position) -> TextSize {
    let Some(line) = index.line(position.line) else { return TextSize::of(text) };
    let content = text[line].trim_end_matches(['\n', '\r']);
    let column = match encoding {
        Encoding::Utf8 => byte_of_column(content, position.column, char::len_utf8),
        Encoding::Utf16 => byte_of_column(content, position.column, char::len_utf16),
        Encoding::Utf32 => byte_of_column(content, position.column, |_| 1),
    };
    line.start() + TextSize::of(&content[..column])
}

/// The position of a byte offset. `offset` lies in the text that `index` was made of, at a character's boundary.
pub(crate) fn position(index: &LineIndex, encoding: Encoding, offset: TextSize) -> Position {
    let narrow = index.line_col(offset.min(index.len()));
    let wide = match encoding {
        Encoding::Utf8 => None,
        Encoding::Utf16 => index.to_wide(WideEncoding::Utf16, narrow),
        Encoding::Utf32 => index.to_wide(WideEncoding::Utf32, narrow),
    };
    let WideLineCol { line, col } = wide.unwrap_or(WideLineCol { line: narrow.line, col: narrow.col });
    Position { line, column: col }
}

/// The byte range between two positions, empty where they are in the wrong order.
pub(crate) fn range(
    text: &str,
    index: &LineIndex,
    encoding: Encoding,
    start: Position,
    end: Position,
) -> TextRange {
    let start = offset(text, index, encoding, start);
    TextRange::new(start, offset(text, index, encoding, end).max(start))
}

/// The byte offset of a column, where a character is `width` columns wide.
fn byte_of_column(line: &str, column: u32, width: impl Fn(char) -> usize) -> usize {
    let mut left = column as usize;
    for (at, char) in line.char_indices() {
        let width = width(char);
        if left < width {
            return at;
        }
        left -= width;
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "SELECT '😀é', b\r\nFROM t\n";

    fn check(encoding: Encoding, column: u32, expected: usize) {
        let index = LineIndex::new(TEXT);
        let at = offset(TEXT, &index, encoding, Position { line: 0, column });
        assert_eq!(usize::from(at), expected, "{encoding:?} {column}");
    }

    #[test]
    fn columns_count_what_was_agreed_on() {
        let b = TEXT.find('b').unwrap();
        for (encoding, column) in [(Encoding::Utf8, 17), (Encoding::Utf16, 14), (Encoding::Utf32, 13)] {
            check(encoding, column, b);
            let index = LineIndex::new(TEXT);
            let back = position(&index, encoding, TextSize::try_from(b).unwrap());
            assert_eq!(back, Position { line: 0, column });
        }
    }

    #[test]
    fn columns_inside_a_character_mean_its_start() {
        check(Encoding::Utf8, 10, 8);
        check(Encoding::Utf16, 9, 8);
    }

    #[test]
    fn what_lies_beyond_is_the_end() {
        let end_of_line = TEXT.find('\r').unwrap();
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            check(encoding, 99, end_of_line);
            let index = LineIndex::new(TEXT);
            let at = offset(TEXT, &index, encoding, Position { line: 9, column: 0 });
            assert_eq!(at, TextSize::of(TEXT));
        }
    }
}
