//! Arithmetic and rounding of decimals.

use crate::duckdb::promote::{as_decimal, decimal};
use crate::function::Shape;
use crate::rules::ChosenCall;
use crate::{Engine, Type};

pub(super) fn result(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    if call.candidate.signature.result != Shape::Decimal {
        return None;
    }
    Some(match call.name {
        "+" | "add" | "-" | "subtract" | "*" | "multiply" | "%" | "mod" if call.arguments.len() == 2 => {
            arithmetic(engine, call.name, &call.ty(0), &call.ty(1))
        }
        "decimal_division" => division(&call.ty(0), &call.ty(1)),
        "sum" | "sum_no_overflow" => match call.ty(0) {
            Type::Decimal { scale, .. } => Type::Decimal { precision: 38, scale },
            _ => Type::Unknown,
        },
        "avg" => Type::Float64,
        "round" | "trunc" | "round_even" if call.arguments.len() == 2 => {
            match (as_decimal(&call.ty(0)), call.arguments[1].operand.integer()) {
                (Some((precision, scale)), Some(digits)) => {
                    let scale = i16::try_from(digits.clamp(0, scale.max(0).into())).unwrap_or(scale);
                    decimal(precision, scale)
                }
                _ => Type::Unknown,
            }
        }
        "round" | "trunc" | "ceil" | "ceiling" | "floor" => match call.ty(0) {
            Type::Decimal { precision, .. } => Type::Decimal { precision, scale: 0 },
            other => other,
        },
        // 1.x counts quantiles of decimals in the integers that store them.
        "approx_quantile" if engine.version.major < 2 => match call.ty(0) {
            Type::Decimal { precision: ..=4, .. } => Type::SMALLINT,
            Type::Decimal { precision: ..=9, .. } => Type::INTEGER,
            Type::Decimal { precision: ..=18, .. } => Type::BIGINT,
            _ => Type::HUGEINT,
        },
        _ => return None,
    })
}

/// `+ -` keep every integer digit, the larger scale, and one digit for the carry; `*` adds both precisions and scales;
/// `%` is the common decimal. More than 38 digits become 38, but DOUBLE for `%`. Products, and in 1.x sums, of two
/// sides with at most 18 digits have at most 18: those stay in 64 bits and are checked for overflow.
fn arithmetic(engine: Engine, operator: &str, left: &Type, right: &Type) -> Type {
    let (Some((p, s)), Some((q, t))) = (as_decimal(left), as_decimal(right)) else {
        // Only numbers can be made decimals: a string literal beside one makes both DOUBLE.
        return match (left, right) {
            (Type::Unknown, _) | (_, Type::Unknown) => Type::Unknown,
            (Type::Null, _) | (_, Type::Null) => Type::Null,
            _ => Type::Float64,
        };
    };
    let common = (p - s).max(q - t) + s.max(t);
    let short = |digits: i16| if digits > 18 && p.max(q) <= 18 { 18 } else { digits };
    match operator {
        "%" | "mod" if common > 38 => Type::Float64,
        "%" | "mod" => decimal(common, s.max(t)),
        "*" | "multiply" if s + t > 38 => Type::Unknown,
        "*" | "multiply" if s + t < 18 => decimal(short(p + q), s + t),
        "*" | "multiply" => decimal(p + q, s + t),
        _ if engine.version.major >= 2 => decimal(common + 1, s.max(t)),
        _ => decimal(short(common + 1), s.max(t)),
    }
}

/// `decimal_division`, since 2.0: as many digits behind the point as the divisor can bring, at least six. What does not
/// fit into 38 digits is refused.
fn division(left: &Type, right: &Type) -> Type {
    let (Some((p, s)), Some((q, t))) = (as_decimal(left), as_decimal(right)) else { return Type::Unknown };
    let scale = (s + q + 1).max(6);
    let digits = p - s + t + scale;
    if digits > 38 { Type::Unknown } else { decimal(digits, scale) }
}
