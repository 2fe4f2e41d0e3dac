//! ORDER BY and its kin.

use super::expressions::expr;
use super::hints::opt_hint;
use super::lists::{in_clause, starts_expression, strict_list};
use super::names::at_name;
use super::recovery::opt_doubled;
use crate::parser::{Anchor, Parser, TokenSet};
use crate::{SyntaxKind, T};

pub(super) fn order_by_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump_any();
    opt_hint(p);
    in_clause(p, "ORDER BY", |p| {
        if !expect_by(p) {
            return;
        }
        if p.at(T![all]) {
            p.bump(T![all]);
            order_suffix(p);
            return;
        }
        strict_list(p, "an expression", ORDER_FOLLOW, order_item);
    });
    m.complete(p, SyntaxKind::ORDER_BY_CLAUSE);
}

/// BY, or a report and whether the clause goes on all the same.
pub(super) fn expect_by(p: &mut Parser<'_>) -> bool {
    opt_doubled(p);
    if p.expect(T![by]) {
        opt_doubled_pair(p);
        return true;
    }
    if p.at(T![ident]) && p.text(0).eq_ignore_ascii_case("yb") {
        p.skip_token();
    }
    starts_expression(p)
}

/// Takes `GROUP BY` or `ORDER BY` written once more behind itself, or its BY alone.
fn opt_doubled_pair(p: &mut Parser<'_>) {
    let at = p.position();
    if p.at(p.kind_at(at.saturating_sub(2))) && p.nth_at(1, T![by]) && !at_name(p) {
        let message = format!("`{} {}` is written twice", p.text(0), p.text(1));
        p.error_at(Anchor::Token(at), message, None);
        let m = p.start();
        p.bump_any();
        p.bump_any();
        m.complete(p, SyntaxKind::ERROR);
    } else {
        opt_doubled(p);
    }
}

/// What follows ORDER BY in windows and aggregate calls.
const ORDER_FOLLOW: TokenSet = TokenSet::new(&[
    T![rows],
    T![range],
    T![groups],
    T![sort],
    T![cluster],
    T![distribute],
    T![ignore],
    T![respect],
    T![separator],
    T![measures],
    T![one],
    T![all],
    T![after],
    T![initial],
    T![seek],
    T![pattern],
    T![clamped],
]);

pub(super) fn order_item(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    let Some(key) = expr(p) else {
        m.abandon(p);
        return false;
    };
    // GoogleSQL has COLLATE here only.
    if p.at(T![collate]) {
        let m = key.precede(p);
        p.bump(T![collate]);
        super::expressions::collation(p);
        m.complete(p, SyntaxKind::COLLATE_EXPR);
    }
    order_suffix(p);
    m.complete(p, SyntaxKind::ORDER_ITEM);
    true
}

pub(super) fn order_suffix(p: &mut Parser<'_>) {
    p.eat_set(TokenSet::new(&[T![asc], T![desc]]));
    if p.eat(T![nulls]) && !p.eat_set(TokenSet::new(&[T![first], T![last]])) {
        p.expected("`FIRST` or `LAST`");
    }
}
