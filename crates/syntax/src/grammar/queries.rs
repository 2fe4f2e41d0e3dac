//! Queries: WITH, set operations, VALUES, and the clauses behind them.

use super::expressions::{expr, operand};
use super::inline_functions::{at_inline_functions, inline_functions};
use super::limits::{fetch_clause, limit_clause, offset_clause};
use super::lists::{
    at_list_end, at_most_columns, close, in_clause, is_query_start, paren_is_query, parenthesized, shown,
    skip_until, strict_list,
};
use super::names::{
    at_name, at_table_alias, column_name_list, name, nth_is, nth_is_name, path, recover_misspelt, table_path,
};
use super::ordering::order_by_clause;
use super::pipe::pipe_operators;
use super::pivot::{pivot_query, unpivot_query};
use super::recovery::{lacks_opening, lacks_select, missing};
use super::select::{select, select_item, select_without_word};
use super::set_operations::{set_operator, set_power};
use super::tables::opt_table_alias;
use super::transform::at_map_or_reduce;
use crate::parser::{CompletedMarker, MAX_CHAIN, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

/// A whole query.
pub(super) fn query(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| in_clause(p, "the query", query_unguarded))
}

fn query_unguarded(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let m = p.start();
    let declares = at_inline_functions(p);
    if declares {
        inline_functions(p);
    }
    let has_with = p.at(T![with]);
    if has_with {
        with_clause(p);
        if p.at_set(TokenSet::new(&[T![insert], T![update], T![delete], T![merge]])) {
            return Some(m.complete(p, SyntaxKind::QUERY));
        }
    }
    if !at_query_body(p) {
        recover_misspelt(p, &[T![select], T![from], T![values]]);
    }
    let body = match query_body(p, 0) {
        None if !has_with && !declares && lacks_select(p) => Some(select_without_word(p)),
        body => body,
    };
    if body.is_none() {
        if has_with {
            p.expected_in("`SELECT`", "the query behind WITH");
        } else {
            p.expected_in("a query", "");
        }
        if !at_list_end(p) {
            skip_until(p, at_query_body);
            query_body(p, 0);
        }
    }
    query_tail(p);
    pipe_operators(p);
    Some(m.complete(p, SyntaxKind::QUERY))
}

fn at_query_body(p: &Parser<'_>) -> bool {
    is_query_start(p, p.position()) && !p.at(T![with])
        || at_map_or_reduce(p)
        || p.at(T!["("]) && paren_is_query(p, 0)
        || p.at_set(TokenSet::new(&[T![table], T![values], T![pivot], T![unpivot]]))
}

pub(super) fn with_clause(p: &mut Parser<'_>) {
    let m = p.start();
    let first = p.position();
    p.bump(T![with]);
    if p.at(T![recursive]) && nth_is_name(p, 1) && !p.nth_at(1, T![as]) {
        p.bump(T![recursive]);
    }
    in_clause(p, "WITH", |p| {
        strict_list(p, "a name for the common table expression", QUERY_START, |p| {
            (nth_is_name(p, 0) || p.at(T![as]) && p.nth_at(1, T!["("])) && cte(p)
        });
    });
    validation::queries::common_table_expressions(p, first);
    validation::duckdb::recursive(p, first);
    m.complete(p, SyntaxKind::WITH_CLAUSE);
}

const QUERY_START: TokenSet = TokenSet::new(&[
    T![select],
    T![from],
    T![values],
    T![table],
    T![insert],
    T![update],
    T![delete],
    T![merge],
    T![pivot],
    T![unpivot],
    T!["("],
]);

fn cte(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    name(p, "a name");
    if p.at(T!["("]) && !paren_is_query(p, 0) || lacks_opening(p) {
        column_name_list(p);
    }
    if p.at(T![using]) {
        let m = p.start();
        p.bump(T![using]);
        p.expect(T![key]);
        if p.at(T!["("]) {
            parenthesized(p, "a key column", select_item);
        }
        m.complete(p, SyntaxKind::USING_KEY);
    }
    // Spark: MAX RECURSION LEVEL 100
    if p.at(T![max]) && nth_is(p, 1, "recursion") {
        p.bump_any();
        p.bump_as(T![ident]);
        if nth_is(p, 0, "level") {
            p.bump_as(T![ident]);
        } else {
            p.expected("`LEVEL`");
        }
        p.expect(T![number]);
    }
    // Snowflake: a version of a model under a name, <https://docs.snowflake.com/en/sql-reference/commands-model-function>
    if p.dialect == DialectKind::Snowflake && p.at(T![as]) && nth_is(p, 1, "model") && nth_is_name(p, 2) {
        p.bump(T![as]);
        p.bump_as(T![ident]);
        path(p, "a model");
        if p.eat(T![version]) {
            path(p, "a version");
        }
        m.complete(p, SyntaxKind::CTE);
        return true;
    }
    // Spark: AS is optional.
    if p.at(T!["("]) {
        if p.dialect != DialectKind::Databricks {
            p.expect(T![as]);
        }
    } else {
        p.expect(T![as]);
    }
    let materialized = p.position();
    if p.at(T![not]) && p.nth_at(1, T![materialized]) {
        p.bump_any();
    }
    if p.eat(T![materialized]) {
        p.uses_since(Feature::MaterializedCte, materialized);
    }
    let opened = p.position();
    if p.eat(T!["("]) {
        if p.at_set(TokenSet::new(&[T![insert], T![update], T![delete], T![merge]])) {
            let m = p.start();
            p.skip_balanced();
            m.complete(p, SyntaxKind::OPAQUE_STATEMENT);
        } else if p.at(T![")"]) {
            p.expected_in("a query", "the common table expression");
        } else {
            query(p);
        }
        close_query(p, opened);
    } else {
        p.expected_in("`(` and a query", "WITH");
        if is_query_start(p, p.position()) {
            query(p);
            p.eat(T![")"]);
        }
    }
    if p.at(T![with]) && p.nth_at(1, T![depth]) {
        with_depth(p);
    }
    m.complete(p, SyntaxKind::CTE);
    true
}

/// `WITH DEPTH AS d BETWEEN 0 AND 3`.
fn with_depth(p: &mut Parser<'_>) {
    let m = p.start();
    p.uses(Feature::WithDepth, 2);
    p.bump(T![with]);
    p.bump(T![depth]);
    if p.eat(T![as]) || at_name(p) && !p.at(T![max]) && !p.at(T![between]) {
        name(p, "a name");
    }
    if p.eat(T![between]) {
        operand(p);
        p.expect(T![and]);
        operand(p);
    } else if p.eat(T![max]) {
        operand(p);
    }
    m.complete(p, SyntaxKind::WITH_DEPTH);
}

/// Closes the parenthesis around a query; what does not belong is skipped.
pub(super) fn close_query(p: &mut Parser<'_>, opened: usize) {
    if p.at(T![select]) && !p.is_unclosed(opened) {
        missing(p, "`UNION`, `INTERSECT` or `EXCEPT`", " UNION ALL");
        query(p);
        close(p, T![")"], opened);
        return;
    }
    if matches!(p.current(), T![select] | T![with]) {
        // A parenthesis was forgotten before the query that goes on here.
        p.expect_closing(T![")"], opened);
        return;
    }
    if !p.at(T![")"]) && !p.at_end() {
        p.error(format!("unexpected `{}` in a query in parentheses", shown(p)));
        let m = p.start();
        p.skip_balanced();
        m.complete(p, SyntaxKind::ERROR);
        p.eat(T![")"]);
        return;
    }
    close(p, T![")"], opened);
}

/// Selects and set operations; INTERSECT binds tighter.
fn query_body(p: &mut Parser<'_>, min: u8) -> Option<CompletedMarker> {
    let mut lhs = query_primary(p)?;
    let mut height = 1;
    loop {
        let Some(power) = set_power(p) else { return Some(lhs) };
        if power <= min {
            return Some(lhs);
        }
        height += 1;
        if height > MAX_CHAIN {
            p.exceeded(format!("more than {MAX_CHAIN} set operations in a row"));
            return Some(lhs);
        }
        let m = lhs.precede(p);
        set_operator(p);
        if p.at(T![from]) && p.dialect == DialectKind::BigQuery {
            p.error("a query that begins with `FROM` needs parentheses behind a set operator");
        }
        if !at_query_body(p) {
            recover_misspelt(p, &[T![select], T![from], T![values]]);
        }
        if query_body(p, power).is_none() {
            p.expected_in("`SELECT`", "the set operation");
        }
        lhs = m.complete(p, SyntaxKind::SET_OPERATION);
    }
}

pub(super) fn query_primary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let m;
    match p.current() {
        T![select] | T![from] => Some(select(p)),
        _ if at_map_or_reduce(p) => Some(select(p)),
        T![values] => Some(values_query(p)),
        T!["("] => {
            m = p.start();
            let opened = p.position();
            p.bump(T!["("]);
            query(p);
            close_query(p, opened);
            if p.at(T![as]) && p.dialect == DialectKind::BigQuery {
                super::tables::opt_table_alias(p);
            }
            Some(m.complete(p, SyntaxKind::PAREN_QUERY))
        }
        T![table] => {
            m = p.start();
            p.bump(T![table]);
            table_path(p, "a table name");
            Some(m.complete(p, SyntaxKind::TABLE_QUERY))
        }
        T![pivot] | T![pivot_wider] => Some(pivot_query(p)),
        T![unpivot] | T![pivot_longer] => Some(unpivot_query(p)),
        T![describe] | T![desc] | T![summarize] | T![show] if is_query_start(p, p.position()) => {
            m = p.start();
            p.bump_any();
            if is_query_start(p, p.position()) || paren_is_query(p, 0) {
                query(p);
            } else if nth_is_name(p, 0) {
                table_path(p, "a table name");
                // SHOW ALL TABLES, SHOW TABLES FROM x
                while !at_list_end(p) || p.at(T![from]) {
                    p.bump_any();
                }
            } else {
                while !at_list_end(p) {
                    p.bump_any();
                }
            }
            Some(m.complete(p, SyntaxKind::DESCRIBE_QUERY))
        }
        _ => None,
    }
}

/// VALUES as a query; Spark lets an alias follow.
fn values_query(p: &mut Parser<'_>) -> CompletedMarker {
    let first = p.position();
    p.uses(Feature::Values, 1);
    let values = values_clause(p);
    if p.dialect != DialectKind::Databricks || !p.at(T![as]) && !at_table_alias(p) {
        return values;
    }
    // As in FROM: the alias renames the columns.
    let m = values.precede(p);
    let behind = p.position();
    opt_table_alias(p);
    validation::queries::values_alias(p, first, behind);
    let table = m.complete(p, SyntaxKind::VALUES_TABLE);
    let m = table.precede(p);
    m.complete(p, SyntaxKind::ALIASED_VALUES)
}

pub(super) fn values_clause(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    let first = p.position();
    p.bump(T![values]);
    in_clause(p, "VALUES", |p| {
        // An alias may follow in FROM.
        loop {
            let m = p.start();
            if p.at(T!["("]) || lacks_opening(p) {
                let item = at_most_columns(|p| {
                    let found = expr(p).is_some();
                    if found && p.at(T![as]) && p.dialect == DialectKind::Databricks {
                        super::names::opt_alias(p);
                    }
                    found
                });
                parenthesized(p, "an expression", item);
            } else if matches!(p.dialect, DialectKind::Databricks | DialectKind::Trino) {
                if expr(p).is_none() {
                    p.expected("a value");
                }
            } else {
                p.expected("`(` and a row of values");
            }
            m.complete(p, SyntaxKind::ROW_EXPR);
            if !p.eat(T![","]) {
                break;
            }
            if at_list_end(p) {
                break;
            }
        }
    });
    validation::queries::inline_table(p, first);
    m.complete(p, SyntaxKind::VALUES_CLAUSE)
}

/// ORDER BY, LIMIT, OFFSET, FETCH, FOR UPDATE.
fn query_tail(p: &mut Parser<'_>) {
    let (mut orders, mut limits) = (Vec::new(), None);
    let mut last = SyntaxKind::EOF;
    loop {
        let clause = p.current();
        check_tail_order(p, clause, last);
        last = clause;
        match clause {
            T![window] if p.dialect == DialectKind::Databricks && p.nth_at(2, T![as]) => {
                super::select::window_clause(p);
            }
            T![order] => {
                orders.push(p.position());
                order_by_clause(p);
            }
            T![sort] | T![cluster] | T![distribute] if p.nth_at(1, T![by]) => {
                p.uses(Feature::SortBy, 2);
                orders.push(p.position());
                order_by_clause(p);
            }
            T![limit] => {
                validation::queries::limit(p, &mut limits);
                limit_clause(p);
                if p.at(T![offset]) && p.dialect == DialectKind::BigQuery {
                    offset_clause(p);
                }
            }
            // GoogleSQL has it behind LIMIT only.
            T![offset] if p.dialect != DialectKind::BigQuery => {
                validation::queries::limit(p, &mut limits);
                offset_clause(p);
            }
            T![fetch] => fetch_clause(p),
            T![for] if matches!(p.nth(1), T![update] | T![share]) => {
                let m = p.start();
                let first = p.position();
                p.uses(Feature::ForUpdate, 2);
                p.bump(T![for]);
                p.bump_any();
                // Snowflake: NOWAIT, WAIT 5
                if nth_is(p, 0, "nowait") {
                    p.bump_as(T![ident]);
                } else if nth_is(p, 0, "wait") {
                    p.bump_as(T![ident]);
                    p.expect(T![number]);
                }
                validation::duckdb::locking(p, first);
                m.complete(p, SyntaxKind::LOCKING_CLAUSE);
            }
            _ => {
                validation::queries::orders(p, &orders);
                return;
            }
        }
    }
}

/// GoogleSQL and Trino have these clauses in one order, each once:
/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax>, <https://trino.io/docs/current/sql/select.html>
fn check_tail_order(p: &mut Parser<'_>, clause: SyntaxKind, last: SyntaxKind) {
    if !matches!(p.dialect, DialectKind::BigQuery | DialectKind::Trino) {
        return;
    }
    let rank = |it: SyntaxKind| match it {
        T![order] => Some(1),
        T![offset] => Some(2),
        T![limit] | T![fetch] => Some(3),
        _ => None,
    };
    if let (Some(this), Some(before)) = (rank(clause), rank(last))
        && this <= before
    {
        let name = clause.spelling().unwrap_or_default();
        let message = match clause == last {
            true => format!("a second `{name}` in one query"),
            false => format!("`{name}` must stand before `{}`", last.spelling().unwrap_or_default()),
        };
        p.error(message);
    }
}
