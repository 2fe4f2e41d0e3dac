//! The models of a project, as commands list them.

use super::Project;
use crate::failure::Failure;
use crate::output::{StrategyOutput, TargetOutput};
use ide::{Cancelled, FileId};
use std::collections::BTreeMap;

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
    /// How many columns it has, where that is known.
    pub(crate) columns: Option<usize>,
    /// The layer in which it can be built, from 0.
    pub(crate) layer: usize,
}

impl Project {
    /// The models, in execution order.
    ///
    /// # Errors
    /// The analysis was cancelled.
    pub(crate) fn models(&self) -> Result<Vec<ModelSummary>, Cancelled> {
        Ok(Vec::new())
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
