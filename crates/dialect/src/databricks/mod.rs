//! Databricks SQL, which is Spark's in ANSI mode: what it does with types.

mod operators;
mod results;

use crate::operand::number_by_size;
use crate::rules::{ChosenCall, TypeRules};
use crate::{BinaryOperator, DialectKind, Operand, OperatorError, Type};

/// The rules (<https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html>).
pub(crate) struct Databricks;

impl TypeRules for Databricks {
    fn dialect(&self) -> DialectKind {
        DialectKind::Databricks
    }

    fn number_type(&self, text: &str) -> Type {
        number_by_size(text)
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

    fn extract_type(&self, _field: &str, _value: &Type) -> Type {
        Type::Unknown
    }

    fn keyword_functions(&self) -> &'static str {
        "current_date current_timestamp current_user session_user user"
    }
}
