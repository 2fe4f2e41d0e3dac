//! `rocky preview rows`: some rows of a model, or of one of its common table expressions, without building anything.

use crate::{
    arguments::{GlobalOptions, PreviewArguments, PreviewRowsArguments, PreviewWhat},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{Header, PreviewColumn, PreviewRowsOutput},
    project::{self, Access, Knowledge, Location, Project, analysis_failure, open_adapter},
    render::rows_table,
};
use ide::{Change, FileId, FileText, RootChange};
use std::{io::Read, time::Instant};
use warehouse::{Adapter, AdapterError, FailureKind, Rows};

pub(super) fn execute(arguments: &PreviewArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    match &arguments.what {
        PreviewWhat::Rows(arguments) => rows(arguments, options, console),
    }
}

fn rows(arguments: &PreviewRowsArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, arguments.models.as_deref())?;
    // What the query means is not asked, so nothing need be known of the warehouse.
    let mut project = Project::load(location.clone(), Knowledge::Locked, None, console)?;
    project.set_variables(arguments.variables.values(), console)?;
    project.host.prepare_order(&project.root);
    let model = model(&project, &arguments.model)?;
    if arguments.stdin {
        replace_text(&mut project, model)?;
    }
    let cte = arguments.cte.as_deref();
    let query = project.ask(|analysis| analysis.preview_sql(model, cte));
    let query = query
        .map_err(|it| analysis_failure(&it))?
        .map_err(|reason| Failure::new(format!("there is no SQL for `{}`: {reason}", arguments.model)))?;
    let limit = arguments.limit.get();
    // One more row than is shown says whether there are more.
    let sql = format!("SELECT * FROM (\n{query}\n) AS preview LIMIT {}", limit.saturating_add(1));
    let adapter = adapter(&location)?;
    let started = Instant::now();
    let Rows { columns, mut rows } = adapter.query(&sql).map_err(|it| failure(it, &arguments.model))?;
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let truncated = rows.len() > limit;
    rows.truncate(limit);
    if console.wants_json() {
        let columns = columns.into_iter().map(|(name, data_type)| PreviewColumn { name, data_type });
        console.print_json(&PreviewRowsOutput {
            header: Header::new("preview_rows"),
            model: arguments.model.clone(),
            cte: arguments.cte.clone(),
            columns: columns.collect(),
            row_count: rows.len(),
            rows,
            limit_applied: limit,
            truncated,
            executed_sql: sql,
            adapter_kind: adapter.adapter_type().to_owned(),
            duration_ms,
        })?;
    } else {
        console.print(&rows_table(Rows { columns, rows }).render())?;
        if truncated {
            console.note(&format!("there are more rows: --limit shows more than {limit}"));
        }
    }
    Ok(Exit::SUCCESS)
}

fn model(project: &Project, name: &str) -> Result<FileId, Failure> {
    let models = project.models();
    let found = models.iter().find(|it| it.name == name);
    found.map(|it| it.file).ok_or_else(|| project::unknown_model(name, &models))
}

/// Takes the model's text from standard input: that of an editor, which is not saved yet.
fn replace_text(project: &mut Project, model: FileId) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
    let mut change = RootChange::new(project.root.clone());
    change.file(project.host.path(model).1, Some(FileText::from_bytes(bytes)));
    project.host.apply(Change { roots: vec![change] });
    Ok(())
}

/// The project's warehouse, in which nothing can be changed.
fn adapter(location: &Location) -> Result<Box<dyn Adapter>, Failure> {
    let configuration = location.configuration()?;
    let Some(adapter) = configuration.default_adapter() else {
        return Err(Failure::new("rocky.toml does not say in which warehouse models are built")
            .with_help("rocky check shows what is wrong with rocky.toml"));
    };
    open_adapter(location, adapter.name.as_str(), Access::Read)
}

fn failure(error: AdapterError, model: &str) -> Failure {
    let failure = Failure::new(format!("the rows of `{model}` cannot be shown: {error}"));
    match error.failure_kind() {
        Some(FailureKind::NotFound) => {
            failure.with_help("a preview reads the tables that are there: rocky run builds those of models")
        }
        _ => failure,
    }
}
