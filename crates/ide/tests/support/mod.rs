//! Projects out of fixtures, and what is said about them.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

pub mod comparison;
pub mod completion;
pub mod cursor;
pub mod edited;
pub mod fixing;
pub mod generated;
pub mod portability;
pub mod random;
pub mod refactoring;
pub mod renaming;
pub mod shop;
pub mod signatures;
pub mod texts;

use ide::{
    Cancellable, Cancelled, Change, Diagnostic, FileId, FileText, Host, ProjectRoot, RelativePath, RootChange,
};
use std::sync::Arc;
use testing::fixture::{Fixture, FixtureFile};

/// The configuration of a project on a warehouse, with which a fixture begins.
pub fn configuration(adapter: &str) -> String {
    format!(
        "//- /rocky.toml\n[adapter]\ntype = \"{adapter}\"\n[pipeline.shop]\ntype = \"transformation\"\n\
         models = \"models/**\"\n"
    )
}

/// A project on a warehouse, of one model.
pub fn model_on(adapter: &str, model: &str) -> String {
    format!("{}//- /models/m.sql\n{model}\n", configuration(adapter))
}

/// The project of every test.
pub fn root() -> ProjectRoot {
    ProjectRoot(Arc::from("test"))
}

/// A change that makes the project consist of `files` as well.
pub fn change<'a>(files: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Change {
    let mut change = RootChange::new(root());
    for (path, text) in files {
        change.file(path, text.map(FileText::new));
    }
    Change { roots: vec![change] }
}

/// A host with the files of a fixture, and with the two files that code pages leave out.
pub fn host(fixture: &Fixture) -> Host {
    let mut host = Host::with_event_log();
    let mut root = RootChange::new(root());
    for file in &fixture.files {
        root.file(&*file.path, Some(file_text(file)));
    }
    root.environment = Some(Default::default());
    host.apply(Change { roots: vec![root] });
    host
}

fn file_text(file: &FixtureFile) -> FileText {
    FileText::from_bytes(file.bytes())
}

/// Asks until no ring stands in the way, cutting those that do.
pub fn ask<T>(host: &mut Host, question: impl Fn(&ide::Analysis) -> Cancellable<T>) -> T {
    for _ in 0..10 {
        let answer = question(&host.analysis());
        match answer {
            Ok(answer) => return answer,
            Err(Cancelled::Ring(ring)) => host.cut_rings(&ring),
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("rings without end");
}

/// The file at `path`.
pub fn file(host: &Host, path: &str) -> FileId {
    host.file(&root(), &RelativePath::new(path)).unwrap_or_else(|| panic!("no file {path}"))
}

/// Every diagnostic of the project, by path, with those that depend on who reads a model.
pub fn project_diagnostics(host: &mut Host) -> Vec<(String, Diagnostic)> {
    let mut found = Vec::new();
    for it in host.sweep(&root()) {
        let path = host.path(it.file).1.to_string();
        found.extend(it.diagnostics.iter().map(|one| (path.clone(), one.clone())));
    }
    found
}

/// Every diagnostic of the project, by path, asked file by file.
pub fn diagnostics(host: &mut Host) -> Vec<(String, Diagnostic)> {
    let files = host.analysis().files(&root());
    let mut found = Vec::new();
    for file in files {
        let (_, path) = host.path(file);
        let diagnostics = ask(host, |it| it.diagnostics(file));
        found.extend(diagnostics.iter().map(|it| (path.to_string(), it.clone())));
    }
    found
}

/// Diagnostics as lines: `path:start..end CODE message`.
pub fn lines(diagnostics: &[(String, Diagnostic)]) -> Vec<String> {
    let line = |(path, it): &(String, Diagnostic)| {
        let (start, end) = (u32::from(it.range.start()), u32::from(it.range.end()));
        format!("{path}:{start}..{end} {} {}", it.code, it.message)
    };
    diagnostics.iter().map(line).collect()
}

/// A diagnostic as a line that shows the text at fault.
pub fn fault(host: &mut Host, path: &str, it: &Diagnostic) -> String {
    let file = file(host, path);
    let at = cursor::text(host, file, it.range);
    format!("{} «{at}» {}\n", it.code, it.message)
}

/// What a fixture expects, in the form of [`lines`], by path.
pub fn expected(fixture: &Fixture) -> Vec<String> {
    let mut files: Vec<&FixtureFile> = fixture.files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut lines = Vec::new();
    for file in files {
        for annotation in &file.annotations {
            let (start, end) = (annotation.range.start, annotation.range.end);
            let line = format!("{}:{start}..{end} {} {}", file.path, annotation.code(), annotation.message());
            lines.push(line.trim_end().to_owned());
        }
    }
    lines
}

/// All that a diagnostic says, in words that hold no handles: those differ between hosts.
pub fn describe(host: &Host, it: &Diagnostic) -> String {
    let name = |it: FileId| host.path(it).1;
    let mut text = format!(
        "{} {:?} {:?} {:?} {} {:?} {}",
        it.code, it.severity, it.range, it.model, it.message, it.suggestion, it.fingerprint
    );
    for related in &it.related {
        text += &format!("\n  {} {:?} {}", name(related.place.file), related.place.range, related.message);
    }
    for fix in &it.fixes {
        text += &format!("\n  {} {:?} {:?}", fix.title, fix.applicability, fix.creates);
        for edit in &fix.edits {
            text += &format!("\n    {} {:?} {}", name(edit.place.file), edit.place.range, edit.text);
        }
    }
    text
}
