//! What a file of a project is, by its path alone.

use crate::RockyToml;
use base::{SmolStr, TextRange};

/// What a file is, by where it lies and how it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// `rocky.toml` in the project's root.
    RockyToml,
    /// `<stem>.toml` below a model root: the sidecar of `<stem>.sql` or `<stem>.rocky`, if there is one.
    Sidecar,
    /// `_defaults.toml` below a model root.
    Defaults,
    /// `<stem>.contract.toml` below a model root, or in `contracts/`.
    Contract,
    /// `schemas/**/*.toml`.
    SchemaFile,
    /// `data/seed.sql`.
    SeedSql,
    /// `*.sql` below a model root.
    SqlModel,
    /// `*.rocky` below a model root.
    RockyModel,
    /// `*.csv` in `seeds/`.
    SeedCsv,
    /// `<stem>.toml` in `seeds/`: the sidecar of `<stem>.csv`.
    SeedSidecar,
    /// `groups/<name>.toml` below a model root.
    Group,
    /// `test_definitions.toml` below a model root.
    TestDefinitions,
    /// `*.sql` and `*.sql-macro` in `macros/`.
    Macro,
    /// `*.sql` anywhere else: a query that no model can read. It is looked at while an editor has it open.
    SqlQuery,
    /// `*.rocky` anywhere else, likewise.
    RockyQuery,
    /// Nothing that Rocky reads.
    Other,
}

/// The folder in which buffers that have no file stand beside the files of a project: there are no files in it, and no
/// model root reaches into it.
pub const BUFFERS: &str = ".buffers";

/// The models of one transformation pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelsGlob {
    /// The pipeline; `None` for the default root of a project that has no transformation pipeline.
    pub pipeline: Option<SmolStr>,
    /// The directory below which models are looked for, or one file; relative to the root, with `/`.
    pub base: SmolStr,
    /// The glob. Without a wildcard it stands for everything below it.
    pub pattern: SmolStr,
    /// Where the glob is written.
    pub range: Option<TextRange>,
}

/// Where a project keeps its files: what [`FileKind::of`] needs of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectLayout {
    /// The model roots, sorted; relative to the project's root, with `/`.
    pub model_roots: Vec<SmolStr>,
}

impl Default for ProjectLayout {
    fn default() -> ProjectLayout {
        ProjectLayout { model_roots: vec![SmolStr::new_static("models")] }
    }
}

impl ProjectLayout {
    /// The layout that this configuration describes.
    pub fn of(config: &RockyToml) -> ProjectLayout {
        let mut model_roots: Vec<SmolStr> = config.models_roots().into_iter().map(|it| it.base).collect();
        model_roots.sort();
        model_roots.dedup();
        ProjectLayout { model_roots }
    }
}

impl FileKind {
    /// The kind of the file at `path`, relative to the project's root, with `/`.
    pub fn of(path: &str, layout: &ProjectLayout) -> FileKind {
        let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
        if path == "rocky.toml" {
            return FileKind::RockyToml;
        }
        let is_buffer = is_below(path, BUFFERS);
        if !is_buffer && layout.model_roots.iter().any(|root| is_below(path, root)) {
            return FileKind::of_model_file(directory, name);
        }
        let top = path.split('/').next().unwrap_or_default();
        let extension = name.rsplit_once('.').map(|(_, it)| it);
        match (top, extension) {
            _ if path == "data/seed.sql" => FileKind::SeedSql,
            ("contracts", Some("toml")) if directory == "contracts" && name.ends_with(".contract.toml") => {
                FileKind::Contract
            }
            ("schemas", Some("toml")) if !directory.is_empty() => FileKind::SchemaFile,
            ("seeds", Some("csv")) if directory == "seeds" => FileKind::SeedCsv,
            ("seeds", Some("toml")) if directory == "seeds" => FileKind::SeedSidecar,
            ("macros", Some("sql" | "sql-macro")) if directory == "macros" => FileKind::Macro,
            (_, Some("sql")) => FileKind::SqlQuery,
            (_, Some("rocky")) => FileKind::RockyQuery,
            _ => FileKind::Other,
        }
    }

    /// Whether it is a model.
    pub fn is_model(self) -> bool {
        matches!(self, FileKind::SqlModel | FileKind::RockyModel)
    }

    /// Whether it holds a statement: it is a model or a query.
    pub fn is_statement(self) -> bool {
        self.is_model() || matches!(self, FileKind::SqlQuery | FileKind::RockyQuery)
    }

    /// Whether a project has it for itself, and not only while an editor has it open.
    pub fn is_of_project(self) -> bool {
        !matches!(self, FileKind::SqlQuery | FileKind::RockyQuery | FileKind::Other)
    }

    fn of_model_file(directory: &str, name: &str) -> FileKind {
        let Some((_, extension)) = name.rsplit_once('.') else { return FileKind::Other };
        match extension {
            "sql" => FileKind::SqlModel,
            "rocky" => FileKind::RockyModel,
            "toml" if name == "_defaults.toml" => FileKind::Defaults,
            "toml" if name == "test_definitions.toml" => FileKind::TestDefinitions,
            "toml" if name.ends_with(".contract.toml") => FileKind::Contract,
            "toml" if directory.rsplit('/').next() == Some("groups") => FileKind::Group,
            "toml" => FileKind::Sidecar,
            _ => FileKind::Other,
        }
    }
}

/// Whether `path` is `root` itself or lies below it; everything lies below the empty root.
fn is_below(path: &str, root: &str) -> bool {
    root.is_empty() || path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl ModelsGlob {
    /// The glob `pattern` of a pipeline. The base is the literal path before the first component with a wildcard, or
    /// `models` where there is none before it.
    pub fn new(pipeline: Option<SmolStr>, pattern: &str, range: Option<TextRange>) -> ModelsGlob {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        let literal: Vec<&str> =
            pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect();
        let base = match literal.join("/") {
            base if base.is_empty() => SmolStr::new_static("models"),
            base => base.into(),
        };
        let pattern = match pattern {
            "" => SmolStr::new_static("models/**"),
            _ => pattern.into(),
        };
        ModelsGlob { pipeline, base, pattern, range }
    }

    /// Whether the pipeline builds the model file at `path`. Case-sensitive; `*` stays within one part of the path.
    pub fn matches(&self, path: &str) -> bool {
        fast_glob::glob_match(self.pattern.as_str(), path)
            || (self.pattern == self.base && is_below(path, &self.base))
    }

    /// Whether the base leaves the project's root (V047).
    pub fn escapes_project(&self) -> bool {
        let mut depth = 0_i32;
        self.base.starts_with('/')
            || self.base.split('/').any(|part| {
                depth += match part {
                    ".." => -1,
                    "." | "" => 0,
                    _ => 1,
                };
                depth < 0
            })
    }
}

impl RockyToml {
    /// Where models are looked for: one root per transformation pipeline, or the default root `models`. Globs that
    /// leave the project are left out.
    pub fn models_roots(&self) -> Vec<ModelsGlob> {
        let roots: Vec<ModelsGlob> = self
            .transformations()
            .map(|(pipeline, it)| {
                let (pattern, range) = match &it.models {
                    Some(models) => (models.as_str(), Some(models.range)),
                    None => ("models/**", None),
                };
                ModelsGlob::new(Some(pipeline.name.value.clone()), pattern, range)
            })
            .filter(|it| !it.escapes_project())
            .collect();
        if roots.is_empty() { vec![ModelsGlob::new(None, "models/**", None)] } else { roots }
    }
}
