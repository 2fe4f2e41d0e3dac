//! What changed on disk, as a change of the database.

use crate::{
    discover::{DiscoverOptions, discover, layout},
    environment,
    path::{project_root, relative},
    read::read,
};
use config::FileKind;
use db::{FileChange, RelativePath, RootChange};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Reads the whole project again. Files of `known` that are gone are removed.
pub fn rescan(root: &Path, known: &BTreeSet<RelativePath>, options: DiscoverOptions<'_>) -> RootChange {
    let discovered = discover(root, options);
    let mut change = discovered.to_change();
    let found: BTreeSet<&RelativePath> = discovered.files.iter().map(|(path, _)| path).collect();
    let gone = known.iter().filter(|path| !found.contains(path));
    change.files.extend(gone.map(|path| FileChange { path: path.clone(), text: None }));
    change
}

/// Reads the files among `changed`, which a watcher or an editor has reported; `known` are the files that the database
/// has. Where a folder or `rocky.toml` is among them, or a file mentions environment variables, it is a [`rescan`].
pub fn refresh(
    root: &Path,
    changed: &[PathBuf],
    known: &BTreeSet<RelativePath>,
    options: DiscoverOptions<'_>,
) -> RootChange {
    let layout = layout(root, options);
    let mut change = RootChange::new(project_root(root));
    let mut seen = BTreeSet::new();
    for file in changed {
        let Some(path) = relative(root, file).filter(|it| seen.insert(it.clone())) else { continue };
        let is_folder = file.is_dir() || known.iter().any(|it| is_below(it, &path));
        if is_folder || path.as_str() == "rocky.toml" {
            return rescan(root, known, options);
        }
        if !FileKind::of(path.as_str(), &layout).is_of_project() {
            continue;
        }
        if !file.is_file() {
            change.file(path, None);
            continue;
        }
        let text = read(file);
        if !environment::mentioned(&path, &text).is_empty() {
            return rescan(root, known, options);
        }
        change.file(path, Some(text));
    }
    change
}

fn is_below(path: &RelativePath, folder: &RelativePath) -> bool {
    path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
}
