//! A snapshot of the database, and what can be asked of it.

use crate::{
    CancellationToken, Completion, Definitions, Diagnostic, DocumentSymbol, FileId, FilePosition, FileRange, Fix,
    Hover, LineIndex, Reference, WorkspaceSymbol,
};
use base::{Code, TextRange};
use db::{ProjectRoot, RelativePath, RootDatabase};
use std::{panic::AssertUnwindSafe, sync::Arc};

/// A snapshot. Cheap to make; hold it only while asking, because a change waits until it is dropped.
pub struct Analysis {
    db: RootDatabase,
}

/// Why a question was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cancelled {
    /// A change is waiting: ask again, of a new snapshot, if the question still makes sense.
    ByChange,
    /// The snapshot's [`CancellationToken`] was used.
    ByClient,
    /// The models that the question reaches stand in a large dependency ring. Give it to [`crate::Host::cut_rings`] and
    /// ask again.
    LargeRing(Vec<FileId>),
    /// A query panicked: a defect of ours. The message is for the log.
    Panicked(String),
}

/// An answer, or why there is none.
pub type Cancellable<T> = Result<T, Cancelled>;

/// All diagnostics of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDiagnostics {
    /// The file.
    pub file: FileId,
    /// Sorted by range, then code.
    pub diagnostics: Arc<[Diagnostic]>,
}

impl Analysis {
    pub(crate) fn new(db: RootDatabase) -> Analysis {
        Analysis { db }
    }

    /// A handle that cancels this snapshot from another thread.
    pub fn cancellation_token(&self) -> CancellationToken {
        CancellationToken::of(&self.db)
    }

    /// The text that answers about `file` are about.
    pub fn text(&self, file: FileId) -> Arc<str> {
        file.0.text(&self.db).text.clone()
    }

    /// Line starts of that text.
    pub fn line_index(&self, file: FileId) -> Cancellable<LineIndex> {
        self.with(|db| Arc::new(line_index::LineIndex::new(&file.0.text(db).text)))
    }

    /// The file at `path` in the project at `root`, if it exists now.
    pub fn file(&self, root: &ProjectRoot, path: &RelativePath) -> Option<FileId> {
        let project = self.db.project(root)?;
        self.db.file(project, path).map(FileId)
    }

    /// Where a file lies.
    pub fn path(&self, file: FileId) -> (ProjectRoot, RelativePath) {
        (file.0.project(&self.db).root(&self.db).clone(), file.0.path(&self.db).clone())
    }

    /// Every file of a project that may have diagnostics, by path.
    pub fn files(&self, root: &ProjectRoot) -> Vec<FileId> {
        let project = self.db.project(root);
        project.map(|it| it.files(&self.db).values().copied().map(FileId).collect()).unwrap_or_default()
    }

    /// All diagnostics of one file, sorted by range, then code: SQL, DSL or TOML.
    pub fn diagnostics(&self, file: FileId) -> Cancellable<Arc<[Diagnostic]>> {
        let _ = file;
        self.with(|_| Arc::from(Vec::new()))
    }

    /// All diagnostics of a project, file by file in dependency order, each handed to `sink` as soon as it is known;
    /// files without any included. `sink` returns whether to go on.
    pub fn project_diagnostics(
        &self,
        root: &ProjectRoot,
        mut sink: impl FnMut(FileDiagnostics) -> bool,
    ) -> Cancellable<()> {
        for file in self.files(root) {
            let diagnostics = self.diagnostics(file)?;
            if !sink(FileDiagnostics { file, diagnostics }) {
                break;
            }
        }
        Ok(())
    }

    /// A fingerprint of what other models can see of this one: its output schema. Equal before and after an edit means
    /// that no other file's diagnostics can have changed through it.
    pub fn interface_fingerprint(&self, file: FileId) -> Cancellable<u64> {
        let _ = file;
        self.with(|_| 0)
    }

    /// Files, among `candidates`, whose diagnostics depend on `file` through any number of models.
    pub fn dependants(&self, file: FileId, candidates: &[FileId]) -> Cancellable<Vec<FileId>> {
        let _ = (file, candidates);
        self.with(|_| Vec::new())
    }

    /// The card about what is under the cursor.
    pub fn hover(&self, position: FilePosition) -> Cancellable<Option<Hover>> {
        let _ = position;
        self.with(|_| None)
    }

    /// Where the thing under the cursor is defined.
    pub fn definition(&self, position: FilePosition) -> Cancellable<Option<Definitions>> {
        let _ = position;
        self.with(|_| None)
    }

    /// Every use of the thing under the cursor, in this file and all others, sorted by path and position.
    pub fn references(
        &self,
        position: FilePosition,
        include_definition: bool,
    ) -> Cancellable<Option<Vec<Reference>>> {
        let _ = (position, include_definition);
        self.with(|_| None)
    }

    /// What may stand at the cursor.
    pub fn completions(&self, position: FilePosition) -> Cancellable<Vec<Completion>> {
        let _ = position;
        self.with(|_| Vec::new())
    }

    /// Fixes for the diagnostics that touch `range`, each with the diagnostic that it mends.
    pub fn fixes(&self, file: FileId, range: TextRange) -> Cancellable<Vec<(Diagnostic, Fix)>> {
        let diagnostics = self.diagnostics(file)?;
        let touching = diagnostics.iter().filter(|it| it.range.intersect(range).is_some());
        Ok(touching.flat_map(|it| it.fixes.iter().map(|fix| (it.clone(), fix.clone()))).collect())
    }

    /// The outline of a file.
    pub fn document_symbols(&self, file: FileId) -> Cancellable<Vec<DocumentSymbol>> {
        let _ = file;
        self.with(|_| Vec::new())
    }

    /// Models, common table expressions and columns of every project whose name contains `query`, ignoring case;
    /// exact and prefix matches first; at most `limit`.
    pub fn workspace_symbols(&self, query: &str, limit: usize) -> Cancellable<Vec<WorkspaceSymbol>> {
        let _ = (query, limit);
        self.with(|_| Vec::new())
    }

    /// The page that explains a code, in Markdown.
    pub fn explain(code: Code) -> &'static str {
        let _ = code;
        ""
    }

    /// The range of a whole file.
    pub fn whole(&self, file: FileId) -> FileRange {
        FileRange { file, range: TextRange::up_to(base::TextSize::of(&*file.0.text(&self.db).text)) }
    }

    /// Runs `query`, turning salsa's unwinding into a value.
    fn with<T>(&self, query: impl FnOnce(&RootDatabase) -> T) -> Cancellable<T> {
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| {
            salsa::Cancelled::catch(AssertUnwindSafe(|| query(&self.db)))
        }));
        match outcome {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(salsa::Cancelled::Local)) => Err(Cancelled::ByClient),
            Ok(Err(salsa::Cancelled::PropagatedPanic)) => Err(Cancelled::Panicked("in another thread".into())),
            Ok(Err(_)) => Err(Cancelled::ByChange),
            Err(payload) => Err(Cancelled::Panicked(panic_message(&*payload))),
        }
    }
}

fn panic_message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".into())
}
