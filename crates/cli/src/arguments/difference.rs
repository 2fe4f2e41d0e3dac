//! The arguments of `rocky lineage-diff` and `rocky ci-diff`.

use super::VariableOptions;
use clap::Args;
use std::path::PathBuf;

/// What `rocky lineage-diff` and `rocky ci-diff` compare.
#[derive(Args)]
pub(crate) struct DiffArguments {
    /// The git revision to compare with; by default the default branch. What it and HEAD share counts, as in
    /// `git diff BASE...HEAD`
    #[arg(value_name = "BASE")]
    pub(crate) base: Option<String>,
    /// The folder of models to report on; by default all of the project's
    #[arg(long, value_name = "FOLDER")]
    pub(crate) models: Option<PathBuf>,
    /// Use only checked-in schemas, never what this machine's warehouse file holds
    #[arg(long)]
    pub(crate) locked: bool,
    /// Run variables.
    #[command(flatten)]
    pub(crate) variables: VariableOptions,
}

/// `rocky lineage-diff`
#[derive(Args)]
pub(crate) struct LineageDiffArguments {
    /// What to compare.
    #[command(flatten)]
    pub(crate) diff: DiffArguments,
}

/// `rocky ci-diff`
#[derive(Args)]
pub(crate) struct CiDiffArguments {
    /// What to compare.
    #[command(flatten)]
    pub(crate) diff: DiffArguments,
    /// Say how grave each change is for whoever reads the tables
    #[arg(long)]
    pub(crate) semantic: bool,
}
