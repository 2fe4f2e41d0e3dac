//! MATCH_RECOGNIZE, and the recognition of patterns in Trino's windows.
//!
//! <https://trino.io/docs/current/sql/match-recognize.html>,
//! <https://trino.io/docs/current/sql/pattern-recognition-in-window.html>,
//! <https://docs.snowflake.com/en/sql-reference/constructs/match_recognize>,
//! <https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#match_recognize_clause>

use super::expressions::expr;
use super::lists::{close, in_clause, strict_list};
use super::names::{at_name, name, nth_is_name, word_as};
use super::ordering::order_by_clause;
use super::row_pattern::row_pattern;
use super::select::opt_option_list;
use super::tables::opt_table_alias;
use super::windows::partition_by_clause;
use crate::parser::{CompletedMarker, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};
use base::DialectKind;

/// Whether MATCH_RECOGNIZE goes on behind a table.
pub(super) fn at_match_recognize(p: &Parser<'_>) -> bool {
    p.at(T![match_recognize]) && p.nth_at(1, T!["("])
}

/// MATCH_RECOGNIZE behind a table, or behind `|>` without one.
pub(super) fn match_recognize(p: &mut Parser<'_>, source: Option<CompletedMarker>) -> CompletedMarker {
    let m = match source {
        Some(source) => source.precede(p),
        None => p.start(),
    };
    p.uses(Feature::MatchRecognize, 1);
    p.bump(T![match_recognize]);
    let opened = p.position();
    p.bump(T!["("]);
    in_clause(p, "MATCH_RECOGNIZE", |p| {
        if p.at(T![partition]) {
            partition_by_clause(p);
        }
        if p.at(T![order]) {
            order_by_clause(p);
        }
        if p.at(T![measures]) {
            measures(p);
        }
        rows_per_match(p);
        pattern_parts(p, true);
        if p.at(T![options]) {
            opt_option_list(p);
        }
        close(p, T![")"], opened);
    });
    opt_table_alias(p);
    m.complete(p, SyntaxKind::MATCH_RECOGNIZE_TABLE)
}

/// AFTER MATCH, PATTERN, SUBSET and DEFINE, of a table or of a window.
pub(super) fn pattern_parts(p: &mut Parser<'_>, required: bool) {
    if p.at(T![after]) {
        after_match(p);
    }
    p.eat_set(TokenSet::new(&[T![initial], T![seek]]));
    if p.at(T![pattern]) {
        pattern(p);
    } else if required {
        p.expected("`PATTERN`");
    }
    if p.at(T![subset]) {
        subset(p);
    }
    if p.at(T![define]) {
        define(p);
    } else if required {
        p.expected("`DEFINE`");
    }
}

/// What may follow a list within MATCH_RECOGNIZE.
const FOLLOW: TokenSet = TokenSet::new(&[
    T![one],
    T![all],
    T![after],
    T![initial],
    T![seek],
    T![pattern],
    T![subset],
    T![define],
    T![options],
    T![rows],
    T![range],
    T![groups],
]);

/// `MEASURES FINAL LAST(a.x) AS last_x`.
pub(super) fn measures(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![measures]);
    in_clause(p, "MEASURES", |p| {
        strict_list(p, "a measure", FOLLOW, |p| {
            let m = p.start();
            // Snowflake has the word before the whole measure, Trino before a call.
            if p.at_set(TokenSet::new(&[T![final], T![running]])) && starts_measure(p) {
                p.bump_any();
            }
            if expr(p).is_none() {
                m.abandon(p);
                return false;
            }
            // `MEASURES <expr> [AS] <alias>`: <https://docs.snowflake.com/en/sql-reference/constructs/match_recognize>
            let may_lack_as = p.dialect == DialectKind::Snowflake && nth_is_name(p, 0);
            if p.eat(T![as]) || may_lack_as || p.expect(T![as]) {
                name(p, "a name for the measure");
            }
            m.complete(p, SyntaxKind::MEASURE);
            true
        });
    });
    m.complete(p, SyntaxKind::MEASURES_CLAUSE);
}

fn starts_measure(p: &Parser<'_>) -> bool {
    !matches!(p.nth(1), T!["("] | T!["."] | T![as] | T![","])
}

/// `ONE ROW PER MATCH`, `ALL ROWS PER MATCH SHOW EMPTY MATCHES`.
fn rows_per_match(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(T![one]) {
        p.expect(T![row]);
    } else if p.eat(T![all]) {
        p.expect(T![rows]);
    } else {
        m.abandon(p);
        return;
    }
    p.expect(T![per]);
    p.expect(T![match]);
    if p.eat_set(TokenSet::new(&[T![show], T![omit]])) {
        p.expect(T![empty]);
        p.expect(T![matches]);
    } else if p.eat(T![with]) {
        p.expect(T![unmatched]);
        p.expect(T![rows]);
    }
    m.complete(p, SyntaxKind::ROWS_PER_MATCH);
}

/// `AFTER MATCH SKIP PAST LAST ROW`.
fn after_match(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![after]);
    p.expect(T![match]);
    p.expect(T![skip]);
    if p.eat(T![past]) {
        p.expect(T![last]);
        p.expect(T![row]);
    } else if p.expect(T![to]) {
        if p.at(T![next]) && p.nth_at(1, T![row]) {
            p.bump_any();
            p.bump_any();
        } else {
            if matches!(p.nth(1), T![ident] | T![quoted_ident])
                || p.nth(1).is_keyword() && !FOLLOW.contains(p.nth(1))
            {
                p.eat_set(TokenSet::new(&[T![first], T![last]]));
            }
            if at_name(p) {
                word_as(p, SyntaxKind::NAME_REF);
            } else {
                p.expected("`NEXT ROW` or a variable of the pattern");
            }
        }
    }
    m.complete(p, SyntaxKind::AFTER_MATCH);
}

/// `PATTERN (a b+)`.
fn pattern(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![pattern]);
    let opened = p.position();
    if p.expect(T!["("]) {
        in_clause(p, "PATTERN", |p| {
            row_pattern(p);
            close(p, T![")"], opened);
        });
    }
    m.complete(p, SyntaxKind::PATTERN_CLAUSE);
}

/// `SUBSET u = (a, b)`.
fn subset(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![subset]);
    in_clause(p, "SUBSET", |p| {
        strict_list(p, "a name", FOLLOW, |p| {
            if !at_name(p) {
                return false;
            }
            let m = p.start();
            name(p, "a name");
            p.expect(T!["="]);
            if p.at(T!["("]) {
                super::lists::parenthesized(p, "a variable of the pattern", |p| {
                    let found = at_name(p);
                    if found {
                        word_as(p, SyntaxKind::NAME_REF);
                    }
                    found
                });
            } else {
                p.expect(T!["("]);
            }
            m.complete(p, SyntaxKind::SUBSET_DEF);
            true
        });
    });
    m.complete(p, SyntaxKind::SUBSET_CLAUSE);
}

/// `DEFINE a AS condition`.
fn define(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![define]);
    in_clause(p, "DEFINE", |p| {
        strict_list(p, "a variable of the pattern", FOLLOW, |p| {
            if !at_name(p) {
                return false;
            }
            let m = p.start();
            name(p, "a variable of the pattern");
            if p.expect(T![as]) && expr(p).is_none() {
                p.expected("a condition");
            }
            m.complete(p, SyntaxKind::PATTERN_DEFINITION);
            true
        });
    });
    m.complete(p, SyntaxKind::DEFINE_CLAUSE);
}
