//! A project in memory, as Rocky and the warehouse see it.

use super::warehouse::{Columns, Warehouse};
use anyhow::{Context, Result, anyhow, bail};
use base::DialectKind;
use ide::{Cancelled, Change, FileText, Host, ProjectRoot, RootChange, Severity, TextRange};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The statements that make the source tables.
pub(super) const SEED: &str = "data/seed.sql";

/// A model of the project.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) name: String,
    /// The path of its text.
    pub(super) path: String,
    /// The query that the warehouse gets.
    pub(super) sql: String,
    /// The models that it reads.
    pub(super) reads: BTreeSet<String>,
    /// The columns of its table.
    pub(super) columns: Columns,
}

impl Model {
    /// Whether its text is the query itself.
    pub(super) fn is_sql(&self) -> bool {
        self.path.ends_with(".sql")
    }
}

/// A diagnostic, with the text that it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    pub(super) code: String,
    pub(super) is_error: bool,
    pub(super) range: (u32, u32),
    pub(super) message: String,
}

/// What Rocky says of each file that it has anything to say of.
pub(super) type Diagnostics = BTreeMap<String, BTreeSet<Said>>;

/// The project.
pub(super) struct Project {
    host: Host,
    root: ProjectRoot,
    /// Texts by path.
    pub(super) files: BTreeMap<String, String>,
    /// In dependency order.
    pub(super) models: Vec<Model>,
    /// What Rocky says before anything is broken.
    pub(super) baseline: Diagnostics,
}

impl Project {
    /// Reads the project in a folder, and makes its tables. The source tables come from `data/seed.sql`.
    ///
    /// Errors: the folder is no such project, or the project is not valid.
    pub(super) fn load(folder: &Path, warehouse: &mut Warehouse) -> Result<Project> {
        let mut files = BTreeMap::new();
        read(folder, folder, &mut files)?;
        let seed = files.get(SEED).cloned().ok_or_else(|| anyhow!("the project has no {SEED}"))?;
        let toml = files.get_mut("rocky.toml").ok_or_else(|| anyhow!("the project has no rocky.toml"))?;
        // The release that is asked.
        *toml = toml.replacen("[adapter]\n", "[adapter]\nengine_version = \"2.0\"\n", 1);
        let root = ProjectRoot("mutated".into());
        let mut host = Host::new();
        let mut change = RootChange::new(root.clone());
        for (path, text) in &files {
            change.file(&**path, Some(FileText::new(text.clone())));
        }
        host.apply(Change { roots: vec![change] });
        let mut project = Project { host, root, files, models: Vec::new(), baseline: Diagnostics::new() };
        project.baseline = project.diagnostics()?;
        if let Some((path, said)) = project.first_error() {
            bail!("{path} is not valid before anything is broken: {}: {}", said.code, said.message);
        }
        warehouse.execute(&seed)?;
        project.models = project.read_models()?;
        for model in &mut project.models {
            model.columns = match warehouse.model(&model.name, &model.sql)? {
                Ok(columns) => columns,
                Err(refusal) => bail!("DuckDB refuses {} as it is: {}", model.path, refusal.message),
            };
        }
        Ok(project)
    }

    fn first_error(&self) -> Option<(&String, &Said)> {
        self.baseline.iter().find_map(|(path, said)| Some((path, said.iter().find(|it| it.is_error)?)))
    }

    /// The models in dependency order. DuckDB finds out if they are not.
    fn read_models(&self) -> Result<Vec<Model>> {
        let db = self.host.database();
        let project = db.project(&self.root).ok_or_else(|| anyhow!("the project is gone"))?;
        let mut targets = Vec::new();
        for file in project.files(db).values().filter(|it| sema::is_model(db, **it)) {
            if let Some(target) = sema::physical_target(db, *file) {
                let name = sema::declared_name(db, *file).to_string();
                targets.push((plan::qualified_name(&target, DialectKind::DuckDb), name));
            }
        }
        let mut waiting = Vec::new();
        for file in project.files(db).values().filter(|it| sema::is_model(db, **it)) {
            let path = file.path(db).as_str().to_owned();
            let sql = if path.ends_with(".sql") {
                self.files.get(&path).cloned().unwrap_or_default()
            } else {
                let sql = plan::compiled_sql_in(db, *file, DialectKind::DuckDb)
                    .map_err(|it| anyhow!("{path} cannot be written as SQL: {it:?}"))?;
                // Here all models are tables of the default schema.
                targets.iter().fold(sql, |sql, (target, name)| sql.replace(target, name))
            };
            let reads = sema::dependencies(db, *file);
            waiting.push(Model {
                name: sema::declared_name(db, *file).to_string(),
                path,
                reads: reads.iter().map(|it| sema::declared_name(db, *it).to_string()).collect(),
                sql,
                columns: Columns::new(),
            });
        }
        let mut ordered: Vec<Model> = Vec::new();
        while !waiting.is_empty() {
            let known: BTreeSet<String> = ordered.iter().map(|it| it.name.clone()).collect();
            let (ready, rest): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|it| it.reads.is_subset(&known));
            if ready.is_empty() {
                bail!("the models read each other in a ring");
            }
            ordered.extend(ready);
            waiting = rest;
        }
        Ok(ordered)
    }

    /// What Rocky says once some files have other texts, or none. The project is then as it was.
    pub(super) fn diagnostics_with(&mut self, changed: &[(String, Option<String>)]) -> Result<Diagnostics> {
        self.set(changed.iter().map(|(path, text)| (path.as_str(), text.as_deref())));
        let diagnostics = self.diagnostics()?;
        let before: Vec<(String, String)> = changed
            .iter()
            .filter_map(|(path, _)| Some((path.clone(), self.files.get(path)?.clone())))
            .collect();
        self.set(before.iter().map(|(path, text)| (path.as_str(), Some(text.as_str()))));
        Ok(diagnostics)
    }

    fn set<'t>(&mut self, texts: impl Iterator<Item = (&'t str, Option<&'t str>)>) {
        let mut change = RootChange::new(self.root.clone());
        for (path, text) in texts {
            change.file(path, text.map(FileText::new));
        }
        self.host.apply(Change { roots: vec![change] });
    }

    fn diagnostics(&mut self) -> Result<Diagnostics> {
        loop {
            let analysis = self.host.analysis();
            let mut all = Diagnostics::new();
            let outcome = analysis.project_diagnostics(&self.root, |of_file| {
                let said = of_file.diagnostics.iter().map(|it| Said {
                    code: it.code.to_string(),
                    is_error: it.severity == Severity::Error,
                    range: (it.range.start().into(), it.range.end().into()),
                    message: it.message.clone(),
                });
                let said: BTreeSet<Said> = said.collect();
                if !said.is_empty() {
                    all.insert(analysis.path(of_file.file).1.as_str().to_owned(), said);
                }
                true
            });
            drop(analysis);
            match outcome {
                Ok(()) => return Ok(all),
                // Nobody else changes this project, so each ring is met once.
                Err(Cancelled::Ring(ring)) => self.host.cut_rings(&ring),
                Err(Cancelled::Panicked(message)) => bail!("the analysis panicked: {message}"),
                Err(Cancelled::ByChange | Cancelled::ByClient | Cancelled::Rest) => {
                    bail!("the analysis was cancelled")
                }
            }
        }
    }

    /// The model of this name.
    pub(super) fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|it| it.name == name)
    }
}

impl Said {
    pub(super) fn text_range(&self) -> TextRange {
        TextRange::new(self.range.0.into(), self.range.1.into())
    }
}

/// A file's name without folders and ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

/// Reads the files below a folder, by their paths below `root`.
fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            read(root, &path, files)?;
        } else {
            let text =
                std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let below = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.insert(below, text);
        }
    }
    Ok(())
}
