//! P001 held against engines: calls of every function of every catalogue, over columns of each type.
//!
//! `fixtures/corpus/portability.ENGINE.txt` has what the engine said of each call. It is asked anew with
//! `cargo xtask corpus portability --ask ENGINE --python PATH --write`, where its Python package is at hand.

mod project;

use crate::known::{self, Known};
use anyhow::{Context, Result, bail};
use base::DialectKind;
use dialect::FunctionKind;
use project::Project;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SCRIPT: &str = include_str!("portability.py");

/// The engines that are asked.
pub const ENGINES: [DialectKind; 2] = [DialectKind::DuckDb, DialectKind::Databricks];

/// What is found for one target.
pub struct Figures {
    /// Whose answers.
    pub target: DialectKind,
    /// How many calls were compared.
    pub compared: usize,
    /// Calls that we report and the engine binds, or the other way round.
    pub differences: Known,
}

impl Figures {
    /// How the lists of known differences would have to change: what is new, and what is gone.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn list_differences(&self) -> Result<(Vec<String>, Vec<String>)> {
        let known = known::read(&list(self.target))?;
        let line = |(id, why): (&String, &String)| format!("{id} {why}");
        let new = self.differences.iter().filter(|it| !known.contains_key(it.0)).map(line).collect();
        let gone = known.iter().filter(|it| !self.differences.contains_key(it.0)).map(line).collect();
        Ok((new, gone))
    }

    /// Writes the list of known differences.
    ///
    /// # Errors
    /// The list cannot be written.
    pub fn write_list(&self) -> Result<()> {
        let heading = format!("Calls of which P001 does not say what {} does.", self.target);
        known::write(&list(self.target), &heading, &self.differences)
    }

    /// The part of `docs/conformance.md`: a row of the table.
    #[must_use]
    pub fn to_markdown_row(&self) -> String {
        let alarms = self.differences.values().filter(|it| it.starts_with(ALARM)).count();
        let missed = self.differences.len() - alarms;
        format!("| {} | {} | {alarms} | {missed} |\n", self.target, self.compared)
    }
}

/// The table of figures.
#[must_use]
pub fn to_markdown(figures: &[Figures]) -> String {
    let head = "| target | calls | reported, and it binds | not reported, and it does not bind |\n|---|--:|--:|--:|\n";
    figures.iter().map(Figures::to_markdown_row).fold(head.to_owned(), |text, row| text + &row)
}

const ALARM: &str = "reported, and it binds";
const MISSED: &str = "not reported, and it does not bind";

fn list(target: DialectKind) -> String {
    format!("portability-known.{}", target.name())
}

/// Compares what P001 says of each call with what the target's engine said.
///
/// # Errors
/// A table is missing or cannot be read, or the analysis panicked.
pub fn measure(target: DialectKind) -> Result<Figures> {
    let answers = answers(target)?;
    let mut projects: BTreeMap<DialectKind, Project> = BTreeMap::new();
    let mut figures = Figures { target, compared: 0, differences: Known::new() };
    for (call, sources) in calls().into_iter().filter(|it| answers.contains_key(&it.0)) {
        for source in sources.into_iter().filter(|it| *it != target) {
            let project = projects.entry(source).or_insert_with(|| Project::new(source, target));
            // What the model's own dialect refuses is not portable either way.
            let Some(is_reported) = project.is_reported(&format!("SELECT {call} AS result FROM RAW.T"))?
            else {
                continue;
            };
            figures.compared += 1;
            let why = match (is_reported, answers[&call]) {
                (true, true) => ALARM,
                (false, false) => MISSED,
                _ => break,
            };
            figures.differences.insert(call.replace(' ', ""), why.to_owned());
            break;
        }
    }
    Ok(figures)
}

/// Asks an engine about every call and writes its table.
///
/// # Errors
/// The engine cannot be asked.
pub fn ask(target: DialectKind, python: &Path) -> Result<()> {
    let mut child = Command::new(python)
        .args(["-c", SCRIPT, target.name()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", python.display()))?;
    let (Some(mut questions), Some(said)) = (child.stdin.take(), child.stdout.take()) else {
        bail!("the engine's process has no standard streams");
    };
    let mut said = BufReader::new(said).lines();
    let mut text = format!(
        "# What {target} says of calls: whether it binds them. Written by `cargo xtask corpus portability`.\n"
    );
    for call in calls().keys() {
        writeln!(questions, "{call}").context("cannot ask the engine's process")?;
        let answer = said.next().context("the engine's process stopped")??;
        text += &format!("{call}\t{answer}\n");
    }
    drop(questions);
    child.wait().context("the engine's process does not end")?;
    let path = table(target);
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn table(target: DialectKind) -> PathBuf {
    crate::entries::repository().join(format!("fixtures/corpus/portability.{}.txt", target.name()))
}

fn answers(target: DialectKind) -> Result<BTreeMap<String, bool>> {
    let path = table(target);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().filter_map(|it| it.split_once('\t'));
    Ok(lines.map(|(call, answer)| (call.to_owned(), answer == "yes")).collect())
}

/// Calls of every function over columns, each with the dialects in whose catalogues its overload stands.
fn calls() -> BTreeMap<String, BTreeSet<DialectKind>> {
    let mut calls: BTreeMap<String, BTreeSet<DialectKind>> = BTreeMap::new();
    for dialect in DialectKind::ALL {
        let catalogue = dialect::functions(dialect.into());
        let is_plain = |it: &&&str| it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        for name in catalogue.names().iter().filter(is_plain) {
            for (kind, signatures) in catalogue.signatures(name) {
                let over = match kind {
                    FunctionKind::Scalar | FunctionKind::Aggregate => "",
                    FunctionKind::Window => " OVER (ORDER BY A)",
                    FunctionKind::Table | FunctionKind::Unknown => continue,
                };
                for arguments in signatures.iter().flat_map(|it| arguments(it)) {
                    calls.entry(format!("{name}({arguments}){over}")).or_default().insert(dialect);
                }
            }
        }
    }
    calls
}

/// Arguments for an overload: those that it needs, and all that it takes; none where one is of a type that no column has.
fn arguments(signature: &str) -> Vec<String> {
    let parameters = signature.rsplit_once(")->").and_then(|it| it.0.strip_prefix('('));
    let Some(parameters) = parameters else { return Vec::new() };
    let mut needed = Vec::new();
    let mut all = Vec::new();
    for parameter in parameters.split(", ").filter(|it| !it.is_empty()) {
        let ty = parameter.trim_end_matches("...");
        let is_optional = ty.ends_with('?') || ty.len() < parameter.len();
        let Some(column) = column(ty.trim_end_matches('?')) else {
            if is_optional {
                break;
            }
            return Vec::new();
        };
        all.push(column);
        if !is_optional {
            needed.push(column);
        }
    }
    let mut lists = vec![needed.join(", ")];
    if all.len() > needed.len() {
        lists.push(all.join(", "));
    }
    lists
}

/// The column that a parameter of this type takes.
fn column(ty: &str) -> Option<&'static str> {
    if ty.ends_with("[]") {
        return ["T[]", "ANY[]", "BIGINT[]"].contains(&ty).then_some("L");
    }
    Some(match ty {
        "ANY" | "T" | "N" | "I" | "BIGINT" | "INT" | "INTEGER" | "INT64" | "NUMBER" | "DECIMAL" => "A",
        "DOUBLE" | "FLOAT" | "FLOAT64" => "X",
        "STRING" | "VARCHAR" => "S",
        "BOOLEAN" | "BOOL" => "B",
        "DATE" => "D",
        "TIMESTAMP" | "DATETIME" => "TS",
        _ => return None,
    })
}
