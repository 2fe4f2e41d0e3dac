//! What a comparison needs to know of a model in one revision, taken out of the database while its inference is at hand.

use super::{
    ColumnState, Dependent, ModelState,
    logic::{Logic, logic},
};
use crate::FileId;
use base::SmolStr;
use config::{Spanned, Strategy, TestKind};
use db::{Db, RelativePath, SourceFile};
use hir::Body;
use sema::{Nullability, SourceColumn, SourceRelation};
use std::sync::Arc;

/// A model in one revision.
#[derive(Clone, Debug)]
pub(super) struct ModelFacts {
    /// What is told of it.
    pub(super) state: ModelState,
    /// Its text.
    pub(super) text: Arc<str>,
    /// The TOML that belongs to it: sidecar, contract, defaults, frontmatter.
    pub(super) configuration: Vec<Option<Arc<str>>>,
    /// What its query means; only of an edited model.
    pub(super) body: Option<Arc<Body>>,
    /// How its columns and rows are made; only of an edited model.
    pub(super) logic: Option<Logic>,
    /// Per column, the columns of other models that it is made of: the model's path and the column.
    pub(super) sources: Vec<Vec<(RelativePath, SmolStr)>>,
    /// The columns of other models that decide which rows there are.
    pub(super) row_sources: Vec<(RelativePath, SmolStr)>,
    /// The models that it reads, by path.
    pub(super) reads: Vec<RelativePath>,
    /// What is declared about its columns.
    pub(super) declared: Vec<Dependent>,
    /// Why not all of its columns are known.
    pub(super) open: Option<String>,
}

/// The facts about a model, whose schema has been computed.
pub(super) fn facts(db: &dyn Db, file: SourceFile, edited: bool) -> ModelFacts {
    let schema = sema::schema(db, file);
    let dialect = db::dialect(db, file);
    let column = |(index, it): (usize, &sema::Column)| ColumnState {
        name: it.name.to_string(),
        type_name: it.value.is_known().then(|| it.value.ty.display(dialect).to_string()),
        ty: it.value.ty.clone(),
        nullable: match it.value.null {
            Nullability::Never => Some(false),
            Nullability::Possible => Some(true),
            Nullability::Unknown => None,
        },
        index,
    };
    let lineage = sema::lineage(db, file);
    let source = |it: &SourceColumn| match &it.relation {
        SourceRelation::Model(model) => Some((model.path(db).clone(), it.column.clone())),
        SourceRelation::External(_) | SourceRelation::Undeclared(_) | SourceRelation::Cte(..) => None,
    };
    let sources =
        lineage.columns.iter().map(|it| it.edges.iter().filter_map(|it| source(&it.source)).collect());
    let reads = sema::dependencies(db, file).iter().map(|it| it.path(db).clone());
    let model = sema::model(db, file);
    let (unique_key, partition_by) = keys(&model.strategy);
    let target = sema::physical_target(db, file).map(|target| {
        let parts = target.path();
        parts.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(".")
    });
    let contract = sema::contract_file(db, file).map(|it| db::contract(db, it));
    ModelFacts {
        state: ModelState {
            file: FileId(file),
            path: file.path(db).to_string(),
            name: model.name.to_string(),
            target,
            strategy: model.strategy.name().to_owned(),
            unique_key,
            partition_by,
            format: model.sidecar.as_ref().and_then(|it| Some(it.value.format.as_ref()?.value.to_string())),
            columns: schema.columns.iter().enumerate().map(column).collect(),
            no_new_nullable: contract
                .and_then(|it| Some(it.value.no_new_nullable.as_ref()?.value))
                .unwrap_or_default(),
        },
        text: file.text(db).text.clone(),
        configuration: configuration(db, file),
        body: edited.then(|| hir::body(db, file)),
        logic: edited.then(|| logic(db, file)),
        sources: sources.collect(),
        row_sources: lineage.indirect.iter().filter_map(|it| source(&it.source)).collect(),
        reads: reads.collect(),
        declared: declared(db, file),
        open: schema.open.as_ref().map(sema::OpenReason::words),
    }
}

fn configuration(db: &dyn Db, file: SourceFile) -> Vec<Option<Arc<str>>> {
    let companions = db::companions(db, file);
    let files = [companions.sidecar, sema::contract_file(db, file), companions.defaults];
    let texts = files.map(|it| it.map(|it| it.text(db).text.clone()));
    let frontmatter = file.frontmatter(db).as_ref().map(|it| it.toml.clone());
    texts.into_iter().chain([frontmatter]).collect()
}

/// The columns by which rows are merged, and those that make partitions.
fn keys(strategy: &Strategy) -> (Vec<String>, Vec<String>) {
    let names = |list: &[Spanned<SmolStr>]| list.iter().map(|it| it.value.to_string()).collect::<Vec<_>>();
    let one = |it: &Option<Spanned<SmolStr>>| names(it.as_slice());
    match strategy {
        Strategy::Merge { unique_key, .. } => (names(unique_key), Vec::new()),
        Strategy::DeleteInsert { partition_by } => (Vec::new(), names(partition_by)),
        Strategy::ContentAddressed { partition_columns, .. } => (Vec::new(), names(partition_columns)),
        Strategy::TimeInterval { time_column, .. } => (Vec::new(), one(time_column)),
        Strategy::Incremental { timestamp_column, .. } | Strategy::Microbatch { timestamp_column, .. } => {
            (one(timestamp_column), Vec::new())
        }
        _ => (Vec::new(), Vec::new()),
    }
}

/// What contracts, tests and configuration say of a model's columns, in the order of the text.
fn declared(db: &dyn Db, file: SourceFile) -> Vec<Dependent> {
    let model = sema::model(db, file);
    let mut found: Vec<Dependent> = Vec::new();
    let mut add = |kind: &str, path: &RelativePath, column: &str| {
        let dependent = Dependent {
            model: model.name.to_string(),
            kind: kind.to_owned(),
            path: path.to_string(),
            column: column.to_owned(),
        };
        if !found.contains(&dependent) {
            found.push(dependent);
        }
    };
    if let Some(contract) = sema::contract_file(db, file) {
        let decoded = db::contract(db, contract);
        let listed = decoded.value.columns.iter().map(|it| &it.name);
        for name in listed.chain(&decoded.value.required).chain(&decoded.value.protected) {
            add("contract", contract.path(db), name.as_str());
        }
    }
    let (Some(described_in), Some(sidecar)) = (model.described_in, &model.sidecar) else { return found };
    let path = described_in.path(db);
    for test in &sidecar.value.tests {
        let kind = format!("test {}", test.kind.value.name());
        test.column.iter().for_each(|it| add(&kind, path, it.as_str()));
        if let TestKind::Composite(columns) = &test.kind.value {
            columns.iter().for_each(|it| add(&kind, path, it.as_str()));
        }
    }
    for test in &sidecar.value.test_uses {
        let name = test.name.as_ref().map(|it| it.as_str()).unwrap_or_default();
        test.column.iter().for_each(|it| add(&format!("test {name}"), path, it.as_str()));
    }
    let (unique_key, partition_by) = keys(&model.strategy);
    unique_key.iter().for_each(|it| add("key of the strategy", path, it));
    partition_by.iter().for_each(|it| add("partition of the strategy", path, it));
    sidecar.value.classification.iter().for_each(|it| add("classification", path, it.key.as_str()));
    let freshness = sidecar.value.freshness.as_ref().and_then(|it| it.time_column.as_ref());
    freshness.iter().for_each(|it| add("freshness", path, it.as_str()));
    found
}
