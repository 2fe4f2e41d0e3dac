//! Operators of BigQuery: functions of its catalogue, which resolve like them
//! (<https://cloud.google.com/bigquery/docs/reference/standard-sql/operators>).

use crate::compare::literal_text;
use crate::{
    Argument, BinaryOperator, CallError, CallShape, DialectKind, Engine, Family, Operand, OperatorError,
    Type, UnaryOperator, resolve_call,
};

/// `left operator right`.
pub(super) fn binary(
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
        B::Concat if is_printed(&left.ty) && is_printed(&right.ty) => return Ok(Type::STRING),
        B::Concat => "||",
        B::BitAnd => "&",
        B::BitOr => "|",
        // There is no operator for powers.
        B::BitXor | B::Power => "^",
        B::ShiftLeft => "<<",
        B::ShiftRight => ">>",
        B::Like => return Ok(Type::Boolean),
        _ => return Ok(Type::Unknown),
    };
    call(name, &[left, right])
}

/// Whether `||` makes text of a value.
fn is_printed(ty: &Type) -> bool {
    use Family as F;
    let family = ty.family();
    matches!(family, F::Number | F::Boolean | F::Text | F::Moment | F::TimeOfDay | F::Interval)
}

/// `operator operand`.
pub(super) fn unary(operator: UnaryOperator, operand: &Operand) -> Result<Type, OperatorError> {
    match operator {
        UnaryOperator::Not => Ok(Type::Boolean),
        UnaryOperator::Plus if operand.ty.is_number() => Ok(operand.ty.clone()),
        UnaryOperator::Plus => Ok(Type::Unknown),
        UnaryOperator::Minus => call("-", &[operand]),
        UnaryOperator::BitNot => call("~", &[operand]),
    }
}

fn call(name: &str, operands: &[&Operand]) -> Result<Type, OperatorError> {
    let dialect = DialectKind::BigQuery;
    let arguments: Vec<Argument> = operands.iter().map(|operand| Argument::of((*operand).clone())).collect();
    match resolve_call(Engine::pinned(dialect), name, &arguments, CallShape::default()) {
        Ok(call) => Ok(call.result),
        Err(CallError::LiteralDoesNotConvert { argument, to }) => {
            let literal = operands.get(argument).and_then(|operand| operand.literal.as_ref());
            Err(OperatorError::LiteralDoesNotConvert {
                literal: literal.map(literal_text).unwrap_or_default(),
                to,
            })
        }
        Err(_) => {
            let types: Vec<String> =
                operands.iter().map(|operand| operand.ty.display(dialect).to_string()).collect();
            Err(OperatorError::NoSuchOperator(match types.as_slice() {
                [left, right] => format!("{dialect} has no {left} {name} {right}"),
                _ => format!("{dialect} has no {name}{}", types.join(", ")),
            }))
        }
    }
}
