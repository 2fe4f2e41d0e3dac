//! Operators: the type of `a + b`, and which pairs have no meaning together (E005).

use crate::rules::{TypeRules, rules};
use crate::{Comparison, Engine, Operand, Type, compare, compare_order};

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
    engine: Engine,
    operator: BinaryOperator,
    left: &Operand,
    right: &Operand,
) -> Result<Type, OperatorError> {
    use BinaryOperator as B;
    match operator {
        B::And | B::Or => return Ok(Type::Boolean),
        B::Equal | B::NotEqual | B::IsDistinctFrom | B::IsNotDistinctFrom => {
            return predicate(compare(engine, left, right));
        }
        B::Less | B::LessEqual | B::Greater | B::GreaterEqual => {
            return predicate(compare_order(engine, left, right));
        }
        _ => {}
    }
    rules(engine).binary(operator, left, right)
}

/// The type of `operator operand`.
pub fn unary_type(engine: Engine, operator: UnaryOperator, operand: &Operand) -> Result<Type, OperatorError> {
    match operator {
        UnaryOperator::Not => Ok(Type::Boolean),
        _ => rules(engine).unary(operator, operand),
    }
}

/// Whether an operator may be NULL although neither of its operands is: extraction may find nothing, and dividing by
/// zero is NULL in DuckDB 1 (<https://duckdb.org/docs/1.3/sql/functions/numeric>).
pub fn may_be_null(engine: Engine, operator: BinaryOperator, right: &Operand, result: &Type) -> bool {
    use BinaryOperator as B;
    match operator {
        B::Arrow | B::LongArrow => true,
        B::Divide | B::IntegerDivide | B::Modulo => {
            !right.is_other_than_zero() && rules(engine).divides_by_zero_to_null(operator, result)
        }
        _ => false,
    }
}

/// Whether a value of this type can stand for a condition: of WHERE, of WHEN, beside AND, OR and NOT.
pub fn is_condition(engine: Engine, ty: &Type) -> bool {
    rules(engine).is_condition(ty)
}

/// Whether HAVING and QUALIFY take conditions only, as WHERE does.
pub fn checks_groups(engine: Engine) -> bool {
    rules(engine).checks_groups()
}

fn predicate(comparison: Comparison) -> Result<Type, OperatorError> {
    match comparison {
        Comparison::Incompatible { reason } => Err(OperatorError::NoSuchOperator(reason)),
        Comparison::LiteralDoesNotConvert { literal, to } => {
            Err(OperatorError::LiteralDoesNotConvert { literal, to })
        }
        _ => Ok(Type::Boolean),
    }
}

/// What is certain in all warehouses; the rest is unknown.
pub(crate) fn cautious<R: TypeRules + ?Sized>(
    rules: &R,
    operator: BinaryOperator,
    left: &Operand,
    right: &Operand,
) -> Type {
    use BinaryOperator as B;
    let (l, r) = (&left.ty, &right.ty);
    let numbers = l.is_number() && r.is_number();
    let integers = l.is_integer() && r.is_integer();
    let floating = |ty: &Type| matches!(ty, Type::Float32 | Type::Float64);
    let common = || rules.unify(left, right).unwrap_or_default();
    match operator {
        B::Like | B::RegexMatch | B::Contains | B::ContainedBy | B::Overlaps => Type::Boolean,
        B::Concat if l.is_text() && r.is_text() => Type::STRING,
        B::Add | B::Subtract | B::Multiply | B::Divide if numbers && (floating(l) || floating(r)) => common(),
        B::Add | B::Subtract | B::Multiply | B::Modulo if integers => common(),
        B::IntegerDivide if integers => Type::BIGINT,
        _ => Type::Unknown,
    }
}
