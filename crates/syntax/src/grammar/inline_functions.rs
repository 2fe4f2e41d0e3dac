//! Trino's functions that are declared for one query:
//! `WITH FUNCTION f(x int) RETURNS int RETURN x * 2 SELECT f(a) FROM t`.
//!
//! <https://trino.io/docs/current/udf/function.html>, <https://trino.io/docs/current/udf/introduction.html#inline-functions>

use super::expressions::expr;
use super::lists::{close, in_clause, is_query_start, strict_list};
use super::names::{at_name, name, nth_is, nth_is_name, path};
use super::opaque::{block, nth_is_one_of, options_until};
use super::types::type_name;
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};

/// Whether functions are declared here. `WITH function (a) AS (..)` is a common table expression.
pub(super) fn at_inline_functions(p: &Parser<'_>) -> bool {
    p.at(T![with]) && nth_is(p, 1, "function") && nth_is_name(p, 2) && matches!(p.nth(3), T!["("] | T!["."])
}

/// The functions in front of a query.
pub(super) fn inline_functions(p: &mut Parser<'_>) {
    let m = p.start();
    p.uses(Feature::InlineFunctions, 2);
    p.bump(T![with]);
    in_clause(p, "WITH FUNCTION", |p| {
        loop {
            if !nth_is(p, 0, "function") {
                p.expected("`FUNCTION`");
                break;
            }
            inline_function(p);
            if !p.eat(T![","]) {
                break;
            }
        }
    });
    m.complete(p, SyntaxKind::INLINE_FUNCTIONS);
}

fn inline_function(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump_as(T![ident]);
    path(p, "a name for the function");
    let opened = p.position();
    if p.expect(T!["("]) {
        if !p.at(T![")"]) {
            strict_list(p, "a parameter", TokenSet::EMPTY, parameter);
        }
        close(p, T![")"], opened);
    }
    if nth_is(p, 0, "returns") {
        p.bump_as(T![ident]);
        type_name(p);
    } else {
        p.expected("`RETURNS`");
    }
    options_until(p, |p| at_body(p) || at_behind(p));
    body(p);
    m.complete(p, SyntaxKind::INLINE_FUNCTION);
}

/// `x int`, or a type alone.
fn parameter(p: &mut Parser<'_>) -> bool {
    if !at_name(p) {
        return false;
    }
    let m = p.start();
    if nth_is_name(p, 1) {
        name(p, "a name for the parameter");
    }
    type_name(p);
    m.complete(p, SyntaxKind::INLINE_PARAMETER);
    true
}

/// `AS` begins the text of a function in another language.
fn at_body(p: &Parser<'_>) -> bool {
    nth_is_one_of(p, 0, &["RETURN", "BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT"]) || p.at(T![as])
}

/// Whether what stands behind the function begins here: its body is missing.
fn at_behind(p: &Parser<'_>) -> bool {
    p.at(T![","]) || is_query_start(p, p.position())
}

/// One statement of Trino's routines; what is in a block is not looked into.
fn body(p: &mut Parser<'_>) {
    if nth_is(p, 0, "return") {
        let m = p.start();
        p.bump_as(T![ident]);
        if expr(p).is_none() {
            p.expected("an expression");
        }
        m.complete(p, SyntaxKind::ROUTINE_RETURN);
    } else if at_body(p) {
        let m = p.start();
        if p.eat(T![as]) {
            p.bump_any();
        } else {
            block(p);
        }
        m.complete(p, SyntaxKind::OPAQUE_STATEMENT);
    } else {
        p.expected("`RETURN` or `BEGIN`");
    }
}
