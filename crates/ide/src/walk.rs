//! All diagnostics of a project in slices, between which a front may free memory.

use crate::{Analysis, Cancellable, Cancelled, FileDiagnostics, FileId, sweep};
use db::{ProjectRoot, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};

/// How far a walk over all files of a project has come. It stays good from one snapshot to the next as long as no file
/// has changed in between.
pub struct Walk {
    files: std::vec::IntoIter<SourceFile>,
    done: FxHashSet<SourceFile>,
}

impl Analysis {
    /// A walk over every file of a project that may have diagnostics.
    pub fn walk(&self, root: &ProjectRoot) -> Walk {
        let files: Vec<SourceFile> = self.files(root).into_iter().map(|it| it.0).collect();
        Walk { files: files.into_iter(), done: FxHashSet::default() }
    }

    /// Goes on with a walk for about `limit` files, each handed to `sink` with its diagnostics, what it reads before it.
    /// Whether there are more files.
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
            let Some(file) = walk.files.next() else { return Ok(false) };
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
                    sink(FileDiagnostics { file: FileId(file), diagnostics })?;
                }
            }
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
