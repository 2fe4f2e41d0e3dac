//! Expressions that only GoogleSQL has: NEW, braced constructors, WITH as an expression, RANGE literals.
//!
//! <https://github.com/google/zetasql/blob/master/docs/operators.md>,
//! <https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#range_literals>

use super::calls::arg_list;
use super::expressions::expr;
use super::lists::{close, in_clause};
use super::names::{name, nth_is_name, nth_is_word, path};
use super::types::{struct_fields, type_name};
use crate::parser::{CompletedMarker, Parser};
use crate::{Feature, SyntaxKind, T};

/// `NEW a.b(x AS y)`, `NEW a.b {x: 1}`.
pub(super) fn new_expr(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T![new]);
    path(p, "a type");
    if p.at(T!["{"]) {
        braced_fields(p);
    } else if p.at(T!["("]) {
        arg_list(p);
    } else {
        p.expected("`(` or `{`");
    }
    m.complete(p, SyntaxKind::NEW_EXPR)
}

/// Whether `STRUCT {` or `STRUCT<..> {` stands here, as opposed to `STRUCT(` and `STRUCT<..>(`.
pub(super) fn starts_braced(p: &Parser<'_>) -> bool {
    if p.at(T!["{"]) || p.at(T![struct]) && p.nth_at(1, T!["{"]) {
        return true;
    }
    if !p.at(T![struct]) || !p.nth_at(1, T!["<"]) {
        return false;
    }
    // Past the angle brackets.
    let (mut at, mut depth) = (p.position() + 1, 0_usize);
    loop {
        match p.kind_at(at) {
            T!["<"] => depth += 1,
            T![">"] => {
                depth -= 1;
                if depth == 0 {
                    return p.kind_at(at + 1) == T!["{"];
                }
            }
            // `STRUCT<>`
            T!["<>"] if depth == 0 => return p.kind_at(at + 1) == T!["{"],
            T![";"] | SyntaxKind::EOF => return false,
            _ => {}
        }
        at += 1;
    }
}

/// `STRUCT {a: 1 b { c: 2 }}`, `{a: 1}`.
pub(super) fn braced(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    if p.eat(T![struct]) && p.at(T!["<"]) {
        struct_fields(p);
    }
    braced_fields(p);
    m.complete(p, SyntaxKind::BRACED_EXPR)
}

fn braced_fields(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    // A type that is broken off ends before its brace.
    if !p.at(T!["{"]) {
        p.expect(T!["{"]);
        m.complete(p, SyntaxKind::BRACED_FIELDS);
        return;
    }
    p.bump(T!["{"]);
    in_clause(p, "the braces", |p| {
        let _ = p.nested(|p| {
            // Commas between fields are optional.
            while braced_field(p) {
                p.eat(T![","]);
            }
            Some(())
        });
        close(p, T!["}"], opened);
    });
    m.complete(p, SyntaxKind::BRACED_FIELDS);
}

fn braced_field(p: &mut Parser<'_>) -> bool {
    if !nth_is_word(p, 0) && !p.at(T!["("]) {
        return false;
    }
    let m = p.start();
    if p.at(T!["("]) {
        let opened = p.position();
        p.bump(T!["("]);
        path(p, "an extension");
        close(p, T![")"], opened);
    } else if nth_is_name(p, 0) {
        path(p, "a field");
    } else {
        super::names::word_as(p, SyntaxKind::NAME_REF);
    }
    // `a += {..}` is an update's.
    if p.at(T!["+"]) && p.nth_at(1, T![":"]) {
        p.bump_any();
    }
    let has_colon = p.eat(T![":"]);
    if p.at(T!["{"]) {
        braced_fields(p);
    } else if !has_colon {
        p.expected("`:` or `{`");
    } else if expr(p).is_none() {
        p.expected("a value");
    }
    m.complete(p, SyntaxKind::BRACED_FIELD);
    true
}

/// `WITH(a AS 1, b AS a + 1, a + b)`.
pub(super) fn with_expr(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.uses(Feature::WithExpression, 1);
    p.bump(T![with]);
    let opened = p.position();
    p.bump(T!["("]);
    in_clause(p, "the WITH expression", |p| {
        while nth_is_name(p, 0) && p.nth_at(1, T![as]) {
            let m = p.start();
            name(p, "a variable");
            p.bump(T![as]);
            if expr(p).is_none() {
                p.expected("a value");
            }
            m.complete(p, SyntaxKind::WITH_VARIABLE);
            p.expect(T![","]);
        }
        if expr(p).is_none() {
            p.expected("an expression");
        }
        close(p, T![")"], opened);
    });
    m.complete(p, SyntaxKind::WITH_EXPR)
}

/// `RANGE<DATE> '[2020-01-01, 2020-12-31)'`.
pub(super) fn range_literal(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    type_name(p);
    if p.at(T![string]) {
        p.bump_any();
    } else {
        p.expected("a string");
    }
    m.complete(p, SyntaxKind::RANGE_LITERAL)
}
