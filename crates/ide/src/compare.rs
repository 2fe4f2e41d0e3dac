//! A project compared with another revision of it: which models and columns have changed, and who reads them.
//!
//! The revision is a second project of the same database. It shares the inputs of all files that mean the same in both
//! (decisions.md 8.1), so of ten thousand models only those are analysed twice that an edit can have changed: the edited
//! ones, and whatever reads them.

mod affected;
mod breaking;
mod columns;
mod consumers;
mod contracts;
mod facts;
mod logic;
mod notes;
mod pairs;
mod types;
mod words;

pub use breaking::breaking_changes;
pub use contracts::{HistoryDiagnostic, with_history};
pub use notes::BreakingNote;
pub use types::{
    BreakingChange, BreakingFinding, BreakingSeverity, ChangedColumn, ColumnAspect, ColumnState, Comparison,
    Consumer, Dependent, EditKind, ModelChange, ModelState, ModelStatus,
};

use crate::{Cancellable, Host};
use affected::Affected;
use db::{Project, ProjectRoot, RelativePath, Revision, SourceFile};
use facts::ModelFacts;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// The two sides of a comparison.
#[derive(Clone, Copy)]
struct Sides {
    head: Project,
    base: Project,
}

/// Facts by path, dependencies first.
type Facts = Vec<(RelativePath, ModelFacts)>;

impl Host {
    /// Compares the project at `root` with another revision of it. The revision stays in the database as the project
    /// `base_root`; comparing with another one takes its place.
    ///
    /// # Errors
    /// The analysis was cancelled, or met a defect of ours.
    pub fn compare(
        &mut self,
        root: &ProjectRoot,
        base_root: &ProjectRoot,
        revision: &Revision,
    ) -> Cancellable<Comparison> {
        let Some(head) = self.database().project(root) else { return Ok(Comparison::default()) };
        let base = self.set_base(base_root, head, revision, &BTreeSet::new());
        let sides = Sides { head, base };
        self.warm_heads(head);
        let mut affected = self.analysis().with(|db| Affected::find(db, sides, revision))?;
        // A file means the same in both revisions only if all that it reads does.
        self.set_base(base_root, head, revision, &affected.own_files(revision));
        if affected.everything {
            self.analysis().with(|db| affected.add_everything(db, sides))?;
        }
        let facts_of_head = self.facts(head, &affected)?;
        let facts_of_base = self.facts(base, &affected)?;
        self.analysis().with(|db| {
            let pairs = pairs::pairs(&facts_of_base, &facts_of_head);
            let mut comparison = columns::compare(&pairs, &facts_of_base, &facts_of_head, &affected.edited);
            consumers::add(&mut comparison, &facts_of_base, &facts_of_head);
            comparison.total_models = sema::model_index(db, head).models.len()
                + comparison.models.iter().filter(|it| it.status == ModelStatus::Removed).count();
            comparison.diagnostics = contracts::diagnostics(db, &comparison, &facts_of_base);
            comparison
        })
    }

    fn set_base(
        &mut self,
        base_root: &ProjectRoot,
        head: Project,
        revision: &Revision,
        own: &BTreeSet<RelativePath>,
    ) -> Project {
        self.database_mut().set_revision(base_root, head, revision, own)
    }

    /// What there is to say of the affected models of one side, dependencies first.
    fn facts(&mut self, project: Project, affected: &Affected) -> Cancellable<Facts> {
        let files = project.files(self.database());
        let db = self.database();
        let wanted = affected.models.iter().filter_map(|it| files.get(it).copied());
        let wanted: Vec<SourceFile> = wanted.filter(|it| sema::is_model(db, *it)).collect();
        let is_wanted: FxHashSet<SourceFile> = wanted.iter().copied().collect();
        let edited: FxHashSet<SourceFile> =
            affected.edited.iter().filter_map(|it| files.get(it).copied()).collect();
        let mut found: FxHashMap<SourceFile, ModelFacts> = FxHashMap::default();
        let mut order = Vec::new();
        self.visit_cones(
            &wanted,
            |db, file| is_wanted.contains(&file).then(|| facts::facts(db, file, edited.contains(&file))),
            |file, facts| {
                if found.insert(file, facts).is_none() {
                    order.push(file);
                }
            },
        )?;
        let db = self.database();
        let facts = order.into_iter().filter_map(|file| Some((file.path(db).clone(), found.remove(&file)?)));
        Ok(facts.collect())
    }
}

impl Comparison {
    /// The models whose columns, rows or build have changed, or that have come or gone.
    pub fn changed(&self) -> impl Iterator<Item = &ModelChange> {
        self.models.iter().filter(|it| it.status != ModelStatus::Unchanged)
    }

    /// How many models have this status.
    pub fn count(&self, status: ModelStatus) -> usize {
        match status {
            ModelStatus::Unchanged => self.total_models - self.changed().count(),
            _ => self.models.iter().filter(|it| it.status == status).count(),
        }
    }
}
