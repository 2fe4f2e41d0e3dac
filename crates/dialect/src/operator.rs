//! Operators: the type of `a + b`, and which pairs have no meaning together (E005).

use crate::compare::literal_text;
use crate::duckdb::promote;
use crate::{
    Argument, CallError, CallShape, Comparison, DialectKind, Operand, Type, compare, compare_order,
    resolve_call, unify,
};

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
///
/// DuckDB's operators are functions of its catalogue and resolve like them.
pub fn binary_type(
    dialect: DialectKind,
    operator: BinaryOperator,
    left: &Operand,
    right: &Operand,
) -> Result<Type, OperatorError> {
    use BinaryOperator as B;
    match operator {
        B::And | B::Or => return Ok(Type::Boolean),
        B::Equal | B::NotEqual | B::IsDistinctFrom | B::IsNotDistinctFrom => {
            return predicate(compare(dialect, left, right));
        }
        B::Less | B::LessEqual | B::Greater | B::GreaterEqual => {
            return predicate(compare_order(dialect, left, right));
        }
        _ => {}
    }
    match dialect {
        DialectKind::DuckDb => duckdb(operator, left, right),
        _ => Ok(others(dialect, operator, left, right)),
    }
}

/// The type of `operator operand`.
pub fn unary_type(
    dialect: DialectKind,
    operator: UnaryOperator,
    operand: &Operand,
) -> Result<Type, OperatorError> {
    let name = match operator {
        UnaryOperator::Not => return Ok(Type::Boolean),
        UnaryOperator::Plus => "+",
        UnaryOperator::Minus => "-",
        UnaryOperator::BitNot => "~",
    };
    match dialect {
        DialectKind::DuckDb => call(name, &[operand]),
        _ if operand.ty.is_number() || matches!(operand.ty, Type::Interval(_)) => Ok(operand.ty.clone()),
        _ => Ok(Type::Unknown),
    }
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

fn duckdb(operator: BinaryOperator, left: &Operand, right: &Operand) -> Result<Type, OperatorError> {
    use BinaryOperator as B;
    let name = match operator {
        B::Add => "+",
        B::Subtract => "-",
        B::Multiply => "*",
        B::Divide => "/",
        B::IntegerDivide => "//",
        B::Modulo => "%",
        B::Power => "**",
        B::Concat => return concat(left, right),
        B::BitAnd => "&",
        B::BitOr => "|",
        B::BitXor => "xor",
        B::ShiftLeft => "<<",
        B::ShiftRight => ">>",
        B::Like => "~~",
        B::RegexMatch => "regexp_full_match",
        B::Arrow => "json_extract",
        B::LongArrow => "->>",
        B::Contains => "@>",
        B::ContainedBy => "<@",
        B::Overlaps => "&&",
        _ => return Ok(Type::Boolean),
    };
    call(name, &[left, right])
}

/// `||`: lists to a list, two blobs to a blob, anything else to text; a list with anything but a list is refused.
fn concat(left: &Operand, right: &Operand) -> Result<Type, OperatorError> {
    let is_list = |operand: &Operand| matches!(operand.ty, Type::Array { .. });
    let open = |operand: &Operand| operand.is_null() || operand.ty.is_unknown();
    let dialect = DialectKind::DuckDb;
    match (&left.ty, &right.ty) {
        (Type::Unknown, _) | (_, Type::Unknown) => Ok(Type::Unknown),
        _ if is_list(left) && is_list(right) => match unify(dialect, left, right) {
            Some(Type::Array { element, .. }) => Ok(Type::Array { element, length: None }),
            Some(other) => Ok(other),
            None => Err(no_such(dialect, "||", &[left, right])),
        },
        (list, _) if is_list(left) && open(right) => Ok(list.clone()),
        (_, list) if is_list(right) && open(left) => Ok(list.clone()),
        _ if is_list(left) || is_list(right) => Err(no_such(dialect, "||", &[left, right])),
        (Type::Binary, Type::Binary) => Ok(Type::Binary),
        _ if left.is_null() || right.is_null() => Ok(Type::Null),
        _ => Ok(Type::STRING),
    }
}

fn call(name: &str, operands: &[&Operand]) -> Result<Type, OperatorError> {
    let dialect = DialectKind::DuckDb;
    let arguments: Vec<Argument> = operands.iter().map(|operand| Argument::of((*operand).clone())).collect();
    match resolve_call(dialect, name, &arguments, CallShape::default()) {
        Ok(call) => Ok(call.result),
        Err(CallError::LiteralDoesNotConvert { argument, to }) => {
            let literal = operands.get(argument).and_then(|operand| operand.literal.as_ref());
            Err(OperatorError::LiteralDoesNotConvert {
                literal: literal.map(literal_text).unwrap_or_default(),
                to,
            })
        }
        Err(_) => Err(no_such(dialect, name, operands)),
    }
}

fn no_such(dialect: DialectKind, operator: &str, operands: &[&Operand]) -> OperatorError {
    let operator = if operator == "json_extract" { "->" } else { operator };
    OperatorError::NoSuchOperator(match operands {
        [left, right] => {
            format!("{dialect} has no {} {operator} {}", left.ty.display(dialect), right.ty.display(dialect))
        }
        _ => {
            let types: Vec<String> = operands.iter().map(|it| it.ty.display(dialect).to_string()).collect();
            format!("{dialect} has no {operator}{}", types.join(", "))
        }
    })
}

/// What is certain in the other warehouses; the rest is unknown.
///
/// Decimals: docs.databricks.com/en/sql/language-manual/data-types/decimal-type.html,
/// trino.io/docs/current/functions/decimal.html. Division: `int / int` is DOUBLE in Databricks, FLOAT64 in BigQuery,
/// an integer in Trino, a NUMBER of more digits in Snowflake.
fn others(dialect: DialectKind, operator: BinaryOperator, left: &Operand, right: &Operand) -> Type {
    use BinaryOperator as B;
    use DialectKind as D;
    let (l, r) = (&left.ty, &right.ty);
    let numbers = l.is_number() && r.is_number();
    let floating = |ty: &Type| matches!(ty, Type::Float32 | Type::Float64);
    match operator {
        B::Like | B::RegexMatch | B::Contains | B::ContainedBy | B::Overlaps => Type::Boolean,
        B::Concat if l.is_text() && r.is_text() => Type::STRING,
        B::Divide if numbers && l.is_integer() && r.is_integer() => match dialect {
            D::Databricks | D::BigQuery => Type::Float64,
            D::Trino => unify(dialect, left, right).unwrap_or_default(),
            _ => Type::Unknown,
        },
        B::Add | B::Subtract | B::Multiply | B::Divide if numbers && (floating(l) || floating(r)) => {
            unify(dialect, left, right).unwrap_or_default()
        }
        B::Add | B::Subtract | B::Multiply if numbers && l.is_integer() && r.is_integer() => {
            unify(dialect, left, right).unwrap_or_default()
        }
        B::Add | B::Subtract | B::Multiply if numbers && matches!(dialect, D::Databricks | D::Trino) => {
            let (Some((p, s)), Some((q, t))) = (promote::as_decimal(l), promote::as_decimal(r)) else {
                return Type::Unknown;
            };
            let (precision, scale) = match (operator, dialect) {
                (B::Multiply, D::Databricks) => (p + q + 1, s + t),
                (B::Multiply, _) => (p + q, s + t),
                _ => ((p - s).max(q - t) + s.max(t) + 1, s.max(t)),
            };
            // Past 38 digits each gives up scale by its own rule.
            if precision > 38 && dialect == D::Databricks {
                Type::Unknown
            } else {
                promote::decimal(precision, scale)
            }
        }
        B::IntegerDivide if l.is_integer() && r.is_integer() => Type::BIGINT,
        B::Modulo if l.is_integer() && r.is_integer() => unify(dialect, left, right).unwrap_or_default(),
        _ => Type::Unknown,
    }
}
