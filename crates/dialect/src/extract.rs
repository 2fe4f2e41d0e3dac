//! Parts of moments, and spans.

use crate::rules::rules;
use crate::{Engine, Type};

/// The type of `EXTRACT(field FROM value)`, the field in any case.
pub fn extract_type(engine: Engine, field: &str, value: &Type) -> Type {
    rules(engine).extract_type(&field.to_ascii_lowercase(), value)
}

/// The type of an interval that names these units, upper case, from the coarsest to the finest.
pub fn interval_type(engine: Engine, units: &[&str]) -> Type {
    rules(engine).interval_type(units)
}

/// The type of `value AT TIME ZONE zone`.
pub fn at_time_zone_type(engine: Engine, value: &Type) -> Type {
    rules(engine).at_time_zone(value)
}
