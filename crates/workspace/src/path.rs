//! Paths between the file system and the database.

use db::{ProjectRoot, RelativePath};
use std::path::{Component, Path, PathBuf};

/// The folder of the project that `path` belongs to: the nearest one at or above it that holds a `rocky.toml`.
/// `path` need not exist.
pub fn find_root(path: &Path) -> Option<PathBuf> {
    let path = absolute(path);
    path.ancestors().find(|it| it.join("rocky.toml").is_file()).map(Path::to_path_buf)
}

/// The absolute form of a path, without `.` and `..`; symbolic links are kept.
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// What the database calls the project in this folder.
pub fn project_root(root: &Path) -> ProjectRoot {
    ProjectRoot(absolute(root).to_string_lossy().into())
}

/// `path` relative to `root`, with `/`; `None` where it does not lie below it. Both are taken as [`absolute`] does.
pub fn relative(root: &Path, path: &Path) -> Option<RelativePath> {
    let path = absolute(path);
    let inner = path.strip_prefix(absolute(root)).ok()?;
    let parts: Vec<_> = inner.components().map(|it| it.as_os_str().to_string_lossy()).collect();
    (!parts.is_empty()).then(|| RelativePath::new(parts.join("/")))
}
