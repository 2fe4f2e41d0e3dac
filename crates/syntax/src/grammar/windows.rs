//! What stands in a window: PARTITION BY, ORDER BY, the frame, and Trino's patterns.

use super::expressions::expr;
use super::hints::opt_hint;
use super::lists::{close, in_clause, strict_list};
use super::match_recognize::{measures, pattern_parts};
use super::names::{at_name, word_as};
use super::ordering::order_by_clause;
use super::recovery::{missing, opening};
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};

/// `([base] [PARTITION BY ..] [ORDER BY ..] [frame])`.
pub(super) fn window_spec(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    opening(p);
    let mut has_base = false;
    in_clause(p, "the window", |p| {
        let is_base = at_name(p)
            && match p.current() {
                T![partition] => matches!(p.nth(1), T![")"] | T![order]),
                T![distribute] | T![sort] | T![cluster] => !p.nth_at(1, T![by]),
                T![measures] => matches!(p.nth(1), T![")"] | T![order] | T![partition] | T![rows]),
                T![rows] | T![range] | T![groups] => matches!(p.nth(1), T![")"] | T![order] | T![partition]),
                _ => true,
            };
        if is_base {
            has_base = true;
            word_as(p, SyntaxKind::NAME_REF);
        }
        if p.at_set(TokenSet::new(&[T![partition], T![distribute], T![cluster], T![by]])) {
            partition_by_clause(p);
        }
        if p.at(T![order]) || p.at(T![sort]) && p.nth_at(1, T![by]) {
            order_by_clause(p);
        }
        if p.at(T![measures]) {
            p.uses(Feature::PatternWindow, 1);
            measures(p);
        }
        if p.at_set(TokenSet::new(&[T![rows], T![range], T![groups]])) {
            frame(p);
        }
        if p.at_set(TokenSet::new(&[T![after], T![initial], T![seek], T![pattern]])) {
            p.uses(Feature::PatternWindow, 1);
            pattern_parts(p, false);
        }
    });
    close(p, T![")"], opened);
    validation::queries::window_spec(p, opened, has_base);
    validation::duckdb::window(p, opened);
    m.complete(p, SyntaxKind::WINDOW_SPEC);
}

/// `PARTITION BY a, b`.
pub(super) fn partition_by_clause(p: &mut Parser<'_>) {
    let m = p.start();
    if p.at(T![by]) {
        missing(p, "`PARTITION BY` or `ORDER BY`", "PARTITION ");
    } else {
        p.bump_any();
    }
    opt_hint(p);
    if super::ordering::expect_by(p) {
        strict_list(p, "an expression", WINDOW_FOLLOW, |p| expr(p).is_some());
    }
    m.complete(p, SyntaxKind::PARTITION_BY_CLAUSE);
}

const WINDOW_FOLLOW: TokenSet = TokenSet::new(&[
    T![rows],
    T![range],
    T![groups],
    T![sort],
    T![measures],
    T![one],
    T![all],
    T![after],
    T![initial],
    T![seek],
    T![pattern],
]);

fn frame(p: &mut Parser<'_>) {
    let m = p.start();
    let first = p.position();
    if p.at(T![groups]) {
        p.uses(Feature::GroupsFrame, 1);
    }
    p.bump_any();
    in_clause(p, "the window frame", |p| {
        if p.eat(T![between]) {
            frame_bound(p);
            if p.expect(T![and]) {
                frame_bound(p);
            }
        } else {
            frame_bound(p);
        }
        if p.at(T![exclude]) {
            let m = p.start();
            p.uses(Feature::FrameExclusion, 1);
            p.bump(T![exclude]);
            match p.current() {
                T![current] => {
                    p.bump_any();
                    p.expect(T![row]);
                }
                T![no] => {
                    p.bump_any();
                    p.expect(T![others]);
                }
                T![group] | T![ties] => p.bump_any(),
                _ => p.expected("`CURRENT ROW`, `GROUP`, `TIES` or `NO OTHERS`"),
            }
            m.complete(p, SyntaxKind::FRAME_EXCLUSION);
        }
    });
    validation::duckdb::frame(p, first);
    m.complete(p, SyntaxKind::FRAME_CLAUSE);
}

fn frame_bound(p: &mut Parser<'_>) {
    let m = p.start();
    match p.current() {
        T![preceding] | T![following] if !matches!(p.nth(1), T![preceding] | T![following]) => {
            p.expected("a bound");
        }
        T![unbounded] => p.bump_any(),
        T![current] if p.nth_at(1, T![row]) => {
            p.bump_any();
            p.bump_any();
            m.complete(p, SyntaxKind::FRAME_BOUND);
            return;
        }
        _ => {
            if super::expressions::expr_below_in(p).is_none() {
                p.expected("a bound");
                m.abandon(p);
                return;
            }
        }
    }
    if !p.eat_set(TokenSet::new(&[T![preceding], T![following]])) {
        p.expected("`PRECEDING` or `FOLLOWING`");
    }
    m.complete(p, SyntaxKind::FRAME_BOUND);
}
