//! What each warehouse's SQL means, as data: types, casts, functions, identifiers.
//!
//! One module per subject: [`Type`] and its spelling, names, literals, casts, unification, comparison, operators,
//! access into nested values, functions. Everything is a pure function of its arguments and of the dialect.

mod access;
mod aliases;
mod bigquery;
mod cast;
mod compare;
mod databricks;
mod duckdb;
mod engine;
mod extract;
mod function;
mod ident;
mod operand;
mod operator;
mod portability;
#[cfg(test)]
mod questions;
mod reserved;
mod rules;
mod snowflake;
pub mod spelling;
mod trino;
mod types;
mod unify;
mod widen;

pub use access::{AccessError, field_type, slice_type, subscript_type};
pub use aliases::{NamingPlace, sees_aliases};
pub use base::DialectKind;
pub use cast::{CastKind, accepts, cast_exists, literal_converts};
pub use compare::{Comparison, check_set_operation, compare, compare_order};
pub use engine::{Engine, EngineVersion};
pub use extract::{at_time_zone_type, extract_type, interval_type};
pub use function::{
    Argument, Call, CallError, CallShape, CalledFunction, Catalogue, Determinism, FunctionKind, FunctionPage,
    NullRule, Overload, called_function, function_page, function_pages, functions, is_part_anywhere,
    is_unit_of_time, is_word_argument, keyword_function, lambda_parameters, names_fields, resolve_call,
    takes_only_words, takes_part_as_text,
};
pub use ident::{
    default_schema, fold, fold_table, names, quote, quote_always, quote_string, same_name, same_table,
    spelled, stored_name,
};
pub use operand::{
    Literal, Operand, integer_value, list_literal_type, literal_type, struct_literal_type, typed_literal_type,
};
pub use operator::{
    BinaryOperator, OperatorError, UnaryOperator, binary_type, checks_groups, is_condition, may_be_null,
    unary_type,
};
pub use portability::{
    Condition, Divergence, Equivalence, Meaning, Subject, TemplateArgument, TemplatePart, Way,
    all_equivalences, carried_type, common_type_names, equivalences, has_type_name, type_names,
};
pub use reserved::is_reserved;
pub use spelling::{CONTRACT_TYPES, TypeDisplay, TypePattern, parse_contract_type, parse_type, usual_types};
pub use types::{Family, Field, IntervalField, IntervalKind, Type};
pub use unify::{output_type, unify, unify_all, unify_set_operation};
pub use widen::widens;
