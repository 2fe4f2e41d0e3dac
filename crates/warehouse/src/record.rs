//! Run records: what a run did, as it is stored and shown by `rocky history`.

use serde::{Deserialize, Serialize};

use crate::{ColumnSchema, FailureKind, Step, Strategy, TargetName, Timestamp};

/// The format number written into [`RunRecord::format`].
pub const RECORD_FORMAT: u32 = 1;

/// One run (`spec/formats.md` 4.3). Written when the run starts, after each model, and when it ends, so that
/// a run that was killed leaves what it had done under the status [`RunStatus::Running`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// [`RECORD_FORMAT`] of the writer.
    pub format: u32,
    /// `run-YYYYMMDD-HHMMSS-mmm`, UTC; unique in one state file.
    pub run_id: String,
    /// When the run started.
    pub started_at: Timestamp,
    /// When it ended; absent while it runs, and for ever after it was killed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// How long it took, or had taken when the record was last written.
    pub duration_ms: u64,
    /// How it ended.
    pub status: RunStatus,
    /// Pipeline.
    pub pipeline: String,
    /// Adapter type.
    pub adapter_type: String,
    /// Version of the warehouse engine.
    pub engine_version: String,
    /// Catalog that models without their own are built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_catalog: Option<String>,
    /// Fingerprint of the configuration, in hex.
    pub config_hash: String,
    /// Who and what started it.
    #[serde(flatten)]
    pub origin: RunOrigin,
    /// The models of the plan, in plan order, refused ones last. (The name is the stored one: it also lists
    /// models that were withheld.)
    pub models_executed: Vec<ModelRecord>,
}

/// Who and what started a run. The front that starts it fills this in; the engine copies it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RunOrigin {
    /// What kind of thing asked for the run.
    pub trigger: Trigger,
    /// Version of Rocky.
    pub rocky_version: String,
    /// `cli`, `dagster`, `lsp` or `http_api`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_source: Option<String>,
    /// Commit checked out, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub git_commit: Option<String>,
    /// Branch checked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub git_branch: Option<String>,
    /// Name of the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// Name of the person or service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triggering_identity: Option<String>,
}

/// One model in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelRecord {
    /// Model name.
    pub model_name: String,
    /// Key of the asset in JSON outputs.
    pub asset_key: Vec<String>,
    /// What became of it.
    pub status: ModelStatus,
    /// When its first statement was sent; absent when none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When its last statement ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// Time between the two.
    pub duration_ms: u64,
    /// Rows written; absent for views and where the warehouse does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_affected: Option<u64>,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The class of what went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_kind: Option<FailureKind>,
    /// For [`ModelStatus::Contained`]: the failed models it waits for, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked_by: Vec<String>,
    /// For [`ModelStatus::Contained`]: what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unblock_hint: Option<String>,
    /// Fingerprint of the compiled SQL, in hex; empty for a refused model.
    pub sql_hash: String,
    /// What is needed to run it again; absent for a refused model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipe: Option<Recipe>,
}

/// What is needed to build one model's output again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// How it was materialized.
    pub strategy: Strategy,
    /// Where.
    pub target: TargetName,
    /// The model's query as it was sent.
    pub compiled_sql: String,
    /// Fingerprint of the configuration, in hex.
    pub config_hash: String,
    /// What it read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputIdentity>,
    /// The columns it was expected to have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output_columns: Vec<ColumnSchema>,
}

impl Recipe {
    /// The recipe of a step.
    pub fn of_step(step: &Step, config_hash: &str) -> Recipe {
        Recipe {
            strategy: step.strategy,
            target: step.target.clone(),
            compiled_sql: step.compiled_sql.clone(),
            config_hash: config_hash.to_owned(),
            inputs: step.inputs.clone(),
            output_columns: step.expected_columns.clone(),
        }
    }
}

/// One relation a model reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputIdentity {
    /// Full name where it is known, else the name as written.
    pub name: String,
    /// Another model's output, or a table from outside the project.
    pub kind: InputKind,
    /// For a model: its name in the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// For a model: the fingerprint of its compiled SQL. For a table: the fingerprint of its known schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

/// Where an input comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// A model of this project.
    Model,
    /// A table or view that the project does not build.
    External,
}

/// How a run stands. JSON outputs print the variant's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RunStatus {
    /// Not over. In a stored record of a process that is gone: it was killed.
    Running,
    /// Every model succeeded (or there was none).
    Success,
    /// Some succeeded, some did not.
    PartialFailure,
    /// None succeeded, and there was at least one.
    Failure,
    /// The person stopped it.
    Interrupted,
}

impl RunStatus {
    /// The name in JSON outputs.
    pub fn name(self) -> &'static str {
        match self {
            RunStatus::Running => "Running",
            RunStatus::Success => "Success",
            RunStatus::PartialFailure => "PartialFailure",
            RunStatus::Failure => "Failure",
            RunStatus::Interrupted => "Interrupted",
        }
    }

    /// The process's exit code for a run that ended like this (`spec/decisions.md` 6).
    pub fn exit_code(self) -> u8 {
        match self {
            RunStatus::Success => 0,
            RunStatus::Running | RunStatus::Failure => 1,
            RunStatus::PartialFailure => 2,
            RunStatus::Interrupted => 130,
        }
    }
}

/// How a model in a run stands. JSON outputs print the variant's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ModelStatus {
    /// Not begun.
    Pending,
    /// Its statements are being executed.
    Running,
    /// Built.
    Success,
    /// A statement failed.
    Failed,
    /// Not begun because a model it reads, directly or not, failed or was refused.
    Contained,
    /// Stopped, or not begun, because the run was interrupted.
    Interrupted,
    /// This build, or this project, cannot run it.
    Refused,
}

impl ModelStatus {
    /// The name in JSON outputs.
    pub fn name(self) -> &'static str {
        match self {
            ModelStatus::Pending => "Pending",
            ModelStatus::Running => "Running",
            ModelStatus::Success => "Success",
            ModelStatus::Failed => "Failed",
            ModelStatus::Contained => "Contained",
            ModelStatus::Interrupted => "Interrupted",
            ModelStatus::Refused => "Refused",
        }
    }
}

/// What asked for a run. JSON outputs print the variant's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Trigger {
    /// A person.
    #[default]
    Manual,
    /// An orchestrator's sensor.
    Sensor,
    /// A schedule.
    Schedule,
    /// Continuous integration.
    Ci,
    /// A webhook.
    Webhook,
}

impl Trigger {
    /// The name in JSON outputs.
    pub fn name(self) -> &'static str {
        match self {
            Trigger::Manual => "Manual",
            Trigger::Sensor => "Sensor",
            Trigger::Schedule => "Schedule",
            Trigger::Ci => "Ci",
            Trigger::Webhook => "Webhook",
        }
    }

    /// The trigger a value of `ROCKY_RUN_TRIGGER` names, in any case.
    pub fn from_name(name: &str) -> Option<Trigger> {
        [Trigger::Manual, Trigger::Sensor, Trigger::Schedule, Trigger::Ci, Trigger::Webhook]
            .into_iter()
            .find(|trigger| trigger.name().eq_ignore_ascii_case(name))
    }
}
