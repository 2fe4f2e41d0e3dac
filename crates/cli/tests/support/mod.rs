//! Runs the real binary on projects in temporary folders.

#![allow(dead_code, reason = "each test file uses its part of it")]
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may panic, and its helpers are nobody else's"
)]

pub mod difference;

use expect_test::Expect;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// A project in a temporary folder.
pub struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// An empty folder.
    pub fn empty() -> Sandbox {
        Sandbox { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with the files of a fixture (`//- /path` lines).
    pub fn new(fixture: &str) -> Sandbox {
        let sandbox = Sandbox::empty();
        for file in testing::fixture::parse(fixture).files {
            sandbox.write(&file.path, &file.text);
        }
        sandbox
    }

    /// A project on DuckDB with these files.
    pub fn duckdb(fixture: &str) -> Sandbox {
        let sandbox = Sandbox::new(fixture);
        for (path, text) in [("rocky.toml", CONFIG), ("models/_defaults.toml", DEFAULTS)] {
            if !sandbox.path().join(path).exists() {
                sandbox.write(path, text);
            }
        }
        sandbox
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Every file below the folder, sorted, with `/`.
    pub fn files(&self) -> Vec<String> {
        files_below(self.path())
    }

    /// Runs `git`, which must succeed, as somebody at a fixed time: equal files make equal commits.
    pub fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.current_dir(self.path()).args(["-c", "commit.gpgsign=false"]).args(arguments);
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Ada")
                .env(format!("GIT_{role}_EMAIL"), "ada@example.com")
                .env(format!("GIT_{role}_DATE"), "2026-01-01T00:00:00Z");
        }
        let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Makes the folder a repository, if it is none, and commits all files to the branch `main`, or the current one.
    pub fn commit(&self) {
        if !self.path().join(".git").exists() {
            self.git(&["init", "--quiet", "--initial-branch=main"]);
        }
        self.git(&["add", "--all", "."]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", "Commit"]);
    }

    /// The command `rocky` with these arguments, in this folder, in an environment that says nothing.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rocky"));
        command.args(arguments).current_dir(self.path());
        for variable in ["NO_COLOR", "ROCKY_LOG", "ROCKY_RUN_TRIGGER", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs `rocky` with empty standard input.
    pub fn rocky(&self, arguments: &[&str]) -> Ran {
        Ran::new(self.command(arguments).stdin(Stdio::null()).output().unwrap(), self.path())
    }

    /// Runs `rocky` with this text on standard input.
    pub fn rocky_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::new(child.wait_with_output().unwrap(), self.path())
    }
}

/// Checks the transcript of a command.
pub fn check(sandbox: &Sandbox, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&sandbox.rocky(arguments).transcript());
}

/// The configuration of [`Sandbox::duckdb`].
pub const CONFIG: &str = "\
[adapter]
type = \"duckdb\"
path = \"shop.duckdb\"

[pipeline]
type = \"transformation\"
models = \"models/**\"
";

/// A project with an error in SQL, one in a sidecar and one in the configuration.
pub const BROKEN: &str = "
    //- /rocky.toml
    [adapter]
    type = \"duckdb\"
    path = \"shop.duckdb\"

    [pipeline]
    type = \"transformation\"
    models = \"models/**\"

    [budgett]
    max_usd = 1
    //- /data/seed.sql
    CREATE TABLE orders (id INTEGER NOT NULL, amount DECIMAL(10, 2));
    //- /models/_defaults.toml
    [target]
    catalog = \"shop\"
    schema = \"main\"
    //- /models/totals.sql
    SELECT id, amuont AS total
    FROM orders
    //- /models/totals.toml
    intnt = \"what each order is worth\"
    //- /models/readers/doubled.sql
    SELECT id, total * 2 AS doubled FROM totals
    //- /models/readers/doubled.toml
    intent = \"twice that\"
    //- /models/readers/_defaults.toml
    [target]
    catalog = \"shop\"
    schema = \"main\"
";

/// A project without mistakes.
pub const CLEAN: &str = "
    //- /data/seed.sql
    CREATE TABLE orders (id INTEGER NOT NULL, amount DECIMAL(10, 2));
    //- /models/totals.sql
    SELECT id, amount AS total FROM orders
    //- /models/totals.toml
    intent = \"what each order is worth\"
";

const DEFAULTS: &str = "\
[target]
catalog = \"shop\"
schema = \"main\"
";

/// Every file below a folder, sorted, with `/`.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.sort();
    files
}

/// What a process left.
pub struct Ran {
    /// `None` where a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn new(output: Output, folder: &Path) -> Ran {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let real = folder.canonicalize().unwrap();
            text.replace(&*real.to_string_lossy(), "<folder>").replace(&*folder.to_string_lossy(), "<folder>")
        };
        Ran { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Exit code and both streams, with times replaced, for a snapshot.
    pub fn transcript(&self) -> String {
        let mut text = format!("exit {}\n", self.code.map_or("by signal".to_owned(), |it| it.to_string()));
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                text.push_str(&format!("--- {name}\n{}", without_times(stream)));
            }
        }
        text
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        match serde_json::from_str(&self.stdout) {
            Ok(value) => value,
            Err(error) => panic!("not JSON: {error}\n{}\n{}", self.stdout, self.stderr),
        }
    }
}

/// The text with run ids, times of day and durations replaced, since they differ from run to run.
pub fn without_times(text: &str) -> String {
    text.split_inclusive('\n').map(line_without_times).collect()
}

fn line_without_times(line: &str) -> String {
    let mut result = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|it: char| it.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let end =
            number.find(|it: char| !(it.is_ascii_digit() || ".-:TZ".contains(it))).unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        result.push_str(before);
        let is_duration = after.starts_with(" ms") || after.starts_with(" s") && !after.starts_with(" st");
        let is_milliseconds_key = before.ends_with("_ms\": ");
        let is_date = number.len() >= 15 && number.contains('-');
        result.push_str(if is_duration || is_milliseconds_key || is_date { "#" } else { number });
        rest = after;
    }
    result.push_str(rest);
    result
}
