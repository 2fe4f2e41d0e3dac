//! `cargo xtask mutate`: breaks a generated project in known ways, and holds what Rocky says against DuckDB's binder.

use crate::{gen_project, process, setup, workspace_metadata};
use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

/// What to break, and how often.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many models the project has.
    #[arg(long, default_value_t = 300)]
    models: usize,
    /// How often it is broken.
    #[arg(long, default_value_t = 1000)]
    mutations: usize,
    /// The seed of the project and of all random choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also print what is not as it should be.
    #[arg(long)]
    list: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write `docs/conformance.md`.
    #[arg(long)]
    write: bool,
}

/// Writes the project below the cache, and has it broken.
///
/// Errors: the project cannot be written, or DuckDB cannot be asked.
pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = setup::cache_folder()?.join("mutate").join(format!("{}-{}", options.models, options.seed));
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    gen_project::write(&gen_project::generate(options.models, options.seed, true)?, &folder)?;
    let flags = [(options.list, "--list"), (options.json, "--json"), (options.write, "--write")];
    process::run(
        Command::new("cargo")
            .args(["run", "--quiet", "--package", "corpus", "--", "mutate", "--project"])
            .arg(&folder)
            .arg(format!("--mutations={}", options.mutations))
            .arg(format!("--seed={}", options.seed))
            .args(flags.into_iter().filter(|it| it.0).map(|it| it.1))
            .current_dir(workspace_metadata::root()),
    )
}
