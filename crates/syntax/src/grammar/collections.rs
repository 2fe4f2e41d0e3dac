//! Stars, COLUMNS, lists, structs, maps, indexes.

use super::calls::lambda;
use super::expressions::{expr, operand};
use super::lists::{close, in_clause, list, paren_is_query};
use super::names::{at_name, name, nth_is_name, opt_name_behind_as, path, word_as};
use super::recovery::missing;
use crate::parser::{CompletedMarker, Marker, Parser, TokenSet};
use crate::validation;
use crate::{Feature, SyntaxKind, T};
use base::DialectKind;

/// EXCLUDE, REPLACE, RENAME and LIKE behind a star.
pub(super) fn star_modifiers(p: &mut Parser<'_>) {
    let first = p.position();
    modifiers(p);
    validation::duckdb::star(p, first);
}

fn modifiers(p: &mut Parser<'_>) {
    loop {
        let m;
        match p.current() {
            T![exclude] | T![except] if starts_modifier(p) => {
                m = p.start();
                let is_except = p.at(T![except]);
                p.uses(if is_except { Feature::StarExcept } else { Feature::StarExclude }, 1);
                p.bump_any();
                modifier_items(p, "a column name", |p| {
                    nth_is_name(p, 0) && path(p, "a column name").is_some()
                        || p.at(T![string]) && {
                            p.bump_any();
                            true
                        }
                });
                m.complete(p, SyntaxKind::EXCLUDE_LIST);
            }
            T![replace] if starts_modifier(p) => {
                m = p.start();
                p.uses(Feature::StarReplace, 1);
                p.bump_any();
                modifier_items(p, "an expression", |p| {
                    let m = p.start();
                    if expr(p).is_none() {
                        if !p.at(T![as]) {
                            m.abandon(p);
                            return false;
                        }
                        p.expected("an expression");
                    }
                    p.eat(T![as]);
                    if !opt_name_behind_as(p) {
                        p.expected("a column name");
                    }
                    m.complete(p, SyntaxKind::REPLACE_ITEM);
                    true
                });
                m.complete(p, SyntaxKind::REPLACE_LIST);
            }
            T![rename] if starts_modifier(p) => {
                m = p.start();
                p.uses(Feature::StarRename, 1);
                p.bump_any();
                modifier_items(p, "a column name", |p| {
                    if !at_name(p) && !p.at(T![as]) {
                        return false;
                    }
                    let m = p.start();
                    path(p, "a column name");
                    p.expect(T![as]);
                    if !opt_name_behind_as(p) {
                        p.expected("a column name");
                    }
                    m.complete(p, SyntaxKind::RENAME_ITEM);
                    true
                });
                m.complete(p, SyntaxKind::RENAME_LIST);
            }
            T!["~"] | T!["~~"] | T!["~~~"] | T!["!~"] | T!["~*"] | T!["~~*"] | T!["!~~"] | T!["!~*"] => {
                m = p.start();
                p.bump_any();
                if super::expressions::expr_below_in(p).is_none() {
                    p.expected("a pattern");
                }
                m.complete(p, SyntaxKind::STAR_LIKE);
            }
            T![like] | T![ilike] | T![glob] | T![similar] | T![not] => {
                let n = usize::from(p.at(T![not]));
                if !matches!(p.nth(n), T![like] | T![ilike] | T![glob] | T![similar]) {
                    return;
                }
                m = p.start();
                p.eat(T![not]);
                if p.eat(T![similar]) {
                    p.expect(T![to]);
                } else {
                    p.bump_any();
                }
                if super::expressions::expr_below_in(p).is_none() {
                    p.expected("a pattern");
                }
                if p.eat(T![escape]) {
                    super::expressions::operand(p);
                }
                m.complete(p, SyntaxKind::STAR_LIKE);
            }
            _ => return,
        }
    }
}

/// EXCEPT, EXCLUDE and REPLACE may be a set operation or an alias too.
fn starts_modifier(p: &Parser<'_>) -> bool {
    if p.nth_at(1, T!["("]) {
        // A list that is still to be written, before a FROM: only DuckDB has a query there.
        let is_unwritten = p.at(T![except]) && p.nth_at(2, T![from]) && p.dialect != DialectKind::DuckDb;
        return is_unwritten || !paren_is_query(p, 1);
    }
    !p.at(T![except])
        && (nth_is_name(p, 1)
            || p.nth_at(1, T![string])
            || p.at(T![replace]) && !p.nth_at(1, T![","]) && !p.nth_at(1, T![from]))
}

fn modifier_items(p: &mut Parser<'_>, what: &str, mut item: impl FnMut(&mut Parser<'_>) -> bool) {
    if p.at(T!["("]) {
        in_clause(p, "the star", |p| super::lists::parenthesized(p, what, item));
    } else if !item(p) {
        p.expected(what);
    }
}

/// `COLUMNS(..)`.
pub(super) fn columns(p: &mut Parser<'_>) {
    p.bump(T![columns]);
    let opened = p.position();
    p.bump(T!["("]);
    in_clause(p, "COLUMNS", |p| {
        if at_name(p) && p.nth_at(1, T!["->"]) {
            lambda(p);
        } else {
            list(p, "a star, a pattern or a list", TokenSet::EMPTY, |p| expr(p).is_some());
        }
    });
    close(p, T![")"], opened);
}

/// `[..]`, `ARRAY[..]`, and the comprehension. The marker holds what stands before the bracket.
pub(super) fn list_literal(p: &mut Parser<'_>, m: Marker) -> CompletedMarker {
    let opened = p.position();
    if !p.eat(T!["["]) {
        missing(p, "`[`", "[");
        p.claim_unopened_bracket();
    }
    let mut kind = SyntaxKind::LIST_EXPR;
    in_clause(p, "the list", |p| {
        if p.at(T!["]"]) {
            return;
        }
        list(p, "an element", TokenSet::new(&[T![for]]), |p| expr(p).is_some());
        if p.eat(T![for]) {
            kind = SyntaxKind::LIST_COMPREHENSION;
            loop {
                name(p, "a variable");
                if !p.eat(T![","]) {
                    break;
                }
            }
            if p.expect(T![in]) && expr(p).is_none() {
                p.expected("a list");
            }
            if p.eat(T![if]) && expr(p).is_none() {
                p.expected("a condition");
            }
        }
    });
    close(p, T!["]"], opened);
    m.complete(p, kind)
}

pub(super) fn struct_literal(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    let opened = p.position();
    p.uses(Feature::Braces, 1);
    p.bump(T!["{"]);
    if !p.at(T!["}"]) {
        in_clause(p, "the struct", |p| {
            list(p, "a field", TokenSet::EMPTY, |p| {
                // Snowflake: `{* EXCLUDE (a)}`, `{t.*}`
                if p.at(T!["*"]) || super::names::nth_is_word(p, 0) && p.nth_at(1, T!["."]) {
                    return expr(p).is_some();
                }
                if !(p.at(T![string]) || super::names::nth_is_word(p, 0)) {
                    return false;
                }
                let m = p.start();
                word_as(p, SyntaxKind::NAME);
                if p.expect(T![":"]) && expr(p).is_none() {
                    p.expected("a value");
                }
                m.complete(p, SyntaxKind::STRUCT_FIELD);
                true
            });
        });
    }
    close(p, T!["}"], opened);
    m.complete(p, SyntaxKind::STRUCT_EXPR)
}

pub(super) fn map_literal(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.uses(Feature::MapBraces, 2);
    p.bump(T![map]);
    let opened = p.position();
    p.bump(T!["{"]);
    if !p.at(T!["}"]) {
        in_clause(p, "the map", |p| {
            list(p, "an entry", TokenSet::EMPTY, |p| {
                let m = p.start();
                if expr(p).is_none() {
                    m.abandon(p);
                    return false;
                }
                if p.expect(T![":"]) && expr(p).is_none() {
                    p.expected("a value");
                }
                m.complete(p, SyntaxKind::MAP_ENTRY);
                true
            });
        });
    }
    close(p, T!["}"], opened);
    m.complete(p, SyntaxKind::MAP_EXPR)
}

/// `[i]`, `[a:b]`, `[a:b:c]` behind an operand.
pub(super) fn index_or_slice(p: &mut Parser<'_>) -> SyntaxKind {
    let opened = p.position();
    p.bump(T!["["]);
    let mut kind = SyntaxKind::INDEX_EXPR;
    in_clause(p, "the index", |p| {
        // An index that is never closed ends with its first operand.
        let index = if p.is_unclosed(opened) { operand } else { expr };
        if !p.at(T![":"]) && !p.at(T!["::"]) && index(p).is_none() {
            p.expected("an index");
        }
        while matches!(p.current(), T![":"] | T!["::"]) {
            if kind != SyntaxKind::SLICE_EXPR {
                p.uses(Feature::Slice, 1);
            }
            kind = SyntaxKind::SLICE_EXPR;
            p.bump_any();
            if p.at(T!["-"]) && matches!(p.nth(1), T![":"] | T!["]"]) {
                p.bump_any();
            } else if !matches!(p.current(), T![":"] | T!["]"]) && expr(p).is_none() {
                p.expected("a bound");
                break;
            }
        }
    });
    close(p, T!["]"], opened);
    kind
}
