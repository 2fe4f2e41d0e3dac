//! Strings and quoted names, by the rules of each dialect.

use super::scan::{continues_word, line_end};
use super::{Found, Lexis};
use crate::SyntaxKind;
use base::DialectKind;

/// How a quoted token ends.
#[derive(Clone, Copy)]
struct Quoting {
    kind: SyntaxKind,
    quote: u8,
    /// Two quotes stand for one.
    doubled: bool,
    /// A backslash takes the next character with it.
    backslash: bool,
}

/// Behind a `'`.
pub(super) fn single(rest: &str, lexis: Lexis) -> Found {
    if lexis == Lexis::Sql(DialectKind::BigQuery)
        && let Some(found) = triple(rest, "''", true)
    {
        return found;
    }
    let backslash = has_backslash_escapes(lexis);
    scan(rest, Quoting { kind: SyntaxKind::STRING, quote: b'\'', doubled: doubles(lexis), backslash })
}

/// Behind a `"`.
pub(super) fn double(rest: &str, lexis: Lexis) -> Found {
    match lexis {
        Lexis::Sql(DialectKind::BigQuery) => triple(rest, "\"\"", true).unwrap_or_else(|| {
            scan(rest, Quoting { kind: SyntaxKind::STRING, quote: b'"', doubled: false, backslash: true })
        }),
        Lexis::Sql(DialectKind::Databricks) => {
            scan(rest, Quoting { kind: SyntaxKind::STRING, quote: b'"', doubled: true, backslash: true })
        }
        Lexis::Rocky => {
            scan(rest, Quoting { kind: SyntaxKind::STRING, quote: b'"', doubled: false, backslash: false })
        }
        Lexis::Sql(_) => scan(
            rest,
            Quoting { kind: SyntaxKind::QUOTED_IDENT, quote: b'"', doubled: true, backslash: false },
        ),
    }
}

/// Behind a backtick.
pub(super) fn backtick(rest: &str, lexis: Lexis) -> Found {
    let quoting = Quoting { kind: SyntaxKind::QUOTED_IDENT, quote: b'`', doubled: true, backslash: false };
    let mut found = scan(rest, quoting);
    if found.error.is_none() {
        match lexis {
            Lexis::Sql(DialectKind::BigQuery | DialectKind::Databricks) => {}
            Lexis::Sql(dialect) => {
                found.error = Some((format!("{dialect} quotes names with `\"`, not with backticks"), None));
            }
            Lexis::Rocky => found.error = Some(("the Rocky DSL has no quoted names".to_owned(), None)),
        }
    }
    found
}

/// Behind a `$`: a parameter, or a string between `$tag$`s.
pub(super) fn dollar(rest: &str, lexis: Lexis) -> Found {
    if rest.starts_with('{') {
        let more =
            rest.find(['}', '\n']).map_or(rest.len(), |it| it + usize::from(rest[it..].starts_with('}')));
        let message = "`${..}` is substituted in configuration files only: in a model write `@var(name)`";
        return Found::wrong(SyntaxKind::ERROR_TOKEN, more, message);
    }
    let name = rest.find(|c: char| c == '$' || !continues_word(c)).unwrap_or(rest.len());
    if lexis == Lexis::Rocky {
        return Found::wrong(SyntaxKind::ERROR_TOKEN, name, "`$` has no meaning in the Rocky DSL");
    }
    let is_tag = rest[name..].starts_with('$') && !rest.starts_with(|c: char| c.is_ascii_digit());
    // Databricks: the bodies of functions and views in other languages.
    let has_strings = match lexis {
        Lexis::Sql(DialectKind::DuckDb | DialectKind::Snowflake) => true,
        Lexis::Sql(DialectKind::Databricks) => name == 0,
        _ => false,
    };
    if is_tag && has_strings {
        let open = name + 1;
        let mut delimiter = String::from("$");
        delimiter.push_str(&rest[..open]);
        return match rest[open..].find(&delimiter) {
            Some(end) => Found::new(SyntaxKind::STRING, open + end + delimiter.len()),
            None => Found::wrong(
                SyntaxKind::STRING,
                open + line_end(&rest[open..]),
                format!("this string is never closed: add `{delimiter}`"),
            ),
        };
    }
    match name {
        // The end of the rows in MATCH_RECOGNIZE's patterns.
        0 => Found::new(SyntaxKind::DOLLAR, 0),
        _ => Found::new(SyntaxKind::PARAMETER_TOKEN, name),
    }
}

/// A string with a prefix: `E'..'`, `X'..'`, `r"..."`, `U&'..'`. Nothing if this word is no prefix.
pub(super) fn prefixed(word: &str, rest: &str, lexis: Lexis) -> Option<Found> {
    let Lexis::Sql(dialect) = lexis else { return None };
    let is = |prefixes: &[&str]| prefixes.iter().any(|it| it.eq_ignore_ascii_case(word));
    if let Some(behind) = rest.strip_prefix('&') {
        let quote = *behind.as_bytes().first().filter(|it| matches!(it, b'\'' | b'"'))?;
        let kind = if quote == b'"' { SyntaxKind::QUOTED_IDENT } else { SyntaxKind::STRING };
        let quoting = Quoting { kind, quote, doubled: true, backslash: false };
        return is(&["u"]).then(|| behind_opening(&behind[1..], 2, quoting));
    }
    let quote = *rest.as_bytes().first()?;
    let string = |backslash| Quoting { kind: SyntaxKind::STRING, quote, doubled: true, backslash };
    let quoting = match dialect {
        DialectKind::DuckDb if quote == b'\'' && is(&["e"]) => string(true),
        DialectKind::DuckDb | DialectKind::Trino | DialectKind::Snowflake if quote == b'\'' => {
            if !is(&["x", "b", "n"]) {
                return None;
            }
            string(false)
        }
        DialectKind::Databricks if is(&["r"]) => Quoting { doubled: false, ..string(false) },
        DialectKind::Databricks if is(&["x"]) => string(true),
        DialectKind::BigQuery if is(&["r", "b", "rb", "br"]) => {
            let two = if quote == b'"' { "\"\"" } else { "''" };
            if let Some(mut found) = triple(&rest[1..], two, true) {
                found.more += 1;
                return Some(found);
            }
            // Even a raw string does not end at a quote behind a backslash.
            Quoting { doubled: false, ..string(true) }
        }
        _ => return None,
    };
    Some(behind_opening(&rest[1..], 1, quoting))
}

fn behind_opening(rest: &str, opening: usize, quoting: Quoting) -> Found {
    let mut found = scan(rest, quoting);
    found.more += opening;
    found
}

fn doubles(lexis: Lexis) -> bool {
    !matches!(lexis, Lexis::Rocky | Lexis::Sql(DialectKind::BigQuery))
}

fn has_backslash_escapes(lexis: Lexis) -> bool {
    matches!(lexis, Lexis::Sql(DialectKind::BigQuery | DialectKind::Databricks | DialectKind::Snowflake))
}

/// BigQuery's triple-quoted strings, behind the first quote.
fn triple(rest: &str, two: &str, backslash: bool) -> Option<Found> {
    let body = rest.strip_prefix(two)?;
    let quote = two.as_bytes()[0];
    let bytes = body.as_bytes();
    let mut i = 0;
    // `''` alone is an empty string.
    if bytes.first() != Some(&quote) && !body.contains(&two.repeat(2)[..3]) {
        return None;
    }
    while i < bytes.len() {
        match bytes[i] {
            b'\\' if backslash => i += 2,
            b if b == quote && body[i..].starts_with(two) && bytes.get(i + 2) == Some(&quote) => {
                return Some(Found::new(SyntaxKind::STRING, two.len() + i + 3));
            }
            _ => i += 1,
        }
    }
    None
}

/// Up to the closing quote. A quote that is never closed ends at its line's end, so that the rest keeps its tree.
fn scan(rest: &str, quoting: Quoting) -> Found {
    let bytes = rest.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let b = bytes[i];
        if b == b'\\' && quoting.backslash {
            i += 2;
        } else if b != quoting.quote {
            i += 1;
        } else if quoting.doubled && bytes.get(i + 1) == Some(&b) {
            i += 2;
        } else {
            return Found::new(quoting.kind, i + 1);
        }
    }
    let (what, close) = match (quoting.kind, quoting.quote) {
        (SyntaxKind::QUOTED_IDENT, b'`') => ("quoted name", "`"),
        (SyntaxKind::QUOTED_IDENT, _) => ("quoted name", "\""),
        (_, b'"') => ("string", "\""),
        _ => ("string", "'"),
    };
    let shown = if close == "`" { "a backtick".to_owned() } else { format!("`{close}`") };
    let error = Some((format!("this {what} is never closed: add {shown}"), Some(close)));
    Found { kind: quoting.kind, more: line_end(rest), error }
}
