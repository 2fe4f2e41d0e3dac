//! What is on disk, as changes of the database. Everything here may block, so only the disk lane calls what reads.

use ide::{FileText, ProjectRoot, RootChange};
use std::path::{Path, PathBuf};

/// The file that makes a folder a project.
pub(crate) const PROJECT_FILE: &str = "rocky.toml";

/// Whether a file is of a kind that Rocky reads.
pub(crate) fn is_ours(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    matches!(extension, Some("sql" | "rocky" | "toml" | "csv"))
}

/// The innermost folder at or above `path` that is a project.
pub(crate) fn find_root(path: &Path) -> Option<PathBuf> {
    path.ancestors().skip(1).find(|it| it.join(PROJECT_FILE).is_file()).map(Path::to_owned)
}

/// The projects of a folder of the editor's workspace: those in it, else the one it lies in.
pub(crate) fn projects_in(folder: &Path) -> Vec<PathBuf> {
    find_root(&folder.join(PROJECT_FILE)).into_iter().collect()
}

/// The folder of the repository that contains `folder`.
pub(crate) fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|it| it.join(".git").is_dir()).map(Path::to_owned)
}

/// Reads a whole project.
pub(crate) fn load(folder: &Path, root: ProjectRoot) -> RootChange {
    let mut change = RootChange::new(root);
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for path in entries.flatten().map(|it| it.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if is_ours(&path)
                && let Some(relative) = crate::place::relative(folder, &path)
            {
                change.file(relative, read(&path));
            }
        }
    }
    change
}

/// The text of one file; `None` where there is none.
pub(crate) fn read(path: &Path) -> Option<FileText> {
    std::fs::read_to_string(path).ok().map(FileText::new)
}

/// Keeps a watch alive.
pub(crate) struct Watcher;

/// Watches a project's files until the result is dropped.
pub(crate) fn watch(_: &Path, _: impl Fn(Vec<PathBuf>) + Send + 'static) -> Option<Watcher> {
    None
}
