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

/// The names that bindings of the DSL give, which become those of common table expressions: each once.
pub(crate) fn bindings(p: &mut Parser<'_>, names: &[usize]) {
    repeated(p, names, "bindings");
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

/// The alias of the only element in parentheses: `(a AS b)`.
pub(crate) fn lone_alias(p: &mut Parser<'_>, alias: usize) {
    if is_spark(p) {
        let last = p.position() - 1;
        p.refuse(alias, last, "only the elements of a row have names, and this is no row");
    }
}

/// The alias of an argument, about to be read: STRUCT's alone have one.
pub(crate) fn argument_alias(p: &mut Parser<'_>) {
    if is_spark(p) {
        let at = p.position();
        p.refuse(
            at,
            at,
            "only the arguments of `STRUCT` have aliases: write `name => value` for a named argument",
        );
    }
}

/// The functions that take IGNORE NULLS among their arguments.
const NULL_SKIPPING: &[&str] = &["any_value", "first", "first_value", "last", "last_value"];

/// IGNORE NULLS, about to be read among the arguments of a call whose parenthesis stands at `open`.
pub(crate) fn null_treatment(p: &mut Parser<'_>, open: usize) {
    if !is_spark(p) || open == 0 {
        return;
    }
    let name = p.text_at(open - 1);
    if !NULL_SKIPPING.iter().any(|it| it.eq_ignore_ascii_case(name)) {
        let at = p.position();
        p.refuse(at, at + 1, "this must stand behind the arguments");
    }
}

/// A window in parentheses from `open` on, just read.
pub(crate) fn window_spec(p: &mut Parser<'_>, open: usize, has_base: bool) {
    if !is_spark(p) {
        return;
    }
    let last = p.position() - 1;
    if has_base && last > open + 2 {
        p.refuse(open + 2, last - 1, "a window that is named takes nothing more");
        return;
    }
    if p.kind_at(open + 1) != T![cluster] {
        return;
    }
    let order = (open..last).find(|at| p.kind_at(*at) == T![order] && p.kind_at(at + 1) == T![by]);
    if let Some(at) = order {
        p.refuse(at, at + 1, "`CLUSTER BY` orders already");
    }
}

/// LIMIT or OFFSET, about to be read; `before` holds the one before it.
pub(crate) fn limit(p: &mut Parser<'_>, before: &mut Option<SyntaxKind>) {
    let kind = p.current();
    let is_late = *before == Some(kind) || *before == Some(T![offset]);
    if is_late && is_spark(p) {
        let at = p.position();
        let spelling = kind.spelling().unwrap_or_default();
        p.refuse(at, at, format!("`{spelling}` must stand once, and `LIMIT` before `OFFSET`"));
    }
    *before = Some(kind);
}

/// `GROUP BY ()`, about to be read.
pub(crate) fn empty_group(p: &mut Parser<'_>) {
    if is_spark(p) && p.at(T!["("]) && p.nth_at(1, T![")"]) {
        let at = p.position();
        p.refuse(at, at + 1, "an empty set belongs into `GROUPING SETS`");
    }
}

/// `FROM t WHERE a`, from `first` on, without SELECT.
pub(crate) fn from_without_select(p: &mut Parser<'_>, first: usize) {
    if is_spark(p) {
        p.refuse(first, first, "this `FROM` needs a `SELECT` before its other clauses");
    }
}

/// A query where PIVOT needs values: its parenthesis stands at `open`.
pub(crate) fn pivot_query(p: &mut Parser<'_>, open: usize) {
    if is_spark(p) {
        let last = p.position() - 1;
        p.refuse(open + 1, last, "`PIVOT` needs values that are known beforehand");
    }
}

/// The alias of PIVOT or UNPIVOT, just read from `first` on: it names no columns.
pub(crate) fn pivot_alias(p: &mut Parser<'_>, first: usize) {
    if !is_spark(p) {
        return;
    }
    let last = p.position() - 1;
    if let Some(at) = (first..=last).find(|at| p.kind_at(*at) == T!["("]) {
        p.refuse(at, last, "this alias takes no names of columns");
    }
}

/// The columns of an UNPIVOT whose parenthesis stands at `open`, theirs at `values`, just read.
pub(crate) fn unpivot_columns(p: &mut Parser<'_>, open: usize, values: usize) {
    if !is_spark(p) {
        return;
    }
    let last = p.position() - 1;
    let is_several = p.kind_at(open + 1) == T!["("];
    if is_several && p.kind_at(values + 1) != T!["("] {
        p.refuse(values + 1, last - 1, "several values need several columns for each name, in parentheses");
        return;
    }
    let is_name = |kind: SyntaxKind| {
        matches!(kind, T![ident] | T![quoted_ident] | T![","] | T!["."] | T!["("] | T![")"])
            || kind.is_keyword()
    };
    let is_empty = |at: usize| p.kind_at(at) == T!["("] && p.kind_at(at + 1) == T![")"];
    let is_identifier_clause = |at: usize| {
        p.kind_at(at) == T![string]
            && p.kind_at(at - 1) == T!["("]
            && p.text_at(at - 2).eq_ignore_ascii_case("identifier")
    };
    let is_wrong = |at: usize| !is_name(p.kind_at(at)) && !is_identifier_clause(at) || is_empty(at);
    if let Some(at) = (values..last).find(|at| is_wrong(*at)) {
        p.refuse(at, at, "`UNPIVOT` takes names of columns only");
    }
}

/// The alias behind a VALUES that begins at `first`: as many names as the rows have columns.
pub(crate) fn values_alias(p: &mut Parser<'_>, first: usize, alias: usize) {
    if !is_spark(p) || p.position() < alias + 3 {
        return;
    }
    let last = p.position() - 1;
    let Some(open) = (alias..last).find(|at| p.kind_at(*at) == T!["("]) else { return };
    if p.kind_at(last) != T![")"] || (alias..open).any(|at| p.kind_at(at) == T![tablesample]) {
        return;
    }
    let names = 1 + (open..last).filter(|at| p.kind_at(*at) == T![","]).count();
    let mut depth = 0_usize;
    let row_end = (first + 1..alias).find(|at| {
        match p.kind_at(*at) {
            T!["("] | T!["["] => depth += 1,
            T![")"] | T!["]"] => depth = depth.saturating_sub(1),
            _ => {}
        }
        p.kind_at(*at) == T![","] && depth == 0
    });
    if let Some(width) = width(p, first + 1, row_end.unwrap_or(alias))
        && width != names
    {
        p.refuse(open, last, format!("{names} names for {width} columns"));
    }
}
