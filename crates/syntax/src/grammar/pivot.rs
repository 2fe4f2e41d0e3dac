//! PIVOT and UNPIVOT, as statements and behind tables.

use super::expressions::expr_below_in;
use super::grouping::group_by_clause;
use super::lists::{close, in_clause, list, paren_contains, paren_is_query};
use super::names::{at_name, name, path, word_as};
use super::queries::query;
use super::samples::sample_clause;
use super::select::select_item;
use super::tables::{opt_table_alias, table_ref};
use crate::parser::{CompletedMarker, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

/// `PIVOT t ON a USING sum(b) GROUP BY c`.
pub(super) fn pivot_query(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump_any();
    in_clause(p, "PIVOT", |p| {
        if table_ref(p).is_none() {
            p.expected("a table");
        }
        if p.eat(T![on]) {
            list(p, "a column", TokenSet::EMPTY, pivot_column);
        }
        if p.eat(T![using]) {
            list(p, "an aggregate", TokenSet::EMPTY, select_item);
        }
        if p.at(T![group]) {
            group_by_clause(p);
        }
    });
    m.complete(p, SyntaxKind::PIVOT_QUERY)
}

/// `UNPIVOT t ON a, b INTO NAME n VALUE v`.
pub(super) fn unpivot_query(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump_any();
    in_clause(p, "UNPIVOT", |p| {
        if table_ref(p).is_none() {
            p.expected("a table");
        }
        include_nulls(p);
        if p.eat(T![on]) {
            list(p, "a column", TokenSet::EMPTY, select_item);
        }
        if p.eat(T![into]) {
            if p.expect(T![name]) {
                name(p, "a column name");
            }
            if p.eat(T![value]) || p.eat(T![values]) {
                let m = p.start();
                list(p, "a column name", TokenSet::EMPTY, |p| {
                    let found = at_name(p);
                    if found {
                        word_as(p, SyntaxKind::NAME);
                    }
                    found
                });
                m.complete(p, SyntaxKind::COLUMN_NAME_LIST);
            }
        }
    });
    m.complete(p, SyntaxKind::UNPIVOT_QUERY)
}

fn include_nulls(p: &mut Parser<'_>) {
    if p.at_set(TokenSet::new(&[T![include], T![exclude]])) && p.nth_at(1, T![nulls]) {
        p.bump_any();
        p.bump_any();
    }
}

/// Whether PIVOT or UNPIVOT goes on behind a table.
pub(super) fn at_pivot(p: &Parser<'_>) -> bool {
    if p.dialect == DialectKind::Trino && !names_pivot_column(p) {
        return false;
    }
    matches!(p.current(), T![pivot] | T![unpivot])
        && (p.nth_at(1, T!["("]) || matches!(p.nth(1), T![include] | T![exclude]) && p.nth_at(2, T![nulls]))
}

/// Trino has neither operator, and `pivot (a, b)` is an alias with names for the columns there.
fn names_pivot_column(p: &Parser<'_>) -> bool {
    paren_contains(p, p.position() + 1, TokenSet::new(&[T![for]]))
}

/// PIVOT or UNPIVOT as the operator of a pipeline.
pub(super) fn pivot_operator(p: &mut Parser<'_>) {
    pivot_table(p, None);
}

pub(super) fn pivot_table(p: &mut Parser<'_>, source: Option<CompletedMarker>) -> CompletedMarker {
    let m = match source {
        Some(source) => source.precede(p),
        None => p.start(),
    };
    let is_pivot = p.at(T![pivot]);
    p.uses(Feature::Pivot, 1);
    p.bump_any();
    include_nulls(p);
    let opened = p.position();
    let kind = if is_pivot {
        in_clause(p, "PIVOT", |p| {
            p.expect(T!["("]);
            list(p, "an aggregate", TokenSet::new(&[T![for]]), select_item);
            p.expect(T![for]);
            // Several columns stand side by side, without commas.
            if p.at(T![")"]) {
                p.expected("a column");
            }
            while !matches!(p.current(), T![")"] | T![group] | T![default] | T![";"] | SyntaxKind::EOF) {
                p.eat(T![for]);
                if !pivot_column(p) {
                    break;
                }
            }
            if p.at(T![default]) {
                default_on_null(p);
            }
            if p.at(T![group]) {
                group_by_clause(p);
            }
            close(p, T![")"], opened);
        });
        SyntaxKind::PIVOT_TABLE
    } else {
        in_clause(p, "UNPIVOT", |p| {
            p.expect(T!["("]);
            unpivot_names(p);
            if p.expect(T![for]) {
                unpivot_names(p);
            }
            if p.expect(T![in]) && p.at(T!["("]) {
                let values = p.position();
                unpivot_values(p);
                validation::queries::unpivot_columns(p, opened, values);
            }
            close(p, T![")"], opened);
        });
        SyntaxKind::UNPIVOT_TABLE
    };
    let alias = p.position();
    opt_table_alias(p);
    validation::queries::pivot_alias(p, alias);
    if p.at(T![tablesample]) {
        sample_clause(p);
    }
    m.complete(p, kind)
}

/// Snowflake's `DEFAULT ON NULL (0)`.
fn default_on_null(p: &mut Parser<'_>) {
    let m = p.start();
    p.uses(Feature::PivotDefault, 3);
    p.bump(T![default]);
    p.expect(T![on]);
    p.expect(T![null]);
    let opened = p.position();
    if p.expect(T!["("]) {
        if super::expressions::expr(p).is_none() {
            p.expected("a value");
        }
        close(p, T![")"], opened);
    }
    m.complete(p, SyntaxKind::PIVOT_DEFAULT);
}

/// `(a, (b, c) AS 'x', d AS 1)`.
fn unpivot_values(p: &mut Parser<'_>) {
    let m = p.start();
    super::lists::parenthesized(p, "a column", |p| {
        let m = p.start();
        if super::expressions::expr(p).is_none() {
            m.abandon(p);
            return false;
        }
        let n = usize::from(p.at(T![as]));
        let is_integer = p.nth_at(n, T![number]) && p.text(n).bytes().all(|b| b.is_ascii_digit());
        if p.nth_at(n, T![string]) || is_integer {
            let alias = p.start();
            p.eat(T![as]);
            if p.at(T![string]) {
                word_as(p, SyntaxKind::NAME);
            } else {
                p.bump_any();
            }
            alias.complete(p, SyntaxKind::ALIAS);
        } else {
            super::names::opt_alias(p);
        }
        m.complete(p, SyntaxKind::SELECT_ITEM);
        true
    });
    m.complete(p, SyntaxKind::PIVOT_VALUE_LIST);
}

fn unpivot_names(p: &mut Parser<'_>) {
    let m = p.start();
    if p.at(T!["("]) {
        let opened = p.position();
        p.bump(T!["("]);
        list(p, "a column name", TokenSet::EMPTY, |p| {
            let found = at_name(p);
            if found {
                dotted_name(p);
            }
            found
        });
        close(p, T![")"], opened);
    } else if at_name(p) {
        dotted_name(p);
    } else if p.at(T![string]) {
        word_as(p, SyntaxKind::NAME);
    } else {
        name(p, "a column name");
    }
    m.complete(p, SyntaxKind::UNPIVOT_NAMES);
}

/// A name; GoogleSQL's grammar takes a path.
fn dotted_name(p: &mut Parser<'_>) {
    word_as(p, SyntaxKind::NAME);
    while p.at(T!["."]) && p.dialect == DialectKind::BigQuery {
        p.bump_any();
        if at_name(p) {
            word_as(p, SyntaxKind::NAME);
        }
    }
}

fn pivot_column(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    let first = p.position();
    if expr_below_in(p).is_none() {
        m.abandon(p);
        return false;
    }
    validation::queries::pivot_column(p, first);
    if p.eat(T![in]) {
        if p.at(T!["("]) {
            pivot_values(p);
        } else {
            path(p, "`(` and values, or an enum");
        }
    } else if p.dialect == DialectKind::BigQuery {
        p.expected("`IN`");
    }
    m.complete(p, SyntaxKind::PIVOT_COLUMN);
    true
}

fn pivot_values(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.position();
    let is_query = paren_is_query(p, 0);
    p.bump(T!["("]);
    if is_query {
        query(p);
        validation::queries::pivot_query(p, opened);
    } else if p.at(T![any]) && matches!(p.nth(1), T![")"] | T![order]) {
        p.uses(Feature::PivotAny, 1);
        p.bump_any();
        if p.at(T![order]) {
            super::ordering::order_by_clause(p);
        }
    } else {
        list(p, "a value", TokenSet::EMPTY, select_item);
    }
    close(p, T![")"], opened);
    m.complete(p, SyntaxKind::PIVOT_VALUE_LIST);
}
