//! One run, from its first record to its last.

use std::{
    collections::BTreeSet,
    num::NonZeroUsize,
    panic::{self, AssertUnwindSafe},
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use warehouse::{
    Adapter, AdapterError, FailureKind, ModelRecord, ModelStatus, PlanError, RECORD_FORMAT, Recipe,
    RunOrigin, RunPlan, RunRecord, RunStatus, Step, Timestamp,
};

use crate::{CancelToken, Clock, Event, Journal, JournalError, schedule::Schedule, step::execute_step};

/// How long the coordinator waits for news before it looks at the cancel token, and before it repeats an
/// interruption that may have come between two statements.
const TICK: Duration = Duration::from_millis(50);

/// What a run needs.
pub struct Run<'a> {
    /// What to execute.
    pub plan: &'a RunPlan,
    /// Where.
    pub adapter: &'a dyn Adapter,
    /// Where the record goes.
    pub journal: &'a mut dyn Journal,
    /// Gives the run its id and its times.
    pub clock: &'a dyn Clock,
    /// Stops the run.
    pub cancel: &'a CancelToken,
    /// Who started it.
    pub origin: RunOrigin,
    /// At most so many models at once, if the adapter allows that many.
    pub parallel: Option<NonZeroUsize>,
    /// Hears what happens, on the thread that called [`execute`].
    pub on_event: &'a mut dyn FnMut(Event),
}

/// How a run ended.
#[derive(Debug)]
pub struct RunOutcome {
    /// The record, as it was stored unless `record_error` says otherwise.
    pub record: RunRecord,
    /// The first failure to store progress. The run went on: what it built is there, only the stored record
    /// is behind.
    pub record_error: Option<JournalError>,
}

impl RunOutcome {
    /// The process's exit code: that of the status, and never 0 when the record could not be stored.
    pub fn exit_code(&self) -> u8 {
        match self.record.status.exit_code() {
            0 if self.record_error.is_some() => 1,
            code => code,
        }
    }
}

/// A run that did not start. Nothing was executed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The plan contradicts itself.
    #[error("the run plan is invalid: {0}")]
    Plan(#[from] PlanError),
    /// The record could not be stored.
    #[error("the run did not start, because its record cannot be stored: {0}")]
    Journal(#[from] JournalError),
}

/// Executes a plan. Blocks until every model is built, has failed, or is withheld, or until the run was
/// cancelled and the statements in flight have stopped.
///
/// # Errors
/// The run could not start. What goes wrong later is in the outcome.
pub fn execute(run: Run<'_>) -> Result<RunOutcome, EngineError> {
    let Run { plan, adapter, journal, clock, cancel, origin, parallel, on_event } = run;
    plan.validate()?;
    let (schedule, contained) = Schedule::new(plan);
    let record = begin(new_record(plan, adapter, origin, clock.now()), journal)?;
    on_event(Event::RunStarted { run_id: record.run_id.clone(), steps: plan.steps.len() });

    let mut coordinator =
        Coordinator { plan, record, journal, record_error: None, changed: BTreeSet::new(), on_event };
    coordinator.contain(&contained);

    let shared = Shared { schedule: Mutex::new(schedule), changed: Condvar::new() };
    let workers =
        parallel.unwrap_or(NonZeroUsize::MAX).min(adapter.max_concurrency()).get().min(plan.steps.len());
    if cancel.is_cancelled() {
        shared.lock().close();
    }
    thread::scope(|scope| {
        let (sender, reports) = channel();
        for _ in 0..workers {
            let sender = sender.clone();
            let shared = &shared;
            scope.spawn(move || work(plan, adapter, clock, shared, &sender));
        }
        drop(sender);
        coordinator.follow(&reports, &shared, adapter, cancel);
    });
    Ok(coordinator.finish(clock.now()))
}

/// What the workers share.
struct Shared {
    schedule: Mutex<Schedule>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Schedule> {
        // The schedule is only changed by its own methods, which do not panic half way.
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a step to run; `None` when there will be none.
    fn next(&self) -> Option<usize> {
        let mut schedule = self.lock();
        loop {
            if let Some(index) = schedule.next() {
                return Some(index);
            }
            if schedule.is_done() {
                return None;
            }
            schedule = self.changed.wait(schedule).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// News from a worker.
enum Report {
    Started { index: usize, at: Timestamp },
    Finished { index: usize, at: Timestamp, result: Result<Option<u64>, AdapterError>, contained: Vec<usize> },
}

/// Executes steps until there are none. Runs on a thread of its own.
fn work(plan: &RunPlan, adapter: &dyn Adapter, clock: &dyn Clock, shared: &Shared, reports: &Sender<Report>) {
    while let Some(index) = shared.next() {
        // The coordinator outlives the workers, so a report always arrives.
        let _ = reports.send(Report::Started { index, at: clock.now() });
        let result = execute_contained(adapter, &plan.steps[index]);
        let at = clock.now();
        let contained = {
            let mut schedule = shared.lock();
            match &result {
                Ok(_) => {
                    schedule.succeeded(index);
                    Vec::new()
                }
                Err(AdapterError::Failed { .. }) => schedule.failed(index),
                // The run is stopping: what lies downstream is interrupted too, not withheld.
                Err(AdapterError::Interrupted) => {
                    schedule.close();
                    schedule.failed(index)
                }
            }
        };
        let _ = reports.send(Report::Finished { index, at, result, contained });
        shared.changed.notify_all();
    }
    shared.changed.notify_all();
}

/// Executes a step; a defect of the adapter costs that step, not the run and its record.
fn execute_contained(adapter: &dyn Adapter, step: &Step) -> Result<Option<u64>, AdapterError> {
    // The adapter is shared by reference and used on: after a panic it may fail, which is again contained.
    panic::catch_unwind(AssertUnwindSafe(|| execute_step(adapter, step))).unwrap_or_else(|_| {
        let message = "the adapter panicked; this is a defect of rocky, see standard error for its place";
        Err(AdapterError::failed(FailureKind::Unknown, message))
    })
}

/// Keeps the record. Lives on the thread that called [`execute`].
struct Coordinator<'a> {
    plan: &'a RunPlan,
    record: RunRecord,
    journal: &'a mut dyn Journal,
    record_error: Option<JournalError>,
    /// Models whose record has changed since it was last stored.
    changed: BTreeSet<usize>,
    on_event: &'a mut dyn FnMut(Event),
}

impl Coordinator<'_> {
    /// Receives reports until the last worker has gone. All that has arrived by then is stored in one
    /// transaction, so that storing never falls behind building.
    fn follow(
        &mut self,
        reports: &Receiver<Report>,
        shared: &Shared,
        adapter: &dyn Adapter,
        cancel: &CancelToken,
    ) {
        let mut interrupting = false;
        loop {
            match reports.recv_timeout(TICK) {
                Ok(report) => {
                    self.apply(report);
                    reports.try_iter().for_each(|report| self.apply(report));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if cancel.is_cancelled() {
                if !interrupting {
                    interrupting = true;
                    (self.on_event)(Event::Interrupting);
                    shared.lock().close();
                    shared.changed.notify_all();
                }
                adapter.interrupt();
            }
            self.store();
        }
    }

    fn apply(&mut self, report: Report) {
        match report {
            Report::Started { index, at } => {
                let model = &mut self.record.models_executed[index];
                model.status = ModelStatus::Running;
                model.started_at = Some(at);
                let model = model.model_name.clone();
                self.changed.insert(index);
                (self.on_event)(Event::StepStarted { index, model });
            }
            Report::Finished { index, at, result, contained } => {
                self.record.duration_ms = millis_between(self.record.started_at, at);
                let model = &mut self.record.models_executed[index];
                model.finished_at = Some(at);
                model.duration_ms = millis_between(model.started_at.unwrap_or(at), at);
                match result {
                    Ok(rows) => {
                        model.status = ModelStatus::Success;
                        model.rows_affected = rows;
                    }
                    Err(AdapterError::Interrupted) => model.status = ModelStatus::Interrupted,
                    Err(AdapterError::Failed { kind, message }) => {
                        model.status = ModelStatus::Failed;
                        model.error = Some(message);
                        model.failure_kind = Some(kind);
                    }
                }
                let record = model.clone();
                self.changed.insert(index);
                (self.on_event)(Event::StepFinished { index, record });
                self.contain(&contained);
            }
        }
    }

    /// Marks steps as withheld. Given in plan order, so the blockers of what a step reads are known before it.
    fn contain(&mut self, steps: &[usize]) {
        for &index in steps {
            self.record.models_executed[index].status = ModelStatus::Contained;
            self.name_blockers(index);
            self.changed.insert(index);
            let record = self.record.models_executed[index].clone();
            (self.on_event)(Event::StepContained { index, record });
        }
    }

    fn name_blockers(&mut self, index: usize) {
        let step = &self.plan.steps[index];
        let mut blockers: BTreeSet<String> = step.refused_inputs.iter().cloned().collect();
        for &dependency in &step.depends_on {
            let model = &self.record.models_executed[dependency];
            match model.status {
                ModelStatus::Failed => blockers.extend([model.model_name.clone()]),
                ModelStatus::Contained => blockers.extend(model.blocked_by.iter().cloned()),
                _ => {}
            }
        }
        let model = &mut self.record.models_executed[index];
        model.blocked_by = blockers.into_iter().collect();
        model.unblock_hint = Some(unblock_hint(&model.blocked_by));
    }

    fn store(&mut self) {
        if self.changed.is_empty() {
            return;
        }
        let changed: Vec<usize> = std::mem::take(&mut self.changed).into_iter().collect();
        if let Err(error) = self.journal.update(&self.record, &changed) {
            self.record_error.get_or_insert(error);
        }
    }

    fn finish(mut self, now: Timestamp) -> RunOutcome {
        for index in 0..self.plan.steps.len() {
            match self.record.models_executed[index].status {
                ModelStatus::Pending | ModelStatus::Running => {
                    self.record.models_executed[index].status = ModelStatus::Interrupted;
                }
                // Later failures may have added blockers.
                ModelStatus::Contained => self.name_blockers(index),
                _ => continue,
            }
            self.changed.insert(index);
        }
        self.record.status = final_status(&self.record.models_executed);
        self.record.finished_at = Some(now);
        self.record.duration_ms = millis_between(self.record.started_at, now);
        let changed: Vec<usize> = std::mem::take(&mut self.changed).into_iter().collect();
        if let Err(error) = self.journal.update(&self.record, &changed) {
            self.record_error.get_or_insert(error);
        }
        (self.on_event)(Event::RunFinished { status: self.record.status });
        RunOutcome { record: self.record, record_error: self.record_error }
    }
}

/// Stores the first record, under an id that nobody has: two runs may start in one millisecond.
fn begin(mut record: RunRecord, journal: &mut dyn Journal) -> Result<RunRecord, JournalError> {
    let mut id_time = record.started_at;
    loop {
        record.run_id = id_time.to_run_id();
        if journal.begin(&record)? {
            return Ok(record);
        }
        id_time = Timestamp::from_millis(id_time.as_millis() + 1);
    }
}

fn new_record(plan: &RunPlan, adapter: &dyn Adapter, origin: RunOrigin, now: Timestamp) -> RunRecord {
    let steps = plan.steps.iter().map(|step| ModelRecord {
        model_name: step.model.clone(),
        asset_key: step.asset_key.clone(),
        status: ModelStatus::Pending,
        started_at: None,
        finished_at: None,
        duration_ms: 0,
        rows_affected: None,
        error: None,
        failure_kind: None,
        blocked_by: Vec::new(),
        unblock_hint: None,
        sql_hash: step.code_hash.clone(),
        recipe: Some(Recipe::of_step(step, &plan.config_hash)),
    });
    let refused = plan.refused.iter().map(|refused| ModelRecord {
        model_name: refused.model.clone(),
        asset_key: refused.asset_key.clone(),
        status: ModelStatus::Refused,
        started_at: None,
        finished_at: None,
        duration_ms: 0,
        rows_affected: None,
        error: Some(refused.reason.clone()),
        failure_kind: Some(refused.failure_kind),
        blocked_by: Vec::new(),
        unblock_hint: None,
        sql_hash: String::new(),
        recipe: None,
    });
    RunRecord {
        format: RECORD_FORMAT,
        run_id: String::new(),
        started_at: now,
        finished_at: None,
        duration_ms: 0,
        status: RunStatus::Running,
        pipeline: plan.pipeline.clone(),
        adapter_type: adapter.adapter_type().to_owned(),
        engine_version: adapter.engine_version().to_owned(),
        target_catalog: plan.target_catalog.clone(),
        config_hash: plan.config_hash.clone(),
        origin,
        models_executed: steps.chain(refused).collect(),
    }
}

fn final_status(models: &[ModelRecord]) -> RunStatus {
    let any = |wanted: &[ModelStatus]| models.iter().any(|model| wanted.contains(&model.status));
    let progress = any(&[ModelStatus::Success]);
    let problem = any(&[ModelStatus::Failed, ModelStatus::Contained, ModelStatus::Refused]);
    match (any(&[ModelStatus::Interrupted]), progress, problem) {
        (true, _, _) => RunStatus::Interrupted,
        (false, true, true) => RunStatus::PartialFailure,
        (false, false, true) => RunStatus::Failure,
        (false, _, false) => RunStatus::Success,
    }
}

fn unblock_hint(blocked_by: &[String]) -> String {
    let names: Vec<String> = blocked_by.iter().map(|name| format!("`{name}`")).collect();
    format!("fix {}, then run again", names.join(", "))
}

fn millis_between(start: Timestamp, end: Timestamp) -> u64 {
    end.as_millis().saturating_sub(start.as_millis())
}
