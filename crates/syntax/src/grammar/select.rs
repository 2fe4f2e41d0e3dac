//! SELECT and its clauses.

use super::expressions::expr;
use super::grouping::group_by_clause;
use super::hierarchy::{at_hierarchy, connect_by_clause, start_with_clause};
use super::hints::opt_hint;
use super::joins::join_condition;
use super::lists::{
    CLAUSE_START, at_list_end, in_clause, list, list_or_next_clause, missing_comma, parenthesized, shown,
    skip_until, strict_list,
};
use super::names::{
    BEHIND_CONDITION, BEHIND_SELECT_LIST, at_name, name, nth_is_identifier_clause, nth_is_name, opt_alias,
    path, recover_misspelt, word_as,
};
use super::recovery::{
    closes_nothing, condition, is_no_column_alias, lacks_from, lacks_join, missing, opt_closes_nothing,
    opt_doubled, starts_condition,
};
use super::samples::sample_clause;
use super::set_operations::at_set_operator;
use super::tables::table_ref;
use super::transform::{at_transform, transform_clause};
use super::windows::window_spec;
use crate::parser::{Anchor, CompletedMarker, Marker, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

/// A SELECT, or a FROM that stands first or alone.
pub(super) fn select(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    let start = p.position();
    let from_first = p.at(T![from]);
    if from_first {
        let missing = from_clause(p);
        clause_without_word(p, missing);
    }
    let has_select = p.at(T![select]) || at_transform(p);
    if at_transform(p) {
        transform_clause(p);
    } else if p.at(T![select]) {
        let missing = select_clause(p);
        clause_without_word(p, missing);
        if from_first {
            p.uses_at(Feature::FromFirst, start, 1);
            if p.at(T![from]) {
                p.error("a second `FROM` in one SELECT");
            }
        }
    } else if from_first {
        match p.current() {
            // At the head of a pipeline it is noted as that.
            T!["|>"] => {}
            clause if rank(clause).is_some() && is_clause(p) => p.uses_at(Feature::FromFirst, start, 1),
            _ => p.uses_at(Feature::BareFrom, start, 1),
        }
    }
    let behind = p.position();
    let select = select_rest(p, m);
    if from_first && !has_select && p.position() > behind {
        validation::queries::from_without_select(p, start);
    }
    select
}

/// A select list whose SELECT was forgotten, and the clauses behind it.
pub(super) fn select_without_word(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    missing(p, "`SELECT`", "SELECT ");
    let list = p.start();
    let missing = in_clause(p, "the select list", select_list);
    list.complete(p, SyntaxKind::SELECT_CLAUSE);
    clause_without_word(p, missing);
    select_rest(p, m)
}

/// The clauses behind the select list.
pub(super) fn select_rest(p: &mut Parser<'_>, m: Marker) -> CompletedMarker {
    let mut last: Option<SyntaxKind> = None;
    loop {
        let clause = p.current();
        if rank(clause).is_some() && is_clause(p) {
            check_order(p, clause, last);
            last = Some(clause);
            match clause {
                T![from] => {
                    let missing = from_clause(p);
                    clause_without_word(p, missing);
                }
                T![into] => into_clause(p),
                T![start] => start_with_clause(p),
                T![connect] => connect_by_clause(p),
                T![where] => condition_clause(p, T![where], SyntaxKind::WHERE_CLAUSE, "WHERE"),
                T![group] => group_by_clause(p),
                T![having] => condition_clause(p, T![having], SyntaxKind::HAVING_CLAUSE, "HAVING"),
                T![qualify] => {
                    p.uses(Feature::Qualify, 1);
                    condition_clause(p, T![qualify], SyntaxKind::QUALIFY_CLAUSE, "QUALIFY");
                }
                T![window] => window_clause(p),
                _ => sample_clause(p),
            }
        } else if !recover(p) {
            return m.complete(p, SyntaxKind::SELECT);
        }
    }
}

/// Snowflake Scripting's `INTO :a, :b`: <https://docs.snowflake.com/en/sql-reference/constructs/into>.
fn into_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![into]);
    strict_list(p, "a variable", TokenSet::EMPTY, |p| {
        let found = p.at(T![":"]);
        if found {
            super::literals::parameter(p);
        }
        found
    });
    m.complete(p, SyntaxKind::INTO_CLAUSE);
}

fn is_clause(p: &Parser<'_>) -> bool {
    match p.current() {
        T![using] => p.nth_at(1, T![sample]),
        T![into] => p.dialect == DialectKind::Snowflake && p.nth_at(1, T![":"]),
        T![start] | T![connect] => at_hierarchy(p),
        T![window] => {
            nth_is_name(p, 1) && p.nth_at(2, T![as])
                || nth_is_identifier_clause(p, 1)
                || p.reserved.words.contains(T![window])
        }
        _ => true,
    }
}

/// The place of a clause among the others.
fn rank(clause: SyntaxKind) -> Option<u8> {
    Some(match clause {
        T![into] => 0,
        T![from] => 1,
        // START WITH and CONNECT BY come before WHERE or behind it.
        T![start] | T![connect] | T![where] => 2,
        T![group] => 3,
        T![having] => 4,
        // These two come in either order.
        T![window] | T![qualify] => 5,
        T![using] => 6,
        _ => return None,
    })
}

fn check_order(p: &mut Parser<'_>, clause: SyntaxKind, last: Option<SyntaxKind>) {
    let Some(last) = last else { return };
    let (name, before) = (clause.spelling().unwrap_or_default(), last.spelling().unwrap_or_default());
    let at = Anchor::Token(p.position());
    if clause == last {
        p.error_at(at, format!("a second `{name}` in one SELECT"), None);
    } else if rank(clause) < rank(last) {
        p.error_at(at, format!("`{name}` must stand before `{before}`"), None);
    }
}

/// Text behind a clause that belongs to nothing: reported and skipped up to the next clause.
fn recover(p: &mut Parser<'_>) -> bool {
    if recover_misspelt(p, BEHIND_CONDITION) {
        // Only the clauses of this SELECT go on here; the caller knows the others.
        return rank(p.current()).is_some();
    }
    let kind = p.current();
    if kind == T![")"] && p.next_unopened() == Some(p.position()) {
        closes_nothing(p);
        // What it followed goes on: no second mistake.
        if rank(p.current()).is_none() {
            skip_until(p, |_| false);
        }
        return true;
    }
    let follows = at_list_end(p)
        || at_set_operator(p)
        || CLAUSE_START.contains(kind)
        || matches!(kind, T![sort] | T![cluster] | T![distribute] | T![sample]);
    if follows || kind == T![","] && p.previous() == T![")"] {
        return false;
    }
    if p.at(T![by]) {
        clause_without_first_word(p);
        return true;
    }
    p.error(format!("unexpected `{}`", shown(p)));
    let before = p.position();
    skip_until(p, |_| false);
    p.position() > before && rank(p.current()).is_some()
}

/// `BY ..`, whose GROUP or ORDER was forgotten.
fn clause_without_first_word(p: &mut Parser<'_>) {
    missing(p, "`GROUP` or `ORDER`", " GROUP");
    let m = p.start();
    p.bump(T![by]);
    if !p.eat(T![all]) {
        list(p, "an expression", TokenSet::EMPTY, super::ordering::order_item);
    }
    m.complete(p, SyntaxKind::ERROR);
}

pub(super) fn select_clause(p: &mut Parser<'_>) -> Missing {
    let m = p.start();
    p.bump(T![select]);
    opt_doubled(p);
    opt_hint(p);
    if p.at(T![with]) && p.dialect == DialectKind::BigQuery && !p.nth_at(1, T!["("]) {
        privacy_clause(p);
    }
    let missing = in_clause(p, "the select list", |p| {
        match p.current() {
            // Trino does not reserve ALL.
            T![all] if !at_name(p) || !matches!(p.nth(1), T!["."] | T![","] | T![from]) => p.bump_any(),
            T![distinct] => distinct_clause(p),
            _ => {}
        }
        if p.at(T![top]) && matches!(p.nth(1), T![number] | T![parameter]) {
            let m = p.start();
            p.uses(Feature::Top, 1);
            p.bump_any();
            super::primaries::primary(p);
            m.complete(p, SyntaxKind::LIMIT_CLAUSE);
        }
        // Elsewhere an alias without an expression is what was typed.
        if p.at(T![as]) && (p.dialect == DialectKind::BigQuery || matches!(p.nth(1), T![struct] | T![value]))
        {
            p.uses(Feature::SelectAs, 1);
            p.bump_any();
            if !p.eat_set(TokenSet::new(&[T![struct], T![value]])) {
                path(p, "`STRUCT`, `VALUE` or a type");
            }
        }
        select_list(p)
    });
    m.complete(p, SyntaxKind::SELECT_CLAUSE);
    missing
}

/// A clause that goes on without its word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Nothing,
    From,
    Where,
}

fn select_list(p: &mut Parser<'_>) -> Missing {
    let mut found = Missing::Nothing;
    list_or_next_clause(p, "an expression", SELECT_FOLLOW, select_item, true, |p| {
        if lacks_from(p) {
            missing(p, "`,` or `FROM`", " FROM");
            found = Missing::From;
            return false;
        }
        missing_comma(p)
    });
    found
}

/// The clause whose word was reported missing.
fn clause_without_word(p: &mut Parser<'_>, missing: Missing) {
    match missing {
        Missing::Nothing => {}
        Missing::From => {
            let m = p.start();
            let missing = in_clause(p, "FROM", tables);
            m.complete(p, SyntaxKind::FROM_CLAUSE);
            clause_without_word(p, missing);
        }
        Missing::Where => {
            let m = p.start();
            in_clause(p, "WHERE", condition);
            m.complete(p, SyntaxKind::WHERE_CLAUSE);
        }
    }
}

/// What Spark may have behind a select list without FROM.
pub(super) const SELECT_FOLLOW: TokenSet = TokenSet::new(&[T![sort], T![cluster], T![distribute]]);

/// `WITH DIFFERENTIAL_PRIVACY OPTIONS (epsilon = 1)`.
fn privacy_clause(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![with]);
    if at_name(p) {
        p.bump_as(T![ident]);
    } else {
        p.expected("`DIFFERENTIAL_PRIVACY` or `AGGREGATION_THRESHOLD`");
    }
    if p.at(T![options]) && p.nth_at(1, T!["("]) {
        opt_option_list(p);
    }
    m.complete(p, SyntaxKind::PRIVACY_CLAUSE);
}

/// `OPTIONS (name = value)`.
pub(super) fn opt_option_list(p: &mut Parser<'_>) {
    if !p.at(T![options]) || !p.nth_at(1, T!["("]) {
        return;
    }
    let m = p.start();
    p.bump(T![options]);
    let opened = p.position();
    p.bump(T!["("]);
    if !p.at(T![")"]) {
        strict_list(p, "an option", TokenSet::EMPTY, |p| expr(p).is_some());
    }
    super::lists::close(p, T![")"], opened);
    m.complete(p, SyntaxKind::OPTION_LIST);
}

fn distinct_clause(p: &mut Parser<'_>) {
    let m = p.start();
    let start = p.position();
    p.bump(T![distinct]);
    opt_doubled(p);
    if p.eat(T![on]) {
        p.uses_since(Feature::DistinctOn, start);
        if p.at(T!["("]) {
            parenthesized(p, "an expression", |p| expr(p).is_some());
        } else {
            p.expect(T!["("]);
        }
    }
    m.complete(p, SyntaxKind::DISTINCT_CLAUSE);
}

/// `expr [AS] alias` or `alias : expr`.
pub(super) fn select_item(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    let has_prefix_alias =
        p.dialect == DialectKind::DuckDb && nth_is_name(p, 0) && p.nth_at(1, T![":"]) && !p.at(T![lambda]);
    if has_prefix_alias {
        let alias = p.start();
        word_as(p, SyntaxKind::NAME);
        p.bump(T![":"]);
        alias.complete(p, SyntaxKind::ALIAS);
    }
    if p.at(T![as]) {
        p.expected("an expression");
        opt_alias(p);
        m.complete(p, SyntaxKind::SELECT_ITEM);
        return true;
    }
    if expr(p).is_none() {
        if has_prefix_alias {
            p.expected("an expression");
            m.complete(p, SyntaxKind::SELECT_ITEM);
            return true;
        }
        m.abandon(p);
        return false;
    }
    opt_closes_nothing(p);
    if !has_prefix_alias {
        recover_misspelt(p, BEHIND_SELECT_LIST);
        if p.previous() == T!["*"] && p.at(T![as]) && p.nth_at(1, T!["("]) {
            p.uses(Feature::StarAliases, 1);
            p.bump(T![as]);
            super::names::column_name_list(p);
        } else if matches!(p.current(), T![as] | T!["("]) || !is_no_column_alias(p) {
            opt_alias(p);
        }
    }
    m.complete(p, SyntaxKind::SELECT_ITEM);
    true
}

pub(super) fn from_clause(p: &mut Parser<'_>) -> Missing {
    let m = p.start();
    p.bump(T![from]);
    opt_doubled(p);
    let missing = in_clause(p, "FROM", tables);
    m.complete(p, SyntaxKind::FROM_CLAUSE);
    missing
}

/// The tables of FROM.
fn tables(p: &mut Parser<'_>) -> Missing {
    let found = std::cell::Cell::new(Missing::Nothing);
    let joins = std::cell::Cell::new(false);
    let table = |p: &mut Parser<'_>| {
        let found = table_ref(p).is_some();
        if joins.take() {
            join_condition(p);
        }
        found
    };
    list_or_next_clause(p, "a table", FROM_FOLLOW, table, false, |p| {
        if p.at(T![by]) {
            clause_without_first_word(p);
            return false;
        }
        if starts_condition(p) {
            missing(p, "`WHERE`", " WHERE");
            found.set(Missing::Where);
            return false;
        }
        if lacks_join(p) {
            missing(p, "`JOIN`", " JOIN");
            joins.set(true);
            return true;
        }
        missing_comma(p)
    });
    found.get()
}

const FROM_FOLLOW: TokenSet = TokenSet::new(&[
    T![using],
    T![sort],
    T![cluster],
    T![distribute],
    T![sample],
    T![start],
    T![connect],
    T![map],
    T![reduce],
    T![insert],
]);

pub(super) fn condition_clause(
    p: &mut Parser<'_>,
    keyword: SyntaxKind,
    node: SyntaxKind,
    clause: &'static str,
) {
    let m = p.start();
    p.bump(keyword);
    opt_doubled(p);
    in_clause(p, clause, condition);
    m.complete(p, node);
}

pub(super) fn window_clause(p: &mut Parser<'_>) {
    let m = p.start();
    let first = p.position();
    p.bump(T![window]);
    in_clause(p, "WINDOW", |p| {
        strict_list(p, "a window name", TokenSet::EMPTY, |p| {
            if !at_name(p) {
                return false;
            }
            let m = p.start();
            name(p, "a window name");
            if p.expect(T![as]) {
                if p.at(T!["("]) {
                    window_spec(p);
                } else if at_name(p) {
                    word_as(p, SyntaxKind::NAME_REF);
                } else {
                    p.expected("`(` and a window");
                }
            }
            m.complete(p, SyntaxKind::WINDOW_DEF);
            true
        });
    });
    validation::queries::windows(p, first);
    m.complete(p, SyntaxKind::WINDOW_CLAUSE);
}
