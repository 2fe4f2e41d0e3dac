//! The types of lambda parameters.

use super::catalogue::functions;
use crate::{DialectKind, Type};

/// The types of a lambda's parameters in `name(arguments…, lambda)`, given the types of the arguments before it and
/// how many parameters it names. Unknown where nothing is known.
///
/// DuckDB: the element, then its index from 1 (BIGINT); `list_reduce` has the accumulator first.
pub fn lambda_parameters(dialect: DialectKind, name: &str, before: &[Type], count: usize) -> Vec<Type> {
    let element = match before.first() {
        Some(Type::Array { element, .. }) => (**element).clone(),
        _ => Type::Unknown,
    };
    let name = functions(dialect).named(name).first().map_or("", |function| function.name);
    let order = match (dialect, name) {
        (DialectKind::DuckDb, "list_reduce" | "reduce" | "array_reduce") => {
            vec![element.clone(), element, Type::BIGINT]
        }
        (DialectKind::DuckDb, _) => vec![element, Type::BIGINT],
        _ => vec![element],
    };
    order.into_iter().chain(std::iter::repeat(Type::Unknown)).take(count).collect()
}
