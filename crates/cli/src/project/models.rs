//! The models of a project, as commands list them.

use super::Project;
use crate::{
    failure::Failure,
    output::{StrategyOutput, TargetOutput},
};
use config::{Granularity, Spanned, Strategy};
use db::{Db, RelativePath, SourceFile};
use ide::FileId;
use sema::{Model, PhysicalTarget};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A model.
#[derive(Clone, Debug)]
pub(crate) struct ModelSummary {
    /// Its SQL or DSL.
    pub(crate) file: FileId,
    /// Its name.
    pub(crate) name: String,
    /// Where it is built.
    pub(crate) target: TargetOutput,
    /// How it is built.
    pub(crate) strategy: StrategyOutput,
    /// The models it reads, sorted.
    pub(crate) depends_on: Vec<String>,
    /// Whether it has a contract.
    pub(crate) has_contract: bool,
    /// Its tags.
    pub(crate) tags: BTreeMap<String, String>,
    /// The layer in which it can be built, from 0.
    pub(crate) layer: usize,
}

impl Project {
    /// The models, in execution order.
    pub(crate) fn models(&self) -> Vec<ModelSummary> {
        let db = self.host.database();
        let Some(project) = db.project(&self.root) else { return Vec::new() };
        let layers = (0..).zip(&sema::order(db, project).layers);
        let files = layers.flat_map(|(layer, files)| files.iter().map(move |file| (layer, *file)));
        files.filter_map(|(layer, file)| self.summary(db, layer, file)).collect()
    }

    /// Schema and table of everything that models build, lower-cased.
    pub(crate) fn built_tables(&self) -> BTreeSet<[String; 2]> {
        let targets = self.models().into_iter().map(|it| it.target);
        targets.map(|it| [it.schema.to_lowercase(), it.table.to_lowercase()]).collect()
    }

    /// How many columns a model has, where all of them are known. Only after a sweep: before it, dependency rings have
    /// not been cut.
    pub(crate) fn column_count(&self, model: &ModelSummary) -> Option<usize> {
        let db = self.host.database();
        let (_, path) = self.host.path(model.file);
        let schema = sema::schema(db, db.file(db.project(&self.root)?, &path)?);
        schema.open.is_none().then_some(schema.columns.len())
    }

    fn summary(&self, db: &dyn Db, layer: usize, file: SourceFile) -> Option<ModelSummary> {
        let model = sema::model(db, file);
        let mut depends_on: Vec<String> =
            sema::dependencies(db, file).iter().map(|it| sema::declared_name(db, *it).to_string()).collect();
        depends_on.sort();
        Some(ModelSummary {
            file: self.host.file(&self.root, file.path(db))?,
            name: model.name.to_string(),
            target: target_output(&model.target),
            strategy: strategy_output(&model.strategy),
            depends_on,
            has_contract: has_contract(db, file, &model.name),
            tags: tags(&model),
            layer,
        })
    }
}

/// A contract lies beside the model or, under the model's name, in `contracts/`.
fn has_contract(db: &dyn Db, file: SourceFile, name: &str) -> bool {
    let central = RelativePath::new(format!("contracts/{name}.contract.toml"));
    db::companions(db, file).contract.is_some() || file.project(db).files(db).contains_key(&central)
}

fn target_output(target: &PhysicalTarget) -> TargetOutput {
    let text = |part: &Option<base::SmolStr>| part.as_deref().unwrap_or_default().to_owned();
    TargetOutput {
        catalog: text(&target.catalog),
        schema: text(&target.schema),
        table: target.table.to_string(),
    }
}

fn tags(model: &Model) -> BTreeMap<String, String> {
    let pairs = model.sidecar.iter().flat_map(|it| &it.value.tags);
    pairs.map(|it| (it.key.as_str().to_owned(), it.value.as_str().to_owned())).collect()
}

/// A strategy with its keys, those that are absent left out (`spec/formats.md` 5.3).
fn strategy_output(strategy: &Strategy) -> StrategyOutput {
    let mut keys = Map::new();
    let mut add = |key: &str, value: Value| {
        keys.insert(key.to_owned(), value);
    };
    match strategy {
        Strategy::FullRefresh
        | Strategy::Ephemeral
        | Strategy::View
        | Strategy::MaterializedView
        | Strategy::Unknown(_) => {}
        Strategy::Incremental { timestamp_column, .. } => add("timestamp_column", text(timestamp_column)),
        Strategy::Merge { unique_key, update_columns } => {
            add("unique_key", list(unique_key));
            if !update_columns.is_empty() {
                add("update_columns", list(update_columns));
            }
        }
        Strategy::TimeInterval { time_column, granularity, lookback, batch_size, first_partition } => {
            add("time_column", text(time_column));
            add("granularity", granularity.as_ref().map_or("day", |it| granularity_name(it.value)).into());
            add("lookback", (*lookback).into());
            add("batch_size", (*batch_size).into());
            if first_partition.is_some() {
                add("first_partition", text(first_partition));
            }
        }
        Strategy::DeleteInsert { partition_by } => add("partition_by", list(partition_by)),
        Strategy::Microbatch { timestamp_column, granularity, .. } => {
            add("timestamp_column", text(timestamp_column));
            add("granularity", granularity_name(*granularity).into());
        }
        Strategy::DynamicTable { target_lag } => add("target_lag", text(target_lag)),
        Strategy::ContentAddressed { storage_prefix, partition_columns } => {
            add("storage_prefix", text(storage_prefix));
            if !partition_columns.is_empty() {
                add("partition_columns", list(partition_columns));
            }
        }
    }
    StrategyOutput { kind: strategy.name().to_owned(), keys }
}

/// A key that must be there; where it is not, a diagnostic says so.
fn text(value: &Option<Spanned<base::SmolStr>>) -> Value {
    value.as_ref().map(|it| it.as_str()).unwrap_or_default().into()
}

fn list(values: &[Spanned<base::SmolStr>]) -> Value {
    values.iter().map(|it| it.as_str().to_owned()).collect()
}

fn granularity_name(granularity: Granularity) -> &'static str {
    match granularity {
        Granularity::Hour => "hour",
        Granularity::Day => "day",
        Granularity::Month => "month",
        Granularity::Year => "year",
    }
}

/// The failure of a command that was given the name of no model.
pub(crate) fn unknown_model(name: &str, models: &[ModelSummary]) -> Failure {
    let failure = Failure::new(format!("there is no model `{name}`"));
    match base::closest(name, models.iter().map(|it| it.name.as_str())) {
        Some(similar) => failure.with_help(format!("did you mean `{similar}`?")),
        None => failure.with_help("rocky list models shows them all"),
    }
}
