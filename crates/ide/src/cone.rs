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
    let model = if sema::is_model(db, file) { Some(file) } else { model_of(db, file) };
    let Some(model) = model else { return Ok(()) };
    let mut order = Vec::new();
    let rings = sema::rings_in_cone(db, model, &FxHashSet::default(), |it| order.push(it));
    if !rings.is_empty() {
        return Err(Cancelled::Ring(rings.into_iter().flatten().map(FileId).collect()));
    }
    for it in order {
        sema::schema(db, it);
    }
    Ok(())
}

/// The model that a TOML file is about: the diagnostics of a contract need its schema.
pub(crate) fn model_of(db: &dyn Db, file: SourceFile) -> Option<SourceFile> {
    sema::described_model(db, file).or_else(|| sema::contracted_model(db, file))
}
