//! Operands: a type, and the literal behind it where there is one, because literals adapt to their surroundings.

use crate::Type;
use base::DialectKind;
use smol_str::SmolStr;

/// One side of an operator, one branch of a CASE, one argument of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Operand {
    /// The type it has on its own.
    pub ty: Type,
    /// The literal it is, if it is nothing but a literal (parentheses and a sign allowed).
    pub literal: Option<Literal>,
}

/// A literal as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    /// `NULL`.
    Null,
    /// `TRUE`, `FALSE`.
    Boolean(bool),
    /// A number with its sign: `1`, `-1`, `1.5`, `1e3`, `0xff`, `1_000`.
    Number(SmolStr),
    /// A string's content, escapes resolved. Not `DATE '…'`: that has its own type and does not adapt.
    String(SmolStr),
}

impl Operand {
    /// An operand that is not a literal.
    pub fn of(ty: Type) -> Operand {
        Operand { ty, literal: None }
    }

    /// A literal, with the type that the dialect gives it on its own.
    pub fn literal(dialect: DialectKind, literal: Literal) -> Operand {
        Operand { ty: literal_type(dialect, &literal), literal: Some(literal) }
    }

    /// The literal's text, if it is a string literal.
    pub fn string(&self) -> Option<&str> {
        match &self.literal {
            Some(Literal::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The literal's value, if it is a whole number that fits.
    pub fn integer(&self) -> Option<i128> {
        match &self.literal {
            Some(Literal::Number(text)) => integer_value(text),
            _ => None,
        }
    }

    /// Whether it is a bare NULL.
    pub fn is_null(&self) -> bool {
        self.ty == Type::Null || self.literal == Some(Literal::Null)
    }
}

impl From<Type> for Operand {
    fn from(ty: Type) -> Operand {
        Operand::of(ty)
    }
}

/// The value of a whole-number literal: decimal, `0x…`, `0b…`, underscores allowed.
pub fn integer_value(text: &str) -> Option<i128> {
    let digits: String = text.chars().filter(|&c| c != '_' && c != ' ').collect();
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(&digits)),
    };
    let lower = digits.to_ascii_lowercase();
    let value = match (lower.strip_prefix("0x"), lower.strip_prefix("0b")) {
        (Some(hex), _) => i128::from_str_radix(hex, 16).ok()?,
        (_, Some(binary)) => i128::from_str_radix(binary, 2).ok()?,
        _ => lower.parse().ok()?,
    };
    Some(if negative { -value } else { value })
}

/// The type of a literal on its own.
///
/// DuckDB: `1` INTEGER, BIGINT or HUGEINT by size; `1.5` DECIMAL(2,1) by its digits, DOUBLE past 38 of them;
/// `1e3` DOUBLE (<https://duckdb.org/docs/stable/sql/data_types/literal_types>).
/// Databricks: INT, BIGINT, DECIMAL by size, `1.5` DECIMAL, `1e3` DOUBLE. Snowflake: every number is NUMBER(p,s),
/// `1e3` FLOAT. BigQuery: INT64, FLOAT64. Trino: INTEGER, BIGINT, DECIMAL, `1e3` DOUBLE.
pub fn literal_type(dialect: DialectKind, literal: &Literal) -> Type {
    match literal {
        Literal::Null => Type::Null,
        Literal::Boolean(_) => Type::Boolean,
        Literal::String(_) => Type::STRING,
        Literal::Number(text) => number_type(dialect, text),
    }
}

fn number_type(dialect: DialectKind, text: &str) -> Type {
    let text = text.trim_start_matches(['-', '+', ' ']);
    let based =
        text.starts_with("0x") || text.starts_with("0X") || text.starts_with("0b") || text.starts_with("0B");
    if !based && text.contains(['e', 'E']) {
        return Type::Float64;
    }
    let digits = || text.bytes().filter(u8::is_ascii_digit).count();
    if based || !text.contains('.') {
        let value = integer_value(text);
        return match dialect {
            DialectKind::BigQuery => Type::BIGINT,
            DialectKind::Snowflake => decimal_of_digits(text.trim_start_matches('0').len().max(1), 0),
            _ => match value {
                Some(value) if i32::try_from(value).is_ok() => Type::INTEGER,
                Some(value) if i64::try_from(value).is_ok() => Type::BIGINT,
                Some(_) if dialect == DialectKind::DuckDb => Type::HUGEINT,
                None if dialect == DialectKind::DuckDb => Type::Float64,
                _ => decimal_of_digits(digits(), 0),
            },
        };
    }
    if dialect == DialectKind::BigQuery {
        return Type::Float64;
    }
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let whole =
        if dialect == DialectKind::DuckDb { whole.len() } else { whole.trim_start_matches('0').len() };
    decimal_of_digits(whole + fraction.len(), fraction.len())
}

fn decimal_of_digits(precision: usize, scale: usize) -> Type {
    match (u8::try_from(precision.max(scale).max(1)), i8::try_from(scale)) {
        (Ok(precision), Ok(scale)) if precision <= 38 => Type::Decimal { precision, scale },
        _ => Type::Float64,
    }
}
