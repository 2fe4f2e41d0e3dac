//! DuckDB's own parser, asked through one Python process.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The version whose parser counts: 2.0.0 grouped some chains of `->` and `->>` as neither 1.5 nor this one does.
const PARSER: &str = "2.0.1";

/// The version whose binder counts, and which runs queries over a row of each table: what that says of a literal depends on
/// what the version leaves out of a plan.
pub(crate) const BINDER: &str = "2.0.0";

const SCRIPT: &str = include_str!("duckdb.py");

/// A running DuckDB that parses.
pub struct Engine(Process);

impl Engine {
    /// Starts DuckDB; the first time, installs it below `~/.cache/rocky`.
    ///
    /// # Errors
    /// There is no Python 3 with `venv`, or the package cannot be installed.
    pub fn start() -> Result<Engine> {
        Ok(Engine(Process::start(SCRIPT, PARSER)?))
    }

    /// The statements of a text as `json_serialize_sql` gives them, a list; the inner error is DuckDB's reason why not.
    ///
    /// # Errors
    /// The process does not answer.
    pub fn serialize(&mut self, sql: &str) -> Result<Result<Value, String>> {
        self.ask("serialize", sql)
    }

    /// Whether DuckDB's parser refuses the text, for its syntax or by a check that it makes while parsing.
    ///
    /// # Errors
    /// The process does not answer.
    pub fn is_syntax_error(&mut self, sql: &str) -> Result<bool> {
        Ok(self.ask("parse", sql)?.is_err())
    }

    fn ask(&mut self, call: &str, sql: &str) -> Result<Result<Value, String>> {
        let mut answer = self.0.ask(&json!({ "call": call, "sql": sql }))?;
        Ok(match answer["error"].as_str() {
            Some(reason) => Err(reason.to_owned()),
            None => Ok(answer["tree"].take()),
        })
    }
}

/// A Python process with DuckDB in it that answers JSON lines with JSON lines.
pub(crate) struct Process {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Process {
    /// Starts a script; the first time, installs DuckDB of this version below `~/.cache/rocky`.
    pub(crate) fn start(script: &str, version: &str) -> Result<Process> {
        let python = python(version)?;
        let mut child = Command::new(&python)
            .args(["-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", python.display()))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("DuckDB's process has no standard streams");
        };
        Ok(Process { child, questions, answers: BufReader::new(answers) })
    }

    /// Asks a question and waits for its answer.
    pub(crate) fn ask(&mut self, question: &Value) -> Result<Value> {
        writeln!(self.questions, "{question}").context("cannot ask DuckDB's process")?;
        let mut line = String::new();
        let read = self.answers.read_line(&mut line).context("cannot read what DuckDB's process says")?;
        if read == 0 {
            bail!("DuckDB's process stopped at {question}");
        }
        serde_json::from_str(&line).with_context(|| format!("DuckDB's process said {line:?}"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A process that has ended already needs no ending, and there is nobody to tell.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The Python of an environment with this DuckDB, made where it is missing.
fn python(version: &str) -> Result<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).ok_or_else(|| {
        anyhow!("HOME is not set: set it to the folder under which .cache/rocky may be created")
    })?;
    let folder = Path::new(&home).join(format!(".cache/rocky/tools/python-duckdb-{version}"));
    // Written last: an interrupted installation is not taken for a whole one.
    let stamp = folder.join("installed");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if stamp.exists() {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
        .context("Python 3 with venv and pip is needed to ask DuckDB")?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"])
        .arg(format!("duckdb=={version}")))?;
    fs::write(&stamp, version).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(python)
}

/// Runs a program to its end; if it fails, what it printed is the reason.
fn run(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let output = command.output().with_context(|| format!("cannot start {shown}"))?;
    if !output.status.success() {
        bail!("{shown} failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_tells_trees_and_refusals() {
        let mut engine = Engine::start().unwrap();
        let tree = engine.serialize("SELECT 1 + 2").unwrap().unwrap();
        assert_eq!(tree[0]["node"]["select_list"][0]["function_name"], "+");
        assert_eq!(engine.serialize("SELECT 1 2").unwrap().unwrap_err(), "syntax error at or near \"2\"");
        assert!(!engine.is_syntax_error("INSERT INTO t SELECT 'a\nb'").unwrap());
        assert!(engine.is_syntax_error("INSERT INTO t SELECT FROM WHERE").unwrap());
    }
}
