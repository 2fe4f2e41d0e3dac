//! What the operators of the tree mean.

use crate::BinaryOperator;
use syntax::ast;

/// The operator that the body knows; the engine's own ones have none.
pub(super) fn binary_operator(operator: ast::BinaryOperator) -> Option<BinaryOperator> {
    Some(match operator {
        ast::BinaryOperator::Or => BinaryOperator::Or,
        ast::BinaryOperator::And => BinaryOperator::And,
        ast::BinaryOperator::Equal => BinaryOperator::Equal,
        ast::BinaryOperator::NotEqual => BinaryOperator::NotEqual,
        ast::BinaryOperator::NullSafeEqual => BinaryOperator::IsNotDistinctFrom,
        ast::BinaryOperator::Less => BinaryOperator::Less,
        ast::BinaryOperator::LessEqual => BinaryOperator::LessEqual,
        ast::BinaryOperator::Greater => BinaryOperator::Greater,
        ast::BinaryOperator::GreaterEqual => BinaryOperator::GreaterEqual,
        ast::BinaryOperator::Add => BinaryOperator::Add,
        ast::BinaryOperator::Subtract => BinaryOperator::Subtract,
        ast::BinaryOperator::Multiply => BinaryOperator::Multiply,
        ast::BinaryOperator::Divide => BinaryOperator::Divide,
        ast::BinaryOperator::IntegerDivide => BinaryOperator::IntegerDivide,
        ast::BinaryOperator::Modulo => BinaryOperator::Modulo,
        ast::BinaryOperator::Power => BinaryOperator::Power,
        ast::BinaryOperator::Concat => BinaryOperator::Concat,
        ast::BinaryOperator::BitAnd => BinaryOperator::BitAnd,
        ast::BinaryOperator::BitOr => BinaryOperator::BitOr,
        ast::BinaryOperator::ShiftLeft => BinaryOperator::ShiftLeft,
        ast::BinaryOperator::ShiftRight => BinaryOperator::ShiftRight,
        ast::BinaryOperator::Arrow => BinaryOperator::Arrow,
        ast::BinaryOperator::ArrowText => BinaryOperator::LongArrow,
        ast::BinaryOperator::Regex => BinaryOperator::RegexMatch,
        ast::BinaryOperator::Pattern => BinaryOperator::Like,
        ast::BinaryOperator::Other => return None,
    })
}
