//! Pipe syntax: operators behind a query, each of which takes the rows of all that stands before it.
//!
//! <https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax>,
//! <https://docs.databricks.com/sql/language-manual/sql-ref-syntax-qry-pipeline>

use super::calls::call_on_path;
use super::expressions::expr;
use super::grouping::group_item;
use super::hints::opt_hint;
use super::joins::{at_join_operator, join_operator};
use super::limits::{limit_clause, offset_clause};
use super::lists::{at_list_end, close, in_clause, paren_is_query, select_list, shown, strict_list};
use super::match_recognize::{at_match_recognize, match_recognize};
use super::names::{at_name, name, opt_name_behind_as, path};
use super::ordering::{order_by_clause, order_suffix};
use super::pivot::pivot_operator;
use super::queries::{close_query, query, with_clause};
use super::samples::sample_clause;
use super::select::{condition_clause, select_clause, select_item, window_clause};
use super::set_operations::{at_set_operator, set_operator};
use super::tables::opt_table_alias;
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};
use base::DialectKind;

/// The operators behind a query.
pub(super) fn pipe_operators(p: &mut Parser<'_>) {
    if p.at(T!["|>"]) {
        p.uses(Feature::PipeSyntax, 1);
    }
    while p.at(T!["|>"]) {
        pipe_operator(p);
    }
}

fn pipe_operator(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T!["|>"]);
    let start = p.position();
    let kind = in_clause(p, "the pipe operator", operator);
    if is_google_operator(kind) {
        p.uses_at(Feature::GooglePipeOperator, start, 1);
    }
    if !p.at(T!["|>"]) && !at_list_end(p) {
        p.error(format!("unexpected `{}` in the pipe operator", shown(p)));
        let m = p.start();
        skip_operator(p);
        m.complete(p, SyntaxKind::ERROR);
    }
    m.complete(p, kind);
}

/// Operators of GoogleSQL that Databricks lacks.
fn is_google_operator(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::PIPE_RENAME
            | SyntaxKind::PIPE_DISTINCT
            | SyntaxKind::PIPE_CALL
            | SyntaxKind::PIPE_WITH
            | SyntaxKind::PIPE_ASSERT
            | SyntaxKind::PIPE_IF
            | SyntaxKind::PIPE_OTHER
    )
}

fn operator(p: &mut Parser<'_>) -> SyntaxKind {
    match p.current() {
        T![select] => {
            select_clause(p);
            opt_window_clause(p);
            SyntaxKind::PIPE_SELECT
        }
        T![extend] => extend(p),
        T![window] if p.dialect == DialectKind::BigQuery => extend(p),
        T![set] => {
            p.bump_any();
            select_list(p, "a column and its value", TokenSet::EMPTY, set_item);
            SyntaxKind::PIPE_SET
        }
        T![drop] => {
            p.bump_any();
            select_list(p, "a column", TokenSet::EMPTY, |p| at_name(p) && path(p, "a column").is_some());
            SyntaxKind::PIPE_DROP
        }
        T![rename] => {
            p.bump_any();
            select_list(p, "a column", TokenSet::EMPTY, rename_item);
            SyntaxKind::PIPE_RENAME
        }
        T![as] => {
            p.bump_any();
            name(p, "an alias");
            SyntaxKind::PIPE_AS
        }
        T![where] => {
            condition_clause(p, T![where], SyntaxKind::WHERE_CLAUSE, "WHERE");
            SyntaxKind::PIPE_WHERE
        }
        T![aggregate] => aggregate(p),
        T![distinct] => {
            p.bump_any();
            SyntaxKind::PIPE_DISTINCT
        }
        T![order] => {
            order_by_clause(p);
            SyntaxKind::PIPE_ORDER_BY
        }
        T![sort] | T![cluster] | T![distribute] if p.nth_at(1, T![by]) => {
            order_by_clause(p);
            SyntaxKind::PIPE_ORDER_BY
        }
        T![limit] => {
            limit_clause(p);
            if p.at(T![offset]) {
                offset_clause(p);
            }
            SyntaxKind::PIPE_LIMIT
        }
        T![offset] => {
            offset_clause(p);
            SyntaxKind::PIPE_LIMIT
        }
        T![tablesample] => {
            sample_clause(p);
            SyntaxKind::PIPE_SAMPLE
        }
        T![pivot] | T![unpivot] => {
            pivot_operator(p);
            SyntaxKind::PIPE_PIVOT
        }
        T![match_recognize] if at_match_recognize(p) => {
            match_recognize(p, None);
            SyntaxKind::PIPE_PIVOT
        }
        _ if at_set_operator(p) => set_operation(p),
        _ if at_join_operator(p) => {
            join_operator(p);
            SyntaxKind::PIPE_JOIN
        }
        T![call] => call(p),
        T![with] => {
            with_clause(p);
            SyntaxKind::PIPE_WITH
        }
        T![assert] => {
            p.bump_any();
            select_list(p, "a condition", TokenSet::EMPTY, |p| expr(p).is_some());
            SyntaxKind::PIPE_ASSERT
        }
        T![if] => if_operator(p),
        _ if at_other(p) => other(p),
        _ => {
            p.expected_in("an operator such as `WHERE` or `SELECT`", "");
            SyntaxKind::PIPE_OTHER
        }
    }
}

fn opt_window_clause(p: &mut Parser<'_>) {
    if p.at(T![window]) {
        window_clause(p);
    }
}

fn extend(p: &mut Parser<'_>) -> SyntaxKind {
    p.bump_any();
    select_list(p, "an expression", TokenSet::EMPTY, select_item);
    opt_window_clause(p);
    SyntaxKind::PIPE_EXTEND
}

/// `column = value`.
fn set_item(p: &mut Parser<'_>) -> bool {
    if !at_name(p) {
        return false;
    }
    let m = p.start();
    path(p, "a column");
    if p.expect(T!["="]) && expr(p).is_none() {
        p.expected("a value");
    }
    m.complete(p, SyntaxKind::PIPE_SET_ITEM);
    true
}

/// `column [AS] name`.
fn rename_item(p: &mut Parser<'_>) -> bool {
    if !at_name(p) && !p.at(T![as]) {
        return false;
    }
    let m = p.start();
    path(p, "a column");
    if p.previous() != T![as] && p.kind_at(p.position().saturating_sub(2)) == T!["."] {
        p.error("RENAME takes columns by their name alone, without the table's");
    }
    p.eat(T![as]);
    if !opt_name_behind_as(p) {
        p.expected("a column name");
    }
    m.complete(p, SyntaxKind::RENAME_ITEM);
    true
}

fn aggregate(p: &mut Parser<'_>) -> SyntaxKind {
    p.bump_any();
    let follow = TokenSet::new(&[T![group]]);
    if !p.at(T![group]) && !at_list_end(p) {
        select_list(p, "an aggregate", follow, ordered_item);
    }
    if p.at(T![group]) {
        let m = p.start();
        p.bump(T![group]);
        opt_hint(p);
        if p.eat(T![and]) {
            p.expect(T![order]);
        }
        in_clause(p, "GROUP BY", |p| {
            if !super::ordering::expect_by(p) {
                return;
            }
            let is_last = matches!(p.nth(1), T!["|>"] | T![")"] | T![";"] | SyntaxKind::EOF);
            if p.at(T![all]) && is_last && p.dialect != DialectKind::BigQuery {
                p.bump_any();
                return;
            }
            strict_list(p, "an expression", TokenSet::EMPTY, |p| match p.current() {
                T![rollup] | T![cube] if p.nth_at(1, T!["("]) => group_item(p),
                T![grouping] if p.nth_at(1, T![sets]) => group_item(p),
                _ => ordered_item(p),
            });
        });
        m.complete(p, SyntaxKind::PIPE_GROUP_BY);
    }
    SyntaxKind::PIPE_AGGREGATE
}

/// A select item, with the order that GoogleSQL allows behind it.
fn ordered_item(p: &mut Parser<'_>) -> bool {
    let found = !p.at(T!["*"]) && select_item(p);
    if found {
        // The order stands beside the item, in the operator's own node.
        order_suffix(p);
    }
    found
}

/// `UNION ALL (query), (query)`; Databricks takes one query of any form.
fn set_operation(p: &mut Parser<'_>) -> SyntaxKind {
    set_operator(p);
    select_list(p, "a query in parentheses", TokenSet::EMPTY, |p| match p.current() {
        T!["("] if paren_is_query(p, 0) => {
            let m = p.start();
            let opened = p.position();
            p.bump(T!["("]);
            query(p);
            close_query(p, opened);
            m.complete(p, SyntaxKind::PAREN_QUERY);
            true
        }
        T![table] | T![values] | T![select] | T![from] if p.dialect != DialectKind::BigQuery => {
            super::queries::query_primary(p).is_some()
        }
        _ => false,
    });
    SyntaxKind::PIPE_SET_OPERATION
}

fn call(p: &mut Parser<'_>) -> SyntaxKind {
    p.bump_any();
    if let Some(callee) = path(p, "a table function") {
        if p.at(T!["("]) {
            call_on_path(p, callee);
            opt_hint(p);
            opt_table_alias(p);
        } else {
            p.expect(T!["("]);
        }
    }
    SyntaxKind::PIPE_CALL
}

fn if_operator(p: &mut Parser<'_>) -> SyntaxKind {
    p.bump_any();
    opt_hint(p);
    loop {
        let m = p.start();
        p.eat(T![elseif]);
        if !p.eat(T![else]) {
            if expr(p).is_none() {
                p.expected("a condition");
            }
            p.expect(T![then]);
        }
        block(p);
        m.complete(p, SyntaxKind::PIPE_BRANCH);
        if !p.at(T![elseif]) && !p.at(T![else]) {
            return SyntaxKind::PIPE_IF;
        }
    }
}

/// `( |> operator .. )`.
fn block(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    if p.expect(T!["("]) {
        let _ = p.nested(|p| {
            while p.at(T!["|>"]) {
                pipe_operator(p);
            }
            Some(())
        });
        close(p, T![")"], opened);
    }
    m.complete(p, SyntaxKind::PIPE_BLOCK);
}

/// The operators that end a pipeline or only look at it.
const OTHER_WORDS: &[&str] =
    &["fork", "tee", "describe", "static_describe", "log", "export", "create", "insert", "recursive"];

fn at_other(p: &Parser<'_>) -> bool {
    OTHER_WORDS.iter().any(|it| p.text(0).eq_ignore_ascii_case(it))
}

fn other(p: &mut Parser<'_>) -> SyntaxKind {
    let is_tree = ["fork", "tee", "log"].iter().any(|it| p.text(0).eq_ignore_ascii_case(it));
    let is_fork = p.text(0).eq_ignore_ascii_case("fork");
    let is_recursive = p.text(0).eq_ignore_ascii_case("recursive");
    p.bump_any();
    if is_tree {
        opt_hint(p);
        if is_fork || !p.at(T!["|>"]) && !at_list_end(p) {
            select_list(p, "a pipeline in parentheses", TokenSet::EMPTY, |p| {
                let found = p.at(T!["("]);
                if found {
                    block(p);
                }
                found
            });
        }
    } else if is_recursive {
        if at_set_operator(p) {
            set_operator(p);
        } else {
            p.expected("`UNION`");
        }
        if p.at(T!["("]) && p.nth_at(1, T!["|>"]) {
            block(p);
        } else if paren_is_query(p, 0) {
            let opened = p.position();
            p.bump(T!["("]);
            query(p);
            close_query(p, opened);
        } else {
            p.expected("a pipeline or a query in parentheses");
        }
        opt_table_alias(p);
    } else {
        skip_operator(p);
    }
    SyntaxKind::PIPE_OTHER
}

/// Consumes up to the next operator of this pipeline, or its end.
fn skip_operator(p: &mut Parser<'_>) {
    while !matches!(p.current(), T!["|>"] | T![")"] | T!["]"] | T!["}"] | T![";"] | SyntaxKind::EOF) {
        let is_opening = matches!(p.current(), T!["("] | T!["["] | T!["{"]);
        p.bump_any();
        if is_opening {
            p.skip_balanced();
            if matches!(p.current(), T![")"] | T!["]"] | T!["}"]) {
                p.bump_any();
            }
        }
    }
}
