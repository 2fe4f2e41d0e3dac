//! The commands, one module each.

mod check;
mod compile;
mod completions;
mod difference;
mod discover;
mod emit_sql;
mod explain;
mod fix;
mod fmt;
mod history;
mod init;
mod internal;
mod lineage;
mod list;
mod lsp;
mod mcp;
mod playground;
mod preview;
mod run;
mod scaffold;
mod setup;
mod state;

use crate::{
    arguments::{Command, GlobalOptions},
    console::Console,
    failure::Outcome,
};

/// Executes a command.
///
/// # Errors
/// The command could not do what it was asked; what it found wrong with the project is not an error here.
pub(crate) fn execute(command: Command, options: &GlobalOptions, console: &Console) -> Outcome {
    match command {
        Command::Check(arguments) => check::execute(&arguments, options, console),
        Command::Compile(arguments) => compile::execute(&arguments, options, console),
        Command::CiDiff(arguments) => difference::ci_diff(&arguments, options, console),
        Command::Completions(arguments) => completions::execute(&arguments, console),
        Command::Discover(arguments) => discover::execute(&arguments, options, console),
        Command::EmitSql(arguments) => emit_sql::execute(&arguments, options, console),
        Command::Explain(arguments) => explain::execute(&arguments, console),
        Command::Fix(arguments) => fix::execute(&arguments, options, console),
        Command::Fmt(arguments) => fmt::execute(&arguments, options, console),
        Command::History(arguments) => history::execute(&arguments, options, console),
        Command::Init(arguments) => init::execute(&arguments, console),
        Command::Internal(arguments) => internal::execute(&arguments, console),
        Command::Lineage(arguments) => lineage::execute(&arguments, options, console),
        Command::LineageDiff(arguments) => difference::lineage_diff(&arguments, options, console),
        Command::List(arguments) => list::execute(&arguments, options, console),
        Command::Lsp(_) => lsp::execute(options),
        Command::Mcp(_) => mcp::execute(options, console),
        Command::Playground(arguments) => playground::execute(&arguments, console),
        Command::Preview(arguments) => preview::execute(&arguments, options, console),
        Command::Run(arguments) => run::execute(&arguments, options, console),
        Command::Setup(arguments) => setup::execute(arguments, console),
        Command::State(arguments) => state::execute(&arguments, options, console),
    }
}
