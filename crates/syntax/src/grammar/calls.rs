//! Function calls and windows.

use super::expressions::expr;
use super::lists::{behind_closing, close, in_clause, is_query_start, list, strict_list};
use super::names::{at_name, nth_is_word, opt_alias, word_as};
use super::primaries::{lambda_body, lambda_param};
use super::queries::{limit_clause, order_by_clause, query};
use super::recovery::{missing, opening};
use super::table_arguments::{at_table_argument, table_argument};
use crate::parser::{CompletedMarker, Parser, TokenSet};
use crate::validation;
use crate::{Feature, SyntaxKind, T};
use base::DialectKind;

/// A call of the function that was just named.
pub(super) fn call_on_path(p: &mut Parser<'_>, path: CompletedMarker) -> CompletedMarker {
    let m = path.precede(p);
    if p.at(T!["<"]) {
        super::types::struct_fields(p);
    }
    if p.at(T!["("]) || !p.at(T!["<"]) {
        arg_list(p);
    }
    over_and_friends(p);
    m.complete(p, SyntaxKind::CALL_EXPR)
}

/// Behind the name of a method.
pub(super) fn method_call(p: &mut Parser<'_>) {
    arg_list(p);
    over_and_friends(p);
}

pub(super) fn arg_list(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    let callee = p.previous();
    opening(p);
    let is_unclosed = p.is_unclosed(opened);
    in_clause(p, "the arguments", |p| {
        p.eat_set(TokenSet::new(&[T![distinct], T![all]]));
        if !p.at(T![")"]) && !p.at(T![order]) {
            let mut first = true;
            let item = |p: &mut Parser<'_>| arg(p, std::mem::replace(&mut first, false), is_unclosed);
            // DuckDB: `COALESCE(a, )` and `ROW(a, )`, but no other function.
            match callee {
                // Nothing follows the star of `count(*)`.
                _ if is_unclosed && p.at(T!["*"]) && p.nth_at(1, T![","]) => {
                    arg(p, true, true);
                }
                T![coalesce] | T![row] => list(p, "an argument", ARG_FOLLOW, item),
                _ => strict_list(p, "an argument", ARG_FOLLOW, item),
            }
        }
        loop {
            match p.current() {
                // Of a call that is never closed, these are rather the query's.
                T![order] | T![limit] if is_unclosed => break,
                T![order] => {
                    p.uses(Feature::ArgumentOrderBy, 2);
                    order_by_clause(p);
                }
                T![limit] => limit_clause(p),
                T![ignore] | T![respect] => null_treatment(p),
                T![having] if matches!(p.nth(1), T![max] | T![min]) => {
                    p.bump_any();
                    p.bump_any();
                    expr(p);
                }
                T![separator] => {
                    p.bump_any();
                    expr(p);
                }
                _ => break,
            }
        }
    });
    match p.current() {
        T![","] if is_unclosed => p.missing_end(opened, "`)`", ")"),
        _ => close(p, T![")"], opened),
    }
    validation::duckdb::arguments(p, opened);
    m.complete(p, SyntaxKind::ARG_LIST);
}

const ARG_FOLLOW: TokenSet = TokenSet::new(&[T![ignore], T![respect], T![separator]]);

fn arg(p: &mut Parser<'_>, first: bool, is_unclosed: bool) -> bool {
    let m = p.start();
    if nth_is_word(p, 0) && matches!(p.nth(1), T!["=>"] | T![":="]) {
        word_as(p, SyntaxKind::NAME);
        if p.at(T![":="]) {
            p.uses(Feature::ColonEqualsArgument, 1);
        }
        p.bump_any();
        if at_table_argument(p) {
            table_argument(p);
        } else if !lambda_or_expr(p, false) {
            p.expected("a value for the named argument");
        }
        m.complete(p, SyntaxKind::ARG);
        return true;
    }
    if at_table_argument(p) {
        table_argument(p);
        m.complete(p, SyntaxKind::ARG);
        return true;
    }
    if is_query_start(p, p.position()) && !p.at(T![table]) {
        query(p);
        m.complete(p, SyntaxKind::ARG);
        return true;
    }
    if p.at(T![table]) && p.reserved.words.contains(T![table]) {
        // Trino and Snowflake pass tables: `f(TABLE t)`
        p.bump_any();
    }
    if !lambda_or_expr(p, first) {
        m.abandon(p);
        return false;
    }
    if p.at(T![as]) && !is_unclosed {
        opt_alias(p);
    }
    m.complete(p, SyntaxKind::ARG);
    true
}

/// `x -> e` is a lambda in every argument but the first, where it is JSON's arrow: functions that take a lambda take
/// the list before it.
fn lambda_or_expr(p: &mut Parser<'_>, first: bool) -> bool {
    if !first && at_name(p) && (p.nth_at(1, T!["->"]) || starts_typed_lambda(p)) {
        lambda(p);
        return true;
    }
    expr(p).is_some()
}

/// Snowflake's `x INT -> e`: it has no other meaning of the arrow.
fn starts_typed_lambda(p: &Parser<'_>) -> bool {
    if p.dialect != DialectKind::Snowflake || !nth_is_word(p, 1) {
        return false;
    }
    let behind =
        if p.nth_at(2, T!["("]) { behind_closing(p, p.position() + 2) } else { Some(p.position() + 2) };
    behind.is_some_and(|at| p.kind_at(at) == T!["->"])
}

/// `x -> e`.
pub(super) fn lambda(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    lambda_param(p);
    p.bump(T!["->"]);
    lambda_body(p);
    m.complete(p, SyntaxKind::LAMBDA_EXPR)
}

/// Whether `(x, y) ->` stands here.
pub(super) fn starts_lambda_behind_paren(p: &Parser<'_>) -> bool {
    let open = p.position();
    if p.dialect == DialectKind::Snowflake {
        return behind_closing(p, open).is_some_and(|at| p.kind_at(at) == T!["->"]);
    }
    let is_name = |at: usize| {
        let kind = p.kind_at(at);
        kind == T![ident] || kind == T![quoted_ident] || kind.is_keyword() && !p.reserved.words.contains(kind)
    };
    if !is_name(open + 1) || !matches!(p.kind_at(open + 2), T![","] | T![")"]) {
        return false;
    }
    behind_closing(p, open)
        .is_some_and(|at| p.kind_at(at) == T!["->"] && (open + 1..at - 1).step_by(2).all(is_name))
}

/// What may follow the arguments: EXPORT_STATE, IGNORE NULLS, WITHIN GROUP, FILTER, OVER.
pub(super) fn over_and_friends(p: &mut Parser<'_>) {
    loop {
        match p.current() {
            T![export_state] => p.bump_any(),
            T![ignore] | T![respect] if p.nth_at(1, T![nulls]) => null_treatment(p),
            T![within] if p.nth_at(1, T![group]) => within_group(p),
            T![filter] if p.nth_at(1, T!["("]) => filter(p),
            T![over] if p.nth_at(1, T!["("]) || lacks_window_opening(p) || at_name_behind_over(p) => {
                over(p);
                return;
            }
            T!["("] if matches!(p.nth(1), T![partition] | T![order]) && p.nth_at(2, T![by]) => {
                over(p);
                return;
            }
            _ => return,
        }
    }
}

fn at_name_behind_over(p: &Parser<'_>) -> bool {
    super::names::nth_is_name(p, 1) && p.nth(1) != T![","]
}

/// `OVER PARTITION BY ..)`.
fn lacks_window_opening(p: &Parser<'_>) -> bool {
    matches!(p.nth(1), T![partition] | T![order]) && p.nth_at(2, T![by])
}

fn null_treatment(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump_any();
    p.expect(T![nulls]);
    m.complete(p, SyntaxKind::NULL_TREATMENT);
}

fn within_group(p: &mut Parser<'_>) {
    validation::duckdb::within_group(p);
    let m = p.start();
    p.bump(T![within]);
    p.bump(T![group]);
    let opened = p.position();
    if p.expect(T!["("]) || p.at(T![order]) {
        if p.at(T![order]) {
            order_by_clause(p);
        } else {
            p.expected_in("`ORDER BY`", "WITHIN GROUP");
        }
        close(p, T![")"], opened);
    }
    m.complete(p, SyntaxKind::WITHIN_GROUP);
}

fn filter(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![filter]);
    let opened = p.position();
    p.bump(T!["("]);
    p.eat(T![where]);
    in_clause(p, "FILTER", |p| {
        if expr(p).is_none() {
            p.expected("a condition");
        }
    });
    close(p, T![")"], opened);
    m.complete(p, SyntaxKind::FILTER_CLAUSE);
}

pub(super) fn over(p: &mut Parser<'_>) {
    let m = p.start();
    let lacks_opening = lacks_window_opening(p);
    if !p.eat(T![over]) {
        missing(p, "`OVER`", " OVER");
    }
    if p.at(T!["("]) || lacks_opening {
        window_spec(p);
    } else {
        word_as(p, SyntaxKind::NAME_REF);
    }
    m.complete(p, SyntaxKind::OVER_CLAUSE);
}

/// `([base] [PARTITION BY ..] [ORDER BY ..] [frame])`.
pub(super) fn window_spec(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    opening(p);
    in_clause(p, "the window", |p| {
        let is_base = at_name(p)
            && match p.current() {
                T![partition] => matches!(p.nth(1), T![")"] | T![order]),
                T![distribute] | T![sort] | T![cluster] => !p.nth_at(1, T![by]),
                T![rows] | T![range] | T![groups] => matches!(p.nth(1), T![")"] | T![order] | T![partition]),
                _ => true,
            };
        if is_base {
            word_as(p, SyntaxKind::NAME_REF);
        }
        if p.at_set(TokenSet::new(&[T![partition], T![distribute], T![cluster], T![by]])) {
            let m = p.start();
            if p.at(T![by]) {
                missing(p, "`PARTITION BY` or `ORDER BY`", "PARTITION ");
            } else {
                p.bump_any();
            }
            if super::queries::expect_by(p) {
                strict_list(p, "an expression", WINDOW_FOLLOW, |p| expr(p).is_some());
            }
            m.complete(p, SyntaxKind::PARTITION_BY_CLAUSE);
        }
        if p.at(T![order]) || p.at(T![sort]) && p.nth_at(1, T![by]) {
            order_by_clause(p);
        }
        if p.at_set(TokenSet::new(&[T![rows], T![range], T![groups]])) {
            frame(p);
        }
    });
    close(p, T![")"], opened);
    validation::duckdb::window(p, opened);
    m.complete(p, SyntaxKind::WINDOW_SPEC);
}

const WINDOW_FOLLOW: TokenSet = TokenSet::new(&[T![rows], T![range], T![groups], T![sort]]);

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
