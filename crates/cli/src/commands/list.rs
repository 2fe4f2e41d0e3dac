//! `rocky list`: parts of a project.

use crate::{
    arguments::{GlobalOptions, ListArguments, ListWhat},
    console::Console,
    failure::{Exit, Outcome},
    output::{Header, ListModelEntry, ListModelsOutput},
    project::{Knowledge, Location, ModelSummary, Project},
    render::Table,
};

pub(super) fn execute(arguments: &ListArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    match arguments.what {
        ListWhat::Models => list_models(options, console),
    }
}

fn list_models(options: &GlobalOptions, console: &Console) -> Outcome {
    // Names and targets need no warehouse.
    let mut project = Project::load(Location::find(options, None)?, Knowledge::Locked, None, console)?;
    project.host.prepare_order(&project.root);
    let mut models = project.models();
    models.sort_by(|a, b| a.name.cmp(&b.name));
    if console.wants_json() {
        let models = models.into_iter().map(entry).collect();
        console.print_json(&ListModelsOutput { header: Header::new("list_models"), models })?;
    } else if models.is_empty() {
        console.print("No models.\n")?;
    } else {
        console.print(&table(&models).render())?;
    }
    Ok(Exit::SUCCESS)
}

fn entry(model: ModelSummary) -> ListModelEntry {
    ListModelEntry {
        name: model.name,
        target: model.target,
        strategy: model.strategy.kind,
        depends_on: model.depends_on,
        has_contract: model.has_contract,
    }
}

fn table(models: &[ModelSummary]) -> Table {
    let mut table = Table::new(["NAME", "TARGET", "STRATEGY", "CONTRACT", "DEPENDS ON"]);
    for model in models {
        let target = &model.target;
        table.row(vec![
            model.name.clone(),
            format!("{}.{}.{}", target.catalog, target.schema, target.table),
            model.strategy.kind.clone(),
            if model.has_contract { "yes" } else { "no" }.to_owned(),
            model.depends_on.join(", "),
        ]);
    }
    table
}
