//! FROM: tables and joins.

use super::calls::call_on_path;
use super::expressions::expr;
use super::hints::opt_hint;
use super::joins::{JOIN_WORDS, check_condition_count, joins};
use super::json_forms::json_table;
use super::lists::{at_list_end, close, in_clause, list, paren_is_query, parenthesized};
use super::names::{
    BEHIND_TABLE, at_name, at_table_alias, name, nth_is, nth_is_identifier_clause, nth_is_name, nth_is_word,
    opt_alias, path, recover_misspelt, segment, table_path, word_as,
};
use super::object_suffixes::{
    at_semantic_view, file_table, opt_changes, opt_options, opt_version_suffix, opt_watermark, semantic_view,
};
use super::queries::{close_query, query, values_clause};
use super::recovery::{is_no_table_alias, lacks_opening, lacks_select_behind, opening};
use super::samples::sample_clause;
use super::set_operations::at_set_operator;
use super::types::type_name;
use crate::parser::{CompletedMarker, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

/// A table with all the joins behind it.
pub(super) fn table_ref(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| {
        let start = p.position();
        let lhs = table_primary(p)?;
        let joined = joins(p, lhs, false);
        if p.dialect == DialectKind::BigQuery {
            check_condition_count(p, start);
        }
        Some(joined)
    })
}

pub(super) fn table_primary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let m = p.start();
    if p.dialect == DialectKind::DuckDb && (nth_is_name(p, 0) || p.at(T![string])) && p.nth_at(1, T![":"]) {
        let alias = p.start();
        word_as(p, SyntaxKind::NAME);
        p.bump(T![":"]);
        alias.complete(p, SyntaxKind::TABLE_ALIAS);
    }
    let mut values = None;
    let first = p.position();
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
        // `(a FROM t)`: the query lacks its SELECT, or one lacks its parenthesis.
        T!["("] if !p.is_unclosed(p.position()) && lacks_select_behind(p, 1) => {
            let opened = p.position();
            p.bump(T!["("]);
            query(p);
            close_query(p, opened);
            SyntaxKind::SUBQUERY_TABLE
        }
        T![select] if p.next_unopened().is_some() => {
            let opened = p.position();
            opening(p);
            query(p);
            close_query(p, opened);
            SyntaxKind::SUBQUERY_TABLE
        }
        // `FROM (1, 2)`: the name of the function is missing.
        T!["("] if matches!(p.nth(1), T![number] | T![string] | T![")"] | T!["["]) => {
            p.expected("a table");
            let error = p.start();
            p.bump(T!["("]);
            p.skip_balanced();
            p.eat(T![")"]);
            error.complete(p, SyntaxKind::ERROR);
            SyntaxKind::NAMED_TABLE
        }
        T![as] => {
            p.expected("a table");
            SyntaxKind::NAMED_TABLE
        }
        T!["("] => {
            let opened = p.position();
            p.bump(T!["("]);
            match table_ref(p) {
                None => p.expected_in("a table or a query", "FROM"),
                // GoogleSQL: parentheses hold a join or a query.
                Some(it) if it.kind() == SyntaxKind::NAMED_TABLE && p.dialect == DialectKind::BigQuery => {
                    p.expected_in("`JOIN`", "FROM");
                }
                Some(_) => {}
            }
            close(p, T![")"], opened);
            SyntaxKind::PAREN_TABLE
        }
        T![values]
            if p.nth_at(1, T!["("]) || matches!(p.dialect, DialectKind::Databricks | DialectKind::Trino) =>
        {
            values = Some(p.position());
            p.uses(Feature::Values, 1);
            values_clause(p);
            SyntaxKind::VALUES_TABLE
        }
        T![string] | T![parameter] => {
            if p.at(T![string]) {
                p.uses(Feature::StringAsTable, 1);
                file_table(p);
            } else {
                super::literals::parameter(p);
            }
            SyntaxKind::NAMED_TABLE
        }
        T![position] => {
            p.bump_any();
            SyntaxKind::NAMED_TABLE
        }
        T![table] if p.nth_at(1, T!["("]) => {
            p.uses(Feature::TableFunctionCall, 1);
            p.bump(T![table]);
            let opened = p.position();
            p.bump(T!["("]);
            if expr(p).is_none() {
                p.expected("a table function");
            }
            close(p, T![")"], opened);
            SyntaxKind::FUNCTION_TABLE
        }
        // The lexer has said what is wrong with it, a template for example; an alias and joins may follow.
        SyntaxKind::ERROR_TOKEN => {
            let m = p.start();
            p.bump_any();
            template_rest(p);
            m.complete(p, SyntaxKind::ERROR);
            SyntaxKind::NAMED_TABLE
        }
        T![only] if nth_is_name(p, 1) => {
            p.bump_any();
            path(p, "a table name");
            SyntaxKind::NAMED_TABLE
        }
        T![json_table] if p.nth_at(1, T!["("]) => {
            json_table(p);
            SyntaxKind::JSON_TABLE
        }
        T![graph_table] if p.nth_at(1, T!["("]) && p.dialect == DialectKind::BigQuery => {
            p.bump_any();
            let opened = p.position();
            p.bump(T!["("]);
            p.skip_balanced();
            close(p, T![")"], opened);
            SyntaxKind::GRAPH_TABLE
        }
        T![unnest] if p.nth_at(1, T!["("]) => {
            p.uses(Feature::Unnest, 1);
            function_table(p)
        }
        T![left] | T![right] | T![if] | T![range] if p.nth_at(1, T!["("]) => function_table(p),
        _ if at_stream(p) => stream_table(p),
        _ if at_semantic_view(p) => {
            semantic_view(p);
            SyntaxKind::SEMANTIC_VIEW_TABLE
        }
        _ if at_name(p) && !starts_join_clause(p) => function_table(p),
        _ => {
            if lateral {
                p.expected_in("a query or a table function", "FROM");
                return Some(m.complete(p, SyntaxKind::SUBQUERY_TABLE));
            }
            m.abandon(p);
            return None;
        }
    };
    if lateral && kind == SyntaxKind::FUNCTION_TABLE {
        p.uses_at(Feature::LateralFunction, first, 1);
    }
    let behind = p.position();
    table_suffixes(p);
    if let Some(first) = values {
        validation::queries::values_alias(p, first, behind);
    }
    Some(m.complete(p, kind))
}

/// Spark's `STREAM t`, `STREAM(t)`, `STREAM f(..)`.
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-table-reference.html>
fn at_stream(p: &Parser<'_>) -> bool {
    p.dialect == DialectKind::Databricks
        && nth_is(p, 0, "stream")
        && (p.nth_at(1, T!["("]) || nth_is_name(p, 1) && !super::lists::CLAUSE_START.contains(p.nth(1)))
        && !p.reserved.table_alias.contains(p.nth(1))
}

fn stream_table(p: &mut Parser<'_>) -> SyntaxKind {
    p.bump_as(T![ident]);
    let opened = p.position();
    if !p.eat(T!["("]) {
        return function_table(p);
    }
    let kind = function_table(p);
    close(p, T![")"], opened);
    kind
}

/// Whether the word here belongs to a join whose left table is missing.
fn starts_join_clause(p: &Parser<'_>) -> bool {
    p.at_set(JOIN_WORDS) && matches!(p.nth(1), T![join] | T![outer]) && p.dialect == DialectKind::DuckDb
}

/// A name, with arguments if it is a function's.
fn function_table(p: &mut Parser<'_>) -> SyntaxKind {
    let callee = if at_name(p) {
        table_path(p, "a table name")
    } else {
        let m = p.start();
        word_as(p, SyntaxKind::NAME_REF);
        Some(m.complete(p, SyntaxKind::PATH))
    };
    match callee {
        // `raw.${table}`, `raw_${env}.t`: nobody knows the name.
        Some(callee) if p.at(SyntaxKind::ERROR_TOKEN) && p.is_joint_with_previous() => {
            let m = callee.precede(p);
            template_rest(p);
            m.complete(p, SyntaxKind::ERROR);
            SyntaxKind::NAMED_TABLE
        }
        Some(callee) if (p.at(T!["("]) || lacks_opening(p)) && !at_sample_words(p) => {
            let mut call = call_on_path(p, callee);
            // `IDENTIFIER('schema').tab`: what it names is known when it runs.
            while p.at(T!["."]) {
                let m = call.precede(p);
                let joint = p.is_joint(0);
                p.bump(T!["."]);
                if nth_is_identifier_clause(p, 0) {
                    word_as(p, SyntaxKind::NAME_REF);
                    super::calls::arg_list(p);
                } else {
                    segment(p, joint, "a table name");
                }
                call = m.complete(p, SyntaxKind::FIELD_EXPR);
            }
            opt_hint(p);
            SyntaxKind::FUNCTION_TABLE
        }
        _ => SyntaxKind::NAMED_TABLE,
    }
}

/// The rest of a name with a template in it, which is no name: the lexer has said what is wrong.
fn template_rest(p: &mut Parser<'_>) {
    while p.is_joint_with_previous()
        && (p.at(SyntaxKind::ERROR_TOKEN) || p.at(T!["."]) || p.at(T![quoted_ident]) || nth_is_word(p, 0))
    {
        p.bump_any();
    }
}

/// Time travel, ordinality, alias, sample.
fn table_suffixes(p: &mut Parser<'_>) {
    opt_hint(p);
    opt_version_suffix(p);
    opt_options(p);
    opt_changes(p);
    time_travel(p);
    opt_watermark(p);
    ordinality(p);
    if p.at(T![tablesample]) || p.at(T![sample]) && p.reserved.table_alias.contains(T![sample]) {
        sample_clause(p);
    }
    opt_table_alias(p);
    ordinality(p);
    time_travel(p);
    if p.at(T![tablesample]) {
        validation::samples::place(p);
    }
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
            p.uses(Feature::Ordinality, 2);
            p.bump_any();
            p.bump_any();
        }
        T![offset] => {
            let m = p.start();
            p.uses(Feature::WithOffset, 2);
            p.bump_any();
            p.bump_any();
            if p.at(T![as]) || at_table_alias(p) && !at_set_operator(p) {
                with_alias(p);
            }
            m.complete(p, SyntaxKind::WITH_OFFSET);
        }
        _ => {}
    }
}

/// `[AS] name` behind WITH OFFSET or WITH WEIGHT.
pub(super) fn with_alias(p: &mut Parser<'_>) {
    if p.at(T![as]) {
        opt_alias(p);
        return;
    }
    let m = p.start();
    word_as(p, SyntaxKind::NAME);
    m.complete(p, SyntaxKind::ALIAS);
}

fn time_travel(p: &mut Parser<'_>) {
    let is_as_of = |p: &Parser<'_>, n| p.nth_at(n, T![as]) && p.nth_at(n + 1, T![of]);
    let found = match p.current() {
        T![at] | T![before] => p.nth_at(1, T!["("]) && !p.nth_at(3, T![","]) && !p.nth_at(3, T![")"]),
        T![for] => {
            matches!(p.nth(1), T![system_time] | T![version] | T![timestamp] | T![system_version])
                || p.nth_at(2, T![time])
        }
        T![version] | T![timestamp] => is_as_of(p, 1),
        T![system_version] | T![system_time] => p.dialect == DialectKind::Databricks && is_as_of(p, 1),
        _ => false,
    };
    if !found {
        return;
    }
    let m = p.start();
    if p.at(T![at]) || p.at(T![before]) {
        p.uses(Feature::AtTimeTravel, 1);
        p.bump_any();
        p.bump_any();
        p.skip_balanced();
        p.expect(T![")"]);
    } else {
        p.eat(T![for]);
        p.bump_any();
        // GoogleSQL spells it FOR SYSTEM TIME too.
        p.eat(T![time]);
        p.expect(T![as]);
        if p.expect(T![of]) && expr(p).is_none() {
            p.expected("a version or a time");
        }
    }
    m.complete(p, SyntaxKind::TIME_TRAVEL_CLAUSE);
}

/// `[AS] name [(columns)]`.
pub(super) fn opt_table_alias(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(T![as]) {
        validation::joins::alias(p);
        if !super::names::opt_name_behind_as(p) && !p.at(T!["("]) {
            p.expected("an alias");
        }
    } else if at_table_alias(p)
        && !at_set_operator(p)
        && !recover_misspelt(p, BEHIND_TABLE)
        && !is_no_table_alias(p)
    {
        word_as(p, SyntaxKind::NAME);
    } else {
        m.abandon(p);
        return;
    }
    if p.at(T!["("]) || at_name(p) && lacks_opening(p) {
        p.uses(Feature::ColumnAliases, 1);
        parenthesized(p, "a column name", |p| {
            let any_word = p.dialect == DialectKind::Databricks && p.current().is_keyword();
            if !at_name(p) && !p.at(T![string]) && !any_word {
                return false;
            }
            let m = p.start();
            if nth_is_identifier_clause(p, 0) {
                name(p, "a column name");
            } else {
                word_as(p, SyntaxKind::NAME);
            }
            if !matches!(p.current(), T![","] | T![")"]) && !at_list_end(p) {
                type_name(p);
            }
            m.complete(p, SyntaxKind::ALIAS_COLUMN);
            true
        });
    }
    m.complete(p, SyntaxKind::TABLE_ALIAS);
}

/// `FROM t SAMPLE (10)`: no call of a function.
fn at_sample_words(p: &Parser<'_>) -> bool {
    p.previous() == T![sample] && p.reserved.table_alias.contains(T![sample])
}

/// Spark's LATERAL VIEW.
pub(super) fn lateral_view(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    p.uses(Feature::LateralView, 2);
    p.bump(T![lateral]);
    p.bump(T![view]);
    p.eat(T![outer]);
    in_clause(p, "LATERAL VIEW", |p| {
        let first = p.position();
        match expr(p) {
            None => p.expected("a table function"),
            Some(it) if it.kind() != SyntaxKind::CALL_EXPR => {
                p.refuse_since(first, "`LATERAL VIEW` needs a call of a table function");
            }
            Some(_) => {}
        }
        if !p.at(T![as]) && !at_table_alias(p) {
            p.expected("a name for the view");
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
