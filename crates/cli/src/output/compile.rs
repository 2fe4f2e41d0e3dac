//! The document of `rocky compile` and `rocky check` (`spec/formats.md` 5.4).

use super::{DiagnosticOutput, Header};
use crate::project::ModelSummary;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What was found in a project.
#[derive(Serialize)]
pub(crate) struct CompileOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// Number of models.
    pub(crate) models: usize,
    /// Number of layers in which they can be built.
    pub(crate) execution_layers: usize,
    /// By path, position and code.
    pub(crate) diagnostics: Vec<DiagnosticOutput>,
    /// Whether any of them is an error.
    pub(crate) has_errors: bool,
    /// How long it took.
    pub(crate) compile_timings: PhaseTimings,
    /// The models, in execution order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) models_detail: Vec<ModelDetail>,
}

impl CompileOutput {
    /// The document about `models`, which are in execution order, and what was found.
    pub(crate) fn new(
        command: &'static str,
        models: &[ModelSummary],
        diagnostics: Vec<DiagnosticOutput>,
        has_errors: bool,
        compile_timings: PhaseTimings,
    ) -> CompileOutput {
        CompileOutput {
            header: Header::new(command),
            models: models.len(),
            execution_layers: models.iter().map(|it| it.layer + 1).max().unwrap_or(0),
            diagnostics,
            has_errors,
            compile_timings,
            models_detail: models.iter().map(ModelDetail::new).collect(),
        }
    }
}

/// How long the phases took, in whole milliseconds.
///
/// The names are the peer's. Rocky resolves, types and checks in one sweep, which counts as `typecheck_ms`; phases that
/// do not exist on their own are 0.
#[derive(Serialize, Clone, Copy, Default)]
pub(crate) struct PhaseTimings {
    /// Finding and reading files.
    pub(crate) project_load_ms: u64,
    /// Ordering models.
    pub(crate) semantic_graph_ms: u64,
    /// The sweep over all files.
    pub(crate) typecheck_ms: u64,
    /// Part of the sweep.
    pub(crate) typecheck_join_keys_ms: u64,
    /// Part of the sweep.
    pub(crate) contracts_ms: u64,
    /// From start to end.
    pub(crate) total_ms: u64,
}

/// A model.
#[derive(Serialize)]
pub(crate) struct ModelDetail {
    /// Its name.
    pub(crate) name: String,
    /// How it is built.
    pub(crate) strategy: StrategyOutput,
    /// Where it is built.
    pub(crate) target: TargetOutput,
    /// `auto` where a contract was found beside the model or in `contracts/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contract_source: Option<&'static str>,
    /// The models it reads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) depends_on: Vec<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: BTreeMap<String, String>,
}

impl ModelDetail {
    fn new(model: &ModelSummary) -> ModelDetail {
        ModelDetail {
            name: model.name.clone(),
            strategy: model.strategy.clone(),
            target: model.target.clone(),
            contract_source: model.has_contract.then_some("auto"),
            depends_on: model.depends_on.clone(),
            tags: model.tags.clone(),
        }
    }
}

/// A strategy: its type, and its keys as the sidecar spells them.
#[derive(Serialize, Clone, Debug)]
pub(crate) struct StrategyOutput {
    /// The type.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Keys and values beside it.
    #[serde(flatten)]
    pub(crate) keys: Map<String, Value>,
}

/// A physical target.
#[derive(Serialize, Clone, Debug)]
pub(crate) struct TargetOutput {
    /// Catalog.
    pub(crate) catalog: String,
    /// Schema.
    pub(crate) schema: String,
    /// Table.
    pub(crate) table: String,
}
