//! Loading a project into a database.

use super::{Location, analysis_failure, catalog, remembered_schemas, selection::relative};
use crate::{arguments::GlobalOptions, console::Console, failure::Failure};
use base::DialectKind;
use ide::{Analysis, Cancellable, Cancelled, Change, FileText, Host, ProjectRoot, RelativePath, RootChange};
use std::{collections::BTreeMap, mem::ManuallyDrop, path::PathBuf};
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

/// What a project may know of its warehouse.
#[derive(Clone, Copy)]
pub(crate) enum Knowledge<'a> {
    /// What is checked in.
    Locked,
    /// That, and what this machine knows: what the DuckDB file holds, and what the state file remembers.
    Local(&'a GlobalOptions),
}

impl<'a> Knowledge<'a> {
    /// Local knowledge, unless `locked`.
    pub(crate) fn new(locked: bool, options: &'a GlobalOptions) -> Knowledge<'a> {
        if locked { Knowledge::Locked } else { Knowledge::Local(options) }
    }
}

impl Project {
    /// Reads the project. `overlay` is a file whose text is not the one on disk. Files that cannot be read are
    /// diagnostics.
    ///
    /// # Errors
    /// The configuration file cannot be read, or the overlay lies outside the project.
    pub(crate) fn load(
        location: Location,
        knowledge: Knowledge<'_>,
        overlay: Option<(PathBuf, FileText)>,
        console: &Console,
    ) -> Result<Project, Failure> {
        let pending = match knowledge {
            Knowledge::Locked => None,
            Knowledge::Local(_) => catalog::request(&location)?,
        };
        let mut change = discover(&location.root, DiscoverOptions::default()).to_change();
        if let Some((path, text)) = overlay {
            change.file(RelativePath::new(relative(&location, &path)?), Some(text));
        }
        if let Knowledge::Local(options) = knowledge {
            change.schema_cache = match remembered_schemas(&location, options) {
                Ok(tables) => Some(tables),
                Err(failure) => {
                    console.note(&format!("what was known of the warehouse's tables is not read: {failure}"));
                    None
                }
            };
        }
        if let Some(pending) = pending {
            change.duckdb_catalog = pending.finish(console).map(Some);
        }
        let root = change.root.clone();
        let mut host = Host::new();
        host.apply(Change { roots: vec![change] });
        Ok(Project { host: ManuallyDrop::new(host), root, location: Some(location) })
    }

    /// Looks at the project as if it should also run in `targets`; where there are none, `[portability]` names them.
    pub(crate) fn set_target_dialects(&mut self, targets: &[DialectKind]) {
        if !targets.is_empty() {
            let mut change = RootChange::new(self.root.clone());
            change.target_dialects = Some(Some(targets.to_vec()));
            self.host.apply(Change { roots: vec![change] });
        }
    }

    /// Gives run variables their values, and warns of those that no model uses.
    ///
    /// # Errors
    /// Analysis failed.
    pub(crate) fn set_variables(
        &mut self,
        values: BTreeMap<String, String>,
        console: &Console,
    ) -> Result<(), Failure> {
        if values.is_empty() {
            return Ok(());
        }
        let mut change = RootChange::new(self.root.clone());
        change.variables = Some(values.clone());
        self.host.apply(Change { roots: vec![change] });
        let used = self.host.analysis().variables(&self.root).map_err(|it| analysis_failure(&it))?;
        for name in values.keys().filter(|it| !used.contains(*it)) {
            let closest = base::closest(name, used.iter().map(String::as_str));
            let hint = closest.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            console.warn(&format!("no model uses the variable `{name}`{hint}"));
        }
        Ok(())
    }

    /// Asks about one snapshot, cutting the dependency rings that stand in the way.
    ///
    /// # Errors
    /// The analysis met a defect of ours.
    pub(crate) fn ask<T>(&mut self, question: impl Fn(&Analysis) -> Cancellable<T>) -> Cancellable<T> {
        loop {
            let answer = question(&self.host.analysis());
            match answer {
                // Each time there is a ring less.
                Err(Cancelled::Ring(ring)) => self.host.cut_rings(&ring),
                answer => return answer,
            }
        }
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
