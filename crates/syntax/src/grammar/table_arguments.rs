//! Tables as arguments of functions:
//! <https://docs.databricks.com/en/sql/language-manual/sql-ref-function-invocation.html#table-argument>.

use super::expressions::expr;
use super::lists::{close, is_query_start, strict_list};
use super::names::{nth_is, path};
use super::queries::{close_query, query};
use crate::parser::{Parser, TokenSet};
use crate::{SyntaxKind, T};
use base::DialectKind;

/// Whether `TABLE(..)` or `TABLE t` is an argument here.
pub(super) fn at_table_argument(p: &Parser<'_>) -> bool {
    p.dialect == DialectKind::Databricks
        && p.at(T![table])
        && (p.nth_at(1, T!["("]) || super::names::nth_is_name(p, 1))
}

/// `TABLE(t) PARTITION BY (a, b) ORDER BY c`, `TABLE(SELECT ..) WITH SINGLE PARTITION`.
pub(super) fn table_argument(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![table]);
    let opened = p.position();
    if p.eat(T!["("]) {
        if is_query_start(p, p.position()) {
            query(p);
            close_query(p, opened);
        } else {
            path(p, "a table name or a query");
            close(p, T![")"], opened);
        }
    } else {
        path(p, "a table name");
    }
    if p.at(T![with]) && nth_is(p, 1, "single") {
        p.bump(T![with]);
        p.bump_as(T![ident]);
        p.expect(T![partition]);
    } else if matches!(p.current(), T![partition] | T![distribute]) {
        let m = p.start();
        p.bump_any();
        p.expect(T![by]);
        let opened = p.position();
        if p.eat(T!["("]) {
            strict_list(p, "an expression", TokenSet::EMPTY, |p| expr(p).is_some());
            close(p, T![")"], opened);
        } else if expr(p).is_none() {
            p.expected("an expression");
        }
        m.complete(p, SyntaxKind::PARTITION_BY_CLAUSE);
    }
    if matches!(p.current(), T![order] | T![sort]) && p.nth_at(1, T![by]) {
        ordering(p);
    }
    m.complete(p, SyntaxKind::TABLE_ARG);
}

/// `ORDER BY a`, `SORT BY (a, b DESC)`. Several expressions need parentheses: a comma ends the argument.
fn ordering(p: &mut Parser<'_>) {
    if !p.nth_at(2, T!["("]) {
        let m = p.start();
        p.bump_any();
        p.bump(T![by]);
        super::queries::order_item(p);
        m.complete(p, SyntaxKind::ORDER_BY_CLAUSE);
        return;
    }
    let m = p.start();
    p.bump_any();
    p.bump(T![by]);
    let opened = p.position();
    p.bump(T!["("]);
    strict_list(p, "an expression", TokenSet::EMPTY, super::queries::order_item);
    close(p, T![")"], opened);
    m.complete(p, SyntaxKind::ORDER_BY_CLAUSE);
}
