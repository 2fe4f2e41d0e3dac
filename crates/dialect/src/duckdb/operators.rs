//! Operators of DuckDB: functions of its catalogue, which resolve like them.

use crate::compare::literal_text;
use crate::{
    Argument, BinaryOperator, CallError, CallShape, Engine, Operand, OperatorError, Type, UnaryOperator,
    resolve_call, unify,
};

/// `left operator right`.
pub(super) fn binary(
    engine: Engine,
    operator: BinaryOperator,
    left: &Operand,
    right: &Operand,
) -> Result<Type, OperatorError> {
    use BinaryOperator as B;
    let name = match operator {
        B::Add => "+",
        B::Subtract => "-",
        B::Multiply => "*",
        B::Divide => "/",
        B::IntegerDivide => "//",
        B::Modulo => "%",
        B::Power => "**",
        B::Concat => return concat(engine, left, right),
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
    call(engine, name, &[left, right])
}

/// `operator operand`.
pub(super) fn unary(
    engine: Engine,
    operator: UnaryOperator,
    operand: &Operand,
) -> Result<Type, OperatorError> {
    match operator {
        UnaryOperator::Not => Ok(Type::Boolean),
        UnaryOperator::Plus => call(engine, "+", &[operand]),
        UnaryOperator::Minus => call(engine, "-", &[operand]),
        UnaryOperator::BitNot => call(engine, "~", &[operand]),
    }
}

/// `||`: lists to a list, two blobs to a blob, anything else to text; a list with anything but a list is refused.
fn concat(engine: Engine, left: &Operand, right: &Operand) -> Result<Type, OperatorError> {
    let is_list = |operand: &Operand| matches!(operand.ty, Type::Array { .. });
    match (&left.ty, &right.ty) {
        _ if left.is_null() || right.is_null() => Ok(Type::Null),
        (Type::Unknown, _) | (_, Type::Unknown) => Ok(Type::Unknown),
        _ if is_list(left) && is_list(right) => match unify(engine, left, right) {
            Some(Type::Array { element, .. }) => Ok(Type::Array { element, length: None }),
            Some(other) => Ok(other),
            None => Err(no_such(engine, "||", &[left, right])),
        },
        _ if is_list(left) || is_list(right) => Err(no_such(engine, "||", &[left, right])),
        (Type::Binary, Type::Binary) => Ok(Type::Binary),
        _ => Ok(Type::STRING),
    }
}

fn call(engine: Engine, name: &str, operands: &[&Operand]) -> Result<Type, OperatorError> {
    let arguments: Vec<Argument> = operands.iter().map(|operand| Argument::of((*operand).clone())).collect();
    match resolve_call(engine, name, &arguments, CallShape::default()) {
        Ok(call) => Ok(call.result),
        Err(CallError::LiteralDoesNotConvert { argument, to }) => {
            let literal = operands.get(argument).and_then(|operand| operand.literal.as_ref());
            Err(OperatorError::LiteralDoesNotConvert {
                literal: literal.map(literal_text).unwrap_or_default(),
                to,
            })
        }
        Err(_) => Err(no_such(engine, name, operands)),
    }
}

fn no_such(engine: Engine, operator: &str, operands: &[&Operand]) -> OperatorError {
    let operator = match operator {
        "json_extract" => "->",
        "~~" => "LIKE",
        "regexp_full_match" => "~",
        other => other,
    };
    OperatorError::NoSuchOperator(match operands {
        [left, right] => {
            format!(
                "{engine} has no {} {operator} {}",
                left.ty.display(engine.dialect),
                right.ty.display(engine.dialect)
            )
        }
        _ => {
            let types: Vec<String> =
                operands.iter().map(|it| it.ty.display(engine.dialect).to_string()).collect();
            format!("{engine} has no {operator}{}", types.join(", "))
        }
    })
}
