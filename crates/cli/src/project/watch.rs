//! Following the changes of a project's files.

use super::{Location, Project};
use crate::failure::Failure;
use config::ProjectLayout;
use ide::{Change, RelativePath};
use std::{collections::BTreeSet, path::PathBuf, sync::mpsc};
use workspace::{DiscoverOptions, Watcher, refresh, rescan};

/// A watch over a project's files.
pub(crate) struct Watch {
    location: Location,
    watcher: Watcher,
    changes: mpsc::Receiver<Vec<PathBuf>>,
}

impl Watch {
    /// Begins to watch, and brings the project up to date with what changed since it was loaded.
    ///
    /// # Errors
    /// The project is a lone file, or the system cannot watch files.
    pub(crate) fn start(project: &mut Project) -> Result<Watch, Failure> {
        let Some(location) = project.location.clone() else {
            return Err(Failure::new("a lone file is not watched")
                .with_help("put it into a project: rocky init makes one"));
        };
        let (sender, changes) = mpsc::channel();
        let watcher = workspace::watch(&location.root, &layout(&location)?, move |paths| {
            // Nobody listens any more when the process ends.
            let _ = sender.send(paths);
        });
        let watcher = watcher.map_err(|error| Failure::new(error.to_string()))?;
        project.reread()?;
        Ok(Watch { location, watcher, changes })
    }

    /// Waits for a change that may change an answer, and applies it.
    ///
    /// # Errors
    /// The system can no longer watch files.
    pub(crate) fn wait(&mut self, project: &mut Project) -> Result<(), Failure> {
        loop {
            let paths =
                self.changes.recv().map_err(|_| Failure::new("the watch over the files has ended"))?;
            let change =
                refresh(&self.location.root, &paths, &known_files(project), DiscoverOptions::default());
            let applied = project.host.apply(Change { roots: vec![change] });
            if applied.structural {
                let updated = self.watcher.update(&layout(&self.location)?);
                updated.map_err(|error| Failure::new(error.to_string()))?;
            }
            if !applied.nothing {
                return Ok(());
            }
        }
    }
}

impl Project {
    /// Takes in what has changed on disk since the project was read.
    ///
    /// # Errors
    /// The project is a lone file.
    pub(crate) fn reread(&mut self) -> Result<(), Failure> {
        let Some(location) = &self.location else {
            return Err(Failure::new("a lone file is not read again"));
        };
        let change = rescan(&location.root, &known_files(self), DiscoverOptions::default());
        self.host.apply(Change { roots: vec![change] });
        Ok(())
    }
}

/// Where the configuration says that models lie; one that is gone says nothing.
fn layout(location: &Location) -> Result<ProjectLayout, Failure> {
    match location.config.as_ref().is_some_and(|it| it.is_file()) {
        true => Ok(ProjectLayout::of(&location.configuration()?)),
        false => Ok(ProjectLayout::default()),
    }
}

fn known_files(project: &Project) -> BTreeSet<RelativePath> {
    let analysis = project.host.analysis();
    analysis.files(&project.root).into_iter().map(|it| analysis.path(it).1).collect()
}
