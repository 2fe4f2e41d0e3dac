//! The arguments of `rocky lineage`.

use super::VariableOptions;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `rocky lineage`
#[derive(Args)]
pub(crate) struct LineageArguments {
    /// A model, or one of its columns
    #[arg(value_name = "MODEL[.COLUMN]")]
    pub(crate) target: String,
    /// The column, where its name has a dot
    #[arg(long, value_name = "NAME")]
    pub(crate) column: Option<String>,
    /// Show what it is made of; what a column without a direction shows
    #[arg(long, conflicts_with = "downstream")]
    pub(crate) upstream: bool,
    /// Show what is made of it
    #[arg(long)]
    pub(crate) downstream: bool,
    /// Over how many models to go; by default one for a model, and any number for a column
    #[arg(long, value_name = "N")]
    pub(crate) depth: Option<std::num::NonZeroUsize>,
    /// Follow what decides about values and rows, too: conditions, filters, joins, groups, order
    #[arg(long)]
    pub(crate) indirect: bool,
    /// How to print it; by default text on a terminal and JSON in a pipe
    #[arg(long, value_enum, value_name = "FORM")]
    pub(crate) format: Option<LineageFormat>,
    /// A folder of the project, by which it is found; by default the one where the command runs
    #[arg(long, value_name = "FOLDER")]
    pub(crate) models: Option<PathBuf>,
    /// Use only checked-in schemas, never what this machine's warehouse file holds
    #[arg(long)]
    pub(crate) locked: bool,
    /// Run variables.
    #[command(flatten)]
    pub(crate) variables: VariableOptions,
}

/// How `rocky lineage` prints a graph.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineageFormat {
    /// A list for people
    Text,
    /// One JSON document
    Json,
    /// A graph for Graphviz
    Dot,
    /// A graph for Markdown pages
    Mermaid,
    /// A page for browsers: everything is in it, and columns light their ways up when clicked
    Html,
}
