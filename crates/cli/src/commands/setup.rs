//! `rocky setup`: installs what Rocky loads at run time.

use crate::{
    arguments::SetupArguments,
    console::Console,
    failure::{Failure, Outcome},
};

pub(super) fn execute(_arguments: &SetupArguments, _console: &Console) -> Outcome {
    Err(Failure::new("no installer yet"))
}
