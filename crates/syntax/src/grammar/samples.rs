//! Samples: `TABLESAMPLE (10 PERCENT)`, `USING SAMPLE 10%`, GoogleSQL's `RESERVOIR (10 ROWS PARTITION BY a)`.

use super::expressions::expr;
use super::hints::opt_hint;
use super::lists::{close, in_clause, list};
use super::names::{at_name, at_table_alias, word_as};
use super::tables::with_alias;
use crate::parser::{Parser, TokenSet};
use crate::{SyntaxKind, T, validation};
use base::DialectKind;

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

/// `TABLESAMPLE ..`, `USING SAMPLE ..`, `SAMPLE ..`.
pub(super) fn sample_clause(p: &mut Parser<'_>) {
    let m = p.start();
    let first = p.position();
    p.eat(T![using]);
    p.bump_any();
    opt_hint(p);
    in_clause(p, "the sample", |p| {
        if p.dialect == DialectKind::BigQuery {
            google_sample(p);
            return;
        }
        if at_name(p) && p.nth_at(1, T!["("]) {
            word_as(p, SyntaxKind::NAME_REF);
        }
        sample_size(p);
        if p.at(T!["("]) {
            // `10% (system, 42)`
            let opened = p.position();
            p.bump(T!["("]);
            list(p, "a method or a seed", TokenSet::EMPTY, |p| expr(p).is_some());
            close(p, T![")"], opened);
        }
    });
    if matches!(p.current(), T![repeatable] | T![seed]) && p.nth_at(1, T!["("]) {
        p.bump_any();
        let opened = p.position();
        p.bump(T!["("]);
        expr(p);
        close(p, T![")"], opened);
    }
    if p.at(T![with]) && p.nth_at(1, T![weight]) {
        let m = p.start();
        p.bump_any();
        p.bump_any();
        if p.at(T![as]) || at_table_alias(p) {
            with_alias(p);
        }
        m.complete(p, SyntaxKind::WITH_WEIGHT);
    }
    validation::samples::sample(p, first);
    m.complete(p, SyntaxKind::SAMPLE_CLAUSE);
}

fn sample_size(p: &mut Parser<'_>) {
    let opened = p.position();
    let in_parens = p.eat(T!["("]);
    if p.at(T![number]) {
        let m = p.start();
        p.bump_any();
        m.complete(p, SyntaxKind::LITERAL);
    } else if in_parens {
        // Spark: BUCKET 3 OUT OF 10
        if p.at(T![ident]) && p.nth_at(1, T![number]) {
            p.skip_balanced();
        } else {
            expr(p);
        }
    } else {
        super::expressions::operand(p);
    }
    p.eat_set(TokenSet::new(&[T!["%"], T![percent], T![rows], T![row]]));
    if in_parens {
        if p.eat(T![","]) {
            expr(p);
        }
        close(p, T![")"], opened);
    }
}
