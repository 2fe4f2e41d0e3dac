//! Paths, as the database knows them.

use smol_str::SmolStr;
use std::{fmt, sync::Arc};

/// A path relative to the project root, with `/` between its parts, normalised by whoever made it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelativePath(SmolStr);

impl RelativePath {
    /// Wraps a path that is already relative and separated by `/`.
    pub fn new(path: impl Into<SmolStr>) -> RelativePath {
        RelativePath(path.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without a trailing `/`; empty for a file in the root.
    pub fn directory(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(directory, _)| directory)
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part up to its last dot.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// What follows the last dot of the last part, if there is one.
    pub fn extension(&self) -> Option<&str> {
        self.file_name().rsplit_once('.').map(|(_, extension)| extension)
    }

    /// A file in the same folder.
    pub fn sibling(&self, file_name: &str) -> RelativePath {
        match self.directory() {
            "" => RelativePath::new(file_name),
            directory => RelativePath::new(format!("{directory}/{file_name}")),
        }
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelativePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Names a project among those of one database. The front doors use the absolute root folder or a URI; the database
/// only compares it, and no answer contains it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectRoot(pub Arc<str>);
