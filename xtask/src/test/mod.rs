//! `cargo xtask test`: every test there is, in Rust, in the VS Code extension, in Neovim, and in Emacs where it is installed.
//! What takes a real VS Code is apart, `cargo xtask vscode-test`: it takes minutes.

mod summary;

use crate::{process, setup, workspace_metadata};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use summary::Counts;

/// Sets up and runs all parts, even after a failure; the last line counts the tests of all parts.
///
/// True if every test passed.
pub(crate) fn run() -> Result<bool> {
    setup::run()?;
    let mut total = Counts::default();
    total += rust_tests()?;
    total += vscode_tests()?;
    total += neovim_tests()?;
    total += emacs_tests()?;
    // On a line of its own, whatever a test runner left on the last one.
    println!("\n{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0)
}

fn rust_tests() -> Result<Counts> {
    if !has_nextest() {
        return part(cargo().args(["test", "--workspace", "--no-fail-fast"]), summary::of_cargo_test);
    }
    let mut counts = part(
        cargo().args(["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests", "pass"]),
        summary::of_nextest,
    )?;
    counts += part(cargo().args(["test", "--workspace", "--doc", "--no-fail-fast"]), summary::of_cargo_test)?;
    Ok(counts)
}

fn has_nextest() -> bool {
    let version = cargo().args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|it| it.success())
}

fn vscode_tests() -> Result<Counts> {
    let Some(folder) = setup::vscode_folder() else { return Ok(Counts::default()) };
    part(
        Command::new("npm").args(["test"]).current_dir(folder).env("ROCKY_BIN", setup::rocky_program()?),
        summary::of_node_test,
    )
}

/// Every script of `editors/neovim/test`, run inside Neovim as a Lua program that exits with 0 if it is content.
fn neovim_tests() -> Result<Counts> {
    let folder = workspace_metadata::root().join("editors/neovim/test");
    let nvim = setup::neovim()?;
    let rocky = setup::rocky_program()?;
    let mut counts = Counts::default();
    for script in files_in(&folder, "lua")? {
        let mut command = Command::new(&nvim);
        command.args(["--headless", "-u", "NONE", "-l"]).arg(&script);
        command.env("ROCKY_BIN", &rocky).current_dir(workspace_metadata::root());
        let outcome = process::run_and_keep(&mut command)?;
        counts += summary::of_script(&outcome.text, outcome.is_success);
    }
    Ok(counts)
}

/// Every script of `editors/emacs/test`, run by Emacs, where the machine has it.
fn emacs_tests() -> Result<Counts> {
    let folder = workspace_metadata::root().join("editors/emacs");
    let has_emacs =
        Command::new("emacs").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !has_emacs.is_ok_and(|it| it.success()) {
        eprintln!(
            "Emacs is not tested: `apt-get install --no-install-recommends emacs-nox elpa-eglot` brings it"
        );
        return Ok(Counts::default());
    }
    let rocky = setup::rocky_program()?;
    let mut counts = Counts::default();
    for script in files_in(&folder.join("test"), "el")? {
        let mut command = Command::new("emacs");
        command.args(["--batch", "-Q", "-L"]).arg(&folder).arg("-l").arg(&script).env("ROCKY_BIN", &rocky);
        let outcome = process::run_and_keep(&mut command)?;
        counts += summary::of_script(&outcome.text, outcome.is_success);
    }
    Ok(counts)
}

/// The files of a folder with this extension, in order; none where there is no folder.
fn files_in(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let Ok(entries) = folder.read_dir() else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot list {}", folder.display()))?.path();
        if path.extension().is_some_and(|it| it == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Runs one part. A part that fails without saying which test did counts as one failure.
fn part(command: &mut Command, count: fn(&str) -> Counts) -> Result<Counts> {
    let outcome = process::run_and_keep(command)?;
    let mut counts = count(&outcome.text);
    if !outcome.is_success && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(workspace_metadata::root());
    command
}
