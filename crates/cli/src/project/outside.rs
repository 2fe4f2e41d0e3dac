//! What a long session knows of the warehouse, kept up to date: the DuckDB file and the state file are read again when
//! they have changed.

use super::{Location, Project, catalog, remembered_schemas, state::resolved_state};
use crate::{arguments::GlobalOptions, console::Console, failure::Failure};
use ide::{Change, RootChange};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A file's size and time of change; nothing for a file that is not there.
type Stamp = Option<(u64, Option<SystemTime>)>;

/// What the files outside a project were when they were read last.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outside {
    /// The DuckDB file, and what was written to it and is not part of it yet.
    catalog: Option<(PathBuf, [Stamp; 2])>,
    /// The state file.
    state: Stamp,
}

impl Outside {
    /// The files as they are now: to be asked before they are read.
    ///
    /// # Errors
    /// The configuration cannot be read.
    pub(crate) fn look(location: &Location, options: &GlobalOptions) -> Result<Outside, Failure> {
        let catalog = catalog::duckdb_file(location)?.map(|file| {
            let mut log = OsString::from(&file);
            log.push(".wal");
            let stamps = [stamp(&file), stamp(Path::new(&log))];
            (file, stamps)
        });
        Ok(Outside { catalog, state: stamp(&resolved_state(location, options)?.path) })
    }
}

impl Project {
    /// Takes in what of the warehouse is known in another way than it was. What cannot be read stays as it was, and is
    /// tried again next time.
    ///
    /// # Errors
    /// The configuration cannot be read.
    pub(crate) fn reread_outside(
        &mut self,
        known: &mut Outside,
        options: &GlobalOptions,
        console: &Console,
    ) -> Result<(), Failure> {
        let Some(location) = &self.location else { return Ok(()) };
        let now = Outside::look(location, options)?;
        let mut change = RootChange::new(self.root.clone());
        if now.catalog != known.catalog {
            let catalog = match catalog::request(location)? {
                Some(pending) => pending.finish(console).map(Some),
                None => Some(None),
            };
            if catalog.is_some() {
                change.duckdb_catalog = catalog;
                known.catalog = now.catalog;
            }
        }
        if now.state != known.state {
            match remembered_schemas(location, options) {
                Ok(tables) => {
                    change.schema_cache = Some(tables);
                    known.state = now.state;
                }
                Err(failure) => {
                    console.note(&format!("what was known of the warehouse's tables is not read: {failure}"));
                }
            }
        }
        self.host.apply(Change { roots: vec![change] });
        Ok(())
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = path.metadata().ok()?;
    Some((metadata.len(), metadata.modified().ok()))
}
