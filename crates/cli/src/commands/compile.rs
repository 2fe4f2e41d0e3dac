//! `rocky compile`: the compatible spelling of checking a project, with its models listed.

use super::check;
use crate::{
    arguments::{CompileArguments, GlobalOptions},
    console::Console,
    failure::{Exit, Failure, Outcome},
    project::{self, Knowledge, Location, ModelSummary, Project, Selection, Stopwatch},
    render::Tally,
};
use base::counted;

pub(super) fn execute(arguments: &CompileArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let mut watch = Stopwatch::start();
    let location = Location::find(options, arguments.models.as_deref())?;
    let folder = arguments.models.as_slice();
    let selection = Selection::new(&location, folder)?;
    let mut project = Project::load(location, Knowledge::new(arguments.locked, options), None, console)?;
    project.set_target_dialects(&arguments.target_dialects);
    project.set_variables(arguments.variables.values(), console)?;
    watch.loaded();
    let selection = match &arguments.model {
        Some(name) => {
            project.host.prepare_order(&project.root);
            select_model(&project, name)?
        }
        None => selection,
    };
    let findings = project::sweep(&mut project, &selection);
    project::note_rules_without_base(&project, console);
    let analysis = project.host.analysis();
    watch.swept();
    if console.wants_json() {
        let mut output = check::document("compile", &project, &analysis, &findings, watch.timings())?;
        if let Some(name) = &arguments.model {
            output.models_detail.retain(|it| it.name == *name);
            output.models = output.models_detail.len();
        }
        console.print_json(&output)?;
    } else {
        let models = project.models();
        let listed: Vec<_> =
            models.iter().filter(|it| arguments.model.as_ref().is_none_or(|name| it.name == *name)).collect();
        let broken = findings.files_with_errors();
        let lines = listed.iter().map(|it| model_line(&project, it, broken.contains(&it.file)));
        console.print(&lines.collect::<String>())?;
        check::print_reports(&analysis, &findings, console)?;
        let Tally { errors, warnings, .. } = findings.tally;
        console
            .print(&format!("Compiled: {} models, {errors} errors, {warnings} warnings\n", listed.len()))?;
    }
    Ok(if findings.has_errors() { Exit::ERROR } else { Exit::SUCCESS })
}

/// The files of one model: its text and what lies beside it.
fn select_model(project: &Project, name: &str) -> Result<Selection, Failure> {
    let models = project.models();
    let analysis = project.host.analysis();
    match models.iter().find(|it| it.name == name) {
        Some(model) => Ok(Selection::beside(&analysis.path(model.file).1)),
        None => Err(project::unknown_model(name, &models)),
    }
}

fn model_line(project: &Project, model: &ModelSummary, has_errors: bool) -> String {
    if has_errors {
        return format!("✗ {}\n", model.name);
    }
    match project.column_count(model) {
        Some(columns) => format!("✓ {} ({})\n", model.name, counted(columns, "column")),
        None => format!("✓ {}\n", model.name),
    }
}
