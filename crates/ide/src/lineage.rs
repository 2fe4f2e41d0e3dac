//! Column lineage across models, as plain data: from a model or a column up to tables outside the project, and down to
//! whatever reads it.
//!
//! Only the models on the way are looked at, in slices between which memory is freed: what is kept of a model is its
//! [`model::ModelLineage`].

pub(crate) mod model;
mod types;
mod view;
pub(crate) mod walk;

pub use sema::EdgeKind;
pub use types::{
    ColumnRef, LineageColumn, LineageDirection, LineageEdge, LineageFault, LineageGraph, LineageRelation,
    LineageRequest, LineageTarget, ModelRef,
};
pub use view::{ColumnFacts, LineageView, RelationFacts, RelationKind};
pub(crate) use view::{inputs, model_column};

use crate::{Analysis, Cancellable, host::Host, many, sweep};
use db::{Project, ProjectRoot, RootDatabase, SourceFile};
use model::ModelLineage;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How many models are looked at between two collections of garbage.
const CHUNK: usize = 64;

/// The lineage of some models.
pub(crate) type Lineages = FxHashMap<SourceFile, Arc<ModelLineage>>;

impl Host {
    /// The lineage of a model or of one of its columns. Mistakes in models do not stop it: what is known of them is there,
    /// and columns say why they may have further sources.
    ///
    /// # Errors
    /// There is no such model or column.
    pub fn lineage(
        &mut self,
        root: &ProjectRoot,
        request: &LineageRequest,
    ) -> Result<LineageGraph, LineageFault> {
        let no_model = || LineageFault::NoModel { closest: None };
        let project = self.database().project(root).ok_or_else(no_model)?;
        self.prepare_order(root);
        let focus = walk::model(self.database(), project, &request.model)?;
        self.cut_rings_of(project);
        let wanted = walk::wanted(self.database(), project, focus, request);
        let lineages = self.lineages(project, &wanted);
        walk::graph(self.database(), project, focus, &lineages, request)
    }

    /// The lineage of some models, dependencies first, on all cores.
    pub(crate) fn lineages(&mut self, project: Project, wanted: &FxHashSet<SourceFile>) -> Lineages {
        let order = sema::order(self.database(), project).clone();
        let cone =
            walk::reach(wanted.iter().copied(), None, |it| sema::dependencies(self.database(), it).to_vec());
        let mut lineages = Lineages::default();
        for layer in &order.layers {
            let layer: Vec<SourceFile> = layer.iter().copied().filter(|it| cone.contains(it)).collect();
            for chunk in layer.chunks(CHUNK) {
                let model = |db: &mut db::RootDatabase, file: &SourceFile| {
                    sema::schema(db, *file);
                    wanted.contains(file).then(|| (*file, model::model_lineage(db, *file)))
                };
                let found = chunk.par_iter().map_with(self.database().clone(), model);
                let found: Vec<_> = found.flatten().collect();
                lineages.extend(found);
                self.collect_garbage();
            }
        }
        lineages
    }

    /// Cuts the rings of a project: no query may meet one.
    fn cut_rings_of(&mut self, project: Project) {
        let order = sema::order(self.database(), project);
        if let Err(crate::Cancelled::Ring(ring)) = sweep::uncut_rings(self.database(), order) {
            self.cut_rings(&ring);
        }
    }
}

impl Analysis {
    /// As [`Host::lineage`], with what a view shows beside it, on this snapshot alone.
    pub fn lineage_view(
        &self,
        root: &ProjectRoot,
        request: &LineageRequest,
    ) -> Cancellable<Result<LineageView, LineageFault>> {
        let Some(project) = self.project(root) else {
            return Ok(Err(LineageFault::NoModel { closest: None }));
        };
        self.with(|db| sweep::uncut_rings(db, sema::order(db, project)))??;
        self.with(|db| {
            let focus = match walk::model(db, project, &request.model) {
                Ok(focus) => focus,
                Err(fault) => return Ok(Err(fault)),
            };
            let wanted = walk::wanted(db, project, focus, request);
            let lineages = lineages_at_once(db, project, &wanted, self.patience())?;
            let graph = walk::graph(db, project, focus, &lineages, request);
            Ok(graph.map(|it| view::view(db, project, focus, it, &lineages, request)))
        })?
    }
}

/// As [`Host::lineages`], on one snapshot.
fn lineages_at_once(
    db: &RootDatabase,
    project: Project,
    wanted: &FxHashSet<SourceFile>,
    patience: usize,
) -> Cancellable<Lineages> {
    let models: Vec<SourceFile> =
        sema::order(db, project).models().filter(|it| wanted.contains(it)).collect();
    let lineages = many::each_prepared(db, &models, patience, model::model_lineage)?;
    Ok(models.into_iter().zip(lineages).collect())
}
