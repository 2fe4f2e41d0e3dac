//! What is on disk, as changes of the database. What may take long runs on the disk lane.

use base::Fingerprint;
use config::{FileKind, ProjectLayout};
use ide::{FileText, ProjectRoot, RelativePath, RootChange};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};
use workspace::{DiscoverOptions, Discovered, Watcher};

/// The file that makes a folder a project.
pub(crate) const PROJECT_FILE: &str = "rocky.toml";

/// How deep below a folder of the editor's workspace projects are looked for.
const SEARCH_DEPTH: usize = 4;

/// A project as it is on disk.
pub(crate) struct Loaded {
    pub(crate) change: RootChange,
    pub(crate) layout: ProjectLayout,
    /// The DuckDB file that its configuration names, whether or not it exists.
    pub(crate) duckdb_file: Option<PathBuf>,
    /// Reports changed files, where the client does not.
    pub(crate) watcher: Option<Watcher>,
}

/// Whether a file is of a kind that Rocky reads.
pub(crate) fn is_ours(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    matches!(extension, Some("sql" | "rocky" | "toml" | "csv"))
}

/// The projects of a folder of the editor's workspace: the one that it lies in and those below it.
pub(crate) fn projects_in(folder: &Path) -> Vec<PathBuf> {
    let mut projects: Vec<PathBuf> = workspace::find_root(folder).into_iter().collect();
    search(folder, SEARCH_DEPTH, &mut projects);
    projects.sort();
    projects.dedup();
    projects
}

/// The folder of the repository that contains `folder`.
pub(crate) fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|it| it.join(".git").is_dir()).map(Path::to_owned)
}

/// Reads a whole project. Watches it first where `on_change` is given, so that no change is missed in between.
pub(crate) fn load(folder: &Path, on_change: Option<impl FnMut(Vec<PathBuf>) + Send + 'static>) -> Loaded {
    let watched = on_change.map(|it| (it, discover_layout(folder)));
    let watcher = watched.and_then(|(on_change, layout)| {
        workspace::watch(folder, &layout, on_change).inspect_err(|error| tracing::warn!("{error}")).ok()
    });
    let discovered = workspace::discover(folder, DiscoverOptions::default());
    let duckdb_file = duckdb_file(&discovered);
    Loaded { change: discovered.to_change(), layout: discovered.layout, duckdb_file, watcher }
}

/// Reads what has changed. `known` are the files that the database has.
pub(crate) fn refresh(folder: &Path, changed: &[PathBuf], known: &BTreeSet<RelativePath>) -> RootChange {
    workspace::refresh(folder, changed, known, DiscoverOptions::default())
}

/// The text that a document leaves behind in the database when it is closed; nothing where its project would not have
/// it without the document.
pub(crate) fn left_behind(path: &Path, relative: &RelativePath, layout: &ProjectLayout) -> Option<FileText> {
    let is_of_project = FileKind::of(relative.as_str(), layout).is_of_project();
    (is_of_project && path.is_file()).then(|| workspace::read(path))
}

/// A fingerprint of a file's size and time of change; `None` where there is none.
pub(crate) fn stamp(path: &Path) -> Option<Fingerprint> {
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let text = format!("{} {:?}", metadata.len(), metadata.modified().ok());
    Some(Fingerprint::of(text.as_bytes()))
}

/// What the database calls the project in a folder, or the loose project that a file is.
pub(crate) fn project_root(path: &Path) -> ProjectRoot {
    workspace::project_root(path)
}

fn search(folder: &Path, depth: usize, projects: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_skipped =
            name == "node_modules" || name == "target" || name.as_encoded_bytes().starts_with(b".");
        if name == PROJECT_FILE {
            projects.push(folder.to_owned());
        } else if depth > 0 && !is_skipped && entry.file_type().is_ok_and(|it| it.is_dir()) {
            search(&entry.path(), depth - 1, projects);
        }
    }
}

fn discover_layout(folder: &Path) -> ProjectLayout {
    let text = workspace::read(&folder.join(PROJECT_FILE)).text;
    let environment = config::environment::variables(&text)
        .into_iter()
        .filter_map(|name| Some((name.to_string(), workspace::process_environment(&name)?)))
        .collect();
    ProjectLayout::of(&config::rocky_toml(&text, &environment).0)
}

fn duckdb_file(project: &Discovered) -> Option<PathBuf> {
    let (_, text) = project.files.iter().find(|(path, _)| path.as_str() == PROJECT_FILE)?;
    let (config, _) = config::rocky_toml(&text.text, &project.environment);
    let is_duckdb = |it: &&config::Adapter| it.dialect() == Some(base::DialectKind::DuckDb);
    let adapter =
        config.default_adapter().filter(is_duckdb).or_else(|| config.adapters.iter().find(is_duckdb))?;
    let path = adapter.path.as_ref()?.as_str();
    (path != ":memory:").then(|| workspace::absolute(&project.root.join(path)))
}
