//! Joins that Spark refuses: <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-join.html>,
//! and conditions of joins that have none.

use super::{TokenRange, is_spark};
use crate::T;
use crate::parser::{Parser, TokenSet};
use base::DialectKind;

/// A join whose words stand at `words`, its condition beginning at `condition`.
pub(crate) fn join(p: &mut Parser<'_>, words: TokenRange, is_lateral: bool, condition: usize) {
    if !is_spark(p) {
        unconditional(p, words, condition);
        return;
    }
    let has = |kind| (words.first..=words.last).any(|at| p.kind_at(at) == kind);
    let is_natural = has(T![natural]);
    let kind = [T![cross], T![semi], T![anti]].into_iter().find(|it| has(*it));
    let is_outer = has(T![right]) || has(T![full]);
    let next = p.kind_at(condition);
    let is_conditional = condition < p.position();
    let is_named = is_lateral && matches!(p.kind_at(words.last + 2), T![ident] | T![quoted_ident]);
    let is_call = (words.last + 2..condition).any(|at| p.kind_at(at) == T!["("]);
    if let Some(kind) = kind.filter(|_| is_natural) {
        let spelling = kind.spelling().unwrap_or_default();
        p.refuse(words.first, words.last, format!("a join cannot be both `NATURAL` and `{spelling}`"));
    } else if is_natural && is_conditional && matches!(next, T![on] | T![using]) {
        let spelling = next.spelling().unwrap_or_default();
        p.refuse(condition, condition, format!("a `NATURAL` join takes no `{spelling}`"));
    } else if let Some(kind) = kind.filter(|it| is_outer && *it != T![cross]) {
        let spelling = kind.spelling().unwrap_or_default();
        p.refuse(words.first, words.last, format!("a `{spelling}` join is never `RIGHT` or `FULL`"));
    } else if is_named && !is_call {
        p.refuse(words.last + 1, words.last + 1, "`LATERAL` needs a query or a table function");
    } else if is_lateral && (is_outer || matches!(kind, Some(T![semi] | T![anti]))) {
        p.refuse(words.first, words.last, "`LATERAL` needs an inner, cross or left join");
    } else if is_lateral && is_conditional && next == T![using] {
        p.refuse(condition, condition, "a join with `LATERAL` takes no `USING`");
    }
}

/// Whether a CROSS, NATURAL or POSITIONAL JOIN has no condition in the grammar, so that one behind it belongs to the join
/// around it: <https://duckdb.org/docs/stable/sql/query_syntax/from#joins>,
/// <https://github.com/trinodb/trino/blob/master/core/trino-grammar/src/main/antlr4/io/trino/grammar/sql/SqlBase.g4>.
pub(crate) fn knows_unconditional(p: &Parser<'_>) -> bool {
    matches!(p.dialect, DialectKind::DuckDb | DialectKind::Trino)
}

fn unconditional(p: &mut Parser<'_>, words: TokenRange, condition: usize) {
    let kinds = [T![cross], T![natural], T![positional]];
    let kind = kinds.into_iter().find(|kind| (words.first..=words.last).any(|at| p.kind_at(at) == *kind));
    let next = p.kind_at(condition);
    let Some(kind) = kind.filter(|_| knows_unconditional(p) && condition < p.position()) else { return };
    if matches!(next, T![on] | T![using]) {
        let [kind, next] = [kind, next].map(|it| it.spelling().unwrap_or_default());
        p.refuse(condition, condition, format!("a `{kind}` join takes no `{next}`"));
    }
}

/// A join in a join's right side, whose condition stands at `condition`, or a join behind a LATERAL VIEW.
pub(crate) fn nested(p: &mut Parser<'_>, words: TokenRange, condition: Option<usize>) {
    if !is_spark(p) {
        return;
    }
    match condition {
        Some(at) => p.refuse(at, at, "put the join that is joined in parentheses"),
        None => p.refuse(words.first, words.last, "a join must stand before `LATERAL VIEW`"),
    }
}

/// The words that are never a table's alias, not even behind AS.
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-reserved-words.html>
const NO_ALIAS: TokenSet = TokenSet::new(&[
    T![anti],
    T![cross],
    T![except],
    T![full],
    T![inner],
    T![intersect],
    T![join],
    T![lateral],
    T![left],
    T![minus],
    T![natural],
    T![on],
    T![right],
    T![semi],
    T![union],
    T![using],
]);

/// The alias of a table, about to be read behind AS.
pub(crate) fn alias(p: &mut Parser<'_>) {
    if is_spark(p) && p.at_set(NO_ALIAS) {
        let at = p.position();
        let message = format!("`{}` is no alias of a table unless quoted", p.text_at(at));
        p.refuse(at, at, message);
    }
}

/// The number of rows of NEAREST, just read, behind a join's words.
pub(crate) fn nearest(p: &mut Parser<'_>, words: TokenRange) {
    const MAX: u32 = 100_000;
    if !is_spark(p) {
        return;
    }
    let at = p.position() - 1;
    if !p.text_at(at).parse::<u32>().is_ok_and(|it| (1..=MAX).contains(&it)) {
        p.refuse(at, at, format!("the number of rows must be between 1 and {MAX}"));
    }
    let is_lateral = p.kind_at(words.last + 1) == T![lateral];
    if is_lateral {
        p.refuse(words.last + 1, words.last + 1, "`NEAREST` takes no `LATERAL`");
        return;
    }
    let refused = [T![right], T![full], T![cross], T![semi], T![anti], T![natural]];
    let is_refused = (words.first..=words.last).any(|at| refused.contains(&p.kind_at(at)));
    if is_refused {
        p.refuse(words.first, words.last, "`NEAREST` needs an inner or a left join");
    }
}
