//! `rocky lineage`: what columns are made of, and what is made of them.

use crate::{
    arguments::{GlobalOptions, LineageArguments, LineageFormat},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{DiagnosticConverter, LineageDocument},
    project::{Knowledge, Location, Project, analysis_failure},
    render::{lineage_dot, lineage_mermaid, lineage_page, lineage_text, while_waiting},
};
use ide::{LineageDirection, LineageFault, LineageRequest, ModelRef};

pub(super) fn execute(arguments: &LineageArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, arguments.models.as_deref())?;
    let knowledge = Knowledge::new(arguments.locked, options);
    let mut project = Project::load(location, knowledge, None, console)?;
    project.set_variables(arguments.variables.values(), console)?;
    let (model, request) = request(arguments);
    let root = project.root.clone();
    let found = while_waiting("following columns", || project.host.lineage(&root, &request));
    let graph = found.map_err(|it| failure(&it, &model, &request))?;
    let format = arguments.format.unwrap_or(match console.wants_json() {
        true => LineageFormat::Json,
        false => LineageFormat::Text,
    });
    let analysis = project.host.analysis();
    let mut converter = DiagnosticConverter::new(&analysis);
    let failed = |it: ide::Cancelled| analysis_failure(&it);
    match format {
        LineageFormat::Json => {
            let direction = direction_name(request.direction);
            let document = LineageDocument::new(&graph, direction, &mut converter).map_err(failed)?;
            console.print_json(&document)?;
        }
        LineageFormat::Text => console.print(&lineage_text(&graph, &mut converter).map_err(failed)?)?,
        LineageFormat::Dot => console.print(&lineage_dot(&graph))?,
        LineageFormat::Mermaid => console.print(&lineage_mermaid(&graph))?,
        LineageFormat::Html => {
            let page = lineage_page(&graph);
            console.print(&page.map_err(|it| Failure::new(format!("the page cannot be written: {it}")))?)?;
        }
    }
    Ok(Exit::SUCCESS)
}

/// The name of the model that is asked about, and the question.
fn request(arguments: &LineageArguments) -> (String, LineageRequest) {
    let (model, column) = match (&arguments.column, arguments.target.split_once('.')) {
        (Some(column), _) => (arguments.target.clone(), Some(column.clone())),
        (None, Some((model, column))) => (model.to_owned(), Some(column.to_owned())),
        (None, None) => (arguments.target.clone(), None),
    };
    let direction = match (arguments.upstream, arguments.downstream) {
        (_, true) => LineageDirection::Downstream,
        (true, false) => LineageDirection::Upstream,
        (false, false) if column.is_some() => LineageDirection::Upstream,
        (false, false) => LineageDirection::Both,
    };
    let depth = match (arguments.depth, &column) {
        (Some(depth), _) => Some(depth.get()),
        (None, Some(_)) => None,
        (None, None) => Some(1),
    };
    let indirect = arguments.indirect;
    let meant = ModelRef::Name(model.clone());
    (model, LineageRequest { model: meant, column, direction, depth, indirect })
}

/// A direction as documents spell it.
pub(super) fn direction_name(direction: LineageDirection) -> &'static str {
    match direction {
        LineageDirection::Downstream => "downstream",
        LineageDirection::Upstream | LineageDirection::Both => "upstream",
    }
}

/// Why there is no answer about a model.
pub(super) fn failure(fault: &LineageFault, model: &str, request: &LineageRequest) -> Failure {
    let (message, closest, otherwise) = match fault {
        LineageFault::NoModel { closest } => {
            let message = format!("there is no model `{model}`");
            (message, closest, "rocky list models shows them all".to_owned())
        }
        LineageFault::NoColumn { closest } => {
            let column = request.column.as_deref().unwrap_or_default();
            let message = format!("`{model}` has no column `{column}`");
            (message, closest, format!("rocky lineage {model} shows them all"))
        }
    };
    let help = match closest {
        Some(similar) => format!("did you mean `{similar}`?"),
        None => otherwise,
    };
    Failure::new(message).with_help(help)
}
