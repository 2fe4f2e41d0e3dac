//! `rocky internal`: what Rocky does in child processes.

use crate::{
    arguments::InternalArguments,
    console::Console,
    failure::{Failure, Outcome},
};

pub(super) fn execute(_arguments: &InternalArguments, _console: &Console) -> Outcome {
    Err(Failure::new("no duckdb yet"))
}
