//! `rocky run`: builds the models of a transformation pipeline in the warehouse.

use crate::{
    arguments::{GlobalOptions, RunArguments},
    console::{Console, human_duration},
    failure::{Exit, Failure, INTERRUPTED, Outcome},
    output::RunOutput,
    project::{self, Access, Knowledge, Location, Project, state_path},
    render::Progress,
};
use base::counted;
use engine::{CancelToken, Event, Run, StoreJournal, SystemClock};
use std::time::Duration;
use store::StateStore;
use warehouse::{Adapter, FailureKind, ModelRecord, ModelStatus, RunPlan, RunRecord, RunStatus};

pub(super) fn execute(arguments: &RunArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, None)?;
    let (_, warnings) = location.sound_configuration()?;
    warnings.iter().for_each(|it| console.warn(it));
    let state = state_path(&location, options, console)?;
    let mut project = Project::load(location.clone(), Knowledge::Local(options), None, console)?;
    project.set_variables(arguments.variables.values(), console)?;
    let selection = plan::Selection { pipeline: arguments.pipeline.clone(), model: arguments.model.clone() };
    let plan = project::run_plan(&mut project, &selection)?;

    let adapter = project::open_adapter(&location, &plan.adapter, Access::Write)?;
    let store = StateStore::open(&state).map_err(|error| Failure::new(error.to_string()))?;
    let cancel = CancelToken::new();
    stop_on_signal(&cancel)?;

    let wants_json = console.wants_json();
    let mut listener = Listener::new(&plan, wants_json, console);
    let outcome = engine::execute(Run {
        plan: &plan,
        adapter: adapter.as_ref(),
        journal: &mut StoreJournal::new(&store),
        clock: &SystemClock::start(),
        cancel: &cancel,
        origin: project::run_origin(&location),
        parallel: arguments.parallel,
        on_event: &mut |event| listener.hear(&event),
    });
    let outcome = outcome.map_err(|error| Failure::new(error.to_string()))?;
    listener.finish()?;
    if let Err(failure) = remember_schemas(&project, &location, adapter.as_ref(), &store) {
        console.warn(&format!("what the warehouse's tables are like is not remembered: {failure}"));
    }
    let exit = Exit(outcome.exit_code());
    if let Some(error) = &outcome.record_error {
        console.warn(&format!("the run went on, but its record is not complete: {error}"));
    }
    if wants_json {
        let filter = arguments.model.as_ref().map(|it| format!("model={it}")).unwrap_or_default();
        let concurrency = concurrency(arguments, adapter.as_ref());
        console.print_json(&RunOutput::new(&plan, &outcome.record, filter, concurrency))?;
    } else {
        console.print(&closing(&plan, &outcome.record))?;
        let lacks_table = |it: &ModelRecord| it.failure_kind == Some(FailureKind::NotFound);
        if arguments.model.is_some() && outcome.record.models_executed.iter().any(lacks_table) {
            console.note(
                "what the model reads may not be built yet: rocky run without --model builds all of it",
            );
        }
    }
    Ok(exit)
}

/// Remembers what the warehouse says of the tables that no model builds.
fn remember_schemas(
    project: &Project,
    location: &Location,
    adapter: &dyn Adapter,
    store: &StateStore,
) -> Result<(), Failure> {
    let built = project.built_tables();
    let tables = adapter.tables().map_err(|error| Failure::new(error.to_string()))?;
    let tables = tables
        .into_iter()
        .filter(|it| !built.contains(&[it.schema.to_lowercase(), it.name.to_lowercase()]))
        .map(|it| ([it.catalog, it.schema, it.name], it.columns));
    project::remember_schemas(location, store, tables)
}

fn concurrency(arguments: &RunArguments, adapter: &dyn Adapter) -> usize {
    let limit = adapter.max_concurrency();
    arguments.parallel.map_or(limit, |it| it.min(limit)).get()
}

/// The first signal asks the run to stop and leave a complete record; the second ends the process at once.
fn stop_on_signal(cancel: &CancelToken) -> Result<(), Failure> {
    let cancel = cancel.clone();
    ctrlc::set_handler(move || {
        if cancel.is_cancelled() {
            std::process::exit(INTERRUPTED.into());
        }
        cancel.cancel();
    })
    .map_err(|error| Failure::new(format!("cannot listen to Ctrl-C: {error}")))
}

/// Shows what the engine says while it runs: a line per model, and a bar.
struct Listener<'a> {
    plan: &'a RunPlan,
    console: &'a Console,
    is_silent: bool,
    progress: Progress,
    name_width: usize,
    failure: Option<Failure>,
}

impl<'a> Listener<'a> {
    fn new(plan: &'a RunPlan, is_silent: bool, console: &'a Console) -> Listener<'a> {
        let names = plan.steps.iter().map(|it| &it.model).chain(plan.refused.iter().map(|it| &it.model));
        let name_width = names.map(|it| it.chars().count()).max().unwrap_or(0);
        Listener {
            plan,
            console,
            is_silent,
            progress: Progress::new(plan.steps.len()),
            name_width,
            failure: None,
        }
    }

    fn hear(&mut self, event: &Event) {
        match event {
            Event::StepFinished { record, .. } | Event::StepContained { record, .. } => {
                self.progress.advance(&record.model_name);
                self.print(&model_line(record, self.name_width));
            }
            Event::Interrupting => {
                self.progress.suspend(|| self.console.note("stopping; Ctrl-C again ends at once"));
            }
            Event::RunStarted { .. } => {
                for refused in &self.plan.refused {
                    self.print(&failure_line(&refused.model, self.name_width, &refused.reason));
                }
            }
            Event::StepStarted { .. } | Event::RunFinished { .. } => {}
        }
    }

    /// The run goes on where nobody reads: only the first failure is kept.
    fn print(&mut self, line: &str) {
        if self.is_silent || self.failure.is_some() {
            return;
        }
        self.failure = self.progress.suspend(|| self.console.print(line)).err();
    }

    fn finish(self) -> Result<(), Failure> {
        self.progress.finish();
        self.failure.map_or(Ok(()), Err)
    }
}

fn model_line(record: &ModelRecord, width: usize) -> String {
    let name = format!("{:width$}", record.model_name);
    let time = human_duration(Duration::from_millis(record.duration_ms));
    match record.status {
        ModelStatus::Success => {
            let rows = record.rows_affected.and_then(|it| usize::try_from(it).ok());
            let rows = rows.map(|it| format!("{}, ", counted(it, "row"))).unwrap_or_default();
            format!("✓ {name}  {rows}{time}\n")
        }
        ModelStatus::Contained => {
            format!("- {name}  withheld: {}\n", record.unblock_hint.as_deref().unwrap_or_default())
        }
        ModelStatus::Interrupted => format!("- {name}  interrupted\n"),
        _ => failure_line(&record.model_name, width, record.error.as_deref().unwrap_or("failed")),
    }
}

/// A model that failed, with the warehouse's words: several lines, since they may point at a place.
fn failure_line(model: &str, width: usize, error: &str) -> String {
    let mut lines = error.lines().filter(|it| !it.trim().is_empty());
    let mut text = format!("✗ {model:width$}  {}\n", lines.next().unwrap_or_default());
    for line in lines {
        text.push_str(&format!("    {line}\n"));
    }
    text
}

/// The line that sums up.
fn closing(plan: &RunPlan, record: &RunRecord) -> String {
    let count = |status: ModelStatus| record.models_executed.iter().filter(|it| it.status == status).count();
    let failed = count(ModelStatus::Failed) + count(ModelStatus::Refused);
    let how = match record.status {
        RunStatus::Success => "complete",
        RunStatus::PartialFailure => "partly failed",
        RunStatus::Interrupted => "interrupted",
        RunStatus::Running | RunStatus::Failure => "failed",
    };
    let mut parts =
        vec![format!("{} model(s) executed in {} ms", count(ModelStatus::Success), record.duration_ms)];
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if count(ModelStatus::Contained) > 0 {
        parts.push(format!("{} withheld", count(ModelStatus::Contained)));
    }
    if !plan.ephemeral.is_empty() {
        parts.push(format!("{} ephemeral", plan.ephemeral.len()));
    }
    format!("transformation pipeline {how}: {} ({})\n", parts.join(", "), record.run_id)
}
