//! Trino: what it does with types.

mod operators;
mod results;

use crate::operand::number_by_size;
use crate::rules::{ChosenCall, TypeRules};
use crate::{BinaryOperator, DialectKind, Operand, OperatorError, Type, unify};

/// The rules (<https://trino.io/docs/current/functions/decimal.html>, <https://trino.io/docs/current/language/types.html>).
pub(crate) struct Trino;

impl TypeRules for Trino {
    fn dialect(&self) -> DialectKind {
        DialectKind::Trino
    }

    fn number_type(&self, text: &str) -> Type {
        number_by_size(text)
    }

    fn unify(&self, left: &Operand, right: &Operand) -> Option<Type> {
        match (&left.ty, &right.ty) {
            (Type::Float32, other) | (other, Type::Float32)
                if other.is_number() && *other != Type::Float64 =>
            {
                Some(Type::Float32)
            }
            _ => unify::cautious(self, left, right),
        }
    }

    fn converts_between_families(&self) -> bool {
        false
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Operand,
        right: &Operand,
    ) -> Result<Type, OperatorError> {
        Ok(operators::binary(self, operator, left, right))
    }

    fn call_result(&self, call: &ChosenCall<'_>) -> Option<Type> {
        results::result(call)
    }

    fn keyword_functions(&self) -> &'static str {
        "current_date current_time current_timestamp current_user current_catalog current_schema localtime
         localtimestamp"
    }
}
