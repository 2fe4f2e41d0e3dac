//! Trino: what it does with types (<https://trino.io/docs/current/language/types.html>).

mod coercion;
mod decimals;
mod lambdas;
mod literals;
mod operators;
mod results;
#[cfg(test)]
mod tests;

use crate::access::{self, AccessError};
use crate::rules::{ChosenCall, TypeRules};
use crate::{
    BinaryOperator, CastKind, DialectKind, Family, IntervalKind, Operand, OperatorError, Type, UnaryOperator,
};

/// The rules. Types convert where no value is lost, and never between families; a literal is a value like any other.
pub(crate) struct Trino;

impl TypeRules for Trino {
    fn dialect(&self) -> DialectKind {
        DialectKind::Trino
    }

    fn number_type(&self, text: &str) -> Type {
        crate::operand::number_by_size(text)
    }

    /// <https://trino.io/docs/current/language/types.html#varchar>: text of its own length.
    fn string_type(&self, text: &str) -> Type {
        Type::String { length: u32::try_from(text.chars().count()).ok() }
    }

    fn typed_literal(&self, ty: Type, text: &str) -> Type {
        literals::typed(ty, text)
    }

    fn interval_type(&self, units: &[&str]) -> Type {
        Type::Interval(match units.first() {
            Some(&("YEAR" | "MONTH")) => IntervalKind::YearMonth,
            Some(&("WEEK" | "DAY" | "HOUR" | "MINUTE" | "SECOND")) => IntervalKind::DayTime,
            _ => IntervalKind::Mixed,
        })
    }

    fn cast_kind(&self, from: &Type, to: &Type) -> CastKind {
        coercion::cast_kind(from, to)
    }

    /// Literals do not adapt, so nothing depends on their text.
    fn literal_converts(&self, _text: &str, _ty: &Type) -> Option<bool> {
        None
    }

    fn argument_cost(&self, argument: &Operand, to: &Type) -> Option<u32> {
        coercion::cost(&argument.ty, to)
    }

    fn unify(&self, left: &Operand, right: &Operand) -> Option<Type> {
        coercion::common(&left.ty, &right.ty)
    }

    fn converts_between_families(&self) -> bool {
        false
    }

    /// <https://trino.io/docs/current/functions/logical.html>
    fn is_condition(&self, ty: &Type) -> bool {
        matches!(ty.family(), Family::Boolean | Family::Open)
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Operand,
        right: &Operand,
    ) -> Result<Type, OperatorError> {
        operators::binary(operator, &left.ty, &right.ty)
    }

    fn unary(&self, operator: UnaryOperator, operand: &Operand) -> Result<Type, OperatorError> {
        operators::unary(operator, &operand.ty)
    }

    fn at_time_zone(&self, value: &Type) -> Type {
        results::zoned(value)
    }

    /// <https://trino.io/docs/current/functions/array.html#subscript-operator>. JSON has functions and no subscripts.
    fn subscript(&self, base: &Operand, index: &Operand) -> Result<Type, AccessError> {
        match base.ty.family() {
            Family::Nested => access::subscript(DialectKind::Trino, base, index),
            _ => Ok(Type::Unknown),
        }
    }

    /// <https://trino.io/docs/current/functions/datetime.html#extraction-function>
    fn extract_type(&self, field: &str, _value: &Type) -> Type {
        const FIELDS: &str =
            "year quarter month week day day_of_month day_of_week dow day_of_year doy year_of_week
            yow hour minute second timezone_hour timezone_minute";
        let is_known = FIELDS.split_ascii_whitespace().any(|it| it == field);
        if is_known { Type::BIGINT } else { Type::Unknown }
    }

    fn call_result(&self, call: &ChosenCall<'_>) -> Option<Type> {
        results::result(call)
    }

    /// <https://trino.io/docs/current/functions/datetime.html>, <https://trino.io/docs/current/functions/session.html>
    fn keyword_functions(&self) -> &'static str {
        "current_catalog current_date current_path current_schema current_time current_timestamp current_user
         localtime localtimestamp"
    }

    fn lambda_parameters(&self, function: &str, before: &[Type], _after: &[Type]) -> Vec<Type> {
        lambdas::parameters(function, before)
    }
}
