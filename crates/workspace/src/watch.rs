//! Watching a project's folders.

use crate::{discover::folders, path::absolute};
use config::ProjectLayout;
use notify_debouncer_mini::{
    Config, DebounceEventResult, Debouncer, new_debouncer_opt,
    notify::{self, RecommendedWatcher, RecursiveMode},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

/// How long after a change the next ones are joined with it.
const QUIET: Duration = Duration::from_millis(50);

/// Why a project cannot be watched.
#[derive(Debug, thiserror::Error)]
#[error("cannot watch {}: {source}; run `rocky check` by hand after changes", path.display())]
pub struct WatchError {
    /// The folder.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub source: notify::Error,
}

/// Watches until it is dropped.
pub struct Watcher {
    root: PathBuf,
    debouncer: Debouncer<ChangesOnly>,
    watched: BTreeSet<PathBuf>,
}

/// Calls `callback` on another thread with the paths that changed, each burst of changes once, sorted.
///
/// The project's folder is watched itself, and the folders that hold its files with everything below. Rocky's own files
/// (`.rocky…`) are left out. After `rocky.toml` or a folder changed, call [`Watcher::update`].
pub fn watch(
    root: &Path,
    layout: &ProjectLayout,
    mut callback: impl FnMut(Vec<PathBuf>) + Send + 'static,
) -> Result<Watcher, WatchError> {
    let root = absolute(root);
    let folder = root.clone();
    let handler = move |result: DebounceEventResult| {
        // An error of the watcher has no paths; the next change is reported again.
        let events = result.unwrap_or_default();
        let paths: BTreeSet<PathBuf> = events.into_iter().map(|event| event.path).collect();
        let paths: Vec<PathBuf> = paths.into_iter().filter(|path| !is_own(&folder, path)).collect();
        if !paths.is_empty() {
            callback(paths);
        }
    };
    let config = Config::default().with_timeout(QUIET);
    let debouncer =
        new_debouncer_opt(config, handler).map_err(|source| WatchError { path: root.clone(), source })?;
    let mut watcher = Watcher { root: root.clone(), debouncer, watched: BTreeSet::new() };
    watcher.add(root, RecursiveMode::NonRecursive)?;
    watcher.update(layout)?;
    Ok(watcher)
}

/// The system's watcher without the events of reading: whoever reads a file because it changed would be told that it
/// changed again, for ever. The debouncer drops the kinds of events, so they are sorted out before it.
struct ChangesOnly(RecommendedWatcher);

impl notify::Watcher for ChangesOnly {
    fn new<F: notify::EventHandler>(mut handler: F, config: notify::Config) -> notify::Result<Self> {
        use notify::event::{AccessKind, AccessMode, EventKind};
        let is_reading = |kind: &EventKind| match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            kind => kind.is_access(),
        };
        let filter = move |event: notify::Result<notify::Event>| {
            if !event.as_ref().is_ok_and(|it| is_reading(&it.kind)) {
                handler.handle_event(event);
            }
        };
        RecommendedWatcher::new(filter, config).map(ChangesOnly)
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        self.0.watch(path, mode)
    }

    fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
        self.0.unwatch(path)
    }

    fn kind() -> notify::WatcherKind {
        RecommendedWatcher::kind()
    }
}

impl Watcher {
    /// Watches the folders of `layout` that exist now and are not watched yet.
    pub fn update(&mut self, layout: &ProjectLayout) -> Result<(), WatchError> {
        for folder in folders(layout) {
            let path = self.root.join(folder);
            if path.is_dir() {
                self.add(path, RecursiveMode::Recursive)?;
            } else if let Some(parent) = path.parent().filter(|it| it.is_dir()) {
                // One file of a folder.
                self.add(parent.to_path_buf(), RecursiveMode::NonRecursive)?;
            }
        }
        // A folder that is gone is watched anew when it comes back.
        self.watched.retain(|path| path.exists());
        Ok(())
    }

    fn add(&mut self, path: PathBuf, mode: RecursiveMode) -> Result<(), WatchError> {
        if self.watched.contains(&path) {
            return Ok(());
        }
        self.debouncer
            .watcher()
            .watch(&path, mode)
            .map_err(|source| WatchError { path: path.clone(), source })?;
        self.watched.insert(path);
        Ok(())
    }
}

/// Whether a path is of Rocky's own state, which it writes itself.
fn is_own(root: &Path, path: &Path) -> bool {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.components().any(|it| it.as_os_str().to_string_lossy().starts_with(".rocky"))
}
