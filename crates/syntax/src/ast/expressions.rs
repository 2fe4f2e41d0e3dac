//! Expressions: operators and operands.

use super::{AstNode, BinaryExpr, CastExpr, Expr, IsExpr, LikeExpr, Literal, PrefixExpr, TrimExpr, support};
use crate::{SyntaxElement, SyntaxKind, SyntaxNode, SyntaxToken};
use rowan::NodeOrToken;

/// What a literal is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiteralKind {
    /// Digits, with fraction and exponent as written.
    Number(SyntaxToken),
    /// A string, in whatever quotes.
    String(SyntaxToken),
    /// The DSL's `@2025-01-31`.
    Date(SyntaxToken),
    /// TRUE or FALSE.
    Boolean(bool),
    /// NULL.
    Null,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `OR`
    Or,
    /// `AND`
    And,
    /// `=`, `==`
    Equal,
    /// `<>`, `!=` (in the DSL `!=` is NULL-safe)
    NotEqual,
    /// `<=>`
    NullSafeEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `//`, `DIV`
    IntegerDivide,
    /// `%`
    Modulo,
    /// `^` (power in DuckDB, exclusive or in Spark and BigQuery), `**`
    Power,
    /// `||`
    Concat,
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// `<<`
    ShiftLeft,
    /// `>>`
    ShiftRight,
    /// `->`
    Arrow,
    /// `->>`
    ArrowText,
    /// `~`, `~*`, `!~`, `!~*`: POSIX regular expressions (full match in DuckDB)
    Regex,
    /// `~~`, `~~~`, `!~~`, `^@`: the operator spellings of LIKE, GLOB and starts_with
    Pattern,
    /// `@>`, `<@`, `&&`, `<->` and user-defined ones
    Other,
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrefixOperator {
    /// `NOT`
    Not,
    /// `!` before an operand
    Bang,
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// `~`
    BitNot,
    /// `@`: absolute value
    Absolute,
    /// `**` before an operand, `PRIOR` and the like
    Other,
}

impl Literal {
    /// What it is.
    pub fn kind(&self) -> Option<LiteralKind> {
        let token = tokens(self.syntax()).next()?;
        Some(match token.kind() {
            SyntaxKind::NUMBER => LiteralKind::Number(token),
            SyntaxKind::STRING | SyntaxKind::QUOTED_IDENT => LiteralKind::String(token),
            SyntaxKind::DATE_LITERAL => LiteralKind::Date(token),
            SyntaxKind::TRUE_KW => LiteralKind::Boolean(true),
            SyntaxKind::FALSE_KW => LiteralKind::Boolean(false),
            _ => LiteralKind::Null,
        })
    }
}

impl BinaryExpr {
    /// The operand before the operator.
    pub fn lhs(&self) -> Option<Expr> {
        operands(self.syntax()).0
    }

    /// The operand behind the operator.
    pub fn rhs(&self) -> Option<Expr> {
        operands(self.syntax()).1
    }

    /// The first token of the operator; `OPERATOR(schema.+)` has several.
    pub fn operator_token(&self) -> Option<SyntaxToken> {
        tokens(self.syntax()).next()
    }

    /// The operator.
    pub fn operator(&self) -> Option<BinaryOperator> {
        use BinaryOperator as Op;
        Some(match self.operator_token()?.kind() {
            SyntaxKind::OR_KW => Op::Or,
            SyntaxKind::AND_KW => Op::And,
            SyntaxKind::EQ | SyntaxKind::EQ_EQ => Op::Equal,
            SyntaxKind::LT_GT | SyntaxKind::BANG_EQ => Op::NotEqual,
            SyntaxKind::SPACESHIP => Op::NullSafeEqual,
            SyntaxKind::LT => Op::Less,
            SyntaxKind::LT_EQ => Op::LessEqual,
            SyntaxKind::GT => Op::Greater,
            SyntaxKind::GT_EQ => Op::GreaterEqual,
            SyntaxKind::PLUS => Op::Add,
            SyntaxKind::MINUS => Op::Subtract,
            SyntaxKind::STAR => Op::Multiply,
            SyntaxKind::SLASH => Op::Divide,
            SyntaxKind::SLASH_SLASH | SyntaxKind::DIV_KW => Op::IntegerDivide,
            SyntaxKind::PERCENT_SIGN => Op::Modulo,
            SyntaxKind::CARET | SyntaxKind::STAR_STAR => Op::Power,
            SyntaxKind::PIPE_PIPE => Op::Concat,
            SyntaxKind::AMP => Op::BitAnd,
            SyntaxKind::PIPE => Op::BitOr,
            SyntaxKind::LT_LT => Op::ShiftLeft,
            SyntaxKind::GT_GT => Op::ShiftRight,
            SyntaxKind::ARROW => Op::Arrow,
            SyntaxKind::ARROW_GT => Op::ArrowText,
            SyntaxKind::TILDE
            | SyntaxKind::TILDE_STAR
            | SyntaxKind::BANG_TILDE
            | SyntaxKind::BANG_TILDE_STAR => Op::Regex,
            SyntaxKind::TILDE_TILDE
            | SyntaxKind::TILDE_TILDE_TILDE
            | SyntaxKind::TILDE_TILDE_STAR
            | SyntaxKind::BANG_TILDE_TILDE
            | SyntaxKind::BANG_TILDE_TILDE_STAR
            | SyntaxKind::CARET_AT => Op::Pattern,
            _ => Op::Other,
        })
    }
}

impl PrefixExpr {
    /// The operator's token.
    pub fn operator_token(&self) -> Option<SyntaxToken> {
        tokens(self.syntax()).next()
    }

    /// The operator.
    pub fn operator(&self) -> Option<PrefixOperator> {
        Some(match self.operator_token()?.kind() {
            SyntaxKind::NOT_KW => PrefixOperator::Not,
            SyntaxKind::BANG => PrefixOperator::Bang,
            SyntaxKind::MINUS => PrefixOperator::Minus,
            SyntaxKind::PLUS => PrefixOperator::Plus,
            SyntaxKind::TILDE => PrefixOperator::BitNot,
            SyntaxKind::AT_SIGN => PrefixOperator::Absolute,
            _ => PrefixOperator::Other,
        })
    }
}

impl IsExpr {
    /// Whether the test is negated: `IS NOT NULL`, `NOTNULL`, `NOT NULL`.
    pub fn is_negated(&self) -> bool {
        self.not_token().is_some() || self.notnull_token().is_some()
    }

    /// Whether it is NULL that is tested for.
    pub fn is_null_test(&self) -> bool {
        self.null_token().is_some() || self.isnull_token().is_some() || self.notnull_token().is_some()
    }
}

impl LikeExpr {
    /// The token of LIKE, ILIKE, SIMILAR, GLOB, RLIKE or REGEXP.
    pub fn operator_token(&self) -> Option<SyntaxToken> {
        tokens(self.syntax()).find(|it| it.kind() != SyntaxKind::NOT_KW)
    }
}

impl CastExpr {
    /// Whether a value that cannot be cast gives NULL.
    pub fn is_try(&self) -> bool {
        self.try_cast_token().is_some() || self.safe_cast_token().is_some() || {
            support::token(self.syntax(), SyntaxKind::QUESTION_COLON_COLON).is_some()
        }
    }
}

impl TrimExpr {
    /// The characters to take off: what stands before FROM.
    pub fn characters(&self) -> Option<Expr> {
        self.from_token()?;
        support::child_between(self.syntax(), &[SyntaxKind::L_PAREN], &[SyntaxKind::FROM_KW])
    }

    /// The string to trim.
    pub fn value(&self) -> Option<Expr> {
        match self.from_token() {
            Some(_) => support::child_between(self.syntax(), &[SyntaxKind::FROM_KW], &[SyntaxKind::R_PAREN]),
            None => support::child(self.syntax()),
        }
    }
}

fn tokens(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    node.children_with_tokens().filter_map(NodeOrToken::into_token).filter(|it| !it.kind().is_trivia())
}

/// The expressions on both sides of the first token, or two side by side that lack the word between.
fn operands(node: &SyntaxNode) -> (Option<Expr>, Option<Expr>) {
    let (mut lhs, mut rhs, mut seen) = (None, None, false);
    for element in node.children_with_tokens() {
        match element {
            SyntaxElement::Token(token) => seen |= !token.kind().is_trivia(),
            SyntaxElement::Node(node) => {
                let side = if seen || lhs.is_some() { &mut rhs } else { &mut lhs };
                if side.is_none() {
                    *side = Expr::cast(node);
                }
            }
        }
    }
    (lhs, rhs)
}
