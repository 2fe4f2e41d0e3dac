//! `cargo xtask bench`: what Rocky costs on a large generated project, written to `docs/performance.md`.

mod check;
mod difference;
mod figures;
mod inference;
mod lsp;
mod page;
mod program;
mod project;
mod queries;
mod soak;
mod syntax;
mod target;

use crate::{process, workspace_metadata};
use anyhow::Result;
use lsp::Rounds;
use project::BenchProject;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The size that the page and its bars are about.
const MODELS_OF_PAGE: usize = 10_000;

/// How much larger the project is with which the language server shows how its answers grow.
const GROWTH: usize = 5;

/// How many models depend on the hub that is typed in.
const DEPENDANTS: usize = 3_000;

/// A part that is measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// `rocky check`, and the queries that edits execute.
    Check,
    /// Lexer and parser, beside a bare probe.
    Syntax,
    /// Names and types of the queries of TPC-DS.
    Inference,
    /// `rocky lineage-diff` beside `rocky check`.
    Difference,
    /// The language server: start, keys, answers, idleness, memory.
    Lsp,
    /// The language server's memory over 100,000 random edits.
    Soak,
}

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only this part; everything, if none is named.
    part: Option<Part>,
    /// How many models; the page is written for 10,000 only.
    #[arg(long, default_value_t = MODELS_OF_PAGE)]
    models: usize,
    /// Few repetitions, to see that it works; the page is not written.
    #[arg(long)]
    quick: bool,
    /// Print the results as JSON instead of Markdown.
    #[arg(long)]
    json: bool,
}

/// Measures, prints, and writes the page.
pub(crate) fn run(options: &Options) -> Result<()> {
    let root = workspace_metadata::root();
    let page = root.join("docs/performance.md");
    let is_for_page = !options.quick && options.models == MODELS_OF_PAGE;
    if options.part == Some(Part::Syntax) {
        let project = BenchProject::prepare(options.models)?;
        return measure_syntax(&project, options, is_for_page.then_some(&page));
    }
    if options.part == Some(Part::Inference) {
        return measure_inference(options, is_for_page.then_some(&page));
    }
    let rocky = build_rocky(&root)?;
    let project = BenchProject::prepare(options.models)?;
    if options.part == Some(Part::Difference) {
        return measure_difference(&rocky, &project, options, is_for_page.then_some(&page));
    }
    if options.part == Some(Part::Soak) {
        return measure_soak(&rocky, options, is_for_page.then_some(&page));
    }
    if options.part == Some(Part::Lsp) {
        return measure_lsp(&rocky, options, is_for_page.then_some(&page));
    }

    let runs = if options.quick { 2 } else { 9 };
    eprintln!("bench: `rocky check`, {runs} times");
    let command_line = check::measure(&rocky, &project, runs)?;
    eprintln!("bench: executed queries");
    let counted = queries::measure(&project)?;

    let groups = [command_line];
    let mut markdown = format!("Machine: {}.\n\n```text\n{}```\n\n", page::machine(), project.summary);
    for group in &groups {
        markdown += &group.to_markdown();
        markdown.push('\n');
    }
    markdown += &queries::to_markdown(&counted, &project);
    if options.json {
        let groups: Vec<_> = groups.iter().map(figures::Group::to_json).collect();
        let queries = queries::to_json(&counted);
        println!("{}", json!({"machine": page::machine(), "groups": groups, "queries": queries}));
    } else {
        print!("{markdown}");
    }
    for missed in groups.iter().flat_map(figures::Group::missed) {
        eprintln!("bench: misses its bar: {missed}");
    }
    if is_for_page {
        page::write(&page, "cargo xtask bench", &markdown)?;
    }
    if is_for_page && options.part.is_none() {
        measure_syntax(&project, options, Some(&page))?;
        measure_inference(options, Some(&page))?;
        measure_difference(&rocky, &project, options, Some(&page))?;
        measure_lsp(&rocky, options, Some(&page))?;
    }
    Ok(())
}

/// Builds the program with the release profile, and says where it lies.
fn build_rocky(root: &Path) -> Result<PathBuf> {
    process::run(Command::new("cargo").args(["build", "--release", "--package", "cli"]).current_dir(root))?;
    let target = workspace_metadata::load()?.target_directory;
    Ok(target.join("release").join(format!("rocky{}", std::env::consts::EXE_SUFFIX)))
}

/// Measures the comparison with a git revision, prints, and writes its part of the page.
fn measure_difference(
    rocky: &Path,
    project: &BenchProject,
    options: &Options,
    page: Option<&PathBuf>,
) -> Result<()> {
    let runs = if options.quick { 2 } else { 9 };
    eprintln!("bench: `rocky lineage-diff`, {runs} times");
    report(&[difference::measure(rocky, project, runs)?], options, page, "cargo xtask bench difference")
}

/// Measures the language server, prints, and writes its part of the page.
fn measure_lsp(rocky: &Path, options: &Options, page: Option<&PathBuf>) -> Result<()> {
    let rounds = match options.quick {
        true => Rounds { starts: 1, keys: 5 },
        false => Rounds { starts: 5, keys: 50 },
    };
    let project = BenchProject::with_dependants(options.models, DEPENDANTS)?;
    let large = match options.quick {
        true => None,
        false => Some(BenchProject::with_dependants(options.models * GROWTH, DEPENDANTS)?),
    };
    eprintln!("bench: `rocky lsp`, {} starts, {} keys of each kind", rounds.starts, 2 * rounds.keys);
    let groups = lsp::measure(rocky, &project, large.as_ref(), rounds, options.quick)?;
    report(&groups, options, page, "cargo xtask bench lsp")
}

/// Measures memory over many edits, prints, and writes its part of the page.
fn measure_soak(rocky: &Path, options: &Options, page: Option<&PathBuf>) -> Result<()> {
    let edits = if options.quick { 2_000 } else { 100_000 };
    let project = BenchProject::prepare(soak::MODELS)?;
    eprintln!("bench: {edits} random edits");
    report(&[soak::measure(rocky, &project, edits)?], options, page, "cargo xtask bench soak")
}

/// Measures lexer and parser, prints, and writes their part of the page.
fn measure_syntax(project: &BenchProject, options: &Options, page: Option<&PathBuf>) -> Result<()> {
    eprintln!("bench: lexer and parser");
    let groups = syntax::measure(project)?;
    report(&groups, options, page, "cargo xtask bench syntax")
}

/// Measures inference, prints, and writes its part of the page.
fn measure_inference(options: &Options, page: Option<&PathBuf>) -> Result<()> {
    eprintln!("bench: inference");
    report(&[inference::measure()?], options, page, "cargo xtask bench inference")
}

/// Prints the groups of a part, and writes them between the marks of its command.
fn report(groups: &[figures::Group], options: &Options, page: Option<&PathBuf>, command: &str) -> Result<()> {
    let mut markdown = format!("Machine: {}.\n", page::machine());
    for group in groups {
        markdown.push('\n');
        markdown += &group.to_markdown();
    }
    if options.json {
        let groups: Vec<_> = groups.iter().map(figures::Group::to_json).collect();
        println!("{}", json!({"machine": page::machine(), "groups": groups}));
    } else {
        print!("{markdown}");
    }
    for missed in groups.iter().flat_map(figures::Group::missed) {
        eprintln!("bench: misses its bar: {missed}");
    }
    page.map_or(Ok(()), |page| page::write(page, command, &markdown))
}
