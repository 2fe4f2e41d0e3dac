//! Coercion: which values BigQuery converts by itself, and the type that several of them take
//! (<https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules>).
//!
//! The documentation says what converts to what; which of several overloads a call takes is GoogleSQL's: the one for
//! which the fewest values convert, then the one whose conversions go the least far, and values before literals.

use crate::{Literal, Operand, Type};
use std::sync::Arc;

/// NUMERIC.
const NUMERIC: Type = Type::decimal(38, 9);
/// BIGNUMERIC.
const BIGNUMERIC: Type = Type::decimal(76, 38);

/// The type of a value: parameters, as in `NUMERIC(10, 2)` or `STRING(20)`, belong to columns of tables and to casts
/// and are lost in expressions
/// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#parameterized_data_types>).
pub(super) fn unparameterized(ty: &Type) -> Type {
    match ty {
        Type::Integer { .. } => Type::BIGINT,
        Type::Decimal { precision, scale } => {
            let whole = i16::from(*precision) - i16::from(*scale);
            if *scale > 9 || whole > 29 { BIGNUMERIC } else { NUMERIC }
        }
        Type::String { .. } | Type::Char { .. } => Type::STRING,
        Type::Array { element, .. } => Type::list(unparameterized(element)),
        Type::Struct(fields) => {
            Type::structure(fields.iter().map(|it| (it.name.clone(), unparameterized(&it.ty))))
        }
        other => other.clone(),
    }
}

/// The place of a number type among those of which each converts to all behind it.
fn number_rank(ty: &Type) -> Option<u32> {
    [Type::BIGINT, NUMERIC, BIGNUMERIC, Type::Float64].iter().position(|it| it == ty).map(|it| it as u32)
}

/// Whether a string literal takes this type.
fn adapts_to(ty: &Type) -> bool {
    matches!(ty, Type::Date | Type::Time { .. } | Type::Timestamp { .. } | Type::Binary)
}

/// A value that converts: more than any number of literals that do.
const VALUE: u32 = 1 << 24;
/// One step of a value's conversion.
const VALUE_STEP: u32 = 1 << 16;
/// A literal that converts.
const LITERAL: u32 = 1 << 10;
/// One step of a literal's conversion.
const LITERAL_STEP: u32 = 1 << 6;

/// What it costs to give an argument to a parameter of type `to`; `None` where it does not convert.
pub(super) fn argument_cost(argument: &Operand, to: &Type) -> Option<u32> {
    let (from, to) = (unparameterized(&argument.ty), unparameterized(to));
    if from == to || from.is_unknown() || to.is_unknown() {
        return Some(0);
    }
    if from == Type::Null {
        return Some(LITERAL);
    }
    let is_literal = argument.literal.is_some();
    let steps =
        |steps: u32| if is_literal { LITERAL + steps * LITERAL_STEP } else { VALUE + steps * VALUE_STEP };
    if let (Some(from), Some(to)) = (number_rank(&from), number_rank(&to)) {
        return match (from, to) {
            // FLOAT64 is the nearest type of a whole number.
            (0, 3) => Some(steps(1)),
            (0, _) => Some(steps(to + 1)),
            _ if from < to => Some(steps(to - from)),
            // A literal with a point may be a decimal.
            (3, 1 | 2) if is_literal => Some(steps(to)),
            _ => None,
        };
    }
    match (&from, &to) {
        (Type::Date, Type::Timestamp { zone: false, .. }) => Some(steps(1)),
        (Type::String { .. }, _) if argument.string().is_some() => match &to {
            Type::Date => Some(steps(1)),
            _ => adapts_to(&to).then(|| steps(2)),
        },
        // Only literals of arrays convert, and nothing tells them from other arrays here.
        (Type::Array { element: from, .. }, Type::Array { element: to, .. }) => {
            let literal = Operand { ty: (**from).clone(), literal: Some(Literal::Null) };
            argument_cost(&literal, to)
        }
        (Type::Struct(from), Type::Struct(to)) if from.len() == to.len() => {
            let costs = from.iter().zip(to.iter());
            let mut sum = 0u32;
            for (from, to) in costs {
                let field = Operand { ty: from.ty.clone(), literal: argument.literal.clone() };
                sum = sum.saturating_add(argument_cost(&field, &to.ty)?);
            }
            Some(sum)
        }
        _ => None,
    }
}

/// The supertype of two values; `None` where there is none.
pub(super) fn supertype(left: &Operand, right: &Operand) -> Option<Type> {
    let (l, r) = (unparameterized(&left.ty), unparameterized(&right.ty));
    if l == r {
        return Some(l);
    }
    if let (Some(a), Some(b)) = (number_rank(&l), number_rank(&r)) {
        let is_decimal = |rank: u32| matches!(rank, 1 | 2);
        return Some(match (left.literal.is_some(), right.literal.is_some()) {
            // A literal with a point becomes a decimal beside one.
            (true, _) if a == 3 && is_decimal(b) => r,
            (_, true) if b == 3 && is_decimal(a) => l,
            _ if a < b => r,
            _ => l,
        });
    }
    match (&l, &r) {
        (Type::Unknown | Type::Named(_), _) | (_, Type::Unknown | Type::Named(_)) => Some(Type::Unknown),
        (Type::Null, _) => Some(r),
        (_, Type::Null) => Some(l),
        (Type::Date, Type::Timestamp { zone: false, .. }) => Some(r),
        (Type::Timestamp { zone: false, .. }, Type::Date) => Some(l),
        _ if left.string().is_some() && adapts_to(&r) => Some(r),
        _ if right.string().is_some() && adapts_to(&l) => Some(l),
        (Type::Array { element: a, .. }, Type::Array { element: b, .. }) => {
            // Arrays convert where they are literals only: beside `[1.5]`, an array of NUMERIC keeps its type.
            let literal = |it: &Arc<Type>| Operand { ty: (**it).clone(), literal: Some(Literal::Null) };
            Some(Type::list(supertype(&literal(a), &literal(b))?))
        }
        (Type::Struct(a), Type::Struct(b)) if a.len() == b.len() => {
            // Fields have the names of the first struct that names them.
            let names = if a.iter().any(|it| !it.name.is_empty()) { a } else { b };
            let mut fields = Vec::with_capacity(a.len());
            for ((a, b), name) in a.iter().zip(b.iter()).zip(names.iter()) {
                let ty = supertype(&Operand::of(a.ty.clone()), &Operand::of(b.ty.clone()))?;
                fields.push((name.name.clone(), ty));
            }
            Some(Type::structure(fields))
        }
        _ => None,
    }
}

/// The supertype of any number of values: literals follow the values beside them, wherever they stand.
pub(super) fn common_supertype(operands: &[Operand]) -> Option<Type> {
    let (literals, values): (Vec<&Operand>, Vec<&Operand>) =
        operands.iter().partition(|operand| operand.literal.is_some());
    let mut operands = values.into_iter().chain(literals);
    let Some(first) = operands.next() else { return Some(Type::Null) };
    let mut result = Operand { ty: unparameterized(&first.ty), literal: first.literal.clone() };
    for operand in operands {
        let ty = supertype(&result, operand)?;
        // Two literals make a literal of their common type, which can still follow a third.
        let both = |it: &Operand| it.literal.is_some();
        let literal = match (both(&result), both(operand)) {
            (true, true) if ty == operand.ty => operand.literal.clone(),
            (true, true) => result.literal.clone(),
            _ => None,
        };
        result = Operand { ty, literal };
    }
    Some(result.ty)
}

/// Whether values of a type can be compared with `=` or, unless `equality`, with `<`
/// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#comparison_operators>).
///
/// The documentation refuses arrays and JSON; GoogleSQL compares them, and nothing is said of them here.
pub(super) fn is_comparable(ty: &Type, equality: bool) -> bool {
    match ty {
        Type::Geography => false,
        Type::Struct(fields) => equality && fields.iter().all(|it| is_comparable(&it.ty, true)),
        _ => true,
    }
}

/// Whether the text of a literal is a date, a time or a timestamp, as far as its form tells.
pub(super) fn literal_converts(text: &str, ty: &Type) -> Option<bool> {
    let text = text.trim();
    match ty {
        Type::Date | Type::Timestamp { .. } => match date_prefix(text) {
            Some((true, "")) => Some(true),
            Some((false, _)) => Some(false),
            _ if !text.starts_with(|it: char| it.is_ascii_digit()) => Some(false),
            _ => None,
        },
        Type::Time { .. } => {
            let is_time = text.starts_with(|it: char| it.is_ascii_digit()) && date_prefix(text).is_none();
            (!is_time).then_some(false)
        }
        _ => None,
    }
}

/// Whether `YYYY-[M]M-[D]D` in front of a text is a day that there is, and what stands behind it. `None` where the text
/// begins otherwise.
fn date_prefix(text: &str) -> Option<(bool, &str)> {
    let (year, rest) = digits(text)?;
    let (month, rest) = digits(rest.strip_prefix('-')?)?;
    let (day, rest) = digits(rest.strip_prefix('-')?)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    Some(((1..=9999).contains(&year) && (1..=days).contains(&day), rest))
}

/// The number in front of a text, of at most four digits, and what stands behind it.
fn digits(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let number = text.get(..end).filter(|it| (1..=4).contains(&it.len()))?;
    Some((number.parse().ok()?, &text[end..]))
}
