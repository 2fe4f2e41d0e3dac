//! Run plans: what a run will execute, decided before anything runs.

use serde::{Deserialize, Serialize};

use crate::{ColumnSchema, FailureKind, InputIdentity, RelationKind, Strategy, TargetName};

/// The format number written into [`RunPlan::format`].
pub const PLAN_FORMAT: u32 = 1;

/// Everything one run executes. Owned data: no reference back to the project or to the database.
///
/// Nothing in a plan depends on the run (no run id, no clock), so the same project gives the same plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPlan {
    /// [`PLAN_FORMAT`] of the writer.
    pub format: u32,
    /// Name of the pipeline.
    pub pipeline: String,
    /// Name of the adapter in the configuration (`default`, `local`, …).
    pub adapter: String,
    /// Type of the adapter (`duckdb`, `snowflake`, …).
    pub adapter_type: String,
    /// Catalog that models without their own are built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_catalog: Option<String>,
    /// Schema that models without their own are built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_schema: Option<String>,
    /// Fingerprint of the configuration the plan was made from, in hex.
    pub config_hash: String,
    /// What to build, dependencies first: every index in [`Step::depends_on`] is smaller than the step's own.
    pub steps: Vec<Step>,
    /// Models that were selected and cannot be run by this build or this project. Each counts as failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
    /// Selected ephemeral models: inlined into their readers, nothing to execute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ephemeral: Vec<String>,
}

/// One model to build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Model name.
    pub model: String,
    /// Indexes into [`RunPlan::steps`] of the models this one reads, directly or through ephemeral models.
    /// Models outside the selection do not appear.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<usize>,
    /// Names in [`RunPlan::refused`] of the models this one reads. A step that has any is withheld.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused_inputs: Vec<String>,
    /// How it is materialized.
    pub strategy: Strategy,
    /// Where it is materialized.
    pub target: TargetName,
    /// What to execute, in order; one transaction where the warehouse has transactional DDL.
    pub statements: Vec<Statement>,
    /// The model's query as the warehouse sees it: references rewritten, ephemeral models inlined.
    pub compiled_sql: String,
    /// Fingerprint of `compiled_sql`, in hex.
    pub code_hash: String,
    /// The columns the model will have, in order; empty when they could not be inferred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected_columns: Vec<ColumnSchema>,
    /// What the model reads: other models' targets and external tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputIdentity>,
    /// Key of the asset in JSON outputs, normally [`TargetName::asset_key`].
    pub asset_key: Vec<String>,
}

/// One SQL statement of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What it is for.
    pub purpose: Purpose,
    /// The SQL, one statement, no trailing semicolon.
    pub sql: String,
    /// Whether it runs, by what stands at the target now.
    #[serde(default, skip_serializing_if = "When::is_always")]
    pub when: When,
}

impl Statement {
    /// A statement that always runs.
    pub fn new(purpose: Purpose, sql: impl Into<String>) -> Statement {
        Statement { purpose, sql: sql.into(), when: When::Always }
    }

    /// A statement that runs only if a relation of this kind stands at the target.
    pub fn when_target_is(kind: RelationKind, purpose: Purpose, sql: impl Into<String>) -> Statement {
        Statement { purpose, sql: sql.into(), when: When::TargetIs(kind) }
    }
}

/// A condition on the relation that stands at the step's target before the step.
///
/// It lets a plan replace a view by a table (and back) where the warehouse has no statement for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Runs in any case.
    #[default]
    Always,
    /// Runs if a relation of this kind stands there.
    TargetIs(RelationKind),
}

impl When {
    fn is_always(&self) -> bool {
        *self == When::Always
    }
}

/// What a statement is for; the spelling is the one `rocky plan -o json` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Creates a catalog.
    CreateCatalog,
    /// Creates a schema.
    CreateSchema,
    /// Removes a relation of another kind that stands in the way.
    DropRelation,
    /// Creates or replaces the target table. Its row count is the model's.
    CreateTable,
    /// Creates or replaces the target view.
    CreateView,
    /// Adds rows to the target. Its row count is the model's.
    Insert,
    /// Removes rows from the target.
    Delete,
}

impl Purpose {
    /// The spelling in JSON outputs.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::CreateCatalog => "create_catalog",
            Purpose::CreateSchema => "create_schema",
            Purpose::DropRelation => "drop_relation",
            Purpose::CreateTable => "create_table",
            Purpose::CreateView => "create_view",
            Purpose::Insert => "insert",
            Purpose::Delete => "delete",
        }
    }

    /// Whether the rows this statement changes are the model's rows.
    pub fn produces_rows(self) -> bool {
        matches!(self, Purpose::CreateTable | Purpose::Insert)
    }
}

/// A model that was selected and is not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Model name.
    pub model: String,
    /// Key of the asset in JSON outputs.
    pub asset_key: Vec<String>,
    /// Why, and what to do about it, for people.
    pub reason: String,
    /// The class of the failure: [`FailureKind::CompileError`] for a model that does not check,
    /// [`FailureKind::QueryRejected`] for a strategy this build does not run.
    pub failure_kind: FailureKind,
}

/// A plan that contradicts itself. Nobody writes plans by hand: this is a bug or a damaged file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Written by a newer Rocky.
    #[error(
        "the plan has format {0}, this build reads formats up to {PLAN_FORMAT}: update rocky or plan again"
    )]
    Format(u32),
    /// A dependency that does not come before its reader.
    #[error("step {step} (`{model}`) depends on step {dependency}, which does not come before it")]
    Order {
        /// Index of the reading step.
        step: usize,
        /// Its model.
        model: String,
        /// The offending index.
        dependency: usize,
    },
    /// A step withheld by a model that the plan does not refuse.
    #[error("step {step} (`{model}`) is withheld by `{input}`, which is not among the refused models")]
    Refused {
        /// Index of the reading step.
        step: usize,
        /// Its model.
        model: String,
        /// The unknown name.
        input: String,
    },
}

impl RunPlan {
    /// Checks the invariants the engine relies on.
    ///
    /// # Errors
    /// A newer format, a dependency that does not come first, a refused input that is not refused.
    pub fn validate(&self) -> Result<(), PlanError> {
        if self.format > PLAN_FORMAT {
            return Err(PlanError::Format(self.format));
        }
        let refused: std::collections::BTreeSet<&str> =
            self.refused.iter().map(|r| r.model.as_str()).collect();
        for (index, step) in self.steps.iter().enumerate() {
            let model = || step.model.clone();
            if let Some(&dependency) = step.depends_on.iter().find(|&&dependency| dependency >= index) {
                return Err(PlanError::Order { step: index, model: model(), dependency });
            }
            if let Some(input) = step.refused_inputs.iter().find(|input| !refused.contains(input.as_str())) {
                return Err(PlanError::Refused { step: index, model: model(), input: input.clone() });
            }
        }
        Ok(())
    }

    /// The steps by layer: a step's layer is one more than the highest of its dependencies. Indexes into
    /// [`RunPlan::steps`], ascending within a layer. The plan must be valid; dependencies that do not come
    /// first are ignored.
    pub fn layers(&self) -> Vec<Vec<usize>> {
        let mut layer_of = Vec::with_capacity(self.steps.len());
        let mut layers: Vec<Vec<usize>> = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let layer = step
                .depends_on
                .iter()
                .filter_map(|&d| layer_of.get(d))
                .max()
                .map_or(0, |max: &usize| max + 1);
            layer_of.push(layer);
            if layer == layers.len() {
                layers.push(Vec::new());
            }
            if let Some(members) = layers.get_mut(layer) {
                members.push(index);
            }
        }
        layers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::{plan, step};

    #[test]
    fn layers_follow_the_longest_path() {
        let plan = plan([step("a", []), step("b", []), step("c", [0]), step("d", [1, 2]), step("e", [1])]);
        assert_eq!(plan.layers(), [vec![0, 1], vec![2, 4], vec![3]]);
        assert_eq!(plan.validate(), Ok(()));
    }

    #[test]
    fn a_dependency_must_come_first() {
        let error = plan([step("a", [1]), step("b", [])]).validate().unwrap_err();
        assert_eq!(error.to_string(), "step 0 (`a`) depends on step 1, which does not come before it");
    }

    #[test]
    fn a_refused_input_must_be_refused() {
        let mut plan = plan([step("a", [])]);
        plan.steps[0].refused_inputs.push("x".to_owned());
        let error = plan.validate().unwrap_err();
        assert_eq!(
            error.to_string(),
            "step 0 (`a`) is withheld by `x`, which is not among the refused models"
        );
    }

    #[test]
    fn a_newer_format_is_refused() {
        let mut plan = plan([]);
        plan.format = PLAN_FORMAT + 1;
        assert_eq!(plan.validate(), Err(PlanError::Format(PLAN_FORMAT + 1)));
    }

    #[test]
    fn plans_survive_json() {
        let mut plan = plan([step("a", []), step("b", [0])]);
        plan.steps[0].statements.push(Statement::when_target_is(
            RelationKind::View,
            Purpose::DropRelation,
            "DROP",
        ));
        let json = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<RunPlan>(&json).unwrap(), plan);
    }
}
