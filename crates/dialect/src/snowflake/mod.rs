//! Snowflake: what it does with types.

mod results;

use crate::operand::{decimal_by_digits, is_floating_literal};
use crate::rules::{ChosenCall, TypeRules};
use crate::{DialectKind, Type};

/// The rules (<https://docs.snowflake.com/en/sql-reference/data-types-numeric>).
pub(crate) struct Snowflake;

impl TypeRules for Snowflake {
    fn dialect(&self) -> DialectKind {
        DialectKind::Snowflake
    }

    /// Every number is a NUMBER of its digits; with an exponent it is a FLOAT.
    fn number_type(&self, text: &str) -> Type {
        if is_floating_literal(text) { Type::Float64 } else { decimal_by_digits(text) }
    }

    fn call_result(&self, call: &ChosenCall<'_>) -> Option<Type> {
        results::result(call)
    }

    fn keyword_functions(&self) -> &'static str {
        "current_date current_time current_timestamp current_user localtime localtimestamp"
    }
}
