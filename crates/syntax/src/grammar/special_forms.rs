//! Forms with words inside: CASE, CAST, EXTRACT, SUBSTRING, POSITION, TRIM, OVERLAY, INTERVAL, EXISTS.

use super::expressions::{expr, expr_below_in, operand};
use super::lists::{close, in_clause, paren_contains, skip_until, starts_expression};
use super::queries::{close_query, query};
use super::recovery::{missing, opening};
use super::types::type_name;
use crate::parser::{Anchor, CompletedMarker, ParseFix, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

pub(super) fn case(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    let opened = p.position();
    if !p.eat(T![case]) {
        missing(p, "`CASE`", "CASE ");
    }
    in_clause(p, "CASE", |p| {
        let start = p.position();
        if !p.at_set(TokenSet::new(&[T![when], T![else], T![end]])) {
            expr(p);
        }
        if !p.at(T![when]) {
            // `CASE a THEN b`: the operand was to be the first condition.
            if p.at(T![then]) {
                let fix = ParseFix::InsertBefore(start, "WHEN ");
                let message = "expected `WHEN` before the first condition of CASE".to_owned();
                p.error_at(Anchor::Token(start), message, Some(fix));
            } else {
                p.expected("`WHEN`");
            }
        }
        while p.at(T![when]) || p.at(T![then]) {
            let m = p.start();
            if p.eat(T![when]) {
                condition(p);
            }
            if !p.at(T![then]) {
                p.expect(T![then]);
                skip_until(p, |p| p.at(T![","]));
            }
            if p.eat(T![then]) {
                result(p);
            }
            m.complete(p, SyntaxKind::CASE_ARM);
        }
        if p.at(T![else]) || starts_expression(p) {
            let m = p.start();
            if !p.eat(T![else]) {
                missing(p, "`ELSE` or `END`", " ELSE");
            }
            result(p);
            m.complete(p, SyntaxKind::ELSE_CLAUSE);
        }
    });
    if !p.eat(T![end]) {
        in_clause(p, "CASE", |p| p.missing_end(opened, "`END`", " END"));
    }
    m.complete(p, SyntaxKind::CASE_EXPR)
}

fn condition(p: &mut Parser<'_>) {
    if expr(p).is_none() {
        p.expected("a condition");
    }
}

/// GoogleSQL has AT TIME ZONE within EXTRACT and behind FORMAT only.
fn zoned_result(p: &mut Parser<'_>) {
    let Some(value) = expr(p) else {
        p.expected("an expression");
        return;
    };
    if p.at(T![at]) && p.nth_at(1, T![time]) && p.dialect == DialectKind::BigQuery {
        p.uses(Feature::AtTimeZone, 3);
        let m = value.precede(p);
        p.bump_any();
        p.bump_any();
        p.expect(T![zone]);
        result(p);
        m.complete(p, SyntaxKind::AT_TIME_ZONE_EXPR);
    }
}

fn result(p: &mut Parser<'_>) {
    if expr(p).is_none() {
        p.expected("an expression");
    }
}

pub(super) fn cast(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump_any();
    let opened = p.position();
    opening(p);
    in_clause(p, "CAST", |p| {
        if expr(p).is_none() {
            p.expected("an expression");
        }
        if p.expect(T![as]) {
            type_name(p);
        }
        // Snowflake: RENAME FIELDS, ADD FIELDS, RENAME AND ADD FIELDS
        if p.dialect == DialectKind::Snowflake && matches!(p.current(), T![rename] | T![add]) {
            while matches!(p.current(), T![rename] | T![add] | T![and]) {
                p.bump_any();
            }
            if super::names::nth_is(p, 0, "fields") {
                p.bump_as(T![ident]);
            } else {
                p.expected("`FIELDS`");
            }
        }
        if p.at(T![format]) {
            p.uses(Feature::CastFormat, 1);
            p.bump_any();
            zoned_result(p);
        }
    });
    close(p, T![")"], opened);
    m.complete(p, SyntaxKind::CAST_EXPR)
}

pub(super) fn exists(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T![exists]);
    let opened = p.position();
    opening(p);
    query(p);
    close_query(p, opened);
    m.complete(p, SyntaxKind::EXISTS_EXPR)
}

/// EXTRACT and its kin, if the words that make them special are there; else they are ordinary calls.
pub(super) fn special_form(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let open = p.position() + 1;
    let words: &[SyntaxKind] = match p.current() {
        T![extract] => &[T![from]],
        T![substring] | T![ident] => &[T![from], T![for]],
        SyntaxKind::POSITION_KW => &[T![in]],
        T![trim] => &[T![from], T![both], T![leading], T![trailing]],
        _ => &[T![placing]],
    };
    if !paren_contains(p, open, TokenSet::new(words)) {
        return None;
    }
    let form = p.current();
    if form != T![extract] {
        p.uses(Feature::KeywordArguments, 1);
    }
    let m = p.start();
    p.bump_any();
    let opened = p.position();
    p.bump(T!["("]);
    let kind = in_clause(p, "the arguments", |p| match form {
        T![extract] => {
            let m = p.start();
            match p.current() {
                kind @ (T![string] | T![quoted_ident]) => p.bump(kind),
                kind if kind == T![ident] || kind.is_keyword() && kind != T![from] => {
                    p.bump_as(T![ident]);
                    // BigQuery: WEEK(MONDAY)
                    if p.at(T!["("]) {
                        super::calls::arg_list(p);
                    }
                }
                _ => p.expected("a date part"),
            }
            m.complete(p, SyntaxKind::DATE_FIELD);
            if p.expect(T![from]) {
                zoned_result(p);
            }
            SyntaxKind::EXTRACT_EXPR
        }
        T![substring] | T![ident] => {
            result(p);
            // Spark: `substring(a, 1 FOR 2)`
            if p.eat(T![from]) || p.eat(T![","]) {
                result(p);
            }
            if p.eat(T![for]) {
                result(p);
            }
            SyntaxKind::SUBSTRING_EXPR
        }
        SyntaxKind::POSITION_KW => {
            if expr_below_in(p).is_none() {
                p.expected("an expression");
            }
            if p.expect(T![in]) {
                result(p);
            }
            SyntaxKind::POSITION_EXPR
        }
        T![trim] => {
            p.eat_set(TokenSet::new(&[T![both], T![leading], T![trailing]]));
            if !p.at(T![from]) {
                result(p);
            }
            if p.eat(T![from]) {
                result(p);
            }
            // DuckDB: `trim(both from x, chars)`
            if p.eat(T![","]) {
                result(p);
            }
            SyntaxKind::TRIM_EXPR
        }
        _ => {
            result(p);
            if p.expect(T![placing]) {
                result(p);
            }
            if p.expect(T![from]) {
                result(p);
            }
            if p.eat(T![for]) {
                result(p);
            }
            SyntaxKind::OVERLAY_EXPR
        }
    });
    close(p, T![")"], opened);
    Some(m.complete(p, kind))
}

/// Whether INTERVAL starts an interval here, and is no name.
pub(super) fn starts_interval(p: &Parser<'_>) -> bool {
    match p.nth(1) {
        T![string] | T![number] | T![parameter] => true,
        // Trino reads a call of a function that is called so.
        T!["("] => p.dialect != DialectKind::Trino,
        T!["-"] | T!["+"] | T!["@"] if p.dialect == DialectKind::BigQuery => true,
        T!["-"] | T!["+"] => matches!(p.nth(2), T![number] | T![string]) && is_unit(p, 3),
        T![ident] | T![quoted_ident] => is_unit(p, 2) && !p.nth_at(1, T![as]),
        _ => false,
    }
}

pub(super) fn interval(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    let first = p.position();
    p.bump(T![interval]);
    let has_sign = p.at_set(TokenSet::new(&[T!["+"], T!["-"]]));
    if !p.nth_at(usize::from(has_sign), T![string]) {
        p.uses(Feature::BareInterval, 1);
    }
    if p.at(T![string]) {
        let m = p.start();
        p.bump_any();
        m.complete(p, SyntaxKind::LITERAL);
    } else if p.dialect == DialectKind::BigQuery {
        // Any expression: INTERVAL a + 1 DAY.
        if expr(p).is_none() {
            p.expected("a quantity");
        }
        if !is_unit(p, 0) {
            p.expected("a unit such as `DAY`");
        }
    } else if operand(p).is_none() {
        p.expected("a quantity");
    }
    loop_units(p);
    validation::intervals::interval(p, first);
    validation::duckdb::interval(p, first);
    m.complete(p, SyntaxKind::INTERVAL_EXPR)
}

fn loop_units(p: &mut Parser<'_>) {
    opt_interval_unit(p);
    // Spark: INTERVAL 1 DAY 2 HOURS, INTERVAL '1' DAY -'2' HOURS
    loop {
        let sign =
            usize::from(p.dialect == DialectKind::Databricks && matches!(p.current(), T!["+"] | T!["-"]));
        let is_part = matches!(p.nth(sign), T![number])
            || p.dialect == DialectKind::Databricks && p.nth_at(sign, T![string]);
        if !is_part || !is_unit(p, sign + 1) {
            return;
        }
        let m = p.start();
        if sign == 1 {
            p.bump_any();
        }
        p.bump_any();
        m.complete(p, SyntaxKind::LITERAL);
        opt_interval_unit(p);
    }
}

/// `DAY`, `YEAR TO MONTH`, `SECOND(3)`.
pub(super) fn opt_interval_unit(p: &mut Parser<'_>) {
    if !is_unit(p, 0) {
        return;
    }
    let m = p.start();
    p.bump_as(T![ident]);
    if p.at(T!["("]) && p.nth_at(1, T![number]) && p.nth_at(2, T![")"]) {
        p.bump_any();
        p.bump_any();
        p.bump_any();
    }
    if p.at(T![to]) && is_unit(p, 1) {
        p.bump(T![to]);
        p.bump_as(T![ident]);
    }
    m.complete(p, SyntaxKind::INTERVAL_UNIT);
}

const UNITS: &[&str] = &[
    "year",
    "quarter",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "decade",
    "century",
    "centurie",
    "millennium",
    "millennia",
    "nanosecond",
    "dayofyear",
    "mon",
    "y",
    "d",
    "h",
    "m",
    "s",
    "min",
    "sec",
    "ms",
    "us",
];

/// Whether the token `n` places ahead is a unit of time, in singular or plural.
fn is_unit(p: &Parser<'_>, n: usize) -> bool {
    let kind = p.nth(n);
    if kind != T![ident] && !kind.is_keyword() {
        return false;
    }
    let text = p.text(n);
    UNITS.iter().any(|unit| {
        text.len() >= unit.len()
            && text.is_char_boundary(unit.len())
            && text[..unit.len()].eq_ignore_ascii_case(unit)
            && (text.len() == unit.len() || unit.len() > 2 && text[unit.len()..].eq_ignore_ascii_case("s"))
    })
}
