//! Functions that are called without parentheses.

use super::{Call, CallShape, resolve_call};
use crate::Engine;
use crate::rules::rules;

/// The function that a bare `name` calls, such as `current_date`, where no column has that name.
pub fn keyword_function(engine: Engine, name: &str) -> Option<Call> {
    let name = name.to_ascii_lowercase();
    let known = rules(engine).keyword_functions().split_ascii_whitespace().any(|listed| listed == name);
    if known { resolve_call(engine, &name, &[], CallShape::default()).ok() } else { None }
}
