//! Single files of a project, or outside of one, without the rest of it: what a command needs that asks about texts
//! and not about their meaning.

use super::{Knowledge, Location, Project, selection::relative};
use crate::{console::Console, failure::Failure};
use config::{FileKind, ProjectLayout};
use ide::{Change, FileId, FileText, Host, RelativePath, RootChange};
use std::{
    fs,
    mem::ManuallyDrop,
    path::{Path, PathBuf},
};
use workspace::{process_environment, project_root};

/// The extensions of files that hold SQL or the DSL.
const EXTENSIONS: [&str; 2] = ["sql", "rocky"];

/// A file, and what it is called when one speaks of it.
pub(crate) struct NamedFile {
    /// Where it is; nowhere for standard input.
    pub(crate) path: Option<PathBuf>,
    /// As the user gave it, or relative to the project.
    pub(crate) name: String,
    /// Its text, or why it cannot be had.
    pub(crate) text: FileText,
}

impl Project {
    /// The project's models, and nothing else of it but the configuration.
    ///
    /// # Errors
    /// The configuration file cannot be read, or the analysis was cancelled.
    pub(crate) fn models_only(
        location: Location,
        console: &Console,
    ) -> Result<(Project, Vec<(NamedFile, FileId)>), Failure> {
        let folder = location.root.clone();
        let project = Project::load(location, Knowledge::Locked, None, console)?;
        let analysis = project.host.analysis();
        let mut files = Vec::new();
        for file in analysis.files(&project.root) {
            if analysis.is_model(file).map_err(|it| super::analysis_failure(&it))? {
                let (_, path) = analysis.path(file);
                let on_disk = folder.join(path.as_str());
                let text = workspace::read(&on_disk);
                files.push((NamedFile { path: Some(on_disk), name: path.to_string(), text }, file));
            }
        }
        drop(analysis);
        Ok((project, files))
    }

    /// These files, and nothing else of the project but its configuration. Files outside of it, and all files where
    /// there is none, have the default settings.
    ///
    /// # Errors
    /// The configuration file cannot be read.
    pub(crate) fn of_files(
        location: Option<Location>,
        files: Vec<NamedFile>,
    ) -> Result<(Project, Vec<(NamedFile, FileId)>), Failure> {
        let mut inside = match &location {
            Some(location) => configuration(location)?,
            None => RootChange::new(ide::ProjectRoot("loose:".into())),
        };
        inside.loose = location.is_none();
        let root = inside.root.clone();
        let outside_root = ide::ProjectRoot("loose:outside".into());
        let mut outside = RootChange::new(outside_root.clone());
        outside.loose = true;
        let mut named = Vec::new();
        for (number, file) in files.into_iter().enumerate() {
            let within = location.as_ref().and_then(|it| relative(it, file.path.as_deref()?).ok());
            let extension =
                Path::new(&file.name).extension().map_or_else(|| "sql".into(), |it| it.to_string_lossy());
            // A file outside needs no true name, but one of its own.
            let (change, path) = match within {
                Some(path) => (&mut inside, RelativePath::new(path)),
                None => (&mut outside, RelativePath::new(format!("{number}.{extension}"))),
            };
            change.file(path.clone(), Some(file.text.clone()));
            named.push((file, change.root.clone(), path));
        }
        let mut host = Host::new();
        host.apply(Change { roots: vec![inside, outside] });
        let analysis = host.analysis();
        let find = |(file, root, path)| Some((file, analysis.file(&root, &path)?));
        let named = named.into_iter().filter_map(find).collect();
        drop(analysis);
        Ok((Project { host: ManuallyDrop::new(host), root, location }, named))
    }
}

impl Project {
    /// Adds the queries beside the models that `paths` name or that lie below them: a project has those only that somebody
    /// asks about.
    ///
    /// # Errors
    /// The configuration or a folder cannot be read.
    pub(crate) fn add_queries(&mut self, paths: &[PathBuf]) -> Result<(), Failure> {
        let Some(location) = &self.location else { return Ok(()) };
        let layout = ProjectLayout::of(&location.configuration()?);
        let paths: Vec<PathBuf> =
            paths.iter().filter(|it| it.is_dir() || has_extension(it)).cloned().collect();
        let mut change = RootChange::new(self.root.clone());
        for file in paths_below(&paths)? {
            let path = relative(location, &file)?;
            let kind = FileKind::of(&path, &layout);
            if kind.is_statement() && !kind.is_model() {
                change.file(RelativePath::new(path), Some(workspace::read(&file)));
            }
        }
        if !change.files.is_empty() {
            self.host.apply(Change { roots: vec![change] });
        }
        Ok(())
    }
}

/// A change that makes a project of its configuration alone.
fn configuration(location: &Location) -> Result<RootChange, Failure> {
    let mut change = RootChange::new(project_root(&location.root));
    if let Some(path) = &location.config {
        let text = workspace::read(path);
        if let Some(problem) = &text.problem {
            return Err(Failure::new(format!("cannot read {}: {problem}", path.display())));
        }
        let names = config::environment::variables(&text.text);
        let values = names.iter().filter_map(|it| Some((it.to_string(), process_environment(it)?)));
        change.environment = Some(values.collect());
        change.file(RelativePath::new("rocky.toml"), Some(text));
    }
    Ok(change)
}

/// The `.sql` and `.rocky` files that these paths name or that lie below them, sorted by path, each once. Hidden folders
/// are left out.
///
/// # Errors
/// A path does not exist, or names a file that is neither; a folder cannot be read.
pub(crate) fn files_below(paths: &[PathBuf]) -> Result<Vec<NamedFile>, Failure> {
    let named = |path: PathBuf| NamedFile {
        name: path.strip_prefix(".").unwrap_or(&path).to_string_lossy().replace('\\', "/"),
        text: workspace::read(&path),
        path: Some(path),
    };
    Ok(paths_below(paths)?.into_iter().map(named).collect())
}

fn paths_below(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut folders = Vec::new();
    for path in paths {
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => folders.push(path.clone()),
            Ok(_) if has_extension(path) => found.push(path.clone()),
            Ok(_) => {
                return Err(Failure::new(format!("{} is neither .sql nor .rocky", path.display()))
                    .with_help("name files of SQL or of the Rocky DSL, or folders with such files"));
            }
            Err(_) => return Err(Failure::new(format!("there is no file or folder {}", path.display()))),
        }
    }
    while let Some(folder) = folders.pop() {
        let unreadable =
            |error| Failure::new(format!("cannot read the folder {}: {error}", folder.display()));
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let kind = entry.file_type().map_err(unreadable)?;
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            if kind.is_dir() && !is_hidden {
                folders.push(entry.path());
            } else if !kind.is_dir() && has_extension(&entry.path()) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found.dedup_by(|a, b| workspace::absolute(a) == workspace::absolute(b));
    Ok(found)
}

fn has_extension(path: &Path) -> bool {
    path.extension().is_some_and(|it| EXTENSIONS.iter().any(|known| it == *known))
}
