//! `rocky init`: a new project.

use super::scaffold::{self, TemplateFile};
use crate::{
    arguments::{InitArguments, InitTemplate},
    console::Console,
    failure::{Exit, Failure, Outcome},
};

macro_rules! template {
    ($folder:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/", $folder, "/", $path)))),*]
    };
}

const DUCKDB: &[TemplateFile] = template!("duckdb":
    "rocky.toml",
    ".gitignore",
    "data/seed.sql",
    "models/_defaults.toml",
    "models/customer_orders.sql",
    "models/customer_orders.toml",
);

/// The database file that the project's configuration names.
const DATABASE: &str = "warehouse.duckdb";

const NEXT: &str = "  \
    rocky check        find mistakes\n  \
    rocky run          build the model\n  \
    rocky lsp          what your editor starts\n";

pub(super) fn execute(arguments: &InitArguments, console: &Console) -> Outcome {
    let files = match arguments.template {
        InitTemplate::Duckdb => DUCKDB,
    };
    let folder = &arguments.path;
    let config = folder.join("rocky.toml");
    if config.exists() {
        return Err(Failure::new(format!("{} exists already: this is a project", config.display()))
            .with_help("choose another folder: rocky init <folder>"));
    }
    scaffold::write(folder, files)?;
    console.print(&format!("Made a Rocky project in {}:\n{}", folder.display(), scaffold::listing(files)))?;
    let setup = scaffold::seed(folder, files, DATABASE, console)?;
    console.print(&format!("\nNext:\n{}{setup}{NEXT}", scaffold::change_folder(folder)))?;
    Ok(Exit::SUCCESS)
}
