//! Where the project is.

use crate::{arguments::GlobalOptions, failure::Failure};
use base::{Code, Severity, counted};
use config::{ConfigDiagnostic, RockyToml};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};
use workspace::process_environment;

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

/// What is wrong with a configuration file.
struct Mistake {
    code: Code,
    /// Counted from one.
    line: u32,
    message: String,
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

    /// The project in a folder.
    pub(crate) fn of_folder(folder: &Path) -> Location {
        let config = folder.join(CONFIG);
        Location { root: folder.to_owned(), config: config.is_file().then_some(config) }
    }

    /// As [`Location::find`], with `None` where no project is near.
    ///
    /// # Errors
    /// The file that `--config` names does not exist, or the working directory is gone.
    pub(crate) fn search(options: &GlobalOptions, start: Option<&Path>) -> Result<Option<Location>, Failure> {
        if let Some(config) = &options.config {
            return Location::named(config).map(Some);
        }
        let start = start.map_or_else(working_directory, |it| Ok(it.to_owned()))?;
        let root = workspace::find_root(&start);
        Ok(root.map(|root| Location { config: Some(root.join(CONFIG)), root }))
    }

    fn named(config: &Path) -> Result<Location, Failure> {
        let absolute = workspace::absolute(config);
        if !absolute.is_file() {
            return Err(Failure::new(format!("there is no configuration file {}", config.display()))
                .with_help("give --config the path of a rocky.toml"));
        }
        if absolute.file_name().is_some_and(|it| it != CONFIG) {
            return Err(Failure::new(format!(
                "the configuration file {} has another name",
                config.display()
            ))
            .with_help(format!("a project is the folder of its {CONFIG}: name that")));
        }
        let root = absolute.parent().unwrap_or(&absolute).to_owned();
        Ok(Location { root, config: Some(absolute) })
    }

    /// The configuration, as far as it can be read; what is wrong with it is said by `rocky check`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn configuration(&self) -> Result<RockyToml, Failure> {
        Ok(self.diagnosed()?.0)
    }

    /// The configuration for whoever goes to the warehouse, with what is to be warned of in it: what was misread would build
    /// something else, or elsewhere.
    ///
    /// # Errors
    /// The file cannot be read, or has mistakes that are errors.
    pub(crate) fn sound_configuration(&self) -> Result<(RockyToml, Vec<String>), Failure> {
        let (configuration, diagnostics) = self.diagnosed()?;
        let of = |severity: Severity| {
            let found = diagnostics.iter().filter(move |it| it.code.default_severity() == severity);
            found.map(|it| format!("{CONFIG}:{}: {} ({})", it.line, it.message, it.code))
        };
        let errors: Vec<String> = of(Severity::Error).collect();
        match &errors[..] {
            [] => Ok((configuration, of(Severity::Warning).collect())),
            [first, others @ ..] => {
                let more = if others.is_empty() {
                    String::new()
                } else {
                    format!(", and {} like it", counted(others.len(), "mistake"))
                };
                Err(Failure::new(format!("{first}{more}"))
                    .with_help("rocky check shows what is wrong with rocky.toml"))
            }
        }
    }

    /// The configuration, and what is wrong with it.
    fn diagnosed(&self) -> Result<(RockyToml, Vec<Mistake>), Failure> {
        let Some(path) = &self.config else { return Ok(Default::default()) };
        let text = fs::read(path).map_err(|error| unreadable(path, &error))?;
        let text = String::from_utf8_lossy(&text);
        let names = config::environment::variables(&text);
        let values = names.iter().filter_map(|it| Some((it.to_string(), process_environment(it)?))).collect();
        let (configuration, diagnostics) = config::rocky_toml(&text, &values);
        let lines = ide::lines(&text);
        let said = |it: ConfigDiagnostic| Mistake {
            code: it.code,
            line: lines.line_col(it.range.start()).line + 1,
            message: it.message,
        };
        Ok((configuration, diagnostics.into_iter().map(said).collect()))
    }
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
