//! Why a revision cannot be read, and what to do about it.

use std::path::PathBuf;
use thiserror::Error;

/// Why a revision of a project cannot be read.
#[derive(Debug, Error)]
pub enum BaseError {
    /// The project lies in no repository.
    #[error("{} lies in no git repository: {reason}", folder.display())]
    NoRepository {
        /// The project's folder.
        folder: PathBuf,
        /// What git's library says.
        reason: String,
    },
    /// The project lies in a repository, but not in its working tree.
    #[error("{} lies outside the working tree of its git repository", folder.display())]
    OutsideWorkingTree {
        /// The project's folder.
        folder: PathBuf,
    },
    /// `HEAD` points to a branch without commits.
    #[error("the repository has no commit yet, so there is nothing to compare with")]
    NoCommit,
    /// What was asked for is not the name of a revision.
    #[error("`{name}` cannot name a revision")]
    BadName {
        /// What was asked for.
        name: String,
    },
    /// There is no such revision.
    #[error("git knows no revision `{name}`")]
    NoRevision {
        /// What was asked for.
        name: String,
        /// Whether the history is cut off, so that it may exist elsewhere.
        is_shallow: bool,
    },
    /// The project is not in the revision.
    #[error("`{name}` has no folder `{folder}`: the project is new since then")]
    NoProject {
        /// What was asked for.
        name: String,
        /// The project's folder in the repository.
        folder: String,
    },
    /// An object is damaged or missing.
    #[error("git's object of `{what}` cannot be read: {reason}")]
    Object {
        /// What it is of.
        what: String,
        /// What git's library says.
        reason: String,
    },
}

impl BaseError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            BaseError::NoRepository { .. } | BaseError::OutsideWorkingTree { .. } => {
                "a base is a revision of the git repository that the project lies in"
            }
            BaseError::NoCommit => "commit once, then compare with HEAD",
            BaseError::BadName { .. } | BaseError::NoRevision { is_shallow: false, .. } => {
                "name a branch, a tag or a commit: origin/main, v1.2, HEAD~3"
            }
            BaseError::NoRevision { is_shallow: true, .. } => {
                "the clone is shallow: fetch more of it with `git fetch --unshallow`, or `fetch-depth: 0` in CI"
            }
            BaseError::NoProject { .. } => "compare with a later revision",
            BaseError::Object { .. } => {
                "a partial clone lacks objects: `git fetch --refetch` gets them; else `git fsck` says what is damaged"
            }
        }
    }
}
