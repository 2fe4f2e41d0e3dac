//! Which models read which, remembered from one look at a whole project to the next.
//!
//! Who is read by whom takes a look at the head of every model, and after each key at whether that still holds: too much
//! for a card or a lens. A front keeps what a walk has found, and what it was found in is compared: texts one by one,
//! which are shared, and everything else at once, which is never touched by typing SQL.

use crate::{Analysis, Cancellable, FileId, lineage::walk, sweep};
use db::{Db, Project, ProjectRoot, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Which models of a project read which, as it was when that was looked at.
#[derive(Clone, Debug)]
pub struct Readers(Arc<Graph>);

#[derive(Debug)]
struct Graph {
    surroundings: Arc<Surroundings>,
    /// Each model's text of then, and what it reads.
    models: FxHashMap<SourceFile, (Arc<str>, Box<[SourceFile]>)>,
    /// The models that read each model, those that come first in the project's order first.
    readers: FxHashMap<SourceFile, Vec<SourceFile>>,
}

/// What decides, beside the texts of models, which models they read. Another one whenever that may have changed.
#[derive(Debug)]
pub(crate) struct Surroundings;

/// See [`Surroundings`]. Everything that it reads has the high durability, so a key in a model validates nothing of it.
#[salsa::tracked(returns(clone), no_eq)]
fn surroundings(db: &dyn Db, project: Project) -> Arc<Surroundings> {
    for &model in &sema::model_index(db, project).models {
        db::dialect(db, model);
        sema::declared_dependencies(db, model);
    }
    project.variables(db);
    Arc::new(Surroundings)
}

/// Which models read which now.
pub(crate) struct Current {
    graph: Arc<Graph>,
    /// The models that read others than then.
    changed: Vec<SourceFile>,
}

impl Current {
    /// Finds out anew, which reads the head of every model.
    pub(crate) fn anew(db: &dyn Db, project: Project) -> Current {
        Current { graph: Arc::new(Graph::new(db, project)), changed: Vec::new() }
    }

    /// What is known, and what has changed since; nothing where more has changed than texts of models.
    pub(crate) fn of_known(db: &dyn Db, project: Project, known: &Readers) -> Option<Current> {
        let graph = &known.0;
        if !Arc::ptr_eq(&surroundings(db, project), &graph.surroundings) {
            return None;
        }
        let is_edited = |it: &SourceFile| {
            let text = &it.text(db).text;
            graph.models.get(it).is_none_or(|(was, _)| !Arc::ptr_eq(was, text))
        };
        let reads_others =
            |it: &SourceFile| graph.models.get(it).is_none_or(|(_, was)| was != sema::dependencies(db, *it));
        let models = sema::model_index(db, project).models.iter().copied();
        let changed = models.filter(is_edited).filter(reads_others).collect();
        Some(Current { graph: Arc::clone(graph), changed })
    }

    /// The models that read a model, those that come first in the project's order first, but for models that have begun to
    /// read it since that was last looked at.
    pub(crate) fn of(&self, db: &dyn Db, model: SourceFile) -> Vec<SourceFile> {
        let known = self.graph.readers.get(&model).into_iter().flatten().copied();
        let known = known.filter(|it| !self.changed.contains(it));
        let new = self.changed.iter().copied().filter(|it| sema::dependencies(db, *it).contains(&model));
        known.chain(new).collect()
    }

    /// The models that read a model, through any number of others, itself included.
    pub(crate) fn reached_from(&self, db: &dyn Db, model: SourceFile) -> FxHashSet<SourceFile> {
        walk::reach([model], None, |it| self.of(db, it))
    }

    /// How many models read a model, through any number of others.
    pub(crate) fn count_downstream(&self, db: &dyn Db, model: SourceFile) -> usize {
        self.reached_from(db, model).len() - 1
    }
}

impl Graph {
    fn new(db: &dyn Db, project: Project) -> Graph {
        let mut graph = Graph {
            surroundings: surroundings(db, project),
            models: FxHashMap::default(),
            readers: FxHashMap::default(),
        };
        for model in sema::order(db, project).models() {
            let read = sema::dependencies(db, model);
            for it in read {
                graph.readers.entry(*it).or_default().push(model);
            }
            graph.models.insert(model, (Arc::clone(&model.text(db).text), read.clone()));
        }
        graph
    }
}

impl Analysis {
    /// Which models of a project read which, for cards and lenses to be told. It reads the head of every model: for the end of
    /// a walk.
    pub fn readers(&self, root: &ProjectRoot) -> Cancellable<Option<Readers>> {
        let Some(project) = self.project(root) else { return Ok(None) };
        self.with(|db| sweep::uncut_rings(db, sema::order(db, project)))??;
        self.with(|db| Some(Readers(Arc::new(Graph::new(db, project)))))
    }

    /// How much hangs on a model. Where `known` does not hold any more, or nothing is known, every model's head is read.
    pub fn blast_radius(&self, model: FileId, known: Option<&Readers>) -> Cancellable<crate::BlastRadius> {
        self.with(|db| {
            let project = model.0.project(db);
            let current = known.and_then(|it| Current::of_known(db, project, it));
            let current = current.unwrap_or_else(|| Current::anew(db, project));
            crate::code_lens::blast_radius(db, &current, model.0)
        })
    }
}
