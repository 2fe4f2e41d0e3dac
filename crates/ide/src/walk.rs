//! All diagnostics of a project in slices, between which a front may free memory.

use crate::{
    Analysis, Cancellable, Cancelled, Diagnostic, FileDiagnostics, FileId, diagnostics, sweep, sweep::Faulty,
};
use db::{Project, ProjectRoot, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

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

    /// Goes on with a walk for about `limit` files, each handed to `sink` with its diagnostics, what it reads before it;
    /// files whose diagnostics may depend on who reads them come last. Whether there are more files.
    ///
    /// What is computed on the way is freed by [`crate::Host::collect_garbage`] only: call it between slices.
    pub fn walk_on(
        &self,
        walk: &mut Walk,
        limit: usize,
        mut sink: impl FnMut(FileDiagnostics) -> Cancellable<()>,
    ) -> Cancellable<bool> {
        let enough = walk.done.len() + limit;
        while walk.done.len() < enough {
            let Some(file) = walk.files.next() else { return self.walk_on_deferred(walk, limit, sink) };
            if walk.done.contains(&file) {
                continue;
            }
            let cone = self.with(|db| {
                sweep::check_cone(db, file, &walk.done).map_err(|ring| rings(db, file, &ring))
            })??;
            let mut faulty: FxHashMap<_, _> = cone.faulty.into_iter().collect();
            for file in cone.done {
                if walk.done.insert(file) {
                    let diagnostics = faulty.remove(&file).unwrap_or_default();
                    if self.with(|db| diagnostics::may_depend_on_readers(db, file))? {
                        walk.deferred.push_back((file, diagnostics));
                        continue;
                    }
                    sink(FileDiagnostics { file: FileId(file), diagnostics })?;
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

/// Every ring of the project of `file`, one of which is known: all are cut at once.
fn rings(db: &dyn db::Db, file: SourceFile, known: &[SourceFile]) -> Cancelled {
    let order = sema::order(db, file.project(db));
    match sweep::uncut_rings(db, order) {
        Err(rings) => rings,
        Ok(()) => Cancelled::Ring(known.iter().copied().map(FileId).collect()),
    }
}
