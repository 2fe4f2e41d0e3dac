//! Expressions of the Rocky DSL. `not` binds tighter than in SQL: `not a == b` is `(not a) == b`.

use super::names::{at_name, segment, word_as};
use super::rocky::{at_step, sort_key};
use crate::parser::{Anchor, CompletedMarker, MAX_CHAIN, ParseFix, Parser, TokenSet};
use crate::{SyntaxKind, T};

const OR: u8 = 2;
const AND: u8 = 4;
const COMPARE: u8 = 6;
const ADD: u8 = 8;
const MULTIPLY: u8 = 10;

/// An expression, if one starts here.
pub(super) fn expr(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, 0))
}

/// An operand of a comparison: a pattern or the subject of `match`.
fn sum(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, COMPARE))
}

fn expr_above(p: &mut Parser<'_>, min: u8) -> Option<CompletedMarker> {
    let mut lhs = unary(p)?;
    let mut compared = false;
    let mut height = 1;
    loop {
        mend_operator(p);
        let power = match p.current() {
            T![or] => OR,
            T![and] => AND,
            T!["=="] | T!["!="] | T!["<"] | T!["<="] | T![">"] | T![">="] | T![is] => COMPARE,
            T!["+"] | T!["-"] => ADD,
            T!["*"] | T!["/"] | T!["%"] => MULTIPLY,
            _ => return Some(lhs),
        };
        if power <= min {
            return Some(lhs);
        }
        if power == COMPARE && compared {
            p.error("comparisons do not chain: join them with `and`");
        }
        compared = power == COMPARE;
        height += 1;
        if height > MAX_CHAIN {
            p.exceeded(format!("more than {MAX_CHAIN} operators in a row"));
            let m = p.start();
            while !at_step(p) && !p.at(T!["}"]) {
                p.bump_any();
            }
            m.complete(p, SyntaxKind::ERROR);
            return Some(lhs);
        }
        let m = lhs.precede(p);
        if p.eat(T![is]) {
            p.eat(T![not]);
            if !p.eat(T![null]) {
                p.expected("`null`");
            }
            lhs = m.complete(p, SyntaxKind::IS_EXPR);
            continue;
        }
        p.bump_any();
        if p.nested(|p| expr_above(p, power)).is_none() {
            p.expected("an expression");
        }
        lhs = m.complete(p, SyntaxKind::BINARY_EXPR);
    }
}

/// SQL's spellings of the DSL's operators.
fn mend_operator(p: &mut Parser<'_>) {
    let (kind, meant) = match p.current() {
        T!["="] => (T!["=="], "=="),
        T!["<>"] => (T!["!="], "!="),
        T![ident] if p.text(0) == "AND" => (T![and], "and"),
        T![ident] if p.text(0) == "OR" => (T![or], "or"),
        T![ident] if p.text(0) == "IS" => (T![is], "is"),
        _ => return,
    };
    let at = p.position();
    let message = format!("the DSL writes `{meant}`, not `{}`", p.text(0));
    p.error_at(Anchor::Token(at), message, Some(ParseFix::Replace(at, meant.to_owned())));
    p.remap(kind);
}

fn unary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    if !p.at_set(TokenSet::new(&[T![not], T!["-"]])) {
        return primary(p);
    }
    let m = p.start();
    p.bump_any();
    if p.nested(unary).is_none() {
        p.expected("an expression");
    }
    Some(m.complete(p, SyntaxKind::PREFIX_EXPR))
}

fn primary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    match p.current() {
        T![string] | T![number] | SyntaxKind::DATE_LITERAL | T![true] | T![false] | T![null] => {
            let m = p.start();
            p.bump_any();
            Some(m.complete(p, SyntaxKind::LITERAL))
        }
        T!["("] => {
            let m = p.start();
            let opened = p.position();
            p.bump_any();
            if expr(p).is_none() {
                p.expected("an expression");
            }
            p.expect_closing(T![")"], opened);
            Some(m.complete(p, SyntaxKind::PAREN_EXPR))
        }
        T![match] => Some(match_expr(p)),
        _ if at_step(p) && !at_name(p) => None,
        _ if at_name(p) => column_ref(p),
        _ => None,
    }
}

/// A name, a dotted name, or a call.
pub(super) fn column_ref(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let m = p.start();
    word_as(p, SyntaxKind::NAME_REF);
    while p.at(T!["."]) {
        let joint = p.is_joint(0);
        p.bump(T!["."]);
        if !segment(p, joint, "a column name") {
            break;
        }
    }
    if !p.at(T!["("]) {
        return Some(m.complete(p, SyntaxKind::COLUMN_REF));
    }
    let m = m.complete(p, SyntaxKind::PATH).precede(p);
    arguments(p);
    if p.at(T![over]) {
        over(p);
    }
    Some(m.complete(p, SyntaxKind::CALL_EXPR))
}

fn arguments(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    p.bump(T!["("]);
    while !p.at(T![")"]) {
        if p.at(T!["*"]) {
            p.error("functions take no `*` in the DSL: write `count()`");
            p.skip_token();
        } else {
            let m = p.start();
            if expr(p).is_none() {
                m.abandon(p);
                p.expected("an argument");
                break;
            }
            m.complete(p, SyntaxKind::ARG);
        }
        if !p.eat(T![","]) {
            break;
        }
    }
    p.expect_closing(T![")"], opened);
    m.complete(p, SyntaxKind::ARG_LIST);
}

/// `match e { pattern => result, .. }`.
fn match_expr(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T![match]);
    if sum(p).is_none() {
        p.expected("an expression");
    }
    let opened = p.position();
    if p.expect(T!["{"]) {
        let (mut is_complete, mut is_reported) = (false, false);
        while !matches!(p.current(), T!["}"] | SyntaxKind::EOF) {
            let start = p.position();
            if is_complete && !is_reported && !p.at(T![","]) && !at_step(p) {
                is_reported = true;
                p.error("`_` takes whatever is left, so this arm is never reached: write `_` last");
            }
            is_complete |= match_arm(p);
            if !p.eat(T![","]) && p.position() == start {
                if at_step(p) {
                    break;
                }
                p.skip_token();
            }
        }
        p.expect_closing(T!["}"], opened);
    }
    m.complete(p, SyntaxKind::MATCH_EXPR)
}

/// `pattern => result`. Returns whether the pattern is `_`.
fn match_arm(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    let pattern = p.start();
    let is_wildcard = p.at(T![ident]) && p.text(0) == "_" && p.nth_at(1, T!["=>"]);
    if is_wildcard {
        p.bump_any();
    } else {
        p.eat_set(TokenSet::new(&[T!["=="], T!["!="], T!["<"], T!["<="], T![">"], T![">="]]));
        if sum(p).is_none() {
            p.expected("a pattern or `_`");
        }
    }
    pattern.complete(p, SyntaxKind::MATCH_PATTERN);
    if p.expect(T!["=>"]) && expr(p).is_none() {
        p.expected("a result");
    }
    m.complete(p, SyntaxKind::MATCH_ARM);
    is_wildcard
}

/// `over (partition a, b, sort -c, rows 3 .. current)`.
fn over(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![over]);
    let opened = p.position();
    if p.expect(T!["("]) {
        if p.eat(T![partition]) {
            window_names(p, |p| {
                let m = p.start();
                word_as(p, SyntaxKind::NAME_REF);
                m.complete(p, SyntaxKind::PARTITION_KEY);
            });
        }
        if p.eat(T![sort]) {
            window_names(p, sort_key);
        }
        if p.at_set(TokenSet::new(&[T![rows], T![range]])) {
            let m = p.start();
            p.bump_any();
            bound(p);
            p.expect(T![".."]);
            bound(p);
            m.complete(p, SyntaxKind::ROCKY_FRAME);
        }
        p.expect_closing(T![")"], opened);
    }
    m.complete(p, SyntaxKind::ROCKY_OVER);
}

/// Names up to the next part of the window or its end; a comma stands between names and between parts.
fn window_names(p: &mut Parser<'_>, mut item: impl FnMut(&mut Parser<'_>)) {
    loop {
        if !at_name(p) && !p.at(T!["-"]) {
            p.expected_in("a column", "the window");
            return;
        }
        item(p);
        if !p.eat(T![","]) || p.at_set(TokenSet::new(&[T![sort], T![rows], T![range]])) {
            return;
        }
    }
}

fn bound(p: &mut Parser<'_>) {
    let m = p.start();
    if !p.eat_set(TokenSet::new(&[T![unbounded], T![current], T![number]])) {
        p.expected_in("`unbounded`, `current` or a number", "the window");
    }
    m.complete(p, SyntaxKind::ROCKY_BOUND);
}
