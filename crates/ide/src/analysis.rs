//! A snapshot of the database, and what can be asked of it.

use crate::{
    CancellationToken, CompiledSql, CompletionKind, Completions, Definitions, Diagnostic, DocumentSymbol,
    FileEdit, FileId, FileMove, FilePosition, FileRange, Fix, Fold, FormatRequest, Formatting, HierarchyCall,
    HierarchyItem, HierarchyKey, Hover, HoverRequest, InlayHint, InlayHintRequest, LineIndex, Link,
    ModelOverview, ModelRef, Reference, Rename, RenameRefusal, RenameTarget, SemanticToken, SignatureHelp,
    WorkspaceSymbol, completion, cone, definition, destinations, diagnostics, folding, fork::Fork,
    formatting, hierarchy, highlights, hover, inlay_hints, lineage, linked, links, overview, placeholder,
    references, rename, selection, semantic_tokens, signature_help, sweep, symbols,
};
use base::{TextRange, TextSize};
use db::{Db, ProjectRoot, RelativePath, RootChange, RootDatabase, SourceFile};
use format::Indent;
use std::{collections::BTreeSet, panic::AssertUnwindSafe, sync::Arc};

/// A snapshot. Cheap to make; hold it only while asking, because a change waits until it is dropped.
pub struct Analysis {
    db: RootDatabase,
    fork: Fork,
    /// After how many models a question rests.
    patience: usize,
}

/// Why a question was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cancelled {
    /// A change is waiting, or another thread gave up what was waited for: ask again, of a new snapshot, if the question
    /// still makes sense.
    ByChange,
    /// The snapshot's [`CancellationToken`] was used.
    ByClient,
    /// Models that the question reaches stand in a dependency ring. Give it to [`crate::Host::cut_rings`] and ask again.
    Ring(Vec<FileId>),
    /// A question looks at more models than memory should be kept for at once, which [`Analysis::resting_after`] has set a limit
    /// to: free it by [`crate::Host::collect_garbage`] and ask again of a new snapshot, with a higher limit. What was found
    /// out so far is kept.
    Rest,
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
    pub(crate) fn new(db: RootDatabase, fork: Fork) -> Analysis {
        Analysis { db, fork, patience: usize::MAX }
    }

    /// The snapshot with a limit to how many models a question may look at before it rests ([`Cancelled::Rest`]).
    pub fn resting_after(self, models: usize) -> Analysis {
        Analysis { patience: models, ..self }
    }

    pub(crate) fn patience(&self) -> usize {
        self.patience
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
        self.with(|db| Arc::new(crate::lines(&file.0.text(db).text)))
    }

    /// The file at `path` in the project at `root`, if it exists now.
    pub fn file(&self, root: &ProjectRoot, path: &RelativePath) -> Option<FileId> {
        let project = self.db.project(root)?;
        self.db.file(project, path).map(FileId)
    }

    pub(crate) fn database(&self) -> &RootDatabase {
        &self.db
    }

    pub(crate) fn fork(&self) -> &Fork {
        &self.fork
    }

    pub(crate) fn project(&self, root: &ProjectRoot) -> Option<db::Project> {
        self.db.project(root)
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

    /// Everything that a project consists of: applied to an empty host it makes the same project there.
    pub fn whole_project(&self, root: &ProjectRoot) -> Option<RootChange> {
        self.db.project(root).map(|it| RootChange::whole(&self.db, it))
    }

    /// All diagnostics of one file, sorted by range, then code: SQL, DSL or TOML. Those that depend on who reads it are not
    /// among them: they take a look at the whole project ([`Analysis::project_diagnostics`], [`Analysis::walk`]).
    pub fn diagnostics(&self, file: FileId) -> Cancellable<Arc<[Diagnostic]>> {
        self.about(file, |db| diagnostics::diagnostics(db, file.0, None))
    }

    /// All diagnostics of a project, file by file in dependency order, each handed to `sink` as soon as it is known;
    /// files without any included. `sink` returns whether to go on.
    pub fn project_diagnostics(
        &self,
        root: &ProjectRoot,
        mut sink: impl FnMut(FileDiagnostics) -> bool,
    ) -> Cancellable<()> {
        let Some(project) = self.db.project(root) else { return Ok(()) };
        let files = self.with(|db| sweep::files_in_order(db, project))??;
        let findings = self.with(|db| {
            files.iter().for_each(|it| lint::prepare_project_findings(db, *it));
            lint::project_findings(db, project)
        })?;
        for file in files {
            let diagnostics = self.with(|db| diagnostics::diagnostics(db, file, Some(&findings)))?;
            if !sink(FileDiagnostics { file: FileId(file), diagnostics }) {
                break;
            }
        }
        Ok(())
    }

    /// A fingerprint of what other models can see of this one: its output schema. Equal before and after an edit means
    /// that no other file's diagnostics can have changed through it.
    pub fn interface_fingerprint(&self, file: FileId) -> Cancellable<u64> {
        self.about(file, |db| match sema::is_model(db, file.0) {
            true => sema::schema_fingerprint(db, file.0),
            false => 0,
        })
    }

    /// Files, among `candidates`, whose diagnostics depend on `file` through any number of models.
    pub fn dependants(&self, file: FileId, candidates: &[FileId]) -> Cancellable<Vec<FileId>> {
        self.with(|db| {
            let reads = |it: &FileId| sema::is_statement(db, it.0) && reads(db, it.0, file.0);
            candidates.iter().copied().filter(|it| *it != file && reads(it)).collect()
        })
    }

    /// The names of the run variables that the models of a project use.
    pub fn variables(&self, root: &ProjectRoot) -> Cancellable<BTreeSet<String>> {
        let Some(project) = self.db.project(root) else { return Ok(BTreeSet::new()) };
        self.with(|db| placeholder::variables(db, project))
    }

    /// The card about what is under the cursor, as it is at most times.
    pub fn hover(&self, position: FilePosition) -> Cancellable<Option<Hover>> {
        self.card(position, &HoverRequest::default())
    }

    /// The card about what is under the cursor.
    pub fn card(&self, position: FilePosition, request: &HoverRequest<'_>) -> Cancellable<Option<Hover>> {
        self.about(position.file, |db| hover::hover(db, position, request, self.patience))?
    }

    /// Where the thing under the cursor is defined.
    pub fn definition(&self, position: FilePosition) -> Cancellable<Option<Definitions>> {
        self.about(position.file, |db| definition::definition(db, position))
    }

    /// What is promised of the thing under the cursor; where nobody promises anything, its definition.
    pub fn declaration(&self, position: FilePosition) -> Cancellable<Option<Definitions>> {
        self.about(position.file, |db| destinations::declaration(db, position))
    }

    /// The relation behind the thing under the cursor.
    pub fn type_definition(&self, position: FilePosition) -> Cancellable<Option<Definitions>> {
        self.about(position.file, |db| destinations::type_definition(db, position))
    }

    /// The expression that makes the column under the cursor, however many models pass it on.
    pub fn implementation(&self, position: FilePosition) -> Cancellable<Option<Definitions>> {
        self.about(position.file, |db| destinations::implementation(db, position))
    }

    /// The links of a file, by position.
    pub fn links(&self, file: FileId) -> Cancellable<Vec<Link>> {
        self.with(|db| links::links(db, file.0))
    }

    /// Every use of the thing under the cursor, in this file and all others, sorted by path and position.
    pub fn references(
        &self,
        position: FilePosition,
        include_definition: bool,
    ) -> Cancellable<Option<Vec<Reference>>> {
        let project = position.file.0.project(&self.db);
        self.with(|db| sweep::files_in_order(db, project))??;
        self.about(position.file, |db| references::references(db, position, include_definition))
    }

    /// The uses of the thing under the cursor in its own file, by position.
    pub fn highlights(&self, position: FilePosition) -> Cancellable<Option<Vec<Reference>>> {
        self.about(position.file, |db| highlights::highlights(db, position))
    }

    /// The local name under the cursor and its uses, where typing in one may be repeated in all.
    pub fn linked_ranges(&self, position: FilePosition) -> Cancellable<Option<Vec<TextRange>>> {
        self.about(position.file, |db| linked::linked_ranges(db, position))
    }

    /// What can be folded in a file, by where it begins, the longer before the shorter.
    pub fn folds(&self, file: FileId) -> Cancellable<Vec<Fold>> {
        self.with(|db| folding::folds(db, file.0))
    }

    /// The ranges that a selection at an offset grows to, each within the next; at least one.
    pub fn selections(&self, file: FileId, offset: TextSize) -> Cancellable<Vec<TextRange>> {
        self.with(|db| selection::selections(db, file.0, offset))
    }

    /// What each token of a file is, or of those that touch a range of it.
    pub fn semantic_tokens(
        &self,
        file: FileId,
        within: Option<TextRange>,
    ) -> Cancellable<Vec<SemanticToken>> {
        self.about(file, |db| semantic_tokens::semantic_tokens(db, file.0, within))
    }

    /// The models, tables and columns that the name under the cursor stands for, to walk their lineage from.
    pub fn hierarchy_items(&self, position: FilePosition) -> Cancellable<Vec<HierarchyItem>> {
        self.about(position.file, |db| hierarchy::prepare(db, position))
    }

    /// What a model or a column of a project is made of, one hop away.
    pub fn inputs(&self, root: &ProjectRoot, key: &HierarchyKey) -> Cancellable<Vec<HierarchyCall>> {
        self.in_project(root, |db, project| hierarchy::inputs(db, project, key))
    }

    /// Who reads a model, a table or a column, one hop away.
    pub fn consumers(&self, root: &ProjectRoot, key: &HierarchyKey) -> Cancellable<Vec<HierarchyCall>> {
        self.in_project(root, |db, project| hierarchy::consumers(db, project, key, self.patience))
    }

    /// The columns that a column is, but for its name and perhaps its type, one hop away.
    pub fn origins(&self, root: &ProjectRoot, key: &HierarchyKey) -> Cancellable<Vec<HierarchyItem>> {
        self.in_project(root, |db, project| hierarchy::origins(db, project, key))
    }

    /// The columns of readers that are a column, but for their names and perhaps their types, one hop away.
    pub fn survivals(&self, root: &ProjectRoot, key: &HierarchyKey) -> Cancellable<Vec<HierarchyItem>> {
        self.in_project(root, |db, project| hierarchy::survivals(db, project, key, self.patience))
    }

    /// What a rename at the cursor would rename, or why nothing can be.
    pub fn prepare_rename(&self, position: FilePosition) -> Cancellable<Result<RenameTarget, RenameRefusal>> {
        self.about(position.file, |db| rename::prepare(db, position))
    }

    /// The edits that give what is under the cursor another name, or why there are none.
    pub fn rename(
        &self,
        position: FilePosition,
        new_name: &str,
    ) -> Cancellable<Result<Rename, RenameRefusal>> {
        let project = position.file.0.project(&self.db);
        self.with(|db| sweep::files_in_order(db, project))??;
        self.about(position.file, |db| rename::rename(db, &self.fork, position, new_name))
    }

    /// As [`Analysis::rename`], of a model that is chosen by its file.
    pub fn rename_model(&self, model: FileId, new_name: &str) -> Cancellable<Result<Rename, RenameRefusal>> {
        self.with(|db| sweep::files_in_order(db, model.0.project(db)))??;
        self.about(model, |db| rename::rename_model(db, &self.fork, model.0, new_name))
    }

    /// The inlay hints of a part of a file.
    pub fn inlay_hints(&self, file: FileId, request: &InlayHintRequest) -> Cancellable<Vec<InlayHint>> {
        self.about(file, |db| inlay_hints::inlay_hints(db, file.0, request))
    }

    /// Where what the inlay hint at a position says comes from.
    pub fn inlay_hint_origin(&self, position: FilePosition) -> Cancellable<Option<FileRange>> {
        self.about(position.file, |db| inlay_hints::origin(db, position))
    }

    /// The signatures of the call around the cursor.
    pub fn signature_help(&self, position: FilePosition) -> Cancellable<Option<SignatureHelp>> {
        self.about(position.file, |db| signature_help::signature_help(db, position))
    }

    /// What must change where somebody else gives files of models other paths, or why nothing can.
    pub fn follow_moves(&self, moved: &[FileMove]) -> Cancellable<Result<Rename, RenameRefusal>> {
        for it in moved {
            self.with(|db| sweep::files_in_order(db, it.file.0.project(db)))??;
        }
        self.with(|db| rename::follow(db, &self.fork, moved))
    }

    /// What may stand at the cursor.
    pub fn completions(&self, position: FilePosition) -> Cancellable<Completions> {
        self.about(position.file, |db| completion::completions(db, position))
    }

    /// What there is to say, in Markdown, of a proposal that [`crate::Completion::has_documentation`], by what names it in the list
    /// of proposals at the position where its word begins.
    pub fn completion_documentation(
        &self,
        position: FilePosition,
        kind: CompletionKind,
        label: &str,
    ) -> Cancellable<Option<String>> {
        self.about(position.file, |db| completion::documentation(db, position, kind, label))
    }

    /// Fixes for the diagnostics that touch `range`, each with the diagnostic that it mends.
    pub fn fixes(&self, file: FileId, range: TextRange) -> Cancellable<Vec<(Diagnostic, Fix)>> {
        let diagnostics = self.diagnostics(file)?;
        let touching = diagnostics.iter().filter(|it| it.range.intersect(range).is_some());
        Ok(touching.flat_map(|it| it.fixes.iter().map(|fix| (it.clone(), fix.clone()))).collect())
    }

    /// The layout of a file's text; nothing for a file that is neither SQL nor the DSL.
    pub fn format(&self, file: FileId, request: &FormatRequest) -> Cancellable<Option<Formatting>> {
        self.with(|db| formatting::format(db, file.0, request))
    }

    /// A statement's SQL as the warehouse sees it, with the way back to its text; or why there is none. Nothing for a file
    /// that is none.
    pub fn compiled_sql(&self, file: FileId) -> Cancellable<Option<Result<CompiledSql, String>>> {
        self.about(file, |db| {
            sema::is_statement(db, file.0).then(|| plan::compiled(db, file.0).map_err(|it| it.reason))
        })
    }

    /// The edits that lay out what was just typed: a new line, or another character, which ends at the position.
    pub fn format_on_type(
        &self,
        position: FilePosition,
        typed: &str,
        indent: Option<Indent>,
    ) -> Cancellable<Vec<FileEdit>> {
        self.with(|db| formatting::format_on_type(db, position, typed, indent))
    }

    /// Whether a file is a model of its project.
    pub fn is_model(&self, file: FileId) -> Cancellable<bool> {
        self.with(|db| sema::is_model(db, file.0))
    }

    /// Whether a project has a model.
    pub fn has_model(&self, root: &ProjectRoot, model: &ModelRef) -> Cancellable<bool> {
        let Some(project) = self.db.project(root) else { return Ok(false) };
        self.with(|db| lineage::walk::model(db, project, model).is_ok())
    }

    /// All that there is to say of a model; nothing where there is none.
    pub fn model_overview(&self, root: &ProjectRoot, model: &ModelRef) -> Cancellable<Option<ModelOverview>> {
        let Some(project) = self.db.project(root) else { return Ok(None) };
        self.with(|db| sweep::uncut_rings(db, sema::order(db, project)))??;
        let model = self.with(|db| lineage::walk::model(db, project, model).ok())?;
        model.map(|it| self.about(FileId(it), |db| overview::overview(db, it))).transpose()
    }

    /// The outline of a file.
    pub fn document_symbols(&self, file: FileId) -> Cancellable<Vec<DocumentSymbol>> {
        self.about(file, |db| symbols::document_symbols(db, file.0))
    }

    /// Models, columns, common table expressions, contracts and macros of every project whose name contains `query`,
    /// ignoring case, and what there is of the code that it is; exact and prefix matches first; at most `limit`.
    pub fn workspace_symbols(&self, query: &str, limit: usize) -> Cancellable<Vec<WorkspaceSymbol>> {
        let projects: Vec<_> = self.db.projects().collect();
        for project in &projects {
            self.with(|db| sweep::files_in_order(db, *project))??;
        }
        self.with(|db| symbols::workspace_symbols(db, &projects, query, limit))
    }

    /// The range of a whole file.
    pub fn whole(&self, file: FileId) -> FileRange {
        FileRange { file, range: TextRange::up_to(base::TextSize::of(&*file.0.text(&self.db).text)) }
    }

    /// Runs a query that lists something of a project; nothing of one that is not there.
    fn in_project<T>(
        &self,
        root: &ProjectRoot,
        query: impl FnOnce(&RootDatabase, db::Project) -> Result<Vec<T>, Cancelled>,
    ) -> Cancellable<Vec<T>> {
        match self.db.project(root) {
            Some(project) => self.with(|db| query(db, project))?,
            None => Ok(Vec::new()),
        }
    }

    /// Runs a query about one file, after everything that the file reads.
    pub(crate) fn about<T>(&self, file: FileId, query: impl FnOnce(&RootDatabase) -> T) -> Cancellable<T> {
        self.with(|db| cone::prepare(db, file.0).map(|()| query(db)))?
    }

    /// Runs `query`, turning salsa's unwinding into a value.
    pub(crate) fn with<T>(&self, query: impl FnOnce(&RootDatabase) -> T) -> Cancellable<T> {
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| {
            salsa::Cancelled::catch(AssertUnwindSafe(|| query(&self.db)))
        }));
        match outcome {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(salsa::Cancelled::Local)) => Err(Cancelled::ByClient),
            // A change waits; or another thread gave up a query that this one waited for, because its client lost interest
            // or because it panicked, which it reports itself. Asked again, this one computes the query on its own.
            Ok(Err(_)) => Err(Cancelled::ByChange),
            Err(payload) => Err(Cancelled::Panicked(panic_message(&*payload))),
        }
    }
}

fn panic_message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".into())
}

/// Whether `model` depends on `file`: on a model through any number of others, on a TOML file as its description.
fn reads(db: &dyn Db, model: SourceFile, file: SourceFile) -> bool {
    let target = crate::cone::model_of(db, file);
    let Some(target) = target else { return true };
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![model];
    while let Some(current) = stack.pop() {
        if current == target {
            return true;
        }
        stack.extend(sema::dependencies(db, current).iter().copied().filter(|it| seen.insert(*it)));
    }
    false
}
