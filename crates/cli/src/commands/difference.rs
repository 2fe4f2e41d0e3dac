//! `rocky lineage-diff` and `rocky ci-diff`: what differs from a git revision.

use crate::{
    arguments::{CiDiffArguments, DiffArguments, GlobalOptions, LineageDiffArguments},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{CiDiffOutput, LineageDiffOutput},
    project::{Difference, Knowledge, Location, Project, Selection, compare_with_base},
    render::{ci_diff_text, lineage_diff_text, markdown},
};

pub(super) fn lineage_diff(
    arguments: &LineageDiffArguments,
    options: &GlobalOptions,
    console: &Console,
) -> Outcome {
    let difference = difference(&arguments.diff, options, console)?;
    if console.wants_markdown() {
        console.print(&markdown(&difference))?;
    } else if console.wants_json() {
        console.print_json(&LineageDiffOutput::new(&difference))?;
    } else {
        console.print(&lineage_diff_text(&difference))?;
    }
    Ok(Exit::SUCCESS)
}

pub(super) fn ci_diff(arguments: &CiDiffArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let difference = difference(&arguments.diff, options, console)?;
    if console.wants_markdown() {
        console.print(&markdown(&difference))?;
    } else if console.wants_json() {
        console.print_json(&CiDiffOutput::new(&difference, arguments.semantic))?;
    } else {
        console.print(&ci_diff_text(&difference, arguments.semantic))?;
    }
    Ok(Exit::SUCCESS)
}

fn difference(
    arguments: &DiffArguments,
    options: &GlobalOptions,
    console: &Console,
) -> Result<Difference, Failure> {
    let location = Location::find(options, arguments.models.as_deref())?;
    let selection = Selection::new(&location, arguments.models.as_slice())?;
    let knowledge = Knowledge::new(arguments.locked, options);
    let mut project = Project::load(location, knowledge, None, console)?;
    project.set_variables(arguments.variables.values(), console)?;
    let mut difference = compare_with_base(&mut project, arguments.base.as_deref(), console)?;
    difference.retain(&selection);
    Ok(difference)
}
