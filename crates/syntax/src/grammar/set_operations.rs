//! UNION, INTERSECT and EXCEPT: the words between two queries.
//!
//! GoogleSQL's modes: <https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#set_operators>

use super::hints::opt_hint;
use super::names::column_name_list;
use crate::parser::{Parser, TokenSet};
use crate::{Feature, T};
use base::DialectKind;

const MODES: TokenSet = TokenSet::new(&[T![full], T![left], T![inner]]);

/// Whether a set operator stands here.
pub(super) fn at_set_operator(p: &Parser<'_>) -> bool {
    set_power(p).is_some()
}

/// How tightly the set operator here binds: INTERSECT more than the others. GoogleSQL does not mix them at all.
pub(super) fn set_power(p: &Parser<'_>) -> Option<u8> {
    let mut n = 0;
    if MODES.contains(p.nth(0)) {
        n = 1 + usize::from(p.nth_at(1, T![outer]));
    }
    match p.nth(n) {
        T![union] | T![except] => Some(1),
        T![minus] if p.reserved.table_alias.contains(T![minus]) || p.nth_at(n + 1, T![select]) => Some(1),
        T![intersect] => Some(2),
        _ => None,
    }
}

/// The words of a set operator.
pub(super) fn set_operator(p: &mut Parser<'_>) {
    let start = p.position();
    let has_mode = p.eat_set(MODES);
    p.eat(T![outer]);
    if has_mode {
        p.uses_since(Feature::SetOperationMode, start);
    }
    if p.at(T![minus]) {
        p.uses(Feature::Minus, 1);
    }
    let is_union = p.at(T![union]);
    p.bump_any();
    opt_hint(p);
    if !p.eat_set(TokenSet::new(&[T![all], T![distinct]])) && p.dialect == DialectKind::BigQuery {
        // <https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#set_operators>
        p.expected(if is_union { "`ALL` or `DISTINCT`" } else { "`DISTINCT` or `ALL`" });
    }
    if p.at(T![strict]) && p.nth_at(1, T![corresponding]) {
        p.uses(Feature::SetOperationMode, 1);
        p.bump_any();
    }
    if p.at(T![by]) && p.nth_at(1, T![name]) {
        p.uses(Feature::SetByName, 2);
        p.bump(T![by]);
        p.bump(T![name]);
        if p.at(T![on]) && p.nth_at(1, T!["("]) {
            p.uses(Feature::SetOperationMode, 1);
            p.bump(T![on]);
            column_name_list(p);
        }
    }
    if p.at(T![corresponding]) {
        p.uses(Feature::Corresponding, 1);
        p.bump_any();
        if p.at(T![by]) && p.nth_at(1, T!["("]) {
            p.bump(T![by]);
            column_name_list(p);
        }
    }
}
