//! `rocky setup`: installs what Rocky loads at run time.

use crate::{
    arguments::{SetupArguments, SetupWhat},
    console::Console,
    failure::{Exit, Failure, Outcome},
};
use adapters::duckdb::{
    PINNED_VERSION,
    install::{InstallOptions, install},
};
use std::path::PathBuf;

pub(super) fn execute(arguments: SetupArguments, console: &Console) -> Outcome {
    match arguments.what {
        SetupWhat::Duckdb { from } => setup_duckdb(from, console),
    }
}

fn setup_duckdb(from: Option<PathBuf>, console: &Console) -> Outcome {
    let options = InstallOptions { from, data_dir: None };
    let installed = install(&options).map_err(|error| Failure::new(error.to_string()))?;
    let path = installed.path.display();
    let doubt =
        if installed.verified { "" } else { " (not checked: this build has no checksum for the platform)" };
    console.print(&match installed.already {
        true => format!("DuckDB {PINNED_VERSION} is there already: {path}{doubt}\n"),
        false => format!("Installed DuckDB {PINNED_VERSION}: {path}{doubt}\n"),
    })?;
    Ok(Exit::SUCCESS)
}
