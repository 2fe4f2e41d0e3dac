//! The pattern language within `PATTERN (..)`: variables, groups, alternatives, quantifiers, anchors.

use super::lists::{close, in_clause, strict_list};
use super::literals::parameter;
use super::names::{at_name, word_as};
use crate::parser::{CompletedMarker, Parser, TokenSet};
use crate::{SyntaxKind, T};

/// Alternatives; each may be empty in GoogleSQL.
pub(super) fn row_pattern(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| {
        let m = p.start();
        let mut alternatives = 1;
        let first = concatenation(p);
        while p.at_set(TokenSet::new(&[T!["|"], T!["||"]])) {
            p.bump_any();
            alternatives += 1;
            concatenation(p);
        }
        if alternatives > 1 {
            return Some(m.complete(p, SyntaxKind::PATTERN_ALTERNATION));
        }
        m.abandon(p);
        first
    })
}

/// What stands side by side.
fn concatenation(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let m = p.start();
    let mut parts = 0;
    let mut last = None;
    while let Some(part) = quantified(p) {
        parts += 1;
        last = Some(part);
    }
    if parts > 1 {
        return Some(m.complete(p, SyntaxKind::PATTERN_CONCATENATION));
    }
    m.abandon(p);
    last
}

fn quantified(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let part = primary(p)?;
    if !at_quantifier(p) {
        return Some(part);
    }
    let m = part.precede(p);
    quantifier(p);
    Some(m.complete(p, SyntaxKind::PATTERN_QUANTIFIED))
}

fn at_quantifier(p: &Parser<'_>) -> bool {
    match p.current() {
        T!["*"] | T!["+"] | T!["**"] => true,
        T!["{"] => !p.nth_at(1, T!["-"]),
        T![parameter] => p.text(0) == "?",
        _ => false,
    }
}

/// `*`, `+`, `?`, `{2}`, `{2,}`, `{,3}`, `{2,3}`, and a `?` behind that makes it reluctant.
fn quantifier(p: &mut Parser<'_>) {
    let m = p.start();
    if p.at(T!["{"]) {
        let opened = p.position();
        p.bump(T!["{"]);
        in_clause(p, "the quantifier", |p| {
            quantity(p);
            if p.eat(T![","]) {
                quantity(p);
            }
            close(p, T!["}"], opened);
        });
    } else {
        p.bump_any();
    }
    if p.at(T![parameter]) && p.text(0) == "?" {
        p.bump_any();
    }
    m.complete(p, SyntaxKind::PATTERN_QUANTIFIER);
}

fn quantity(p: &mut Parser<'_>) {
    if p.at(T![number]) {
        let m = p.start();
        p.bump_any();
        m.complete(p, SyntaxKind::LITERAL);
    } else if p.at(T![parameter]) {
        parameter(p);
    }
}

fn primary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    match p.current() {
        T!["("] => {
            let m = p.start();
            let opened = p.position();
            p.bump(T!["("]);
            row_pattern(p);
            close(p, T![")"], opened);
            Some(m.complete(p, SyntaxKind::PATTERN_GROUP))
        }
        T!["{"] if p.nth_at(1, T!["-"]) => {
            let m = p.start();
            let opened = p.position();
            p.bump(T!["{"]);
            p.bump(T!["-"]);
            row_pattern(p);
            p.expect(T!["-"]);
            close(p, T!["}"], opened);
            Some(m.complete(p, SyntaxKind::PATTERN_EXCLUSION))
        }
        T!["^"] | T!["$"] => {
            let m = p.start();
            p.bump_any();
            Some(m.complete(p, SyntaxKind::PATTERN_ANCHOR))
        }
        T![permute] if p.nth_at(1, T!["("]) => {
            let m = p.start();
            p.bump(T![permute]);
            let opened = p.position();
            p.bump(T!["("]);
            strict_list(p, "a pattern", TokenSet::EMPTY, |p| row_pattern(p).is_some());
            close(p, T![")"], opened);
            Some(m.complete(p, SyntaxKind::PATTERN_PERMUTATION))
        }
        _ if at_name(p) => {
            let m = p.start();
            word_as(p, SyntaxKind::NAME_REF);
            Some(m.complete(p, SyntaxKind::PATTERN_VARIABLE))
        }
        _ => None,
    }
}
