//! CREATE TABLE, VIEW, SCHEMA and TYPE.

use super::expressions::{expr, expr_above_is};
use super::lists::{close, in_clause, list, parenthesized};
use super::names::{at_name, column_name_list, name, path};
use super::queries::query;
use super::statements::opaque_rest;
use super::types::type_name;
use crate::parser::{Parser, TokenSet};
use crate::{SyntaxKind, T};

const MODIFIERS: TokenSet =
    TokenSet::new(&[T![or], T![replace], T![temp], T![temporary], T![recursive], T![materialized]]);

/// Whether the CREATE statement here is one of those that are looked into.
pub(super) fn is_known_definition(p: &Parser<'_>) -> bool {
    matches!(object(p), T![table] | T![view] | T![schema] | T![type])
}

fn object(p: &Parser<'_>) -> SyntaxKind {
    let mut n = 1;
    while n < 6 && MODIFIERS.contains(p.nth(n)) {
        n += 1;
    }
    p.nth(n)
}

pub(super) fn create_statement(p: &mut Parser<'_>) {
    let m = p.start();
    let object = object(p);
    p.bump(T![create]);
    while p.eat_set(MODIFIERS) {}
    p.bump(object);
    if p.eat(T![if]) {
        p.expect(T![not]);
        p.expect(T![exists]);
    }
    let kind = match object {
        T![table] => {
            in_clause(p, "CREATE TABLE", create_table);
            SyntaxKind::CREATE_TABLE
        }
        T![view] => {
            in_clause(p, "CREATE VIEW", create_view);
            SyntaxKind::CREATE_VIEW
        }
        T![type] => {
            path(p, "a type name");
            if p.expect(T![as]) {
                type_name(p);
            }
            SyntaxKind::CREATE_TYPE
        }
        _ => {
            path(p, "a schema name");
            SyntaxKind::CREATE_SCHEMA
        }
    };
    // Options of single warehouses: clustering, properties, comments.
    if !p.at_end() && kind != SyntaxKind::CREATE_TYPE {
        let rest = p.start();
        opaque_rest(p, rest);
    }
    m.complete(p, kind);
}

fn create_table(p: &mut Parser<'_>) {
    path(p, "a table name");
    if p.at(T!["("]) {
        column_defs(p);
    }
    if p.eat(T![as]) {
        query(p);
    }
}

fn create_view(p: &mut Parser<'_>) {
    path(p, "a view name");
    if p.at(T!["("]) {
        column_name_list(p);
    }
    if p.expect(T![as]) {
        query(p);
    }
}

fn column_defs(p: &mut Parser<'_>) {
    let m = p.start();
    parenthesized(p, "a column definition", |p| {
        let is_constraint =
            matches!(p.current(), T![constraint] | T![primary] | T![unique] | T![check] | T![foreign])
                && (!at_name(p) || matches!(p.nth(1), T![key] | T!["("]));
        if is_constraint {
            table_constraint(p);
            return true;
        }
        if !at_name(p) {
            return false;
        }
        let m = p.start();
        name(p, "a column name");
        let without_type = matches!(p.current(), T![","] | T![")"] | T![generated] | T![as]);
        if !without_type {
            type_name(p);
        }
        while column_constraint(p) {}
        m.complete(p, SyntaxKind::COLUMN_DEF);
        true
    });
    m.complete(p, SyntaxKind::COLUMN_DEF_LIST);
}

fn column_constraint(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    if p.eat(T![constraint]) {
        name(p, "a constraint name");
    }
    match p.current() {
        T![not] | T![null] => {
            p.eat(T![not]);
            p.expect(T![null]);
        }
        T![primary] => {
            p.bump_any();
            p.expect(T![key]);
        }
        T![unique] => p.bump_any(),
        T![default] => {
            p.bump_any();
            expr_above_is(p);
        }
        T![check] => {
            p.bump_any();
            condition_in_parens(p);
        }
        T![collate] => {
            p.bump_any();
            path(p, "a collation");
        }
        T![references] => references(p),
        T![generated] | T![as] => {
            if p.eat(T![generated]) {
                p.eat(T![always]);
            }
            p.expect(T![as]);
            condition_in_parens(p);
            // STORED, VIRTUAL
            if at_name(p) {
                p.bump_any();
            }
        }
        T![comment] => {
            p.bump_any();
            p.expect(T![string]);
        }
        _ => {
            m.abandon(p);
            return false;
        }
    }
    m.complete(p, SyntaxKind::COLUMN_CONSTRAINT);
    true
}

fn condition_in_parens(p: &mut Parser<'_>) {
    let opened = p.position();
    if p.expect(T!["("]) {
        expr(p);
        close(p, T![")"], opened);
    }
}

fn references(p: &mut Parser<'_>) {
    p.bump(T![references]);
    path(p, "a table name");
    if p.at(T!["("]) {
        column_name_list(p);
    }
    while p.eat(T![on]) {
        // ON DELETE CASCADE, ON UPDATE SET NULL
        while !matches!(p.current(), T![","] | T![")"] | T![on] | T![";"] | SyntaxKind::EOF) {
            p.bump_any();
        }
    }
}

fn table_constraint(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(T![constraint]) {
        name(p, "a constraint name");
    }
    match p.current() {
        T![check] => {
            p.bump_any();
            condition_in_parens(p);
        }
        T![primary] | T![unique] | T![foreign] => {
            p.bump_any();
            p.eat(T![key]);
            if p.at(T!["("]) {
                column_name_list(p);
            }
            if p.at(T![references]) {
                references(p);
            }
        }
        _ => list(p, "a constraint", TokenSet::EMPTY, |_| false),
    }
    m.complete(p, SyntaxKind::TABLE_CONSTRAINT);
}
