//! `cargo xtask fuzz`: lets libFuzzer look for texts that break something, the corpus as its seeds.

use crate::{process, setup, workspace_metadata};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Longer statements are no seeds: they slow every mutation down.
const MAX_SEED_BYTES: usize = 2_000;

/// The byte of the target `format` that picks the DSL (`fuzz::lexis_and_text`): behind those of the five dialects.
const FORMAT_DSL: u8 = 5;

/// What to fuzz, and for how long.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// A target of the folder `fuzz`: sql, dsl or format.
    target: String,
    /// For how long.
    #[arg(long, default_value_t = 600)]
    seconds: u32,
}

/// Writes the seeds below the cache and runs one target. What it finds lies in `artifacts` beside them.
///
/// Errors: `cargo-fuzz` is missing, or an input broke something.
pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = setup::cache_folder()?.join("fuzz").join(&options.target);
    let [seeds, found, artifacts] = ["seeds", "found", "artifacts"].map(|it| folder.join(it));
    for it in [&seeds, &found, &artifacts] {
        fs::create_dir_all(it).with_context(|| format!("cannot create {}", it.display()))?;
    }
    let count = match options.target.as_str() {
        "dsl" => seed_from_projects(&seeds, &[])?,
        "format" => seed_from_corpus(&seeds)? + seed_from_projects(&seeds, &[FORMAT_DSL])?,
        _ => seed_from_corpus(&seeds)?,
    };
    eprintln!("fuzz: {count} seeds in {}", seeds.display());
    process::run(
        Command::new("cargo")
            .args(["fuzz", "run", "--sanitizer", "none", &options.target])
            .args([&found, &seeds])
            .arg("--")
            .arg(format!("-max_total_time={}", options.seconds))
            .arg(format!("-max_len={MAX_SEED_BYTES}"))
            .args(["-timeout=5", "-rss_limit_mb=2048"])
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .current_dir(workspace_metadata::root()),
    )
    .context("an input broke something, or `cargo install cargo-fuzz` has not run yet")
}

/// Every statement of the corpus, behind the byte that picks its dialect (`fuzz::dialect_and_text`).
fn seed_from_corpus(seeds: &Path) -> Result<usize> {
    let root = workspace_metadata::root();
    let corpus = std::env::var_os("ROCKY_CORPUS").map_or(root.join("../shared/corpus"), PathBuf::from);
    let mut count = 0;
    for file in files_below(&corpus.join("parse"), "jsonl")? {
        let name = file.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        let dialect = match name.split('.').next() {
            Some("databricks" | "spark") => 1,
            Some("snowflake") => 2,
            Some("bigquery") => 3,
            Some("trino") => 4,
            _ => 0,
        };
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        for line in text.lines() {
            let row: Value = serde_json::from_str(line)?;
            let sql = row["sql"].as_str().unwrap_or_default();
            if sql.len() < MAX_SEED_BYTES {
                let input = [&[dialect], sql.as_bytes()].concat();
                write(&seeds.join(format!("{count:05}")), &input)?;
                count += 1;
            }
        }
    }
    if count == 0 {
        bail!("the corpus is not at {}: set ROCKY_CORPUS", corpus.display());
    }
    Ok(count)
}

/// The DSL's models of the repository, behind these bytes.
fn seed_from_projects(seeds: &Path, before: &[u8]) -> Result<usize> {
    let root = workspace_metadata::root();
    let mut count = 0;
    for folder in ["fixtures", "crates"] {
        for file in files_below(&root.join(folder), "rocky")? {
            let text = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            write(&seeds.join(format!("dsl{count:05}")), &[before, &text].concat())?;
            count += 1;
        }
    }
    Ok(count)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// The files with this extension, sorted; none where there is no such folder.
fn files_below(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let (mut folders, mut files) = (vec![folder.to_path_buf()], Vec::new());
    while let Some(folder) = folders.pop() {
        let Ok(entries) = folder.read_dir() else { continue };
        for entry in entries {
            let path = entry.with_context(|| format!("cannot list {}", folder.display()))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
