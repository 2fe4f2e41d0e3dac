//! Joins that Spark refuses: <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-join.html>.

use super::{TokenRange, is_spark};
use crate::T;
use crate::parser::Parser;

/// A join whose words stand at `words`, its condition beginning at `condition`.
pub(crate) fn join(p: &mut Parser<'_>, words: TokenRange, is_lateral: bool, condition: usize) {
    if !is_spark(p) {
        return;
    }
    let has = |kind| (words.first..=words.last).any(|at| p.kind_at(at) == kind);
    let is_natural = has(T![natural]);
    let kind = [T![cross], T![semi], T![anti]].into_iter().find(|it| has(*it));
    let is_outer = has(T![right]) || has(T![full]);
    let next = p.kind_at(condition);
    let is_conditional = condition < p.position();
    if let Some(kind) = kind.filter(|_| is_natural) {
        let spelling = kind.spelling().unwrap_or_default();
        p.refuse(words.first, words.last, format!("a join cannot be both `NATURAL` and `{spelling}`"));
    } else if is_natural && is_conditional && matches!(next, T![on] | T![using]) {
        let spelling = next.spelling().unwrap_or_default();
        p.refuse(condition, condition, format!("a `NATURAL` join takes no `{spelling}`"));
    } else if is_lateral && (is_outer || matches!(kind, Some(T![semi] | T![anti]))) {
        p.refuse(words.first, words.last, "`LATERAL` needs an inner, cross or left join");
    } else if is_lateral && is_conditional && next == T![using] {
        p.refuse(condition, condition, "a join with `LATERAL` takes no `USING`");
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
    let refused = [T![right], T![full], T![cross], T![semi], T![anti], T![natural]];
    let is_refused = (words.first..=words.last).any(|at| refused.contains(&p.kind_at(at)));
    if is_refused {
        p.refuse(words.first, words.last, "`NEAREST` needs an inner or a left join");
    }
}
