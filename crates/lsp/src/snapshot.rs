//! What a worker sees: a snapshot of the database and of what the client calls its files.

use crate::{
    base_comparison::{BaseFindings, FileFindings},
    document::Home,
    place::{self, Place},
    position::{self, Encoding, Position},
    settings::Settings,
};
use ide::{
    Analysis, BlastRadius, Cancellable, Diagnostic, FileId, FilePosition, Hover, HoverRequest, LineIndex,
    ProjectFindings, ProjectRoot, Readers, RelativePath, TextRange, Verbosity,
};
use rustc_hash::FxHashMap;
use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What the client can do, as far as an answer depends on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientFeatures {
    pub(crate) encoding: Encoding,
    pub(crate) pulls_diagnostics: bool,
    pub(crate) related_documents: bool,
    pub(crate) refreshes_diagnostics: bool,
    pub(crate) related_information: bool,
    pub(crate) versioned_edits: bool,
    pub(crate) annotated_edits: bool,
    pub(crate) creates_files: bool,
    pub(crate) renames_files: bool,
    pub(crate) deletes_files: bool,
    pub(crate) asks_before_moves: bool,
    pub(crate) prepares_renames: bool,
    pub(crate) literal_code_actions: bool,
    pub(crate) preferred_code_actions: bool,
    pub(crate) code_action_data: bool,
    pub(crate) resolves_code_actions: bool,
    pub(crate) diagnostic_tags: bool,
    pub(crate) definition_links: bool,
    pub(crate) declaration_links: bool,
    pub(crate) type_definition_links: bool,
    pub(crate) implementation_links: bool,
    pub(crate) hierarchical_symbols: bool,
    pub(crate) folds_lines_only: bool,
    pub(crate) fold_limit: Option<usize>,
    pub(crate) markdown: bool,
    pub(crate) work_done_progress: bool,
    pub(crate) watches_files: bool,
    pub(crate) relative_watch_patterns: bool,
    pub(crate) analysis_status: bool,
    pub(crate) code_lenses: bool,
    /// Commands of its own that it says it has.
    pub(crate) commands: Vec<String>,
    pub(crate) snippets: bool,
    /// Whether proposals may leave what stands behind the cursor to the client.
    pub(crate) inserts_and_replaces: bool,
    pub(crate) signature_label_offsets: bool,
    pub(crate) signature_active_parameter: bool,
    pub(crate) resolves_inlay_hint_locations: bool,
    pub(crate) refreshes_inlay_hints: bool,
    pub(crate) refreshes_semantic_tokens: bool,
    pub(crate) refreshes_code_lenses: bool,
    pub(crate) pulls_configuration: bool,
    pub(crate) registers_configuration: bool,
}

/// Names: which documents are open and which projects are loaded. Replaced as a whole when something in it changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    pub(crate) features: ClientFeatures,
    pub(crate) settings: Settings,
    /// Open documents that the database knows.
    pub(crate) open: BTreeMap<Place, Open>,
    /// The folders of loaded projects.
    pub(crate) projects: BTreeMap<PathBuf, ProjectRoot>,
    /// What the last look at everything has found out about the models of each project because of their readers.
    pub(crate) project_findings: BTreeMap<ProjectRoot, ProjectFindings>,
    /// Who reads whom in each project, as the last look at everything has found it.
    pub(crate) readers: BTreeMap<ProjectRoot, Readers>,
    /// What the last comparison with a revision of git has found in each project.
    pub(crate) base_findings: BTreeMap<ProjectRoot, Arc<BaseFindings>>,
    /// How the client spells a place, where it has ever named it.
    pub(crate) spelling: FxHashMap<Place, Arc<str>>,
}

/// An open document, as answers need it.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) home: Home,
    pub(crate) version: i32,
}

/// A snapshot. Dropped as soon as the answer is known: a write waits for it.
pub(crate) struct Snapshot {
    pub(crate) analysis: Analysis,
    pub(crate) view: Arc<View>,
    indexes: RefCell<FxHashMap<FileId, LineIndex>>,
}

impl View {
    /// Where the database has a place.
    pub(crate) fn home(&self, place: &Place) -> Option<Home> {
        if let Some(open) = self.open.get(place) {
            return Some(open.home.clone());
        }
        let path = place.file()?;
        let (folder, root) = self.project_of(path)?;
        Some(Home { root: root.clone(), path: place::relative(folder, path)? })
    }

    /// The innermost loaded project that contains `path`.
    pub(crate) fn project_of(&self, path: &Path) -> Option<(&PathBuf, &ProjectRoot)> {
        path.ancestors().find_map(|it| self.projects.get_key_value(it))
    }

    /// The place of a file of the database.
    pub(crate) fn place(&self, root: &ProjectRoot, path: &RelativePath) -> Place {
        let open = self.open.iter().find(|(_, it)| it.home.root == *root && it.home.path == *path);
        match open {
            Some((place, _)) => place.clone(),
            None => Place::File(Path::new(&*root.0).join(path.as_str())),
        }
    }
}

impl Snapshot {
    pub(crate) fn new(analysis: Analysis, view: Arc<View>) -> Snapshot {
        Snapshot { analysis, view, indexes: RefCell::default() }
    }

    pub(crate) fn features(&self) -> &ClientFeatures {
        &self.view.features
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.view.settings
    }

    /// The file of the database at a place, if Rocky has anything to say about it.
    pub(crate) fn file(&self, place: &Place) -> Option<FileId> {
        let home = self.view.home(place)?;
        self.analysis.file(&home.root, &home.path)
    }

    /// The diagnostics of a file, with what is remembered of it because of its readers.
    pub(crate) fn diagnostics(&self, file: FileId) -> Cancellable<Arc<[Diagnostic]>> {
        let known = match self.view.project_findings.get(&self.analysis.path(file).0) {
            Some(remembered) => self.analysis.diagnostics_with(file, remembered),
            None => self.analysis.diagnostics(file),
        }?;
        Ok(match self.base_findings(file) {
            Some(found) => ide::with_history(&known, &found.diagnostics),
            None => known,
        })
    }

    /// The card about what is at a position.
    pub(crate) fn card(&self, at: FilePosition, verbosity: Verbosity) -> Cancellable<Option<Hover>> {
        self.analysis.card(at, &HoverRequest { verbosity, readers: self.readers(at.file) })
    }

    /// How much hangs on a model.
    pub(crate) fn blast_radius(&self, model: FileId) -> Cancellable<BlastRadius> {
        self.analysis.blast_radius(model, self.readers(model))
    }

    fn readers(&self, file: FileId) -> Option<&Readers> {
        self.view.readers.get(&self.analysis.path(file).0)
    }

    /// What the last comparison with a revision of git has found in a file, unless that was edited since.
    pub(crate) fn base_findings(&self, file: FileId) -> Option<&FileFindings> {
        let found = self.view.base_findings.get(&self.analysis.path(file).0)?;
        found.of(file, &self.analysis.text(file))
    }

    /// The place of a file.
    pub(crate) fn place(&self, file: FileId) -> Place {
        let (root, path) = self.analysis.path(file);
        self.view.place(&root, &path)
    }

    /// The client's version of a file, if it is open.
    pub(crate) fn version(&self, place: &Place) -> Option<i32> {
        self.view.open.get(place).map(|it| it.version)
    }

    /// Line starts of a file, made once per snapshot.
    pub(crate) fn line_index(&self, file: FileId) -> Cancellable<LineIndex> {
        if let Some(index) = self.indexes.borrow().get(&file) {
            return Ok(index.clone());
        }
        let index = self.analysis.line_index(file)?;
        self.indexes.borrow_mut().insert(file, index.clone());
        Ok(index)
    }

    /// The positions of a byte range.
    pub(crate) fn positions(&self, file: FileId, range: TextRange) -> Cancellable<(Position, Position)> {
        let index = self.line_index(file)?;
        let encoding = self.features().encoding;
        let at = |offset| position::position(&index, encoding, offset);
        Ok((at(range.start()), at(range.end())))
    }

    /// The byte range between two positions.
    pub(crate) fn range(&self, file: FileId, start: Position, end: Position) -> Cancellable<TextRange> {
        let index = self.line_index(file)?;
        Ok(position::range(&self.analysis.text(file), &index, self.features().encoding, start, end))
    }
}
