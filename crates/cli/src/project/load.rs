//! Loading a project into a database.

use super::{Location, catalog, selection::relative};
use crate::{console::Console, failure::Failure};
use ide::{Change, FileText, Host, ProjectRoot, RelativePath, RootChange};
use std::{mem::ManuallyDrop, path::PathBuf};
use workspace::{DiscoverOptions, discover};

/// A project in a database.
pub(crate) struct Project {
    /// The database. It is never freed: the process is about to end, and freeing takes longer than checking a file.
    pub(crate) host: ManuallyDrop<Host>,
    /// What the database calls the project.
    pub(crate) root: ProjectRoot,
    /// Where it lies; nowhere for a lone text.
    pub(crate) location: Option<Location>,
}

impl Project {
    /// Reads the project. `overlay` is a file whose text is not the one on disk. Unless `locked`, what the project's
    /// DuckDB file holds is read too. Files that cannot be read are diagnostics.
    ///
    /// # Errors
    /// The configuration file cannot be read, or the overlay lies outside the project.
    pub(crate) fn load(
        location: Location,
        locked: bool,
        overlay: Option<(PathBuf, FileText)>,
        console: &Console,
    ) -> Result<Project, Failure> {
        let pending = if locked { None } else { catalog::request(&location)? };
        let mut change = discover(&location.root, DiscoverOptions::default()).to_change();
        if let Some((path, text)) = overlay {
            change.file(RelativePath::new(relative(&location, &path)?), Some(text));
        }
        if let Some(pending) = pending {
            change.duckdb_catalog = pending.finish(console).map(Some);
        }
        let root = change.root.clone();
        let mut host = Host::new();
        host.apply(Change { roots: vec![change] });
        Ok(Project { host: ManuallyDrop::new(host), root, location: Some(location) })
    }

    /// A lone text, outside any project.
    pub(crate) fn loose(name: &str, text: FileText) -> Project {
        let root = ProjectRoot(format!("loose:{name}").into());
        let mut change = RootChange::new(root.clone());
        change.loose = true;
        change.file(RelativePath::new(name), Some(text));
        let mut host = Host::new();
        host.apply(Change { roots: vec![change] });
        Project { host: ManuallyDrop::new(host), root, location: None }
    }
}
