//! Which files a project consists of (formats.md 2.1, decisions.md 3), read in parallel.

use crate::{environment, path::project_root, read::read, walk::files_below};
use config::{FileKind, ProjectLayout};
use db::{FileChange, FileText, RelativePath, RootChange};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Where to look, besides the project's folder.
#[derive(Clone, Copy)]
pub struct DiscoverOptions<'a> {
    /// A model root that replaces those of `rocky.toml`, relative to the project's folder, with `/` (`--models`).
    pub models: Option<&'a str>,
    /// The value of an environment variable, if it is set.
    pub environment: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

impl Default for DiscoverOptions<'_> {
    fn default() -> Self {
        DiscoverOptions { models: None, environment: &process_environment }
    }
}

/// The value of a variable of this process; one that is not UTF-8 counts as unset.
pub fn process_environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A project as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovered {
    /// Its folder.
    pub root: PathBuf,
    /// Where its files are looked for.
    pub layout: ProjectLayout,
    /// Its files, sorted by path. One that cannot be read is there, with the reason.
    pub files: Vec<(RelativePath, FileText)>,
    /// The environment variables that its configuration mentions and that are set.
    pub environment: BTreeMap<String, String>,
}

impl Discovered {
    /// The change that makes this project known to a database, or brings every file up to date.
    pub fn to_change(&self) -> RootChange {
        let mut change = RootChange::new(project_root(&self.root));
        let files = self.files.iter();
        change.files =
            files.map(|(path, text)| FileChange { path: path.clone(), text: Some(text.clone()) }).collect();
        change.environment = Some(self.environment.clone());
        change
    }
}

/// Finds and reads the files of the project in `root`: `rocky.toml`, everything of use below the model roots,
/// `contracts/`, `schemas/`, `data/seed.sql`, the heads of `seeds/*.csv`, `macros/`. Each may be missing.
pub fn discover(root: &Path, options: DiscoverOptions<'_>) -> Discovered {
    let layout = layout(root, options);
    let mut found: BTreeMap<RelativePath, PathBuf> = BTreeMap::new();
    for folder in folders(&layout) {
        collect(root, folder, &layout, &mut found);
    }
    let found: Vec<(RelativePath, PathBuf)> = found.into_iter().collect();
    let read_one = |(path, file): (RelativePath, PathBuf)| {
        let text = read(&file);
        let names = environment::mentioned(&path, &text);
        ((path, text), names)
    };
    let read: Vec<((RelativePath, FileText), BTreeSet<String>)> =
        found.into_par_iter().with_min_len(64).map(read_one).collect();
    let mut names = BTreeSet::new();
    let files = read
        .into_iter()
        .map(|(file, mentioned)| {
            names.extend(mentioned);
            file
        })
        .collect();
    let environment =
        names.into_iter().filter_map(|name| Some((name.clone(), (options.environment)(&name)?))).collect();
    Discovered { root: root.to_path_buf(), layout, files, environment }
}

/// The layout that the project's `rocky.toml` describes now.
pub(crate) fn layout(root: &Path, options: DiscoverOptions<'_>) -> ProjectLayout {
    if let Some(models) = options.models {
        let base = config::ModelsGlob::new(None, models, None).base;
        return ProjectLayout { model_roots: vec![base] };
    }
    let text = read(&root.join("rocky.toml")).text;
    let names = config::environment::variables(&text);
    let values = names.iter().filter_map(|it| Some((it.to_string(), (options.environment)(it)?))).collect();
    ProjectLayout::of(&config::rocky_toml(&text, &values).0)
}

/// The folders and files in the root that may hold files of a project.
pub(crate) fn folders(layout: &ProjectLayout) -> impl Iterator<Item = &str> {
    const FIXED: [&str; 6] = ["rocky.toml", "contracts", "schemas", "data/seed.sql", "seeds", "macros"];
    FIXED.into_iter().chain(layout.model_roots.iter().map(|it| it.as_str()))
}

fn collect(root: &Path, folder: &str, layout: &ProjectLayout, found: &mut BTreeMap<RelativePath, PathBuf>) {
    let start = root.join(folder);
    let mut add = |path: RelativePath, file: &Path| {
        if FileKind::of(path.as_str(), layout).is_of_project() {
            found.insert(path, file.to_path_buf());
        }
    };
    if start.is_file() {
        add(RelativePath::new(folder), &start);
    } else {
        files_below(&start, &mut |path, file| add(RelativePath::new(format!("{folder}/{path}")), file));
    }
}
