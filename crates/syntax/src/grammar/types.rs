//! Names of types.

use super::expressions::expr;
use super::lists::{close, in_clause, list};
use super::names::{at_name, nth_is_word, segment, word_as};
use super::opaque::{nth_is_one_of, options_until};
use super::special_forms::opt_interval_unit;
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

/// A type, or a report that there is none.
pub(super) fn type_name(p: &mut Parser<'_>) {
    let first = p.position();
    type_of_literal(p);
    if p.position() > first {
        validation::types::type_name(p, first);
        validation::duckdb::type_name(p, first);
    }
}

/// As [`type_name`], before a string whose type it is.
pub(super) fn type_of_literal(p: &mut Parser<'_>) {
    let found = p.nested(|p| in_clause(p, "the type", |p| type_unguarded(p).then_some(())));
    if found.is_none() {
        p.expected("a type");
    }
}

/// Reserved words that are types.
const TYPE_WORDS: TokenSet =
    TokenSet::new(&[T![array], T![struct], T![interval], T![null], T![any], T![range], T![proto], T![enum]]);

fn type_unguarded(p: &mut Parser<'_>) -> bool {
    let starts_type = at_name(p) || p.at_set(TYPE_WORDS) || p.at(T![union]) && p.nth_at(1, T!["("]);
    if !starts_type {
        return false;
    }
    let m = p.start();
    let first = p.current();
    let first_text = p.text(0);
    let path = p.start();
    word_as(p, SyntaxKind::NAME_REF);
    while p.at(T!["."]) {
        let joint = p.is_joint(0);
        p.bump(T!["."]);
        if !segment(p, joint, "a type") {
            break;
        }
    }
    path.complete(p, SyntaxKind::PATH);
    let is = |word: &str| first_text.eq_ignore_ascii_case(word);
    if is("double") {
        p.eat(T![precision]);
    }
    if is("character") || is("char") || is("nchar") || is("national") || is("bit") || is("binary") {
        if is("national")
            && (p.text(0).eq_ignore_ascii_case("character") || p.text(0).eq_ignore_ascii_case("char"))
        {
            p.bump_any();
        }
        p.eat(T![varying]);
    }
    if first == T![interval] {
        opt_interval_unit(p);
    }
    // Spark: STRUCT<>
    if first == T![struct] && p.at(T!["<>"]) {
        p.bump_any();
    }
    let has_fields = first == T![struct] || is("row") || is("union") || is("object");
    let has_arguments = first == T![map] || first == T![array] || is("list") || is("range");
    if p.at(T!["<>"]) && has_fields {
        struct_fields(p);
    } else if p.at(T!["<"]) && (has_fields || has_arguments) {
        if has_fields {
            struct_fields(p);
        } else {
            type_arguments(p);
        }
    } else if p.at(T!["("]) {
        if has_fields {
            struct_fields(p);
        } else if has_arguments {
            type_arguments(p);
        } else {
            let m = p.start();
            let opened = p.position();
            p.bump(T!["("]);
            if !p.at(T![")"]) {
                // Spark: GEOMETRY(ANY)
                list(p, "a number", TokenSet::EMPTY, |p| p.eat(T![any]) || expr(p).is_some());
            }
            close(p, T![")"], opened);
            m.complete(p, SyntaxKind::TYPE_MODIFIERS);
        }
    }
    // Spark: STRING COLLATE UTF8_LCASE
    if p.at(T![collate]) && p.dialect == DialectKind::Databricks && is("string") {
        p.bump_any();
        super::names::path(p, "a collation");
    }
    type_zone(p);
    // `ARRAY<INT64>[1]` is an array in GoogleSQL.
    while p.dialect != DialectKind::BigQuery && array_suffix(p) {}
    m.complete(p, SyntaxKind::TYPE_NAME);
    true
}

/// `WITH TIME ZONE`.
fn type_zone(p: &mut Parser<'_>) {
    if !matches!(p.current(), T![with] | T![without]) {
        return;
    }
    let n = if p.nth_at(1, T![local]) { 2 } else { 1 };
    if !p.nth_at(n, T![time]) || !p.nth_at(n + 1, T![zone]) {
        return;
    }
    let m = p.start();
    for _ in 0..n + 2 {
        p.bump_any();
    }
    m.complete(p, SyntaxKind::TYPE_ZONE);
}

fn array_suffix(p: &mut Parser<'_>) -> bool {
    // `a::int[0]` takes an element.
    if p.dialect == DialectKind::Databricks {
        return false;
    }
    let n = usize::from(p.at(T![array]));
    let is_suffix = p.nth_at(n, T!["["])
        && (p.nth_at(n + 1, T!["]"]) || p.nth_at(n + 1, T![number]) && p.nth_at(n + 2, T!["]"]));
    if !is_suffix && n == 0 {
        return false;
    }
    let m = p.start();
    p.eat(T![array]);
    if is_suffix {
        // In Snowflake a number in brackets behind a cast picks an element of the result.
        let is_empty = p.nth_at(1, T!["]"]);
        if is_empty || p.dialect != DialectKind::Snowflake {
            p.uses(Feature::ListType, if is_empty { 2 } else { 3 });
        }
        p.bump(T!["["]);
        p.eat(T![number]);
        p.bump(T!["]"]);
    }
    m.complete(p, SyntaxKind::ARRAY_SUFFIX);
    true
}

/// `(a INT, b TEXT)`, `<a INT64>`, `<a: INT>`.
pub(super) fn struct_fields(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(T!["<>"]) {
        m.complete(p, SyntaxKind::TYPE_FIELDS);
        return;
    }
    let opened = p.position();
    let closing = bump_opening(p);
    if !p.at(closing) {
        list(p, "a field", TokenSet::new(&[T![">"]]), |p| {
            if !nth_is_word(p, 0) && !p.at(T![string]) {
                return false;
            }
            let m = p.start();
            let is_named = p.nth_at(1, T![":"])
                || nth_is_word(p, 1)
                    && !matches!(p.nth(1), T![precision] | T![varying] | T![with] | T![without] | T![array])
                || matches!(p.nth(1), T![array] | T![struct] | T![range])
                    && matches!(p.nth(2), T!["<"] | T!["("]);
            if is_named {
                word_as(p, SyntaxKind::NAME);
                p.eat(T![":"]);
            }
            type_name(p);
            // Spark: `a: INT NOT NULL COMMENT 'x'`
            if p.at(T![not]) {
                p.bump_any();
                p.expect(T![null]);
            }
            // BigQuery: `a INT64 OPTIONS (description = 'x')`
            if nth_is_one_of(p, 0, &["OPTIONS"]) && p.nth_at(1, T!["("]) {
                options_until(p, |p| matches!(p.current(), T![","] | T![">"]));
            }
            if p.eat(T![comment]) {
                p.expect(T![string]);
            }
            m.complete(p, SyntaxKind::TYPE_FIELD);
            true
        });
    }
    close(p, closing, opened);
    m.complete(p, SyntaxKind::TYPE_FIELDS);
}

fn type_arguments(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    let closing = bump_opening(p);
    if !p.at(closing) {
        list(p, "a type", TokenSet::new(&[T![">"]]), |p| {
            let found = at_name(p) || p.at_set(TYPE_WORDS);
            if found {
                type_name(p);
                // Snowflake: ARRAY(INT NOT NULL)
                if p.eat(T![not]) {
                    p.expect(T![null]);
                }
            }
            found
        });
    }
    close(p, closing, opened);
    m.complete(p, SyntaxKind::TYPE_ARGUMENTS);
}

fn bump_opening(p: &mut Parser<'_>) -> SyntaxKind {
    let closing = if p.at(T!["<"]) { T![">"] } else { T![")"] };
    p.bump_any();
    closing
}
