//! GoogleSQL's samples: `SYSTEM (10 PERCENT)`, `RESERVOIR (10 ROWS PARTITION BY a)`.

use super::lists::close;
use super::names::{at_name, word_as};
use crate::parser::{Parser, TokenSet};
use crate::{SyntaxKind, T};

/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#tablesample_operator>
pub(super) fn google_sample(p: &mut Parser<'_>) {
    if at_name(p) {
        word_as(p, SyntaxKind::NAME_REF);
    } else {
        p.expected("a sampling method such as `SYSTEM`");
    }
    let opened = p.position();
    if !p.expect(T!["("]) {
        return;
    }
    // A number, a parameter, or a cast of one.
    let is_size = matches!(p.current(), T![number] | T![parameter] | T![cast] | T![safe_cast]);
    if !is_size || super::expressions::operand(p).is_none() {
        p.expected("a number");
    }
    if !p.eat_set(TokenSet::new(&[T![percent], T![rows]])) {
        p.expected("`PERCENT` or `ROWS`");
    }
    if p.at(T![partition]) {
        super::windows::partition_by_clause(p);
    }
    close(p, T![")"], opened);
}
