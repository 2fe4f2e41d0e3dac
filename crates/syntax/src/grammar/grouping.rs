//! GROUP BY and its grouping sets.

use super::expressions::expr;
use super::hints::opt_hint;
use super::lists::{at_list_end, in_clause, list, parenthesized};
use super::names::word_as;
use super::select::SELECT_FOLLOW;
use super::set_operations::at_set_operator;
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

pub(super) fn group_by_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![group]);
    opt_hint(p);
    in_clause(p, "GROUP BY", |p| {
        if !super::ordering::expect_by(p) {
            return;
        }
        if p.at_set(TokenSet::new(&[T![all], T![distinct]])) && !p.nth_at(1, T![","]) {
            if p.at(T![all]) && all_is_a_column(p) {
                let item = p.start();
                let column = word_as(p, SyntaxKind::NAME_REF).precede(p);
                column.complete(p, SyntaxKind::COLUMN_REF);
                item.complete(p, SyntaxKind::GROUP_EXPR);
                return;
            }
            let quantifier = p.position();
            p.bump_any();
            if at_list_end(p) || at_set_operator(p) || p.at_set(SELECT_FOLLOW) {
                p.uses_since(Feature::GroupByAll, quantifier);
                return;
            }
            p.uses_since(Feature::GroupByQuantifier, quantifier);
        }
        validation::queries::empty_group(p);
        if p.at(T!["*"]) {
            p.bump_any();
            return;
        }
        list(p, "an expression", GROUP_FOLLOW, group_item);
        // Spark: GROUP BY a, b GROUPING SETS (..)
        if p.at(T![grouping]) {
            group_item(p);
        }
        if p.at(T![with]) && matches!(p.nth(1), T![rollup] | T![cube] | T![totals]) {
            p.uses(Feature::WithRollup, 2);
            p.bump_any();
            p.bump_any();
        }
    });
    m.complete(p, SyntaxKind::GROUP_BY_CLAUSE);
}

/// Trino has no GROUP BY ALL. It does not reserve the word, and reads a column.
fn all_is_a_column(p: &Parser<'_>) -> bool {
    const FOLLOW: TokenSet = TokenSet::new(&[
        SyntaxKind::EOF,
        T![")"],
        SyntaxKind::SEMICOLON,
        T![union],
        T![intersect],
        T![except],
    ])
    .union(SELECT_FOLLOW);
    p.dialect == DialectKind::Trino && FOLLOW.contains(p.nth(1))
}

const GROUP_FOLLOW: TokenSet = TokenSet::new(&[T![grouping], T![sort], T![cluster], T![distribute]]);

pub(super) fn group_item(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    let kind = match p.current() {
        T![rollup] | T![cube] if p.nth_at(1, T!["("]) => {
            let kind = if p.at(T![rollup]) { SyntaxKind::ROLLUP } else { SyntaxKind::CUBE };
            p.bump_any();
            let open = p.position();
            parenthesized(p, "an expression", |p| expr(p).is_some());
            validation::queries::rollup(p, open);
            kind
        }
        T![grouping] if p.nth_at(1, T![sets]) => {
            p.bump_any();
            p.bump_any();
            if p.at(T!["("]) {
                parenthesized(p, "a grouping set", group_item);
            } else {
                p.expect(T!["("]);
            }
            SyntaxKind::GROUPING_SETS
        }
        _ => {
            if expr(p).is_none() {
                m.abandon(p);
                return false;
            }
            SyntaxKind::GROUP_EXPR
        }
    };
    m.complete(p, kind);
    true
}
