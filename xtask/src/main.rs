//! The repository's own commands, run as `cargo xtask <command>`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program talks on its standard streams"
)]

mod bench;
mod codegen;
mod demo;
mod functions;
mod fuzz;
mod gen_project;
mod language_server;
mod mutate;
mod process;
mod setup;
mod test;
mod tidy;
mod vscode_test;
mod workspace_metadata;

use anyhow::{Result, anyhow};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The repository's own commands")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure time, memory and executed queries on a large project, and write docs/performance.md.
    Bench(bench::Options),
    /// Write the generated files of the `syntax` crate from its grammars.
    Codegen {
        /// Only compare.
        #[arg(long)]
        check: bool,
    },
    /// Hold Rocky against SQL that nobody here wrote: `cargo xtask corpus --help`.
    #[command(disable_help_flag = true)]
    Corpus {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Show what Rocky does: build, check, mend, run, look at the tables.
    Demo,
    /// Write the parts of the function catalogue that engines print themselves.
    Functions(functions::Options),
    /// Let libFuzzer look for texts that break something, the corpus as its seeds.
    Fuzz(fuzz::Options),
    /// Write a large, realistic project; the same one for the same seed.
    GenProject {
        /// How many models.
        #[arg(long)]
        models: usize,
        /// The seed of the random choices.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Also write `data/seed.sql` with the source tables, so that the project runs.
        #[arg(long)]
        with_seed_file: bool,
        /// A new or empty folder.
        #[arg(long)]
        out: PathBuf,
    },
    /// Break a generated project in known ways, and hold what Rocky says against what DuckDB says.
    Mutate(mutate::Options),
    /// Fetch what the tests need: the DuckDB library, the extension's packages, Neovim.
    Setup,
    /// Set up and run every test: Rust, VS Code extension, Neovim.
    Test,
    /// Check what the compiler does not: floors, reach, module docs, forbidden things, licences, pages.
    Tidy,
    /// Run the scenarios of `editors/scenarios` in a real VS Code: installs it, packages the extension, keeps screenshots.
    VscodeTest(vscode_test::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the command was content. An error means that it could not do its work.
fn run(command: Command) -> Result<bool> {
    match command {
        Command::Bench(options) => bench::run(&options).map(|()| true),
        Command::Codegen { check } => codegen::run(check).map(|()| true).map_err(|message| anyhow!(message)),
        Command::Corpus { arguments } => process::run(
            std::process::Command::new("cargo")
                .args(["run", "--quiet", "--package", "corpus", "--"])
                .args(arguments)
                .current_dir(workspace_metadata::root()),
        )
        .map(|()| true),
        Command::Demo => demo::run().map(|()| true),
        Command::Functions(options) => functions::run(&options).map(|()| true),
        Command::Fuzz(options) => fuzz::run(&options).map(|()| true),
        Command::GenProject { models, seed, with_seed_file, out } => {
            gen_project::run(models, seed, with_seed_file, &out).map(|()| true)
        }
        Command::Mutate(options) => mutate::run(&options).map(|()| true),
        Command::Setup => setup::run().map(|()| true),
        Command::Test => test::run(),
        Command::Tidy => tidy::run(),
        Command::VscodeTest(options) => vscode_test::run(&options),
    }
}
