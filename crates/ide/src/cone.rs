//! The models that a file reads, analysed before it: so that no query recurses through a chain of models, and no ring
//! is met uncut.

use crate::{Cancelled, FileId};
use db::{Db, SourceFile};
use rustc_hash::FxHashSet;

/// Computes the schemas of every model that `file` reads, dependencies first.
///
/// # Errors
/// The rings among them that have not been cut.
pub(crate) fn prepare(db: &dyn Db, file: SourceFile) -> Result<(), Cancelled> {
    let Some(model) = model_of(db, file) else { return Ok(()) };
    let none = FxHashSet::default();
    prepare_model(db, model, &none)
        .and_then(|()| prepare_tests(db, model, &none))
        .map_err(|rings| Cancelled::Ring(rings.into_iter().map(FileId).collect()))
}

/// Computes the schemas of the models that the tests of `model` name, and of what those read and is not done.
///
/// # Errors
/// The members of rings that have not been cut.
pub(crate) fn prepare_tests(
    db: &dyn Db,
    model: SourceFile,
    done: &FxHashSet<SourceFile>,
) -> Result<(), Vec<SourceFile>> {
    let described = sema::model(db, model);
    if described.sidecar.as_ref().is_none_or(|it| it.value.tests.is_empty()) {
        return Ok(());
    }
    sema::models_in_tests(db, model).iter().try_for_each(|it| prepare_model(db, *it, done))
}

fn prepare_model(
    db: &dyn Db,
    model: SourceFile,
    done: &FxHashSet<SourceFile>,
) -> Result<(), Vec<SourceFile>> {
    let mut order = Vec::new();
    let rings = sema::rings_in_cone(db, model, done, |it| order.push(it));
    if !rings.is_empty() {
        return Err(rings.into_iter().flatten().collect());
    }
    for it in order {
        sema::schema(db, it);
    }
    Ok(())
}

/// The model that a file is, or that a file of TOML is about: its sidecar, its contract.
pub(crate) fn model_of(db: &dyn Db, file: SourceFile) -> Option<SourceFile> {
    if sema::is_statement(db, file) {
        return Some(file);
    }
    sema::described_model(db, file).or_else(|| sema::contracted_model(db, file))
}

/// Computes the schema of `file` and of every model that it reads and that is not done, dependencies first, and says
/// what `look` sees in each.
///
/// # Errors
/// The members of rings that have not been cut.
pub(crate) fn visit<T>(
    db: &dyn Db,
    file: SourceFile,
    done: &FxHashSet<SourceFile>,
    look: impl Fn(SourceFile) -> T,
) -> Result<Vec<(SourceFile, T)>, Vec<SourceFile>> {
    let mut visited = Vec::new();
    let rings = sema::rings_in_cone(db, file, done, |it| {
        sema::schema(db, it);
        // What a cut model reads has not been visited; it is looked at in its own turn.
        if it == file || !sema::is_cut(db, it) {
            visited.push((it, look(it)));
        }
    });
    if rings.is_empty() { Ok(visited) } else { Err(rings.into_iter().flatten().collect()) }
}
