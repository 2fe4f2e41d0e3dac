//! The arguments of `rocky preview`.

use super::VariableOptions;
use clap::{Args, Subcommand};
use std::{num::NonZeroUsize, path::PathBuf};

/// `rocky preview`
#[derive(Args)]
pub(crate) struct PreviewArguments {
    /// What to show.
    #[command(subcommand)]
    pub(crate) what: PreviewWhat,
}

/// What `rocky preview` shows.
#[derive(Subcommand)]
pub(crate) enum PreviewWhat {
    /// Some rows of a model, computed from the tables that are there; nothing is built or changed
    Rows(PreviewRowsArguments),
}

/// `rocky preview rows`
#[derive(Args)]
pub(crate) struct PreviewRowsArguments {
    /// The model
    #[arg(long, value_name = "NAME")]
    pub(crate) model: String,
    /// One of the model's common table expressions, instead of the model itself
    #[arg(long, value_name = "NAME")]
    pub(crate) cte: Option<String>,
    /// How many rows to show at most
    #[arg(long, value_name = "N", default_value = "100")]
    pub(crate) limit: NonZeroUsize,
    /// Take the model's text from standard input instead of from its file
    #[arg(long)]
    pub(crate) stdin: bool,
    /// A folder of the project, by which it is found; by default the one where the command runs
    #[arg(long, value_name = "FOLDER")]
    pub(crate) models: Option<PathBuf>,
    /// Run variables.
    #[command(flatten)]
    pub(crate) variables: VariableOptions,
}
