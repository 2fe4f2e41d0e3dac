//! The repository that a project lies in: revisions and objects.

use super::{BaseError, tree::ProjectTree};
use db::RelativePath;
use gix::{ObjectId, bstr::BStr, hash};
use std::path::{Path, PathBuf};

/// The branches that are taken for the default one, in this order.
const DEFAULT_BRANCHES: [&str; 3] = ["refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master"];

/// How many bytes of objects are kept while history is walked.
const OBJECT_CACHE: usize = 4 * 1024 * 1024;

/// A repository, and where the project lies in it.
pub(super) struct Repository {
    inner: gix::Repository,
    /// The project's folder, relative to the working tree, with `/`; empty for the working tree itself.
    folder: String,
}

impl Repository {
    /// The repository around the project in `root`.
    pub(super) fn discover(root: &Path) -> Result<Repository, BaseError> {
        let mut inner = gix::discover(root).map_err(|error| BaseError::NoRepository {
            folder: root.to_owned(),
            reason: error.to_string(),
        })?;
        inner.object_cache_size_if_unset(OBJECT_CACHE);
        let outside = || BaseError::OutsideWorkingTree { folder: root.to_owned() };
        // Either of the two may be reached through a symbolic link.
        let real = |path: &Path| -> PathBuf { path.canonicalize().unwrap_or_else(|_| path.to_owned()) };
        let working_tree = real(inner.workdir().ok_or_else(outside)?);
        let folder = match real(root) {
            root if root == working_tree => String::new(),
            root => crate::relative(&working_tree, &root).ok_or_else(outside)?.to_string(),
        };
        Ok(Repository { inner, folder })
    }

    /// How objects are named.
    pub(super) fn hash_kind(&self) -> hash::Kind {
        self.inner.object_hash()
    }

    /// The revision to compare with, by its name, and the commit to read: the newest that it shares with `HEAD`.
    pub(super) fn base(&self, wanted: Option<&str>) -> Result<(String, ObjectId), BaseError> {
        let head = self.head()?;
        let (name, revision) = match wanted {
            Some(name) => (name.to_owned(), self.commit(name)?),
            None => self.default_branch().unwrap_or_else(|| ("HEAD".to_owned(), head)),
        };
        let shared = self.inner.merge_base(revision, head);
        let shared = shared.map_err(|error| unreadable(&format!("the history of {name}"), &error))?;
        Ok((name, shared.map_or(revision, |it| it.detach())))
    }

    fn head(&self) -> Result<ObjectId, BaseError> {
        let mut head = self.inner.head().map_err(|error| unreadable("HEAD", &error))?;
        let id = head.try_peel_to_id().map_err(|error| unreadable("HEAD", &error))?;
        Ok(id.ok_or(BaseError::NoCommit)?.detach())
    }

    fn default_branch(&self) -> Option<(String, ObjectId)> {
        DEFAULT_BRANCHES.into_iter().find_map(|name| {
            let mut reference = self.inner.try_find_reference(name).ok()??;
            let target = reference.follow().and_then(Result::ok);
            let shown = target
                .as_ref()
                .map_or_else(|| reference.name().shorten().to_string(), |it| it.name().shorten().to_string());
            Some((shown, reference.peel_to_id().ok()?.detach()))
        })
    }

    fn commit(&self, name: &str) -> Result<ObjectId, BaseError> {
        // What begins like an option is none: nobody who passes a name on can be made to pass an option.
        if name.is_empty() || name.starts_with('-') {
            return Err(BaseError::BadName { name: name.to_owned() });
        }
        let spec = format!("{name}^{{commit}}");
        match self.inner.rev_parse_single(<&BStr>::from(spec.as_str())) {
            Ok(id) => Ok(id.detach()),
            Err(_) => Err(BaseError::NoRevision {
                name: name.to_owned(),
                is_shallow: self.inner.is_shallow().unwrap_or(false),
            }),
        }
    }

    /// The project's folder in a commit, which is called `name` in messages.
    pub(super) fn project_tree(&self, commit: ObjectId, name: &str) -> Result<ProjectTree<'_>, BaseError> {
        let failed = |error: gix::Error| unreadable(name, &error);
        let commit = self.inner.find_object(commit).map_err(failed)?;
        let tree = commit.peel_to_tree().map_err(failed)?;
        if self.folder.is_empty() {
            return Ok(ProjectTree::new(tree));
        }
        let entry = tree.lookup_entry_by_path(&self.folder).map_err(failed)?;
        match entry {
            Some(entry) if entry.mode().is_tree() => {
                let object = entry.object().map_err(failed)?;
                Ok(ProjectTree::new(object.peel_to_tree().map_err(failed)?))
            }
            _ => Err(BaseError::NoProject { name: name.to_owned(), folder: self.folder.clone() }),
        }
    }

    /// The bytes of a blob.
    pub(super) fn blob(&self, id: ObjectId, path: &RelativePath) -> Result<Vec<u8>, BaseError> {
        let object = self.inner.find_object(id).map_err(|error| unreadable(path.as_str(), &error))?;
        Ok(object.detach().data)
    }
}

/// An object of `what` that cannot be read.
pub(super) fn unreadable(what: &str, error: &gix::Error) -> BaseError {
    BaseError::Object { what: what.to_owned(), reason: error.to_string() }
}
