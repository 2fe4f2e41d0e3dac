//! Sweeps over a whole project.

use crate::{
    Cancellable, Cancelled, Diagnostic, FileDiagnostics, FileId, cone, diagnostics, host::Host, many,
};
use db::{Db, Project, ProjectRoot, SourceFile};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// How many models are analysed between two collections of garbage: trees, bodies and inferences of finished models
/// are freed there, so that memory does not grow with them.
const CHUNK: usize = 32;

/// The fewest of them that are worth another thread.
const SMALLEST_SHARE: usize = 16;

/// Every file of a project that may have diagnostics, models first and in dependency order, their schemas computed.
///
/// # Errors
/// The rings that have not been cut.
pub(crate) fn files_in_order(db: &dyn Db, project: Project) -> Result<Vec<SourceFile>, Cancelled> {
    let order = sema::order(db, project);
    uncut_rings(db, order)?;
    let mut files: Vec<SourceFile> = order.models().collect();
    for &model in &files {
        sema::schema(db, model);
    }
    files.extend(project.files(db).values().copied().filter(|it| !sema::is_model(db, *it)));
    Ok(files)
}

/// # Errors
/// The rings that have not been cut.
pub(crate) fn uncut_rings(db: &dyn Db, order: &sema::DependencyOrder) -> Result<(), Cancelled> {
    let rings = order.rings.iter().filter(|ring| !ring.iter().all(|it| sema::is_cut(db, *it)));
    let members: Vec<FileId> = rings.flat_map(|it| it.iter().copied().map(FileId)).collect();
    if members.is_empty() { Ok(()) } else { Err(Cancelled::Ring(members)) }
}

/// What one pass over a model leaves: the file and its diagnostics, where it has any.
pub(crate) type Faulty = (SourceFile, Arc<[Diagnostic]>);

/// A file and what it reads, checked.
pub(crate) struct Cone {
    /// Dependencies first.
    pub(crate) done: Vec<SourceFile>,
    pub(crate) faulty: Vec<Faulty>,
}

/// Checks a file and every model that it reads and that is not done yet, dependencies first: each is lowered once, and
/// what lowering made is still at hand when its schema, its findings and what those of the project need are asked for.
/// The findings of the project themselves are none of the diagnostics yet.
///
/// # Errors
/// The members of a ring that has not been cut.
pub(crate) fn check_cone(
    db: &dyn Db,
    file: SourceFile,
    done: &FxHashSet<SourceFile>,
) -> Result<Cone, Vec<SourceFile>> {
    let mut cone = Cone { done: Vec::new(), faulty: Vec::new() };
    let mut rings_of_tests = Vec::new();
    let mut check = |file: SourceFile| {
        // What the tests of a model name may be read by nobody here.
        let model = cone::model_of(db, file);
        if let Some(Err(rings)) = model.map(|it| cone::prepare_tests(db, it, done)) {
            rings_of_tests.extend(rings);
            return;
        }
        cone.done.push(file);
        lint::prepare_project_findings(db, file);
        if diagnostics::may_have_diagnostics(db, file) {
            cone.faulty.push((file, diagnostics::diagnostics(db, file, None)));
        }
    };
    let model = cone::model_of(db, file);
    if let Some(model) = model.filter(|it| !done.contains(it)) {
        let rings = sema::rings_in_cone(db, model, done, |it| {
            sema::schema(db, it);
            // What a cut model reads has not been visited; it is checked in its own turn.
            if it == model || !sema::is_cut(db, it) {
                check(it);
            }
        });
        if !rings.is_empty() {
            return Err(rings.into_iter().flatten().collect());
        }
    }
    if model != Some(file) {
        check(file);
    }
    if rings_of_tests.is_empty() { Ok(cone) } else { Err(rings_of_tests) }
}

impl Host {
    /// All diagnostics of a project in one pass over all cores: the batch form of
    /// [`crate::Analysis::project_diagnostics`], which frees what a finished model no longer needs. Sorted by path; files
    /// without diagnostics are left out.
    pub fn sweep(&mut self, root: &ProjectRoot) -> Vec<FileDiagnostics> {
        let Some(project) = self.database().project(root) else { return Vec::new() };
        let files: Vec<SourceFile> = project.files(self.database()).values().copied().collect();
        let mut faulty: Vec<Faulty> = Vec::new();
        let mut done: FxHashSet<SourceFile> = FxHashSet::default();
        let mut chunks = files.chunks(CHUNK);
        while let Some(chunk) = chunks.next() {
            let cones = chunk.par_iter().with_min_len(SMALLEST_SHARE);
            let outcome: Result<Vec<Cone>, Vec<SourceFile>> =
                cones.map_with(self.database().clone(), |db, file| check_cone(db, *file, &done)).collect();
            match outcome {
                Ok(cones) => {
                    for cone in cones {
                        done.extend(cone.done);
                        faulty.extend(cone.faulty);
                    }
                    self.collect_garbage();
                }
                // All rings are cut at once, and the sweep begins anew: what is known of the models that are done must
                // be validated, dependencies first.
                Err(ring) => {
                    self.cut_all_rings(project, ring);
                    done.clear();
                    faulty.clear();
                    chunks = files.chunks(CHUNK);
                }
            }
        }
        self.add_project_findings(project, &mut faulty);
        let db = self.database();
        faulty.sort_by(|a, b| a.0.path(db).cmp(b.0.path(db)));
        // Two threads may have come by one model.
        faulty.dedup_by_key(|it| it.0);
        let diagnostics = faulty.into_iter().filter(|(_, diagnostics)| !diagnostics.is_empty());
        diagnostics.map(|(file, diagnostics)| FileDiagnostics { file: FileId(file), diagnostics }).collect()
    }

    /// Makes the diagnostics anew that depend on who reads a file, after every file was checked.
    fn add_project_findings(&mut self, project: Project, faulty: &mut [Faulty]) {
        let findings = lint::project_findings(self.database(), project);
        let db = self.database();
        let is_other = |it: &&mut Faulty| diagnostics::depend_on_readers(db, it.0, &findings);
        let mut others: Vec<&mut Faulty> = faulty.iter_mut().filter(is_other).collect();
        for chunk in others.chunks_mut(CHUNK) {
            let again = chunk.par_iter_mut().with_min_len(SMALLEST_SHARE);
            again.for_each_with(self.database().clone(), |db, (file, diagnostics)| {
                *diagnostics = diagnostics::diagnostics(db, *file, Some(&findings));
            });
            self.collect_garbage();
        }
    }

    /// Visits these models and all that they read, dependencies first and each schema computed, over all cores and
    /// freeing on the way what finished models no longer need. What `look` yields for a model is handed to `take`, in an
    /// order in which dependencies come first, perhaps more than once.
    ///
    /// # Errors
    /// The analysis was cancelled, or met a defect of ours.
    pub(crate) fn visit_cones<T: Send>(
        &mut self,
        models: &[SourceFile],
        look: impl Fn(&dyn Db, SourceFile) -> Option<T> + Sync,
        mut take: impl FnMut(SourceFile, T),
    ) -> Cancellable<()> {
        let mut done: FxHashSet<SourceFile> = FxHashSet::default();
        let mut chunks = models.chunks(CHUNK);
        while let Some(chunk) = chunks.next() {
            let cones = many::on_all_cores(self.database(), chunk, SMALLEST_SHARE, |db, file| {
                Ok(cone::visit(db, *file, &done, |it| look(db, it)))
            });
            let mut ring: Vec<SourceFile> = Vec::new();
            for cone in cones {
                match cone? {
                    Ok(visited) => {
                        for (file, seen) in visited {
                            done.insert(file);
                            seen.into_iter().for_each(|it| take(file, it));
                        }
                    }
                    Err(met) => ring.extend(met),
                }
            }
            if ring.is_empty() {
                self.collect_garbage();
            } else {
                self.cut_rings(&ring.into_iter().map(FileId).collect::<Vec<_>>());
                done.clear();
                chunks = models.chunks(CHUNK);
            }
        }
        Ok(())
    }

    /// Cuts every ring of a project, one of which is known.
    fn cut_all_rings(&mut self, project: Project, known: Vec<SourceFile>) {
        self.warm_heads(project);
        let mut members: Vec<FileId> = known.into_iter().map(FileId).collect();
        if let Err(Cancelled::Ring(others)) =
            uncut_rings(self.database(), sema::order(self.database(), project))
        {
            members.extend(others);
        }
        self.cut_rings(&members);
    }

    /// Makes ready what [`sema::order`] reads, on all cores and without keeping trees: for commands that list models and
    /// do not check them.
    pub fn prepare_order(&mut self, root: &ProjectRoot) {
        if let Some(project) = self.database().project(root) {
            self.warm_heads(project);
        }
    }

    /// Parses every model on all cores, keeping only what order needs.
    pub(crate) fn warm_heads(&mut self, project: Project) {
        let models = sema::model_index(self.database(), project).models.clone();
        for chunk in models.chunks(CHUNK) {
            let warm = chunk.par_iter().with_min_len(SMALLEST_SHARE);
            warm.for_each_with(self.database().clone(), |db, file| {
                sema::dependencies(db, *file);
            });
            self.collect_garbage();
        }
    }
}
