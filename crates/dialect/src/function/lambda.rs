//! The types of lambda parameters.

use super::catalogue::functions;
use crate::rules::rules;
use crate::{Engine, Type};

/// The types of a lambda's parameters in `name(before…, lambda, after…)`, given the types of the other arguments and how
/// many parameters it names. Unknown where nothing is known.
pub fn lambda_parameters(
    engine: Engine,
    name: &str,
    before: &[Type],
    after: &[Type],
    count: usize,
) -> Vec<Type> {
    let named = functions(engine).named(name).first().map_or("", |function| function.name);
    let types = rules(engine).lambda_parameters(named, before, after);
    types.into_iter().chain(std::iter::repeat(Type::Unknown)).take(count).collect()
}
