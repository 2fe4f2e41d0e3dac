//! DuckDB's own rules, as observed on 1.5.6: promotion, casts, literals.

pub(crate) mod cast;
pub(crate) mod convert;
pub(crate) mod promote;
