//! Databricks SQL, which is Spark's in ANSI mode: what it does with types, as observed on Spark 4.3.

mod casts;
mod common;
mod decimals;
mod generators;
mod literals;
mod nested;
mod operators;
mod refusals;
mod results;
#[cfg(test)]
mod tests;

use crate::access::{self, AccessError};
use crate::rules::{ChosenCall, TypeRules};
use crate::{BinaryOperator, CastKind, DialectKind, Field, Operand, OperatorError, Type, UnaryOperator};
use common::{Reach, common_type};
use std::sync::Arc;

/// The rules (<https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html>).
pub(crate) struct Databricks;

impl TypeRules for Databricks {
    fn dialect(&self) -> DialectKind {
        DialectKind::Databricks
    }

    fn number_type(&self, text: &str) -> Type {
        literals::number_type(text)
    }

    fn interval_type(&self, units: &[&str]) -> Type {
        literals::interval_type(units)
    }

    fn cast_kind(&self, from: &Type, to: &Type) -> CastKind {
        casts::kind(from, to)
    }

    fn literal_converts(&self, text: &str, ty: &Type) -> Option<bool> {
        literals::converts(text, ty)
    }

    fn argument_cost(&self, argument: &Operand, to: &Type) -> Option<u32> {
        casts::argument_cost(&argument.ty, to)
    }

    fn unify(&self, left: &Operand, right: &Operand) -> Option<Type> {
        common_type(&left.ty, &right.ty, Reach::Text)
    }

    /// Structs of the same types combine although their fields have other names; those of the left stay.
    fn unify_set_operation(&self, left: &Type, right: &Type) -> Option<Type> {
        if common::same_shape(left, right) {
            Some(left.clone())
        } else {
            common_type(left, right, Reach::Text)
        }
    }

    /// Maps and variants are not compared; structs are, whatever the names of their fields.
    fn comparison_type(&self, left: &Operand, right: &Operand, _equality: bool) -> Option<Type> {
        let (left, right) = (&left.ty, &right.ty);
        if !common::is_orderable(left) || !common::is_orderable(right) {
            return None;
        }
        self.unify_set_operation(left, right)
    }

    fn judges_families(&self) -> bool {
        true
    }

    /// CHAR and VARCHAR are lengths that a table checks when it is written; what is read is STRING.
    fn output_type(&self, ty: Type) -> Type {
        match ty {
            text if text.is_text() => Type::STRING,
            Type::Array { element, length } => {
                Type::Array { element: Arc::new(self.output_type(Type::clone(&element))), length }
            }
            Type::Map { key, value } => {
                Type::map(self.output_type(Type::clone(&key)), self.output_type(Type::clone(&value)))
            }
            Type::Struct(fields) => Type::structure(
                fields.iter().map(|field| (field.name.clone(), self.output_type(field.ty.clone()))),
            ),
            other => other,
        }
    }

    /// AND, OR and NOT take text, which WHERE and WHEN do not.
    fn is_condition(&self, ty: &Type) -> bool {
        matches!(ty, Type::Boolean | Type::Null | Type::Unknown | Type::Named(_)) || ty.is_text()
    }

    /// Spark binds HAVING and QUALIFY with values of any type.
    fn checks_groups(&self) -> bool {
        false
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
        operators::unary(operator, operand)
    }

    fn subscript(&self, base: &Operand, index: &Operand) -> Result<Type, AccessError> {
        match &base.ty {
            Type::Array { .. } if !index.ty.has_unknown() && !is_index(&index.ty) => {
                let ty = index.ty.display(DialectKind::Databricks);
                Err(AccessError::NotAccessible(format!("an array has places, not elements by {ty}")))
            }
            Type::Map { .. } | Type::Array { .. } | Type::Struct(_) | Type::Variant => {
                access::subscript(DialectKind::Databricks, base, index)
            }
            Type::Unknown | Type::Null | Type::Named(_) => Ok(Type::Unknown),
            other => {
                let ty = other.display(DialectKind::Databricks);
                Err(AccessError::NotAccessible(format!("{ty} has no elements")))
            }
        }
    }

    fn extract_type(&self, field: &str, value: &Type) -> Type {
        results::extract_type(field, value)
    }

    fn call_result(&self, call: &ChosenCall<'_>) -> Option<Type> {
        results::result(call)
    }

    fn refusal(&self, call: &ChosenCall<'_>) -> Option<String> {
        refusals::refusal(self, call)
    }

    fn names_fields(&self, function: &str) -> bool {
        ["struct", "arrays_zip"].iter().any(|it| function.eq_ignore_ascii_case(it))
    }

    fn table_columns(&self, call: &ChosenCall<'_>) -> Option<Vec<Field>> {
        generators::columns(call)
    }

    /// <https://docs.databricks.com/en/sql/language-manual/functions/current_date.html> and its neighbours.
    fn keyword_functions(&self) -> &'static str {
        "current_date current_time current_timestamp current_user grouping__id localtime session_user user"
    }

    fn lambda_parameters(&self, function: &str, before: &[Type], _after: &[Type]) -> Vec<Type> {
        nested::lambda_parameters(function, before)
    }

    /// Functions that a workspace gets with every release of a service, not of the engine: models and shapes.
    fn may_be_loaded(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        ["ai_", "h3_", "st_", "system."].iter().any(|start| name.starts_with(start))
    }
}

/// Whether a value of the type says a place in an array.
fn is_index(ty: &Type) -> bool {
    ty.is_integer() || *ty == Type::Null
}
