//! Loading a project into a database.

use super::{Location, catalog, location::environment, selection::relative};
use crate::{console::Console, failure::Failure};
use db::ReadProblem;
use ide::{Change, FileText, Host, ProjectRoot, RelativePath, RootChange};
use std::path::PathBuf;

/// A project in a database.
pub(crate) struct Project {
    /// The database.
    pub(crate) host: Host,
    /// What the database calls the project.
    pub(crate) root: ProjectRoot,
    /// Where it lies; nowhere for a lone text.
    pub(crate) location: Option<Location>,
}

impl Project {
    /// Reads the project. `overlay` is a file whose text is not the one on disk. Unless `locked`, what the project's
    /// DuckDB file holds is read too.
    ///
    /// # Errors
    /// The project's folder cannot be read. Files that cannot be read are diagnostics.
    pub(crate) fn load(
        location: Location,
        locked: bool,
        overlay: Option<(PathBuf, Vec<u8>)>,
        console: &Console,
    ) -> Result<Project, Failure> {
        let pending = if locked { None } else { catalog::request(&location)? };
        let root = ProjectRoot(location.root.to_string_lossy().into());
        let mut change = read_files(&location, root.clone())?;
        change.environment = Some(environment());
        if let Some((path, bytes)) = overlay {
            change.file(RelativePath::new(relative(&location, &path)?), Some(file_text(&bytes)));
        }
        if let Some(pending) = pending {
            change.duckdb_catalog = pending.finish(console).map(Some);
        }
        let mut host = Host::new();
        host.apply(Change { roots: vec![change] });
        Ok(Project { host, root, location: Some(location) })
    }

    /// A lone text, outside any project.
    pub(crate) fn loose(name: &str, bytes: &[u8]) -> Project {
        let root = ProjectRoot(format!("loose:{name}").into());
        let mut change = RootChange::new(root.clone());
        change.loose = true;
        change.file(RelativePath::new(name), Some(file_text(bytes)));
        let mut host = Host::new();
        host.apply(Change { roots: vec![change] });
        Project { host, root, location: None }
    }
}

fn file_text(bytes: &[u8]) -> FileText {
    match std::str::from_utf8(bytes) {
        Ok(text) => FileText::new(text),
        Err(error) => FileText::unreadable(ReadProblem::NotUtf8 { offset: error.valid_up_to() }),
    }
}

fn read_files(location: &Location, root: ProjectRoot) -> Result<RootChange, Failure> {
    let mut change = RootChange::new(root);
    let mut folders = vec![location.root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| Failure::new(e.to_string()))? {
            let path = entry.map_err(|e| Failure::new(e.to_string()))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "sql" || it == "toml" || it == "rocky") {
                let bytes = std::fs::read(&path).map_err(|e| Failure::new(e.to_string()))?;
                change.file(RelativePath::new(relative(location, &path)?), Some(file_text(&bytes)));
            }
        }
    }
    Ok(change)
}
