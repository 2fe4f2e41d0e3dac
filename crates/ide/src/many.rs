//! Looks at many models: on all cores; and for one question, given up where nobody wants the answer any more, and in
//! parts between which memory can be freed.

use crate::{Analysis, Cancellable, Cancelled, FileId, cone, fork::Fork};
use db::{Db, RootDatabase, SourceFile};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// How many models are looked at before it is asked again whether somebody still wants to know.
const CHUNK: usize = 64;

/// The fewest models of a question that are worth another thread.
const SMALLEST_SHARE: usize = 8;

/// What `look` finds about each item, in their order, on all threads of the rayon pool that this is called in. So many as
/// `smallest_share` are worth a thread.
pub(crate) fn on_all_cores<I: Sync, T: Send>(
    db: &RootDatabase,
    items: &[I],
    smallest_share: usize,
    look: impl Fn(&RootDatabase, &I) -> Cancellable<T> + Sync,
) -> Vec<Cancellable<T>> {
    let one = |db: &mut RootDatabase, item: &I| {
        Analysis::new(db.clone(), Fork::default()).with(|db| look(db, item))?
    };
    items.par_iter().with_min_len(smallest_share).map_with(db.clone(), one).collect()
}

/// What `look` sees in each model, in the order of the models. It should be a query that is kept: after so many models as
/// `patience` says, the question is dropped and asked again, and those that were looked at must not cost anything then.
///
/// # Errors
/// The question is to be asked again, or nobody waits for its answer.
pub(crate) fn each<T: Send>(
    db: &RootDatabase,
    models: &[SourceFile],
    patience: usize,
    look: impl Fn(&dyn Db, SourceFile) -> T + Sync,
) -> Cancellable<Vec<T>> {
    in_chunks(db, models, patience, |db, model, _| Ok((look(db, model), Vec::new())))
}

/// As [`each`], all that a model reads being known before it is looked at.
///
/// # Errors
/// As those of [`each`]; and the rings among what the models read.
pub(crate) fn each_prepared<T: Send>(
    db: &RootDatabase,
    models: &[SourceFile],
    patience: usize,
    look: impl Fn(&dyn Db, SourceFile) -> T + Sync,
) -> Cancellable<Vec<T>> {
    in_chunks(db, models, patience, |db, model, done| {
        let visited = cone::visit(db, model, done, |_| ());
        let visited = visited.map_err(|it| Cancelled::Ring(it.into_iter().map(FileId).collect()))?;
        Ok((look(db, model), visited.into_iter().map(|it| it.0).collect()))
    })
}

/// `look` is told which models need no look any more, and says which ones it has visited.
fn in_chunks<T: Send>(
    db: &RootDatabase,
    models: &[SourceFile],
    patience: usize,
    look: impl Fn(&RootDatabase, SourceFile, &FxHashSet<SourceFile>) -> Cancellable<(T, Vec<SourceFile>)> + Sync,
) -> Cancellable<Vec<T>> {
    let mut done: FxHashSet<SourceFile> = FxHashSet::default();
    let mut seen = Vec::with_capacity(models.len());
    for chunk in models.chunks(CHUNK) {
        if seen.len() >= patience {
            return Err(Cancelled::Rest);
        }
        // The handles of the other threads do not hear that the client has lost interest.
        salsa::Database::unwind_if_revision_cancelled(db);
        for it in on_all_cores(db, chunk, SMALLEST_SHARE, |db, model| look(db, *model, &done)) {
            let (what, visited) = it?;
            seen.push(what);
            done.extend(visited);
        }
    }
    Ok(seen)
}
