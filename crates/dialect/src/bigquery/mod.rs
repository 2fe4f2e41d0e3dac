//! BigQuery: what it does with types. Pages are below
//! <https://cloud.google.com/bigquery/docs/reference/standard-sql/>; what they leave open is GoogleSQL's own answer.

mod casts;
mod coercion;
mod open_names;
mod operators;
mod results;
#[cfg(test)]
mod tests;

use crate::operand::is_whole_literal;
use crate::rules::{ChosenCall, TypeRules};
use crate::{BinaryOperator, CastKind, DialectKind, Operand, OperatorError, Type, UnaryOperator, unify};

/// The rules.
pub(crate) struct BigQuery;

impl TypeRules for BigQuery {
    fn dialect(&self) -> DialectKind {
        DialectKind::BigQuery
    }

    /// INT64 without a point or an exponent, else FLOAT64
    /// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#numeric_literals>).
    fn number_type(&self, text: &str) -> Type {
        if is_whole_literal(text) { Type::BIGINT } else { Type::Float64 }
    }

    fn cast_kind(&self, from: &Type, to: &Type) -> CastKind {
        casts::kind(from, to)
    }

    fn literal_converts(&self, text: &str, ty: &Type) -> Option<bool> {
        coercion::literal_converts(text, ty)
    }

    fn argument_cost(&self, argument: &Operand, to: &Type) -> Option<u32> {
        coercion::argument_cost(argument, to)
    }

    fn unify(&self, left: &Operand, right: &Operand) -> Option<Type> {
        coercion::supertype(left, right)
    }

    fn unify_all(&self, operands: &[Operand]) -> Option<Type> {
        coercion::common_supertype(operands)
    }

    fn unify_arms(&self, left: &Operand, right: &Operand) -> Option<Type> {
        coercion::supertype(left, right)
    }

    fn comparison_type(&self, left: &Operand, right: &Operand, equality: bool) -> Option<Type> {
        coercion::supertype(left, right).filter(|to| coercion::is_comparable(to, equality))
    }

    fn converts_between_families(&self) -> bool {
        false
    }

    fn judges_families(&self) -> bool {
        true
    }

    fn output_type(&self, ty: Type) -> Type {
        unify::settle(coercion::unparameterized(&ty), &Type::BIGINT)
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Operand,
        right: &Operand,
    ) -> Result<Type, OperatorError> {
        operators::binary(operator, left, right)
    }

    /// Only BOOL (<https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#logical_operators>).
    fn is_condition(&self, ty: &Type) -> bool {
        matches!(ty, Type::Boolean | Type::Null | Type::Unknown | Type::Named(_))
    }

    fn unary(&self, operator: UnaryOperator, operand: &Operand) -> Result<Type, OperatorError> {
        operators::unary(operator, operand)
    }

    /// <https://cloud.google.com/bigquery/docs/reference/standard-sql/timestamp_functions#extract>
    fn extract_type(&self, field: &str, _value: &Type) -> Type {
        match field {
            "date" => Type::Date,
            "time" => Type::TIME,
            "datetime" => Type::TIMESTAMP,
            _ => Type::BIGINT,
        }
    }

    fn call_result(&self, call: &ChosenCall<'_>) -> Option<Type> {
        results::result(call)
    }

    fn names_fields(&self, function: &str) -> bool {
        function.eq_ignore_ascii_case("struct")
    }

    fn keyword_functions(&self) -> &'static str {
        "current_date current_time current_timestamp current_datetime"
    }

    fn may_be_loaded(&self, name: &str) -> bool {
        open_names::may_exist(name)
    }

    fn reads_lists_from_text(&self) -> bool {
        false
    }

    fn first_overload_wins(&self) -> bool {
        true
    }
}
