//! Queries over configuration: TOML in, typed values out.

use crate::{Db, Project, RelativePath, SourceFile};
use ::dialect::Engine;
use base::DialectKind;
use config::{
    ConfigDiagnostic, Contract, DirectoryDefaults, FileKind, FormatSettings, ProjectLayout, RockyToml,
    SchemaFile, SeedSidecar, Sidecar, Spanned, Strategy,
};
use std::sync::Arc;

/// A decoded file: the value, and what is wrong with the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded<T> {
    /// What could be read.
    pub value: T,
    /// What could not.
    pub diagnostics: Vec<ConfigDiagnostic>,
}

impl<T> From<(T, Vec<ConfigDiagnostic>)> for Decoded<T> {
    fn from((value, diagnostics): (T, Vec<ConfigDiagnostic>)) -> Decoded<T> {
        Decoded { value, diagnostics }
    }
}

/// The project's `rocky.toml`, if it has one.
pub fn rocky_toml_file(db: &dyn Db, project: Project) -> Option<SourceFile> {
    project.files(db).get(&RelativePath::new("rocky.toml")).copied()
}

/// The project's configuration: that of an empty file where there is none.
#[salsa::tracked]
pub fn rocky_toml(db: &dyn Db, project: Project) -> Decoded<RockyToml> {
    match rocky_toml_file(db, project) {
        Some(file) => config::rocky_toml(&file.text(db).text, project.environment(db)).into(),
        None => Decoded::default(),
    }
}

/// The dialects that the project's SQL should also run in: those that whoever asks wants, else those of
/// `[portability]`. The dialect of a model may be among them.
#[salsa::tracked]
pub fn target_dialects(db: &dyn Db, project: Project) -> Vec<DialectKind> {
    match project.target_dialects(db) {
        Some(wanted) => wanted.clone(),
        None => rocky_toml(db, project).value.portability.targets.iter().map(|it| it.value).collect(),
    }
}

/// How the project's SQL is laid out.
#[salsa::tracked(returns(copy))]
pub fn format_settings(db: &dyn Db, project: Project) -> FormatSettings {
    rocky_toml(db, project).value.format
}

/// Where the project keeps its files.
#[salsa::tracked]
pub fn layout(db: &dyn Db, project: Project) -> ProjectLayout {
    ProjectLayout::of(&rocky_toml(db, project).value)
}

/// What a file is.
#[salsa::tracked(returns(copy))]
pub fn file_kind(db: &dyn Db, file: SourceFile) -> FileKind {
    let project = file.project(db);
    let path = file.path(db);
    if project.loose(db) {
        return match path.extension() {
            Some("rocky") => FileKind::RockyModel,
            Some("toml") => FileKind::of(path.as_str(), layout(db, project)),
            _ => FileKind::SqlModel,
        };
    }
    FileKind::of(path.as_str(), layout(db, project))
}

/// The files of one folder and of the whole project that belong to a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Companions {
    /// `<stem>.toml`.
    pub sidecar: Option<SourceFile>,
    /// `<stem>.contract.toml`.
    pub contract: Option<SourceFile>,
    /// `_defaults.toml`.
    pub defaults: Option<SourceFile>,
}

/// The files beside a model that belong to it. A contract in `contracts/` goes by the model's name and is found by
/// whoever knows names.
#[salsa::tracked(returns(copy))]
pub fn companions(db: &dyn Db, model: SourceFile) -> Companions {
    let files = model.project(db).files(db);
    let path = model.path(db);
    let find = |name: &str| files.get(&path.sibling(name)).copied();
    Companions {
        sidecar: find(&format!("{}.toml", path.stem())),
        contract: find(&format!("{}.contract.toml", path.stem())),
        defaults: find("_defaults.toml"),
    }
}

/// A decoded sidecar file.
#[salsa::tracked(returns(clone))]
pub fn sidecar(db: &dyn Db, file: SourceFile) -> Arc<Decoded<Sidecar>> {
    let environment = file.project(db).environment(db);
    Arc::new(config::sidecar(&file.text(db).text, 0.into(), environment).into())
}

/// The decoded frontmatter of a SQL file, if it has one; ranges are those of the file.
#[salsa::tracked(returns(clone))]
pub fn frontmatter(db: &dyn Db, file: SourceFile) -> Option<Arc<Decoded<Sidecar>>> {
    let frontmatter = file.frontmatter(db).as_ref()?;
    let environment = file.project(db).environment(db);
    Some(Arc::new(config::sidecar(&frontmatter.toml, frontmatter.offset, environment).into()))
}

/// The TOML that describes a model, and where it stands: its sidecar, else the model's own frontmatter.
pub fn description(db: &dyn Db, model: SourceFile) -> Option<(SourceFile, Arc<Decoded<Sidecar>>)> {
    match companions(db, model).sidecar {
        Some(toml) => Some((toml, sidecar(db, toml))),
        None => Some((model, frontmatter(db, model)?)),
    }
}

/// Where it is written how a model is built, and how: in its description, else in its folder's defaults.
pub fn written_strategy(db: &dyn Db, model: SourceFile) -> Option<(SourceFile, Spanned<Strategy>)> {
    let own = description(db, model).and_then(|(file, it)| Some((file, it.value.strategy.clone()?)));
    let of_folder = || {
        let file = companions(db, model).defaults?;
        Some((file, directory_defaults(db, file).value.strategy.clone()?))
    };
    own.or_else(of_folder)
}

/// How a model is built: as its description says, else as its folder's defaults do.
pub fn strategy(db: &dyn Db, model: SourceFile) -> Strategy {
    written_strategy(db, model).map(|(_, it)| it.value).unwrap_or_default()
}

/// Whether a model is built window by window, so that its query names the bounds of one.
#[salsa::tracked(returns(copy))]
pub fn is_time_interval(db: &dyn Db, model: SourceFile) -> bool {
    matches!(strategy(db, model), Strategy::TimeInterval { .. })
}

/// A decoded `_defaults.toml`.
#[salsa::tracked(returns(clone))]
pub fn directory_defaults(db: &dyn Db, file: SourceFile) -> Arc<Decoded<DirectoryDefaults>> {
    let environment = file.project(db).environment(db);
    Arc::new(config::directory_defaults(&file.text(db).text, environment).into())
}

/// A decoded contract.
#[salsa::tracked(returns(clone))]
pub fn contract(db: &dyn Db, file: SourceFile) -> Arc<Decoded<Contract>> {
    Arc::new(config::contract(&file.text(db).text).into())
}

/// A decoded schema file.
#[salsa::tracked(returns(clone))]
pub fn schema_file(db: &dyn Db, file: SourceFile) -> Arc<Decoded<SchemaFile>> {
    Arc::new(config::schema_file(&file.text(db).text).into())
}

/// The decoded sidecar of a seed.
#[salsa::tracked(returns(clone))]
pub fn seed_sidecar(db: &dyn Db, file: SourceFile) -> Arc<Decoded<SeedSidecar>> {
    Arc::new(config::seed_sidecar(&file.text(db).text).into())
}

/// The warehouse that builds a file, at the release that it runs: that of the pipeline whose glob has it, else of the
/// project. A release that is not written or cannot be read is the one that Rocky installs.
#[salsa::tracked(returns(copy))]
pub fn engine(db: &dyn Db, file: SourceFile) -> Engine {
    let config = &rocky_toml(db, file.project(db)).value;
    let path = file.path(db).as_str();
    let pipeline = config.models_roots().into_iter().find(|it| it.matches(path)).and_then(|it| it.pipeline);
    let target = pipeline.and_then(|name| config.transformations().find(|(it, _)| it.name.value == name));
    let adapter = target.and_then(|(_, it)| config.adapter(it.target_adapter.name()));
    let adapter = adapter.or_else(|| config.default_adapter());
    let pinned = Engine::pinned(adapter.and_then(|it| it.dialect()).unwrap_or_default());
    let version = adapter.and_then(|it| it.engine_version.as_ref()?.as_str().parse().ok());
    version.map_or(pinned, |version| Engine::new(pinned.dialect, version))
}

/// The dialect of the warehouse that builds a file.
#[salsa::tracked(returns(copy))]
pub fn dialect(db: &dyn Db, file: SourceFile) -> DialectKind {
    engine(db, file).dialect
}
