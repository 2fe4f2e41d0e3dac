//! Walking folders.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// How deep folders are followed.
const MAX_DEPTH: usize = 64;

/// Calls `visit` with every file below `folder`, in order, and with its path relative to `folder` (with `/`).
///
/// Dot-folders are included. A symbolic link to a folder is followed once, and never to a folder around it. Folders
/// that cannot be listed are passed over.
pub(crate) fn files_below(folder: &Path, visit: &mut dyn FnMut(&str, &Path)) {
    let mut walk = Walk { followed: BTreeSet::new(), visit };
    walk.folder(folder, "", 0);
}

struct Walk<'a> {
    /// The targets of links that were followed.
    followed: BTreeSet<PathBuf>,
    visit: &'a mut dyn FnMut(&str, &Path),
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut entries: Vec<fs::DirEntry> = entries.filter_map(Result::ok).collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let Ok(mut kind) = entry.file_type() else { continue };
            let path = entry.path();
            let name = entry.file_name();
            let relative = match prefix {
                "" => name.to_string_lossy().into_owned(),
                _ => format!("{prefix}/{}", name.to_string_lossy()),
            };
            if kind.is_symlink() {
                let Ok(target) = fs::metadata(&path) else {
                    // A link to nowhere is a file that cannot be read.
                    (self.visit)(&relative, &path);
                    continue;
                };
                kind = target.file_type();
                if kind.is_dir() && !self.may_follow(folder, &path) {
                    continue;
                }
            }
            if kind.is_file() {
                (self.visit)(&relative, &path);
            } else if kind.is_dir() && depth < MAX_DEPTH {
                self.folder(&path, &relative, depth + 1);
            }
        }
    }

    fn may_follow(&mut self, folder: &Path, link: &Path) -> bool {
        let (Ok(target), Ok(here)) = (fs::canonicalize(link), fs::canonicalize(folder)) else { return false };
        !here.starts_with(&target) && self.followed.insert(target)
    }
}
