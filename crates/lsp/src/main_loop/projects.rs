//! Projects: which folders are one, and how what is on disk gets into the database.

use super::MainLoop;
use crate::{
    catalog::{self, CatalogState},
    disk::{self, Loaded},
    event::Event,
    outbox::{Outgoing, Watch},
    place::Place,
};
use config::ProjectLayout;
use db::DuckDbCatalog;
use ide::{FileText, ProjectRoot, RelativePath, RootChange};
use rustc_hash::FxHashSet;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};
use tokio::sync::oneshot;
use workspace::Watcher;

/// From this many changed files on, a project is read again as a whole: a branch was switched.
const RELOAD_FROM: usize = 200;

/// What is watched below a project's folder.
const WATCHED: &str = "**/*.{sql,rocky,toml,csv}";

/// What is watched in the folder of its repository: a switch of branches.
const WATCHED_HEAD: &str = ".git/HEAD";

/// A folder with a `rocky.toml`.
pub(super) struct Project {
    root: ProjectRoot,
    /// Whether the database has its files.
    is_loaded: bool,
    /// Number of the last load asked for; results of earlier ones are out of date.
    generation: u64,
    /// Whether a load is under way.
    is_loading: bool,
    /// Dropped when the load under way has ended, which ends its progress report.
    progress: Option<oneshot::Sender<()>>,
    /// Whether the client was asked to watch its files.
    is_watched: bool,
    /// Our own watcher, for clients that cannot.
    watcher: Option<Watcher>,
    layout: ProjectLayout,
    catalog: CatalogState,
}

impl Project {
    /// Whether nothing about it is being read.
    pub(super) fn is_at_rest(&self) -> bool {
        !self.is_loading && !self.catalog.is_reading
    }
}

impl MainLoop {
    /// The client accepts requests: what could not be said before is said now.
    pub(super) fn initialized(&mut self) {
        self.is_initialized = true;
        self.ask_for_settings();
        let folders: Vec<PathBuf> = self.projects.keys().cloned().collect();
        for folder in folders {
            self.watch(&folder);
            self.begin_progress(&folder);
        }
    }

    /// Looks for the projects of some folders of the editor's workspace, on another thread.
    pub(super) fn add_folders(&mut self, folders: Vec<PathBuf>) {
        for folder in folders {
            self.folders.push(folder.clone());
            self.searching += 1;
            let events = self.events.clone();
            self.disk.run(move || {
                // Fails only when the loop has ended.
                let _ = events.send(Event::ProjectsFound(disk::projects_in(&folder)));
            });
        }
    }

    /// Forgets the projects of folders that are no longer part of the editor's workspace. Those of open documents stay, as do
    /// those that another folder of the workspace has.
    pub(super) fn remove_folders(&mut self, folders: &[PathBuf]) {
        self.folders.retain(|it| !folders.contains(it));
        let is_wanted = |folder: &Path, project: &Project| {
            self.folders.iter().any(|it| folder.starts_with(it) || it.starts_with(folder))
                || self.documents.iter().any(|(place, it)| {
                    place.file().is_some() && it.home.as_ref().is_some_and(|it| it.root == project.root)
                })
        };
        let is_removed = |folder: &Path| folders.iter().any(|it| folder.starts_with(it));
        let gone: Vec<PathBuf> = self
            .projects
            .iter()
            .filter(|(folder, project)| is_removed(folder) && !is_wanted(folder, project))
            .map(|(folder, _)| folder.clone())
            .collect();
        for folder in gone {
            self.unload(&folder);
        }
        self.resettle_buffers();
    }

    pub(super) fn projects_found(&mut self, folders: &[PathBuf]) {
        self.searching -= 1;
        for folder in folders {
            self.ensure_project(folder);
        }
    }

    /// Begins to load a project that is not known yet.
    pub(super) fn ensure_project(&mut self, folder: &Path) {
        if self.projects.contains_key(folder) {
            return;
        }
        let project = Project {
            root: disk::project_root(folder),
            is_loaded: false,
            generation: 0,
            is_loading: false,
            progress: None,
            is_watched: false,
            watcher: None,
            layout: ProjectLayout::default(),
            catalog: CatalogState::default(),
        };
        self.projects.insert(folder.to_owned(), project);
        self.load(folder);
        self.resettle_buffers();
        if self.is_initialized {
            self.watch(folder);
            self.begin_progress(folder);
        }
    }

    /// Reads a project from disk, on another thread.
    fn load(&mut self, folder: &Path) {
        let features = &self.view.features;
        let Some(project) = self.projects.get_mut(folder) else { return };
        project.generation += 1;
        project.is_loading = true;
        let (generation, events, folder) = (project.generation, self.events.clone(), folder.to_owned());
        let watches = !features.watches_files && project.watcher.is_none();
        let schema_cache = self.config.schema_cache.clone();
        self.disk.run(move || {
            let changes = events.clone();
            let on_change = watches.then_some(move |paths| {
                // Fails only when the loop has ended.
                let _ = changes.send(Event::FilesChanged(paths));
            });
            let mut loaded = Box::new(disk::load(&folder, on_change));
            loaded.change.schema_cache = schema_cache.map(|it| (it.0)(&folder));
            let _ = events.send(Event::Loaded { folder, generation, loaded });
        });
    }

    /// A project was read: its files replace what the database had, except where documents are open.
    pub(super) fn loaded(&mut self, folder: &Path, generation: u64, loaded: Loaded) {
        let Loaded { mut change, layout, duckdb_file, watcher } = loaded;
        let Some(project) = self.projects.get_mut(folder).filter(|it| it.generation == generation) else {
            return;
        };
        project.is_loaded = true;
        project.is_loading = false;
        project.progress = None;
        project.watcher = project.watcher.take().or(watcher);
        if let Some(watcher) = &mut project.watcher
            && let Err(error) = watcher.update(&layout)
        {
            tracing::warn!("{error}");
        }
        project.layout = layout;
        let is_other_file = project.catalog.file != duckdb_file;
        project.catalog.file.clone_from(&duckdb_file);
        let root = project.root.clone();
        if let Some(file) = duckdb_file.filter(|_| is_other_file) {
            self.watch_one(&file);
        }
        Arc::make_mut(&mut self.view).projects.insert(folder.to_owned(), root.clone());

        let on_disk: FxHashSet<RelativePath> = change.files.iter().map(|it| it.path.clone()).collect();
        for path in self.known_files(&root) {
            if !on_disk.contains(&path) {
                change.file(path, None);
            }
        }
        for document in self.documents.values() {
            if let Some(home) = document.home.as_ref().filter(|it| it.root == root) {
                change.file(home.path.clone(), Some(FileText::of_document(Arc::clone(&document.text))));
            }
        }
        self.look_at_open_files_in(folder);
        self.is_change_wide = true;
        let collected = self.change_of(&root);
        collected.environment = change.environment.or(collected.environment.take());
        collected.schema_cache = change.schema_cache.or(collected.schema_cache.take());
        collected.files.extend(change.files);
        self.soil_documents_of(&root);
        self.refresh_catalog(folder);
    }

    /// Some files were read again. Open documents shadow them.
    pub(super) fn reread(&mut self, mut change: RootChange) {
        self.diagnosing.reading = self.diagnosing.reading.saturating_sub(1);
        let is_open = |path: &ide::RelativePath| {
            self.view.open.values().any(|it| it.home.root == change.root && it.home.path == *path)
        };
        let shadowed: Vec<bool> = change.files.iter().map(|it| is_open(&it.path)).collect();
        let mut shadowed = shadowed.into_iter();
        change.files.retain(|_| !shadowed.next().unwrap_or_default());
        if self.is_loaded(&change.root) {
            self.is_change_wide = true;
            let collected = self.change_of(&change.root);
            collected.environment = change.environment.or(collected.environment.take());
            collected.files.extend(change.files);
        }
    }

    /// Files or folders were created, changed or deleted outside.
    pub(super) fn files_changed(&mut self, paths: Vec<PathBuf>) {
        let mut reload: FxHashSet<PathBuf> = FxHashSet::default();
        let mut reread: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        let mut roots_changed = false;
        for path in paths {
            if path.ends_with(".git/HEAD") {
                let repository = path.ancestors().nth(2).unwrap_or(&path);
                reload.extend(self.projects.keys().filter(|it| it.starts_with(repository)).cloned());
            } else if path.file_name().is_some_and(|it| it == disk::PROJECT_FILE) {
                roots_changed = true;
                reload.extend(path.parent().map(Path::to_owned));
            } else if let Some(folder) = self.folder_with_catalog(&path) {
                self.refresh_catalog(&folder);
            } else if let Some(folder) = path.ancestors().find(|it| self.projects.contains_key(*it)) {
                let folder = folder.to_owned();
                self.look_at_open_files_in(&path);
                if !self.documents.contains_key(&Place::File(path.clone())) {
                    reread.entry(folder).or_default().push(path);
                }
            }
        }
        if roots_changed {
            self.projects_changed(&reload);
        }
        for (folder, paths) in reread {
            if paths.len() >= RELOAD_FROM {
                reload.insert(folder);
            } else if !reload.contains(&folder) {
                self.read_again(&folder, paths);
            }
        }
        for folder in reload {
            self.load(&folder);
        }
    }

    /// The folder of a project's root; `None` for loose files and buffers.
    pub(super) fn folder_of(&self, root: &ProjectRoot) -> Option<&PathBuf> {
        self.projects.iter().find(|(_, it)| it.root == *root).map(|(folder, _)| folder)
    }

    /// The project that a buffer without a file belongs to: which of several is not said.
    pub(super) fn only_project(&self) -> Option<ProjectRoot> {
        let mut projects = self.projects.values();
        projects.next().filter(|_| projects.next().is_none()).map(|it| it.root.clone())
    }

    /// Whether the database has the files of a project. Loose files always are.
    pub(super) fn is_loaded(&self, root: &ProjectRoot) -> bool {
        self.projects.values().find(|it| it.root == *root).is_none_or(|it| it.is_loaded)
    }

    /// Whether a question about a place cannot be answered until a project is loaded.
    pub(super) fn must_wait(&mut self, place: Option<&Place>) -> bool {
        let Some(place) = place else { return self.is_any_loading() };
        if place.file().is_none() && self.searching > 0 {
            return true;
        }
        if let Some(home) = self.home(place) {
            return !self.is_loaded(&home.root);
        }
        let Some(path) = place.file() else { return false };
        match path.ancestors().find_map(|it| self.projects.get(it)) {
            Some(project) => !project.is_loaded,
            // The project that it is in may be about to be found.
            None => self.searching > 0 && self.folders.iter().any(|it| path.starts_with(it)),
        }
    }

    /// Whether any project is being loaded for the first time.
    pub(super) fn is_any_loading(&self) -> bool {
        self.searching > 0 || self.projects.values().any(|it| !it.is_loaded)
    }

    /// A `rocky.toml` came or went in one of `folders`.
    fn projects_changed(&mut self, folders: &FxHashSet<PathBuf>) {
        for folder in folders {
            let exists = folder.join(disk::PROJECT_FILE).is_file();
            let is_ours = self.folders.iter().any(|it| folder.starts_with(it));
            match self.projects.contains_key(folder) {
                true if !exists => self.unload(folder),
                false if exists && is_ours => self.ensure_project(folder),
                _ => {}
            }
        }
        self.resettle();
    }

    fn unload(&mut self, folder: &Path) {
        let Some(project) = self.projects.remove(folder) else { return };
        let view = Arc::make_mut(&mut self.view);
        view.projects.remove(folder);
        view.project_findings.remove(&project.root);
        view.readers.remove(&project.root);
        view.base_findings.remove(&project.root);
        let paths = self.known_files(&project.root);
        self.is_change_wide = true;
        for path in paths {
            self.set_text(&project.root, path, None);
        }
    }

    fn read_again(&mut self, folder: &Path, paths: Vec<PathBuf>) {
        let Some(project) = self.projects.get(folder) else { return };
        let known = self.known_files(&project.root);
        let (folder, events) = (folder.to_owned(), self.events.clone());
        self.diagnosing.reading += 1;
        self.disk.run(move || {
            // Fails only when the loop has ended.
            let _ = events.send(Event::Reread(disk::refresh(&folder, &paths, &known)));
        });
    }

    /// The files of a project that the database has.
    fn known_files(&self, root: &ProjectRoot) -> BTreeSet<RelativePath> {
        let analysis = self.host.analysis();
        analysis.files(root).into_iter().map(|it| analysis.path(it).1).collect()
    }

    /// Where a project keeps its files.
    pub(super) fn layout_of(&self, root: &ProjectRoot) -> Option<&ProjectLayout> {
        self.projects.values().find(|it| it.root == *root).map(|it| &it.layout)
    }

    /// Has the client watch a project's files, if it can. If not, [`disk::load`] does.
    fn watch(&mut self, folder: &Path) {
        let features = &self.view.features;
        let Some(project) = self.projects.get_mut(folder).filter(|it| !it.is_watched) else { return };
        project.is_watched = true;
        let file = project.catalog.file.clone();
        if features.watches_files {
            let mut patterns = vec![(folder.to_owned(), WATCHED.to_owned())];
            patterns.extend(disk::repository(folder).map(|it| (it, WATCHED_HEAD.to_owned())));
            let id = format!("rocky-watch {}", folder.display());
            self.outbox.send(Outgoing::Watch(Watch {
                id,
                patterns,
                relative: features.relative_watch_patterns,
            }));
        }
        if let Some(file) = file {
            self.watch_one(&file);
        }
    }

    /// Has the client watch one more file, once it accepts requests.
    fn watch_one(&self, file: &Path) {
        let features = &self.view.features;
        let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|it| it.to_str())) else {
            return;
        };
        if self.is_initialized && features.watches_files {
            let patterns = vec![(folder.to_owned(), name.to_owned())];
            let id = format!("rocky-watch {}", file.display());
            self.outbox.send(Outgoing::Watch(Watch {
                id,
                patterns,
                relative: features.relative_watch_patterns,
            }));
        }
    }

    fn begin_progress(&mut self, folder: &Path) {
        let Some(project) = self.projects.get_mut(folder) else { return };
        if self.view.features.work_done_progress && !project.is_loaded && project.progress.is_none() {
            let (end, done) = oneshot::channel();
            project.progress = Some(end);
            let name = folder.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            self.outbox.send(Outgoing::Progress { title: format!("Rocky: loading {name}"), done });
        }
    }
}

impl MainLoop {
    fn folder_with_catalog(&self, file: &Path) -> Option<PathBuf> {
        let has_it = |it: &Project| it.catalog.file.as_deref() == Some(file);
        self.projects.iter().find(|(_, it)| has_it(it)).map(|(folder, _)| folder.clone())
    }

    /// Reads the catalog of a project's DuckDB file in a process of its own, if the file has changed since.
    fn refresh_catalog(&mut self, folder: &Path) {
        let Some(command) = self.config.catalog_command.clone() else { return };
        let Some(project) = self.projects.get_mut(folder).filter(|it| !it.catalog.is_reading) else { return };
        let file = project.catalog.file.clone();
        let stamp = file.as_deref().and_then(disk::stamp);
        if stamp == project.catalog.stamp {
            return;
        }
        project.catalog.stamp = stamp;
        let Some(file) = file.filter(|_| stamp.is_some()) else {
            let root = project.root.clone();
            self.is_change_wide = true;
            self.change_of(&root).duckdb_catalog = Some(None);
            return;
        };
        project.catalog.is_reading = true;
        let (folder, events) = (folder.to_owned(), self.events.clone());
        let reader = thread::Builder::new().name("rocky-catalog".into()).spawn(move || {
            let catalog = catalog::read(&command, &file);
            // Fails only when the loop has ended.
            let _ = events.send(Event::Catalog { folder, catalog });
        });
        if let Err(error) = reader {
            tracing::warn!("the DuckDB file is not read: {error}");
            project.catalog.is_reading = false;
        }
    }

    pub(super) fn catalog_read(&mut self, folder: &Path, catalog: Option<Arc<DuckDbCatalog>>) {
        let Some(project) = self.projects.get_mut(folder) else { return };
        project.catalog.is_reading = false;
        let root = project.root.clone();
        if let Some(catalog) = catalog {
            self.is_change_wide = true;
            self.change_of(&root).duckdb_catalog = Some(Some(catalog));
        }
        // It may have changed while it was read.
        self.refresh_catalog(folder);
    }
}
