//! `rocky playground`: a small example project with data.

use super::scaffold::{self, TemplateFile};
use crate::{
    arguments::{PlaygroundArguments, PlaygroundTemplate},
    console::Console,
    failure::{Exit, Failure, Outcome},
};

macro_rules! fixture {
    ($folder:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../../fixtures/playground/", $folder, "/", $path)))),*]
    };
}

/// The project `fixtures/playground/quickstart`, whole; a test compares the list with the folder.
const QUICKSTART: &[TemplateFile] = fixture!("quickstart":
    ".gitignore",
    "contracts/customer_value.contract.toml",
    "data/seed.sql",
    "models/_defaults.toml",
    "models/customer_orders.rocky",
    "models/customer_orders.toml",
    "models/customer_value.sql",
    "models/customer_value.toml",
    "models/stg_orders.sql",
    "models/stg_orders.toml",
    "rocky.toml",
);

/// The database file that the project's configuration names.
const DATABASE: &str = "playground.duckdb";

pub(super) fn execute(arguments: &PlaygroundArguments, console: &Console) -> Outcome {
    let files = match arguments.template {
        PlaygroundTemplate::Quickstart => QUICKSTART,
    };
    let folder = &arguments.path;
    if folder.symlink_metadata().is_ok() {
        return Err(Failure::new(format!("{} exists already, nothing was written", folder.display()))
            .with_help("choose another folder: rocky playground <folder>"));
    }
    scaffold::write(folder, files)?;
    console.print(&format!("Made the playground in {}:\n{}", folder.display(), scaffold::listing(files)))?;
    let setup = scaffold::seed(folder, files, DATABASE, console)?;
    console.print(&format!("\nNext:\n{}{setup}{NEXT}", scaffold::change_folder(folder)))?;
    Ok(Exit::SUCCESS)
}

const NEXT: &str = "  \
    rocky check        find mistakes (make one first: rename a column in models/stg_orders.sql)\n  \
    rocky run          build the three models\n  \
    rocky history      see what ran\n";
