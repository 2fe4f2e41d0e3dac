//! `rocky completions`: a completion script for a shell.

use crate::{
    arguments::{Arguments, CompletionsArguments},
    console::Console,
    failure::{Exit, Outcome},
};
use clap::CommandFactory;

pub(super) fn execute(arguments: &CompletionsArguments, console: &Console) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "rocky", &mut script);
    console.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::SUCCESS)
}
