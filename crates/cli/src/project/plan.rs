//! The plan of a run.

use super::{Project, Selection, sweep};
use crate::failure::Failure;
use warehouse::RunPlan;

/// The plan of a run of one pipeline, or of one of its models. Models with errors are refused within it.
///
/// # Errors
/// The project has no such pipeline or model, or several pipelines and none is named.
pub(crate) fn run_plan(project: &mut Project, selection: &plan::Selection) -> Result<RunPlan, Failure> {
    // Cuts dependency rings, and infers schemas in dependency order, which planning relies on.
    sweep(project, &Selection::everything());
    let db = project.host.database();
    let Some(input) = db.project(&project.root) else {
        return Err(Failure::new("the project is not loaded: this is a defect of Rocky, please report it"));
    };
    plan::run_plan(db, input, selection).map_err(|error| Failure::new(error.to_string()))
}
