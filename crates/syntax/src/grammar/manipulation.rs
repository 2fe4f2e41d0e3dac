//! INSERT, UPDATE, DELETE and MERGE: targets, columns, sources, conditions and assignments. What single warehouses add
//! is kept as it is.

use super::expressions::{expr, expr_below_in};
use super::lists::{behind_closing, in_clause, is_query_start, list, paren_is_query, parenthesized};
use super::names::{at_name, column_name_list, path, table_path, word_as};
use super::opaque::{nth_is_one_of, opaque_rest, options_until, rest};
use super::queries::{query, values_clause, with_clause};
use super::select::{condition_clause, from_clause, select_item};
use super::tables::table_ref;
use crate::parser::{Marker, Parser, TokenSet};
use crate::{SyntaxKind, T};
use base::DialectKind;

/// The statements of this file, by their first words.
pub(super) const MANIPULATION: TokenSet = TokenSet::new(&[T![insert], T![update], T![delete], T![merge]]);

/// Whether the statement here is one of those that are looked into.
pub(super) fn at_manipulation(p: &Parser<'_>) -> bool {
    if p.dialect == DialectKind::BigQuery && has_extension_path(p) {
        return false;
    }
    match p.current() {
        // Snowflake's INSERT ALL and INSERT FIRST write several tables.
        T![insert] => {
            let n = if nth_is_one_of(p, 1, &["OVERWRITE"]) { 2 } else { 1 };
            !p.nth_at(n, T![all]) && !nth_is_one_of(p, n, &["FIRST"])
        }
        T![with] => behind_with(p).is_some_and(|it| MANIPULATION.contains(it)),
        _ => p.at_set(MANIPULATION),
    }
}

/// GoogleSQL's `a.(b.c)`.
pub(super) fn has_extension_path(p: &Parser<'_>) -> bool {
    let mut at = p.position();
    while !matches!(p.kind_at(at), T![";"] | SyntaxKind::EOF) {
        if p.kind_at(at) == T!["."] && p.kind_at(at + 1) == T!["("] {
            return true;
        }
        at += 1;
    }
    false
}

/// The word that follows the common table expressions here.
fn behind_with(p: &Parser<'_>) -> Option<SyntaxKind> {
    let mut at = p.position() + 1;
    loop {
        match p.kind_at(at) {
            T!["("] => {
                at = behind_closing(p, at)?;
                let next = p.kind_at(at);
                if !matches!(next, T![","] | T![as]) {
                    return Some(next);
                }
            }
            T![select] | T![from] | T![values] | T![";"] | SyntaxKind::EOF => return None,
            _ => at += 1,
        }
    }
}

/// INSERT, UPDATE, DELETE or MERGE, perhaps behind common table expressions.
pub(super) fn manipulation(p: &mut Parser<'_>) {
    let m = p.start();
    if p.at(T![with]) {
        with_clause(p);
    }
    match p.current() {
        T![insert] => in_clause(p, "INSERT", |p| insert(p, m)),
        T![update] => in_clause(p, "UPDATE", |p| update(p, m)),
        T![delete] => in_clause(p, "DELETE", |p| delete(p, m)),
        T![merge] => in_clause(p, "MERGE", |p| merge(p, m)),
        // Broken common table expressions hide the word behind them.
        _ => {
            p.expected("`INSERT`, `UPDATE`, `DELETE` or `MERGE`");
            opaque_rest(p, m);
        }
    }
}

/// A table that is written to: a name, or Snowflake's and Databricks' IDENTIFIER(..).
fn target(p: &mut Parser<'_>) -> bool {
    if nth_is_one_of(p, 0, &["IDENTIFIER"]) && p.nth_at(1, T!["("]) {
        let m = p.start();
        word_as(p, SyntaxKind::NAME_REF);
        options_until(p, |p| !p.at(T!["("]));
        m.complete(p, SyntaxKind::PATH);
        return true;
    }
    // GoogleSQL's parser takes statements without a target, and leaves their refusal to the analyser.
    if p.dialect == DialectKind::BigQuery && !at_name(p) && !p.at_end() {
        rest(p);
        return false;
    }
    table_path(p, "a table name").is_some()
}

/// The alias of a target. Words that go on with the statement are none.
fn opt_target_alias(p: &mut Parser<'_>) {
    const GOES_ON: &[&str] = &[
        "SET",
        "USING",
        "WHERE",
        "PARTITION",
        "BY",
        "DEFAULT",
        "REPLACE",
        "OVERRIDING",
        "RETURNING",
        "ASSERT_ROWS_MODIFIED",
    ];
    let is_named = p.at(T![as]) && !is_query_start(p, p.position() + 1);
    let is_bare = at_name(p) && !nth_is_one_of(p, 0, GOES_ON) && !is_query_start(p, p.position());
    if !is_named && !is_bare {
        return;
    }
    let m = p.start();
    p.eat(T![as]);
    if !at_name(p) {
        p.expected("an alias");
    } else {
        word_as(p, SyntaxKind::NAME);
    }
    m.complete(p, SyntaxKind::TABLE_ALIAS);
}

fn at_rows(p: &Parser<'_>) -> bool {
    is_query_start(p, p.position()) || paren_is_query(p, 0) || p.at(T![values])
}

fn insert(p: &mut Parser<'_>, m: Marker) {
    p.bump(T![insert]);
    // OR REPLACE, IGNORE, OVERWRITE, LOCAL DIRECTORY
    while !p.at(T![into])
        && nth_is_one_of(
            p,
            0,
            &["OR", "REPLACE", "IGNORE", "UPDATE", "OVERWRITE", "ABORT", "FAIL", "ROLLBACK"],
        )
        && !p.nth_at(1, T!["."])
        && !matches!(p.nth(1), T!["("] | T![values] | T![select])
    {
        p.bump_any();
    }
    // Databricks: WITH SCHEMA EVOLUTION
    if p.at(T![with]) {
        options_until(p, |p| p.at(T![into]) || nth_is_one_of(p, 0, &["OVERWRITE"]));
        p.bump_any();
    }
    if nth_is_one_of(p, 0, &["LOCAL", "DIRECTORY"]) && p.dialect == DialectKind::Databricks {
        options_until(p, at_rows);
        query(p);
        rest(p);
        m.complete(p, SyntaxKind::INSERT_STATEMENT);
        return;
    }
    p.eat(T![into]);
    if p.at(T![table]) {
        p.bump_any();
    }
    if target(p) {
        opt_target_alias(p);
        insert_clauses(p);
        if p.at(T![default]) && p.nth_at(1, T![values]) {
            p.bump_any();
            p.bump_any();
        } else if at_rows(p) {
            rows(p);
        } else if p.at_end() {
            if p.dialect != DialectKind::BigQuery {
                p.expected("a query or `VALUES`");
            }
        } else {
            options_until(p, at_rows);
            if at_rows(p) {
                rows(p);
            }
        }
    }
    on_conflict(p);
    returning(p);
    rest(p);
    m.complete(p, SyntaxKind::INSERT_STATEMENT);
}

/// What INSERT writes. GoogleSQL has no VALUES as a query, and has it here.
fn rows(p: &mut Parser<'_>) {
    if p.dialect == DialectKind::BigQuery && p.at(T![values]) {
        values_clause(p);
    } else {
        query(p);
    }
}

/// Columns, BY NAME, and Spark's PARTITION (..), IF NOT EXISTS and REPLACE WHERE.
fn insert_clauses(p: &mut Parser<'_>) {
    loop {
        if p.at(T!["("]) && !paren_is_query(p, 0) {
            target_columns(p);
        } else if p.at(T![by]) && nth_is_one_of(p, 1, &["NAME", "POSITION"]) {
            p.bump_any();
            p.bump_any();
        } else if p.at(T![partition]) || p.at(T![if]) || nth_is_one_of(p, 0, &["OVERRIDING"]) {
            options_until(p, |p| {
                at_rows(p) || p.at(T!["("]) && p.previous() != T![partition] && p.previous() != T![in]
            });
        } else if p.at(T![replace]) {
            options_until(p, at_rows);
        } else {
            return;
        }
    }
}

/// `(a, b)`; of fields of columns the dotted name.
fn target_columns(p: &mut Parser<'_>) {
    let open = p.position();
    let has_dots = |behind: usize| (open..behind).any(|at| p.kind_at(at) == T!["."]);
    if !behind_closing(p, open).is_some_and(has_dots) {
        column_name_list(p);
        return;
    }
    let m = p.start();
    parenthesized(p, "a column name", |p| path(p, "a column name").is_some());
    m.complete(p, SyntaxKind::COLUMN_NAME_LIST);
}

fn on_conflict(p: &mut Parser<'_>) {
    if !p.at(T![on]) || !nth_is_one_of(p, 1, &["CONFLICT"]) {
        return;
    }
    let m = p.start();
    p.bump_any();
    p.bump_any();
    in_clause(p, "ON CONFLICT", |p| {
        if p.at(T!["("]) {
            target_columns(p);
        }
        if p.at(T![where]) {
            condition_clause(p, T![where], SyntaxKind::WHERE_CLAUSE, "WHERE");
        }
        // ON CONSTRAINT, ON UNIQUE CONSTRAINT
        options_until(p, |p| p.at(T![do]));
        if !p.expect(T![do]) {
            return;
        }
        if p.eat(T![update]) {
            set_clause(p);
            if p.at(T![where]) {
                condition_clause(p, T![where], SyntaxKind::WHERE_CLAUSE, "WHERE");
            }
        } else if nth_is_one_of(p, 0, &["NOTHING"]) {
            p.bump_any();
        } else {
            p.expected("`NOTHING` or `UPDATE`");
        }
    });
    m.complete(p, SyntaxKind::ON_CONFLICT);
}

fn returning(p: &mut Parser<'_>) {
    if !p.at(T![returning]) {
        return;
    }
    let m = p.start();
    p.bump_any();
    in_clause(p, "RETURNING", |p| list(p, "an expression", TokenSet::EMPTY, select_item));
    m.complete(p, SyntaxKind::RETURNING_CLAUSE);
}

fn update(p: &mut Parser<'_>, m: Marker) {
    p.bump(T![update]);
    if p.eat(T![or]) {
        p.bump_any();
    }
    if target(p) {
        opt_target_alias(p);
        // WITH OFFSET, joins, time travel
        options_until(p, |p| p.at(T![set]));
        if p.at(T![set]) || p.dialect != DialectKind::BigQuery {
            set_clause(p);
        }
        if p.at(T![from]) {
            from_clause(p);
        }
        opt_where(p);
    }
    returning(p);
    rest(p);
    m.complete(p, SyntaxKind::UPDATE_STATEMENT);
}

fn opt_where(p: &mut Parser<'_>) {
    if p.at(T![where]) {
        condition_clause(p, T![where], SyntaxKind::WHERE_CLAUSE, "WHERE");
    }
}

fn set_clause(p: &mut Parser<'_>) {
    let m = p.start();
    if p.expect(T![set]) && !p.eat(T!["*"]) {
        in_clause(p, "SET", |p| {
            list(p, "an assignment", ASSIGNMENT_FOLLOW, assignment);
        });
    }
    m.complete(p, SyntaxKind::SET_CLAUSE);
}

const ASSIGNMENT_FOLLOW: TokenSet = TokenSet::new(&[T![from], T![where], T![returning], T![when]]);

fn assignment(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    // BigQuery changes rows of nested tables: `SET (INSERT a.b VALUES (..))`.
    if p.at(T!["("]) && MANIPULATION.contains(p.nth(1)) {
        options_until(p, |p| p.at(T![","]) || p.at_set(ASSIGNMENT_FOLLOW));
        m.complete(p, SyntaxKind::ASSIGNMENT);
        return true;
    }
    if expr_below_in(p).is_none() {
        m.abandon(p);
        return false;
    }
    if p.expect(T!["="]) && expr(p).is_none() {
        p.expected("a value");
    }
    m.complete(p, SyntaxKind::ASSIGNMENT);
    true
}

fn delete(p: &mut Parser<'_>, m: Marker) {
    p.bump(T![delete]);
    p.eat(T![from]);
    if target(p) {
        opt_target_alias(p);
        if p.at(T![using]) {
            let m = p.start();
            p.bump_any();
            list(p, "a table", TokenSet::EMPTY, |p| table_ref(p).is_some());
            m.complete(p, SyntaxKind::USING_TABLES);
        }
        options_until(p, |p| p.at(T![where]) || p.at(T![returning]));
        opt_where(p);
    }
    returning(p);
    rest(p);
    m.complete(p, SyntaxKind::DELETE_STATEMENT);
}

fn merge(p: &mut Parser<'_>, m: Marker) {
    p.bump(T![merge]);
    // Databricks: WITH SCHEMA EVOLUTION
    if p.at(T![with]) {
        options_until(p, |p| p.at(T![into]));
    }
    p.eat(T![into]);
    if target(p) {
        opt_target_alias(p);
        options_until(p, |p| p.at(T![using]));
        if p.expect(T![using]) {
            if table_ref(p).is_none() {
                p.expected("a table");
            }
            merge_condition(p);
            while p.at(T![when]) {
                merge_arm(p);
            }
        }
    }
    returning(p);
    rest(p);
    m.complete(p, SyntaxKind::MERGE_STATEMENT);
}

fn merge_condition(p: &mut Parser<'_>) {
    let m = p.start();
    match p.current() {
        T![on] => {
            p.bump_any();
            if in_clause(p, "the ON condition of MERGE", |p| expr(p).is_none()) {
                p.expected("a condition");
            }
            m.complete(p, SyntaxKind::JOIN_ON);
        }
        T![using] => {
            p.bump_any();
            if p.at(T!["("]) {
                column_name_list(p);
            }
            m.complete(p, SyntaxKind::JOIN_USING);
        }
        _ => {
            p.expected("`ON` or `USING`");
            m.abandon(p);
        }
    }
}

fn merge_arm(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![when]);
    p.eat(T![not]);
    in_clause(p, "WHEN", |p| {
        if nth_is_one_of(p, 0, &["MATCHED"]) {
            p.bump_any();
        } else {
            p.expected("`MATCHED`");
        }
        if p.at(T![by]) && nth_is_one_of(p, 1, &["SOURCE", "TARGET"]) {
            p.bump_any();
            p.bump_any();
        }
        if p.eat(T![and]) && expr(p).is_none() {
            p.expected("a condition");
        }
        if !p.expect(T![then]) {
            return;
        }
        match p.current() {
            T![update] => {
                p.bump_any();
                if p.at(T![set]) {
                    set_clause(p);
                }
            }
            T![insert] => merge_insert(p),
            _ => {}
        }
    });
    // DELETE, DO NOTHING, ERROR, INSERT ROW, UPDATE ALL BY NAME
    options_until(p, |p| p.at(T![when]) || p.at(T![returning]));
    m.complete(p, SyntaxKind::MERGE_ARM);
}

fn merge_insert(p: &mut Parser<'_>) {
    p.bump(T![insert]);
    if p.at(T!["("]) {
        target_columns(p);
    }
    if p.at(T![values]) {
        values_clause(p);
    } else if p.at(T![default]) && p.nth_at(1, T![values]) {
        p.bump_any();
        p.bump_any();
    }
}
