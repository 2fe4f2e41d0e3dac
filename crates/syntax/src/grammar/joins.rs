//! Joins.

use super::expressions::expr;
use super::hints::opt_hint;
use super::lists::{behind_closing, close, in_clause, shown, starts_expression};
use super::match_recognize::{at_match_recognize, match_recognize};
use super::names::{BEHIND_CONDITION, column_name_list, nth_is, opt_alias, recover_misspelt};
use super::object_suffixes::{at_resample, resample_table};
use super::pivot::{at_pivot, pivot_table};
use super::recovery::{condition, opt_doubled};
use super::set_operations::at_set_operator;
use super::tables::{lateral_view, table_primary};
use crate::parser::{Anchor, CompletedMarker, MAX_CHAIN, Marker, Parser, TokenSet};
use crate::validation::{self, TokenRange};
use crate::{Feature, SyntaxKind, T};
use base::DialectKind;

/// The joins behind a table: all of them, or only those that bind before an outer join's condition.
pub(super) fn joins(p: &mut Parser<'_>, mut lhs: CompletedMarker, inner_only: bool) -> CompletedMarker {
    let mut height = 1;
    loop {
        if at_pivot(p) {
            if lhs.kind() == SyntaxKind::LATERAL_VIEW_TABLE {
                validation::queries::pivot_behind_view(p, p.position());
            }
            lhs = pivot_table(p, Some(lhs));
            continue;
        }
        if at_match_recognize(p) {
            lhs = match_recognize(p, Some(lhs));
            continue;
        }
        if at_resample(p) {
            lhs = resample_table(p, lhs);
            continue;
        }
        if p.at(T![lateral]) && p.nth_at(1, T![view]) {
            lhs = lateral_view(p, lhs);
            continue;
        }
        if !at_join(p) || inner_only && !inner_join_has_condition(p) {
            return lhs;
        }
        height += 1;
        if height > MAX_CHAIN {
            p.exceeded(format!("more than {MAX_CHAIN} joins in a row"));
            return lhs;
        }
        lhs = join(p, lhs, inner_only);
    }
}

/// Words that may stand before JOIN.
pub(super) const JOIN_WORDS: TokenSet = TokenSet::new(&[
    T![natural],
    T![asof],
    T![inner],
    T![left],
    T![right],
    T![full],
    T![cross],
    T![semi],
    T![anti],
    T![positional],
    T![outer],
]);

/// Those of which a join has one at most.
const SIDES: TokenSet = TokenSet::new(&[T![inner], T![left], T![right], T![full], T![cross], T![positional]]);

/// GoogleSQL's words for how to join, directly before JOIN.
const METHODS: TokenSet = TokenSet::new(&[T![hash], T![lookup]]);

/// Whether a join stands here, as the operator of a pipeline.
pub(super) fn at_join_operator(p: &Parser<'_>) -> bool {
    at_join(p)
}

/// A join without its left side.
pub(super) fn join_operator(p: &mut Parser<'_>) {
    let m = p.start();
    join_behind(p, m, false, false);
}

fn at_join(p: &Parser<'_>) -> bool {
    if at_set_operator(p) {
        return false;
    }
    let mut n = 0;
    while n < 4 && JOIN_WORDS.contains(p.nth(n)) {
        n += 1;
    }
    if nth_is(p, n, "directed") && p.nth_at(n + 1, T![join]) {
        return p.dialect == DialectKind::Snowflake;
    }
    n += usize::from(METHODS.contains(p.nth(n)) && p.nth_at(n + 1, T![join]));
    match p.nth(n) {
        T![join] => true,
        T![apply] => n > 0,
        // Half-typed: `FROM a LEFT`, `FROM a LEFT OUTER b`.
        _ => n > 0 && p.reserved.table_alias.contains(p.current()),
    }
}

fn join(p: &mut Parser<'_>, lhs: CompletedMarker, is_inner: bool) -> CompletedMarker {
    let is_view = lhs.kind() == SyntaxKind::LATERAL_VIEW_TABLE;
    let m = lhs.precede(p);
    join_behind(p, m, is_view, is_inner)
}

/// The join's words, its right side and its condition. `is_inner`: whether it stands in the right side of another, whose
/// condition is still to come.
fn join_behind(p: &mut Parser<'_>, m: Marker, is_view: bool, is_inner: bool) -> CompletedMarker {
    let mut needs_condition = true;
    let first = p.position();
    let mut has_side = false;
    while p.at_set(JOIN_WORDS) {
        if p.at_set(SIDES) && std::mem::replace(&mut has_side, true) {
            p.error(format!("`{}` does not go with the words before it", shown(p)));
        }
        if p.at(T![asof]) {
            p.uses(Feature::AsofJoin, 1);
        }
        needs_condition &= !p.at_set(TokenSet::new(&[T![natural], T![cross], T![positional]]));
        p.bump_any();
    }
    if nth_is(p, 0, "directed") && p.nth_at(1, T![join]) {
        p.uses(Feature::DirectedJoin, 1);
        p.bump_as(T![ident]);
    }
    if p.at(T![apply]) {
        needs_condition = false;
        p.bump_any();
    } else {
        p.eat_set(METHODS);
        recover_misspelt(p, &[T![join]]);
        if p.expect(T![join]) {
            opt_doubled(p);
        }
        opt_hint(p);
    }
    // DuckDB 2.0 (not 1.5): `JOIN BY (TYPE semi) t`; the type is a word like those before JOIN.
    if p.dialect == DialectKind::DuckDb && p.at(T![by]) && p.nth_at(1, T!["("]) && p.nth_at(2, T![type]) {
        while !p.at(T![")"]) && !p.at_end() {
            p.bump_any();
        }
        p.expect(T![")"]);
    }
    let words = TokenRange { first, last: p.position().saturating_sub(1) };
    let is_lateral = p.at(T![lateral]);
    let mut is_nested = false;
    let lateral = p.at(T![lateral]) || p.text(0).eq_ignore_ascii_case("unnest");
    in_clause(p, "JOIN", |p| match table_primary(p) {
        Some(right) => {
            let mut right = right;
            loop {
                if at_pivot(p) {
                    right = pivot_table(p, Some(right));
                } else if at_match_recognize(p) {
                    right = match_recognize(p, Some(right));
                } else {
                    break;
                }
            }
            if needs_condition && at_join(p) && inner_join_has_condition(p) {
                is_nested = true;
                joins(p, right, true);
            }
        }
        None => p.expected("a table"),
    });
    let behind = p.position();
    let is_of_outer = is_inner && !needs_condition && validation::joins::knows_unconditional(p);
    if !is_of_outer && !join_condition(p) {
        match p.current() {
            T![match_condition] => {
                match_condition(p);
                join_condition(p);
            }
            T![nearest] => nearest(p, words),
            _ if p.nth_at(1, T![nearest]) && (nth_is(p, 0, "approx") || nth_is(p, 0, "exact")) => {
                nearest(p, words);
            }
            _ if needs_condition && !lateral && requires_condition(p.dialect) => {
                p.expected_in("`ON` or `USING`", "JOIN");
                if starts_expression(p) {
                    let m = p.start();
                    expr(p);
                    m.complete(p, SyntaxKind::JOIN_ON);
                }
            }
            _ => {}
        }
    }
    validation::joins::join(p, words, is_lateral, behind);
    if is_nested || is_view {
        validation::joins::nested(p, words, is_nested.then_some(behind));
    }
    m.complete(p, SyntaxKind::JOIN_TABLE)
}

/// ON or USING and what follows it, if it is here.
pub(super) fn join_condition(p: &mut Parser<'_>) -> bool {
    match p.current() {
        T![on] => {
            let m = p.start();
            p.bump(T![on]);
            opt_doubled(p);
            in_clause(p, "the ON condition of JOIN", |p| {
                condition(p);
                recover_misspelt(p, BEHIND_CONDITION);
            });
            m.complete(p, SyntaxKind::JOIN_ON);
        }
        T![using] if !p.nth_at(1, T![sample]) => {
            let m = p.start();
            p.bump(T![using]);
            in_clause(p, "USING", |p| {
                if p.at(T!["("]) {
                    column_name_list(p);
                    if p.at(T![as]) {
                        opt_alias(p);
                    }
                } else {
                    p.expect(T!["("]);
                }
            });
            m.complete(p, SyntaxKind::JOIN_USING);
        }
        _ => return false,
    }
    true
}

/// DuckDB's `NEAREST 2 BY DISTANCE e`.
fn nearest(p: &mut Parser<'_>, words: TokenRange) {
    let m = p.start();
    if !p.at(T![nearest]) {
        p.bump_as(T![ident]);
    }
    p.bump(T![nearest]);
    if p.eat(T![number]) {
        validation::joins::nearest(p, words);
    }
    p.expect(T![by]);
    in_clause(p, "NEAREST", |p| {
        if !p.eat_set(TokenSet::new(&[T![distance], T![similarity]])) {
            p.expected("`DISTANCE` or `SIMILARITY`");
        }
        if expr(p).is_none() {
            p.expected("an expression");
        }
    });
    m.complete(p, SyntaxKind::JOIN_NEAREST);
}

fn match_condition(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![match_condition]);
    let opened = p.position();
    if p.expect(T!["("]) {
        in_clause(p, "MATCH_CONDITION", |p| expr(p));
        close(p, T![")"], opened);
    }
    m.complete(p, SyntaxKind::JOIN_MATCH_CONDITION);
}

/// Spark and Snowflake take a join without a condition for a cross join; GoogleSQL's grammar leaves it to analysis.
fn requires_condition(dialect: DialectKind) -> bool {
    !matches!(dialect, DialectKind::Databricks | DialectKind::Snowflake | DialectKind::BigQuery)
}

/// GoogleSQL: once two conditions stand side by side, there must be one for each join that needs one.
pub(super) fn check_condition_count(p: &mut Parser<'_>, start: usize) {
    let (mut joins, mut conditions, mut side_by_side, mut depth) = (0_usize, 0_usize, false, 0_usize);
    let (mut free, mut since_join) = (false, 0_usize);
    let mut first = None;
    let behind_comma = start > 0 && p.kind_at(start - 1) == T![","];
    for at in start..p.position() {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => depth += 1,
            T![")"] | T!["]"] | T!["}"] => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            T![cross] | T![natural] => free = true,
            side @ (T![right] | T![full])
                if behind_comma && matches!(p.kind_at(at + 1), T![join] | T![outer]) =>
            {
                let side = side.spelling().unwrap_or_default();
                p.error_at(
                    Anchor::Token(at),
                    format!("`{side} JOIN` behind a comma needs parentheses around the join"),
                    None,
                );
            }
            T![join] => {
                if !std::mem::take(&mut free) {
                    joins += 1;
                    first.get_or_insert(at);
                }
                since_join = 0;
            }
            T![on] | T![using] => {
                conditions += 1;
                since_join += 1;
                side_by_side |= since_join > 1;
            }
            _ => {}
        }
    }
    if let Some(first) = first.filter(|_| side_by_side && conditions != joins) {
        let message = format!("{joins} joins need a condition, but {conditions} conditions follow them");
        p.error_at(Anchor::Token(first), message, None);
    }
}

/// `a JOIN b JOIN c ON .. ON ..`: whether the join here has a condition of its own, besides that of the join before.
fn inner_join_has_condition(p: &Parser<'_>) -> bool {
    let (mut missing, mut at, mut free) = (1_i32, p.position(), false);
    loop {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => match behind_closing(p, at) {
                Some(behind) => {
                    at = behind;
                    continue;
                }
                None => return false,
            },
            T![cross] | T![natural] | T![positional] => free = true,
            T![join] => {
                missing += i32::from(!free);
                free = false;
            }
            T![on] | T![using] => {
                missing -= 1;
                if missing <= 0 {
                    return true;
                }
            }
            T![where]
            | T![group]
            | T![order]
            | T![having]
            | T![limit]
            | T![union]
            | T![except]
            | T![intersect]
            | T![select]
            | T![qualify]
            | T![","]
            | T![")"]
            | T![";"]
            | SyntaxKind::EOF => return false,
            _ => {}
        }
        at += 1;
    }
}
