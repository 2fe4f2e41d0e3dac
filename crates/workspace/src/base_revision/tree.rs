//! The files of a project in a commit.

use super::{BaseError, may_matter, repository::unreadable};
use config::ProjectLayout;
use db::RelativePath;
use gix::{ObjectId, objs::tree::EntryMode};
use std::collections::BTreeMap;

/// How deep folders are followed.
const MAX_DEPTH: usize = 64;

/// The folder of a project in a commit.
pub(super) struct ProjectTree<'a>(gix::Tree<'a>);

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it is.
    pub(super) kind: EntryKind,
    /// The object: a blob's, or the commit of a submodule.
    pub(super) id: ObjectId,
}

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A file.
    File,
    /// A symbolic link.
    Link,
    /// The commit of another repository.
    Submodule,
}

impl EntryKind {
    /// The kind of what is no folder.
    fn of(mode: EntryMode) -> EntryKind {
        if mode.is_commit() {
            EntryKind::Submodule
        } else if mode.is_link() {
            EntryKind::Link
        } else {
            EntryKind::File
        }
    }
}

impl<'a> ProjectTree<'a> {
    pub(super) fn new(tree: gix::Tree<'a>) -> ProjectTree<'a> {
        ProjectTree(tree)
    }

    /// What stands at `path`, unless it is a folder.
    pub(super) fn entry(&self, path: &str) -> Result<Option<Entry>, BaseError> {
        let entry = self.0.lookup_entry_by_path(path).map_err(|error| unreadable(path, &error))?;
        let entry = entry.filter(|it| !it.mode().is_tree());
        Ok(entry.map(|it| Entry { kind: EntryKind::of(it.mode()), id: it.object_id() }))
    }

    /// Adds what stands at `start` or below it and matters to Rocky. The empty path is the project itself.
    pub(super) fn collect(
        &self,
        start: &str,
        layout: &ProjectLayout,
        found: &mut BTreeMap<RelativePath, Entry>,
    ) -> Result<(), BaseError> {
        if let Some(entry) = self.entry(start)? {
            if may_matter(start, entry.kind, layout) {
                found.insert(RelativePath::new(start), entry);
            }
            return Ok(());
        }
        let mut folders = Vec::new();
        match start {
            "" => folders.push((String::new(), self.0.clone())),
            _ => folders.extend(self.folder(start)?.map(|it| (start.to_owned(), it))),
        }
        while let Some((folder, tree)) = folders.pop() {
            for entry in tree.iter() {
                let entry = entry.map_err(|error| unreadable(&folder, &error))?;
                // Rocky's paths are text; a name that is none is that of no model.
                let Ok(name) = std::str::from_utf8(entry.filename()) else { continue };
                let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                if entry.mode().is_tree() {
                    if path.split('/').count() <= MAX_DEPTH {
                        let object = entry.object().map_err(|error| unreadable(&path, &error))?;
                        folders.push((path, object.into_tree()));
                    }
                    continue;
                }
                let kind = EntryKind::of(entry.mode());
                if may_matter(&path, kind, layout) {
                    found.insert(RelativePath::new(path), Entry { kind, id: entry.object_id() });
                }
            }
        }
        Ok(())
    }

    fn folder(&self, path: &str) -> Result<Option<gix::Tree<'a>>, BaseError> {
        let failed = |error: gix::Error| unreadable(path, &error);
        let Some(entry) = self.0.lookup_entry_by_path(path).map_err(failed)? else { return Ok(None) };
        Ok(Some(entry.object().map_err(failed)?.peel_to_tree().map_err(failed)?))
    }
}
