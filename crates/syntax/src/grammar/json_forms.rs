//! The SQL standard's JSON: words within the arguments of JSON_VALUE and its kin, and JSON_TABLE.
//!
//! <https://trino.io/docs/current/functions/json.html>

use super::calls::arg;
use super::expressions::expr;
use super::lists::{close, in_clause, parenthesized, strict_list};
use super::names::{at_name, name, word_as};
use super::types::type_name;
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};

/// Whether the word before the current parenthesis is a function whose arguments have words of their own.
pub(super) fn is_json_function(callee: SyntaxKind) -> bool {
    matches!(callee, T![json_value] | T![json_query] | T![json_exists] | T![json_object] | T![json_array])
}

/// What may follow the arguments of these functions.
pub(super) const JSON_FOLLOW: TokenSet = TokenSet::new(&[
    T![passing],
    T![returning],
    T![without],
    T![keep],
    T![omit],
    T![error],
    T![empty],
    T![null],
    T![true],
    T![false],
    T![unknown],
    T![default],
    T![absent],
    T![format],
    T![columns],
    T![plan],
]);

/// A member of JSON_OBJECT (`'a' : 1`, `KEY 'a' VALUE 1`), or a plain argument.
pub(super) fn json_member(p: &mut Parser<'_>) -> bool {
    // `null on null`
    if at_behavior(p) {
        return false;
    }
    let m = p.start();
    let start = p.position();
    if p.at(T![key]) && !matches!(p.nth(1), T![","] | T![")"] | T![":"] | T![value] | T!["."] | T!["("]) {
        p.bump_any();
    }
    if expr(p).is_none() {
        m.abandon(p);
        return false;
    }
    if !p.eat(T![":"]) && !p.eat(T![value]) {
        opt_json_format(p);
        m.complete(p, SyntaxKind::ARG);
        return true;
    }
    p.uses_since(Feature::SqlJson, start);
    if expr(p).is_none() {
        p.expected("a value");
    }
    opt_json_format(p);
    m.complete(p, SyntaxKind::JSON_MEMBER);
    true
}

/// `FORMAT JSON ENCODING UTF8`.
pub(super) fn opt_json_format(p: &mut Parser<'_>) {
    if !p.at(T![format]) || !p.nth_at(1, T![json]) {
        return;
    }
    let m = p.start();
    p.uses(Feature::SqlJson, 2);
    p.bump_any();
    p.bump_any();
    if p.text(0).eq_ignore_ascii_case("encoding") {
        p.bump_any();
        if at_name(p) {
            p.bump_any();
        } else {
            p.expected("`UTF8`, `UTF16` or `UTF32`");
        }
    }
    m.complete(p, SyntaxKind::JSON_FORMAT);
}

/// The clauses behind the arguments of JSON functions.
pub(super) fn json_clauses(p: &mut Parser<'_>) {
    let start = p.position();
    while json_clause(p) {}
    if p.position() > start {
        p.uses_since(Feature::SqlJson, start);
    }
}

fn json_clause(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    let kind = match p.current() {
        T![passing] => {
            p.bump_any();
            strict_list(p, "an argument", JSON_FOLLOW, |p| arg(p, false, false, false));
            SyntaxKind::JSON_PASSING
        }
        T![returning] => {
            p.bump_any();
            type_name(p);
            opt_json_format(p);
            SyntaxKind::JSON_RETURNING
        }
        T![keep] | T![omit] if p.nth_at(1, T![quotes]) => {
            p.bump_any();
            p.bump_any();
            if p.at(T![on]) && p.nth_at(1, T![scalar]) {
                p.bump_any();
                p.bump_any();
                // STRING, TEXT
                p.bump_any();
            }
            SyntaxKind::JSON_QUOTES
        }
        T![with] | T![without] => {
            p.bump_any();
            if p.eat(T![unique]) {
                p.eat(T![keys]);
                SyntaxKind::JSON_UNIQUE_KEYS
            } else {
                p.eat_set(TokenSet::new(&[T![conditional], T![unconditional]]));
                p.eat(T![array]);
                p.expect(T![wrapper]);
                SyntaxKind::JSON_WRAPPER
            }
        }
        T![default] => {
            p.bump_any();
            if expr(p).is_none() {
                p.expected("a value");
            }
            behind_behavior(p);
            SyntaxKind::JSON_BEHAVIOR
        }
        _ if at_behavior(p) => {
            p.bump_any();
            // EMPTY ARRAY, EMPTY OBJECT
            p.eat_set(TokenSet::new(&[T![array], T![object]]));
            behind_behavior(p);
            SyntaxKind::JSON_BEHAVIOR
        }
        _ => {
            m.abandon(p);
            return false;
        }
    };
    m.complete(p, kind);
    true
}

/// Whether `ERROR ON ..`, `NULL ON ..`, `EMPTY ARRAY ON ..` stands here.
fn at_behavior(p: &Parser<'_>) -> bool {
    let is_word = matches!(
        p.current(),
        T![error] | T![null] | T![empty] | T![true] | T![false] | T![unknown] | T![absent]
    );
    is_word && (p.nth_at(1, T![on]) || matches!(p.nth(1), T![array] | T![object]) && p.nth_at(2, T![on]))
}

fn behind_behavior(p: &mut Parser<'_>) {
    p.expect(T![on]);
    if !p.eat_set(TokenSet::new(&[T![empty], T![error], T![null]])) {
        p.expected("`EMPTY`, `ERROR` or `NULL`");
    }
}

/// `JSON_TABLE(document, 'path' COLUMNS (..))`; the caller completes the node.
pub(super) fn json_table(p: &mut Parser<'_>) {
    p.uses(Feature::JsonTable, 1);
    p.bump(T![json_table]);
    let opened = p.position();
    p.bump(T!["("]);
    in_clause(p, "JSON_TABLE", |p| {
        strict_list(p, "a document and a path", JSON_FOLLOW, |p| arg(p, false, false, false));
        if p.at(T![passing]) {
            json_clause(p);
        }
        if p.at(T![columns]) {
            json_columns(p);
        } else {
            p.expected("`COLUMNS`");
        }
        if p.at(T![plan]) {
            let m = p.start();
            p.bump_any();
            p.eat(T![default]);
            if p.expect(T!["("]) {
                p.skip_balanced();
                p.expect(T![")"]);
            }
            m.complete(p, SyntaxKind::JSON_PLAN);
        }
        while json_clause(p) {}
        close(p, T![")"], opened);
    });
}

fn json_columns(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![columns]);
    if p.at(T!["("]) {
        let _ = p.nested(|p| {
            parenthesized(p, "a column", json_column);
            Some(())
        });
    } else {
        p.expect(T!["("]);
    }
    m.complete(p, SyntaxKind::JSON_COLUMNS);
}

fn json_column(p: &mut Parser<'_>) -> bool {
    if !at_name(p) {
        return false;
    }
    let m = p.start();
    if p.at(T![nested]) && (p.nth_at(1, T![string]) || p.nth_at(1, T![path]) && p.nth_at(2, T![string])) {
        p.bump_any();
        p.eat(T![path]);
        expr(p);
        if p.eat(T![as]) {
            name(p, "a name for the path");
        }
        if p.at(T![columns]) {
            json_columns(p);
        } else {
            p.expected("`COLUMNS`");
        }
        m.complete(p, SyntaxKind::JSON_COLUMN);
        return true;
    }
    word_as(p, SyntaxKind::NAME);
    if p.at(T![for]) {
        p.bump_any();
        p.expect(T![ordinality]);
        m.complete(p, SyntaxKind::JSON_COLUMN);
        return true;
    }
    type_name(p);
    opt_json_format(p);
    // Spark: whether the path leads anywhere.
    p.eat(T![exists]);
    if p.at(T![path]) {
        p.bump_any();
        if expr(p).is_none() {
            p.expected("a path");
        }
    }
    while json_clause(p) {}
    m.complete(p, SyntaxKind::JSON_COLUMN);
    true
}
