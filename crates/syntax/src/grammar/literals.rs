//! Strings and parameters.

use crate::parser::{CompletedMarker, Parser};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

/// A string; a second one on the next line continues it.
pub(super) fn string(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T![string]);
    if p.at(T![uescape]) {
        unicode_escape(p);
    }
    note_mixed_literals(p);
    validation::literals::string(p);
    while p.at(T![string])
        && (p.at_line_start() || matches!(p.dialect, DialectKind::Databricks | DialectKind::BigQuery))
    {
        p.bump_any();
    }
    m.complete(p, SyntaxKind::LITERAL)
}

/// `UESCAPE '!'` behind `U&'..'`: <https://trino.io/docs/current/language/types.html#varchar>.
fn unicode_escape(p: &mut Parser<'_>) {
    let opened = p.text_at(p.position().saturating_sub(1));
    if !opened.starts_with(['u', 'U']) || p.dialect != DialectKind::Trino {
        return;
    }
    let m = p.start();
    p.bump(T![uescape]);
    p.expect(T![string]);
    m.complete(p, SyntaxKind::UNICODE_ESCAPE);
}

/// GoogleSQL concatenates adjacent literals, of text or of bytes.
fn note_mixed_literals(p: &mut Parser<'_>) {
    let is_bytes = |text: &str| {
        let prefix = text.split(['\'', '"']).next().unwrap_or_default();
        prefix.contains(['b', 'B'])
    };
    if p.dialect != DialectKind::BigQuery || !p.at(T![string]) {
        return;
    }
    let first = is_bytes(p.text_at(p.position().saturating_sub(1)));
    let mut n = 0;
    while p.nth_at(n, T![string]) {
        if is_bytes(p.text(n)) != first {
            p.error("a string and bytes cannot be joined");
            return;
        }
        n += 1;
    }
}

/// `?`, `$1`, `@var`, `@var(name)`, `:name`.
pub(super) fn parameter(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    if p.eat(T![":"]) {
        match p.at(T![number]) {
            true => {
                p.uses(Feature::NumberedParameter, 1);
                p.bump_any();
            }
            false => p.bump_as(T![ident]),
        }
    } else {
        let is_placeholder = p.text(0).starts_with('@');
        if p.text(0).starts_with('$') {
            p.uses(Feature::DollarParameter, 1);
        }
        p.bump(T![parameter]);
        if is_placeholder && p.at(T!["("]) {
            super::calls::arg_list(p);
        }
    }
    m.complete(p, SyntaxKind::PARAMETER)
}
