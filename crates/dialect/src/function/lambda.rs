//! The types of lambda parameters.

use super::catalogue::functions;
use crate::rules::rules;
use crate::{Engine, Type};

/// The types of a lambda's parameters in `name(arguments…, lambda)`, given the types of the arguments before it and
/// how many parameters it names. Unknown where nothing is known.
pub fn lambda_parameters(engine: Engine, name: &str, before: &[Type], count: usize) -> Vec<Type> {
    let named = functions(engine).named(name).first().map_or("", |function| function.name);
    let types = rules(engine).lambda_parameters(named, before);
    types.into_iter().chain(std::iter::repeat(Type::Unknown)).take(count).collect()
}
