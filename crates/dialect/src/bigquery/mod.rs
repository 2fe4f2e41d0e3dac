//! BigQuery: what it does with types.

mod results;

use crate::operand::is_whole_literal;
use crate::rules::{ChosenCall, TypeRules};
use crate::{BinaryOperator, DialectKind, Operand, OperatorError, Type, operator, unify};

/// The rules (<https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules>).
pub(crate) struct BigQuery;

impl TypeRules for BigQuery {
    fn dialect(&self) -> DialectKind {
        DialectKind::BigQuery
    }

    fn number_type(&self, text: &str) -> Type {
        if is_whole_literal(text) { Type::BIGINT } else { Type::Float64 }
    }

    fn unify(&self, left: &Operand, right: &Operand) -> Option<Type> {
        // NUMERIC and BIGNUMERIC are the only decimals that values have.
        match unify::cautious(self, left, right)? {
            Type::Decimal { precision, scale } if precision > 38 || scale > 9 => Some(Type::decimal(76, 38)),
            Type::Decimal { .. } => Some(Type::decimal(38, 9)),
            other => Some(other),
        }
    }

    fn converts_between_families(&self) -> bool {
        false
    }

    fn output_type(&self, ty: Type) -> Type {
        unify::settle(ty, &Type::BIGINT)
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Operand,
        right: &Operand,
    ) -> Result<Type, OperatorError> {
        Ok(match operator {
            BinaryOperator::Divide if left.ty.is_integer() && right.ty.is_integer() => Type::Float64,
            _ => operator::cautious(self, operator, left, right),
        })
    }

    fn call_result(&self, call: &ChosenCall<'_>) -> Option<Type> {
        results::result(call)
    }

    fn keyword_functions(&self) -> &'static str {
        "current_date current_time current_timestamp current_datetime"
    }
}
