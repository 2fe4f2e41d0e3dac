//! What must hold for every text, in every language.

use base::DialectKind;
use format::{FormatOptions, edits, format};
use syntax::{BatchParser, Lexis, SyntaxKind, lex};

/// As in the mutation tests of `syntax`.
const MAX_STEPS_PER_TOKEN: u64 = 300;

/// Splits an input into a dialect, by its first byte, and a text. Nothing if it is not UTF-8.
pub fn dialect_and_text(input: &[u8]) -> Option<(DialectKind, &str)> {
    let (first, text) = input.split_first()?;
    let dialect = DialectKind::ALL[usize::from(*first) % DialectKind::ALL.len()];
    Some((dialect, std::str::from_utf8(text).ok()?))
}

/// Splits an input into a language, by its first byte, and a text: the dialects in order, then the DSL. Nothing if it is
/// not UTF-8.
pub fn lexis_and_text(input: &[u8]) -> Option<(Lexis, &str)> {
    let (first, text) = input.split_first()?;
    let dialect = DialectKind::ALL.get(usize::from(*first) % (DialectKind::ALL.len() + 1));
    Some((dialect.map_or(Lexis::Rocky, |it| Lexis::Sql(*it)), std::str::from_utf8(text).ok()?))
}

/// Panics unless the tree spells the text, errors lie in order, inside the text and between characters, and the work
/// was linear.
pub fn check(text: &str, lexis: Lexis) {
    let mut parser = BatchParser::new();
    let parse = match lexis {
        Lexis::Sql(dialect) => parser.parse_sql(text, dialect),
        Lexis::Rocky => parser.parse_rocky(text),
    };
    assert!(parse.syntax().text() == text, "another text");
    for error in &*parse.errors {
        let ranges = [Some(error.range), error.fix.as_ref().map(|it| it.range)];
        for range in ranges.into_iter().flatten() {
            assert!(text.get(usize::from(range.start())..usize::from(range.end())).is_some(), "{error:?}");
        }
    }
    assert!(parse.errors.is_sorted_by_key(|it| it.range.start()), "{:?}", parse.errors);
    let tokens = lex(text, lexis).tokens.len() as u64;
    assert!(parser.steps() <= MAX_STEPS_PER_TOKEN * (1 + tokens), "{} steps", parser.steps());
}

/// Panics unless formatting keeps the tokens and the comments, changes nothing the second time, names parts of the text
/// as untouched, and is what its edits lead to.
pub fn check_format(text: &str, lexis: Lexis) {
    let options = FormatOptions::default();
    let formatted = format(text, lexis, &options);
    assert!(formatted.defect.is_none(), "{:?}", formatted.defect);
    assert!(content(text, lexis) == content(&formatted.text, lexis), "other content:\n{}", formatted.text);
    for range in &formatted.untouched {
        assert!(text.get(usize::from(range.start())..usize::from(range.end())).is_some(), "{range:?}");
    }
    let again = format(&formatted.text, lexis, &options);
    assert!(again.text == formatted.text, "once:\n{}\ntwice:\n{}", formatted.text, again.text);
    let (mut edited, mut end) = (String::new(), 0);
    for edit in edits(text, &formatted.text, lexis) {
        edited.push_str(&text[end..edit.range.start().into()]);
        edited.push_str(&edit.text);
        end = edit.range.end().into();
    }
    edited.push_str(&text[end..]);
    assert!(edited == formatted.text, "the edits lead to:\n{edited}");
}

/// What formatting must keep: the tokens in order, keywords in any case, and the comments.
fn content(text: &str, lexis: Lexis) -> (Vec<(SyntaxKind, String)>, Vec<String>) {
    let (mut tokens, mut comments, mut start) = (Vec::new(), Vec::new(), 0);
    for token in lex(text, lexis).tokens {
        let piece = &text[start..start + token.len as usize];
        start += token.len as usize;
        match token.kind {
            SyntaxKind::WHITESPACE => {}
            SyntaxKind::LINE_COMMENT | SyntaxKind::BLOCK_COMMENT => {
                comments.push(piece.trim_end().to_owned())
            }
            kind if kind.is_keyword() => tokens.push((kind, piece.to_ascii_lowercase())),
            kind => tokens.push((kind, piece.to_owned())),
        }
    }
    comments.sort();
    (tokens, comments)
}
