//! A project as it would be after edits, in a second database: texts are shared, and nobody who reads the project as it
//! is is disturbed.
//!
//! The second database stays from one question to the next. Each question says what is to be supposed, and only what
//! differs from the question before is changed: trying a fix costs what the edit of a text costs, not what the project
//! does. It has what was asked about and what that reads; of the rest of the project it knows names.

use crate::{Analysis, Cancellable, Cancelled, FileEdit, Host};
use db::{Change, Db, FileText, Project, RelativePath, RootChange, RootDatabase};
use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, Mutex},
};

/// How often rings may be met. Each time they are cut, and those that are cut stay so.
const MOST_RINGS: usize = 64;

/// The second database of a host and its snapshots, once there is one. One question at a time has it.
#[derive(Clone, Default)]
pub(crate) struct Fork(Arc<Mutex<Option<Host>>>);

/// What is to be supposed of a project.
#[derive(Clone, Copy, Default)]
pub(crate) struct Supposed<'a> {
    /// Edits, which are sorted and apart.
    pub(crate) edits: &'a [FileEdit],
    /// Files that are created: path and text.
    pub(crate) creates: &'a [(String, String)],
    /// Files that get other paths.
    pub(crate) moves: Option<&'a BTreeMap<RelativePath, RelativePath>>,
    /// Files that go.
    pub(crate) deletes: &'a [RelativePath],
}

impl Supposed<'_> {
    /// What a file is called then.
    pub(crate) fn path<'p>(&'p self, path: &'p RelativePath) -> &'p RelativePath {
        self.moves.and_then(|it| it.get(path)).unwrap_or(path)
    }
}

impl Fork {
    /// Asks the second database about a project, once it is nobody else's.
    pub(crate) fn ask<T>(
        &self,
        db: &RootDatabase,
        project: Project,
        question: impl FnOnce(&mut Host) -> T,
    ) -> T {
        let mut kept = self.0.lock().unwrap_or_else(|poisoned| {
            // After a defect of ours nobody knows what it holds.
            let mut kept = poisoned.into_inner();
            *kept = None;
            self.0.clear_poison();
            kept
        });
        let is_of_project = |it: &Host| it.database().project(project.root(db)).is_some();
        if !kept.as_ref().is_some_and(is_of_project) {
            *kept = None;
        }
        question(kept.get_or_insert_with(Host::new))
    }

    /// Frees it, unless it is being asked.
    pub(crate) fn free(&self) {
        if let Ok(mut kept) = self.0.try_lock() {
            *kept = None;
        }
    }
}

impl Analysis {
    /// Asks the second database about a project.
    pub(crate) fn in_fork<T>(
        &self,
        project: Project,
        question: impl FnOnce(&mut Host) -> Cancellable<T>,
    ) -> Cancellable<T> {
        self.fork().ask(self.database(), project, question)
    }

    /// Makes the second database the project as it would be. A change to this one waits meanwhile, and is let through
    /// before anything is done.
    pub(crate) fn suppose(
        &self,
        fork: &mut Host,
        project: Project,
        supposed: Supposed<'_>,
    ) -> Cancellable<()> {
        self.with(|db| {
            salsa::Database::unwind_if_revision_cancelled(db);
            fork.suppose(db, project, supposed);
        })
    }
}

impl Host {
    /// Makes this database the project of another one as it would be.
    pub(crate) fn suppose(&mut self, db: &dyn Db, project: Project, supposed: Supposed<'_>) {
        let change = difference(db, project, self.database(), supposed);
        self.apply(Change { roots: vec![change] });
    }

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

/// What must change `there` so that it has the project after edits.
fn difference(db: &dyn Db, project: Project, there: &RootDatabase, supposed: Supposed<'_>) -> RootChange {
    let mut texts = edited(db, supposed.edits);
    let mut text_of = |path: &RelativePath, file: db::SourceFile| match texts.remove(path) {
        Some(text) => FileText::new(text),
        None => file.text(db).clone(),
    };
    let moved_to = |path: &RelativePath| supposed.moves.and_then(|it| it.get(path));
    let mut change = RootChange::new(project.root(db).clone());
    change.loose = project.loose(db);
    change.environment = Some(BTreeMap::clone(project.environment(db)));
    change.variables = Some(BTreeMap::clone(project.variables(db)));
    change.target_dialects = Some(project.target_dialects(db).clone());
    change.duckdb_catalog = Some(project.duckdb_catalog(db).clone());
    let known = there.project(project.root(db));
    if known.is_none_or(|it| !Arc::ptr_eq(it.schema_cache(there), project.schema_cache(db))) {
        change.schema_cache = Some(Arc::clone(project.schema_cache(db)));
    }

    // Both lists are sorted by path, and what is in both is nearly all.
    let none = Arc::default();
    let mut old = known.map_or(&none, |it| it.files(there)).iter().peekable();
    let mut arriving = Vec::new();
    for (path, &file) in project.files(db).iter() {
        if supposed.deletes.contains(path) {
            continue;
        }
        if let Some(to) = moved_to(path) {
            arriving.push((to.clone(), text_of(path, file)));
            continue;
        }
        while let Some((gone, _)) = old.next_if(|it| it.0 < path) {
            change.file(gone.clone(), None);
        }
        let text = text_of(path, file);
        match old.next_if(|it| it.0 == path) {
            // Shared texts are compared by their address first.
            Some((_, known)) if *known.text(there) == text => {}
            _ => change.file(path.clone(), Some(text)),
        }
    }
    old.for_each(|(gone, _)| change.file(gone.clone(), None));
    let created = supposed.creates.iter().map(|(path, text)| (path.as_str().into(), FileText::new(&**text)));
    for (path, text) in arriving.into_iter().chain(created) {
        change.file(path, Some(text));
    }
    change
}

/// The texts of the files that are edited, by path.
fn edited(db: &dyn Db, edits: &[FileEdit]) -> BTreeMap<RelativePath, String> {
    let mut texts: BTreeMap<RelativePath, String> = BTreeMap::new();
    for edit in edits.iter().rev() {
        let file = edit.place.file.0;
        let text = texts.entry(file.path(db).clone()).or_insert_with(|| file.text(db).text.to_string());
        text.replace_range(Range::<usize>::from(edit.place.range), &edit.text);
    }
    texts
}
