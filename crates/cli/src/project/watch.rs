//! Checking again whenever a file changes.

use super::Project;
use crate::failure::{Exit, Failure, Outcome};
use config::ProjectLayout;
use ide::{Change, RelativePath};
use std::{collections::BTreeSet, sync::mpsc};
use workspace::{DiscoverOptions, refresh};

impl Project {
    /// Waits for changes of the project's files and calls `check` after each that changes an answer, until the process
    /// is ended.
    ///
    /// # Errors
    /// The system cannot watch files, or `check` fails.
    pub(crate) fn watch(&mut self, mut check: impl FnMut(&mut Project) -> Result<(), Failure>) -> Outcome {
        let Some(location) = self.location.clone() else {
            return Err(
                Failure::new("a lone file is not watched").with_help("put it into a project: rocky init")
            );
        };
        let layout = || location.configuration().map(|it| ProjectLayout::of(&it));
        let (sender, changes) = mpsc::channel();
        let watcher = workspace::watch(&location.root, &layout()?, move |paths| {
            // Nobody listens any more when the process ends.
            let _ = sender.send(paths);
        });
        let mut watcher = watcher.map_err(|error| Failure::new(error.to_string()))?;
        while let Ok(paths) = changes.recv() {
            let change = refresh(&location.root, &paths, &self.known_files(), DiscoverOptions::default());
            let applied = self.host.apply(Change { roots: vec![change] });
            if applied.nothing {
                continue;
            }
            if applied.structural {
                watcher.update(&layout()?).map_err(|error| Failure::new(error.to_string()))?;
            }
            check(self)?;
        }
        Ok(Exit::SUCCESS)
    }

    fn known_files(&self) -> BTreeSet<RelativePath> {
        let analysis = self.host.analysis();
        analysis.files(&self.root).into_iter().map(|it| analysis.path(it).1).collect()
    }
}
