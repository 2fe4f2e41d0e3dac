//! Which files of a project are to be reported on.

use super::Location;
use crate::failure::Failure;
use ide::RelativePath;
use std::path::{Path, PathBuf};

/// Paths relative to the project's root, with `/`; nothing stands for everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    paths: Vec<String>,
    /// A model's path without its extension: its SQL, sidecar and contract are selected.
    stem: Option<String>,
}

impl Selection {
    /// Every file.
    pub(crate) fn everything() -> Selection {
        Selection::default()
    }

    /// The files at or below `paths`.
    ///
    /// # Errors
    /// One of them lies outside the project.
    pub(crate) fn new(location: &Location, paths: &[PathBuf]) -> Result<Selection, Failure> {
        let paths: Vec<String> = paths.iter().map(|it| relative(location, it)).collect::<Result<_, _>>()?;
        if paths.iter().any(String::is_empty) {
            return Ok(Selection::everything());
        }
        Ok(Selection { paths, stem: None })
    }

    /// A model's file, its sidecar and its contract.
    pub(crate) fn beside(model: &RelativePath) -> Selection {
        Selection { paths: Vec::new(), stem: Some(model.sibling(model.stem()).to_string()) }
    }

    /// Whether it is every file.
    pub(crate) fn is_everything(&self) -> bool {
        self.paths.is_empty() && self.stem.is_none()
    }

    /// Whether the file at `path` is selected.
    pub(crate) fn contains(&self, path: &str) -> bool {
        if let Some(stem) = &self.stem {
            return path.strip_prefix(stem.as_str()).is_some_and(|rest| rest.starts_with('.'));
        }
        self.paths.is_empty() || self.paths.iter().any(|it| is_at_or_below(path, it))
    }
}

fn is_at_or_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A path as the project knows it; empty for the project's folder itself.
///
/// # Errors
/// It lies outside the project.
pub(crate) fn relative(location: &Location, path: &Path) -> Result<String, Failure> {
    let inside = |root: &Path, path: &Path| match workspace::absolute(path) == workspace::absolute(root) {
        true => Some(String::new()),
        false => workspace::relative(root, path).map(|it| it.to_string()),
    };
    let by_name = inside(&location.root, path);
    // One of the two may have been reached through a symbolic link.
    let by_file = || inside(&location.root.canonicalize().ok()?, &path.canonicalize().ok()?);
    by_name.or_else(by_file).ok_or_else(|| {
        Failure::new(format!("{} lies outside the project {}", path.display(), location.root.display()))
            .with_help("check one project at a time")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location() -> Location {
        Location { root: "/p".into(), config: None }
    }

    #[test]
    fn folders_select_what_lies_below_them() {
        let selection = Selection::new(&location(), &["/p/models/staging".into()]).unwrap();
        assert!(selection.contains("models/staging/a.sql"));
        assert!(!selection.contains("models/staging_old/a.sql"));
        assert!(Selection::new(&location(), &["/p/x/..".into()]).unwrap().contains("anything"));
    }

    #[test]
    fn a_model_selects_what_lies_beside_it() {
        let selection = Selection::beside(&RelativePath::new("models/a.sql"));
        assert!(selection.contains("models/a.toml"));
        assert!(selection.contains("models/a.contract.toml"));
        assert!(!selection.contains("models/ab.sql"));
    }

    #[test]
    fn other_projects_are_refused() {
        assert!(Selection::new(&location(), &["/q/a.sql".into()]).is_err());
    }
}
