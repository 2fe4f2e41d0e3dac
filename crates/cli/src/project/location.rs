//! Where the project is.

use crate::{arguments::GlobalOptions, failure::Failure};
use config::RockyToml;
use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
};

/// The name of the configuration file.
const CONFIG: &str = "rocky.toml";

/// A project's folder and configuration file.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    /// The folder, as a path that this process can open.
    pub(crate) root: PathBuf,
    /// The configuration file, where there is one.
    pub(crate) config: Option<PathBuf>,
}

impl Location {
    /// The project that `--config` names; else the nearest one at or above `start`, which is a file or a folder; by
    /// default the working directory.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn find(options: &GlobalOptions, start: Option<&Path>) -> Result<Location, Failure> {
        match Location::search(options, start)? {
            Some(location) => Ok(location),
            None => Err(Failure::new(format!(
                "no {CONFIG} here or in a folder above: {}",
                working_directory()?.display()
            ))
            .with_help(
                "go into a project, name one with --config, or make one: rocky init, rocky playground",
            )),
        }
    }

    /// As [`Location::find`], with `None` where no project is near.
    ///
    /// # Errors
    /// The file that `--config` names does not exist, or the working directory is gone.
    pub(crate) fn search(options: &GlobalOptions, start: Option<&Path>) -> Result<Option<Location>, Failure> {
        if let Some(config) = &options.config {
            return Location::named(config).map(Some);
        }
        let start = match start {
            Some(start) => std::path::absolute(start)
                .map_err(|error| Failure::new(format!("cannot find {}: {error}", start.display())))?,
            None => working_directory()?,
        };
        Ok(start.ancestors().find_map(|folder| {
            let config = folder.join(CONFIG);
            config.is_file().then(|| Location { root: folder.to_owned(), config: Some(config) })
        }))
    }

    fn named(config: &Path) -> Result<Location, Failure> {
        let absolute = std::path::absolute(config)
            .map_err(|error| Failure::new(format!("cannot find {}: {error}", config.display())))?;
        if !absolute.is_file() {
            return Err(Failure::new(format!("there is no configuration file {}", config.display()))
                .with_help("give --config the path of a rocky.toml"));
        }
        let root = absolute.parent().unwrap_or(&absolute).to_owned();
        Ok(Location { root, config: Some(absolute) })
    }

    /// The configuration, as far as it can be read; what is wrong with it is said by `rocky check`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn configuration(&self) -> Result<RockyToml, Failure> {
        let Some(path) = &self.config else { return Ok(RockyToml::default()) };
        let text = fs::read(path).map_err(|error| unreadable(path, &error))?;
        Ok(config::rocky_toml(&String::from_utf8_lossy(&text), &environment()).0)
    }
}

/// The environment variables that configuration may read. Those that are not UTF-8 count as unset.
pub(crate) fn environment() -> BTreeMap<String, String> {
    env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// The working directory.
///
/// # Errors
/// It was deleted, or may not be read.
pub(crate) fn working_directory() -> Result<PathBuf, Failure> {
    env::current_dir().map_err(|error| Failure::new(format!("the working directory cannot be used: {error}")))
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot read {}: {error}", path.display()))
}
