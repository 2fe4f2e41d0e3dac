//! FROM: tables and joins.

use super::calls::call_on_path;
use super::expressions::expr;
use super::lists::{at_list_end, behind_closing, close, in_clause, list, paren_is_query, parenthesized};
use super::names::{
    BEHIND_TABLE, at_name, at_table_alias, column_name_list, name, nth_is_name, opt_alias, path,
    recover_misspelt, word_as,
};
use super::pivot::{at_pivot, pivot_table};
use super::queries::{close_query, query, values_clause};
use super::types::type_name;
use crate::parser::{CompletedMarker, MAX_CHAIN, Parser, TokenSet};
use crate::{SyntaxKind, T};
use base::DialectKind;

/// A table with all the joins behind it.
pub(super) fn table_ref(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| {
        let lhs = table_primary(p)?;
        Some(joins(p, lhs, false))
    })
}

/// The joins behind a table: all of them, or only those that bind before an outer join's condition.
fn joins(p: &mut Parser<'_>, mut lhs: CompletedMarker, inner_only: bool) -> CompletedMarker {
    let mut height = 1;
    loop {
        if at_pivot(p) {
            lhs = pivot_table(p, lhs);
            continue;
        }
        if p.at(T![lateral]) && p.nth_at(1, T![view]) {
            lhs = lateral_view(p, lhs);
            continue;
        }
        if !at_join(p) || inner_only && !inner_join_has_condition(p) {
            return lhs;
        }
        height += 1;
        if height > MAX_CHAIN {
            p.exceeded(format!("more than {MAX_CHAIN} joins in a row"));
            return lhs;
        }
        lhs = join(p, lhs);
    }
}

/// Words that may stand before JOIN.
const JOIN_WORDS: TokenSet = TokenSet::new(&[
    T![natural],
    T![asof],
    T![inner],
    T![left],
    T![right],
    T![full],
    T![cross],
    T![semi],
    T![anti],
    T![positional],
    T![outer],
]);

fn at_join(p: &Parser<'_>) -> bool {
    let mut n = 0;
    while n < 4 && JOIN_WORDS.contains(p.nth(n)) {
        n += 1;
    }
    match p.nth(n) {
        T![join] => true,
        T![apply] => n > 0,
        // Half-typed: `FROM a LEFT`, `FROM a LEFT OUTER b`.
        _ => n > 0 && p.reserved.table_alias.contains(p.current()),
    }
}

fn join(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    let mut needs_condition = true;
    while p.at_set(JOIN_WORDS) {
        needs_condition &= !p.at_set(TokenSet::new(&[T![natural], T![cross], T![positional]]));
        p.bump_any();
    }
    if p.at(T![apply]) {
        needs_condition = false;
        p.bump_any();
    } else {
        p.expect(T![join]);
    }
    let lateral = p.at(T![lateral]) || p.text(0).eq_ignore_ascii_case("unnest");
    in_clause(p, "JOIN", |p| match table_primary(p) {
        Some(right) => {
            let right = if at_pivot(p) { pivot_table(p, right) } else { right };
            if needs_condition && at_join(p) && inner_join_has_condition(p) {
                joins(p, right, true);
            }
        }
        None => p.expected("a table"),
    });
    match p.current() {
        T![on] => {
            let m = p.start();
            p.bump(T![on]);
            in_clause(p, "the ON condition of JOIN", |p| {
                if expr(p).is_none() {
                    p.expected("a condition");
                }
                recover_misspelt(p, super::names::BEHIND_CONDITION);
            });
            m.complete(p, SyntaxKind::JOIN_ON);
        }
        T![using] if !p.nth_at(1, T![sample]) => {
            let m = p.start();
            p.bump(T![using]);
            in_clause(p, "USING", |p| {
                if p.at(T!["("]) {
                    column_name_list(p);
                    if p.at(T![as]) {
                        opt_alias(p);
                    }
                } else {
                    p.expect(T!["("]);
                }
            });
            m.complete(p, SyntaxKind::JOIN_USING);
        }
        T![match_condition] => {
            match_condition(p);
            if p.at(T![on]) {
                let m = p.start();
                p.bump(T![on]);
                expr(p);
                m.complete(p, SyntaxKind::JOIN_ON);
            }
        }
        T![nearest] => nearest(p),
        _ if needs_condition && !lateral && requires_condition(p.dialect) => {
            p.expected_in("`ON` or `USING`", "JOIN");
        }
        _ => {}
    }
    m.complete(p, SyntaxKind::JOIN_TABLE)
}

/// DuckDB's `NEAREST 2 BY DISTANCE e`.
fn nearest(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![nearest]);
    p.eat(T![number]);
    p.expect(T![by]);
    in_clause(p, "NEAREST", |p| {
        if !p.eat_set(TokenSet::new(&[T![distance], T![similarity]])) {
            p.expected("`DISTANCE` or `SIMILARITY`");
        }
        if expr(p).is_none() {
            p.expected("an expression");
        }
    });
    m.complete(p, SyntaxKind::JOIN_NEAREST);
}

fn match_condition(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![match_condition]);
    let opened = p.position();
    if p.expect(T!["("]) {
        in_clause(p, "MATCH_CONDITION", |p| expr(p));
        close(p, T![")"], opened);
    }
    m.complete(p, SyntaxKind::JOIN_MATCH_CONDITION);
}

/// Spark and Snowflake take a join without a condition for a cross join.
fn requires_condition(dialect: DialectKind) -> bool {
    !matches!(dialect, DialectKind::Databricks | DialectKind::Snowflake)
}

/// `a JOIN b JOIN c ON .. ON ..`: whether the join here has a condition of its own, besides that of the join before.
fn inner_join_has_condition(p: &Parser<'_>) -> bool {
    let (mut missing, mut at, mut free) = (1_i32, p.position(), false);
    loop {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => match behind_closing(p, at) {
                Some(behind) => {
                    at = behind;
                    continue;
                }
                None => return false,
            },
            T![cross] | T![natural] | T![positional] => free = true,
            T![join] => {
                missing += i32::from(!free);
                free = false;
            }
            T![on] | T![using] => {
                missing -= 1;
                if missing <= 0 {
                    return true;
                }
            }
            T![where]
            | T![group]
            | T![order]
            | T![having]
            | T![limit]
            | T![union]
            | T![except]
            | T![intersect]
            | T![select]
            | T![qualify]
            | T![","]
            | T![")"]
            | T![";"]
            | SyntaxKind::EOF => return false,
            _ => {}
        }
        at += 1;
    }
}

fn table_primary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let m = p.start();
    if p.dialect == DialectKind::DuckDb && (nth_is_name(p, 0) || p.at(T![string])) && p.nth_at(1, T![":"]) {
        let alias = p.start();
        word_as(p, SyntaxKind::NAME);
        p.bump(T![":"]);
        alias.complete(p, SyntaxKind::TABLE_ALIAS);
    }
    let lateral = p.at(T![lateral]) && !p.nth_at(1, T![view]);
    if lateral {
        p.bump(T![lateral]);
    }
    let kind = match p.current() {
        T!["("] if paren_is_query(p, 0) => {
            let opened = p.position();
            p.bump(T!["("]);
            query(p);
            close_query(p, opened);
            SyntaxKind::SUBQUERY_TABLE
        }
        T!["("] => {
            let opened = p.position();
            p.bump(T!["("]);
            if table_ref(p).is_none() {
                p.expected_in("a table or a query", "FROM");
            }
            close(p, T![")"], opened);
            SyntaxKind::PAREN_TABLE
        }
        T![values] if p.nth_at(1, T!["("]) || p.dialect == DialectKind::Databricks => {
            values_clause(p);
            SyntaxKind::VALUES_TABLE
        }
        T![string] | T![parameter] => {
            if p.at(T![string]) {
                p.bump_any();
            } else {
                super::primaries::parameter(p);
            }
            SyntaxKind::NAMED_TABLE
        }
        T![position] => {
            p.bump_any();
            SyntaxKind::NAMED_TABLE
        }
        T![table] if p.nth_at(1, T!["("]) => {
            p.bump(T![table]);
            let opened = p.position();
            p.bump(T!["("]);
            if expr(p).is_none() {
                p.expected("a table function");
            }
            close(p, T![")"], opened);
            SyntaxKind::FUNCTION_TABLE
        }
        T![only] if nth_is_name(p, 1) => {
            p.bump_any();
            path(p, "a table name");
            SyntaxKind::NAMED_TABLE
        }
        T![left] | T![right] if p.nth_at(1, T!["("]) => function_table(p),
        _ if at_name(p) => function_table(p),
        _ => {
            if lateral {
                p.expected_in("a query or a table function", "FROM");
                return Some(m.complete(p, SyntaxKind::SUBQUERY_TABLE));
            }
            m.abandon(p);
            return None;
        }
    };
    table_suffixes(p);
    Some(m.complete(p, kind))
}

/// A name, with arguments if it is a function's.
fn function_table(p: &mut Parser<'_>) -> SyntaxKind {
    let callee = if at_name(p) {
        path(p, "a table name")
    } else {
        let m = p.start();
        word_as(p, SyntaxKind::NAME_REF);
        Some(m.complete(p, SyntaxKind::PATH))
    };
    // BigQuery: `project-name.dataset.table`
    while p.dialect == DialectKind::BigQuery && p.at(T!["-"]) {
        p.bump_any();
        while p.eat(T![number]) || p.eat(T!["."]) || at_name(p) && !at_list_end(p) {
            if at_name(p) && p.previous() != T!["-"] && p.previous() != T!["."] && p.previous() != T![number]
            {
                break;
            }
            if at_name(p) {
                word_as(p, SyntaxKind::NAME_REF);
            }
        }
    }
    match callee {
        Some(callee) if p.at(T!["("]) => {
            call_on_path(p, callee);
            SyntaxKind::FUNCTION_TABLE
        }
        _ => SyntaxKind::NAMED_TABLE,
    }
}

/// Time travel, ordinality, alias, sample.
fn table_suffixes(p: &mut Parser<'_>) {
    time_travel(p);
    ordinality(p);
    if p.at(T![tablesample]) || p.at(T![sample]) && p.reserved.table_alias.contains(T![sample]) {
        sample_clause(p);
    }
    opt_table_alias(p);
    ordinality(p);
    time_travel(p);
    if p.at(T![tablesample]) || p.at(T![sample]) && p.reserved.table_alias.contains(T![sample]) {
        sample_clause(p);
        // Spark has the alias behind the sample.
        opt_table_alias(p);
    }
}

fn ordinality(p: &mut Parser<'_>) {
    if !p.at(T![with]) {
        return;
    }
    match p.nth(1) {
        T![ordinality] => {
            p.bump_any();
            p.bump_any();
        }
        T![offset] => {
            let m = p.start();
            p.bump_any();
            p.bump_any();
            opt_alias(p);
            m.complete(p, SyntaxKind::WITH_OFFSET);
        }
        _ => {}
    }
}

fn time_travel(p: &mut Parser<'_>) {
    let is_as_of = |p: &Parser<'_>, n| p.nth_at(n, T![as]) && p.nth_at(n + 1, T![of]);
    let found = match p.current() {
        T![at] | T![before] => p.nth_at(1, T!["("]) && !p.nth_at(3, T![","]) && !p.nth_at(3, T![")"]),
        T![for] => matches!(p.nth(1), T![system_time] | T![version] | T![timestamp] | T![system_version]),
        T![version] | T![timestamp] => is_as_of(p, 1),
        _ => false,
    };
    if !found {
        return;
    }
    let m = p.start();
    if p.at(T![at]) || p.at(T![before]) {
        p.bump_any();
        p.bump_any();
        p.skip_balanced();
        p.expect(T![")"]);
    } else {
        p.eat(T![for]);
        p.bump_any();
        p.expect(T![as]);
        p.expect(T![of]);
        expr(p);
    }
    m.complete(p, SyntaxKind::TIME_TRAVEL_CLAUSE);
}

/// `[AS] name [(columns)]`.
pub(super) fn opt_table_alias(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(T![as]) {
        if !super::names::opt_name_behind_as(p) && !p.at(T!["("]) {
            p.expected("an alias");
        }
    } else if at_table_alias(p) && !recover_misspelt(p, BEHIND_TABLE) {
        word_as(p, SyntaxKind::NAME);
    } else {
        m.abandon(p);
        return;
    }
    if p.at(T!["("]) {
        parenthesized(p, "a column name", |p| {
            if !at_name(p) && !p.at(T![string]) {
                return false;
            }
            let m = p.start();
            word_as(p, SyntaxKind::NAME);
            if !matches!(p.current(), T![","] | T![")"]) && !at_list_end(p) {
                type_name(p);
            }
            m.complete(p, SyntaxKind::ALIAS_COLUMN);
            true
        });
    }
    m.complete(p, SyntaxKind::TABLE_ALIAS);
}

/// `TABLESAMPLE ..`, `USING SAMPLE ..`, `SAMPLE ..`.
pub(super) fn sample_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.eat(T![using]);
    p.bump_any();
    in_clause(p, "the sample", |p| {
        if at_name(p) && p.nth_at(1, T!["("]) {
            word_as(p, SyntaxKind::NAME_REF);
        }
        sample_size(p);
        if p.at(T!["("]) {
            // `10% (system, 42)`
            let opened = p.position();
            p.bump(T!["("]);
            list(p, "a method or a seed", TokenSet::EMPTY, |p| expr(p).is_some());
            close(p, T![")"], opened);
        }
    });
    if matches!(p.current(), T![repeatable] | T![seed]) && p.nth_at(1, T!["("]) {
        p.bump_any();
        let opened = p.position();
        p.bump(T!["("]);
        expr(p);
        close(p, T![")"], opened);
    }
    m.complete(p, SyntaxKind::SAMPLE_CLAUSE);
}

fn sample_size(p: &mut Parser<'_>) {
    let opened = p.position();
    let in_parens = p.eat(T!["("]);
    if p.at(T![number]) {
        let m = p.start();
        p.bump_any();
        m.complete(p, SyntaxKind::LITERAL);
    } else if in_parens {
        // Spark: BUCKET 3 OUT OF 10
        if p.at(T![ident]) && p.nth_at(1, T![number]) {
            p.skip_balanced();
        } else {
            expr(p);
        }
    } else {
        super::expressions::operand(p);
    }
    p.eat_set(TokenSet::new(&[T!["%"], T![percent], T![rows], T![row]]));
    if in_parens {
        if p.eat(T![","]) {
            expr(p);
        }
        close(p, T![")"], opened);
    }
}

/// Spark's LATERAL VIEW.
fn lateral_view(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    p.bump(T![lateral]);
    p.bump(T![view]);
    p.eat(T![outer]);
    in_clause(p, "LATERAL VIEW", |p| {
        if expr(p).is_none() {
            p.expected("a table function");
        }
        if at_name(p) && !p.at(T![as]) && at_table_alias(p) {
            name(p, "an alias");
        }
        if p.eat(T![as]) || at_table_alias(p) {
            list(
                p,
                "a column name",
                TokenSet::new(&[T![lateral], T![left], T![cross], T![inner], T![pivot]]),
                |p| {
                    let found = at_name(p);
                    if found {
                        let m = p.start();
                        word_as(p, SyntaxKind::NAME);
                        m.complete(p, SyntaxKind::VIEW_COLUMN);
                    }
                    found
                },
            );
        }
    });
    m.complete(p, SyntaxKind::LATERAL_VIEW_TABLE)
}
