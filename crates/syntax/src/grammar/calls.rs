//! Function calls and windows.

use super::expressions::expr;
use super::grouping::group_by_clause;
use super::hints::opt_hint;
use super::json_forms::{JSON_FOLLOW, is_json_function, json_clauses, json_member, opt_json_format};
use super::lambdas::{lambda_body, lambda_param};
use super::limits::{limit_clause, offset_clause};
use super::lists::{behind_closing, close, in_clause, is_query_start, list, strict_list};
use super::names::{at_name, nth_is_word, opt_alias, word_as};
use super::ordering::order_by_clause;
use super::queries::query;
use super::recovery::{missing, opening};
use super::select::condition_clause;
use super::table_arguments::{copartition, opt_table_argument};
use super::windows::window_spec;
use crate::parser::{Anchor, CompletedMarker, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

/// A call of the function that was just named.
pub(super) fn call_on_path(p: &mut Parser<'_>, path: CompletedMarker) -> CompletedMarker {
    let m = path.precede(p);
    if matches!(p.current(), T!["<"] | T!["<>"]) {
        super::types::struct_fields(p);
    }
    if p.at(T!["("]) || !p.at(T!["<"]) {
        arg_list(p);
    }
    over_and_friends(p);
    m.complete(p, SyntaxKind::CALL_EXPR)
}

/// Behind the name of a method.
pub(super) fn method_call(p: &mut Parser<'_>) {
    arg_list(p);
    over_and_friends(p);
}

pub(super) fn arg_list(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    let callee = p.previous();
    opening(p);
    let is_unclosed = p.is_unclosed(opened);
    in_clause(p, "the arguments", |p| {
        // Trino does not reserve ALL.
        if !at_name(p) || !matches!(p.nth(1), T!["."] | T![","] | T![")"]) {
            p.eat_set(TokenSet::new(&[T![distinct], T![all]]));
        }
        validation::literals::unit(p, opened);
        let is_json = is_json_function(callee);
        if is_json {
            strict_list_or_nothing(p, callee);
        } else if !p.at(T![")"]) && !p.at(T![order]) && !at_report(p) {
            let mut first = true;
            let is_struct = callee == T![struct];
            let item =
                |p: &mut Parser<'_>| arg(p, std::mem::replace(&mut first, false), is_unclosed, is_struct);
            // DuckDB: `COALESCE(a, )` and `ROW(a, )`, but no other function.
            match callee {
                // Nothing follows the star of `count(*)`.
                _ if is_unclosed && p.at(T!["*"]) && p.nth_at(1, T![","]) => {
                    arg(p, true, true, false);
                }
                T![coalesce] | T![row] => list(p, "an argument", ARG_FOLLOW, item),
                _ => strict_list(p, "an argument", ARG_FOLLOW, item),
            }
        }
        let mut last = 0;
        loop {
            last = check_argument_order(p, last);
            match p.current() {
                // Of a call that is never closed, these are rather the query's.
                T![order] | T![limit] if is_unclosed => break,
                T![order] => {
                    p.uses(Feature::ArgumentOrderBy, 2);
                    order_by_clause(p);
                }
                T![limit] | T![offset] => {
                    p.uses(Feature::ArgumentLimit, 1);
                    if p.at(T![limit]) {
                        limit_clause(p);
                    } else {
                        offset_clause(p);
                    }
                }
                T![ignore] | T![respect] => {
                    validation::queries::null_treatment(p, opened);
                    null_treatment(p);
                }
                T![having] if matches!(p.nth(1), T![max] | T![min]) => {
                    let m = p.start();
                    p.bump_any();
                    p.bump_any();
                    if expr(p).is_none() {
                        p.expected("an expression");
                    }
                    m.complete(p, SyntaxKind::AGGREGATE_HAVING);
                }
                // GoogleSQL filters and groups within an aggregate.
                T![where] if p.dialect == DialectKind::BigQuery => {
                    condition_clause(p, T![where], SyntaxKind::WHERE_CLAUSE, "WHERE");
                }
                T![group] if p.dialect == DialectKind::BigQuery => {
                    group_by_clause(p);
                    if p.at(T![having]) && !matches!(p.nth(1), T![max] | T![min]) {
                        condition_clause(p, T![having], SyntaxKind::HAVING_CLAUSE, "HAVING");
                    }
                }
                T![on] if p.nth_at(1, T![overflow]) => overflow(p),
                T![copartition] => copartition(p),
                _ if at_report(p) => report(p),
                _ if is_json && (p.position() > opened + 1 || p.at(T![returning])) => {
                    let before = p.position();
                    json_clauses(p);
                    if p.position() == before {
                        break;
                    }
                }
                T![separator] => {
                    p.bump_any();
                    expr(p);
                }
                _ => break,
            }
        }
    });
    match p.current() {
        T![","] if is_unclosed => p.missing_end(opened, "`)`", ")"),
        _ => close(p, T![")"], opened),
    }
    validation::duckdb::arguments(p, opened);
    m.complete(p, SyntaxKind::ARG_LIST);
}

const ARG_FOLLOW: TokenSet =
    TokenSet::new(&[T![ignore], T![respect], T![separator], T![copartition], T![clamped]]);

/// GoogleSQL has what follows the arguments in one order:
/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/aggregate-function-calls>
fn check_argument_order(p: &mut Parser<'_>, last: u8) -> u8 {
    let rank = match p.current() {
        T![ignore] | T![respect] => 1,
        T![where] => 2,
        T![group] => 3,
        T![having] => 4,
        T![clamped] => 5,
        T![with] => 6,
        T![order] => 7,
        T![limit] => 8,
        T![offset] => 9,
        _ => return last,
    };
    if rank < last && p.dialect == DialectKind::BigQuery {
        let word = p.text(0);
        p.error(format!("`{word}` must stand before what precedes it in the arguments"));
    }
    rank
}

/// The arguments of a function of the SQL standard's JSON.
fn strict_list_or_nothing(p: &mut Parser<'_>, callee: SyntaxKind) {
    if p.at(T![")"]) || p.at(T![returning]) {
        return;
    }
    let mut first = true;
    strict_list(p, "an argument", JSON_FOLLOW, |p| match callee {
        T![json_object] => json_member(p),
        _ => arg(p, std::mem::replace(&mut first, false), false, false),
    });
}

/// `ON OVERFLOW TRUNCATE '..' WITH COUNT`.
fn overflow(p: &mut Parser<'_>) {
    let m = p.start();
    p.uses(Feature::ListaggOverflow, 2);
    p.bump(T![on]);
    p.bump(T![overflow]);
    if !p.eat(T![error]) {
        p.expect(T![truncate]);
        p.eat(T![string]);
        if p.eat_set(TokenSet::new(&[T![with], T![without]])) {
            match p.text(0).eq_ignore_ascii_case("count") {
                true => p.bump_any(),
                false => p.expected("`COUNT`"),
            }
        } else {
            p.expected("`WITH COUNT` or `WITHOUT COUNT`");
        }
    }
    m.complete(p, SyntaxKind::OVERFLOW_CLAUSE);
}

/// Whether GoogleSQL's `WITH REPORT` or `CLAMPED BETWEEN` stands here.
fn at_report(p: &Parser<'_>) -> bool {
    p.at(T![with]) && p.nth_at(1, T![report]) || p.at(T![clamped]) && p.nth_at(1, T![between])
}

fn report(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(T![with]) {
        p.bump(T![report]);
        if p.at(T!["("]) {
            super::lists::parenthesized(p, "an option", |p| expr(p).is_some());
        }
    } else {
        p.bump(T![clamped]);
        p.bump(T![between]);
        super::expressions::expr_below_in(p);
        if p.expect(T![and]) {
            super::expressions::expr_below_in(p);
        }
    }
    m.complete(p, SyntaxKind::WITH_REPORT);
}

pub(super) fn arg(p: &mut Parser<'_>, first: bool, is_unclosed: bool, is_struct: bool) -> bool {
    let m = p.start();
    if nth_is_word(p, 0) && matches!(p.nth(1), T!["=>"] | T![":="]) {
        word_as(p, SyntaxKind::NAME);
        if p.at(T![":="]) {
            p.uses(Feature::ColonEqualsArgument, 1);
        }
        p.bump_any();
        if p.dialect == DialectKind::Snowflake {
            p.eat(T![table]);
        }
        let is_plain = p.at(T![table]) && p.dialect == DialectKind::BigQuery;
        if !is_plain && opt_table_argument(p) {
            m.complete(p, SyntaxKind::ARG);
            return true;
        }
        if !lambda_or_expr(p, false) {
            p.expected("a value for the named argument");
        }
        m.complete(p, SyntaxKind::ARG);
        return true;
    }
    if is_query_start(p, p.position()) && !p.at(T![table]) {
        query(p);
        m.complete(p, SyntaxKind::ARG);
        return true;
    }
    if opt_table_argument(p) {
        m.complete(p, SyntaxKind::ARG);
        return true;
    }
    // GoogleSQL and Trino: a star is the only argument.
    let stars_end = !first && matches!(p.dialect, DialectKind::BigQuery | DialectKind::Trino);
    if p.at(T!["*"]) && stars_end || !lambda_or_expr(p, first) {
        m.abandon(p);
        return false;
    }
    if p.previous() == T!["*"] && p.dialect == DialectKind::BigQuery {
        check_star_argument(p, first);
    }
    opt_json_format(p);
    if is_struct && p.dialect == DialectKind::Databricks && !is_unclosed {
        opt_alias(p);
    } else if p.at(T![as]) && p.nth_at(1, T!["("]) && p.dialect == DialectKind::BigQuery {
        // `NEW message(e AS (path.to.extension))`
        p.bump_any();
        super::lists::parenthesized(p, "an extension", |p| {
            at_name(p) && super::names::path(p, "an extension").is_some()
        });
    } else if p.at(T![as]) && !is_unclosed {
        validation::queries::argument_alias(p);
        opt_alias(p);
    }
    m.complete(p, SyntaxKind::ARG);
    true
}

/// GoogleSQL takes a bare star as the only argument.
fn check_star_argument(p: &mut Parser<'_>, first: bool) {
    let star = p.position() - 1;
    if !first || p.kind_at(star.saturating_sub(1)) == T!["."] {
        let message = "a star with a table's name is no argument here".to_owned();
        p.error_at(Anchor::Token(star), message, None);
    }
}

/// `x -> e` is a lambda in every argument but the first, where it is JSON's arrow: functions that take a lambda take
/// the list before it.
fn lambda_or_expr(p: &mut Parser<'_>, first: bool) -> bool {
    let is_lambda_only = matches!(p.dialect, DialectKind::BigQuery | DialectKind::Trino);
    if (!first || is_lambda_only) && at_name(p) && (p.nth_at(1, T!["->"]) || starts_typed_lambda(p)) {
        lambda(p);
        return true;
    }
    // GoogleSQL's grammar takes a path for the parameter.
    if p.dialect == DialectKind::BigQuery && p.nth_at(1, T!["."]) && at_path_lambda(p) {
        let m = p.start();
        super::names::path(p, "a parameter");
        p.expect(T!["->"]);
        lambda_body(p);
        m.complete(p, SyntaxKind::LAMBDA_EXPR);
        return true;
    }
    expr(p).is_some()
}

fn at_path_lambda(p: &Parser<'_>) -> bool {
    let mut n = 1;
    while p.nth_at(n, T!["."]) && nth_is_word(p, n + 1) {
        n += 2;
    }
    at_name(p) && p.nth_at(n, T!["->"])
}

/// Snowflake's `x INT -> e`: it has no other meaning of the arrow.
fn starts_typed_lambda(p: &Parser<'_>) -> bool {
    if p.dialect != DialectKind::Snowflake || !nth_is_word(p, 1) {
        return false;
    }
    let behind =
        if p.nth_at(2, T!["("]) { behind_closing(p, p.position() + 2) } else { Some(p.position() + 2) };
    behind.is_some_and(|at| p.kind_at(at) == T!["->"])
}

/// `x -> e`.
pub(super) fn lambda(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    lambda_param(p);
    // A word that can be no type may stand where Snowflake has one.
    p.expect(T!["->"]);
    lambda_body(p);
    m.complete(p, SyntaxKind::LAMBDA_EXPR)
}

/// Whether `(x, y) ->` stands here.
pub(super) fn starts_lambda_behind_paren(p: &Parser<'_>) -> bool {
    let open = p.position();
    if p.dialect == DialectKind::Snowflake {
        return behind_closing(p, open).is_some_and(|at| p.kind_at(at) == T!["->"]);
    }
    let is_name = |at: usize| {
        let kind = p.kind_at(at);
        kind == T![ident] || kind == T![quoted_ident] || kind.is_keyword() && !p.reserved.words.contains(kind)
    };
    // Trino's `() -> e`.
    if p.kind_at(open + 1) == T![")"] {
        return p.kind_at(open + 2) == T!["->"];
    }
    if !is_name(open + 1) || !matches!(p.kind_at(open + 2), T![","] | T![")"]) {
        return false;
    }
    behind_closing(p, open)
        .is_some_and(|at| p.kind_at(at) == T!["->"] && (open + 1..at - 1).step_by(2).all(is_name))
}

/// What may follow the arguments: EXPORT_STATE, IGNORE NULLS, WITHIN GROUP, FILTER, OVER.
pub(super) fn over_and_friends(p: &mut Parser<'_>) {
    opt_hint(p);
    loop {
        match p.current() {
            T![export_state] => p.bump_any(),
            T![ignore] | T![respect] if p.nth_at(1, T![nulls]) => null_treatment(p),
            // Snowflake: `nth_value(a, 2) FROM LAST IGNORE NULLS OVER (..)`
            T![from] if at_end_of_window(p) => {
                p.bump_any();
                p.bump_any();
            }
            T![within] if p.nth_at(1, T![group]) => {
                p.uses(Feature::WithinGroup, 2);
                within_group(p);
            }
            T![filter] if p.nth_at(1, T!["("]) => {
                p.uses(Feature::AggregateFilter, 1);
                filter(p);
            }
            T![over] if p.nth_at(1, T!["("]) || lacks_window_opening(p) || at_name_behind_over(p) => {
                over(p);
                return;
            }
            T!["("] if matches!(p.nth(1), T![partition] | T![order]) && p.nth_at(2, T![by]) => {
                over(p);
                return;
            }
            _ => return,
        }
    }
}

/// Whether `FROM FIRST` or `FROM LAST` says which end of a window a function counts from, and no table follows.
/// <https://docs.snowflake.com/en/sql-reference/functions/nth_value>
fn at_end_of_window(p: &Parser<'_>) -> bool {
    p.dialect == DialectKind::Snowflake
        && matches!(p.nth(1), T![first] | T![last])
        && (p.nth_at(2, T![over]) && p.nth_at(3, T!["("])
            || matches!(p.nth(2), T![ignore] | T![respect]) && p.nth_at(3, T![nulls]))
}

fn at_name_behind_over(p: &Parser<'_>) -> bool {
    super::names::nth_is_name(p, 1) && p.nth(1) != T![","]
}

/// `OVER PARTITION BY ..)`.
fn lacks_window_opening(p: &Parser<'_>) -> bool {
    matches!(p.nth(1), T![partition] | T![order]) && p.nth_at(2, T![by])
}

fn null_treatment(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump_any();
    p.expect(T![nulls]);
    m.complete(p, SyntaxKind::NULL_TREATMENT);
}

fn within_group(p: &mut Parser<'_>) {
    validation::duckdb::within_group(p);
    let m = p.start();
    p.bump(T![within]);
    p.bump(T![group]);
    let opened = p.position();
    if p.expect(T!["("]) || p.at(T![order]) {
        if p.at(T![order]) {
            order_by_clause(p);
        } else {
            p.expected_in("`ORDER BY`", "WITHIN GROUP");
        }
        close(p, T![")"], opened);
    }
    m.complete(p, SyntaxKind::WITHIN_GROUP);
}

fn filter(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![filter]);
    let opened = p.position();
    p.bump(T!["("]);
    if !p.eat(T![where]) {
        p.uses(Feature::FilterWithoutWhere, 1);
    }
    in_clause(p, "FILTER", |p| {
        if expr(p).is_none() {
            p.expected("a condition");
        }
    });
    close(p, T![")"], opened);
    m.complete(p, SyntaxKind::FILTER_CLAUSE);
}

pub(super) fn over(p: &mut Parser<'_>) {
    let m = p.start();
    let lacks_opening = lacks_window_opening(p);
    if !p.eat(T![over]) {
        missing(p, "`OVER`", " OVER");
    }
    if p.at(T!["("]) || lacks_opening {
        window_spec(p);
    } else {
        word_as(p, SyntaxKind::NAME_REF);
    }
    m.complete(p, SyntaxKind::OVER_CLAUSE);
}
