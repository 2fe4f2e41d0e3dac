//! What a fix does, found out before it is applied: what it touches is analysed as it would be, in a second database.

use crate::{
    Analysis, Cancellable, Diagnostic, FileEdit, FileId, Fix, Host, cone, diagnostics::diagnostics,
    fork::Supposed, lineage::walk, readers::Current,
};
use base::{Code, Severity};
use db::{Db, Project, RelativePath, RootDatabase, SourceFile};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// How many files are looked at between two collections of garbage.
const SLICE: usize = 32;

/// What applying a fix does to the diagnostics of the files that it may concern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// What is said no more.
    pub clears: Vec<Verified>,
    /// What is said that was not.
    pub introduces: Vec<Verified>,
}

/// A diagnostic that comes or goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verified {
    /// The file that it is in.
    pub path: RelativePath,
    /// Its code.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Its words.
    pub message: String,
    /// Its identity.
    pub fingerprint: String,
}

/// What the second database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The project as it is.
    Before,
    /// The project with the fix.
    After,
    /// Whatever it was asked last.
    Other,
}

impl Analysis {
    /// Applies a fix in a second database, and says what it clears and introduces: in the files that it edits, in what
    /// describes them, and, where the columns of a model are others afterwards, in the models that read it.
    pub fn verify(&self, file: FileId, fix: &Fix) -> Cancellable<Verification> {
        let project = self.with(|db| file.0.project(db))?;
        let supposed = Supposed { edits: &fix.edits, creates: &fix.creates, ..Supposed::default() };
        self.in_fork(project, |fork| self.verify_in(fork, file, supposed, State::Other))
    }

    /// The same of whatever is supposed, in a second database that is at hand, in some state. Files are called in what comes
    /// and goes as they are called then and now.
    pub(crate) fn verify_in(
        &self,
        fork: &mut Host,
        file: FileId,
        supposed: Supposed<'_>,
        mut state: State,
    ) -> Cancellable<Verification> {
        let project = self.with(|db| file.0.project(db))?;
        let mut files = self.with(|db| edited_files(db, file.0, supposed.edits))?;
        files.extend(supposed.deletes.iter().cloned());
        files.extend(supposed.creates.iter().map(|it| RelativePath::new(it.0.clone())));
        let mut looked_at: FxHashSet<RelativePath> = files.iter().cloned().collect();
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        // Both states are computed anew whenever there are more files to look at. Doubled each time, the reach makes
        // that seldom where columns differ along a long chain.
        let mut reach = 1;
        while !files.is_empty() {
            let (mut schemas_before, mut schemas_after) = (Vec::new(), Vec::new());
            // The state that it is in comes first: to change it costs more than to look.
            let states = match state {
                State::After => [State::After, State::Before],
                State::Before | State::Other => [State::Before, State::After],
            };
            for wanted in states {
                let is_before = wanted == State::Before;
                if state != wanted {
                    self.suppose(fork, project, if is_before { Supposed::default() } else { supposed })?;
                    state = wanted;
                }
                match is_before {
                    true => schemas_before = self.look(fork, project, &files, &mut before)?,
                    false => {
                        let called: Vec<_> = files.iter().map(|it| supposed.path(it).clone()).collect();
                        schemas_after = self.look(fork, project, &called, &mut after)?;
                    }
                }
            }
            let states = files.iter().zip(schemas_before.iter().zip(&schemas_after));
            let changed: Vec<&RelativePath> = states.filter(|it| it.1.0 != it.1.1).map(|it| it.0).collect();
            files = match changed[..] {
                [] => Vec::new(),
                _ => self.with(|db| readers(db, project, &changed, reach))?,
            };
            files.retain(|it| looked_at.insert(it.clone()));
            reach *= 2;
        }
        let more = |than: &BTreeMap<Verified, usize>, of: &BTreeMap<Verified, usize>| {
            let is_more = |it: &(&Verified, &usize)| *it.1 > than.get(it.0).copied().unwrap_or_default();
            of.iter().filter(is_more).map(|it| it.0.clone()).collect()
        };
        Ok(Verification { clears: more(&after, &before), introduces: more(&before, &after) })
    }

    /// Counts what the second database says of some files; the fingerprints of their schemas.
    fn look(
        &self,
        fork: &mut Host,
        project: Project,
        files: &[RelativePath],
        counts: &mut BTreeMap<Verified, usize>,
    ) -> Cancellable<Vec<Option<u64>>> {
        let root = self.with(|db| project.root(db).clone())?;
        let mut schemas = Vec::with_capacity(files.len());
        for slice in files.chunks(SLICE) {
            for path in slice {
                // What the other database does is not interrupted by changes to this one, which wait meanwhile.
                self.with(salsa::Database::unwind_if_revision_cancelled)?;
                let (schema, found) = fork.settled(|there| match there.file(&root, path) {
                    Some(file) => there.about(file, |db| (schema(db, file.0), diagnostics(db, file.0, None))),
                    None => Ok(Default::default()),
                })?;
                schemas.push(schema);
                count(counts, path, &found);
            }
            if slice.len() == SLICE {
                fork.collect_garbage();
            }
        }
        Ok(schemas)
    }
}

/// A file, those that are edited, and those that describe the models among them.
fn edited_files(db: &RootDatabase, file: SourceFile, edits: &[FileEdit]) -> Vec<RelativePath> {
    let mut files = vec![file];
    files.extend(edits.iter().map(|it| it.place.file.0));
    let models: Vec<SourceFile> = files.iter().filter_map(|it| cone::model_of(db, *it)).collect();
    models.into_iter().for_each(|it| files.extend(described(db, it)));
    let mut seen = FxHashSet::default();
    files.retain(|it| seen.insert(*it));
    files.into_iter().map(|it| it.path(db).clone()).collect()
}

/// A model, and the files that describe it.
fn described(db: &dyn Db, model: SourceFile) -> impl Iterator<Item = SourceFile> {
    let beside = sema::model(db, model).described_in.filter(|it| *it != model);
    [Some(model), beside, sema::contract_file(db, model)].into_iter().flatten()
}

fn schema(db: &dyn Db, file: SourceFile) -> Option<u64> {
    sema::is_model(db, file).then(|| sema::schema_fingerprint(db, file))
}

/// The models that read some of `files` over at most so many steps, and what describes them.
fn readers(db: &dyn Db, project: Project, files: &[&RelativePath], steps: usize) -> Vec<RelativePath> {
    let readers = Current::anew(db, project);
    let known = project.files(db);
    let models = files.iter().filter_map(|it| known.get(*it).copied());
    let next = |it: SourceFile| readers.of(db, it);
    let reached = walk::reach(models, Some(steps), next);
    let mut files: Vec<RelativePath> =
        reached.into_iter().flat_map(|it| described(db, it)).map(|it| it.path(db).clone()).collect();
    files.sort();
    files
}

fn count(counts: &mut BTreeMap<Verified, usize>, path: &RelativePath, found: &[Diagnostic]) {
    for it in found {
        let verified = Verified {
            path: path.clone(),
            code: it.code,
            severity: it.severity,
            message: it.message.clone(),
            fingerprint: it.fingerprint.clone(),
        };
        *counts.entry(verified).or_default() += 1;
    }
}
