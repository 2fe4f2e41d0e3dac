//! What backslashes within strings stand for.

use base::DialectKind;
use std::borrow::Cow;

/// Whether a backslash within a string of this dialect, prefix included, begins an escape.
pub(super) fn has_escapes(text: &str, dialect: DialectKind) -> bool {
    let prefix = text.split(['\'', '"']).next().unwrap_or_default();
    match dialect {
        DialectKind::DuckDb => prefix.eq_ignore_ascii_case("e"),
        DialectKind::Databricks | DialectKind::BigQuery => !prefix.contains(['r', 'R']),
        DialectKind::Snowflake => text.starts_with('\''),
        DialectKind::Trino => false,
    }
}

/// The text with its escapes resolved. What is no escape is the character behind the backslash; patterns keep the
/// backslash before their wildcards.
///
/// <https://docs.databricks.com/en/sql/language-manual/data-types/string-type.html>,
/// <https://docs.snowflake.com/en/sql-reference/data-types-text#escape-sequences-in-single-quoted-string-constants>,
/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#escape_sequences>
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(letter) = rest.chars().next() else {
            out.push('\\');
            break;
        };
        rest = &rest[letter.len_utf8()..];
        let (code, length) = match letter {
            'x' | 'X' => (number(rest, 2, 16), 2),
            'u' => (number(rest, 4, 16), 4),
            'U' => (number(rest, 8, 16), 8),
            _ => (None, 0),
        };
        match (code, letter) {
            (Some(code), _) => {
                out.push(code);
                rest = &rest[length..];
            }
            (None, 'n') => out.push('\n'),
            (None, 't') => out.push('\t'),
            (None, 'r') => out.push('\r'),
            (None, 'b') => out.push('\u{8}'),
            (None, 'f') => out.push('\u{c}'),
            (None, 'a') => out.push('\u{7}'),
            (None, 'v') => out.push('\u{b}'),
            (None, '0') => out.push('\0'),
            (None, wildcard @ ('%' | '_')) => {
                out.push('\\');
                out.push(wildcard);
            }
            (None, other) => out.push(other),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that the first digits of a text stand for.
fn number(text: &str, digits: usize, radix: u32) -> Option<char> {
    char::from_u32(u32::from_str_radix(text.get(..digits)?, radix).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(resolved(r"it\'s \x41\u00e9\n\\ 5\% \q \"), "it's Aé\n\\ 5\\% q \\");
        assert_eq!(resolved(r"\u12"), "u12");
    }

    #[test]
    fn dialects_differ() {
        let has = |text, dialect| has_escapes(text, dialect);
        assert!(has(r"e'\n'", DialectKind::DuckDb) && !has(r"'\n'", DialectKind::DuckDb));
        assert!(has(r"'\n'", DialectKind::BigQuery) && !has(r"rb'\n'", DialectKind::BigQuery));
        assert!(has(r"'\n'", DialectKind::Snowflake) && !has("$$x$$", DialectKind::Snowflake));
        assert!(!has(r"'\n'", DialectKind::Trino));
    }
}
