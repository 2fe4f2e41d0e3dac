//! Bench targets of other packages, each of which prints its measurements as one JSON document.

use crate::workspace_metadata;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// Builds and runs a bench target, and returns what it prints.
pub(super) fn measure(package: &str, bench: &str, arguments: &[&OsStr]) -> Result<Value> {
    let output = Command::new("cargo")
        .args(["bench", "--quiet", "--package", package, "--bench", bench, "--"])
        .args(arguments)
        .current_dir(workspace_metadata::root())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the bench target `{bench}` failed ({})", output.status);
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("`{bench}` printed no JSON"))
}
