//! Operands: a type, and the literal behind it where there is one, because literals adapt to their surroundings.

use crate::rules::rules;
use crate::{Engine, Type};
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

    /// Whether it is a number as written, and not zero.
    pub fn is_other_than_zero(&self) -> bool {
        let Some(Literal::Number(text)) = &self.literal else { return false };
        let digits = text.split(['e', 'E']).next().unwrap_or_default();
        digits.bytes().any(|it| (b'1'..=b'9').contains(&it))
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
pub fn literal_type(dialect: DialectKind, literal: &Literal) -> Type {
    let rules = rules(Engine::pinned(dialect));
    match literal {
        Literal::Null => Type::Null,
        Literal::Boolean(_) => Type::Boolean,
        Literal::String(text) => rules.string_type(text),
        Literal::Number(text) => rules.number_type(text.trim_start_matches(['-', '+', ' '])),
    }
}

/// The type of a literal that names its type, as in `TIMESTAMP '2024-01-01 10:00'`; `None` where nobody has that type.
pub fn typed_literal_type(dialect: DialectKind, ty: &str, text: &str) -> Option<Type> {
    let named = crate::parse_type(ty, dialect)?;
    // What is in parentheses is what was asked for.
    Some(if ty.contains('(') { named } else { rules(Engine::pinned(dialect)).typed_literal(named, text) })
}

/// The type of a list of these elements; `None` where they have no common type.
pub fn list_literal_type(engine: Engine, elements: &[Operand]) -> Option<Type> {
    rules(engine).list_literal(elements)
}

/// The type of an object or struct of these fields.
pub fn struct_literal_type(engine: Engine, fields: Vec<crate::Field>) -> Type {
    rules(engine).struct_literal(fields)
}

/// Whether a number literal is written in another base: `0x1F`, `0b101`.
fn is_based(text: &str) -> bool {
    ["0x", "0X", "0b", "0B"].iter().any(|it| text.starts_with(it))
}

/// Whether a number literal, without its sign, has an exponent.
pub(crate) fn is_floating_literal(text: &str) -> bool {
    !is_based(text) && text.contains(['e', 'E'])
}

/// Whether a number literal, without its sign, has neither point nor exponent.
pub(crate) fn is_whole_literal(text: &str) -> bool {
    is_based(text) || !text.contains(['.', 'e', 'E'])
}

/// INTEGER, BIGINT or a decimal by the size of a whole number; a decimal by the digits of another; DOUBLE with an
/// exponent.
pub(crate) fn number_by_size(text: &str) -> Type {
    if is_floating_literal(text) {
        return Type::Float64;
    }
    match integer_value(text) {
        Some(value) if is_whole_literal(text) && i32::try_from(value).is_ok() => Type::INTEGER,
        Some(value) if is_whole_literal(text) && i64::try_from(value).is_ok() => Type::BIGINT,
        _ => decimal_by_digits(text),
    }
}

/// The decimal of a literal's digits, zeros in front not counted; DOUBLE for more than 38.
pub(crate) fn decimal_by_digits(text: &str) -> Type {
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (precision, scale) = (whole.trim_start_matches('0').len() + fraction.len(), fraction.len());
    match (u8::try_from(precision.max(scale).max(1)), i8::try_from(scale)) {
        (Ok(precision), Ok(scale)) if precision <= 38 => Type::Decimal { precision, scale },
        _ => Type::Float64,
    }
}
