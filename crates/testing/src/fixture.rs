//! Inline fixtures: one string holds a project's files, the expectations under their lines, and the cursor.
//!
//! ```text
//! //- /models/orders.toml
//! intent = "one row per order"
//! //- /models/orders.sql
//! SELECT amuont$0 FROM raw.orders
//! --     ^^^^^^ E003: unknown column
//! ```

use crate::annotations::{self, Annotation};

/// Where a file goes that has no `//- /path` line above it.
pub const DEFAULT_PATH: &str = "models/main.sql";

const HEADER: &str = "//- ";
const CURSOR: &str = "$0";

/// A project in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixture {
    /// The files in the order written.
    pub files: Vec<FixtureFile>,
    /// Index of the file with the `$0` mark, and the mark's byte offset in that file's text.
    pub cursor: Option<(usize, usize)>,
}

/// One file of a fixture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixtureFile {
    /// Path relative to the project root, with `/` and without a leading one.
    pub path: String,
    /// The text, without caret lines and without the cursor mark.
    pub text: String,
    /// What is expected in this file, in the order written.
    pub annotations: Vec<Annotation>,
    /// Whether the file is to be written in Latin-1, so that it is not UTF-8. Only pages have such files.
    pub is_latin1: bool,
}

impl Fixture {
    /// The file at `path` (relative to the project root).
    pub fn file(&self, path: &str) -> Option<&FixtureFile> {
        self.files.iter().find(|it| it.path == path)
    }
}

impl FixtureFile {
    /// What the file on disk consists of. Characters that Latin-1 lacks become `?` in a Latin-1 file.
    pub fn bytes(&self) -> Vec<u8> {
        match self.is_latin1 {
            true => self.text.chars().map(|it| u8::try_from(it).unwrap_or(b'?')).collect(),
            false => self.text.clone().into_bytes(),
        }
    }

    pub(crate) fn new(path: &str, annotated: &str) -> FixtureFile {
        let path = path.trim().trim_start_matches('/').to_owned();
        let (text, annotations) = annotations::split(&path, annotated);
        FixtureFile { path, text, annotations, is_latin1: false }
    }
}

/// Reads a fixture. The indentation common to all lines is removed, so that the string can sit in indented code.
///
/// A `$0` mark is taken out first: carets under its line are aligned to the line as it is without the mark.
/// Only the first mark counts.
pub fn parse(text: &str) -> Fixture {
    let text = dedent(text);
    let mut parts: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix(HEADER) {
            parts.push((path.trim(), String::new()));
        } else if let Some((_, part)) = parts.last_mut() {
            part.push_str(line);
        } else if !line.trim().is_empty() {
            parts.push((DEFAULT_PATH, line.to_owned()));
        }
    }

    let mut fixture = Fixture::default();
    for (index, (path, mut part)) in parts.into_iter().enumerate() {
        let mark = if fixture.cursor.is_none() { part.find(CURSOR) } else { None };
        if let Some(at) = mark {
            part.replace_range(at..at + CURSOR.len(), "");
            let before = FixtureFile::new(path, &part[..at]);
            fixture.cursor = Some((index, before.text.len()));
        }
        fixture.files.push(FixtureFile::new(path, &part));
    }
    fixture
}

/// Drops a leading empty line and the indentation that all non-blank lines share.
fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let indentation = text
        .lines()
        .filter(|it| !it.trim().is_empty())
        .map(|it| it.len() - it.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let mut result = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let is_closing_indentation = lines.peek().is_none() && line.trim().is_empty();
        if !is_closing_indentation {
            result.push_str(line.get(indentation..).unwrap_or_else(|| line.trim_start_matches(' ')));
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths_and_texts(fixture: &Fixture) -> Vec<(&str, &str)> {
        fixture.files.iter().map(|it| (it.path.as_str(), it.text.as_str())).collect()
    }

    #[test]
    fn files_are_split_at_headers() {
        let fixture = parse(
            "
            //- /models/a.sql
            SELECT 1
              AS x
            //- /models/a.toml
            ",
        );
        assert_eq!(
            paths_and_texts(&fixture),
            [("models/a.sql", "SELECT 1\n  AS x\n"), ("models/a.toml", "")]
        );
    }

    #[test]
    fn a_text_without_header_is_one_model() {
        assert_eq!(paths_and_texts(&parse("SELECT 1")), [(DEFAULT_PATH, "SELECT 1")]);
    }

    #[test]
    fn the_cursor_is_an_offset_in_the_clean_text() {
        let fixture = parse(
            "
            //- /a.sql
            SELECT 1
            //- /b.sql
            SELECT x,
            --     ^ first
                   am$0ount
            --     ^^^^^^ second
            FROM t
            ",
        );
        let (file, offset) = fixture.cursor.unwrap();
        let file = &fixture.files[file];
        assert_eq!(file.path, "b.sql");
        assert_eq!(&file.text[offset..], "ount\nFROM t\n");
        let marked: Vec<_> =
            file.annotations.iter().map(|it| (&file.text[it.range.clone()], it.text.as_str())).collect();
        assert_eq!(marked, [("x", "first"), ("amount", "second")]);
    }

    #[test]
    fn files_are_found_by_path() {
        let fixture = parse("//- /a.sql\nSELECT 1\n");
        assert!(fixture.file("a.sql").is_some());
        assert!(fixture.file("b.sql").is_none());
    }
}
