//! The `rocky` command: arguments in, text or JSON out, and an exit code.
//!
//! Commands ask the `ide` and `engine` crates; nothing here decides what a project means.

mod allocator;
mod arguments;
mod commands;
mod console;
mod failure;
mod logging;
mod output;
mod project;
mod render;
mod written_file;

use arguments::Arguments;
use clap::Parser;
use console::Console;
use failure::{Exit, Failure};

fn main() {
    let arguments = Arguments::parse();
    logging::start(&arguments.global);
    let console = Console::new(&arguments.global);
    let code = match commands::execute(arguments.command, &arguments.global, &console) {
        Ok(Exit(code)) => code,
        Err(Failure::ClosedPipe) => failure::CLOSED_PIPE,
        Err(Failure::Message { message, help, code }) => {
            console.report_failure(&message, help.as_deref());
            code
        }
    };
    // Not a return: that would wait for threads that still read standard input.
    std::process::exit(code.into());
}
