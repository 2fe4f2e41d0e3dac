//! What the warehouse gets to see: the SQL of the DSL, of single models, and of whole runs.

#![allow(clippy::unwrap_used, reason = "a test")]

mod compile;
mod dsl;
mod dsl_expressions;
mod dsl_page;
mod run;
mod support;
