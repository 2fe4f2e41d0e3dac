//! `cargo xtask vscode-test`: the scenarios of `editors/scenarios` in a real VS Code, driven through a browser.

mod code_server;

use crate::{process, setup, workspace_metadata};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian and others put the browser.
const CHROMIUM: [&str; 3] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable"];

#[derive(Args)]
pub(crate) struct Options {
    /// Only the scenarios of these ids, separated by commas.
    #[arg(long)]
    only: Option<String>,
    /// The `rocky` program; built from this clone where not given.
    #[arg(long)]
    server: Option<PathBuf>,
}

/// Installs what is missing, packages the extension and runs the scenarios.
///
/// True if every scenario passed.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let chromium = chromium()?;
    let Some(extension) = setup::vscode_folder() else { bail!("there is no VS Code extension here") };
    let rocky = match &options.server {
        Some(program) => {
            program.canonicalize().with_context(|| format!("no program {}", program.display()))?
        }
        None => setup::rocky_program()?,
    };
    // Rows are previewed, too.
    process::run(Command::new(&rocky).args(["setup", "duckdb"]))?;
    setup::node_packages()?;
    let installed = code_server::install(&extension.join("e2e"))?;
    let out = workspace_metadata::load()?.target_directory.join("vscode-test");
    fs::create_dir_all(&out).with_context(|| format!("cannot create {}", out.display()))?;

    let vsix = out.join("rocky.vsix");
    process::run(npm(&extension).args(["run", "package", "--silent", "--", "--out"]).arg(&vsix))?;
    let driver = bundle_driver(&extension, &installed)?;
    let mut command = Command::new("node");
    command.arg(&driver).env("NODE_PATH", installed.join("node_modules"));
    command.arg("--repository").arg(workspace_metadata::root());
    command.arg("--installed").arg(&installed);
    command.arg("--vsix").arg(&vsix);
    command.arg("--rocky").arg(&rocky);
    command.arg("--chromium").arg(&chromium);
    command.arg("--out").arg(&out);
    if let Some(id) = &options.only {
        command.args(["--only", id]);
    }
    let outcome = process::run_and_keep(&mut command)?;
    eprintln!("screenshots and logs are in {}", out.display());
    Ok(outcome.is_success)
}

/// Checks the types of the driver, and makes one file of it.
fn bundle_driver(extension: &Path, installed: &Path) -> Result<PathBuf> {
    let sources = extension.join("e2e");
    link(&installed.join("node_modules"), &sources.join("node_modules"))?;
    process::run(npm(extension).args(["exec", "--", "tsc", "--noEmit", "--project", "e2e"]))?;
    let driver = extension.join("out/e2e/main.js");
    process::run(
        npm(extension)
            .args(["exec", "--", "esbuild", "e2e/main.ts", "--bundle", "--platform=node", "--format=cjs"])
            .args(["--target=node20", "--external:playwright-core", "--log-level=warning"])
            .arg(format!("--outfile={}", driver.display())),
    )?;
    Ok(driver)
}

/// The driver's sources see the packages as if they were installed beside them.
#[cfg(unix)]
fn link(packages: &Path, at: &Path) -> Result<()> {
    if fs::read_link(at).is_ok_and(|it| it == packages) {
        return Ok(());
    }
    if at.is_symlink() {
        fs::remove_file(at).with_context(|| format!("cannot delete {}", at.display()))?;
    }
    std::os::unix::fs::symlink(packages, at).with_context(|| format!("cannot create {}", at.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    bail!("code-server is installed on Linux only");
}

fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder);
    command
}

fn chromium() -> Result<PathBuf> {
    let chosen = std::env::var_os("CHROMIUM").map(PathBuf::from);
    chosen.into_iter().chain(CHROMIUM.map(PathBuf::from)).find(|it| it.exists()).context(
        "Chromium is needed: `apt-get install --no-install-recommends chromium`, or set CHROMIUM to a program",
    )
}
