//! A project as another revision has it: read from git's objects, without a checkout.
//!
//! A file whose bytes in the working tree are those of the revision is not read again: it keeps the text that it has
//! there, so that whoever compares the two sees at once that they are the same.

mod error;
mod repository;
#[cfg(test)]
mod tests;
mod tree;

pub use error::BaseError;

use crate::{DiscoverOptions, discover::folders, environment, read::text_of_bytes};
use config::{FileKind, ProjectLayout};
use db::{FileText, RelativePath};
use gix::{ObjectId, hash, objs};
use rayon::prelude::*;
use repository::Repository;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use tree::{Entry, EntryKind};

/// A project as a commit has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseRevision {
    /// The revision as it was asked for, or the default branch.
    pub name: String,
    /// The commit that is compared with: the newest that both sides share, where there is one.
    pub commit: String,
    /// The files. One that is the same in the working tree has the very text that it has there.
    pub files: BTreeMap<RelativePath, FileText>,
    /// The environment variables that the configuration mentions and that are set.
    pub environment: BTreeMap<String, String>,
    /// What git's objects do not hold; it is taken to be as in the working tree.
    pub not_held: Vec<NotHeld>,
}

/// A file, or a folder of files, whose content git's objects do not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotHeld {
    /// Where it lies.
    pub path: RelativePath,
    /// Why.
    pub reason: NotHeldReason,
}

/// Why git's objects do not hold a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotHeldReason {
    /// It is kept in Git LFS.
    LargeFileStorage,
    /// It belongs to another repository.
    Submodule,
    /// It is a link.
    SymbolicLink,
}

impl NotHeldReason {
    /// The reason in words, to follow the path.
    pub fn words(self) -> &'static str {
        match self {
            NotHeldReason::LargeFileStorage => "is kept in Git LFS",
            NotHeldReason::Submodule => "is a submodule",
            NotHeldReason::SymbolicLink => "is a symbolic link",
        }
    }
}

/// Reads the project in `root` as the revision `base` has it; `working` are its files now. Without `base` it is the
/// default branch: what `origin/HEAD` points to, else `main`, else `master`, else `HEAD`.
///
/// Read is the newest commit that the revision and `HEAD` share, as in `git diff base...HEAD`: what others have done
/// since is no change of this branch. Where there is none, it is the revision itself.
///
/// # Errors
/// There is no repository, no such revision, or an object cannot be read.
pub fn read_base(
    root: &Path,
    base: Option<&str>,
    working: &BTreeMap<RelativePath, FileText>,
    options: DiscoverOptions<'_>,
) -> Result<BaseRevision, BaseError> {
    let repository = Repository::discover(root)?;
    let (name, commit) = repository.base(base)?;
    let folder = repository.project_tree(commit, &name)?;
    let layout = base_layout(&repository, &folder, working, options)?;
    let mut entries = BTreeMap::new();
    for start in folders(&layout) {
        folder.collect(start, &layout, &mut entries)?;
    }
    let (unchanged, others) = split(&repository, entries, working);
    let mut revision = BaseRevision {
        name,
        commit: commit.to_string(),
        files: unchanged,
        environment: BTreeMap::new(),
        not_held: Vec::new(),
    };
    for (path, entry) in others {
        revision.add(&repository, path, entry, working)?;
    }
    let names: BTreeSet<String> =
        revision.files.iter().flat_map(|(path, text)| environment::mentioned(path, text)).collect();
    revision.environment =
        names.into_iter().filter_map(|name| Some((name.clone(), (options.environment)(&name)?))).collect();
    Ok(revision)
}

/// The layout that the revision's own `rocky.toml` describes.
fn base_layout(
    repository: &Repository,
    folder: &tree::ProjectTree<'_>,
    working: &BTreeMap<RelativePath, FileText>,
    options: DiscoverOptions<'_>,
) -> Result<ProjectLayout, BaseError> {
    if let Some(models) = options.models {
        let base = config::ModelsGlob::new(None, models, None).base;
        return Ok(ProjectLayout { model_roots: vec![base] });
    }
    let path = RelativePath::new("rocky.toml");
    let text = match folder.entry("rocky.toml")? {
        Some(Entry { kind: EntryKind::File, id }) => text_of_bytes(&path, repository.blob(id, &path)?).text,
        Some(_) => working.get(&path).map(|it| it.text.clone()).unwrap_or_default(),
        None => return Ok(ProjectLayout::default()),
    };
    let names = config::environment::variables(&text);
    let values = names.iter().filter_map(|it| Some((it.to_string(), (options.environment)(it)?))).collect();
    Ok(ProjectLayout::of(&config::rocky_toml(&text, &values).0))
}

/// The files that are the same in the working tree, and the other entries.
fn split(
    repository: &Repository,
    entries: BTreeMap<RelativePath, Entry>,
    working: &BTreeMap<RelativePath, FileText>,
) -> (BTreeMap<RelativePath, FileText>, Vec<(RelativePath, Entry)>) {
    let kind = repository.hash_kind();
    let entries: Vec<(RelativePath, Entry)> = entries.into_iter().collect();
    let compare = |(path, entry): (RelativePath, Entry)| {
        let text = working.get(&path).filter(|it| is_same(kind, &entry, it)).cloned();
        (path, entry, text)
    };
    let compared: Vec<_> = entries.into_par_iter().with_min_len(64).map(compare).collect();
    let mut unchanged = BTreeMap::new();
    let mut others = Vec::new();
    for (path, entry, text) in compared {
        match text {
            Some(text) => {
                unchanged.insert(path, text);
            }
            None => others.push((path, entry)),
        }
    }
    (unchanged, others)
}

/// Whether a text is the whole content of a blob, by the blob's name. Texts of which only a part was read never are.
fn is_same(kind: hash::Kind, entry: &Entry, text: &FileText) -> bool {
    let same = |id: ObjectId| id == entry.id;
    entry.kind == EntryKind::File
        && text.problem.is_none()
        && objs::compute_hash(kind, objs::Kind::Blob, text.text.as_bytes()).is_ok_and(same)
}

impl BaseRevision {
    fn add(
        &mut self,
        repository: &Repository,
        path: RelativePath,
        entry: Entry,
        working: &BTreeMap<RelativePath, FileText>,
    ) -> Result<(), BaseError> {
        let reason = match entry.kind {
            EntryKind::File => {
                let bytes = repository.blob(entry.id, &path)?;
                if !is_large_file_pointer(&bytes) {
                    let text = text_of_bytes(&path, bytes);
                    let text = working.get(&path).filter(|it| is_same_text(it, &text)).unwrap_or(&text);
                    self.files.insert(path, text.clone());
                    return Ok(());
                }
                NotHeldReason::LargeFileStorage
            }
            EntryKind::Submodule => NotHeldReason::Submodule,
            EntryKind::Link => NotHeldReason::SymbolicLink,
        };
        let below = |it: &RelativePath| {
            it.as_str()
                .strip_prefix(path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let same = working.iter().filter(|(it, _)| below(it));
        self.files.extend(same.map(|(path, text)| (path.clone(), text.clone())));
        self.not_held.push(NotHeld { path, reason });
        Ok(())
    }
}

/// Whether two texts differ at most in how their lines end: git may have changed that when it wrote the file
/// (<https://git-scm.com/docs/gitattributes#_end_of_line_conversion>).
fn is_same_text(working: &FileText, base: &FileText) -> bool {
    let unix = |it: &FileText| it.text.replace("\r\n", "\n");
    working == base || (working.problem.is_none() && base.problem.is_none() && unix(working) == unix(base))
}

/// Whether a blob only says where the content is kept (<https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>).
fn is_large_file_pointer(bytes: &[u8]) -> bool {
    const HEAD: &[u8] = b"version https://git-lfs.github.com/spec/";
    const LARGEST: usize = 1024;
    bytes.len() < LARGEST && bytes.starts_with(HEAD)
}

/// Whether Rocky reads a file at this path at all, or files below it.
fn may_matter(path: &str, kind: EntryKind, layout: &ProjectLayout) -> bool {
    kind == EntryKind::Submodule || FileKind::of(path, layout).is_of_project()
}
