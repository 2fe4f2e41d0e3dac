//! What DuckDB's parser refuses before it looks at any table, tried with DuckDB 2.0.

use crate::parser::Parser;
use crate::{SyntaxKind, T};
use base::DialectKind;

fn is_duckdb(p: &Parser<'_>) -> bool {
    p.dialect == DialectKind::DuckDb
}

fn is_word(p: &Parser<'_>, at: usize, words: &[&str]) -> bool {
    words.iter().any(|it| p.text_at(at).eq_ignore_ascii_case(it))
}

/// The places of the tokens from `first` up to the current one that stand in no bracket of their own.
fn outside_brackets(p: &Parser<'_>, first: usize) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut places = Vec::new();
    for at in first..p.position() {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => depth += 1,
            T![")"] | T!["]"] | T!["}"] => depth = depth.saturating_sub(1),
            _ if depth == 0 => places.push(at),
            _ => {}
        }
    }
    places
}

/// `""`: the name that was just read.
pub(crate) fn name(p: &mut Parser<'_>) {
    let at = p.position().saturating_sub(1);
    if is_duckdb(p) && p.kind_at(at) == T![quoted_ident] && p.text_at(at) == "\"\"" {
        p.refuse(at, at, "a name between quotes must not be empty");
    }
}

/// `#0`: the position that was just read.
pub(crate) fn position(p: &mut Parser<'_>) {
    let at = p.position() - 1;
    if is_duckdb(p) && p.text_at(at).trim_start_matches('#').trim_start_matches('0').is_empty() {
        p.refuse(at, at, "columns are counted from `#1`");
    }
}

/// `INTERVAL '1 2' DAY TO HOUR`, from `first` on.
pub(crate) fn interval(p: &mut Parser<'_>, first: usize) {
    if !is_duckdb(p) {
        return;
    }
    if let Some(at) = outside_brackets(p, first).into_iter().find(|at| p.kind_at(*at) == T![to]) {
        let last = p.position() - 1;
        p.refuse(at - 1, last, "DuckDB has no intervals of several units: add one interval for each");
    }
}

/// Types that the grammar knows by their words and that take no arguments.
const BARE_TYPES: &[&str] = &["int", "integer", "smallint", "bigint", "real", "boolean"];

/// Types whose arguments are fields or types.
const NESTED_TYPES: &[&str] =
    &["struct", "row", "union", "tuple", "map", "array", "list", "enum", "interval"];

/// The type that was read from `first` on: which arguments it has.
pub(crate) fn type_name(p: &mut Parser<'_>, first: usize) {
    if !is_duckdb(p) || p.kind_at(first + 1) != T!["("] {
        return;
    }
    let name = p.text_at(first);
    let last = p.position() - 1;
    if is_word(p, first, BARE_TYPES) {
        p.refuse(first + 1, last, format!("`{name}` takes no arguments"));
    } else if is_word(p, first, &["struct", "row"]) && p.kind_at(first + 2) == T![")"] {
        p.refuse(first + 1, first + 2, format!("`{name}` needs a field"));
    } else if !is_word(p, first, NESTED_TYPES) {
        let mut at = first + 2;
        while at < last && p.kind_at(at) != T![")"] {
            let is_constant = matches!(
                p.kind_at(at),
                T![number] | T![string] | T![","] | T!["-"] | T![true] | T![false] | T![null]
            );
            if !is_constant {
                p.refuse(at, at, format!("the arguments of `{name}` must be constants"));
                return;
            }
            at += 1;
        }
    }
}

/// Functions that DuckDB's grammar knows by their words and that need an argument.
const NEED_ARGUMENTS: &[&str] =
    &["trim", "substring", "coalesce", "nullif", "overlay", "position", "extract"];

/// The arguments that were read from the bracket at `open` on: none, of a function that needs some.
pub(crate) fn arguments(p: &mut Parser<'_>, open: usize) {
    if !is_duckdb(p) || open == 0 {
        return;
    }
    let callee = p.text_at(open - 1);
    // `x.trim()` has the receiver for its argument.
    let is_method = open > 1 && p.kind_at(open - 2) == T!["."];
    if !is_method && p.kind_at(open + 1) == T![")"] && is_word(p, open - 1, NEED_ARGUMENTS) {
        p.refuse(open, open + 1, format!("`{callee}` needs an argument"));
    } else if p.kind_at(open + 1) == T![distinct] && p.kind_at(open + 2) == T![")"] {
        p.refuse(open + 1, open + 1, "`DISTINCT` needs an argument");
    }
}

/// Aggregates over an order of their own.
const ORDERED: &[&str] = &["percentile_cont", "percentile_disc", "mode"];

/// WITHIN GROUP, which stands here, behind the arguments of a function.
pub(crate) fn within_group(p: &mut Parser<'_>) {
    let mut at = p.position();
    if !is_duckdb(p) || at == 0 || p.kind_at(at - 1) != T![")"] {
        return;
    }
    let mut depth = 0_usize;
    while at > 1 {
        at -= 1;
        match p.kind_at(at) {
            T![")"] => depth += 1,
            T!["("] => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    let callee = p.text_at(at.saturating_sub(1));
    if !is_word(p, at.saturating_sub(1), ORDERED) {
        let place = p.position();
        p.refuse(
            place,
            place + 1,
            format!("`{callee}` is no ordered aggregate: write the order in its arguments"),
        );
    }
}

/// The window that was read from `first` on: no window in a window.
pub(crate) fn window(p: &mut Parser<'_>, first: usize) {
    if !is_duckdb(p) {
        return;
    }
    let inner =
        (first + 1..p.position()).find(|at| p.kind_at(*at) == T![over] && p.kind_at(at - 1) == T![")"]);
    if let Some(at) = inner {
        p.refuse(at, at, "a window function cannot stand in the definition of a window");
    }
}

/// The frame that was read from `first` on: its end is not before its start.
pub(crate) fn frame(p: &mut Parser<'_>, first: usize) {
    if !is_duckdb(p) {
        return;
    }
    let places = outside_brackets(p, first);
    let and = places.iter().position(|at| p.kind_at(*at) == T![and]).unwrap_or(places.len());
    let (start, end) = places.split_at(and);
    let has = |places: &[usize], kind: SyntaxKind| places.iter().any(|at| p.kind_at(*at) == kind);
    let is_single = end.is_empty();
    let message = if has(start, T![unbounded]) && has(start, T![following]) {
        "a frame cannot start with `UNBOUNDED FOLLOWING`"
    } else if has(end, T![unbounded]) && has(end, T![preceding]) {
        "a frame cannot end with `UNBOUNDED PRECEDING`"
    } else if has(start, T![following]) && (is_single || has(end, T![current]) || has(end, T![preceding])) {
        "a frame that starts behind the current row must end behind it"
    } else if has(start, T![current]) && has(end, T![preceding]) {
        "a frame that starts with the current row cannot end before it"
    } else {
        return;
    };
    p.refuse_since(first, message);
}

/// The queries of the WITH RECURSIVE that was read from `first` on: a union has no ORDER BY and no LIMIT of its own.
pub(crate) fn recursive(p: &mut Parser<'_>, first: usize) {
    if !is_duckdb(p) || p.kind_at(first + 1) != T![recursive] {
        return;
    }
    let (mut depth, mut is_query, mut has_union) = (0_usize, false, false);
    for at in first..p.position() {
        match p.kind_at(at) {
            T!["("] => {
                depth += 1;
                if depth == 1 {
                    is_query = matches!(p.kind_at(at - 1), T![as] | T![materialized]);
                    has_union = false;
                }
            }
            T![")"] => depth = depth.saturating_sub(1),
            T![union] if depth == 1 => has_union = true,
            kind @ (T![order] | T![limit] | T![offset] | T![fetch])
                if depth == 1 && is_query && has_union =>
            {
                let clause = if kind == T![order] { "ORDER BY" } else { "LIMIT" };
                p.refuse(
                    at,
                    at,
                    format!("a recursive query has no `{clause}`: put it behind the query that uses it"),
                );
            }
            _ => {}
        }
    }
}

/// The modifiers of a star that were read from `first` on: no column is left out and given another value or name.
pub(crate) fn star(p: &mut Parser<'_>, first: usize) {
    if !is_duckdb(p) || p.position() <= first + 1 {
        return;
    }
    let plain = |at: usize| p.text_at(at).trim_matches('"').to_lowercase();
    let (mut excluded, mut changed) = (Vec::new(), Vec::new());
    let (mut list, mut depth) = (SyntaxKind::EOF, 0_usize);
    for at in first..p.position() {
        let kind = p.kind_at(at);
        match kind {
            T!["("] => depth += 1,
            T![")"] => depth = depth.saturating_sub(1),
            T![exclude] | T![except] | T![replace] | T![rename] if depth == 0 => list = kind,
            _ => {}
        }
        let ends = |at: usize| matches!(p.kind_at(at), T![","] | T![")"]) || at >= p.position();
        match list {
            T![exclude] | T![except] if depth <= 1 && kind != list && ends(at + 1) && kind != T![")"] => {
                excluded.push(plain(at));
            }
            T![replace] if depth <= 1 && kind == T![as] => changed.push((at + 1, plain(at + 1), "REPLACE")),
            T![rename] if depth <= 1 && kind == T![as] => changed.push((at - 1, plain(at - 1), "RENAME")),
            _ => {}
        }
    }
    if let Some((at, name, clause)) = changed.into_iter().find(|(_, name, _)| excluded.contains(name)) {
        p.refuse(at, at, format!("`{name}` is left out and stands in `{clause}` too"));
    }
}

/// FOR UPDATE and FOR SHARE, read from `first` on.
pub(crate) fn locking(p: &mut Parser<'_>, first: usize) {
    if is_duckdb(p) {
        p.refuse_since(first, "DuckDB has no locking of rows");
    }
}
