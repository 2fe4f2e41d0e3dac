//! Clauses of queries that do not go together in Spark, some of them neither in DuckDB.

use super::is_spark;
use crate::parser::Parser;
use crate::{SyntaxKind, T};
use base::DialectKind;
use std::collections::BTreeSet;

/// The names that a WITH from `first` on gives: each once.
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-cte.html>
pub(crate) fn common_table_expressions(p: &mut Parser<'_>, first: usize) {
    if is_spark(p) || p.dialect == DialectKind::DuckDb {
        let names = names_of_list(p, first + 1);
        repeated(p, &names, "common table expressions");
    }
}

/// The names that a WINDOW from `first` on gives: each once.
pub(crate) fn windows(p: &mut Parser<'_>, first: usize) {
    if is_spark(p) {
        let names = names_of_list(p, first);
        repeated(p, &names, "windows");
    }
}

/// The places of the names of a list whose comma, or whose keyword, stands at `before`.
fn names_of_list(p: &Parser<'_>, before: usize) -> Vec<usize> {
    // `WITH RECURSIVE a`: the first name is behind both words.
    let is_recursive = p.kind_at(before) == T![recursive];
    let start = if p.kind_at(before) == T![window] || is_recursive { before + 1 } else { before };
    let (mut names, mut depth, mut at) = (vec![start], 0_usize, start);
    while at < p.position() {
        match p.kind_at(at) {
            T!["("] => depth += 1,
            T![")"] => depth = depth.saturating_sub(1),
            T![","] if depth == 0 => names.push(at + 1),
            _ => {}
        }
        at += 1;
    }
    names
}

fn repeated(p: &mut Parser<'_>, names: &[usize], what: &str) {
    if names.len() < 2 {
        return;
    }
    let mut seen = BTreeSet::new();
    for &at in names {
        let name = p.text_at(at).trim_matches(['`', '"']).to_ascii_lowercase();
        if name != "identifier" && !name.is_empty() && !seen.insert(name.clone()) {
            p.refuse(at, at, format!("two {what} are called `{name}`"));
        }
    }
}

/// The rows of the VALUES that begins at `first`, just read: all of one width.
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-values.html>
pub(crate) fn inline_table(p: &mut Parser<'_>, first: usize) {
    if !is_spark(p) && p.dialect != DialectKind::DuckDb {
        return;
    }
    let (mut expected, mut start, mut depth, mut at) = (None, first + 1, 0_usize, first + 1);
    let end = p.position();
    while at <= end {
        match p.kind_at(at) {
            _ if at == end => {}
            T!["("] | T!["["] | T!["{"] => depth += 1,
            T![")"] | T!["]"] | T!["}"] => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_row_end = at == end || p.kind_at(at) == T![","] && depth == 0;
        if is_row_end && at > start {
            if let Some(width) = width(p, start, at) {
                match expected {
                    None => expected = Some(width),
                    Some(expected) if expected != width => {
                        p.refuse(
                            start,
                            at - 1,
                            format!("this row has {width} columns, the first has {expected}"),
                        );
                        return;
                    }
                    Some(_) => {}
                }
            }
            start = at + 1;
        }
        at += 1;
    }
}

/// How many columns a row has; nothing for a call, which may make a struct.
fn width(p: &Parser<'_>, start: usize, end: usize) -> Option<usize> {
    let is_tuple = p.kind_at(start) == T!["("];
    if !is_tuple {
        return match end - start {
            1 => Some(1),
            _ => None,
        };
    }
    let (mut depth, mut width) = (0_usize, 1);
    for at in start..end {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => depth += 1,
            T![")"] | T!["]"] | T!["}"] => {
                depth = depth.saturating_sub(1);
                // `(1) + 2` is an expression, `((1, 2))` is a row of two.
                if depth == 0 && at + 1 < end {
                    return None;
                }
            }
            T![","] if depth == 1 && p.kind_at(at + 1) != T![")"] => width += 1,
            T![select] | T![values] => return None,
            _ => {}
        }
    }
    let is_nested = width == 1 && p.kind_at(start + 1) == T!["("];
    (!is_nested).then_some(width)
}

/// A query's clauses of order, each at its place: only DISTRIBUTE BY and SORT BY go together.
pub(crate) fn orders(p: &mut Parser<'_>, clauses: &[usize]) {
    if !is_spark(p) || clauses.len() < 2 {
        return;
    }
    for pair in clauses.windows(2) {
        let [before, at] = pair else { continue };
        if p.kind_at(*before) == T![distribute] && p.kind_at(*at) == T![sort] {
            continue;
        }
        let spelling = |at: usize| p.kind_at(at).spelling().unwrap_or_default();
        let message = format!("`{} BY` cannot follow `{} BY`", spelling(*at), spelling(*before));
        p.refuse(*at, *at + 1, message);
    }
}

/// `GROUP BY ROLLUP(a, ())`: the parentheses from `open` on, just read.
pub(crate) fn rollup(p: &mut Parser<'_>, open: usize) {
    if !is_spark(p) {
        return;
    }
    let end = p.position();
    let empty = (open + 1..end).find(|at| p.kind_at(*at) == T!["("] && p.kind_at(at + 1) == T![")"]);
    if let Some(at) = empty
        && matches!(p.kind_at(at - 1), T![","] | T!["("])
    {
        p.refuse(at, at + 1, "an empty set belongs into `GROUPING SETS`");
    }
}

/// `TRANSFORM(DISTINCT a)`: the word at `at`.
pub(crate) fn transform_quantifier(p: &mut Parser<'_>, at: usize) {
    p.refuse(at, at, "`TRANSFORM` takes neither `DISTINCT` nor `ALL`");
}

/// `RECORDWRITER 'class'`, just read from `first` on.
pub(crate) fn transform_class(p: &mut Parser<'_>, first: usize) {
    p.refuse_since(first, "record readers and writers cannot be chosen");
}

/// PIVOT or UNPIVOT, whose word stands at `at`, behind a LATERAL VIEW.
pub(crate) fn pivot_behind_view(p: &mut Parser<'_>, at: usize) {
    if is_spark(p) {
        let spelling = p.kind_at(at).spelling().unwrap_or_default();
        p.refuse(at, at, format!("`{spelling}` cannot follow `LATERAL VIEW`"));
    }
}

/// PIVOT's column, just read from `first` on: a name, or names in parentheses.
pub(crate) fn pivot_column(p: &mut Parser<'_>, first: usize) {
    if !is_spark(p) {
        return;
    }
    let last = p.position() - 1;
    let is_name = |kind: SyntaxKind| {
        matches!(kind, T![ident] | T![quoted_ident] | T![","] | T!["("] | T![")"]) || kind.is_keyword()
    };
    if (first..=last).any(|at| !is_name(p.kind_at(at))) {
        p.refuse(first, last, "`PIVOT` takes names of columns only, in backticks where they need it");
    }
}
