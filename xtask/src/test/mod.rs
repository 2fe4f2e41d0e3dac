//! `cargo xtask test`: every test there is, in Rust, in the VS Code extension and in Neovim.

mod summary;

use crate::{process, setup, workspace_metadata};
use anyhow::{Context, Result};
use std::path::PathBuf;
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
        Command::new("npm").args(["test"]).current_dir(folder).env("ROCKY_BIN", rocky_program()?),
        summary::of_node_test,
    )
}

/// Every script of `editors/neovim/test`, run inside Neovim as a Lua program that exits with 0 if it is content.
fn neovim_tests() -> Result<Counts> {
    let folder = workspace_metadata::root().join("editors/neovim/test");
    let Ok(entries) = folder.read_dir() else { return Ok(Counts::default()) };
    let mut scripts: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot list {}", folder.display()))?.path();
        if path.extension().is_some_and(|it| it == "lua") {
            scripts.push(path);
        }
    }
    scripts.sort();
    let nvim = setup::neovim()?;
    let rocky = rocky_program()?;
    let mut counts = Counts::default();
    for script in scripts {
        let mut command = Command::new(&nvim);
        command.args(["--headless", "-u", "NONE", "-l"]).arg(&script);
        command.env("ROCKY_BIN", &rocky).current_dir(workspace_metadata::root());
        let outcome = process::run_and_keep(&mut command)?;
        counts += summary::of_script(&outcome.text, outcome.is_success);
    }
    Ok(counts)
}

/// The `rocky` program that the Rust tests have built; the editors' tests talk to it.
fn rocky_program() -> Result<PathBuf> {
    process::run(cargo().args(["build", "--quiet", "--package", "cli"]))?;
    let target = workspace_metadata::load()?.target_directory;
    Ok(target.join("debug").join(format!("rocky{}", std::env::consts::EXE_SUFFIX)))
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
