//! Operators: the type of `a + b`, and which pairs have no meaning together (E005).

use crate::{Operand, Type};
use base::DialectKind;

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the operators'")]
pub enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    /// `/`
    Divide,
    /// `//`, `DIV`
    IntegerDivide,
    /// `%`
    Modulo,
    /// `^` and `**`
    Power,
    /// `||`
    Concat,
    BitAnd,
    BitOr,
    /// `xor(a, b)` in DuckDB, `^` in Databricks and BigQuery
    BitXor,
    ShiftLeft,
    ShiftRight,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    IsDistinctFrom,
    IsNotDistinctFrom,
    /// LIKE, ILIKE, GLOB, SIMILAR TO, REGEXP, RLIKE and their negations
    Like,
    /// `~`, `!~`, `^@` and their relatives: text in, boolean out
    RegexMatch,
    And,
    Or,
    /// `->`
    Arrow,
    /// `->>`
    LongArrow,
    /// `@>`: left contains right
    Contains,
    /// `<@`: left is contained in right
    ContainedBy,
    /// `&&`
    Overlaps,
}

/// An operator on one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the operators'")]
pub enum UnaryOperator {
    Plus,
    Minus,
    BitNot,
    Not,
}

/// Why an operator has no meaning for its operands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperatorError {
    /// No such operator for these types: says so in a sentence without a full stop.
    NoSuchOperator(String),
    /// The operator compares or adapts, and this literal is certain not to convert.
    LiteralDoesNotConvert {
        /// The literal's text.
        literal: smol_str::SmolStr,
        /// The type it had to convert to.
        to: Type,
    },
}

/// The type of `left operator right`. Unknown operands give Unknown (or BOOLEAN for predicates), never an error.
pub fn binary_type(
    dialect: DialectKind,
    operator: BinaryOperator,
    left: &Operand,
    right: &Operand,
) -> Result<Type, OperatorError> {
    let _ = (dialect, operator, left, right);
    Ok(Type::Unknown)
}

/// The type of `operator operand`.
pub fn unary_type(
    dialect: DialectKind,
    operator: UnaryOperator,
    operand: &Operand,
) -> Result<Type, OperatorError> {
    let _ = (dialect, operator, operand);
    Ok(Type::Unknown)
}
