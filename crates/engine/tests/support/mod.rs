//! Runs on the fake adapter, and their records as text.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub, reason = "each test file uses its part of it")]

use engine::{CancelToken, Clock, Event, Run, RunOutcome, StoreJournal, execute, find_run};
use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
};
use store::StateStore;
use warehouse::{RunOrigin, RunPlan, RunRecord, Timestamp, Trigger, fake::FakeAdapter};

/// Every look at the clock takes a millisecond.
pub struct TickingClock(AtomicU64);

impl TickingClock {
    pub fn new() -> TickingClock {
        TickingClock(AtomicU64::new(1_788_048_785_000))
    }
}

impl Clock for TickingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// Runs the plan against a state file in a new directory.
pub fn run(
    plan: &RunPlan,
    adapter: &FakeAdapter,
    cancel: &CancelToken,
) -> (RunOutcome, Vec<Event>, RunRecord) {
    let directory = tempfile::tempdir().unwrap();
    let store = StateStore::open(&directory.path().join("state.redb")).unwrap();
    let mut events = Vec::new();
    let outcome = execute(Run {
        plan,
        adapter,
        journal: &mut StoreJournal::new(&store),
        clock: &TickingClock::new(),
        cancel,
        origin: RunOrigin { trigger: Trigger::Ci, rocky_version: "0.1.0".to_owned(), ..RunOrigin::default() },
        parallel: None,
        on_event: &mut |event| events.push(event),
    })
    .unwrap();
    assert!(outcome.record_error.is_none());
    let stored = find_run(&store, &outcome.record.run_id).unwrap().unwrap().unwrap();
    (outcome, events, stored)
}

pub fn render(record: &RunRecord) -> String {
    let mut text =
        format!("{} {} (exit {})\n", record.run_id, record.status.name(), record.status.exit_code());
    for model in &record.models_executed {
        write!(text, "{}: {}", model.model_name, model.status.name()).unwrap();
        if let Some(rows) = model.rows_affected {
            write!(text, ", {rows} rows").unwrap();
        }
        if let (Some(kind), Some(error)) = (model.failure_kind, &model.error) {
            write!(text, ", {}: {error}", kind.name()).unwrap();
        }
        if let Some(hint) = &model.unblock_hint {
            write!(text, ", blocked by {:?}: {hint}", model.blocked_by).unwrap();
        }
        text.push('\n');
    }
    text
}
