//! LIMIT, OFFSET and FETCH.

use super::expressions::expr;
use super::lists::in_clause;
use super::recovery::opt_doubled;
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};

pub(super) fn limit_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![limit]);
    opt_doubled(p);
    in_clause(p, "LIMIT", |p| {
        if !p.eat(T![all]) && expr(p).is_none() {
            p.expected("a number");
        }
        if matches!(p.current(), T!["%"] | T![percent]) {
            p.uses(Feature::LimitPercent, 1);
            p.bump_any();
        }
        if p.at(T![","]) && matches!(p.nth(1), T![number] | T![parameter]) {
            // MySQL's; none of our dialects has it.
            p.error("`LIMIT` takes one number: write `LIMIT count OFFSET start`");
            p.bump(T![","]);
            expr(p);
        }
    });
    m.complete(p, SyntaxKind::LIMIT_CLAUSE);
}

pub(super) fn offset_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![offset]);
    in_clause(p, "OFFSET", |p| {
        if expr(p).is_none() {
            p.expected("a number");
        }
    });
    if matches!(p.current(), T![row] | T![rows]) {
        p.uses(Feature::OffsetRows, 1);
        p.bump_any();
    }
    m.complete(p, SyntaxKind::OFFSET_CLAUSE);
}

pub(super) fn fetch_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.uses(Feature::Fetch, 1);
    p.bump(T![fetch]);
    p.eat_set(TokenSet::new(&[T![first], T![next]]));
    if !p.at_set(TokenSet::new(&[T![row], T![rows]])) {
        in_clause(p, "FETCH", |p| expr(p));
    }
    p.eat(T![percent]);
    p.eat_set(TokenSet::new(&[T![row], T![rows]]));
    if p.eat(T![with]) {
        p.expect(T![ties]);
    } else {
        p.eat(T![only]);
    }
    m.complete(p, SyntaxKind::FETCH_CLAUSE);
}
