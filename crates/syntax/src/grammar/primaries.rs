//! What operators stand between.

use super::calls::{call_on_path, over, starts_lambda_behind_paren};
use super::collections::{columns, list_literal, map_literal, star_modifiers, struct_literal};
use super::expressions::expr;
use super::googlesql::{braced, new_expr, range_literal, starts_braced, with_expr};
use super::lambdas::{lambda_body, lambda_keyword, lambda_param};
use super::lists::{close, list, paren_is_query};
use super::literals::{parameter, string};
use super::names::{at_name, nth_is_identifier_clause, nth_is_name, nth_is_word, segment, word_as};
use super::queries::{close_query, query};
use super::recovery::{lacks_opening, lacks_opening_behind, lacks_opening_bracket, opening};
use super::special_forms::{case, cast, exists, interval, special_form, starts_interval};
use super::types::{type_name, type_of_literal};
use crate::parser::{Anchor, CompletedMarker, ParseFix, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

/// A literal, name, call, or something in brackets.
pub(super) fn primary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let m;
    if lacks_opening_bracket(p) {
        m = p.start();
        return Some(list_literal(p, m));
    }
    match p.current() {
        T![ident]
            if p.nth_at(1, T!["("])
                && p.dialect == DialectKind::Databricks
                && p.text(0).eq_ignore_ascii_case("substr") =>
        {
            special_form(p).or_else(|| name_or_call(p))
        }
        T![ident] | T![quoted_ident] => name_or_call(p),
        T![number] => {
            m = p.start();
            p.bump_any();
            validation::literals::number(p);
            Some(m.complete(p, SyntaxKind::LITERAL))
        }
        T![true] | T![false] | T![null] => {
            m = p.start();
            p.bump_any();
            Some(m.complete(p, SyntaxKind::LITERAL))
        }
        T![string] => Some(string(p)),
        T![parameter] => Some(parameter(p)),
        T![":"] if nth_is_word(p, 1) || p.nth_at(1, T![number]) => Some(parameter(p)),
        T![position] => {
            m = p.start();
            p.bump_any();
            validation::duckdb::position(p);
            Some(m.complete(p, SyntaxKind::POSITIONAL_REF))
        }
        T!["*"] => {
            m = p.start();
            p.bump(T!["*"]);
            if p.at(T![columns]) && p.nth_at(1, T!["("]) {
                columns(p);
                return Some(m.complete(p, SyntaxKind::COLUMNS_EXPR));
            }
            star_modifiers(p);
            Some(m.complete(p, SyntaxKind::STAR_EXPR))
        }
        T!["("] => Some(paren(p)),
        T!["["] => {
            m = p.start();
            p.uses(Feature::ListBrackets, 1);
            Some(list_literal(p, m))
        }
        T!["{"] if p.dialect == DialectKind::BigQuery => Some(braced(p)),
        T!["{"] => Some(struct_literal(p)),
        T![new] if p.dialect == DialectKind::BigQuery => Some(new_expr(p)),
        T![struct] if p.dialect == DialectKind::BigQuery => match starts_braced(p) {
            true => Some(braced(p)),
            false => matches!(p.nth(1), T!["("] | T!["<"] | T!["<>"]).then(|| name_or_call(p)).flatten(),
        },
        T![with] if p.nth_at(1, T!["("]) && p.dialect == DialectKind::BigQuery => Some(with_expr(p)),
        T![range] if p.nth_at(1, T!["<"]) && p.dialect == DialectKind::BigQuery => Some(range_literal(p)),
        T![final] | T![running] if nth_is_name(p, 1) && p.nth_at(2, T!["("]) => {
            m = p.start();
            p.bump_any();
            name_or_call(p);
            Some(m.complete(p, SyntaxKind::PROCESSING_MODE_EXPR))
        }
        // GoogleSQL: UNNEST stands in FROM and behind IN.
        T![unnest] if p.dialect == DialectKind::BigQuery => None,
        T![case] if !p.nth_at(1, T!["."]) => Some(case(p)),
        T![when] if matches!(p.previous(), T!["("] | T![","] | T![select]) => Some(case(p)),
        // The qualifier is missing.
        T!["."] if nth_is_word(p, 1) => {
            p.expected("an expression");
            m = p.start();
            p.bump(T!["."]);
            word_as(p, SyntaxKind::NAME_REF);
            Some(m.complete(p, SyntaxKind::ERROR))
        }
        T![safe_cast] if p.nth_at(1, T!["("]) => {
            p.uses(Feature::SafeCast, 1);
            Some(cast(p))
        }
        T![try_cast] if p.nth_at(1, T!["("]) => {
            p.uses(Feature::TryCast, 1);
            Some(cast(p))
        }
        T![cast] | T![try_cast] | T![safe_cast] if p.nth_at(1, T!["("]) || !at_name(p) => Some(cast(p)),
        T![exists] if p.nth_at(1, T!["("]) && paren_is_query(p, 1) || p.nth_at(1, T![select]) => {
            Some(exists(p))
        }
        T![interval] if starts_interval(p) => Some(interval(p)),
        T![array] => array(p),
        T![map] if p.nth_at(1, T!["{"]) => Some(map_literal(p)),
        T![columns] if p.nth_at(1, T!["("]) => {
            m = p.start();
            columns(p);
            Some(m.complete(p, SyntaxKind::COLUMNS_EXPR))
        }
        T![lambda] => Some(lambda_keyword(p)),
        T![default] if !p.nth_at(1, T!["("]) && p.reserved.words.contains(T![default]) => {
            m = p.start();
            p.bump_any();
            Some(m.complete(p, SyntaxKind::DEFAULT_EXPR))
        }
        T![extract] | T![substring] | SyntaxKind::POSITION_KW | T![trim] | T![overlay]
            if p.nth_at(1, T!["("]) =>
        {
            special_form(p).or_else(|| name_or_call(p))
        }
        SyntaxKind::ERROR_TOKEN => None,
        kind if kind.is_keyword() => {
            // A reserved word is no name, but it may be a function's: LEFT, RIGHT, IF.
            let is_name = at_name(p) && !is_stop_word(p);
            (is_name
                || VALUE_WORDS.contains(kind)
                || p.nth_at(1, T!["("]) && FUNCTION_WORDS.contains(kind)
                || typed_literal_word(p))
            .then(|| name_or_call(p))
            .flatten()
        }
        _ => None,
    }
}

/// Reserved words that are values by themselves.
const VALUE_WORDS: TokenSet = TokenSet::new(&[
    T![current_catalog],
    T![current_date],
    T![current_path],
    T![current_role],
    T![current_schema],
    T![current_time],
    T![current_timestamp],
    T![current_user],
    T![localtime],
    T![localtimestamp],
]);

/// Reserved words that are functions where a parenthesis follows.
const FUNCTION_WORDS: TokenSet = TokenSet::new(&[
    T![left],
    T![right],
    T![if],
    T![struct],
    T![any],
    T![some],
    T![groups],
    T![range],
    T![values],
    T![insert],
    T![set],
    T![update],
    T![rlike],
    T![regexp],
    T![like],
    T![ilike],
    T![exists],
    T![collate],
    T![grouping],
    T![extract],
    T![interval],
    T![window],
    T![cube],
    T![rollup],
    T![unique],
    T![column],
    T![check],
    T![json_array],
    T![json_exists],
    T![json_object],
    T![json_query],
    T![json_value],
    T![listagg],
    T![normalize],
    T![unnest],
    T![trim],
    T![skip],
]);

fn typed_literal_word(p: &Parser<'_>) -> bool {
    p.nth_at(1, T![string])
        && matches!(p.current(), T![interval] | SyntaxKind::DATE_KW | T![time] | T![timestamp])
}

/// `SELECT limit, window FROM t`: these words are no names of columns in some dialects alone.
pub(super) fn is_column_like_a_clause(p: &Parser<'_>) -> bool {
    matches!(p.dialect, DialectKind::Databricks | DialectKind::Snowflake)
        && p.at_set(TokenSet::new(&[T![limit], T![window], T![offset], T![qualify], T![fetch]]))
        && matches!(p.nth(1), T![","] | T![")"] | T![from] | T![as])
}

/// Words that are not reserved and yet, standing here, go on with the statement.
fn is_stop_word(p: &Parser<'_>) -> bool {
    super::lists::at_clause_start(p)
        && !p.nth_at(1, T!["."])
        && !p.nth_at(1, T!["("])
        && !is_column_like_a_clause(p)
        || p.at_set(TokenSet::new(&[
            T![like],
            T![ilike],
            T![glob],
            T![similar],
            T![isnull],
            T![notnull],
            T![is],
        ])) && !p.nth_at(1, T!["("])
}

/// `(e)`, `(a, b)`, `(SELECT ..)`, `(x, y) -> ..`.
fn paren(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    let opened = p.position();
    if paren_is_query(p, 0) {
        p.bump(T!["("]);
        query(p);
        close_query(p, opened);
        return m.complete(p, SyntaxKind::SUBQUERY_EXPR);
    }
    if starts_lambda_behind_paren(p) {
        p.bump(T!["("]);
        if !p.at(T![")"]) {
            list(p, "a parameter", TokenSet::EMPTY, |p| {
                let found = at_name(p);
                if found {
                    lambda_param(p);
                }
                found
            });
        }
        p.expect(T![")"]);
        p.expect(T!["->"]);
        lambda_body(p);
        return m.complete(p, SyntaxKind::LAMBDA_EXPR);
    }
    p.bump(T!["("]);
    if p.at(T![")"]) {
        // Spark has the empty grouping set alone.
        if p.dialect == DialectKind::Databricks && p.clause != "GROUP BY" {
            p.expected("an expression");
        }
        p.bump(T![")"]);
        return m.complete(p, SyntaxKind::TUPLE_EXPR);
    }
    let mut kind = SyntaxKind::PAREN_EXPR;
    let (mut is_alone, mut alias) = (true, None);
    list(p, "an expression", TokenSet::EMPTY, |p| {
        let found = expr(p).is_some();
        // BigQuery and Spark name a tuple's elements.
        if found
            && p.at(T![as])
            && !matches!(p.dialect, DialectKind::DuckDb | DialectKind::BigQuery | DialectKind::Trino)
        {
            alias = Some(p.position());
            super::names::opt_alias(p);
        }
        if p.at(T![","]) {
            is_alone = false;
            kind = SyntaxKind::TUPLE_EXPR;
        }
        found
    });
    if let Some(alias) = alias.filter(|_| is_alone) {
        validation::queries::lone_alias(p, alias);
    }
    paren_without_word(p, opened);
    close(p, T![")"], opened);
    if p.at(T![over]) && p.nth_at(1, T!["("]) {
        p.error_at(Anchor::Token(opened), "expected a function's name before `(`".to_owned(), None);
        over(p);
    }
    m.complete(p, kind)
}

/// `(e AS t)`, `(part FROM e)` or `(e FROM t)`, whose first word was forgotten.
fn paren_without_word(p: &mut Parser<'_>, opened: usize) {
    let before = Anchor::Token(opened);
    match p.current() {
        T![as] if !p.is_unclosed(opened) => {
            p.error_at(
                before,
                "expected `CAST` before `(`".to_owned(),
                Some(ParseFix::InsertBefore(opened, "CAST")),
            );
            p.bump_any();
            type_name(p);
        }
        T![from] if !p.is_unclosed(opened) && p.position() == opened + 2 => {
            let fix = ParseFix::InsertBefore(opened, "EXTRACT");
            p.error_at(before, "expected `EXTRACT` before `(`".to_owned(), Some(fix));
            p.bump_any();
            expr(p);
        }
        T![from] if !p.is_unclosed(opened) => {
            let fix = ParseFix::InsertAfter(opened, "SELECT ");
            p.error_at(Anchor::Token(opened + 1), "expected `SELECT` behind `(`".to_owned(), Some(fix));
            let m = p.start();
            super::select::select_rest(p, m);
        }
        _ => {}
    }
}

/// A name with dots, and what it turns out to be: a column, a star, a call, a typed literal.
pub(super) fn name_or_call(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    // `uuid '..'`, `DECIMAL(10, 2) '1.5'`, `TIMESTAMP WITH TIME ZONE '..'`
    if starts_typed_literal(p) {
        let m = p.start();
        let first = p.position();
        type_of_literal(p);
        if p.expect(T![string]) {
            validation::literals::typed_literal(p, first);
        }
        while p.at(T![string]) && p.dialect == DialectKind::BigQuery {
            p.bump_any();
        }
        return Some(m.complete(p, SyntaxKind::TYPED_LITERAL));
    }
    let m = p.start();
    let is_identifier_clause = nth_is_identifier_clause(p, 0);
    word_as(p, SyntaxKind::NAME_REF);
    while p.at(T!["."]) && !p.nth_at(1, T!["."]) || at_model_method(p) {
        if p.nth_at(1, T!["("]) && p.dialect == DialectKind::BigQuery {
            break;
        }
        let joint = p.is_joint(0);
        p.bump_any();
        match p.current() {
            // Snowflake: `t.$1`
            T![parameter] if joint && p.dialect == DialectKind::Snowflake => {
                p.bump_any();
                return Some(m.complete(p, SyntaxKind::PARAMETER));
            }
            T!["*"] => {
                p.bump_any();
                if p.at(T![columns]) && p.nth_at(1, T!["("]) {
                    columns(p);
                    return Some(m.complete(p, SyntaxKind::COLUMNS_EXPR));
                }
                star_modifiers(p);
                return Some(m.complete(p, SyntaxKind::STAR_EXPR));
            }
            T![columns] if p.nth_at(1, T!["("]) => {
                columns(p);
                return Some(m.complete(p, SyntaxKind::COLUMNS_EXPR));
            }
            _ => {
                if !segment(p, joint, "a column name") {
                    break;
                }
            }
        }
    }
    if p.at(T!["("]) && !oracle_outer_join(p) || lacks_opening(p) {
        let path = m.complete(p, SyntaxKind::PATH);
        let call = call_on_path(p, path);
        // `IDENTIFIER('f')(x)`
        if is_identifier_clause && p.at(T!["("]) {
            let m = call.precede(p);
            super::calls::method_call(p);
            return Some(m.complete(p, SyntaxKind::INDIRECT_CALL_EXPR));
        }
        return Some(call);
    }
    if starts_typed_struct(p) {
        let path = m.complete(p, SyntaxKind::PATH);
        return Some(call_on_path(p, path));
    }
    if p.at(T!["("]) {
        // Snowflake's `(+)`
        p.bump_any();
        p.bump_any();
        p.bump_any();
    }
    if p.at(T![over]) && p.dialect == DialectKind::Trino {
        super::calls::over(p);
        return Some(m.complete(p, SyntaxKind::WINDOW_MEASURE));
    }
    Some(m.complete(p, SyntaxKind::COLUMN_REF))
}

/// Snowflake's `model!PREDICT(..)`: <https://docs.snowflake.com/en/sql-reference/commands-model-function>.
fn at_model_method(p: &Parser<'_>) -> bool {
    p.at(T!["!"])
        && p.dialect == DialectKind::Snowflake
        && p.is_joint_with_previous()
        && nth_is_word(p, 1)
        && p.nth_at(2, T!["("])
}

fn oracle_outer_join(p: &Parser<'_>) -> bool {
    p.nth_at(1, T!["+"]) && p.nth_at(2, T![")"])
}

/// BigQuery's `STRUCT<a INT64>(1)`.
fn starts_typed_struct(p: &Parser<'_>) -> bool {
    matches!(p.current(), T!["<"] | T!["<>"])
        && p.dialect == DialectKind::BigQuery
        && p.kind_at(p.position().saturating_sub(1)) == T![struct]
}

fn starts_typed_literal(p: &Parser<'_>) -> bool {
    match p.nth(1) {
        T![string] => p.current() != T![quoted_ident] && !lacks_opening_behind(p, 1),
        T!["["] => p.nth_at(2, T!["]"]) && p.nth_at(3, T![string]),
        T![precision] => p.nth_at(2, T![string]),
        T![with] | T![without] => p.nth_at(2, T![time]) && p.nth_at(3, T![zone]) && p.nth_at(4, T![string]),
        T!["("] => {
            p.nth_at(2, T![number])
                && (p.nth_at(3, T![")"]) && p.nth_at(4, T![string])
                    || p.nth_at(3, T![","])
                        && p.nth_at(4, T![number])
                        && p.nth_at(5, T![")"])
                        && p.nth_at(6, T![string]))
        }
        _ => false,
    }
}

/// `ARRAY[..]`, `ARRAY(SELECT ..)`, `ARRAY<INT64>[..]`, or a call of a function of that name.
fn array(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    match p.nth(1) {
        T!["["] => {
            let m = p.start();
            p.uses(Feature::ArrayBrackets, 1);
            p.bump(T![array]);
            Some(list_literal(p, m))
        }
        T!["("] if p.dialect == DialectKind::BigQuery && !paren_is_query(p, 1) => {
            let m = p.start();
            p.bump(T![array]);
            p.expected_in("`[`, `<` or a query in parentheses", "");
            super::calls::arg_list(p);
            Some(m.complete(p, SyntaxKind::ARRAY_QUERY_EXPR))
        }
        T!["("] | T![select] if paren_is_query(p, 1) || p.nth_at(1, T![select]) => {
            let m = p.start();
            p.bump(T![array]);
            let opened = p.position();
            opening(p);
            query(p);
            close_query(p, opened);
            Some(m.complete(p, SyntaxKind::ARRAY_QUERY_EXPR))
        }
        T!["("] | T!["."] => name_or_call(p),
        T!["<"] => {
            let m = p.start();
            type_name(p);
            if p.at(T!["["]) {
                return Some(list_literal(p, m));
            }
            p.expect(T!["["]);
            Some(m.complete(p, SyntaxKind::LIST_EXPR))
        }
        _ => at_name(p).then(|| name_or_call(p)).flatten(),
    }
}
