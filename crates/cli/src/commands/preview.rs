//! `rocky preview rows`: some rows of a model, or of one of its common table expressions, without building anything.

use crate::{
    arguments::{GlobalOptions, PreviewArguments, PreviewRowsArguments, PreviewWhat},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{Header, PreviewColumn, PreviewRowsOutput},
    project::{self, Access, Knowledge, Location, Project, analysis_failure, open_adapter},
    render::rows_table,
};
use ide::{Change, FileId, FileText, Mask, RootChange};
use std::{io::Read, time::Instant};
use warehouse::{Adapter, AdapterError, FailureKind, Rows};

pub(super) fn execute(arguments: &PreviewArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    match &arguments.what {
        PreviewWhat::Rows(arguments) => rows(arguments, options, console),
    }
}

fn rows(arguments: &PreviewRowsArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, arguments.models.as_deref())?;
    // What is known of the warehouse's tables says which columns come out of where, and so what is to be hidden.
    let mut project = Project::load(location.clone(), Knowledge::Local(options), None, console)?;
    project.set_variables(arguments.variables.values(), console)?;
    project.host.prepare_order(&project.root);
    let model = model(&project, &arguments.model)?;
    if arguments.stdin {
        replace_text(&mut project, model)?;
    }
    let cte = arguments.cte.as_deref();
    let preview = project.ask(|analysis| analysis.preview(model, cte));
    let preview = preview.map_err(|it| analysis_failure(&it))?.map_err(|reason| {
        Failure::new(format!("the rows of `{}` cannot be shown: {reason}", arguments.model))
    })?;
    let limit = arguments.limit.get();
    let adapter = adapter(&location)?;
    let started = Instant::now();
    let known = adapter.query(&preview.columns_sql()).map_err(|it| failure(&it, &arguments.model))?;
    let known: Vec<&str> = known.columns.iter().map(|it| it.0.as_str()).collect();
    let shown = preview.columns(&known);
    // One more row than is shown says whether there are more.
    let sql = preview.sql(&shown, limit.saturating_add(1));
    let failed = if preview.is_guarded() { guarded_failure } else { failure };
    let Rows { columns, mut rows } = adapter.query(&sql).map_err(|it| failed(&it, &arguments.model))?;
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let truncated = rows.len() > limit;
    rows.truncate(limit);
    if console.wants_json() {
        let columns = columns.into_iter().zip(&shown).map(|((name, data_type), shown)| PreviewColumn {
            name,
            data_type,
            masked: (shown.mask != Mask::None).then(|| shown.mask.name()),
            masked_because: (shown.mask != Mask::None).then(|| shown.reason.clone()),
        });
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
        for it in shown.iter().filter(|it| it.mask != Mask::None) {
            console.note(&format!("`{}` is masked ({}): {}", it.name, it.mask.name(), it.reason));
        }
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
    let (configuration, _) = location.sound_configuration()?;
    let Some(adapter) = configuration.default_adapter() else {
        return Err(Failure::new("rocky.toml does not say in which warehouse models are built")
            .with_help("rocky check shows what is wrong with rocky.toml"));
    };
    open_adapter(location, adapter.name.as_str(), Access::Read)
}

/// What the warehouse says of values may be about those that are hidden, so that only the kind of failure is said.
fn guarded_failure(error: &AdapterError, model: &str) -> Failure {
    let kind = error.failure_kind().map_or("interrupted", FailureKind::name);
    Failure::new(format!(
        "the rows of `{model}` cannot be shown: the query fails ({kind}), and what the warehouse says of it may hold values \
         of classified columns"
    ))
}

fn failure(error: &AdapterError, model: &str) -> Failure {
    let failure = Failure::new(format!("the rows of `{model}` cannot be shown: {error}"));
    match error.failure_kind() {
        Some(FailureKind::NotFound) => {
            failure.with_help("a preview reads the tables that are there: rocky run builds those of models")
        }
        _ => failure,
    }
}
