//! `cargo xtask tidy`: the house rules that no compiler checks, each in a module of its own.

mod codes;
mod cov_marks;
mod dependencies;
mod file_length;
mod floors;
mod forbidden;
mod generated;
mod licences;
mod module_docs;
mod pure_wing;
mod reach;
mod rust_source;

use crate::workspace_metadata::{self, WorkspaceMetadata};
use anyhow::{Context, Result, bail};
use std::fmt;
use std::path::Path;
use std::process::Command;

/// A broken rule, where it is broken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// Relative to the repository's root.
    path: String,
    /// 1-based.
    line: usize,
    /// What is wrong and what to do.
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// A text file of the repository.
#[derive(Clone, Debug)]
pub(crate) struct TextFile {
    /// Relative to the repository's root, with `/`.
    path: String,
    text: String,
}

impl TextFile {
    fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Lines with their 1-based numbers.
    fn numbered_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Prints every finding; true if there is none.
pub(crate) fn run() -> Result<bool> {
    let root = workspace_metadata::root();
    let files = read_files(&root)?;
    let metadata = workspace_metadata::load()?;
    let mut findings = check(&files, &metadata, &root);
    findings.extend(generated::check());
    findings.sort();
    findings.dedup();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => println!("tidy: {} files, nothing to report", files.len()),
        count => println!("tidy: {} files, {count} findings", files.len()),
    }
    Ok(findings.is_empty())
}

fn check(files: &[TextFile], metadata: &WorkspaceMetadata, root: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(floors::check(metadata));
    findings.extend(reach::check(metadata));
    findings.extend(licences::check(metadata));
    findings.extend(dependencies::check(files, metadata));
    findings.extend(codes::check(files));
    findings.extend(cov_marks::check(files));
    let machine_paths = forbidden::MachinePaths::of_this_machine(root);
    for file in files {
        findings.extend(module_docs::check(file));
        findings.extend(file_length::check(file));
        findings.extend(forbidden::check(file, &machine_paths));
        findings.extend(pure_wing::check(file));
    }
    findings
}

/// Every text file that git tracks or would track; binary files and files deleted meanwhile are left out.
fn read_files(root: &Path) -> Result<Vec<TextFile>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("cannot run `git ls-files`")?;
    if !output.status.success() {
        bail!("`git ls-files` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let mut paths: Vec<&str> =
        output.stdout.split(|it| *it == 0).filter_map(|it| std::str::from_utf8(it).ok()).collect();
    paths.sort_unstable();
    paths.dedup();
    Ok(paths
        .into_iter()
        .filter(|it| !it.is_empty())
        .filter_map(|path| {
            let bytes = std::fs::read(root.join(path)).ok()?;
            Some(TextFile { path: path.to_owned(), text: String::from_utf8(bytes).ok()? })
        })
        .collect())
}

#[cfg(test)]
pub(crate) mod test_support {
    use super::{Finding, TextFile};

    /// A file for a check function.
    pub(crate) fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.to_owned(), text: text.to_owned() }
    }

    /// Findings as printed.
    pub(crate) fn printed(findings: impl IntoIterator<Item = Finding>) -> Vec<String> {
        findings.into_iter().map(|it| it.to_string()).collect()
    }
}
