//! Snowflake's hierarchies: <https://docs.snowflake.com/en/sql-reference/constructs/connect-by>.

use super::expressions::expr;
use super::lists::{in_clause, strict_list};
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};

/// Whether START WITH or CONNECT BY stands here.
pub(super) fn at_hierarchy(p: &Parser<'_>) -> bool {
    p.at(T![connect]) && p.nth_at(1, T![by]) || p.at(T![start]) && p.nth_at(1, T![with])
}

/// `START WITH condition`.
pub(super) fn start_with_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.uses(Feature::ConnectBy, 2);
    p.bump(T![start]);
    p.bump(T![with]);
    in_clause(p, "START WITH", |p| {
        if expr(p).is_none() {
            p.expected("a condition");
        }
    });
    m.complete(p, SyntaxKind::START_WITH_CLAUSE);
}

/// `CONNECT BY a = PRIOR b, c = PRIOR d`.
pub(super) fn connect_by_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.uses(Feature::ConnectBy, 2);
    p.bump(T![connect]);
    p.bump(T![by]);
    in_clause(p, "CONNECT BY", |p| {
        strict_list(p, "a condition", TokenSet::new(&[T![start]]), |p| expr(p).is_some());
    });
    m.complete(p, SyntaxKind::CONNECT_BY_CLAUSE);
}
