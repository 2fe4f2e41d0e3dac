//! Operators, by binding power.
//!
//! Precedence follows DuckDB (its `->` binds loosest, being the lambda arrow too):
//! <https://duckdb.org/docs/stable/sql/query_syntax/> and its grammar. The other dialects differ in rare mixes only.

use super::calls::method_call;
use super::collections::index_or_slice;
use super::lists::{at_list_end, close, paren_is_query, parenthesized};
use super::names::{at_name, nth_is_name, path, segment, word_as};
use super::primaries::primary;
use super::queries::query;
use super::recovery::{lacks_opening, opening};
use super::types::type_name;
use crate::parser::{CompletedMarker, MAX_CHAIN, Parser, TokenSet};
use crate::{Feature, SyntaxKind, T, validation};
use base::DialectKind;

const ARROW: u8 = 2;
const OR: u8 = 4;
const AND: u8 = 6;
const NOT: u8 = 8;
const IS: u8 = 10;
const COMPARE: u8 = 12;
const IN: u8 = 14;
const FACTORIAL: u8 = 15;
const OTHER: u8 = 16;
const ADD: u8 = 18;
const MULTIPLY: u8 = 20;
const POWER: u8 = 22;
const AT: u8 = 24;
const COLLATE: u8 = 26;
const UNARY: u8 = 28;
const INDEX: u8 = 30;
const CAST: u8 = 32;

/// An expression, if one starts here.
pub(super) fn expr(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, 0))
}

/// An expression in which IS and NOT NULL are not operators: a DEFAULT.
pub(super) fn expr_above_is(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, IS))
}

/// An expression that ends before IN, AND, comparison.
pub(super) fn expr_below_in(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, IN))
}

/// An expression that ends before any binary operator.
pub(super) fn operand(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, UNARY))
}

/// An expression whose operators bind tighter than `min`.
fn expr_above(p: &mut Parser<'_>, min: u8) -> Option<CompletedMarker> {
    let mut lhs = prefix(p)?;
    if lhs.kind() == SyntaxKind::STAR_EXPR {
        return Some(lhs);
    }
    let mut height = lhs.height();
    let mut compared = false;
    loop {
        let Some(operator) = infix(p) else { return Some(lhs) };
        if operator.power() <= min {
            return Some(lhs);
        }
        if operator.compares() {
            if compared && p.dialect == DialectKind::DuckDb {
                p.error("comparisons do not chain: join them with `AND`");
            }
            compared = true;
        }
        height += 1;
        if height > MAX_CHAIN {
            p.exceeded(format!("more than {MAX_CHAIN} operators in a row"));
            let m = p.start();
            while !at_list_end(p) && !p.at(T![","]) {
                p.bump_any();
            }
            m.complete(p, SyntaxKind::ERROR);
            return Some(lhs);
        }
        if operator.is_predicate() && IS_PREDICATE.contains(&lhs.kind()) {
            validation::literals::second_predicate(p);
        }
        let m = lhs.precede(p);
        let kind = operator.parse(p);
        lhs = m.complete(p, kind).with_height(height);
    }
}

/// What no second predicate may follow in Spark without parentheses.
const IS_PREDICATE: [SyntaxKind; 5] = [
    SyntaxKind::IS_EXPR,
    SyntaxKind::IS_DISTINCT_EXPR,
    SyntaxKind::BETWEEN_EXPR,
    SyntaxKind::IN_EXPR,
    SyntaxKind::LIKE_EXPR,
];

fn prefix(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let power = match p.current() {
        T![not] => NOT,
        T!["-"] | T!["+"] => UNARY,
        T!["~"] | T!["@"] | T!["!"] => OTHER,
        T![prior] if nth_is_name(p, 1) && !p.nth_at(1, T![as]) => UNARY,
        T!["**"] if p.dialect == DialectKind::Snowflake => UNARY,
        T![ident] if p.dialect == DialectKind::Snowflake && is_connect_by_root(p) => UNARY,
        T!["~~"] if p.dialect == DialectKind::Databricks => OTHER,
        T!["**"] | T!["*"] if p.nth_at(1, T![columns]) && p.nth_at(2, T!["("]) => UNARY,
        _ => return primary(p),
    };
    if p.at(T!["*"]) {
        return primary(p);
    }
    let m = p.start();
    p.bump_any();
    if p.nested(|p| expr_above(p, power)).is_none() {
        p.expected("an expression");
    }
    Some(m.complete(p, SyntaxKind::PREFIX_EXPR))
}

/// An operator behind an operand.
#[derive(Clone, Copy)]
enum Infix {
    Binary { power: u8 },
    Is,
    IsNullWord,
    NotNull,
    Between,
    In,
    Like,
    Factorial,
    AtTimeZone,
    Collate,
    Index,
    Cast,
    Field,
    JsonPath,
    Operator,
}

fn infix(p: &Parser<'_>) -> Option<Infix> {
    let power = match p.current() {
        // Snowflake: from one statement to the next.
        T!["->>"] if p.dialect == DialectKind::Snowflake => return None,
        T!["->"] | T!["->>"] => ARROW,
        T![or] => OR,
        T![and] => AND,
        T![xor] if p.dialect == DialectKind::Databricks => OR,
        T!["="] | T!["=="] | T!["<>"] | T!["!="] | T!["<"] | T!["<="] | T![">="] | T!["<=>"] => COMPARE,
        T![">"] if p.at(T![">>"]) => OTHER,
        T![">"] => COMPARE,
        T!["||"] | T!["&"] | T!["|"] | T!["<<"] | T!["~"] | T!["~~"] | T!["~~~"] | T!["~~*"] | T!["~*"] => {
            OTHER
        }
        T!["!~"]
        | T!["!~*"]
        | T!["!~~"]
        | T!["!~~*"]
        | T!["^@"]
        | T!["@>"]
        | T!["<@"]
        | T!["&&"]
        | T!["<->"] => OTHER,
        T!["+"] | T!["-"] => ADD,
        // `LIMIT 10%`
        T!["%"] if matches!(p.nth(1), T![")"] | T![";"] | T![offset] | SyntaxKind::EOF) => return None,
        T!["*"] | T!["/"] | T!["//"] | T!["%"] => MULTIPLY,
        T![overlaps] if nth_is_name(p, 1) || p.nth_at(1, T!["("]) => OTHER,
        T![div] if p.dialect == DialectKind::Databricks => MULTIPLY,
        T!["^"] | T!["**"] => POWER,
        T![is] => return Some(Infix::Is),
        T![isnull] | T![notnull] => return (!p.nth_at(1, T!["("])).then_some(Infix::IsNullWord),
        T![between] => return Some(Infix::Between),
        T![in] => return Some(Infix::In),
        T![like] | T![ilike] | T![glob] => return Some(Infix::Like),
        T![rlike] | T![regexp] => return starts_pattern(p, 1).then_some(Infix::Like),
        T![similar] => return p.nth_at(1, T![to]).then_some(Infix::Like),
        T![not] => {
            return match p.nth(1) {
                T![between] => Some(Infix::Between),
                T![in] => Some(Infix::In),
                T![like] | T![ilike] | T![glob] | T![rlike] | T![regexp] | T![similar] => Some(Infix::Like),
                T![null] => Some(Infix::NotNull),
                _ => None,
            };
        }
        T!["!"] if p.dialect == DialectKind::Snowflake && p.nth_at(2, T!["("]) => return Some(Infix::Field),
        // Spark: `!<` and `!>`
        T!["!"] if p.dialect == DialectKind::Databricks && is_negated_comparison(p) => COMPARE,
        T!["!"] => return (p.dialect == DialectKind::DuckDb).then_some(Infix::Factorial),
        T![at] => return matches!(p.nth(1), T![time] | T![local]).then_some(Infix::AtTimeZone),
        T![collate] => return Some(Infix::Collate),
        T!["["] => return Some(Infix::Index),
        T!["::"] | T!["?::"] => return Some(Infix::Cast),
        T!["."] => return Some(Infix::Field),
        T![":"] => return is_json_path(p).then_some(Infix::JsonPath),
        T![operator] => return p.nth_at(1, T!["("]).then_some(Infix::Operator),
        _ => return None,
    };
    Some(Infix::Binary { power })
}

/// Snowflake's `CONNECT_BY_ROOT a`: the value in the root of the hierarchy.
fn is_connect_by_root(p: &Parser<'_>) -> bool {
    nth_is_name(p, 1) && p.text(0).eq_ignore_ascii_case("connect_by_root")
}

fn is_negated_comparison(p: &Parser<'_>) -> bool {
    p.is_joint(0) && matches!(p.nth(1), T!["<"] | T![">"])
}

fn starts_pattern(p: &Parser<'_>, n: usize) -> bool {
    matches!(
        p.nth(n),
        T![string] | T![ident] | T![quoted_ident] | T!["("] | T![all] | T![any] | T![some] | T![parameter]
    )
}

/// Snowflake's and Databricks' `e:field`.
fn is_json_path(p: &Parser<'_>) -> bool {
    matches!(p.dialect, DialectKind::Snowflake | DialectKind::Databricks)
        && (nth_is_name(p, 1) || p.nth_at(1, T!["["]) || p.nth(1).is_keyword() && p.is_joint(0))
}

impl Infix {
    fn power(self) -> u8 {
        match self {
            Infix::Binary { power } => power,
            Infix::Is | Infix::IsNullWord | Infix::NotNull => IS,
            Infix::Between | Infix::In | Infix::Like => IN,
            Infix::Factorial => FACTORIAL,
            Infix::Operator => OTHER,
            Infix::AtTimeZone => AT,
            Infix::Collate => COLLATE,
            Infix::Index => INDEX,
            Infix::Cast | Infix::Field | Infix::JsonPath => CAST,
        }
    }

    fn is_predicate(self) -> bool {
        matches!(self, Infix::Is | Infix::Between | Infix::In | Infix::Like) || self.compares()
    }

    fn compares(self) -> bool {
        matches!(self, Infix::Binary { power: COMPARE })
    }

    /// Consumes the operator and what follows it; tells the kind of the whole.
    fn parse(self, p: &mut Parser<'_>) -> SyntaxKind {
        match self {
            Infix::Binary { power } => {
                if p.at(T!["!"]) {
                    p.bump_any();
                }
                if !p.eat(T![">>"]) {
                    p.bump_any();
                } else if p.at(T![">"]) && p.is_joint_with_previous() && p.dialect == DialectKind::Databricks
                {
                    // Spark: `>>>`
                    p.bump_any();
                }
                right_operand(p, power);
                SyntaxKind::BINARY_EXPR
            }
            Infix::Operator => {
                p.bump_any();
                p.bump(T!["("]);
                p.skip_balanced();
                p.expect(T![")"]);
                right_operand(p, OTHER);
                SyntaxKind::BINARY_EXPR
            }
            Infix::Is => is(p),
            Infix::IsNullWord => {
                p.bump_any();
                SyntaxKind::IS_EXPR
            }
            Infix::NotNull => {
                p.bump_any();
                p.bump_any();
                SyntaxKind::IS_EXPR
            }
            Infix::Between => between(p),
            Infix::In => in_list(p),
            Infix::Like => like(p),
            Infix::Factorial => {
                p.bump_any();
                SyntaxKind::POSTFIX_EXPR
            }
            Infix::AtTimeZone => {
                p.uses(Feature::AtTimeZone, 3);
                p.bump_any();
                if !p.eat(T![local]) {
                    p.bump(T![time]);
                    p.expect(T![zone]);
                    right_operand(p, AT);
                }
                SyntaxKind::AT_TIME_ZONE_EXPR
            }
            Infix::Collate => {
                p.bump_any();
                if p.at(T![string]) {
                    p.bump_any();
                } else {
                    path(p, "a collation");
                }
                SyntaxKind::COLLATE_EXPR
            }
            Infix::Index => index_or_slice(p),
            Infix::Cast => {
                p.bump_any();
                type_name(p);
                SyntaxKind::CAST_EXPR
            }
            Infix::Field => field(p),
            Infix::JsonPath => {
                p.bump_any();
                if p.at(T!["["]) {
                    return SyntaxKind::JSON_PATH_EXPR;
                }
                word_as(p, SyntaxKind::NAME_REF);
                SyntaxKind::JSON_PATH_EXPR
            }
        }
    }
}

fn right_operand(p: &mut Parser<'_>, power: u8) {
    let found = match p.current() {
        T![any] | T![some] | T![all] if matches!(p.nth(1), T!["("] | T![select]) => {
            quantified(p);
            true
        }
        _ => p.nested(|p| expr_above(p, power)).is_some(),
    };
    if !found {
        p.expected("an expression");
    }
}

/// `ANY (..)` behind an operator.
fn quantified(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump_any();
    if paren_is_query(p, 0) || p.at(T![select]) {
        let opened = p.position();
        opening(p);
        query(p);
        super::queries::close_query(p, opened);
    } else {
        parenthesized(p, "a list", |p| expr(p).is_some());
    }
    m.complete(p, SyntaxKind::QUANTIFIED_EXPR);
}

fn is(p: &mut Parser<'_>) -> SyntaxKind {
    p.bump(T![is]);
    p.eat(T![not]);
    if p.at(T![distinct]) {
        p.bump_any();
        p.expect(T![from]);
        right_operand(p, IS);
        return SyntaxKind::IS_DISTINCT_EXPR;
    }
    match p.current() {
        T![null] | T![true] | T![false] | T![unknown] => p.bump_any(),
        T![json] => {
            p.bump_any();
            if at_name(p) && !at_list_end(p) {
                p.bump_any();
            }
        }
        _ => p.expected("`NULL`, `NOT NULL`, `TRUE`, `FALSE` or `DISTINCT FROM`"),
    }
    SyntaxKind::IS_EXPR
}

fn between(p: &mut Parser<'_>) -> SyntaxKind {
    p.eat(T![not]);
    p.bump(T![between]);
    p.eat_set(TokenSet::new(&[T![symmetric], T![asymmetric]]));
    right_operand(p, IN);
    if p.expect(T![and]) {
        right_operand(p, IN);
    }
    SyntaxKind::BETWEEN_EXPR
}

fn in_list(p: &mut Parser<'_>) -> SyntaxKind {
    p.eat(T![not]);
    p.bump(T![in]);
    let lacks_opening = p.at(T![select]) || lacks_opening(p);
    if p.at(T!["("]) || lacks_opening {
        let m = p.start();
        let opened = p.position();
        if lacks_opening {
            opening(p);
        }
        if p.at(T![select]) {
            query(p);
            p.eat(T![")"]);
            m.complete(p, SyntaxKind::SUBQUERY_EXPR);
        } else if paren_is_query(p, 0) {
            p.bump(T!["("]);
            query(p);
            super::queries::close_query(p, opened);
            m.complete(p, SyntaxKind::SUBQUERY_EXPR);
        } else {
            p.eat(T!["("]);
            if p.at(T![")"]) {
                p.expected_in("an expression", "the IN list");
            } else {
                super::lists::in_clause(p, "the IN list", |p| {
                    super::lists::list(p, "an expression", TokenSet::EMPTY, |p| expr(p).is_some());
                });
            }
            close(p, T![")"], opened);
            m.complete(p, SyntaxKind::IN_LIST);
        }
    } else {
        right_operand(p, IN);
    }
    SyntaxKind::IN_EXPR
}

fn like(p: &mut Parser<'_>) -> SyntaxKind {
    p.eat(T![not]);
    if p.eat(T![similar]) {
        p.expect(T![to]);
    } else {
        p.bump_any();
    }
    right_operand(p, IN);
    if p.eat(T![escape]) {
        right_operand(p, IN);
        validation::literals::escape(p);
    }
    SyntaxKind::LIKE_EXPR
}

/// Behind an operand that is not a plain name: `(e).field`, `f(x).g(y)`, `(e).*`.
fn field(p: &mut Parser<'_>) -> SyntaxKind {
    let joint = p.is_joint(0);
    p.bump_any();
    if p.at(T!["*"]) {
        p.bump_any();
        super::collections::star_modifiers(p);
        return SyntaxKind::STAR_EXPR;
    }
    if segment(p, joint, "a field name") && p.at(T!["("]) {
        method_call(p);
        return SyntaxKind::METHOD_CALL_EXPR;
    }
    SyntaxKind::FIELD_EXPR
}
