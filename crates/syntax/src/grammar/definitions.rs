//! CREATE TABLE, VIEW, SCHEMA and TYPE; ALTER, DROP and TRUNCATE.

use super::expressions::{expr, expr_above_is};
use super::lists::{close, in_clause, is_query_start, list, paren_is_query, parenthesized};
use super::manipulation::has_extension_path;
use super::names::{at_name, column_name_list, name, nth_is_name, path, table_path, word_as};
use super::opaque::{nth_is_one_of, options_until, rest};
use super::queries::query;
use super::types::type_name;
use crate::parser::{Parser, TokenSet};
use crate::{SyntaxKind, T};
use base::DialectKind;

/// Words between CREATE and the kind of thing that is created.
const MODIFIERS: &[&str] = &[
    "OR",
    "REPLACE",
    "REFRESH",
    "TEMP",
    "TEMPORARY",
    "GLOBAL",
    "LOCAL",
    "EXTERNAL",
    "TRANSIENT",
    "VOLATILE",
    "ICEBERG",
    "HYBRID",
    "DYNAMIC",
    "STREAMING",
    "LIVE",
    "PRIVATE",
    "SECURE",
    "RECURSIVE",
    "MATERIALIZED",
    "SNAPSHOT",
];

/// Whether the CREATE statement here is one of those that are looked into.
pub(super) fn is_known_definition(p: &Parser<'_>) -> bool {
    // Spark: REPLACE TABLE
    p.at(T![create]) && matches!(object(p), T![table] | T![view] | T![schema] | T![type])
        || p.at(T![replace]) && p.nth_at(1, T![table])
}

fn object(p: &Parser<'_>) -> SyntaxKind {
    let mut n = 1;
    while n < 8 && nth_is_one_of(p, n, MODIFIERS) {
        n += 1;
    }
    p.nth(n)
}

pub(super) fn create_statement(p: &mut Parser<'_>) {
    let m = p.start();
    let object = object(p);
    p.bump_any();
    while !p.at(object) {
        p.bump_any();
    }
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
                // DuckDB: an enum of what a query gives.
                if nth_is_one_of(p, 0, &["ENUM"]) && paren_is_query(p, 1) {
                    rest(p);
                } else {
                    type_name(p);
                }
            }
            SyntaxKind::CREATE_TYPE
        }
        _ => {
            path(p, "a schema name");
            rest(p);
            SyntaxKind::CREATE_SCHEMA
        }
    };
    m.complete(p, kind);
}

/// The name of what is created: Snowflake and Databricks compute it with IDENTIFIER(..).
fn created_name(p: &mut Parser<'_>, what: &str) -> bool {
    if nth_is_one_of(p, 0, &["IDENTIFIER"]) && p.nth_at(1, T!["("]) {
        let m = p.start();
        word_as(p, SyntaxKind::NAME_REF);
        options_until(p, |p| !p.at(T!["("]));
        m.complete(p, SyntaxKind::PATH);
        return true;
    }
    // GoogleSQL's parser takes statements without a name.
    if p.dialect == DialectKind::BigQuery && !at_name(p) && !p.at_end() {
        return true;
    }
    table_path(p, what).is_some()
}

fn create_table(p: &mut Parser<'_>) {
    if !created_name(p, "a table name") {
        return;
    }
    if p.at(T!["("]) && !paren_is_query(p, 0) {
        column_defs(p);
    }
    let is_bare = |p: &Parser<'_>| p.at(T![select]) && p.dialect == DialectKind::Databricks;
    options_until(p, |p| at_definition(p) || is_bare(p));
    if p.eat(T![as]) || is_bare(p) {
        query(p);
        rest(p);
    }
}

fn create_view(p: &mut Parser<'_>) {
    if !created_name(p, "a view name") {
        return;
    }
    if p.at(T!["("]) {
        if p.dialect == DialectKind::DuckDb || names_only(p) {
            column_name_list(p);
        } else {
            column_defs(p);
        }
    }
    if p.dialect == DialectKind::DuckDb {
        if p.expect(T![as]) {
            query(p);
        }
        rest(p);
        return;
    }
    if p.at_end() && p.dialect != DialectKind::BigQuery {
        p.expected("`AS` and a query");
    }
    options_until(p, at_definition);
    if p.eat(T![as]) {
        query(p);
        rest(p);
    }
}

/// AS with the query that defines a table or view; other clauses have the word too: STORED AS PARQUET.
fn at_definition(p: &Parser<'_>) -> bool {
    let next = p.position() + 1;
    p.at(T![as])
        && (is_query_start(p, next) || paren_is_query(p, 1) || matches!(p.nth(1), T![";"] | SyntaxKind::EOF))
}

/// Whether nothing but names and commas stands in the parenthesis here.
fn names_only(p: &Parser<'_>) -> bool {
    let mut n = 1;
    loop {
        match (n % 2 == 1, p.kind_at(p.position() + n)) {
            (_, T![")"]) => return true,
            (true, T![ident] | T![quoted_ident] | T![string]) | (false, T![","]) => {}
            (true, kind) if kind.is_keyword() => {}
            _ => return false,
        }
        n += 1;
    }
}

/// First words of statements that change what there is.
pub(super) const CHANGES: TokenSet = TokenSet::new(&[T![alter], T![drop], T![truncate]]);

/// Words between ALTER or DROP and the name of the thing: its kind.
const KINDS: &[&str] = &[
    "TABLE",
    "VIEW",
    "SCHEMA",
    "DATABASE",
    "TYPE",
    "SEQUENCE",
    "INDEX",
    "FUNCTION",
    "PROCEDURE",
    "MACRO",
    "MATERIALIZED",
    "EXTERNAL",
    "DYNAMIC",
    "ICEBERG",
    "HYBRID",
    "STREAMING",
    "TEMPORARY",
    "TEMP",
    "SNAPSHOT",
    "CATALOG",
    "VOLUME",
    "ONLY",
];

/// ALTER, DROP or TRUNCATE of a kind of thing that is known; else nothing is consumed.
pub(super) fn change_statement(p: &mut Parser<'_>) -> bool {
    let is_truncate = p.at(T![truncate]);
    let mut n = 1;
    while nth_is_one_of(p, n, KINDS) && !matches!(p.nth(n + 1), T!["."] | T![";"] | SyntaxKind::EOF) {
        n += 1;
    }
    let has_kind = n > 1;
    if p.nth_at(n, T![if]) && p.nth_at(n + 1, T![exists]) {
        n += 2;
    }
    if p.dialect == DialectKind::BigQuery && has_extension_path(p) {
        return false;
    }
    if !has_kind && !is_truncate || !nth_is_name(p, n) {
        return false;
    }
    let m = p.start();
    let kind = match p.current() {
        T![alter] => SyntaxKind::ALTER_STATEMENT,
        T![drop] => SyntaxKind::DROP_STATEMENT,
        _ => SyntaxKind::TRUNCATE_STATEMENT,
    };
    for _ in 0..n {
        p.bump_any();
    }
    while created_name(p, "a name") && kind == SyntaxKind::DROP_STATEMENT && p.eat(T![","]) {}
    rest(p);
    m.complete(p, kind);
    true
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
        let is_strict = p.dialect == DialectKind::DuckDb;
        if !at_name(p) || !is_strict && nth_is_one_of(p, 0, &["LIKE", "CONSTRAINT"]) {
            // Trino's LIKE, BigQuery's and Databricks' clauses, and what else warehouses have.
            let before = p.position();
            if !is_strict {
                options_until(p, at_next_column);
            }
            return p.position() > before;
        }
        let m = p.start();
        name(p, "a column name");
        let without_type = matches!(p.current(), T![","] | T![")"] | T![generated] | T![as]);
        if !without_type && (is_strict || starts_type(p)) {
            type_name(p);
        }
        loop {
            while column_constraint(p) {}
            if is_strict || p.at_end() || at_next_column(p) {
                break;
            }
            // A word that is not known, up to a constraint that is.
            let m = p.start();
            p.bump_any();
            if matches!(p.previous(), T!["("]) {
                p.skip_balanced();
                p.eat(T![")"]);
            }
            m.complete(p, SyntaxKind::STATEMENT_OPTIONS);
        }
        m.complete(p, SyntaxKind::COLUMN_DEF);
        true
    });
    m.complete(p, SyntaxKind::COLUMN_DEF_LIST);
}

fn at_next_column(p: &Parser<'_>) -> bool {
    matches!(p.current(), T![","] | T![")"])
}

/// Whether a column's type may stand here: options of columns without one begin with other words.
fn starts_type(p: &Parser<'_>) -> bool {
    (at_name(p) || matches!(p.current(), T![array] | T![struct] | T![interval]))
        && !nth_is_one_of(
            p,
            0,
            &["OPTIONS", "WITH", "COMMENT", "NOT", "PROJECTION", "MASKING", "TAG", "POLICY"],
        )
}

fn column_constraint(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    if p.eat(T![constraint]) {
        name(p, "a constraint name");
    }
    match p.current() {
        // NOT ENFORCED
        T![not] if p.dialect != DialectKind::DuckDb && !p.nth_at(1, T![null]) => {
            m.abandon(p);
            return false;
        }
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
            if !p.eat(T![string]) {
                path(p, "a collation");
            }
        }
        // DuckDB: accepted and ignored.
        T![using] if nth_is_one_of(p, 1, &["COMPRESSION"]) => {
            p.bump_any();
            p.bump_any();
            if at_name(p) {
                p.bump_any();
            }
        }
        // GENERATED BY DEFAULT AS IDENTITY (..)
        T![generated] if p.nth_at(1, T![by]) || nth_is_one_of(p, 3, &["IDENTITY", "ROW"]) => {
            options_until(p, at_next_column);
        }
        T![foreign] if p.dialect != DialectKind::DuckDb => options_until(p, at_next_column),
        T![references] => references(p),
        T![generated] | T![as] => {
            if p.eat(T![generated]) {
                p.eat(T![always]);
            }
            p.expect(T![as]);
            // Snowflake's external tables: `day DATE AS to_date(value:c1)`
            if p.dialect == DialectKind::Snowflake && !p.at(T!["("]) {
                if expr(p).is_none() {
                    p.expected("an expression");
                }
            } else {
                condition_in_parens(p);
            }
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
    // Snowflake: MATCH FULL
    if nth_is_one_of(p, 0, &["MATCH"]) {
        p.bump_any();
        p.bump_any();
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
            // DuckDB: an index that exists.
            if p.at(T![using]) && nth_is_one_of(p, 1, &["INDEX"]) {
                p.bump_any();
                p.bump_any();
                path(p, "an index name");
            }
            if p.at(T![references]) {
                references(p);
            }
        }
        _ if p.dialect == DialectKind::DuckDb => list(p, "a constraint", TokenSet::EMPTY, |_| false),
        _ => {}
    }
    // Databricks: EXPECT (..), NOT ENFORCED RELY, NORELY
    if p.dialect != DialectKind::DuckDb {
        options_until(p, at_next_column);
    }
    m.complete(p, SyntaxKind::TABLE_CONSTRAINT);
}
