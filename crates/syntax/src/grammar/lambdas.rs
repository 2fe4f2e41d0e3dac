//! Parameters and bodies of lambdas, and DuckDB's `LAMBDA`.

use super::expressions::expr;
use super::names::{at_name, nth_is_word, word_as};
use super::types::type_name;
use crate::parser::{CompletedMarker, Parser};
use crate::{SyntaxKind, T};
use base::DialectKind;

pub(super) fn lambda_param(p: &mut Parser<'_>) {
    let m = p.start();
    word_as(p, SyntaxKind::NAME);
    // Snowflake: `x INT -> ..`
    if p.dialect == DialectKind::Snowflake && nth_is_word(p, 0) {
        type_name(p);
    }
    m.complete(p, SyntaxKind::LAMBDA_PARAM);
}

pub(super) fn lambda_body(p: &mut Parser<'_>) {
    if expr(p).is_none() {
        p.expected_in("an expression", "the lambda");
    }
}

/// `LAMBDA x, y : e`.
pub(super) fn lambda_keyword(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T![lambda]);
    loop {
        if !at_name(p) {
            p.expected_in("a parameter", "the lambda");
            break;
        }
        lambda_param(p);
        if !p.eat(T![","]) {
            break;
        }
    }
    if p.expect(T![":"]) {
        lambda_body(p);
    }
    m.complete(p, SyntaxKind::LAMBDA_EXPR)
}
