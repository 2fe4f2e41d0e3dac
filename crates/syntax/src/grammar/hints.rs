//! GoogleSQL's hints: `@{name = value}` and `@1`, at the places that its grammar names.
//!
//! <https://github.com/google/zetasql/blob/master/docs/lexical.md#hints>

use super::expressions::expr;
use super::lists::{close, in_clause, list};
use super::names::{at_name, path};
use crate::parser::{Parser, TokenSet};
use crate::{Feature, SyntaxKind, T};
use base::DialectKind;

/// A hint, if one stands here.
pub(super) fn opt_hint(p: &mut Parser<'_>) {
    // Delta's `t@v1` is another thing.
    let is_numbered = p.nth_at(1, T![number]) && p.dialect == DialectKind::BigQuery;
    if !p.at(T!["@"]) || !is_numbered && !p.nth_at(1, T!["{"]) {
        return;
    }
    let m = p.start();
    let start = p.position();
    p.bump(T!["@"]);
    p.eat(T![number]);
    // `@1 @{a = 2}` is one hint.
    if p.at(T!["@"]) && p.nth_at(1, T!["{"]) {
        p.bump(T!["@"]);
    }
    if p.at(T!["{"]) {
        let opened = p.position();
        p.bump(T!["{"]);
        in_clause(p, "the hint", |p| {
            list(p, "a hint", TokenSet::EMPTY, |p| {
                let found = at_name(p);
                if found {
                    path(p, "a hint");
                    if p.expect(T!["="]) && expr(p).is_none() {
                        p.expected("a value");
                    }
                }
                found
            });
        });
        close(p, T!["}"], opened);
    }
    p.uses_since(Feature::Hint, start);
    m.complete(p, SyntaxKind::HINT);
}
