//! Sweeps over a whole project.

use crate::{Cancelled, FileDiagnostics, FileId, diagnostics, host::Host};
use db::{Db, Project, ProjectRoot, SourceFile};
use rayon::prelude::*;

/// How many models are analysed between two collections of garbage: trees, bodies and inferences of finished models
/// are freed there, so that memory does not grow with them.
const CHUNK: usize = 1024;

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

fn uncut_rings(db: &dyn Db, order: &sema::DependencyOrder) -> Result<(), Cancelled> {
    let rings = order.rings.iter().filter(|ring| !ring.iter().all(|it| sema::is_cut(db, *it)));
    let members: Vec<FileId> = rings.flat_map(|it| it.iter().copied().map(FileId)).collect();
    if members.is_empty() { Ok(()) } else { Err(Cancelled::Ring(members)) }
}

impl Host {
    /// All diagnostics of a project in one pass over all cores: the batch form of
    /// [`crate::Analysis::project_diagnostics`], which frees what a finished model no longer needs. Sorted by path; files
    /// without diagnostics are left out.
    pub fn sweep(&mut self, root: &ProjectRoot) -> Vec<FileDiagnostics> {
        let Some(project) = self.database().project(root) else { return Vec::new() };
        self.warm_heads(project);
        if let Err(Cancelled::Ring(ring)) =
            uncut_rings(self.database(), sema::order(self.database(), project))
        {
            self.cut_rings(&ring);
        }
        let layers = sema::order(self.database(), project).layers.clone();
        let models = &sema::model_index(self.database(), project).models;
        let others = project.files(self.database()).values().copied().filter(|it| !models.contains(it));
        let others: Vec<SourceFile> = others.collect();
        let mut faulty = Vec::new();
        let mut since_collection = 0;
        for files in layers.iter().map(|it| &it[..]).chain([&others[..]]) {
            for chunk in files.chunks(CHUNK) {
                if since_collection + chunk.len() > CHUNK {
                    self.collect_garbage();
                    since_collection = 0;
                }
                since_collection += chunk.len();
                let found =
                    chunk.par_iter().with_min_len(16).map_with(self.database().clone(), |db, file| {
                        if sema::is_model(db, *file) {
                            sema::schema(db, *file);
                        }
                        diagnostics::has_findings(db, *file)
                            .then(|| (*file, diagnostics::diagnostics(db, *file)))
                    });
                faulty.extend(found.flatten().collect::<Vec<_>>());
            }
        }
        let db = self.database();
        faulty.sort_by(|a, b| a.0.path(db).cmp(b.0.path(db)));
        let diagnostics = faulty.into_iter().filter(|(_, diagnostics)| !diagnostics.is_empty());
        diagnostics.map(|(file, diagnostics)| FileDiagnostics { file: FileId(file), diagnostics }).collect()
    }

    /// Makes ready what [`sema::order`] reads, on all cores and without keeping trees: for commands that list models and
    /// do not check them.
    pub fn prepare_order(&mut self, root: &ProjectRoot) {
        if let Some(project) = self.database().project(root) {
            self.warm_heads(project);
        }
    }

    /// Parses every model on all cores, keeping only what order needs.
    fn warm_heads(&mut self, project: Project) {
        let models = sema::model_index(self.database(), project).models.clone();
        for chunk in models.chunks(CHUNK) {
            let warm = chunk.par_iter().with_min_len(16);
            warm.for_each_with(self.database().clone(), |db, file| {
                sema::dependencies(db, *file);
            });
            self.collect_garbage();
        }
    }
}
