//! The document of `rocky run` (`spec/formats.md` 5.5).

use super::Header;
use serde::Serialize;
use std::collections::BTreeMap;
use warehouse::{FailureKind, ModelRecord, ModelStatus, RunPlan, RunRecord, RunStatus, Timestamp};

/// What a run did.
#[derive(Serialize)]
pub(crate) struct RunOutput {
    #[serde(flatten)]
    header: Header,
    /// The run's name in the history; absent where nothing was to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    run_id: Option<String>,
    status: &'static str,
    pipeline_type: &'static str,
    filter: String,
    duration_ms: u64,
    tables_copied: usize,
    tables_failed: usize,
    #[serde(skip_serializing_if = "is_zero")]
    tables_skipped: usize,
    materializations: Vec<MaterializationOutput>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contained: Vec<ContainedModelOutput>,
    check_results: Vec<()>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<TableErrorOutput>,
    execution: ExecutionSummary,
    permissions: PermissionSummary,
    drift: DriftSummary,
    interrupted: bool,
}

/// A model that was built.
#[derive(Serialize)]
struct MaterializationOutput {
    asset_key: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_copied: Option<u64>,
    duration_ms: u64,
    started_at: Timestamp,
    metadata: MaterializationMetadata,
}

#[derive(Serialize)]
struct MaterializationMetadata {
    strategy: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_table_full_name: Option<String>,
    sql_hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column_count: Option<usize>,
}

/// A model that was withheld.
#[derive(Serialize)]
struct ContainedModelOutput {
    model: String,
    blocked_by: Vec<String>,
    unblock_hint: String,
}

/// A model that failed.
#[derive(Serialize)]
struct TableErrorOutput {
    asset_key: Vec<String>,
    error: String,
    failure_kind: &'static str,
    /// Ours: the model, since the key of a compile error names none.
    model: String,
}

#[derive(Serialize)]
struct ExecutionSummary {
    concurrency: usize,
    tables_processed: usize,
    tables_failed: usize,
}

#[derive(Serialize, Default)]
struct PermissionSummary {
    grants_added: usize,
    grants_revoked: usize,
    catalogs_created: usize,
    schemas_created: usize,
}

#[derive(Serialize, Default)]
struct DriftSummary {
    tables_checked: usize,
    tables_drifted: usize,
    actions_taken: Vec<()>,
}

impl RunOutput {
    /// The document of a finished run. `concurrency` is how many models could be built at once.
    pub(crate) fn new(plan: &RunPlan, record: &RunRecord, filter: String, concurrency: usize) -> RunOutput {
        let steps: BTreeMap<&str, _> = plan.steps.iter().map(|it| (it.model.as_str(), it)).collect();
        let with = |status: ModelStatus| record.models_executed.iter().filter(move |it| it.status == status);
        let materializations: Vec<_> = with(ModelStatus::Success)
            .map(|it| MaterializationOutput::new(it, steps.get(it.model_name.as_str()).copied()))
            .collect();
        let errors: Vec<_> =
            with(ModelStatus::Failed).chain(with(ModelStatus::Refused)).map(TableErrorOutput::new).collect();
        let contained: Vec<_> = with(ModelStatus::Contained).map(ContainedModelOutput::new).collect();
        RunOutput {
            header: Header::new("run"),
            run_id: Some(record.run_id.clone()),
            status: status_name(record),
            pipeline_type: "transformation",
            filter,
            duration_ms: record.duration_ms,
            // Transformation pipelines copy no tables: what they build is listed below.
            tables_copied: 0,
            tables_failed: errors.len(),
            tables_skipped: contained.len(),
            execution: ExecutionSummary {
                concurrency,
                tables_processed: materializations.len(),
                tables_failed: errors.len(),
            },
            materializations,
            contained,
            check_results: Vec::new(),
            errors,
            permissions: PermissionSummary::default(),
            drift: DriftSummary::default(),
            interrupted: record.status == RunStatus::Interrupted,
        }
    }
}

impl MaterializationOutput {
    fn new(record: &ModelRecord, step: Option<&warehouse::Step>) -> MaterializationOutput {
        let recipe = record.recipe.as_ref();
        let columns = step.map(|it| it.expected_columns.len()).filter(|it| *it > 0);
        MaterializationOutput {
            asset_key: record.asset_key.clone(),
            rows_copied: record.rows_affected,
            duration_ms: record.duration_ms,
            started_at: record.started_at.unwrap_or(Timestamp::from_millis(0)),
            metadata: MaterializationMetadata {
                strategy: recipe.map_or("full_refresh", |it| it.strategy.name()),
                target_table_full_name: recipe.map(|it| it.target.to_string()),
                sql_hash: record.sql_hash.clone(),
                column_count: columns,
            },
        }
    }
}

impl ContainedModelOutput {
    fn new(record: &ModelRecord) -> ContainedModelOutput {
        ContainedModelOutput {
            model: record.model_name.clone(),
            blocked_by: record.blocked_by.clone(),
            unblock_hint: record.unblock_hint.clone().unwrap_or_default(),
        }
    }
}

impl TableErrorOutput {
    fn new(record: &ModelRecord) -> TableErrorOutput {
        let kind = record.failure_kind.unwrap_or(FailureKind::Unknown);
        TableErrorOutput {
            asset_key: error_asset_key(record, kind),
            error: record.error.clone().unwrap_or_default(),
            failure_kind: kind.name(),
            model: record.model_name.clone(),
        }
    }
}

/// Compile errors are told apart by their key (`spec/cli.md` 4.5).
fn error_asset_key(record: &ModelRecord, kind: FailureKind) -> Vec<String> {
    match kind {
        FailureKind::CompileError => vec!["<compile>".to_owned()],
        _ => record.asset_key.clone(),
    }
}

/// The peer knows no interrupted status: it says so in a field of its own, beside what was reached.
fn status_name(record: &RunRecord) -> &'static str {
    let progress = record.models_executed.iter().any(|it| it.status == ModelStatus::Success);
    match record.status {
        RunStatus::Interrupted if progress => RunStatus::PartialFailure.name(),
        RunStatus::Interrupted => RunStatus::Failure.name(),
        status => status.name(),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
