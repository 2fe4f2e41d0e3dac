//! What must hold for every text, in every language.

use base::DialectKind;
use syntax::{BatchParser, Lexis, lex};

/// As in the mutation tests of `syntax`.
const MAX_STEPS_PER_TOKEN: u64 = 300;

/// Splits an input into a dialect, by its first byte, and a text. Nothing if it is not UTF-8.
pub fn dialect_and_text(input: &[u8]) -> Option<(DialectKind, &str)> {
    let (first, text) = input.split_first()?;
    let dialect = DialectKind::ALL[usize::from(*first) % DialectKind::ALL.len()];
    Some((dialect, std::str::from_utf8(text).ok()?))
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
