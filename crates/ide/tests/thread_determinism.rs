//! The same answers whatever the number of threads, the order in which files arrived and the door that asked.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use ide::{Diagnostic, Host};
use support::{generated, random::Random};

/// What a sweep on `threads` threads says, the files having arrived in an order of this seed.
fn swept(files: &[(String, String)], threads: usize, seed: u64) -> Vec<String> {
    let mut files = files.to_vec();
    Random::new(seed).shuffle(&mut files);
    let mut host = host_of(&files);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let found = pool.install(|| host.sweep(&support::root()));
    let found: Vec<(String, Diagnostic)> = found
        .into_iter()
        .flat_map(|it| {
            let path = host.path(it.file).1.to_string();
            it.diagnostics.iter().map(move |one| (path.clone(), one.clone())).collect::<Vec<_>>()
        })
        .collect();
    described(&host, &found)
}

fn host_of(files: &[(String, String)]) -> Host {
    let mut host = Host::new();
    host.apply(support::change(files.iter().map(|(path, text)| (&**path, Some(&**text)))));
    host
}

fn described(host: &Host, found: &[(String, Diagnostic)]) -> Vec<String> {
    found.iter().map(|(path, it)| format!("{path} {}", support::describe(host, it))).collect()
}

/// A generated project with mistakes of many kinds in it.
fn project() -> Vec<(String, String)> {
    let mut random = Random::new(11);
    let mut files = generated::project(&mut random);
    for _ in 0..150 {
        generated::edit(&mut files, &mut random);
    }
    files.into_iter().collect()
}

#[test]
fn one_thread_and_many() {
    let files = project();
    let expected = swept(&files, 1, 1);
    assert!(expected.len() > 100, "only {} diagnostics to compare", expected.len());
    for (threads, seed) in [(1, 2), (2, 1), (4, 3), (8, 4), (8, 5)] {
        assert_eq!(swept(&files, threads, seed), expected, "{threads} threads, files in order {seed}");
    }
}

#[test]
fn sweeps_and_single_files() {
    let files = project();
    let expected = swept(&files, 4, 1);

    let mut host = host_of(&files);
    let found = support::project_diagnostics(&mut host);
    assert_eq!(described(&host, &found), expected);

    // What depends on who reads a model is for whole projects only.
    let alone = found.into_iter().filter(|it| !it.1.code.is_of_project()).collect::<Vec<_>>();
    let alone = described(&host, &alone);
    assert!(alone.len() < expected.len(), "the project says nothing");
    let mut host = host_of(&files);
    let found = support::diagnostics(&mut host);
    assert_eq!(described(&host, &found), alone);

    let mut host = host_of(&files);
    let mut last_first = host.analysis().files(&support::root());
    last_first.reverse();
    let mut found = Vec::new();
    for file in last_first {
        let path = host.path(file).1.to_string();
        let diagnostics = support::ask(&mut host, |it| it.diagnostics(file));
        found.extend(diagnostics.iter().map(|it| (path.clone(), it.clone())));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(described(&host, &found), alone);

    let mut found = Vec::new();
    host.analysis()
        .project_diagnostics(&support::root(), |it| {
            let path = host.path(it.file).1.to_string();
            found.extend(it.diagnostics.iter().map(|one| (path.clone(), one.clone())));
            true
        })
        .unwrap();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(described(&host, &found), expected);
}
