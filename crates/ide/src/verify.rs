//! What a fix does, found out before it is applied: the project is analysed as it would be, in a database of its own.

use crate::{
    Analysis, Cancellable, Diagnostic, FileId, Fix, Host, cone, diagnostics::diagnostics, fork, sweep,
};
use base::Code;
use db::{Db, Project, RelativePath, RootDatabase, SourceFile};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

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
    /// Its words.
    pub message: String,
    /// Its identity.
    pub fingerprint: String,
}

impl Analysis {
    /// Applies a fix in a database of its own, and says what it clears and introduces: in the files that it edits, in
    /// what describes them, and, where the columns of a model are others afterwards, in every model that reads it.
    pub fn verify(&self, file: FileId, fix: &Fix) -> Cancellable<Verification> {
        let project = self.with(|db| file.0.project(db))?;
        let mut fork = self.with(|db| fork::host(fork::edited(db, project, &fix.edits, &fix.creates)))?;
        self.verify_in(file, fix, &mut fork)
    }

    /// The same in a database that is at hand.
    pub(crate) fn verify_in(&self, file: FileId, fix: &Fix, fork: &mut Host) -> Cancellable<Verification> {
        let project = self.with(|db| file.0.project(db))?;
        let edited = self.with(|db| edited_files(db, file.0, fix))?;
        for file in &edited {
            self.about(FileId(*file), |_| ())?;
        }
        let mut concerned = edited.clone();
        for file in &edited {
            if self.with(|db| schema(db, *file))? != self.schema_there(fork, *file)? {
                self.with(|db| sweep::files_in_order(db, project))??;
                concerned.extend(self.with(|db| readers(db, project, *file))?);
            }
        }
        let mut before: BTreeMap<Verified, usize> = BTreeMap::new();
        let mut after: BTreeMap<Verified, usize> = BTreeMap::new();
        let mut seen = FxHashSet::default();
        for file in concerned.into_iter().filter(|it| seen.insert(*it)) {
            let path = self.with(|db| file.path(db).clone())?;
            let found = self.about(FileId(file), |db| diagnostics(db, file, None))?;
            count(&mut before, &path, &found);
            count(&mut after, &path, &self.diagnostics_there(fork, &path, project)?);
        }
        for (path, _) in &fix.creates {
            let path = RelativePath::new(path.clone());
            count(&mut after, &path, &self.diagnostics_there(fork, &path, project)?);
        }
        let more = |than: &BTreeMap<Verified, usize>, of: &BTreeMap<Verified, usize>| {
            let is_more = |it: &(&Verified, &usize)| *it.1 > than.get(it.0).copied().unwrap_or_default();
            of.iter().filter(is_more).map(|it| it.0.clone()).collect()
        };
        Ok(Verification { clears: more(&after, &before), introduces: more(&before, &after) })
    }

    fn schema_there(&self, fork: &mut Host, file: SourceFile) -> Cancellable<Option<u64>> {
        let (root, path) = self.path(FileId(file));
        self.with(salsa::Database::unwind_if_revision_cancelled)?;
        fork.settled(|there| match there.file(&root, &path) {
            Some(file) => there.about(file, |db| schema(db, file.0)),
            None => Ok(None),
        })
    }

    fn diagnostics_there(
        &self,
        fork: &mut Host,
        path: &RelativePath,
        project: Project,
    ) -> Cancellable<Vec<Diagnostic>> {
        // What the other database does is not interrupted by changes to this one, which wait meanwhile.
        let root = self.with(|db| {
            salsa::Database::unwind_if_revision_cancelled(db);
            project.root(db).clone()
        })?;
        fork.settled(|there| match there.file(&root, path) {
            Some(file) => there.diagnostics(file).map(|it| it.to_vec()),
            None => Ok(Vec::new()),
        })
    }
}

/// The files that a fix edits, and those that describe the models among them.
fn edited_files(db: &RootDatabase, file: SourceFile, fix: &Fix) -> Vec<SourceFile> {
    let mut files = vec![file];
    files.extend(fix.edits.iter().map(|it| it.place.file.0));
    let models: Vec<SourceFile> = files
        .iter()
        .filter_map(|it| if sema::is_model(db, *it) { Some(*it) } else { cone::model_of(db, *it) })
        .collect();
    for model in models {
        files.push(model);
        files.extend(sema::model(db, model).described_in);
        files.extend(sema::contract_file(db, model));
    }
    let mut seen = FxHashSet::default();
    files.retain(|it| seen.insert(*it));
    files
}

fn schema(db: &dyn Db, file: SourceFile) -> Option<u64> {
    sema::is_model(db, file).then(|| sema::schema_fingerprint(db, file))
}

/// The models that read `file`, through any number of others, and what describes them.
fn readers(db: &dyn Db, project: Project, file: SourceFile) -> Vec<SourceFile> {
    let mut reading = FxHashSet::from_iter([file]);
    let mut readers = Vec::new();
    for model in sema::order(db, project).models() {
        if sema::dependencies(db, model).iter().any(|it| reading.contains(it)) && reading.insert(model) {
            readers.push(model);
            readers.extend(sema::model(db, model).described_in.filter(|it| *it != model));
            readers.extend(sema::contract_file(db, model));
        }
    }
    readers
}

fn count(counts: &mut BTreeMap<Verified, usize>, path: &RelativePath, found: &[Diagnostic]) {
    for it in found {
        let verified = Verified {
            path: path.clone(),
            code: it.code,
            message: it.message.clone(),
            fingerprint: it.fingerprint.clone(),
        };
        *counts.entry(verified).or_default() += 1;
    }
}
