//! What a document is called: its file, or the URI of a buffer that has none.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Identity of a document. Two spellings of one file's URI are one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A file, whether or not it exists yet.
    File(PathBuf),
    /// A buffer without a file, such as `untitled:Untitled-1`.
    Buffer(Arc<str>),
}

impl Place {
    /// The file, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Place::File(path) => Some(path),
            Place::Buffer(_) => None,
        }
    }
}

/// `path` relative to `root`, with `/` between its parts, if it lies below it.
pub(crate) fn relative(root: &Path, path: &Path) -> Option<ide::RelativePath> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(|it| it.to_str()).collect();
    let parts = parts?;
    (!parts.is_empty()).then(|| ide::RelativePath::new(parts.join("/")))
}
