//! Calls that the engine refuses although an overload takes their arguments: what they compare, order, add or cast has
//! no such form.

use super::common::{Reach, common_type, is_orderable};
use super::{casts, operators};
use crate::rules::{ChosenCall, TypeRules};
use crate::{BinaryOperator, CastKind, DialectKind, Operand, Type};

/// Why the engine refuses the call, as a sentence without a full stop.
pub(super) fn refusal(rules: &dyn TypeRules, call: &ChosenCall<'_>) -> Option<String> {
    let types: Vec<&Type> = call.arguments.iter().map(|argument| &argument.operand.ty).collect();
    if types.iter().any(|ty| ty.has_unknown()) || exists(rules, call, &types) {
        return None;
    }
    let spelled: Vec<String> =
        types.iter().map(|ty| ty.display(DialectKind::Databricks).to_string()).collect();
    Some(format!("Databricks has no `{}({})`", call.name, spelled.join(", ")))
}

/// Whether the call has a meaning. Functions that are not named here take what their signatures say.
fn exists(rules: &dyn TypeRules, call: &ChosenCall<'_>, types: &[&Type]) -> bool {
    let compares = |left: &Operand, right: &Operand| rules.comparison_type(left, right, true).is_some();
    let operand = |place: usize| call.arguments.get(place).map(|argument| &argument.operand);
    match (call.name, types) {
        ("greatest" | "least", types) => have_common(types.iter().copied(), Reach::NoText),
        ("map", types) => {
            let every_second = |from: usize| types.iter().skip(from).step_by(2).copied();
            types.len().is_multiple_of(2)
                && have_common(every_second(0), Reach::Text)
                && have_common(every_second(1), Reach::Text)
        }
        ("named_struct", types) => {
            types.len().is_multiple_of(2) && types.iter().step_by(2).all(|name| name.is_text())
        }
        ("mod" | "pmod" | "try_mod", _) => computes(BinaryOperator::Modulo, call),
        ("try_add", _) => computes(BinaryOperator::Add, call),
        ("try_subtract", _) => computes(BinaryOperator::Subtract, call),
        ("try_multiply", _) => computes(BinaryOperator::Multiply, call),
        ("try_divide", _) => computes(BinaryOperator::Divide, call),
        ("div", _) => computes(BinaryOperator::IntegerDivide, call),
        ("nullif", _) => operand(0).zip(operand(1)).is_none_or(|(left, right)| compares(left, right)),
        ("nullifzero", _) => operand(0).is_none_or(|it| compares(it, &Operand::of(Type::INTEGER))),
        ("zeroifnull", [ty]) => common_type(ty, &Type::INTEGER, Reach::Text).is_some(),
        ("hash" | "xxhash64", types) => types.iter().all(|ty| is_hashable(ty)),
        ("max" | "min", [ty]) => is_orderable(ty),
        ("max_by" | "min_by", [_, order, ..]) => is_orderable(order),
        ("array_max" | "array_min" | "sort_array", [Type::Array { element, .. }, ..]) => {
            is_orderable(element)
        }
        ("to_variant_object", [ty]) => {
            matches!(ty, Type::Array { .. } | Type::Map { .. } | Type::Struct(_) | Type::Null)
        }
        ("date_part", [_, of]) => {
            matches!(
                of,
                Type::Date | Type::Timestamp { .. } | Type::Time { .. } | Type::Interval(_) | Type::Null
            ) || of.is_text()
        }
        ("uniform", [low, high, ..]) => {
            [low, high].into_iter().all(|ty| ty.is_number() || **ty == Type::Null)
        }
        (name, [from]) => cast_target(name).is_none_or(|to| casts::kind(from, &to) != CastKind::Never),
        _ => true,
    }
}

fn have_common<'a>(types: impl Iterator<Item = &'a Type>, reach: Reach) -> bool {
    let mut types = types;
    types.try_fold(Type::Null, |common, ty| common_type(&common, ty, reach)).is_some()
}

fn computes(operator: BinaryOperator, call: &ChosenCall<'_>) -> bool {
    match call.arguments {
        [left, right] => operators::binary(operator, &left.operand, &right.operand).is_ok(),
        _ => true,
    }
}

/// Whether values of the type have a hash: maps and variants have none, at any depth.
fn is_hashable(ty: &Type) -> bool {
    match ty {
        Type::Map { .. } | Type::Variant => false,
        Type::Array { element, .. } => is_hashable(element),
        Type::Struct(fields) => fields.iter().all(|field| is_hashable(&field.ty)),
        _ => true,
    }
}

/// The type that a function named after it casts to.
fn cast_target(name: &str) -> Option<Type> {
    Some(match name {
        "bigint" => Type::BIGINT,
        "binary" => Type::Binary,
        "boolean" => Type::Boolean,
        "date" => Type::Date,
        "decimal" => Type::decimal(10, 0),
        "double" => Type::Float64,
        "float" => Type::Float32,
        "int" => Type::INTEGER,
        "smallint" => Type::SMALLINT,
        "timestamp" => Type::TIMESTAMP_TZ,
        "tinyint" => Type::TINYINT,
        _ => return None,
    })
}
