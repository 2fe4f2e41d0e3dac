//! The command line.

mod difference;
mod lineage;
mod preview;

pub(crate) use difference::{CiDiffArguments, DiffArguments, LineageDiffArguments};
pub(crate) use lineage::{LineageArguments, LineageFormat};
pub(crate) use preview::{PreviewArguments, PreviewRowsArguments, PreviewWhat};

use base::DialectKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use ide::{Code, is_variable_name};
use std::{collections::BTreeMap, path::PathBuf};

/// Rocky: a compiler and language server for SQL analytics projects.
#[derive(Parser)]
#[command(name = "rocky", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub(crate) global: GlobalOptions,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
pub(crate) struct GlobalOptions {
    /// The project's configuration file; by default the nearest rocky.toml, from here upwards
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How results are printed; by default what suits the command: most print JSON into a pipe
    #[arg(short, long, global = true, value_enum, value_name = "FORM")]
    pub(crate) output: Option<OutputForm>,
    /// The state file; by default .rocky-state.redb in the models folder
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) state_path: Option<PathBuf>,
    /// For how many seconds a remembered schema is believed, in place of `cache.schemas.ttl_seconds`; 0 is not at all
    #[arg(long, global = true, value_name = "SECONDS")]
    pub(crate) cache_ttl: Option<u64>,
    /// When to use colours; NO_COLOR in the environment switches them off
    #[arg(long, global = true, value_enum, default_value_t = ColorWhen::Auto, value_name = "WHEN")]
    pub(crate) color: ColorWhen,
}

/// The values of run variables.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct VariableOptions {
    /// The value of a run variable, which `@var(NAME)` in a model stands for; may be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable)]
    values: Vec<(String, String)>,
}

impl VariableOptions {
    /// The values by name. The last one counts, as in other options.
    pub(crate) fn values(&self) -> BTreeMap<String, String> {
        self.values.iter().cloned().collect()
    }
}

/// Splits at the first `=`.
fn variable(text: &str) -> Result<(String, String), String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err("it has no `=`: write NAME=VALUE".to_owned());
    };
    match is_variable_name(name) {
        true => Ok((name.to_owned(), value.to_owned())),
        false => Err(format!(
            "`{name}` cannot name a variable: a name is a letter or `_`, then letters, digits and `_`"
        )),
    }
}

/// A form of output.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputForm {
    /// One JSON document
    Json,
    /// Text for people
    #[value(alias = "text")]
    Table,
    /// Markdown, where a command has a form for pull requests; else text
    #[value(alias = "markdown")]
    Md,
}

/// When to use colours.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Find mistakes in the project: SQL, sidecars, contracts, configuration
    Check(CheckArguments),
    /// Compile all models and say what was found
    Compile(CompileArguments),
    /// List the warehouse's tables, and write schema files about them
    Discover(DiscoverArguments),
    /// Print the SQL that models mean, or write it to files
    EmitSql(EmitSqlArguments),
    /// Apply the fixes of what `check` finds
    Fix(FixArguments),
    /// Say which columns differ from a git revision, and who reads them
    LineageDiff(LineageDiffArguments),
    /// Say which models differ from a git revision, for a pull request
    CiDiff(CiDiffArguments),
    /// Lay out SQL and the Rocky DSL
    Fmt(FmtArguments),
    /// Explain a diagnostic code
    Explain(ExplainArguments),
    /// Build the models in the warehouse
    Run(RunArguments),
    /// Show some rows of a model without building anything
    Preview(PreviewArguments),
    /// Show past runs
    History(HistoryArguments),
    /// Show what columns are made of, and what is made of them
    Lineage(LineageArguments),
    /// List parts of the project
    List(ListArguments),
    /// Look after the state file
    State(StateArguments),
    /// Make a new project
    Init(InitArguments),
    /// Make a small example project with data to play with
    Playground(PlaygroundArguments),
    /// Install what Rocky loads at run time
    Setup(SetupArguments),
    /// Serve an editor over standard input and output
    Lsp(LspArguments),
    /// Serve an agent by the Model Context Protocol over standard input and output
    Mcp(McpArguments),
    /// Print a completion script for a shell
    Completions(CompletionsArguments),
    /// Commands that Rocky runs in child processes
    #[command(hide = true)]
    Internal(InternalArguments),
}

/// `rocky check`
#[derive(Args, Default)]
pub(crate) struct CheckArguments {
    /// Files and folders to report on, `-` for standard input; by default the whole project
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The file that standard input stands for, so that it is checked as part of its project
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_path: Option<PathBuf>,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, short)]
    pub(crate) watch: bool,
    /// Use only checked-in schemas, never what this machine's warehouse file holds or the state file remembers
    #[arg(long)]
    pub(crate) locked: bool,
    /// Also check what contracts say of changes since a git revision, and name the edits that broke their promises
    #[arg(long, value_name = "REVISION")]
    pub(crate) base: Option<String>,
    /// A dialect that the SQL should also run in, in place of those of `[portability]`; may be repeated
    #[arg(long = "target-dialect", value_name = "NAME", value_parser = dialect)]
    pub(crate) target_dialects: Vec<DialectKind>,
    /// How many threads to use; by default one per processor
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<std::num::NonZeroUsize>,
    /// Say on standard error how much memory was used
    #[arg(long)]
    pub(crate) memory: bool,
    /// Run variables.
    #[command(flatten)]
    pub(crate) variables: VariableOptions,
}

/// `rocky compile`
#[derive(Args)]
pub(crate) struct CompileArguments {
    /// Report on this model only
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// The folder of models to report on; by default all of the project's
    #[arg(long, value_name = "FOLDER")]
    pub(crate) models: Option<PathBuf>,
    /// A dialect that the SQL should also run in, in place of those of `[portability]`; may be repeated
    #[arg(long = "target-dialect", value_name = "NAME", value_parser = dialect)]
    pub(crate) target_dialects: Vec<DialectKind>,
    /// Use only checked-in schemas, never what this machine's warehouse file holds or the state file remembers
    #[arg(long)]
    pub(crate) locked: bool,
    /// Run variables.
    #[command(flatten)]
    pub(crate) variables: VariableOptions,
}

/// `rocky emit-sql`
#[derive(Args)]
pub(crate) struct EmitSqlArguments {
    /// Emit this model only
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// The folder of models to emit; by default all of the project's
    #[arg(long, value_name = "FOLDER")]
    pub(crate) models: Option<PathBuf>,
    /// Write a file for each model into this folder, instead of printing
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out_dir: Option<PathBuf>,
    /// The warehouse whose SQL is wanted; by default that of each model's adapter. Only models of the Rocky DSL can be
    /// had in another
    #[arg(long, value_name = "NAME", value_parser = dialect)]
    pub(crate) dialect: Option<DialectKind>,
    /// Use only checked-in schemas, never what this machine's warehouse file holds or the state file remembers
    #[arg(long)]
    pub(crate) locked: bool,
    /// Run variables.
    #[command(flatten)]
    pub(crate) variables: VariableOptions,
}

/// A dialect by its name, or by one of the short ones of `--target-dialect`.
fn dialect(text: &str) -> Result<DialectKind, String> {
    let name = match text {
        "dbx" => "databricks",
        "sf" => "snowflake",
        "bq" => "bigquery",
        other => other,
    };
    DialectKind::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = DialectKind::ALL.into_iter().map(DialectKind::name).collect();
        format!("there is no such dialect; known are {}", names.join(", "))
    })
}

/// `rocky fix`
///
/// Applies the fixes that keep the meaning, or restore one that is beyond doubt, and repeats that until there is nothing
/// left to fix. Then says what remains; exits with 1 if that has an error.
#[derive(Args)]
pub(crate) struct FixArguments {
    /// Files and folders to fix; by default the whole project
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Fix this code only; may be repeated
    #[arg(long = "code", value_name = "CODE", value_parser = code)]
    pub(crate) codes: Vec<Code>,
    /// Write nothing; print what would change as a unified diff
    #[arg(long)]
    pub(crate) diff: bool,
    /// Apply fixes, too, that may not be what was meant: look at what they change
    #[arg(long = "unsafe")]
    pub(crate) is_unsafe: bool,
    /// Use only checked-in schemas, never what this machine's warehouse file holds
    #[arg(long)]
    pub(crate) locked: bool,
    /// Run variables.
    #[command(flatten)]
    pub(crate) variables: VariableOptions,
}

/// A diagnostic code, in any case.
fn code(text: &str) -> Result<Code, String> {
    Code::from_name(text)
        .ok_or_else(|| "there is no such diagnostic code; rocky explain lists them by letter".to_owned())
}

/// A language of models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    /// SQL
    Sql,
    /// The Rocky DSL
    Rocky,
}

/// `rocky fmt`
#[derive(Args)]
pub(crate) struct FmtArguments {
    /// Files and folders of .sql and .rocky files, `-` for standard input; by default the models of the project
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Write nothing; list what would change, and exit with 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing; print what would change as a unified diff
    #[arg(long)]
    pub(crate) diff: bool,
    /// The SQL dialect; by default that of the project's adapter
    #[arg(long, value_name = "DIALECT", value_parser = dialect)]
    pub(crate) dialect: Option<DialectKind>,
    /// The file that standard input stands for: it tells the language, the dialect and the settings
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_path: Option<PathBuf>,
    /// The language of standard input; by default that of `--stdin-path`, else SQL
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub(crate) language: Option<Language>,
}

/// `rocky explain`
#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// A code such as E003
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
}

/// `rocky run`
#[derive(Args)]
pub(crate) struct RunArguments {
    /// The pipeline to run; needed where the project has several
    #[arg(long, value_name = "NAME")]
    pub(crate) pipeline: Option<String>,
    /// Build this model only
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// How many models to build at once, where the warehouse allows it
    #[arg(long, value_name = "N")]
    pub(crate) parallel: Option<std::num::NonZeroUsize>,
    /// Run variables.
    #[command(flatten)]
    pub(crate) variables: VariableOptions,
}

/// `rocky history`
#[derive(Args)]
pub(crate) struct HistoryArguments {
    /// How many runs to show, newest first
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub(crate) limit: usize,
    /// Add who ran it, on which machine, from which commit
    #[arg(long)]
    pub(crate) audit: bool,
}

/// `rocky discover`
#[derive(Args)]
pub(crate) struct DiscoverArguments {
    /// Write the columns of the tables to schemas/<schema>.toml, a file a schema, replacing what is there
    #[arg(long)]
    pub(crate) with_schemas: bool,
}

/// `rocky state`
#[derive(Args)]
pub(crate) struct StateArguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) what: StateWhat,
}

/// What `rocky state` does.
#[derive(Subcommand)]
pub(crate) enum StateWhat {
    /// Forget what the warehouse said of its tables
    ClearSchemaCache {
        /// Only say how much there is
        #[arg(long)]
        dry_run: bool,
    },
}

/// `rocky list`
#[derive(Args)]
pub(crate) struct ListArguments {
    /// What to list.
    #[command(subcommand)]
    pub(crate) what: ListWhat,
}

/// What `rocky list` lists.
#[derive(Subcommand)]
pub(crate) enum ListWhat {
    /// The models, with target, strategy, contract and dependencies
    Models,
}

/// `rocky init`
#[derive(Args)]
pub(crate) struct InitArguments {
    /// The folder of the new project
    #[arg(default_value = ".")]
    pub(crate) path: PathBuf,
    /// What to begin with
    #[arg(long, value_enum, default_value_t = InitTemplate::Duckdb)]
    pub(crate) template: InitTemplate,
}

/// Templates of `rocky init`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InitTemplate {
    /// A project on a local DuckDB file
    Duckdb,
}

/// `rocky playground`
#[derive(Args)]
pub(crate) struct PlaygroundArguments {
    /// The folder to make; it must not exist
    #[arg(default_value = "rocky-playground")]
    pub(crate) path: PathBuf,
    /// What to begin with
    #[arg(long, value_enum, default_value_t = PlaygroundTemplate::Quickstart)]
    pub(crate) template: PlaygroundTemplate,
}

/// Templates of `rocky playground`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaygroundTemplate {
    /// Three models over 500 orders
    #[value(aliases = ["quick", "qs"])]
    Quickstart,
}

/// `rocky setup`
#[derive(Args)]
pub(crate) struct SetupArguments {
    /// What to install.
    #[command(subcommand)]
    pub(crate) what: SetupWhat,
}

/// What `rocky setup` installs.
#[derive(Subcommand)]
pub(crate) enum SetupWhat {
    /// The DuckDB library
    Duckdb {
        /// A package or library file that is already here, instead of a download
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
}

/// `rocky lsp`
#[derive(Args)]
pub(crate) struct LspArguments {
    /// Speak over standard input and output; the only way, accepted because editors pass it
    #[arg(long)]
    pub(crate) stdio: bool,
}

/// `rocky mcp`
#[derive(Args)]
pub(crate) struct McpArguments {}

/// `rocky completions`
#[derive(Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// `rocky internal`
#[derive(Args)]
pub(crate) struct InternalArguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) what: InternalCommand,
}

/// Commands for child processes: nothing outside Rocky may rely on them.
#[derive(Subcommand)]
#[expect(clippy::enum_variant_names, reason = "the names of the commands")]
pub(crate) enum InternalCommand {
    /// Print the catalog of a DuckDB file as JSON
    DuckdbCatalog {
        /// The database file
        path: PathBuf,
    },
    /// Run a query on a DuckDB file and print its rows
    DuckdbQuery {
        /// The database file
        path: PathBuf,
        /// The query
        sql: String,
    },
    /// Execute the statements of a file on a DuckDB file
    DuckdbScript {
        /// The database file; made where it is missing
        path: PathBuf,
        /// The file of statements
        script: PathBuf,
    },
}
