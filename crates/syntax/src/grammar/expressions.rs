//! Operators, by binding power: see [`Precedence`].

use super::calls::method_call;
use super::collections::index_or_slice;
use super::lists::{at_list_end, close, paren_is_query, parenthesized};
use super::names::{at_name, nth_is_name, path, segment, word_as};
use super::precedence::Precedence;
use super::primaries::primary;
use super::queries::query;
use super::recovery::{lacks_opening, opening};
use super::types::type_name;
use crate::parser::{CompletedMarker, MAX_CHAIN, Parser, TokenSet};
use crate::{SyntaxKind, T, validation};
use base::DialectKind;

/// How deep DuckDB lets operators nest: its `max_expression_depth`, less what it counts around them.
const MAX_NESTED: u32 = 1_000;

/// An expression, if one starts here.
pub(super) fn expr(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, 0))
}

/// An expression in which IS and NOT NULL are not operators: a DEFAULT.
pub(super) fn expr_above_is(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, Precedence::of(p.dialect).is))
}

/// An expression that ends before IN, AND, comparison.
pub(super) fn expr_below_in(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, Precedence::of(p.dialect).condition()))
}

/// An expression that ends before any binary operator.
pub(super) fn operand(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(|p| expr_above(p, Precedence::of(p.dialect).unary))
}

/// An expression whose operators bind tighter than `min`.
fn expr_above(p: &mut Parser<'_>, min: u8) -> Option<CompletedMarker> {
    let mut lhs = prefix(p, min)?;
    if lhs.kind() == SyntaxKind::STAR_EXPR {
        return Some(lhs);
    }
    let mut height = lhs.height();
    let table = Precedence::of(p.dialect);
    let mut chain = Chain::default();
    loop {
        let Some(operator) = infix(p, table) else { return Some(lhs) };
        let power = operator.power(table);
        if power <= min {
            return Some(lhs);
        }
        if p.dialect == DialectKind::DuckDb {
            chain.check(p, operator, lhs.kind());
        }
        height += 1;
        // DuckDB nests all operators but AND and OR, and no deeper than that.
        let is_list = matches!(p.current(), T![and] | T![or]) || p.dialect != DialectKind::DuckDb;
        let limit = if is_list { MAX_CHAIN } else { MAX_NESTED };
        if height > limit {
            p.exceeded(format!("more than {limit} operators in a row"));
            let m = p.start();
            while !at_list_end(p) && !p.at(T![","]) {
                p.bump_any();
            }
            m.complete(p, SyntaxKind::ERROR);
            return Some(lhs);
        }
        let m = lhs.precede(p);
        let kind = operator.parse(p);
        lhs = m.complete(p, kind).with_height(height);
    }
}

fn prefix(p: &mut Parser<'_>, min: u8) -> Option<CompletedMarker> {
    let table = Precedence::of(p.dialect);
    let power = match p.current() {
        T![not] => table.not,
        T!["-"] | T!["+"] => table.unary,
        T!["~"] => table.bit_not,
        T!["!"] if p.dialect == DialectKind::Databricks => table.not,
        T!["@"] | T!["!"] => table.other,
        T![prior] if nth_is_name(p, 1) && !p.nth_at(1, T![as]) => table.unary,
        T!["**"] if p.dialect == DialectKind::Snowflake => table.unary,
        T!["~~"] if p.dialect == DialectKind::Databricks => table.bit_not,
        T!["**"] | T!["*"] if p.nth_at(1, T![columns]) && p.nth_at(2, T!["("]) => table.unary,
        _ => return primary(p),
    };
    // DuckDB's grammar has these only where so loose an operator may stand; a comparison's right side may be negated.
    let is_whole = p.at(T![not]) && (p.nth_at(1, T![exists]) || paren_is_query(p, 1));
    if p.dialect == DialectKind::DuckDb && power < table.bit_not && min >= power.max(table.like) && !is_whole
    {
        p.error(format!("`{}` behind a tighter operator must stand in parentheses", p.text(0)));
    }
    if p.at(T!["*"]) {
        return primary(p);
    }
    let m = p.start();
    p.bump_any();
    // `@ a <-> b` is the sign of the distance.
    let operand = if power == table.other { table.like } else { power };
    if p.nested(|p| expr_above(p, operand)).is_none() {
        p.expected("an expression");
    }
    Some(m.complete(p, SyntaxKind::PREFIX_EXPR))
}

/// What DuckDB's grammar does not let stand side by side, though it is of one rank.
#[derive(Default)]
struct Chain {
    compared: bool,
    matched: bool,
    distinguished: bool,
}

impl Chain {
    /// Judges the operator that follows an operand of this kind.
    fn check(&mut self, p: &mut Parser<'_>, operator: Infix, operand: SyntaxKind) {
        let table = Precedence::of(p.dialect);
        let power = operator.power(table);
        let is_tested = matches!(operand, SyntaxKind::IS_EXPR | SyntaxKind::IS_DISTINCT_EXPR);
        if power == table.compare {
            if self.compared && !is_tested {
                p.error("comparisons do not chain: join them with `AND`");
            }
            self.compared = true;
        } else if power == table.like {
            if self.matched && operand != SyntaxKind::IN_EXPR || is_tested {
                p.error("conditions do not chain: put the first into parentheses");
            }
            self.matched = true;
        } else if matches!(operator, Infix::Is) && (p.nth_at(1, T![distinct]) || p.nth_at(2, T![distinct])) {
            if self.distinguished {
                p.error("comparisons do not chain: join them with `AND`");
            }
            self.distinguished = true;
        } else if operand == SyntaxKind::IN_EXPR && power > table.like {
            p.error("an operator behind `IN (..)` binds tighter: put the condition into parentheses");
        } else if operand == SyntaxKind::CAST_EXPR
            && matches!(operator, Infix::Index)
            && p.previous() != T![")"]
        {
            p.error("an index cannot follow a cast: put the cast into parentheses");
        }
    }
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

fn infix(p: &Parser<'_>, table: &Precedence) -> Option<Infix> {
    let power = match p.current() {
        // Snowflake: from one statement to the next.
        T!["->>"] if p.dialect == DialectKind::Snowflake => return None,
        T!["->"] => table.arrow,
        T!["->>"] => table.other,
        T![or] => table.or,
        T![and] => table.and,
        T![xor] if p.dialect == DialectKind::Databricks => table.or,
        T!["="] | T!["=="] | T!["<>"] | T!["!="] | T!["<"] | T!["<="] | T![">="] | T!["<=>"] => table.compare,
        T![">"] if p.at(T![">>"]) => table.shift,
        T![">"] => table.compare,
        T!["||"] => table.concat,
        T!["|"] => table.bit_or,
        T!["&"] => table.bit_and,
        T!["<<"] => table.shift,
        T!["~"] | T!["~~"] | T!["~~~"] | T!["~~*"] | T!["~*"] => table.like,
        T!["!~"] | T!["!~*"] | T!["!~~"] | T!["!~~*"] => table.like,
        T!["^@"] | T!["@>"] | T!["<@"] | T!["&&"] | T!["<->"] => table.other,
        T!["+"] | T!["-"] => table.add,
        // `LIMIT 10%`
        T!["%"] if matches!(p.nth(1), T![")"] | T![";"] | T![offset] | SyntaxKind::EOF) => return None,
        T!["*"] | T!["/"] | T!["//"] | T!["%"] => table.multiply,
        T![overlaps] if nth_is_name(p, 1) || p.nth_at(1, T!["("]) => table.other,
        T![div] if p.dialect == DialectKind::Databricks => table.multiply,
        T!["^"] => match p.dialect {
            DialectKind::Databricks | DialectKind::BigQuery => table.bit_xor,
            _ => table.power,
        },
        T!["**"] => table.power,
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
        T!["!"] => return Some(Infix::Factorial),
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
    fn power(self, table: &Precedence) -> u8 {
        match self {
            Infix::Binary { power } => power,
            Infix::Is | Infix::IsNullWord | Infix::NotNull => table.is,
            Infix::Between | Infix::In | Infix::Like => table.like,
            Infix::Operator => table.other,
            Infix::AtTimeZone => table.at,
            Infix::Collate => table.collate,
            Infix::Factorial | Infix::Index => table.postfix,
            Infix::Cast | Infix::Field | Infix::JsonPath => table.cast,
        }
    }

    /// Consumes the operator and what follows it; tells the kind of the whole.
    fn parse(self, p: &mut Parser<'_>) -> SyntaxKind {
        match self {
            Infix::Binary { power } => {
                if !p.eat(T![">>"]) {
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
                right_operand(p, Precedence::of(p.dialect).other);
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
                p.bump_any();
                if !p.eat(T![local]) {
                    p.bump(T![time]);
                    p.expect(T![zone]);
                    right_operand(p, Precedence::of(p.dialect).at);
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
        right_operand(p, Precedence::of(p.dialect).is);
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
    right_operand(p, Precedence::of(p.dialect).like);
    if p.expect(T![and]) {
        right_operand(p, Precedence::of(p.dialect).like);
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
        right_operand(p, Precedence::of(p.dialect).like);
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
    right_operand(p, Precedence::of(p.dialect).like);
    if p.eat(T![escape]) {
        right_operand(p, Precedence::of(p.dialect).like);
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
