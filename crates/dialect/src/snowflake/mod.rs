//! Snowflake: what it does with types (<https://docs.snowflake.com/en/sql-reference/intro-summary-data-types>).
//!
//! Where the pages leave digits or lengths open, the rules are what `SYSTEM$TYPEOF` is on record to have answered
//! (`docs/types/snowflake.md`), and unknown where nobody
//! has asked it.

mod aggregates;
mod coercion;
mod moments;
mod numbers;
mod operators;
mod results;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use moments::is_part;

use crate::access::{self, AccessError};
use crate::rules::{ChosenCall, TypeRules};
use crate::{
    BinaryOperator, CastKind, DialectKind, Family, Field, Operand, OperatorError, Type, UnaryOperator,
};

/// The rules.
pub(crate) struct Snowflake;

impl TypeRules for Snowflake {
    fn dialect(&self) -> DialectKind {
        DialectKind::Snowflake
    }

    fn number_type(&self, text: &str) -> Type {
        numbers::literal(text)
    }

    /// <https://docs.snowflake.com/en/sql-reference/functions/system_typeof>: as long as it is written.
    fn string_type(&self, text: &str) -> Type {
        Type::String { length: u32::try_from(text.chars().count().max(1)).ok() }
    }

    /// <https://docs.snowflake.com/en/sql-reference/data-types-semistructured>: elements of constants describe themselves.
    fn list_literal(&self, _elements: &[Operand]) -> Option<Type> {
        Some(Type::list(Type::Variant))
    }

    fn struct_literal(&self, _fields: Vec<Field>) -> Type {
        Type::map(Type::STRING, Type::Variant)
    }

    fn interval_type(&self, units: &[&str]) -> Type {
        Type::Interval(moments::interval_kind(units))
    }

    fn cast_kind(&self, from: &Type, to: &Type) -> CastKind {
        coercion::cast_kind(from, to)
    }

    fn argument_cost(&self, argument: &Operand, to: &Type) -> Option<u32> {
        coercion::cost(argument, to)
    }

    fn unify(&self, left: &Operand, right: &Operand) -> Option<Type> {
        (!coercion::are_no_branches(&left.ty, &right.ty)).then(|| coercion::common(left, right))
    }

    /// <https://docs.snowflake.com/en/sql-reference/operators-query>: what becomes of a VARIANT or a BINARY is on no page.
    fn unify_set_operation(&self, left: &Type, right: &Type) -> Option<Type> {
        let is_open =
            |ty: &Type| matches!(ty.family(), Family::SemiStructured | Family::Binary | Family::Nested);
        if left != right && (is_open(left) || is_open(right)) {
            return Some(Type::Unknown);
        }
        self.unify(&Operand::of(left.clone()), &Operand::of(right.clone()))
    }

    fn comparison_type(&self, left: &Operand, right: &Operand, _equality: bool) -> Option<Type> {
        if coercion::are_incomparable(&left.ty, &right.ty) {
            return None;
        }
        Some(coercion::common(left, right))
    }

    /// <https://docs.snowflake.com/en/sql-reference/data-types-logical#label-boolean-conversion>: numbers and text
    /// convert to BOOLEAN, these do not.
    fn is_condition(&self, ty: &Type) -> bool {
        !matches!(ty.family(), Family::Moment | Family::TimeOfDay | Family::Nested)
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Operand,
        right: &Operand,
    ) -> Result<Type, OperatorError> {
        operators::binary(operator, left, right)
    }

    fn unary(&self, operator: UnaryOperator, operand: &Operand) -> Result<Type, OperatorError> {
        Ok(operators::unary(operator, &operand.ty))
    }

    /// <https://docs.snowflake.com/en/sql-reference/data-types-semistructured>: elements of what describes itself are
    /// VARIANTs.
    fn subscript(&self, base: &Operand, index: &Operand) -> Result<Type, AccessError> {
        access::subscript(DialectKind::Snowflake, base, index)
    }

    fn extract_type(&self, field: &str, _value: &Type) -> Type {
        moments::part_type(field)
    }

    fn call_result(&self, call: &ChosenCall<'_>) -> Option<Type> {
        results::result(call)
    }

    /// <https://docs.snowflake.com/en/sql-reference/functions-context>
    fn keyword_functions(&self) -> &'static str {
        "current_date current_time current_timestamp current_user localtime localtimestamp"
    }

    fn lambda_parameters(&self, function: &str, before: &[Type], _after: &[Type]) -> Vec<Type> {
        let element = match before.first() {
            Some(Type::Array { element, .. }) => (**element).clone(),
            _ => Type::Unknown,
        };
        match function {
            // <https://docs.snowflake.com/en/sql-reference/functions/reduce>: the accumulator and the element.
            "reduce" => vec![before.get(1).cloned().unwrap_or_default(), element],
            _ => vec![element],
        }
    }

    /// <https://docs.snowflake.com/en/sql-reference/functions/hash>
    fn star_passes_columns(&self) -> bool {
        true
    }

    /// <https://docs.snowflake.com/en/sql-reference/functions-system>: new ones come with every release.
    fn may_be_loaded(&self, name: &str) -> bool {
        name.to_ascii_lowercase().starts_with("system$")
    }
}
