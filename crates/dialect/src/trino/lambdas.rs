//! The parameters of lambdas (<https://trino.io/docs/current/functions/lambda.html>).

use crate::Type;

/// The types of a lambda's parameters, given the types of the arguments before it.
pub(super) fn parameters(function: &str, before: &[Type]) -> Vec<Type> {
    let element = |place: usize| match before.get(place) {
        Some(Type::Array { element, .. }) => (**element).clone(),
        _ => Type::Unknown,
    };
    let entry = |place: usize| match before.get(place) {
        Some(Type::Map { key, value }) => ((**key).clone(), (**value).clone()),
        _ => (Type::Unknown, Type::Unknown),
    };
    let given = |place: usize| before.get(place).cloned().unwrap_or_default();
    match function {
        "all_match" | "any_match" | "filter" | "none_match" | "transform" => vec![element(0)],
        "array_sort" => vec![element(0), element(0)],
        // The state, and the element in the first of two lambdas.
        "reduce" if before.len() == 2 => vec![given(1), element(0)],
        "reduce" => vec![given(1)],
        "reduce_agg" if before.len() == 2 => vec![given(1), given(0)],
        "reduce_agg" => vec![given(1), given(1)],
        "zip_with" => vec![element(0), element(1)],
        "map_filter" | "transform_keys" | "transform_values" => {
            let (key, value) = entry(0);
            vec![key, value]
        }
        "map_zip_with" => vec![entry(0).0, entry(0).1, entry(1).1],
        // The groups of a match.
        "regexp_replace" => vec![Type::list(Type::STRING)],
        "split_to_map" => vec![Type::STRING; 3],
        _ => Vec::new(),
    }
}
