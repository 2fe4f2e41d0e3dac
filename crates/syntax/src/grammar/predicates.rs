//! Predicates: IS, BETWEEN, IN, LIKE, and the quantifiers behind an operator.

use super::calls::call_on_path;
use super::expressions::{expr, right_operand};
use super::hints::opt_hint;
use super::lists::{at_list_end, close, paren_is_query, parenthesized};
use super::names::{at_name, word_as};
use super::precedence::Precedence;
use super::queries::query;
use super::recovery::{lacks_opening, opening};
use crate::parser::{CompletedMarker, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};

/// `ANY (..)` behind an operator.
pub(super) fn quantified(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump_any();
    opt_hint(p);
    if p.at(T![unnest]) {
        unnest(p);
    } else if paren_is_query(p, 0) || p.at(T![select]) {
        let opened = p.position();
        opening(p);
        query(p);
        super::queries::close_query(p, opened);
    } else {
        parenthesized(p, "a list", |p| expr(p).is_some());
    }
    m.complete(p, SyntaxKind::QUANTIFIED_EXPR);
}

/// `UNNEST(list)` behind IN and LIKE ANY.
fn unnest(p: &mut Parser<'_>) {
    if let Some(callee) = segmentless_path(p) {
        if p.nth_at(1, T![")"]) || matches!(p.nth(1), T![select] | T![from]) {
            p.error("UNNEST needs one array; a query is put into `ARRAY(..)`");
        }
        call_on_path(p, callee);
    }
}

/// The current word as a path, reserved though it is.
fn segmentless_path(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let m = p.start();
    word_as(p, SyntaxKind::NAME_REF);
    let path = m.complete(p, SyntaxKind::PATH);
    if p.at(T!["("]) {
        return Some(path);
    }
    p.expect(T!["("]);
    None
}

pub(super) fn is(p: &mut Parser<'_>) -> SyntaxKind {
    p.bump(T![is]);
    p.eat(T![not]);
    if p.at(T![distinct]) {
        p.bump_any();
        p.expect(T![from]);
        right_operand(p, Precedence::of(p.dialect).is);
        return SyntaxKind::IS_DISTINCT_EXPR;
    }
    match p.current() {
        T![null] | T![true] | T![false] | T![unknown] => p.bump_any(),
        T![json] => {
            p.bump_any();
            if at_name(p) && !at_list_end(p) {
                p.bump_any();
            }
        }
        _ => p.expected("`NULL`, `NOT NULL`, `TRUE`, `FALSE` or `DISTINCT FROM`"),
    }
    SyntaxKind::IS_EXPR
}

pub(super) fn between(p: &mut Parser<'_>) -> SyntaxKind {
    p.eat(T![not]);
    p.bump(T![between]);
    p.eat_set(TokenSet::new(&[T![symmetric], T![asymmetric]]));
    right_operand(p, Precedence::of(p.dialect).like);
    if p.expect(T![and]) {
        right_operand(p, Precedence::of(p.dialect).like);
    }
    SyntaxKind::BETWEEN_EXPR
}

pub(super) fn in_list(p: &mut Parser<'_>) -> SyntaxKind {
    p.eat(T![not]);
    p.bump(T![in]);
    opt_hint(p);
    let lacks_opening = p.at(T![select]) || lacks_opening(p);
    if p.at(T!["("]) || lacks_opening {
        let m = p.start();
        let opened = p.position();
        if lacks_opening {
            opening(p);
        }
        if p.at(T![select]) {
            query(p);
            p.eat(T![")"]);
            m.complete(p, SyntaxKind::SUBQUERY_EXPR);
        } else if paren_is_query(p, 0) {
            p.bump(T!["("]);
            query(p);
            super::queries::close_query(p, opened);
            m.complete(p, SyntaxKind::SUBQUERY_EXPR);
        } else {
            p.eat(T!["("]);
            if p.at(T![")"]) {
                p.expected_in("an expression", "the IN list");
            } else {
                super::lists::in_clause(p, "the IN list", |p| {
                    super::lists::list(p, "an expression", TokenSet::EMPTY, |p| expr(p).is_some());
                });
            }
            close(p, T![")"], opened);
            m.complete(p, SyntaxKind::IN_LIST);
        }
    } else if p.at(T![unnest]) {
        unnest(p);
    } else {
        p.uses(Feature::InValue, 1);
        right_operand(p, Precedence::of(p.dialect).like);
    }
    SyntaxKind::IN_EXPR
}

pub(super) fn like(p: &mut Parser<'_>) -> SyntaxKind {
    p.eat(T![not]);
    match p.current() {
        T![ilike] => p.uses(Feature::Ilike, 1),
        T![rlike] | T![regexp] => p.uses(Feature::Rlike, 1),
        T![similar] => p.uses(Feature::SimilarTo, 2),
        T![glob] => p.uses(Feature::Glob, 1),
        _ => {}
    }
    if p.eat(T![similar]) {
        p.expect(T![to]);
    } else {
        p.bump_any();
    }
    if p.at_set(TokenSet::new(&[T![any], T![some], T![all]])) {
        p.uses(Feature::LikeAny, 1);
    }
    right_operand(p, Precedence::of(p.dialect).like);
    if p.eat(T![escape]) {
        right_operand(p, Precedence::of(p.dialect).like);
        validation::literals::escape(p);
    }
    SyntaxKind::LIKE_EXPR
}
