//! What every fix must do, checked by applying it alone.

use super::{describe, host, project_diagnostics, root};
use base::Code;
use ide::{Applicability, Change, Diagnostic, FileText, Fix, Host, RootChange};
use std::{collections::BTreeMap, ops::Range};
use testing::fixture::Fixture;

/// What came out of applying the fixes of a project, one at a time.
#[derive(Default)]
pub struct Verdict {
    /// How many there were of each code.
    pub count: BTreeMap<Code, usize>,
    /// What none may do: leave its diagnostic; break the syntax; add a diagnostic, where it claims to be safe.
    pub faults: Vec<String>,
    /// What a guess may do: uncover or cause another diagnostic.
    pub additions: Vec<String>,
}

/// Applies every fix of a project alone. `name` is said with what goes wrong.
pub fn check(name: &str, fixture: &Fixture, verdict: &mut Verdict) {
    let mut host = host(fixture);
    let before = project_diagnostics(&mut host);
    for found in &before {
        for fix in &found.1.fixes {
            *verdict.count.entry(found.1.code).or_default() += 1;
            let after = project_diagnostics(&mut fixed(fixture, &host, fix));
            let what = format!("{name}: {} `{}`", found.1.code, fix.title);
            let counts = |of: &[(String, Diagnostic)]| of.iter().filter(|it| is_one(it, found)).count();
            let is_guess = fix.applicability != Applicability::MachineApplicable;
            if fix.applicability != Applicability::HasPlaceholders && counts(&after) >= counts(&before) {
                verdict.faults.push(format!("{what} does not remove {}", describe(&host, &found.1)));
            }
            for (path, code, message) in added(&before, &after) {
                match is_guess && code != Code::E018 {
                    true => verdict.additions.push(format!("{what} adds {code} to {path}: {message}")),
                    false => verdict.faults.push(format!("{what} adds {code} to {path}: {message}")),
                }
            }
        }
    }
}

/// Whether two diagnostics say the same, wherever in a file.
fn is_one(a: &(String, Diagnostic), b: &(String, Diagnostic)) -> bool {
    (&a.0, a.1.code, &a.1.message) == (&b.0, b.1.code, &b.1.message)
}

/// The diagnostics of which a file has more than before, by code.
fn added(before: &[(String, Diagnostic)], after: &[(String, Diagnostic)]) -> Vec<(String, Code, String)> {
    let mut left: BTreeMap<(&str, Code), usize> = BTreeMap::new();
    for (path, it) in before {
        *left.entry((path, it.code)).or_default() += 1;
    }
    let mut added = Vec::new();
    for (path, it) in after {
        match left.get_mut(&(path.as_str(), it.code)).filter(|it| **it > 0) {
            Some(count) => *count -= 1,
            None => added.push((path.clone(), it.code, it.message.clone())),
        }
    }
    added
}

/// A project with a fix applied to it.
fn fixed(fixture: &Fixture, host: &Host, fix: &Fix) -> Host {
    let mut applied = super::host(fixture);
    let mut change = RootChange::new(root());
    let mut edits: Vec<_> = fix.edits.iter().map(|it| (host.path(it.place.file).1, it)).collect();
    edits.sort_by(|a, b| (&a.0, a.1.place.range.start()).cmp(&(&b.0, b.1.place.range.start())));
    for files in edits.chunk_by(|a, b| a.0 == b.0) {
        let path = &files[0].0;
        let mut text = host.analysis().text(files[0].1.place.file).to_string();
        for (_, edit) in files.iter().rev() {
            text.replace_range(Range::<usize>::from(edit.place.range), &edit.text);
        }
        change.file(path.clone(), Some(FileText::new(text)));
    }
    for (path, text) in &fix.creates {
        change.file(path.as_str(), Some(FileText::new(text.as_str())));
    }
    applied.apply(Change { roots: vec![change] });
    applied
}
