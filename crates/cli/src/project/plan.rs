//! The plan of a run.

use super::Project;
use crate::failure::Failure;
use warehouse::RunPlan;

/// The plan of a run of one pipeline, or of one of its models.
///
/// # Errors
/// The project has no such pipeline or model, or several pipelines and none is named.
pub(crate) fn run_plan(
    project: &mut Project,
    pipeline: Option<&str>,
    model: Option<&str>,
) -> Result<RunPlan, Failure> {
    let _ = (project, pipeline, model);
    Err(Failure::new("no plan yet"))
}
