//! Ephemeral models: which ones a model needs, and what they are called inside it.

use base::Ident;
use config::Strategy;
use db::{Db, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::Target;

/// The ephemeral models that one model reads, directly or through each other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ephemerals {
    /// Each after those that it reads itself.
    pub(crate) models: Vec<SourceFile>,
    /// What each is called, as a common table expression.
    pub(crate) names: FxHashMap<SourceFile, Ident>,
}

/// Whether a model is ephemeral.
pub(crate) fn is_ephemeral(db: &dyn Db, file: SourceFile) -> bool {
    sema::model(db, file).strategy == Strategy::Ephemeral
}

/// The models that a query names, each once.
pub(crate) fn models_read(db: &dyn Db, file: SourceFile) -> Vec<SourceFile> {
    let mut models = Vec::new();
    for (_, target) in sema::references(db, file).iter() {
        if let Target::Model(model) = target
            && !models.contains(model)
        {
            models.push(*model);
        }
    }
    models
}

/// The ephemeral models that `file` needs.
pub(crate) fn ephemerals(db: &dyn Db, file: SourceFile) -> Ephemerals {
    let mut ephemerals = Ephemerals { models: ephemerals_read(db, file), names: FxHashMap::default() };
    if ephemerals.models.is_empty() {
        return ephemerals;
    }
    let mut taken = FxHashSet::default();
    for &part in ephemerals.models.iter().chain([&file]) {
        reserve_names(db, part, &mut taken);
    }
    for &model in &ephemerals.models {
        let name = sema::declared_name(db, model);
        let mut candidate = name.to_string();
        let mut number = 1;
        while !taken.insert(candidate.to_lowercase()) {
            number += 1;
            candidate = format!("{name}_{number}");
        }
        ephemerals.names.insert(model, Ident::new(candidate));
    }
    ephemerals
}

/// A depth-first walk with its own stack: chains may be long. A ring, which is E016 elsewhere, is met once and left.
fn ephemerals_read(db: &dyn Db, file: SourceFile) -> Vec<SourceFile> {
    let inputs = |it: SourceFile| -> Vec<SourceFile> {
        models_read(db, it).into_iter().filter(|it| is_ephemeral(db, *it)).collect()
    };
    let mut seen: FxHashSet<SourceFile> = [file].into_iter().collect();
    let mut order = Vec::new();
    let mut stack = vec![(file, inputs(file).into_iter())];
    while let Some((current, rest)) = stack.last_mut() {
        match rest.next() {
            Some(next) if seen.insert(next) => stack.push((next, inputs(next).into_iter())),
            Some(_) => {}
            None => {
                order.push(*current);
                stack.pop();
            }
        }
    }
    order.pop();
    order
}

/// The names that a common table expression around this query would take away from it: its own common table
/// expressions, and tables outside the project that it names barely.
fn reserve_names(db: &dyn Db, file: SourceFile, taken: &mut FxHashSet<String>) {
    for (_, query) in hir::body(db, file).queries.iter() {
        taken.extend(query.ctes.iter().map(|it| it.name.text.to_lowercase()));
    }
    for (path, target) in sema::references(db, file).iter() {
        if let ([name], false) = (path, matches!(target, Target::Model(_))) {
            taken.insert(name.text.to_lowercase());
        }
    }
}
