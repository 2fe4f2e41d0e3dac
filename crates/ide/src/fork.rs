//! A project as it would be after edits, in a database of its own: texts are shared, and nobody who reads the project as
//! it is is disturbed.

use crate::{Analysis, Cancellable, Cancelled, FileEdit, Host};
use db::{Change, Db, FileText, Project, RelativePath, RootChange};
use std::{collections::BTreeMap, ops::Range};

/// How often rings may be met. Each time they are cut, and those that are cut stay so.
const MOST_RINGS: usize = 64;

/// The inputs of a project after edits, which are sorted and apart, and files that are created.
pub(crate) fn edited(
    db: &dyn Db,
    project: Project,
    edits: &[FileEdit],
    creates: &[(String, String)],
) -> RootChange {
    let mut change = RootChange::whole(db, project);
    let mut texts: BTreeMap<RelativePath, String> = BTreeMap::new();
    for edit in edits.iter().rev() {
        let file = edit.place.file.0;
        let text = texts.entry(file.path(db).clone()).or_insert_with(|| file.text(db).text.to_string());
        text.replace_range(Range::<usize>::from(edit.place.range), &edit.text);
    }
    for file in &mut change.files {
        if let Some(text) = texts.remove(&file.path) {
            file.text = Some(FileText::new(text));
        }
    }
    for (path, text) in creates {
        change.file(path.as_str(), Some(FileText::new(text.as_str())));
    }
    change
}

/// A host that has nothing but these inputs.
pub(crate) fn host(change: RootChange) -> Host {
    let mut host = Host::new();
    host.apply(Change { roots: vec![change] });
    host
}

impl Host {
    /// Asks until no ring is in the way.
    ///
    /// # Errors
    /// As the question's own, rings excepted.
    pub(crate) fn settled<T>(&mut self, ask: impl Fn(&Analysis) -> Cancellable<T>) -> Cancellable<T> {
        let mut rings = 0;
        loop {
            // The snapshot is gone before rings are cut, which would wait for it.
            let answer = ask(&self.analysis());
            match answer {
                Err(Cancelled::Ring(ring)) if rings < MOST_RINGS => {
                    rings += 1;
                    self.cut_rings(&ring);
                }
                answer => return answer,
            }
        }
    }
}
