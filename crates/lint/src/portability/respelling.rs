//! Tokens that a target spells otherwise: quotes, prefixes, escapes, comments.
//!
//! Each token is given to the target's lexer alone. What it takes for something else is said, and replaced by something
//! of the same length that the target reads as it was meant, so that the rest of the text can be read at its place.

use super::Subject;
use super::lacking::{Lacking, Remedial};
use base::{DialectKind, TextRange, TextSize};
use syntax::{Lexis, SyntaxKind, Token, Tokens, lex, lex_into};

/// The analysed text as `target` spells it; its length is the same.
pub(super) fn respelled(subject: &Subject<'_>, target: DialectKind, lacking: &mut Lacking) -> String {
    let text = hir::analysed_text(subject.db, subject.file);
    if subject.file.path(subject.db).extension() == Some("rocky") {
        return text.to_owned();
    }
    let mut respelled = String::with_capacity(text.len());
    let mut buffer = Tokens::default();
    let mut start = TextSize::from(0);
    for token in lex(text, Lexis::Sql(subject.own)).tokens {
        let range = TextRange::at(start, TextSize::from(token.len));
        start = range.end();
        let slice = &text[range];
        if !may_differ(token.kind, slice) || is_read_alike(token, slice, target, &mut buffer) {
            respelled.push_str(slice);
            continue;
        }
        let what = describe(token.kind, slice);
        let range = subject.written(range);
        let remedial = match portable(subject, token.kind, slice) {
            Some(text) => Remedial::Texts(vec![(range, text)]),
            None => Remedial::None,
        };
        lacking.add(range, &what.replace('`', ""), target).describe(format!("no {what}"), "", remedial);
        respelled.push_str(&replacement(token.kind, slice, target));
    }
    respelled
}

/// Whether dialects disagree about tokens of this kind.
fn may_differ(kind: SyntaxKind, slice: &str) -> bool {
    match kind {
        SyntaxKind::STRING | SyntaxKind::QUOTED_IDENT => true,
        SyntaxKind::LINE_COMMENT => !slice.starts_with("--"),
        SyntaxKind::BLOCK_COMMENT => slice[2..].contains("/*"),
        _ => false,
    }
}

/// Whether the target's lexer, too, takes this text for one token of this kind.
fn is_read_alike(token: Token, slice: &str, target: DialectKind, buffer: &mut Tokens) -> bool {
    lex_into(slice, Lexis::Sql(target), buffer);
    buffer.errors.is_empty() && buffer.tokens == [token]
}

/// What the token is, in words; code stands between backticks.
fn describe(kind: SyntaxKind, slice: &str) -> String {
    let prefix: String = slice.chars().take_while(char::is_ascii_alphabetic).collect();
    match (kind, slice.chars().nth(prefix.len())) {
        (SyntaxKind::LINE_COMMENT, Some('#')) => "comments behind `#`".to_owned(),
        (SyntaxKind::LINE_COMMENT, _) => "comments behind `//`".to_owned(),
        (SyntaxKind::BLOCK_COMMENT, _) => "comments within comments".to_owned(),
        (SyntaxKind::QUOTED_IDENT, Some('`')) => "names in backticks".to_owned(),
        (SyntaxKind::QUOTED_IDENT, _) => "names in double quotes".to_owned(),
        (_, Some('$')) => "strings between `$$`".to_owned(),
        (_, Some(quote))
            if slice.len() >= 6 && slice[prefix.len()..].starts_with(&quote.to_string().repeat(3)) =>
        {
            "strings in three quotes".to_owned()
        }
        (_, Some(quote)) if !prefix.is_empty() => {
            format!("strings such as `{}{quote}..{quote}`", prefix.to_ascii_lowercase())
        }
        (_, Some('"')) => "strings in double quotes".to_owned(),
        _ => "strings with such an escape".to_owned(),
    }
}

/// A text that means the same in every dialect.
fn portable(subject: &Subject<'_>, kind: SyntaxKind, slice: &str) -> Option<String> {
    let within = |quote: char| slice.strip_prefix(quote).and_then(|it| it.strip_suffix(quote));
    match kind {
        SyntaxKind::LINE_COMMENT => {
            let words = slice.trim_start_matches(['#', '/']).trim_start();
            Some(format!("-- {words}"))
        }
        SyntaxKind::STRING => {
            let content = within('"').filter(|it| !it.contains(['\'', '"', '\\']))?;
            Some(format!("'{content}'"))
        }
        SyntaxKind::QUOTED_IDENT => {
            let name = within('`').or(within('"'))?;
            let upper = name.to_ascii_uppercase();
            let mut dialects = std::iter::once(subject.own).chain(subject.targets.iter().copied());
            // In capitals, since Snowflake, where a bare name means those, would quote small letters.
            let is_bare =
                dialects.all(|it| dialect::quote(&upper, it) == upper || dialect::quote(name, it) == name);
            // To Snowflake itself a quoted name and a bare one are two.
            (is_bare && subject.own != DialectKind::Snowflake).then(|| name.to_owned())
        }
        _ => None,
    }
}

/// Something of the same length that the target reads as what was meant.
fn replacement(kind: SyntaxKind, slice: &str, target: DialectKind) -> String {
    let filled = |open: char, close: char| {
        let filling = "x".repeat(slice.len().saturating_sub(2));
        format!("{open}{filling}{close}")
    };
    let requoted = |from: char, quote: char| {
        let content = slice.strip_prefix(from)?.strip_suffix(from)?;
        let is_plain = !content.contains(['\'', '"', '`', '\\']);
        is_plain.then(|| format!("{quote}{content}{quote}"))
    };
    match kind {
        SyntaxKind::QUOTED_IDENT => {
            let backticks = matches!(target, DialectKind::Databricks | DialectKind::BigQuery);
            let quote = if backticks { '`' } else { '"' };
            requoted('`', quote).or_else(|| requoted('"', quote)).unwrap_or_else(|| filled(quote, quote))
        }
        SyntaxKind::STRING => {
            let prefix = slice.split(['\'', '"']).next().unwrap_or_default();
            // Bytes are no text: of a value that may be NULL nothing is said.
            if prefix.contains(['b', 'B', 'x', 'X']) && slice.len() >= 4 {
                return format!("NULL{}", " ".repeat(slice.len() - 4));
            }
            requoted('"', '\'').unwrap_or_else(|| filled('\'', '\''))
        }
        _ => slice
            .chars()
            .map(|it| if it == '\n' { "\n".to_owned() } else { " ".repeat(it.len_utf8()) })
            .collect(),
    }
}
