//! Run plans: what a run of one pipeline executes, in dependency order.

use crate::compiled_sql;
use crate::ephemeral::{ephemerals, is_ephemeral};
use crate::statements::{statements, strategy};
use crate::target::{default_catalog, target_name};
use base::{Fingerprint, Severity, SmolStr, closest};
use config::{ModelsGlob, RockyToml, Transformation};
use db::{Db, Project, SourceFile};
use rustc_hash::FxHashMap;
use sema::Target;
use warehouse::{
    ColumnSchema, FailureKind, InputIdentity, InputKind, PLAN_FORMAT, Refused, RunPlan, Step, Strategy,
};

/// What to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The pipeline; may be absent where the project has only one that transforms.
    pub pipeline: Option<String>,
    /// Build this model only.
    pub model: Option<String>,
}

/// Why there is no plan. Models that cannot be run are no reason: they are refused within the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanError {
    /// The project has several transformation pipelines, and none is named.
    SeveralPipelines(Vec<String>),
    /// The project has no transformation pipeline of this name.
    UnknownPipeline {
        /// The name.
        name: String,
        /// A name that may have been meant.
        closest: Option<String>,
    },
    /// The pipeline names an adapter that is not configured.
    UnknownAdapter {
        /// The pipeline.
        pipeline: String,
        /// The adapter.
        adapter: String,
    },
    /// The pipeline has no model of this name.
    UnknownModel {
        /// The name.
        name: String,
        /// A name that may have been meant.
        closest: Option<String>,
    },
}

impl std::fmt::Display for PlanError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hint = |closest: &Option<String>| match closest {
            Some(name) => format!("; did you mean `{name}`?"),
            None => String::new(),
        };
        match self {
            PlanError::SeveralPipelines(names) => {
                write!(
                    f,
                    "the project has several transformation pipelines, name one of them: {}",
                    names.join(", ")
                )
            }
            PlanError::UnknownPipeline { name, closest } => {
                write!(f, "rocky.toml has no transformation pipeline `{name}`{}", hint(closest))
            }
            PlanError::UnknownAdapter { pipeline, adapter } => {
                write!(
                    f,
                    "the pipeline `{pipeline}` builds with the adapter `{adapter}`, which rocky.toml does not configure"
                )
            }
            PlanError::UnknownModel { name, closest } => {
                write!(f, "the pipeline has no model `{name}`{}", hint(closest))
            }
        }
    }
}

impl std::error::Error for PlanError {}

/// What a run of `selection` executes. Models with errors, and those with a strategy that this build does not run, are
/// refused one by one; what reads them is withheld by the engine.
///
/// Asks for every selected model's diagnostics: rings of the dependency graph must have been cut.
///
/// # Errors
/// The selection names no pipeline or model of the project.
pub fn run_plan(db: &dyn Db, project: Project, selection: &Selection) -> Result<RunPlan, PlanError> {
    let config = &db::rocky_toml(db, project).value;
    let pipeline = Pipeline::find(config, selection.pipeline.as_deref())?;
    let models: Vec<SourceFile> =
        sema::order(db, project).models().filter(|it| pipeline.has(it.path(db).as_str())).collect();
    let models = match &selection.model {
        None => models,
        Some(name) => match models.iter().find(|it| sema::declared_name(db, **it) == name.as_str()) {
            Some(model) => vec![*model],
            None => return Err(unknown_model(db, name, &models)),
        },
    };
    let default_catalog = default_catalog(config, &pipeline.adapter);
    let text = db::rocky_toml_file(db, project).map(|it| it.text(db).text.clone()).unwrap_or_default();
    let mut planner = Planner {
        db,
        config,
        creates_schemas: pipeline.transformation.is_some_and(|it| it.auto_create_schemas),
        default_catalog: default_catalog.clone(),
        outcomes: FxHashMap::default(),
        hashes: FxHashMap::default(),
        plan: RunPlan {
            format: PLAN_FORMAT,
            pipeline: pipeline.name.to_owned(),
            adapter_type: config
                .adapter(&pipeline.adapter)
                .and_then(|it| it.adapter_type.as_ref())
                .map(|it| it.value.to_string())
                .unwrap_or_default(),
            adapter: pipeline.adapter,
            target_catalog: default_catalog,
            target_schema: None,
            config_hash: Fingerprint::of(text.as_bytes()).to_string(),
            steps: Vec::new(),
            refused: Vec::new(),
            ephemeral: Vec::new(),
        },
    };
    planner.plan.target_schema =
        models.first().and_then(|it| dialect::default_schema(db::dialect(db, *it))).map(str::to_owned);
    for model in models {
        planner.add(model);
    }
    Ok(planner.plan)
}

fn unknown_model(db: &dyn Db, name: &str, models: &[SourceFile]) -> PlanError {
    let names: Vec<SmolStr> = models.iter().map(|it| sema::declared_name(db, *it)).collect();
    let closest = closest(name, names.iter().map(SmolStr::as_str)).map(str::to_owned);
    PlanError::UnknownModel { name: name.to_owned(), closest }
}

/// The transformation pipeline that is run.
struct Pipeline<'a> {
    name: &'a str,
    transformation: Option<&'a Transformation>,
    adapter: String,
    roots: Vec<ModelsGlob>,
}

impl<'a> Pipeline<'a> {
    fn find(config: &'a RockyToml, wanted: Option<&str>) -> Result<Pipeline<'a>, PlanError> {
        let all: Vec<_> = config.transformations().collect();
        let names = || all.iter().map(|(it, _)| it.name.as_str());
        let found = match (wanted, &all[..]) {
            (Some(name), _) => match all.iter().find(|(it, _)| it.name.as_str() == name) {
                Some(found) => Some(found),
                None => {
                    let closest = closest(name, names()).map(str::to_owned);
                    return Err(PlanError::UnknownPipeline { name: name.to_owned(), closest });
                }
            },
            (None, [only]) => Some(only),
            // Models may be run without any pipeline, as they may be checked without one.
            (None, []) => None,
            (None, _) => return Err(PlanError::SeveralPipelines(names().map(str::to_owned).collect())),
        };
        let name = found.map_or("default", |(it, _)| it.name.as_str());
        let wanted = found.map(|(_, it)| it.target_adapter.name());
        let adapter = match wanted {
            Some(name) => {
                config.adapter(name).or_else(|| (name == "default").then(|| config.default_adapter())?)
            }
            None => config.default_adapter(),
        };
        let Some(adapter) = adapter else {
            let adapter = wanted.unwrap_or("default").to_owned();
            return Err(PlanError::UnknownAdapter { pipeline: name.to_owned(), adapter });
        };
        let transformation = found.map(|(_, it)| *it);
        let adapter = adapter.name.value.to_string();
        Ok(Pipeline { name, transformation, adapter, roots: config.models_roots() })
    }

    /// Whether a model belongs to this pipeline: the first whose glob has it.
    fn has(&self, path: &str) -> bool {
        let root = self.roots.iter().find(|it| it.matches(path));
        root.is_some_and(|it| it.pipeline.is_none() || it.pipeline.as_deref() == Some(self.name))
    }
}

/// What became of a model of the selection.
enum Outcome {
    Step(usize),
    Refused(String),
}

struct Planner<'a> {
    db: &'a dyn Db,
    config: &'a RockyToml,
    creates_schemas: bool,
    default_catalog: Option<String>,
    outcomes: FxHashMap<SourceFile, Outcome>,
    /// Fingerprints of the compiled SQL of the models planned so far.
    hashes: FxHashMap<SourceFile, String>,
    plan: RunPlan,
}

impl Planner<'_> {
    /// Adds a model; its dependencies have been added before.
    fn add(&mut self, file: SourceFile) {
        let db = self.db;
        let model = sema::model(db, file);
        let dialect = db::dialect(db, file);
        let target = target_name(&model.target, dialect, self.default_catalog.as_deref());
        if let Some(reason) = self.compile_error(file) {
            return self.refuse(file, reason, FailureKind::CompileError);
        }
        let strategy = match strategy(&model.strategy) {
            Ok(strategy) => strategy,
            Err(reason) => return self.refuse(file, reason, FailureKind::QueryRejected),
        };
        if model.sidecar.as_ref().is_some_and(|it| !it.value.surrogate_keys.is_empty()) {
            let reason =
                "this build of rocky does not add surrogate keys yet: write the key in the query".to_owned();
            return self.refuse(file, reason, FailureKind::QueryRejected);
        }
        if strategy == Strategy::Ephemeral {
            self.plan.ephemeral.push(model.name.to_string());
            return;
        }
        let inlined = ephemerals(db, file).models;
        let broken = inlined.iter().filter(|it| !self.outcomes.contains_key(it));
        let broken = broken.filter_map(|it| Some((*it, self.compile_error(*it)?))).next();
        if let Some((part, reason)) = broken {
            let name = sema::declared_name(db, part);
            let reason = format!("it reads the ephemeral model `{name}`, which has an error: {reason}");
            return self.refuse(file, reason, FailureKind::CompileError);
        }
        let (depends_on, refused_inputs) = self.dependencies(file, &inlined);
        let compiled = match compiled_sql(db, file) {
            Ok(sql) => sql,
            // Withheld for a refused input: nothing of it is sent.
            Err(_) if !refused_inputs.is_empty() => String::new(),
            Err(error) => {
                let reason = format!("it cannot be compiled, because {}", error.reason);
                return self.refuse(file, reason, FailureKind::CompileError);
            }
        };
        let code_hash = Fingerprint::of(compiled.as_bytes()).to_string();
        self.hashes.insert(file, code_hash.clone());
        self.outcomes.insert(file, Outcome::Step(self.plan.steps.len()));
        let step = Step {
            model: model.name.to_string(),
            depends_on,
            refused_inputs,
            strategy,
            statements: statements(strategy, &model.target, &compiled, dialect, self.creates_schemas),
            asset_key: target.asset_key(),
            target,
            compiled_sql: compiled,
            code_hash,
            expected_columns: self.expected_columns(file),
            inputs: self.inputs(file, &inlined),
        };
        self.plan.steps.push(step);
    }

    fn refuse(&mut self, file: SourceFile, reason: String, failure_kind: FailureKind) {
        let model = sema::model(self.db, file);
        let dialect = db::dialect(self.db, file);
        let target = target_name(&model.target, dialect, self.default_catalog.as_deref());
        let name = model.name.to_string();
        self.outcomes.insert(file, Outcome::Refused(name.clone()));
        self.plan.refused.push(Refused { model: name, asset_key: target.asset_key(), reason, failure_kind });
    }

    /// The first error of a model, in its own file or in the TOML that belongs to it, and how many more there are.
    fn compile_error(&self, file: SourceFile) -> Option<String> {
        let db = self.db;
        let companions = db::companions(db, file);
        let files = [Some(file), companions.sidecar, sema::contract_file(db, file), companions.defaults];
        let mut first = None;
        let mut count = 0usize;
        for part in files.into_iter().flatten() {
            let path = part.path(db);
            let mut suppressions = sema::Suppressions::of(db, part);
            let mut is_suppressed =
                |it: &&sema::Finding| suppressions.as_mut().is_some_and(|all| all.suppresses(db, it));
            for finding in sema::findings(db, part).iter().filter(|it| !is_suppressed(it)) {
                let default = finding.severity.unwrap_or(finding.code.default_severity());
                let severity = self.config.diagnostics.severity(finding.code, path.as_str(), default);
                if severity == Some(Severity::Error) {
                    count += 1;
                    first.get_or_insert_with(|| format!("{path}: {}: {}", finding.code, finding.message));
                }
            }
        }
        let first = first?;
        Some(match count {
            1 => first,
            2 => format!("{first} (and 1 more error)"),
            _ => format!("{first} (and {} more errors)", count - 1),
        })
    }

    /// The steps that must come before, and the refused models that withhold this one; ephemeral models pass on theirs.
    fn dependencies(&self, file: SourceFile, inlined: &[SourceFile]) -> (Vec<usize>, Vec<String>) {
        let (mut steps, mut refused) = (Vec::new(), Vec::new());
        for part in inlined.iter().chain([&file]) {
            for input in sema::dependencies(self.db, *part) {
                match self.outcomes.get(input) {
                    Some(Outcome::Step(index)) => steps.push(*index),
                    Some(Outcome::Refused(name)) => refused.push(name.clone()),
                    None => {}
                }
            }
        }
        steps.sort_unstable();
        steps.dedup();
        refused.sort_unstable();
        refused.dedup();
        (steps, refused)
    }

    fn expected_columns(&self, file: SourceFile) -> Vec<ColumnSchema> {
        let schema = sema::schema(self.db, file);
        if schema.open.is_some() {
            return Vec::new();
        }
        let dialect = db::dialect(self.db, file);
        let column = |it: &sema::Column| ColumnSchema {
            name: it.name.to_string(),
            data_type: it.value.is_known().then(|| it.value.ty.display(dialect).to_string()),
        };
        schema.columns.iter().map(column).collect()
    }

    fn inputs(&self, file: SourceFile, inlined: &[SourceFile]) -> Vec<InputIdentity> {
        let db = self.db;
        let mut inputs: Vec<InputIdentity> = Vec::new();
        for part in inlined.iter().chain([&file]) {
            for (path, target) in sema::references(db, *part).iter() {
                let input = match target {
                    Target::Model(model) if is_ephemeral(db, *model) => continue,
                    Target::Model(model) => self.model_input(*model),
                    _ => {
                        let parts: Vec<_> = path.iter().map(|it| it.as_str()).collect();
                        InputIdentity {
                            name: parts.join("."),
                            kind: InputKind::External,
                            model: None,
                            hash: None,
                        }
                    }
                };
                if !inputs.contains(&input) {
                    inputs.push(input);
                }
            }
        }
        inputs
    }

    fn model_input(&self, file: SourceFile) -> InputIdentity {
        let model = sema::model(self.db, file);
        let target = target_name(&model.target, db::dialect(self.db, file), self.default_catalog.as_deref());
        InputIdentity {
            name: target.to_string(),
            kind: InputKind::Model,
            model: Some(model.name.to_string()),
            hash: self.hashes.get(&file).cloned(),
        }
    }
}
