//! Installs code-server, VS Code as a server for a browser, outside the clone.
//!
//! Its own installation downloads programs from the outside and refuses to run for root, so its scripts are kept from
//! running, and what they would do is done here with what the machine has.

use crate::{process, setup};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Packages of which parts are compiled: the watcher of files, the terminal and others.
const COMPILED: [&str; 4] = ["@parcel/watcher", "@vscode/spdlog", "native-watchdog", "node-pty"];

/// The folder with the packages that `manifest_folder` asks for; installed where it is missing or out of date.
pub(super) fn install(manifest_folder: &Path) -> Result<PathBuf> {
    let lock_file = manifest_folder.join("package-lock.json");
    let wanted = fs::read(&lock_file).with_context(|| format!("cannot read {}", lock_file.display()))?;
    let folder = setup::tools_folder()?.join(format!("code-server-{}", version(manifest_folder)?));
    let stamp = folder.join("installed-package-lock.json");
    if fs::read(&stamp).is_ok_and(|it| it == wanted) {
        return Ok(folder);
    }
    // Everything that can be said before the minutes that it takes.
    let ripgrep = program_on_path("rg").context(
        "ripgrep is needed: `apt-get install --no-install-recommends ripgrep`; VS Code finds files with it",
    )?;
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot delete {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(manifest_folder.join(file), folder.join(file))
            .with_context(|| format!("cannot copy {file} to {}", folder.display()))?;
    }
    npm(&folder, &["ci", "--ignore-scripts"])?;
    npm(&folder, &["rebuild", "argon2"])
        .context("a C++ compiler, make and Python are needed: `apt-get install g++ make python3`")?;
    let vscode = folder.join("node_modules/code-server/lib/vscode");
    // Not `npm ci`: it refuses the lock files that come with these packages.
    npm(&vscode, &["install", "--omit=dev", "--ignore-scripts"])?;
    let mut rebuild = vec!["rebuild"];
    rebuild.extend(COMPILED);
    npm(&vscode, &rebuild)?;
    let ripgrep_folder = vscode.join("node_modules/@vscode/ripgrep/bin");
    fs::create_dir_all(&ripgrep_folder)
        .with_context(|| format!("cannot create {}", ripgrep_folder.display()))?;
    link(&ripgrep, &ripgrep_folder.join("rg"))?;
    link(Path::new("node_modules"), &vscode.join("node_modules.asar"))?;
    link(Path::new("code-linux.sh"), &vscode.join("bin/remote-cli/code-server"))?;
    link(Path::new("browser-linux.sh"), &vscode.join("bin/helpers/browser.sh"))?;
    npm(&vscode.join("extensions"), &["install", "--omit=dev", "--ignore-scripts"])?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(folder)
}

/// The version of code-server that the manifest pins.
fn version(manifest_folder: &Path) -> Result<String> {
    let path = manifest_folder.join("package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let manifest: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("cannot understand {}", path.display()))?;
    let version = manifest.pointer("/dependencies/code-server").and_then(|it| it.as_str());
    Ok(version.ok_or_else(|| anyhow!("{} names no code-server", path.display()))?.to_owned())
}

fn npm(folder: &Path, arguments: &[&str]) -> Result<()> {
    process::run(
        Command::new("npm")
            .args(arguments)
            .args(["--no-audit", "--no-fund", "--loglevel=error"])
            // A package's script asks `npx` for a program; unanswered it would wait for ever.
            .env("npm_config_yes", "true")
            .current_dir(folder),
    )
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> Result<()> {
    if at.is_symlink() || at.is_file() {
        fs::remove_file(at).with_context(|| format!("cannot delete {}", at.display()))?;
    }
    std::os::unix::fs::symlink(to, at).with_context(|| format!("cannot create {}", at.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    Err(anyhow!("code-server is installed on Linux only"))
}

fn program_on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|it| it.join(name)).find(|it| it.is_file())
}
