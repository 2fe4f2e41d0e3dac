//! The documents of `rocky lineage-diff` and `rocky ci-diff` (`spec/formats.md` 5.3, 5.4). What is ours among the fields
//! stands behind the peer's.

use super::Header;
use crate::{
    project::Difference,
    render::{columns_and_rows, markdown},
};
use ide::{
    BreakingChange, BreakingFinding, BreakingSeverity, ChangedColumn, ColumnAspect, ColumnState, Comparison,
    EditKind, ModelChange, ModelStatus, breaking_changes,
};
use serde::Serialize;
use serde_json::{Value, json};

/// What the other side of a comparison is called: the files as they lie on disk.
const HEAD: &str = "working tree";

/// What differs, column by column.
#[derive(Serialize)]
pub(crate) struct LineageDiffOutput {
    #[serde(flatten)]
    header: Header,
    base_ref: String,
    head_ref: &'static str,
    summary: DiffSummary,
    results: Vec<LineageDiffResult>,
    /// A comment for the pull request.
    markdown: String,
    base_commit: String,
}

/// How many models differ.
#[derive(Serialize)]
struct DiffSummary {
    total_models: usize,
    unchanged: usize,
    modified: usize,
    added: usize,
    removed: usize,
}

#[derive(Serialize)]
struct LineageDiffResult {
    model_name: String,
    status: &'static str,
    column_changes: Vec<LineageColumnChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_name: Option<String>,
    path: String,
    /// What was edited: `query`, `configuration`, `formatting`, or `nothing` where the model differs by what it reads.
    edit: &'static str,
    rows_changed: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readers: Vec<ConsumerOutput>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    breaking_findings: Vec<FindingOutput>,
    /// Why columns may have come or gone unnoticed.
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<String>,
}

#[derive(Serialize)]
struct LineageColumnChange {
    column_name: String,
    change_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_type: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    downstream_consumers: Vec<ConsumerOutput>,
    /// Models of which only the rows depend on the column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    row_consumers: Vec<ConsumerOutput>,
    /// All respects in which the column differs; the first is `change_type`.
    changes: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_nullable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_nullable: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dependents: Vec<DependentOutput>,
}

#[derive(Serialize)]
struct ConsumerOutput {
    model: String,
    /// Absent where the model reads what changed without putting it into a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    depth: usize,
}

#[derive(Serialize)]
struct DependentOutput {
    model: String,
    column: String,
    kind: String,
    path: String,
}

/// What differs, table by table.
#[derive(Serialize)]
pub(crate) struct CiDiffOutput {
    #[serde(flatten)]
    header: Header,
    base_ref: String,
    head_ref: &'static str,
    summary: DiffSummary,
    models: Vec<DiffResult>,
    markdown: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    breaking_findings: Option<Vec<FindingOutput>>,
    base_commit: String,
}

#[derive(Serialize)]
struct DiffResult {
    model_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved_target: Option<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    column_changes: Vec<ColumnDiff>,
}

#[derive(Serialize)]
struct ColumnDiff {
    column_name: String,
    change_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_type: Option<String>,
}

#[derive(Serialize)]
struct FindingOutput {
    change: Value,
    severity: &'static str,
}

impl LineageDiffOutput {
    /// The document about a difference.
    pub(crate) fn new(difference: &Difference) -> LineageDiffOutput {
        LineageDiffOutput {
            header: Header::new("lineage-diff"),
            base_ref: difference.base.clone(),
            head_ref: HEAD,
            summary: DiffSummary::new(&difference.comparison),
            results: difference.comparison.models.iter().map(LineageDiffResult::new).collect(),
            markdown: markdown(difference),
            base_commit: difference.commit.clone(),
        }
    }
}

impl CiDiffOutput {
    /// The document about a difference; with what it breaks, if that is wanted.
    pub(crate) fn new(difference: &Difference, semantic: bool) -> CiDiffOutput {
        let models = &difference.comparison.models;
        let findings =
            || models.iter().flat_map(breaking_changes).map(|it| FindingOutput::new(&it)).collect();
        CiDiffOutput {
            header: Header::new("ci-diff"),
            base_ref: difference.base.clone(),
            head_ref: HEAD,
            summary: DiffSummary::new(&difference.comparison),
            models: models.iter().flat_map(DiffResult::all).collect(),
            markdown: markdown(difference),
            breaking_findings: semantic.then(findings),
            base_commit: difference.commit.clone(),
        }
    }
}

impl DiffSummary {
    fn new(comparison: &Comparison) -> DiffSummary {
        DiffSummary {
            total_models: comparison.total_models,
            unchanged: comparison.count(ModelStatus::Unchanged),
            modified: comparison.count(ModelStatus::Modified),
            added: comparison.count(ModelStatus::Added),
            removed: comparison.count(ModelStatus::Removed),
        }
    }
}

impl LineageDiffResult {
    fn new(change: &ModelChange) -> LineageDiffResult {
        let state = change.after.as_ref().or(change.before.as_ref());
        LineageDiffResult {
            model_name: change.name.clone(),
            status: status_name(change.status),
            column_changes: change.columns.iter().map(LineageColumnChange::new).collect(),
            previous_name: change.before.as_ref().map(|it| it.name.clone()).filter(|it| *it != change.name),
            path: state.map(|it| it.path.clone()).unwrap_or_default(),
            edit: match change.edit {
                EditKind::Nothing => "nothing",
                EditKind::Formatting => "formatting",
                EditKind::Configuration => "configuration",
                EditKind::Query => "query",
            },
            rows_changed: change.rows_changed,
            readers: change.readers.iter().map(ConsumerOutput::new).collect(),
            breaking_findings: breaking_changes(change).iter().map(FindingOutput::new).collect(),
            incomplete: change.incomplete.clone(),
        }
    }
}

impl LineageColumnChange {
    fn new(column: &ChangedColumn) -> LineageColumnChange {
        let (before, after) = (column.before.as_ref(), column.after.as_ref());
        let name = |it: Option<&ColumnState>| it.map(|it| it.name.clone());
        let changes: Vec<&str> = column.aspects.iter().map(|it| aspect_name(*it)).collect();
        let is_renamed = column.aspects.contains(&ColumnAspect::Renamed);
        let nullability = column.aspects.contains(&ColumnAspect::Nullability);
        let (columns, rows) = columns_and_rows(&column.consumers);
        LineageColumnChange {
            column_name: name(after).or(name(before)).unwrap_or_default(),
            change_type: changes.first().copied().unwrap_or_default(),
            old_type: before.and_then(|it| it.type_name.clone()),
            new_type: after.and_then(|it| it.type_name.clone()),
            downstream_consumers: columns.iter().map(ConsumerOutput::new).collect(),
            row_consumers: rows.iter().map(ConsumerOutput::new).collect(),
            changes,
            previous_name: name(before).filter(|_| is_renamed),
            old_nullable: before.and_then(|it| it.nullable).filter(|_| nullability),
            new_nullable: after.and_then(|it| it.nullable).filter(|_| nullability),
            dependents: column.dependents.iter().map(DependentOutput::new).collect(),
        }
    }
}

impl ConsumerOutput {
    fn new(it: &ide::Consumer) -> ConsumerOutput {
        ConsumerOutput { model: it.model.clone(), column: it.column.clone(), depth: it.depth }
    }
}

impl DependentOutput {
    fn new(it: &ide::Dependent) -> DependentOutput {
        DependentOutput {
            model: it.model.clone(),
            column: it.column.clone(),
            kind: it.kind.clone(),
            path: it.path.clone(),
        }
    }
}

impl DiffResult {
    /// A row for each table: a model that now builds another one has removed the first and added the second.
    fn all(change: &ModelChange) -> Vec<DiffResult> {
        let (before, after) = (change.before.as_ref(), change.after.as_ref());
        let target = |it: Option<&ide::ModelState>| it.and_then(|it| it.target.clone());
        let row = |status, state: Option<&ide::ModelState>, column_changes| DiffResult {
            model_name: state.map(|it| it.name.clone()).unwrap_or_default(),
            resolved_target: target(state),
            status: status_name(status),
            column_changes,
        };
        let columns = |state: Option<&ide::ModelState>, change_type: &'static str| -> Vec<ColumnDiff> {
            let columns = state.iter().flat_map(|it| &it.columns);
            columns.map(|it| ColumnDiff::of_state(it, change_type)).collect()
        };
        if before.is_some() && after.is_some() && target(before) != target(after) {
            return vec![
                row(ModelStatus::Removed, before, columns(before, "removed")),
                row(ModelStatus::Added, after, columns(after, "added")),
            ];
        }
        vec![row(change.status, after.or(before), change.columns.iter().flat_map(ColumnDiff::all).collect())]
    }
}

impl ColumnDiff {
    /// The change in the peer's terms: a renamed column has gone and another has come; other logic is no change.
    fn all(column: &ChangedColumn) -> Vec<ColumnDiff> {
        let (before, after) = (column.before.as_ref(), column.after.as_ref());
        let is_same_column =
            before.is_some() && after.is_some() && !column.aspects.contains(&ColumnAspect::Renamed);
        if is_same_column {
            let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
            let is_retyped = column.aspects.contains(&ColumnAspect::Retyped);
            let diff = ColumnDiff {
                column_name: after.name.clone(),
                change_type: "type_changed",
                old_type: before.type_name.clone(),
                new_type: after.type_name.clone(),
            };
            return if is_retyped { vec![diff] } else { Vec::new() };
        }
        let gone = before.map(|it| ColumnDiff::of_state(it, "removed"));
        let come = after.map(|it| ColumnDiff::of_state(it, "added"));
        gone.into_iter().chain(come).collect()
    }

    fn of_state(state: &ColumnState, change_type: &'static str) -> ColumnDiff {
        let is_added = change_type == "added";
        ColumnDiff {
            column_name: state.name.clone(),
            change_type,
            old_type: state.type_name.clone().filter(|_| !is_added),
            new_type: state.type_name.clone().filter(|_| is_added),
        }
    }
}

impl FindingOutput {
    fn new(finding: &BreakingFinding) -> FindingOutput {
        let mut change = change_json(&finding.change);
        change["model"] = finding.model.clone().into();
        FindingOutput { change, severity: severity_name(finding.severity) }
    }
}

fn change_json(change: &BreakingChange) -> Value {
    match change {
        BreakingChange::ModelRemoved => json!({ "kind": "model_removed" }),
        BreakingChange::ModelAdded => json!({ "kind": "model_added" }),
        BreakingChange::ColumnDropped { column, data_type } => {
            json!({ "kind": "column_dropped", "column": column, "data_type": data_type })
        }
        BreakingChange::ColumnAdded { column, data_type, nullable } => {
            json!({ "kind": "column_added", "column": column, "data_type": data_type, "nullable": nullable })
        }
        BreakingChange::ColumnTypeChanged { column, old_type, new_type, narrowing } => json!({
            "kind": "column_type_changed", "column": column, "old_type": old_type, "new_type": new_type,
            "narrowing": narrowing,
        }),
        BreakingChange::ColumnNullabilityChanged { column, old_nullable, new_nullable } => json!({
            "kind": "column_nullability_changed", "column": column, "old_nullable": old_nullable,
            "new_nullable": new_nullable,
        }),
        BreakingChange::ColumnReordered { column, old_index, new_index } => json!({
            "kind": "column_reordered", "column": column, "old_index": old_index, "new_index": new_index,
        }),
        BreakingChange::StrategyChanged { old_strategy, new_strategy } => json!({
            "kind": "materialization_strategy_changed", "old_strategy": old_strategy,
            "new_strategy": new_strategy,
        }),
        BreakingChange::KeyChanged { key_kind, old, new } => {
            json!({ "kind": "materialization_key_changed", "key_kind": key_kind, "old": old, "new": new })
        }
        BreakingChange::PartitionChanged { old, new } => {
            json!({ "kind": "partition_by_changed", "old": old, "new": new })
        }
        BreakingChange::TargetRenamed { old, new } => {
            json!({ "kind": "target_renamed", "old": old, "new": new })
        }
        BreakingChange::FormatChanged { old, new } => {
            json!({ "kind": "lakehouse_format_changed", "old": old, "new": new })
        }
        BreakingChange::SqlBodyChanged => json!({ "kind": "sql_body_changed" }),
    }
}

fn severity_name(severity: BreakingSeverity) -> &'static str {
    match severity {
        BreakingSeverity::Breaking => "breaking",
        BreakingSeverity::Warning => "warning",
        BreakingSeverity::Info => "info",
    }
}

fn status_name(status: ModelStatus) -> &'static str {
    match status {
        ModelStatus::Unchanged => "unchanged",
        ModelStatus::Modified => "modified",
        ModelStatus::Added => "added",
        ModelStatus::Removed => "removed",
    }
}

fn aspect_name(aspect: ColumnAspect) -> &'static str {
    match aspect {
        ColumnAspect::Removed => "removed",
        ColumnAspect::Renamed => "renamed",
        ColumnAspect::Retyped => "type_changed",
        ColumnAspect::Nullability => "nullability_changed",
        ColumnAspect::Logic => "logic_changed",
        ColumnAspect::Added => "added",
    }
}
