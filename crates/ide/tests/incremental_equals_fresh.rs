//! Whatever was edited before, the answers are those of a host that sees the project for the first time.
//!
//! A random history of edits over a generated project; after each edit every file's diagnostics, every model's schema
//! and some hovers are compared. Another history: `ROCKY_TEST_SEED=7 cargo test -p ide --test incremental_equals_fresh`.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use ide::{Diagnostic, FileId, FilePosition, FileText, Host, RelativePath, RootChange, TextSize};
use std::collections::BTreeMap;
use support::generated::{self, Files, boundary};
use support::random::Random;

const EDITS: usize = 300;
const HOVERS: usize = 20;

#[test]
fn a_history_of_edits() {
    run(0x5EED, EDITS);
}

#[test]
fn another_history_of_edits() {
    let seed = std::env::var("ROCKY_TEST_SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(2);
    run(seed, EDITS / 20);
}

fn run(seed: u64, edits: usize) {
    let mut random = Random::new(seed);
    let mut files = generated::project(&mut random);
    let mut host = Host::new();
    host.apply(support::change(files.iter().map(|(path, text)| (&**path, Some(&**text)))));
    let mut history = Vec::new();
    for number in 0..edits {
        let (what, changed) = generated::edit(&mut files, &mut random);
        history.push(format!("{number}: {what}"));
        let mut change = RootChange::new(support::root());
        for path in changed {
            let text = files.get(&path).map(|it| FileText::new(it.as_str()));
            change.file(RelativePath::new(path), text);
        }
        host.apply(ide::Change { roots: vec![change] });
        compare(&mut host, &files, &mut random, &history);
    }
}

/// Compares `host` with a fresh one that sees the same files and sweeps them.
fn compare(host: &mut Host, files: &Files, random: &mut Random, history: &[String]) {
    let recent = || history[history.len().saturating_sub(5)..].join("\n");
    let (found, (mut fresh, expected)) = std::thread::scope(|scope| {
        let fresh = scope.spawn(|| {
            let mut fresh = Host::new();
            fresh.apply(support::change(files.iter().map(|(path, text)| (&**path, Some(&**text)))));
            let state = state_by_sweep(&mut fresh);
            (fresh, state)
        });
        (state(host), fresh.join().unwrap())
    });
    for (path, text) in files {
        assert_eq!(found[path], expected[path], "{path} after\n{}\n\n{text}", recent());
    }
    assert_eq!(found.len(), files.len());

    let paths: Vec<&String> = files.keys().filter(|it| !it.ends_with("defaults.toml")).collect();
    for _ in 0..HOVERS {
        let path = paths[random.below(paths.len())];
        let offset = TextSize::from(boundary(&files[path], random.below(files[path].len() + 1)) as u32);
        let hover = |host: &mut Host| {
            let position = FilePosition { file: support::file(host, path), offset };
            support::ask(host, |it| it.hover(position))
        };
        assert_eq!(hover(host), hover(&mut fresh), "{path} at {offset:?} after\n{}", recent());
    }
}

/// What is said of each file, asked one by one, in words that hold no handles: those differ between hosts.
fn state(host: &mut Host) -> BTreeMap<String, String> {
    let mut state = BTreeMap::new();
    // No snapshot may live while a question is asked: cutting a ring waits for it.
    let files = host.analysis().files(&support::root());
    for file in files {
        let diagnostics = support::ask(host, |it| it.diagnostics(file));
        state.insert(host.path(file).1.to_string(), details(host, file, &diagnostics));
    }
    state
}

/// The same of a host that has been asked nothing yet.
fn state_by_sweep(host: &mut Host) -> BTreeMap<String, String> {
    let swept = host.sweep(&support::root());
    let mut state = BTreeMap::new();
    let files = host.analysis().files(&support::root());
    for file in files {
        let diagnostics = swept.iter().find(|it| it.file == file).map_or(&[][..], |it| &it.diagnostics);
        // What depends on who reads a file is not said of a file alone.
        let alone: Vec<Diagnostic> =
            diagnostics.iter().filter(|it| !it.code.is_of_project()).cloned().collect();
        state.insert(host.path(file).1.to_string(), details(host, file, &alone));
    }
    state
}

fn details(host: &mut Host, file: FileId, diagnostics: &[Diagnostic]) -> String {
    let schema = support::ask(host, |it| it.interface_fingerprint(file));
    let lines: Vec<String> = diagnostics.iter().map(|it| support::describe(host, it)).collect();
    format!("schema {schema:x}\n{}", lines.join("\n"))
}
