//! What a lens above a model says, and where lenses go.

use crate::{FileId, body_names::has_body, readers::Current};
use db::{Db, SourceFile};

/// A model's places for lenses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LensPlaces {
    /// The model's name.
    pub model: String,
    /// How many tests its configuration declares.
    pub tests: usize,
    /// Where its text begins.
    pub start: base::TextRange,
    /// The common table expressions of its query that can be looked at by themselves: the name, and where it stands.
    pub ctes: Vec<(String, base::TextRange)>,
}

/// How much hangs on a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlastRadius {
    /// How many models read it, through any number of others.
    pub models: usize,
    /// How many of them, itself included, have a contract.
    pub contracts: usize,
}

/// The places of a file; nothing for one that is no model.
pub(crate) fn places(db: &dyn Db, file: SourceFile) -> Option<LensPlaces> {
    if !has_body(db, file) || !sema::is_model(db, file) {
        return None;
    }
    let body = hir::body(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let is_sql = file.path(db).extension() != Some("rocky");
    let ctes = body.root.filter(|_| is_sql).and_then(|root| {
        let ranges = &map.queries.get(root)?.ctes;
        let named = body.queries[root].ctes.iter().zip(ranges);
        Some(named.map(|(cte, ranges)| (cte.name.to_string(), ranges.name)).collect())
    });
    Some(LensPlaces {
        model: sema::declared_name(db, file).to_string(),
        tests: sema::model(db, file).sidecar.as_ref().map_or(0, |it| it.value.tests.len()),
        start: sema::start_range(db, file),
        ctes: ctes.unwrap_or_default(),
    })
}

/// How much hangs on a model.
pub(crate) fn blast_radius(db: &dyn Db, readers: &Current, model: SourceFile) -> BlastRadius {
    let reached = readers.reached_from(db, model);
    let contracts = reached.iter().filter(|it| sema::contract_file(db, **it).is_some()).count();
    BlastRadius { models: reached.len() - 1, contracts }
}

impl crate::Analysis {
    /// Where lenses go in a file; nothing for one that is no model.
    pub fn lens_places(&self, file: FileId) -> crate::Cancellable<Option<LensPlaces>> {
        self.with(|db| places(db, file.0))
    }
}
