//! `cargo xtask functions`: the parts of the function catalogue that engines print themselves.

mod duckdb;
mod lines;

use crate::workspace_metadata;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::fs;
use std::path::PathBuf;

/// Whose functions.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Engine {
    /// DuckDB, of the versions that the catalogue tells apart.
    Duckdb,
}

#[derive(Args)]
pub(crate) struct Options {
    /// Whose functions.
    engine: Engine,
    /// Only compare.
    #[arg(long)]
    check: bool,
}

/// Writes the generated files of the catalogue, or, with `check`, only compares them.
pub(crate) fn run(options: &Options) -> Result<()> {
    let files = match options.engine {
        Engine::Duckdb => duckdb::files()?,
    };
    let mut stale = Vec::new();
    for (name, text) in files {
        let path = data_folder().join(name);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if options.check {
            stale.push(name);
        } else {
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    if !stale.is_empty() {
        bail!("stale: {}. Run `cargo xtask functions`.", stale.join(", "));
    }
    Ok(())
}

/// Where the catalogue's files are.
fn data_folder() -> PathBuf {
    workspace_metadata::root().join("crates/dialect/src/function/data")
}
