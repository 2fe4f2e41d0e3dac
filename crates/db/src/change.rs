//! The one way in: a change, applied as a whole.

use crate::{
    CachedTable, Db, DuckDbCatalog, FileText, Frontmatter, Project, ProjectRoot, RelativePath, RootDatabase,
    SourceFile, revision::RevisionInputs,
};
use base::DialectKind;
use rustc_hash::FxHashMap;
use salsa::{Durability, Setter};
use std::{collections::BTreeMap, sync::Arc};

/// What is new since the last change, over any number of projects.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Per project; a root that is not known yet becomes a project.
    pub roots: Vec<RootChange>,
}

/// What is new in one project.
#[derive(Clone, Debug)]
pub struct RootChange {
    /// Which project.
    pub root: ProjectRoot,
    /// Files that appeared, changed or went.
    pub files: Vec<FileChange>,
    /// The environment variables that configuration may read, if they are to be replaced.
    pub environment: Option<BTreeMap<String, String>>,
    /// The values of run variables, if they are to be replaced.
    pub variables: Option<BTreeMap<String, String>>,
    /// The dialects that the SQL should also run in, if they are to be replaced; `Some(None)` leaves them to
    /// `[portability]`.
    pub target_dialects: Option<Option<Vec<DialectKind>>>,
    /// The catalog of the project's DuckDB file, if it is to be replaced.
    pub duckdb_catalog: Option<Option<Arc<DuckDbCatalog>>>,
    /// Tables as the warehouse described them some time ago, if they are to be replaced.
    pub schema_cache: Option<Arc<[CachedTable]>>,
    /// Whether the root is a loose file or an unsaved buffer rather than a project. Read only when the root is new.
    pub loose: bool,
}

impl RootChange {
    /// A change of nothing in this project.
    pub fn new(root: ProjectRoot) -> RootChange {
        RootChange {
            root,
            files: Vec::new(),
            environment: None,
            variables: None,
            target_dialects: None,
            duckdb_catalog: None,
            schema_cache: None,
            loose: false,
        }
    }

    /// Everything that a project consists of: applied to an empty database it makes the same project there.
    pub fn whole(db: &dyn Db, project: Project) -> RootChange {
        let file = |(path, file): (&RelativePath, &SourceFile)| FileChange {
            path: path.clone(),
            text: Some(file.text(db).clone()),
        };
        RootChange {
            root: project.root(db).clone(),
            files: project.files(db).iter().map(file).collect(),
            environment: Some(BTreeMap::clone(project.environment(db))),
            variables: Some(BTreeMap::clone(project.variables(db))),
            target_dialects: Some(project.target_dialects(db).clone()),
            duckdb_catalog: Some(project.duckdb_catalog(db).clone()),
            schema_cache: Some(Arc::clone(project.schema_cache(db))),
            loose: project.loose(db),
        }
    }

    /// Adds a file's new text, or its removal.
    pub fn file(&mut self, path: impl Into<RelativePath>, text: Option<FileText>) {
        self.files.push(FileChange { path: path.into(), text });
    }
}

/// What is new in one file: its text, or `None` where it went.
#[derive(Clone, Debug)]
pub struct FileChange {
    /// Which file.
    pub path: RelativePath,
    /// Its text now.
    pub text: Option<FileText>,
}

impl From<&str> for RelativePath {
    fn from(path: &str) -> RelativePath {
        RelativePath::new(path)
    }
}

/// What a change did.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Files whose text is not what it was, in the order of the change. Created files are among them.
    pub changed: Vec<SourceFile>,
    /// Files that exist now and did not before.
    pub created: Vec<SourceFile>,
    /// Files that existed before and do not now.
    pub removed: Vec<SourceFile>,
    /// Whether anything but the text of SQL changed: the set of files, TOML, environment, variables, catalogs.
    pub structural: bool,
}

impl Applied {
    /// Whether the change set nothing at all, so that every earlier answer still holds.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty() && !self.structural
    }
}

/// The handles of every input made so far. Inputs live as long as the database: a file that comes back gets the handle
/// that it had.
#[derive(Clone, Debug, Default)]
pub(crate) struct Handles {
    projects: BTreeMap<ProjectRoot, Project>,
    pub(crate) files: FxHashMap<(Project, RelativePath), SourceFile>,
    pub(crate) revisions: BTreeMap<ProjectRoot, RevisionInputs>,
}

impl RootDatabase {
    /// The project at `root`, if a change has named it.
    pub fn project(&self, root: &ProjectRoot) -> Option<Project> {
        self.handles.projects.get(root).copied()
    }

    /// Every project, by root.
    pub fn projects(&self) -> impl Iterator<Item = Project> + '_ {
        self.handles.projects.values().copied()
    }

    /// The file at `path` of `project`, if it exists now.
    pub fn file(&self, project: Project, path: &RelativePath) -> Option<SourceFile> {
        project.files(self).get(path).copied()
    }

    /// Applies a change. Waits until every snapshot is dropped, after telling their queries to stop.
    ///
    /// Setting an input counts as a change even where the value is equal, so values are compared first.
    pub fn apply(&mut self, change: Change) -> Applied {
        let mut applied = Applied::default();
        for root in change.roots {
            self.apply_root(root, &mut applied);
        }
        applied
    }

    /// Sets the models of `project` that stand in large dependency rings, sorted.
    pub fn set_cut(&mut self, project: Project, mut cut: Vec<SourceFile>) {
        cut.sort_by(|a, b| a.path(self).cmp(b.path(self)));
        cut.dedup();
        if project.cut(self)[..] != cut[..] {
            project.set_cut(self).with_durability(Durability::HIGH).to(cut.into());
        }
    }

    fn apply_root(&mut self, change: RootChange, applied: &mut Applied) {
        let project = match self.project(&change.root) {
            Some(project) => project,
            None => {
                applied.structural = true;
                self.add_project(&change.root, change.loose)
            }
        };
        let mut files: Option<BTreeMap<RelativePath, SourceFile>> = None;
        for FileChange { path, text } in change.files {
            let present = files.as_ref().unwrap_or(project.files(self)).contains_key(&path);
            match text {
                Some(text) => {
                    let file = self.set_text(project, &path, text, applied);
                    if !present {
                        applied.created.push(file);
                        let files = files.get_or_insert_with(|| BTreeMap::clone(project.files(self)));
                        files.insert(path, file);
                    }
                }
                None if present => {
                    let files = files.get_or_insert_with(|| BTreeMap::clone(project.files(self)));
                    applied.removed.extend(files.remove(&path));
                }
                None => {}
            }
        }
        if let Some(files) = files {
            applied.structural = true;
            project.set_files(self).with_durability(Durability::HIGH).to(Arc::new(files));
        }
        if let Some(environment) = change.environment
            && **project.environment(self) != environment
        {
            applied.structural = true;
            project.set_environment(self).with_durability(Durability::HIGH).to(Arc::new(environment));
        }
        if let Some(variables) = change.variables
            && **project.variables(self) != variables
        {
            applied.structural = true;
            project.set_variables(self).with_durability(Durability::HIGH).to(Arc::new(variables));
        }
        if let Some(targets) = change.target_dialects
            && *project.target_dialects(self) != targets
        {
            applied.structural = true;
            project.set_target_dialects(self).with_durability(Durability::HIGH).to(targets);
        }
        if let Some(tables) = change.schema_cache
            && **project.schema_cache(self) != *tables
        {
            applied.structural = true;
            project.set_schema_cache(self).with_durability(Durability::HIGH).to(tables);
        }
        if let Some(catalog) = change.duckdb_catalog
            && *project.duckdb_catalog(self) != catalog
        {
            applied.structural = true;
            project.set_duckdb_catalog(self).with_durability(Durability::HIGH).to(catalog);
        }
    }

    pub(crate) fn add_project(&mut self, root: &ProjectRoot, loose: bool) -> Project {
        let project = Project::builder(
            root.clone(),
            Arc::default(),
            Arc::default(),
            Arc::default(),
            None,
            None,
            Arc::from(Vec::<CachedTable>::new()),
            Arc::from(Vec::<SourceFile>::new()),
            loose,
        )
        .durability(Durability::HIGH)
        .new(self);
        Arc::make_mut(&mut self.handles).projects.insert(root.clone(), project);
        project
    }

    /// A file that did not exist before.
    pub(crate) fn new_file(&self, project: Project, path: &RelativePath, text: &FileText) -> SourceFile {
        SourceFile::builder(project, path.clone(), text.clone(), frontmatter(path, text))
            .durability(Durability::HIGH)
            .text_durability(text_durability(path))
            .new(self)
    }

    fn set_text(
        &mut self,
        project: Project,
        path: &RelativePath,
        text: FileText,
        applied: &mut Applied,
    ) -> SourceFile {
        let durability = text_durability(path);
        let frontmatter = frontmatter(path, &text);
        let Some(&file) = self.handles.files.get(&(project, path.clone())) else {
            let file = self.new_file(project, path, &text);
            Arc::make_mut(&mut self.handles).files.insert((project, path.clone()), file);
            applied.changed.push(file);
            return file;
        };
        if *file.frontmatter(self) != frontmatter {
            applied.structural = true;
            file.set_frontmatter(self).with_durability(Durability::HIGH).to(frontmatter);
        }
        if *file.text(self) != text {
            applied.structural |= durability != Durability::MEDIUM;
            applied.changed.push(file);
            file.set_text(self).with_durability(durability).to(text);
        }
        file
    }
}

/// SQL is typed all day; configuration is not. Low durability is left to the collection of garbage, which thereby asks
/// nothing to be validated again: validation recurses as deep as a chain of models is long. Never lower the durability of
/// an input: everything that depends on it would run again.
pub(crate) fn text_durability(path: &RelativePath) -> Durability {
    match path.extension() {
        Some("toml" | "csv") => Durability::HIGH,
        _ => Durability::MEDIUM,
    }
}

pub(crate) fn frontmatter(path: &RelativePath, text: &FileText) -> Option<Frontmatter> {
    if path.extension() != Some("sql") {
        return None;
    }
    let head = syntax::split_frontmatter(&text.text).filter(|it| it.closed)?;
    Some(Frontmatter { toml: text.text[head.toml].into(), offset: head.toml.start() })
}
