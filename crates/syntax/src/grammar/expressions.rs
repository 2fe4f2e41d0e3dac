//! Operators, by binding power: see [`Precedence`].

use super::calls::method_call;
use super::collections::index_or_slice;
use super::lists::{at_list_end, close, paren_is_query};
use super::names::{nth_is_name, path, segment, word_as};
use super::precedence::Precedence;
use super::predicates::{between, in_list, is, like, quantified};
use super::primaries::primary;
use super::types::type_name;
use crate::parser::{CompletedMarker, MAX_CHAIN, Parser};
use crate::{Feature, SyntaxKind, T, validation};
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
    let table = Precedence::of(p.dialect);
    if p.at(T![not]) && min >= table.is && has_strict_predicates(p.dialect) {
        p.error("`NOT` binds looser than the operator before it: put it into parentheses");
    }
    let lhs = prefix(p, min)?;
    if lhs.kind() == SyntaxKind::STAR_EXPR {
        return Some(lhs);
    }
    Some(climb(p, lhs, min))
}

/// The operators that bind tighter than `min` behind an operand.
fn climb(p: &mut Parser<'_>, mut lhs: CompletedMarker, min: u8) -> CompletedMarker {
    let table = Precedence::of(p.dialect);
    let mut compared = false;
    let mut height = lhs.height();
    let mut chain = Chain::default();
    loop {
        let Some(operator) = infix(p, table) else { return lhs };
        let power = operator.power(table);
        // All predicates stand on one level there: what would go on behind one is the caller's.
        let predicates = table.is..=table.like;
        let strict = has_strict_predicates(p.dialect) && predicates.contains(&power);
        if power <= min || strict && predicates.contains(&min) {
            return lhs;
        }
        if strict {
            if compared {
                p.error("comparisons do not chain: join them with `AND`");
            }
            compared = true;
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
            return lhs;
        }
        if operator.is_predicate(table) && IS_PREDICATE.contains(&lhs.kind()) {
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

/// GoogleSQL and Trino do not chain predicates: `a = b IS NULL` needs parentheses.
fn has_strict_predicates(dialect: DialectKind) -> bool {
    matches!(dialect, DialectKind::BigQuery | DialectKind::Trino)
}

fn prefix(p: &mut Parser<'_>, min: u8) -> Option<CompletedMarker> {
    let table = Precedence::of(p.dialect);
    let power = match p.current() {
        T![not] => table.not,
        T!["-"] | T!["+"] => table.unary,
        T!["~"] => table.bit_not,
        T!["!"] if p.dialect == DialectKind::Databricks => table.not,
        T!["@"] if p.dialect != DialectKind::DuckDb => return None,
        T!["@"] | T!["!"] => table.other,
        T![prior] if nth_is_name(p, 1) && !p.nth_at(1, T![as]) => table.unary,
        T!["**"] if p.dialect == DialectKind::Snowflake => table.unary,
        T![ident] if p.dialect == DialectKind::Snowflake && is_connect_by_root(p) => table.unary,
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
    if p.at(T!["~"]) {
        p.uses(Feature::BitwiseOperators, 1);
    }
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
    Binary {
        power: u8,
    },
    /// DuckDB's `->`.
    Arrow,
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
    let google = p.dialect == DialectKind::BigQuery;
    let power = match p.current() {
        // Snowflake: from one statement to the next.
        T!["->>"] if p.dialect == DialectKind::Snowflake => return None,
        // Nothing but the arrow of a lambda there.
        T!["->"] | T!["->>"] if google || p.dialect == DialectKind::Trino => return None,
        T!["%"] if google => return None,
        T!["->"] if p.dialect == DialectKind::DuckDb => return Some(Infix::Arrow),
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
        T!["!<"] | T!["!>"] => {
            if p.dialect != DialectKind::Databricks {
                return None;
            }
            table.compare
        }
        T!["!"] => return (p.dialect == DialectKind::DuckDb).then_some(Infix::Factorial),
        T![at] if !google => return matches!(p.nth(1), T![time] | T![local]).then_some(Infix::AtTimeZone),
        // GoogleSQL has it in ORDER BY alone.
        T![collate] if !google => return Some(Infix::Collate),
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
            Infix::Operator | Infix::Arrow => table.other,
            Infix::AtTimeZone => table.at,
            Infix::Collate => table.collate,
            Infix::Factorial | Infix::Index => table.postfix,
            Infix::Cast | Infix::Field | Infix::JsonPath => table.cast,
        }
    }

    /// Whether it makes a predicate, of which a dialect may refuse a second one.
    fn is_predicate(self, table: &Precedence) -> bool {
        matches!(self, Infix::Is | Infix::Between | Infix::In | Infix::Like)
            || matches!(self, Infix::Binary { power } if power == table.compare)
    }

    /// Consumes the operator and what follows it; tells the kind of the whole.
    fn parse(self, p: &mut Parser<'_>) -> SyntaxKind {
        match self {
            Infix::Binary { power } => {
                note_operator(p);
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
            Infix::Arrow => {
                note_operator(p);
                p.bump_any();
                behind_arrow(p);
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
                p.uses(Feature::AtTimeZone, 3);
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
                collation(p);
                SyntaxKind::COLLATE_EXPR
            }
            Infix::Index => index_or_slice(p),
            Infix::Cast => {
                p.uses(Feature::CastOperator, 1);
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

/// Notes operators that some dialects lack.
fn note_operator(p: &mut Parser<'_>) {
    match p.current() {
        T!["|"] | T!["&"] | T!["<<"] => p.uses(Feature::BitwiseOperators, 1),
        T![">"] if p.at(T![">>"]) => p.uses(Feature::BitwiseOperators, 2),
        T!["//"] => p.uses(Feature::IntegerDivision, 1),
        T!["**"] => p.uses(Feature::PowerOperator, 1),
        T!["=="] => p.uses(Feature::DoubleEquals, 1),
        T!["<=>"] => p.uses(Feature::NullSafeEquals, 1),
        _ => {}
    }
}

/// The name, string or parameter behind COLLATE.
pub(super) fn collation(p: &mut Parser<'_>) {
    if p.at(T![string]) {
        p.bump_any();
    } else if p.at(T![parameter]) {
        super::literals::parameter(p);
    } else {
        path(p, "a collation");
    }
}

/// What follows DuckDB's `->`. A path goes on with the next arrow, so `j -> 'a' ->> 'b' = 'c'` compares what it leads to;
/// else it is all that follows, as the body of a lambda is: `j -> 'a' = 'c'` looks for the field that `'a' = 'c'` names.
fn behind_arrow(p: &mut Parser<'_>) {
    let table = Precedence::of(p.dialect);
    if p.at(T![not]) {
        right_operand(p, table.arrow);
        return;
    }
    match p.nested(|p| expr_above(p, table.other)) {
        Some(step) if !p.at(T!["->"]) && !p.at(T!["->>"]) => {
            climb(p, step, table.arrow);
        }
        Some(_) => {}
        None => p.expected("an expression"),
    }
}

pub(super) fn right_operand(p: &mut Parser<'_>, power: u8) {
    let found = match p.current() {
        T![any] | T![some] | T![all] if matches!(p.nth(1), T!["("] | T![select]) => {
            let is_pattern = matches!(p.previous(), T![like] | T![ilike] | T![rlike] | T![regexp]);
            if !is_pattern {
                p.uses(Feature::QuantifiedComparison, 1);
            }
            quantified(p);
            true
        }
        T![any] | T![some] | T![all] if p.nth_at(1, T![unnest]) || p.nth_at(1, T!["@"]) => {
            quantified(p);
            true
        }
        _ => p.nested(|p| expr_above(p, power)).is_some(),
    };
    if !found {
        p.expected("an expression");
    }
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
    // GoogleSQL: an extension's or a function's path in parentheses.
    if p.at(T!["("]) && p.dialect == DialectKind::BigQuery {
        let opened = p.position();
        p.bump(T!["("]);
        path(p, "a path");
        close(p, T![")"], opened);
        if p.at(T!["("]) {
            method_call(p);
            return SyntaxKind::METHOD_CALL_EXPR;
        }
        return SyntaxKind::FIELD_EXPR;
    }
    if segment(p, joint, "a field name") && p.at(T!["("]) {
        method_call(p);
        return SyntaxKind::METHOD_CALL_EXPR;
    }
    SyntaxKind::FIELD_EXPR
}
