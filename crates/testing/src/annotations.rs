//! Caret lines: comments that mark a range of the line above them and say what is expected there.
//!
//! ```text
//! SELECT amuont FROM orders
//! --     ^^^^^^ E003: unknown column
//! intnt = "daily orders"
//! #<^^^^^ V061: unknown key
//! ```

use std::ops::Range;

/// What the author of a fixture expects at a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Byte range in the file's text, which no longer contains the caret lines.
    pub range: Range<usize>,
    /// The words after the carets.
    pub text: String,
}

impl Annotation {
    /// The code of `CODE: message`, or the whole text where there is no colon.
    pub fn code(&self) -> &str {
        self.text.split_once(':').map_or(self.text.as_str(), |(code, _)| code).trim()
    }

    /// The message of `CODE: message`, empty where there is none.
    pub fn message(&self) -> &str {
        self.text.split_once(':').map_or("", |(_, message)| message).trim()
    }
}

/// The comment leader in a file of this name; caret lines exist only where there is one.
fn comment_leader(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "sql" | "rocky" => Some("--"),
        "toml" => Some("#"),
        _ => None,
    }
}

/// Takes the caret lines out of `text`: what is left is the file, and the ranges are byte ranges in it.
///
/// Every caret line belongs to the nearest line above that is none itself. Columns are counted in characters.
/// Carets beyond the end of the line are cut off, so a lone caret there marks the empty range at the line's end.
pub(crate) fn split(path: &str, text: &str) -> (String, Vec<Annotation>) {
    let Some(leader) = comment_leader(path) else {
        return (text.to_owned(), Vec::new());
    };
    let mut file = String::with_capacity(text.len());
    let mut annotations = Vec::new();
    let mut marked_line = 0..0;
    for line in text.split_inclusive('\n') {
        match caret_line(leader, line) {
            Some((columns, words)) => {
                let marked = file[marked_line.clone()].trim_end_matches(['\n', '\r']);
                let start = marked_line.start + byte_of_column(marked, columns.start);
                let end = marked_line.start + byte_of_column(marked, columns.end);
                annotations.push(Annotation { range: start..end, text: words.to_owned() });
            }
            None => {
                marked_line = file.len()..file.len() + line.len();
                file.push_str(line);
            }
        }
    }
    (file, annotations)
}

/// The columns that a caret line marks and the words behind the carets.
///
/// `--<^^^` and `#<^^^` mark from the first column on, which the comment leader covers otherwise.
fn caret_line<'a>(leader: &str, line: &'a str) -> Option<(Range<usize>, &'a str)> {
    let comment = line.trim_start().strip_prefix(leader)?;
    let (from_first_column, carets) = match comment.strip_prefix('<') {
        Some(rest) => (true, rest),
        None => (false, comment.trim_start()),
    };
    let words = carets.trim_start_matches('^');
    let length = carets.len() - words.len();
    if length == 0 {
        return None;
    }
    let start = if from_first_column { 0 } else { line[..line.len() - carets.len()].chars().count() };
    Some((start..start + length, words.trim()))
}

fn byte_of_column(line: &str, column: usize) -> usize {
    line.char_indices().nth(column).map_or(line.len(), |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, expected_text: &str, expected: &[(&str, usize, &str)]) {
        let (file, annotations) = split(path, text);
        assert_eq!(file, expected_text);
        let found: Vec<_> = annotations
            .iter()
            .map(|it| (&file[it.range.clone()], it.range.start, it.text.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn carets_mark_the_line_above() {
        check(
            "a.sql",
            "SELECT amuont\n--     ^^^^^^ E003: unknown column\nFROM orders\n",
            "SELECT amuont\nFROM orders\n",
            &[("amuont", 7, "E003: unknown column")],
        );
    }

    #[test]
    fn several_caret_lines_mark_one_line() {
        check(
            "a.sql",
            "SELECT a, b\n--     ^ one\n--        ^ two\n",
            "SELECT a, b\n",
            &[("a", 7, "one"), ("b", 10, "two")],
        );
    }

    #[test]
    fn the_first_column_has_a_mark_of_its_own() {
        check(
            "a.toml",
            "intnt = 1\n#<^^^^^ V061: unknown key\n",
            "intnt = 1\n",
            &[("intnt", 0, "V061: unknown key")],
        );
        check("a.sql", "FORM x\n--<^^^^ E018\n", "FORM x\n", &[("FORM", 0, "E018")]);
    }

    #[test]
    fn columns_are_characters_and_ranges_are_bytes() {
        check("a.sql", "SELECT 'é😀', b\n--         ^ here\n", "SELECT 'é😀', b\n", &[(",", 15, "here")]);
    }

    #[test]
    fn carets_beyond_the_end_mark_the_empty_range_there() {
        check("a.sql", "SELECT\n--     ^ E018\n", "SELECT\n", &[("", 6, "E018")]);
    }

    #[test]
    fn ordinary_comments_and_other_files_stay() {
        check("a.sql", "-- a comment\nSELECT 1\n", "-- a comment\nSELECT 1\n", &[]);
        check("a.csv", "# ^^ x\n", "# ^^ x\n", &[]);
    }

    #[test]
    fn code_and_message() {
        let it = Annotation { range: 0..0, text: "E003: unknown column `a`: did you mean b".into() };
        assert_eq!((it.code(), it.message()), ("E003", "unknown column `a`: did you mean b"));
        let bare = Annotation { range: 0..0, text: "E003".into() };
        assert_eq!((bare.code(), bare.message()), ("E003", ""));
    }
}
