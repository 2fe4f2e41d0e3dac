//! Counts the queries that edits execute in a project on disk: work, not time, so no other load disturbs it.
//!
//! `cargo xtask bench` runs it, with a JSON file as the only argument: `{project, file, edits: [{what, before, after}]}`.
//! It prints a list with the counts of each edit.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints what it counts")]

use ide::{Analysis, Cancelled, Change, FileId, FileText, Host, ProjectRoot, RelativePath, RootChange};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use workspace::{DiscoverOptions, discover};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    // `cargo bench` adds `--bench`.
    let Some(request) = std::env::args().skip(1).find(|it| !it.starts_with("--")) else {
        eprintln!("executed_queries: run by `cargo xtask bench`, which names the project and the edits");
        return Ok(());
    };
    let request: Value = serde_json::from_slice(&std::fs::read(request)?)?;
    let text = |value: &Value, key: &str| -> Result<String, Failure> {
        Ok(value[key].as_str().ok_or_else(|| format!("the request has no `{key}`"))?.to_owned())
    };
    let path = RelativePath::new(text(&request, "file")?);
    let change = discover(Path::new(&text(&request, "project")?), DiscoverOptions::default()).to_change();
    let root = change.root.clone();
    let mut host = Host::with_event_log();
    host.apply(Change { roots: vec![change] });

    let mut counts = Vec::new();
    for edit in request["edits"].as_array().into_iter().flatten() {
        set(&mut host, &root, &path, text(edit, "before")?);
        ask_everything(&mut host, &root)?;
        host.database().take_executed();
        set(&mut host, &root, &path, text(edit, "after")?);
        ask_everything(&mut host, &root)?;
        counts.push(count(&host, &root, &path, text(edit, "what")?)?);
    }
    println!("{}", Value::Array(counts));
    Ok(())
}

fn set(host: &mut Host, root: &ProjectRoot, path: &RelativePath, text: String) {
    let mut change = RootChange::new(root.clone());
    change.file(path.clone(), Some(FileText::new(text)));
    host.apply(Change { roots: vec![change] });
}

/// Every diagnostic of the project, as the server's sweep asks for them.
fn ask_everything(host: &mut Host, root: &ProjectRoot) -> Result<(), Failure> {
    loop {
        let answer = host.analysis().project_diagnostics(root, |_| true);
        match answer {
            Ok(()) => return Ok(()),
            Err(Cancelled::Ring(ring)) => host.cut_rings(&ring),
            Err(other) => return Err(format!("{other:?}").into()),
        }
    }
}

/// Sorts what was executed by how its file is related to the edited one.
fn count(host: &Host, root: &ProjectRoot, edited: &RelativePath, what: String) -> Result<Value, Failure> {
    let executed = host.database().take_executed();
    let analysis = host.analysis();
    let dependants: BTreeSet<String> =
        dependants(&analysis, root, edited)?.iter().map(|it| model_of(it).to_owned()).collect();
    let edited = model_of(edited);
    let (mut own, mut dependant, mut other, mut project) = (0, 0, 0, 0);
    let (mut dependant_files, mut other_files) = (BTreeSet::new(), BTreeSet::new());
    for it in executed {
        match it.file {
            None => project += 1,
            Some(file) if model_of(&file) == edited => own += 1,
            Some(file) if dependants.contains(model_of(&file)) => {
                dependant += 1;
                dependant_files.insert(file);
            }
            Some(file) => {
                other += 1;
                other_files.insert(file);
            }
        }
    }
    Ok(json!({
        "what": what, "own": own, "dependant": dependant, "other": other, "project": project,
        "dependantFiles": dependant_files.len(), "otherFiles": other_files.len(),
    }))
}

/// The path without its extension: a model, its sidecar and its contract share it.
fn model_of(path: &RelativePath) -> &str {
    let path = path.as_str();
    let extensions = [".contract.toml", ".toml", ".sql", ".rocky"];
    extensions.iter().find_map(|it| path.strip_suffix(it)).unwrap_or(path)
}

fn dependants(
    analysis: &Analysis,
    root: &ProjectRoot,
    edited: &RelativePath,
) -> Result<BTreeSet<RelativePath>, Failure> {
    let file = analysis.file(root, edited).ok_or("the edited file is not in the project")?;
    let all: Vec<FileId> = analysis.files(root);
    let dependants = analysis.dependants(file, &all).map_err(|it| format!("{it:?}"))?;
    Ok(dependants.into_iter().map(|it| analysis.path(it).1).collect())
}
