//! What may follow a table's name besides its alias: the changes of a table, streams' watermarks, options, and
//! Snowflake's RESAMPLE and SEMANTIC_VIEW.

use super::expressions::{expr, expr_below_in};
use super::lists::{at_list_end, close, in_clause, list, strict_list};
use super::names::{nth_is, opt_alias, path};
use super::select::select_item;
use super::tables::opt_table_alias;
use crate::parser::{CompletedMarker, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};
use base::DialectKind;

/// Whether the word here is no alias but goes on with the table.
pub(super) fn starts_suffix(p: &Parser<'_>) -> bool {
    match p.dialect {
        DialectKind::Snowflake => {
            at_resample(p)
                || p.nth_at(1, T!["("]) && nth_is(p, 0, "changes")
                || super::hierarchy::at_hierarchy(p)
        }
        DialectKind::Databricks => {
            super::transform::at_map_or_reduce(p)
                || p.nth_at(1, T![from]) && nth_is(p, 0, "changes")
                || nth_is(p, 0, "watermark") && !at_end_of_table(p, 1)
                || matches!(p.current(), T![system_time] | T![system_version]) && p.nth_at(1, T![as])
                || (nth_is(p, 0, "approx") || nth_is(p, 0, "exact")) && p.nth_at(1, T![nearest])
        }
        _ => false,
    }
}

fn at_end_of_table(p: &Parser<'_>, n: usize) -> bool {
    matches!(
        p.nth(n),
        T![","] | T![")"] | T![";"] | SyntaxKind::EOF | T![on] | T![join] | T![where] | T!["("]
    )
}

/// `CHANGES (INFORMATION => DEFAULT) AT (..) END (..)`, `CHANGES FROM VERSION 1 TO VERSION 2`.
/// <https://docs.snowflake.com/en/sql-reference/constructs/changes>
pub(super) fn opt_changes(p: &mut Parser<'_>) {
    let is_snowflake = p.dialect == DialectKind::Snowflake && p.nth_at(1, T!["("]);
    let is_spark = p.dialect == DialectKind::Databricks && p.nth_at(1, T![from]);
    if !nth_is(p, 0, "changes") || !is_snowflake && !is_spark {
        return;
    }
    let m = p.start();
    p.uses(if is_spark { Feature::ChangesFrom } else { Feature::Changes }, 1);
    p.bump_as(T![ident]);
    in_clause(p, "CHANGES", |p| {
        if is_snowflake {
            parentheses(p);
            while matches!(p.current(), T![at] | T![before] | T![end]) && p.nth_at(1, T!["("]) {
                p.bump_any();
                parentheses(p);
            }
            return;
        }
        p.bump(T![from]);
        changes_bound(p);
        if p.eat(T![to]) {
            changes_bound(p);
        }
        if p.at(T![with]) && p.nth_at(1, T!["("]) {
            p.bump(T![with]);
            parentheses(p);
        }
    });
    m.complete(p, SyntaxKind::CHANGES_CLAUSE);
}

/// `VERSION 1 EXCLUSIVE`, `TIMESTAMP '2026-01-01'`.
fn changes_bound(p: &mut Parser<'_>) {
    let words = TokenSet::new(&[T![version], T![system_version], T![timestamp], T![system_time]]);
    if !p.eat_set(words) {
        p.expected("`VERSION` or `TIMESTAMP`");
        return;
    }
    if expr_below_in(p).is_none() {
        p.expected("a version or a timestamp");
    }
    if nth_is(p, 0, "exclusive") || nth_is(p, 0, "inclusive") {
        p.bump_as(T![ident]);
    }
}

/// Spark's `WATERMARK ts DELAY OF INTERVAL 10 SECONDS`.
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-watermark.html>
pub(super) fn opt_watermark(p: &mut Parser<'_>) {
    if p.dialect != DialectKind::Databricks || !nth_is(p, 0, "watermark") || at_end_of_table(p, 1) {
        return;
    }
    let m = p.start();
    p.bump_as(T![ident]);
    in_clause(p, "WATERMARK", |p| {
        if expr(p).is_none() {
            p.expected("a column");
        }
        if p.at(T![as]) {
            opt_alias(p);
        }
        if nth_is(p, 0, "delay") {
            p.bump_as(T![ident]);
            p.expect(T![of]);
            if expr(p).is_none() {
                p.expected("an interval");
            }
        } else {
            p.expected("`DELAY OF`");
        }
    });
    m.complete(p, SyntaxKind::WATERMARK_CLAUSE);
}

/// Spark's `t@v12`, `t@20190101000000000`.
/// <https://docs.databricks.com/en/delta/history.html#delta-lake-time-travel-syntax>
pub(super) fn opt_version_suffix(p: &mut Parser<'_>) {
    if p.dialect != DialectKind::Databricks || !p.is_joint_with_previous() {
        return;
    }
    let m = p.start();
    if p.at(T![parameter]) && is_version(p.text(0)) {
        p.bump_any();
    } else if p.at(T!["@"]) && p.nth_at(1, T![number]) {
        p.bump_any();
        p.bump_any();
    } else {
        m.abandon(p);
        return;
    }
    m.complete(p, SyntaxKind::TIME_TRAVEL_CLAUSE);
}

fn is_version(text: &str) -> bool {
    let digits = text.strip_prefix("@v").or_else(|| text.strip_prefix("@V"));
    digits.is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
}

/// Spark's `t WITH (option = value)`.
pub(super) fn opt_options(p: &mut Parser<'_>) {
    if p.dialect == DialectKind::Databricks && p.at(T![with]) && p.nth_at(1, T!["("]) {
        let m = p.start();
        p.bump(T![with]);
        parentheses(p);
        m.complete(p, SyntaxKind::TABLE_OPTIONS);
    }
}

/// A file's name; Snowflake's `'@stage/file' (FILE_FORMAT => f, PATTERN => 'p')`.
/// <https://docs.snowflake.com/en/user-guide/querying-stage>
pub(super) fn file_table(p: &mut Parser<'_>) {
    p.bump(T![string]);
    if p.dialect == DialectKind::Snowflake && p.at(T!["("]) && p.nth_at(2, T!["=>"]) {
        let m = p.start();
        parentheses(p);
        m.complete(p, SyntaxKind::TABLE_OPTIONS);
    }
}

fn parentheses(p: &mut Parser<'_>) {
    let opened = p.position();
    if p.expect(T!["("]) {
        p.skip_balanced();
        p.expect_closing(T![")"], opened);
    }
}

/// Whether RESAMPLE goes on behind a table.
pub(super) fn at_resample(p: &Parser<'_>) -> bool {
    p.dialect == DialectKind::Snowflake
        && nth_is(p, 0, "resample")
        && p.nth_at(1, T!["("])
        && p.nth_at(2, T![using])
}

/// `RESAMPLE (USING ts INCREMENT BY INTERVAL '5 minutes' PARTITION BY city METADATA_COLUMNS IS_GENERATED() AS g)`.
/// <https://docs.snowflake.com/en/sql-reference/constructs/resample>
pub(super) fn resample_table(p: &mut Parser<'_>, source: CompletedMarker) -> CompletedMarker {
    let m = source.precede(p);
    p.uses(Feature::Resample, 1);
    p.bump_as(T![ident]);
    let opened = p.position();
    p.bump(T!["("]);
    in_clause(p, "RESAMPLE", |p| {
        p.bump(T![using]);
        if expr(p).is_none() {
            p.expected("a column");
        }
        if nth_is(p, 0, "increment") {
            p.bump_as(T![ident]);
            p.expect(T![by]);
            if expr(p).is_none() {
                p.expected("an interval or a number");
            }
        } else {
            p.expected("`INCREMENT BY`");
        }
        if p.at(T![partition]) {
            let m = p.start();
            p.bump_any();
            if p.expect(T![by]) {
                strict_list(p, "an expression", RESAMPLE_FOLLOW, |p| {
                    !nth_is(p, 0, "metadata_columns") && expr(p).is_some()
                });
            }
            m.complete(p, SyntaxKind::PARTITION_BY_CLAUSE);
        }
        if nth_is(p, 0, "metadata_columns") {
            p.bump_as(T![ident]);
            strict_list(p, "`IS_GENERATED()` or `BUCKET_START()`", TokenSet::EMPTY, select_item);
        }
    });
    close(p, T![")"], opened);
    opt_table_alias(p);
    m.complete(p, SyntaxKind::RESAMPLE_TABLE)
}

const RESAMPLE_FOLLOW: TokenSet = TokenSet::new(&[T![ident]]);

/// Whether SEMANTIC_VIEW's clauses stand here.
pub(super) fn at_semantic_view(p: &Parser<'_>) -> bool {
    p.dialect == DialectKind::Snowflake && nth_is(p, 0, "semantic_view") && p.nth_at(1, T!["("])
}

/// `SEMANTIC_VIEW (v METRICS a.b AS c DIMENSIONS d WHERE e)`; the alias belongs to the caller.
/// <https://docs.snowflake.com/en/sql-reference/constructs/semantic_view>
pub(super) fn semantic_view(p: &mut Parser<'_>) {
    p.uses(Feature::SemanticView, 1);
    p.bump_as(T![ident]);
    let opened = p.position();
    p.bump(T!["("]);
    in_clause(p, "SEMANTIC_VIEW", |p| {
        path(p, "a semantic view");
        loop {
            let is_list = ["metrics", "facts", "dimensions"].iter().any(|it| nth_is(p, 0, it));
            if is_list {
                let m = p.start();
                p.bump_as(T![ident]);
                list(p, "a metric, fact or dimension", TokenSet::new(&[T![ident]]), |p| {
                    if at_list_end(p) {
                        return false;
                    }
                    let m = p.start();
                    if expr(p).is_none() {
                        m.abandon(p);
                        return false;
                    }
                    let ends = ["metrics", "facts", "dimensions"].iter().any(|it| nth_is(p, 0, it));
                    if !ends {
                        opt_alias(p);
                    }
                    m.complete(p, SyntaxKind::SELECT_ITEM);
                    true
                });
                m.complete(p, SyntaxKind::SEMANTIC_VIEW_LIST);
            } else if p.at(T![where]) {
                let m = p.start();
                p.bump(T![where]);
                if expr(p).is_none() {
                    p.expected("a condition");
                }
                m.complete(p, SyntaxKind::WHERE_CLAUSE);
            } else {
                return;
            }
        }
    });
    close(p, T![")"], opened);
}
