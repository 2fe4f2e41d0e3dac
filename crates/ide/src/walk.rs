//! All diagnostics of a project in slices, between which a front may free memory.

use crate::{
    Analysis, Cancellable, Cancelled, Diagnostic, FileDiagnostics, FileId, diagnostics, many, sweep,
    sweep::{Cone, Faulty},
};
use db::{Project, ProjectRoot, RootDatabase, SourceFile};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The fewest files that are worth another thread.
const SMALLEST_SHARE: usize = 2;

/// How far a walk over all files of a project has come. It stays good from one snapshot to the next as long as no file
/// has changed in between.
pub struct Walk {
    project: Option<Project>,
    files: std::vec::IntoIter<SourceFile>,
    done: FxHashSet<SourceFile>,
    /// Files whose diagnostics may depend on who reads them, with those that do not: they are handed out last.
    deferred: std::collections::VecDeque<Faulty>,
}

/// What was found out, when all of a project was looked at, about models because of their readers. It says nothing of any
/// edit since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFindings(Arc<lint::ProjectFindings>);

impl Analysis {
    /// What a walk that has ended has found out about models because of their readers.
    pub fn project_findings(&self, walk: &Walk) -> Cancellable<ProjectFindings> {
        let Some(project) = walk.project else { return Ok(ProjectFindings::default()) };
        self.with(|db| ProjectFindings(lint::project_findings(db, project)))
    }

    /// As [`Analysis::diagnostics`], with what is remembered of the file because of its readers, as far as that still
    /// stands. No other model is asked.
    pub fn diagnostics_with(
        &self,
        file: FileId,
        remembered: &ProjectFindings,
    ) -> Cancellable<Arc<[Diagnostic]>> {
        self.about(file, |db| {
            let standing = remembered.0.standing(db, file.0);
            diagnostics::diagnostics(db, file.0, Some(&standing))
        })
    }

    /// A walk over every file of a project that may have diagnostics.
    pub fn walk(&self, root: &ProjectRoot) -> Walk {
        let files: Vec<SourceFile> = self.files(root).into_iter().map(|it| it.0).collect();
        Walk {
            project: self.project(root),
            files: files.into_iter(),
            done: FxHashSet::default(),
            deferred: Default::default(),
        }
    }

    /// Goes on with a walk for about `limit` files, on all threads of the rayon pool that this is called in. Each file is
    /// handed to `sink` with its diagnostics, what it reads before it; files whose diagnostics may depend on who reads them
    /// come last. Whether there are more files.
    ///
    /// What is computed on the way is freed by [`crate::Host::collect_garbage`] only: call it between slices.
    pub fn walk_on(
        &self,
        walk: &mut Walk,
        limit: usize,
        mut sink: impl FnMut(FileDiagnostics) -> Cancellable<()>,
    ) -> Cancellable<bool> {
        let done = &walk.done;
        let slice: Vec<SourceFile> =
            walk.files.by_ref().filter(|it| !done.contains(it)).take(limit).collect();
        if slice.is_empty() {
            return self.walk_on_deferred(walk, limit, sink);
        }
        let check = |db: &RootDatabase, file: &SourceFile| checked_cone(db, *file, &walk.done);
        for cone in many::on_all_cores(self.database(), &slice, SMALLEST_SHARE, check) {
            for it in cone? {
                // Two threads may have come by one model.
                if !walk.done.insert(it.file) {
                    continue;
                }
                if it.may_depend_on_readers {
                    walk.deferred.push_back((it.file, it.diagnostics));
                } else {
                    sink(FileDiagnostics { file: FileId(it.file), diagnostics: it.diagnostics })?;
                }
            }
        }
        Ok(true)
    }

    /// Goes on after every file was looked at, so that what is known of all of them is at hand.
    fn walk_on_deferred(
        &self,
        walk: &mut Walk,
        limit: usize,
        mut sink: impl FnMut(FileDiagnostics) -> Cancellable<()>,
    ) -> Cancellable<bool> {
        let Some(project) = walk.project else { return Ok(false) };
        let findings = self.with(|db| lint::project_findings(db, project))?;
        for _ in 0..limit {
            let Some((file, known)) = walk.deferred.pop_front() else { return Ok(false) };
            let diagnostics = self.with(|db| match diagnostics::depend_on_readers(db, file, &findings) {
                true => diagnostics::diagnostics(db, file, Some(&findings)),
                false => known,
            })?;
            sink(FileDiagnostics { file: FileId(file), diagnostics })?;
        }
        Ok(true)
    }
}

/// A file that was looked at.
struct Checked {
    file: SourceFile,
    diagnostics: Arc<[Diagnostic]>,
    may_depend_on_readers: bool,
}

/// A file and what it reads and is not done, dependencies first.
///
/// # Errors
/// The rings of the project that have not been cut, where one is met.
fn checked_cone(
    db: &RootDatabase,
    file: SourceFile,
    done: &FxHashSet<SourceFile>,
) -> Cancellable<Vec<Checked>> {
    let Cone { done, faulty } = sweep::check_cone(db, file, done).map_err(|ring| rings(db, file, &ring))?;
    // Both are in the order of the visit; a file without diagnostics is in the first only.
    let mut faulty = faulty.into_iter().peekable();
    let checked = done.into_iter().map(|file| match faulty.next_if(|it| it.0 == file) {
        Some((_, diagnostics)) => {
            Checked { file, diagnostics, may_depend_on_readers: diagnostics::may_depend_on_readers(db, file) }
        }
        None => Checked { file, diagnostics: Arc::default(), may_depend_on_readers: false },
    });
    Ok(checked.collect())
}

/// Every ring of the project of `file`, one of which is known: all are cut at once.
fn rings(db: &dyn db::Db, file: SourceFile, known: &[SourceFile]) -> Cancelled {
    let order = sema::order(db, file.project(db));
    match sweep::uncut_rings(db, order) {
        Err(rings) => rings,
        Ok(()) => Cancelled::Ring(known.iter().copied().map(FileId).collect()),
    }
}
