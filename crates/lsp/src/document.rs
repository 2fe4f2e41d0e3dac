//! An open document: the text that the client has now.

use crate::position::{self, Encoding, Position};
use ide::{ProjectRoot, RelativePath};
use std::sync::Arc;

/// A document that the client has opened and not closed.
pub(crate) struct Document {
    /// The client's version of this text.
    pub(crate) version: i32,
    /// Counts edits; tells answers about this text from answers about an earlier one.
    pub(crate) edition: u64,
    /// The text.
    pub(crate) text: Arc<str>,
    /// What its file held when that was last looked at; `None` where there was none.
    pub(crate) on_disk: Option<Arc<str>>,
    /// Whether its file was deleted while nothing was unsaved: until it is edited it is no part of its project then.
    pub(crate) is_deleted: bool,
    /// Where the database has it; `None` for files that Rocky has nothing to say about.
    pub(crate) home: Option<Home>,
    /// What the language identifier of the client says, as a file extension; `None` where it says nothing to us.
    pub(crate) extension: Option<&'static str>,
    /// What other models last saw of it, once that was asked.
    pub(crate) interface: Option<u64>,
    /// Whether it was edited before that was known, so that what they saw may have been something else.
    pub(crate) edited_before_known: bool,
}

/// The place of a document in the database.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Home {
    pub(crate) root: ProjectRoot,
    pub(crate) path: RelativePath,
}

/// One edit of a text: `range` is replaced, or everything where there is none.
#[derive(Clone, Debug)]
pub(crate) struct ContentEdit {
    pub(crate) range: Option<(Position, Position)>,
    pub(crate) text: String,
}

impl Document {
    /// Applies the edits of one notification, each to the text that the one before has left.
    pub(crate) fn edit(&mut self, version: i32, edits: Vec<ContentEdit>, encoding: Encoding) {
        self.version = version;
        self.edition += 1;
        self.text = edited(&self.text, edits, encoding).into();
    }
}

fn edited(text: &str, edits: Vec<ContentEdit>, encoding: Encoding) -> String {
    // Nothing before the last full text matters.
    let first = edits.iter().rposition(|it| it.range.is_none()).unwrap_or(0);
    let mut text = text.to_owned();
    for edit in edits.into_iter().skip(first) {
        match edit.range {
            None => text = edit.text,
            Some((start, end)) => {
                let index = ide::lines(&text);
                let range = position::range(&text, &index, encoding, start, end);
                text.replace_range(std::ops::Range::<usize>::from(range), &edit.text);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    fn check(text: &str, edits: &[(Option<(Position, Position)>, &str)], expected: &str) {
        let edits = edits.iter().map(|(range, text)| ContentEdit { range: *range, text: (*text).to_owned() });
        assert_eq!(edited(text, edits.collect(), Encoding::Utf16), expected);
    }

    #[test]
    fn each_edit_is_about_the_text_that_the_one_before_left() {
        check(
            "SELECT a\nFROM t\n",
            &[(Some((at(0, 7), at(0, 8))), "'😀', b"), (Some((at(0, 13), at(0, 14))), "c")],
            "SELECT '😀', c\nFROM t\n",
        );
    }

    #[test]
    fn a_full_text_replaces_what_was_before() {
        check(
            "a",
            &[(Some((at(0, 0), at(0, 1))), "b"), (None, "x\n"), (Some((at(1, 0), at(1, 0))), "y")],
            "x\ny",
        );
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        check(
            "a\rb\rc",
            &[(Some((at(1, 0), at(1, 1))), "x\r\ny"), (Some((at(3, 0), at(3, 1))), "z")],
            "a\rx\r\ny\rz",
        );
    }

    #[test]
    fn ranges_beyond_the_text_append() {
        check("a", &[(Some((at(7, 3), at(9, 1))), "b")], "ab");
    }
}
