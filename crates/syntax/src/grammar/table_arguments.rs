//! Arguments that are no values: tables, models, connections, descriptors.
//!
//! <https://trino.io/docs/current/functions/table.html>,
//! <https://cloud.google.com/bigquery/docs/reference/standard-sql/table-functions>,
//! <https://docs.databricks.com/sql/language-manual/sql-ref-function-invocation>

use super::calls::call_on_path;
use super::expressions::expr;
use super::lists::{close, paren_is_query, parenthesized};
use super::names::{at_name, column_name_list, nth_is_name, path, table_path, word_as};
use super::ordering::{expect_by, order_item};
use super::queries::{close_query, query};
use super::tables::opt_table_alias;
use super::types::type_name;
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};

/// A table, a model, a connection, a sequence or a descriptor, if one stands here.
pub(super) fn opt_table_argument(p: &mut Parser<'_>) -> bool {
    match p.current() {
        T![table] if p.nth_at(1, T!["("]) || nth_is_name(p, 1) => table_argument(p),
        T![input] if p.nth_at(1, T![table]) => {
            p.uses(Feature::ModelArgument, 2);
            let m = p.start();
            p.bump_any();
            p.bump_any();
            m.complete(p, SyntaxKind::TABLE_ARG);
        }
        T![model] | T![connection] | T![sequence]
            if matches!(p.nth(1), T![ident] | T![quoted_ident] | T![default]) =>
        {
            p.uses(Feature::ModelArgument, 1);
            let m = p.start();
            p.bump_any();
            if !p.eat(T![default]) {
                path(p, "a name");
            }
            m.complete(p, SyntaxKind::TABLE_ARG);
        }
        T![descriptor] if p.nth_at(1, T!["("]) => descriptor(p),
        _ => return false,
    }
    true
}

fn table_argument(p: &mut Parser<'_>) {
    let m = p.start();
    p.uses(Feature::TableArgument, 1);
    p.bump(T![table]);
    if p.at(T!["("]) {
        let opened = p.position();
        let is_query = paren_is_query(p, 0);
        p.bump(T!["("]);
        if is_query {
            query(p);
            close_query(p, opened);
        } else {
            table_path(p, "a table or a query");
            if p.at(T!["("]) {
                p.skip_balanced();
            }
            close(p, T![")"], opened);
        }
    } else if let Some(callee) = table_path(p, "a table")
        && p.at(T!["("])
    {
        call_on_path(p, callee);
    }
    let goes_on = matches!(
        p.current(),
        T![partition] | T![distribute] | T![order] | T![sort] | T![prune] | T![keep] | T![with]
    );
    if !goes_on {
        opt_table_alias(p);
    }
    if p.at_set(TokenSet::new(&[T![partition], T![distribute]])) {
        let m = p.start();
        p.bump_any();
        if expect_by(p) && expr(p).is_none() {
            p.expected("an expression");
        }
        m.complete(p, SyntaxKind::PARTITION_BY_CLAUSE);
    }
    // Databricks: WITH SINGLE PARTITION
    if p.at(T![with]) {
        p.bump_any();
        p.bump_any();
        p.expect(T![partition]);
    }
    if p.eat_set(TokenSet::new(&[T![prune], T![keep]])) {
        p.expect(T![when]);
        p.expect(T![empty]);
    }
    if p.at(T![order]) || p.at(T![sort]) && p.nth_at(1, T![by]) {
        let m = p.start();
        p.bump_any();
        if expect_by(p) {
            if p.at(T!["("]) {
                parenthesized(p, "an expression", order_item);
            } else if !order_item(p) {
                p.expected("an expression");
            }
        }
        m.complete(p, SyntaxKind::ORDER_BY_CLAUSE);
    }
    m.complete(p, SyntaxKind::TABLE_ARG);
}

/// `DESCRIPTOR(a, b bigint)`.
fn descriptor(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![descriptor]);
    parenthesized(p, "a column", |p| {
        if !at_name(p) {
            return false;
        }
        let m = p.start();
        word_as(p, SyntaxKind::NAME);
        if !p.at(T![","]) && !p.at(T![")"]) {
            type_name(p);
        }
        m.complete(p, SyntaxKind::ALIAS_COLUMN);
        true
    });
    m.complete(p, SyntaxKind::DESCRIPTOR_ARG);
}

/// `COPARTITION (a, b), (c, d)`.
pub(super) fn copartition(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![copartition]);
    loop {
        if p.at(T!["("]) {
            column_name_list(p);
        } else {
            p.expect(T!["("]);
        }
        if !p.eat(T![","]) {
            break;
        }
    }
    m.complete(p, SyntaxKind::COPARTITION);
}
