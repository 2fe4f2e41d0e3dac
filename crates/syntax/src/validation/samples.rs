//! Samples: <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-sampling.html>.

use super::is_spark;
use crate::T;
use crate::parser::Parser;

/// The TABLESAMPLE that begins at `first`, just read.
pub(crate) fn sample(p: &mut Parser<'_>, first: usize) {
    if !is_spark(p) {
        return;
    }
    let end = p.position();
    let Some(open) = (first..end).find(|at| p.kind_at(*at) == T!["("]) else { return };
    let Some(close) = (open..end).find(|at| p.kind_at(*at) == T![")"]) else { return };
    let is = |at: usize, word: &str| p.text_at(at).eq_ignore_ascii_case(word);
    let is_system = open == first + 2 && is(first + 1, "system");
    let is_percent = is(close - 1, "percent");
    let is_bucket = is(open + 1, "bucket");
    if is_system && !is_percent {
        p.refuse(open, close, "`SYSTEM` samples a percentage only: write `PERCENT`");
    } else if is_system && close + 1 < end {
        p.refuse(close + 1, end - 1, "`SYSTEM` takes no `REPEATABLE`");
    } else if p.kind_at(end - 2) == T![number] && p.kind_at(end - 3) == T!["-"] && close + 1 < end {
        p.refuse(end - 3, end - 2, "a seed is not negative");
    } else if is_percent {
        let text: String = (open + 1..close - 1).map(|at| p.text_at(at)).collect();
        if text.parse::<f64>().is_ok_and(|it| !(0.0..=100.0).contains(&it)) {
            p.refuse(open + 1, close - 1, "a percentage must be between 0 and 100");
        }
    } else if is_bucket {
        bucket(p, open, close);
    } else if !is(close - 1, "rows") {
        p.refuse(open, close, "expected `PERCENT`, `ROWS` or `BUCKET .. OUT OF ..`");
    }
}

/// TABLESAMPLE behind an alias, about to be read.
pub(crate) fn place(p: &mut Parser<'_>) {
    if is_spark(p) {
        let at = p.position();
        p.refuse(at, at, "`TABLESAMPLE` must stand before the alias");
    }
}

/// `BUCKET 3 OUT OF 10`.
fn bucket(p: &mut Parser<'_>, open: usize, close: usize) {
    let number = |at: usize| p.text_at(at).parse::<u64>().ok();
    if let (Some(taken), Some(all)) = (number(open + 2), number(open + 5))
        && taken > all
    {
        p.refuse(open + 2, open + 5, "there are not so many buckets");
    } else if let Some(on) = (open..close).find(|at| p.kind_at(*at) == T![on]) {
        p.refuse(on, close - 1, "buckets are of rows, not of a column: leave `ON` away");
    }
}
