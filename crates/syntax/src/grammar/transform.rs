//! Spark's scripts: <https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-transform.html>.

use super::expressions::expr;
use super::lists::{at_list_end, behind_closing, close, in_clause, list, strict_list};
use super::names::{at_name, nth_is, word_as};
use super::types::type_name;
use crate::parser::{Parser, TokenSet};
use crate::{SyntaxKind, T, validation};
use base::DialectKind;

/// Whether `SELECT TRANSFORM(..) USING` stands here, or `MAP .. USING`, `REDUCE .. USING`.
pub(super) fn at_transform(p: &Parser<'_>) -> bool {
    if p.dialect != DialectKind::Databricks {
        return false;
    }
    if p.at(T![select]) && nth_is(p, 1, "transform") && p.nth_at(2, T!["("]) {
        return behind_closing(p, p.position() + 2).is_some_and(|at| {
            p.kind_at(at) == T![using]
                || p.kind_at(at) == T![row]
                || p.text_at(at).eq_ignore_ascii_case("recordwriter")
        });
    }
    at_map_or_reduce(p)
}

/// Whether `MAP a, b USING 'script'` stands here.
pub(super) fn at_map_or_reduce(p: &Parser<'_>) -> bool {
    if p.dialect != DialectKind::Databricks
        || !matches!(p.current(), T![map] | T![reduce])
        || p.nth_at(1, T!["("])
    {
        return false;
    }
    let (mut at, mut depth) = (p.position() + 1, 0_usize);
    loop {
        match p.kind_at(at) {
            T!["("] => depth += 1,
            T![")"] if depth == 0 => return false,
            T![")"] => depth -= 1,
            T![using] if depth == 0 => return p.kind_at(at + 1) == T![string],
            T![from] | T![";"] | SyntaxKind::EOF => return false,
            _ => {}
        }
        at += 1;
    }
}

/// What takes the place of the select list: the arguments, the script, its columns.
pub(super) fn transform_clause(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(T![select]) {
        p.bump_as(T![ident]);
        let opened = p.position();
        p.bump(T!["("]);
        in_clause(p, "TRANSFORM", |p| {
            let quantifier = p.position();
            if p.eat_set(TokenSet::new(&[T![distinct], T![all]])) {
                validation::queries::transform_quantifier(p, quantifier);
            }
            list(p, "an expression", TokenSet::EMPTY, |p| expr(p).is_some());
        });
        close(p, T![")"], opened);
    } else {
        p.bump_as(T![ident]);
        in_clause(p, "TRANSFORM", |p| {
            strict_list(p, "an expression", TokenSet::new(&[T![row]]), |p| expr(p).is_some());
        });
    }
    row_format(p);
    class(p, "recordwriter");
    in_clause(p, "TRANSFORM", |p| {
        if p.expect(T![using]) {
            p.expect(T![string]);
        }
        if p.eat(T![as]) {
            let opened = p.position();
            let in_parens = p.eat(T!["("]);
            strict_list(p, "a column name", TokenSet::new(&[T![row], T![select]]), output_column);
            if in_parens {
                close(p, T![")"], opened);
            }
        }
    });
    row_format(p);
    class(p, "recordreader");
    m.complete(p, SyntaxKind::TRANSFORM_CLAUSE);
}

fn output_column(p: &mut Parser<'_>) -> bool {
    if !at_name(p) {
        return false;
    }
    let m = p.start();
    word_as(p, SyntaxKind::NAME);
    if !matches!(p.current(), T![","] | T![")"] | T![row]) && !at_list_end(p) {
        type_name(p);
    }
    m.complete(p, SyntaxKind::ALIAS_COLUMN);
    true
}

/// `ROW FORMAT DELIMITED FIELDS TERMINATED BY ','`, `ROW FORMAT SERDE 'c' WITH SERDEPROPERTIES (..)`.
fn row_format(p: &mut Parser<'_>) {
    if !p.at(T![row]) || !p.nth_at(1, T![format]) {
        return;
    }
    let m = p.start();
    p.bump(T![row]);
    p.bump(T![format]);
    // Words and strings up to what follows.
    loop {
        match p.current() {
            T![using] | T![from] => break,
            T!["("] => {
                p.bump_any();
                p.skip_balanced();
                p.expect(T![")"]);
            }
            T![as] if p.previous() != T![ident] => break,
            T![string] | T![with] | T![as] | T![by] | T![null] => p.bump_any(),
            _ if nth_is(p, 0, "recordwriter") || nth_is(p, 0, "recordreader") || at_list_end(p) => break,
            kind if kind == T![ident] || kind.is_keyword() => p.bump_any(),
            _ => break,
        }
    }
    m.complete(p, SyntaxKind::ROW_FORMAT);
}

/// `RECORDWRITER 'class'`.
fn class(p: &mut Parser<'_>, word: &str) {
    if nth_is(p, 0, word) && p.nth_at(1, T![string]) {
        let at = p.position();
        p.bump_as(T![ident]);
        p.bump(T![string]);
        validation::queries::transform_class(p, at);
    }
}
