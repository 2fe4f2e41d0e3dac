//! Runs on the fake adapter: order, failures, interruption, and what the record says.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fmt::Write as _,
    num::NonZeroUsize,
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use engine::{CancelToken, Clock, Event, Run, RunOutcome, StoreJournal, execute, find_run, history};
use expect_test::{Expect, expect};
use store::StateStore;
use warehouse::{
    CatalogTable, FailureKind, ModelStatus, Purpose, Refused, RelationKind, RunOrigin, RunPlan, RunRecord,
    RunStatus, Statement, Timestamp, Trigger,
    fake::{FakeAdapter, plan, step},
};

/// Every look at the clock takes a millisecond.
struct TickingClock(AtomicU64);

impl TickingClock {
    fn new() -> TickingClock {
        TickingClock(AtomicU64::new(1_788_048_785_000))
    }
}

impl Clock for TickingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// Runs the plan against a state file in a new directory.
fn run(plan: &RunPlan, adapter: &FakeAdapter, cancel: &CancelToken) -> (RunOutcome, Vec<Event>, RunRecord) {
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

fn render(record: &RunRecord) -> String {
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

fn check(plan: &RunPlan, adapter: &FakeAdapter, expected: Expect) {
    let (outcome, _, stored) = run(plan, adapter, &CancelToken::new());
    assert_eq!(outcome.record, stored, "the record that is returned and the one that is stored");
    expected.assert_eq(&format!("{}sent: {}\n", render(&stored), adapter.log().join("; ")));
}

#[test]
fn models_are_built_in_order() {
    check(
        &plan([step("a", []), step("b", [0]), step("c", [1])]),
        &FakeAdapter::new().affecting("build b", 7),
        expect![[r#"
            run-20260830-001305-000 Success (exit 0)
            a: Success, 1 rows
            b: Success, 7 rows
            c: Success, 1 rows
            sent: build a; build b; build c
        "#]],
    );
}

#[test]
fn nothing_to_do_is_success() {
    check(
        &plan([]),
        &FakeAdapter::new(),
        expect![[r#"
        run-20260830-001305-000 Success (exit 0)
        sent: 
    "#]],
    );
}

#[test]
fn a_failure_withholds_what_is_downstream_and_the_rest_finishes() {
    check(
        &plan([
            step("a", []),
            step("b", []),
            step("c", [0]),
            step("d", [1, 2]),
            step("e", [1]),
            step("f", [3]),
        ]),
        &FakeAdapter::new().failing("build a", FailureKind::QueryRejected, "Binder Error: no column x"),
        expect![[r#"
            run-20260830-001305-000 PartialFailure (exit 2)
            a: Failed, query-rejected: Binder Error: no column x
            b: Success, 1 rows
            c: Contained, blocked by ["a"]: fix `a`, then run again
            d: Contained, blocked by ["a"]: fix `a`, then run again
            e: Success, 1 rows
            f: Contained, blocked by ["a"]: fix `a`, then run again
            sent: build a; build b; build e
        "#]],
    );
}

#[test]
fn two_failures_are_both_named() {
    check(
        &plan([step("a", []), step("b", []), step("c", [0]), step("d", [1, 2]), step("e", [])]),
        &FakeAdapter::new().failing("build a", FailureKind::NotFound, "no table x").failing(
            "build b",
            FailureKind::QuotaExceeded,
            "out of memory",
        ),
        expect![[r#"
            run-20260830-001305-000 PartialFailure (exit 2)
            a: Failed, not-found: no table x
            b: Failed, quota-exceeded: out of memory
            c: Contained, blocked by ["a"]: fix `a`, then run again
            d: Contained, blocked by ["a", "b"]: fix `a`, `b`, then run again
            e: Success, 1 rows
            sent: build a; build b; build e
        "#]],
    );
}

#[test]
fn if_nothing_succeeds_the_run_has_failed() {
    check(
        &plan([step("a", []), step("b", [0])]),
        &FakeAdapter::new().failing("build a", FailureKind::ConnectionFailed, "no route"),
        expect![[r#"
            run-20260830-001305-000 Failure (exit 1)
            a: Failed, connection-failed: no route
            b: Contained, blocked by ["a"]: fix `a`, then run again
            sent: build a
        "#]],
    );
}

#[test]
fn a_refused_model_withholds_its_readers() {
    let mut plan = plan([step("a", []), step("b", []), step("c", [0])]);
    plan.steps[0].refused_inputs.push("m".to_owned());
    plan.refused.push(Refused {
        model: "m".to_owned(),
        asset_key: vec!["db".to_owned(), "main".to_owned(), "m".to_owned()],
        reason: "strategy `merge` is not built yet".to_owned(),
        failure_kind: FailureKind::QueryRejected,
    });
    check(
        &plan,
        &FakeAdapter::new(),
        expect![[r#"
        run-20260830-001305-000 PartialFailure (exit 2)
        a: Contained, blocked by ["m"]: fix `m`, then run again
        b: Success, 1 rows
        c: Contained, blocked by ["m"]: fix `m`, then run again
        m: Refused, query-rejected: strategy `merge` is not built yet
        sent: build b
    "#]],
    );
}

#[test]
fn a_statement_may_depend_on_what_stands_at_the_target() {
    let view = CatalogTable {
        catalog: "db".to_owned(),
        schema: "main".to_owned(),
        name: "b".to_owned(),
        kind: RelationKind::View,
        columns: Vec::new(),
        keys: Vec::new(),
    };
    let mut plan = plan([step("a", []), step("b", [])]);
    for step in &mut plan.steps {
        let drop = format!("drop view {}", step.model);
        step.statements.insert(0, Statement::when_target_is(RelationKind::View, Purpose::DropRelation, drop));
    }
    check(
        &plan,
        &FakeAdapter::new().with_relation(view),
        expect![[r#"
        run-20260830-001305-000 Success (exit 0)
        a: Success, 1 rows
        b: Success, 1 rows
        sent: build a; drop view b; build b
    "#]],
    );
}

#[test]
fn a_view_has_no_rows() {
    let mut plan = plan([step("a", [])]);
    plan.steps[0].statements = vec![Statement::new(Purpose::CreateView, "create view a")];
    check(
        &plan,
        &FakeAdapter::new(),
        expect![[r#"
        run-20260830-001305-000 Success (exit 0)
        a: Success
        sent: create view a
    "#]],
    );
}

#[test]
fn independent_models_run_at_once_as_far_as_the_adapter_allows() {
    // `together` lets nobody go on before three are in flight.
    let adapter =
        FakeAdapter::new().with_max_concurrency(NonZeroUsize::new(3).unwrap()).together("build p", 3);
    let plan = plan([step("p1", []), step("p2", []), step("p3", []), step("z", [0, 1, 2]), step("y", [3])]);
    let (outcome, _, _) = run(&plan, &adapter, &CancelToken::new());
    assert_eq!(outcome.record.status, RunStatus::Success);
    assert_eq!(adapter.most_in_flight(), 3);
    assert_eq!(adapter.log()[3..], ["build z", "build y"]);
}

#[test]
fn a_serial_adapter_runs_one_at_a_time() {
    let adapter = FakeAdapter::new();
    run(&plan([step("a", []), step("b", []), step("c", [])]), &adapter, &CancelToken::new());
    assert_eq!(adapter.most_in_flight(), 1);
}

#[test]
fn events_tell_the_story() {
    let adapter = FakeAdapter::new().failing("build b", FailureKind::Unknown, "no");
    let (_, events, _) =
        run(&plan([step("a", []), step("b", []), step("c", [1])]), &adapter, &CancelToken::new());
    let story: String = events
        .iter()
        .map(|event| match event {
            Event::RunStarted { run_id, steps } => format!("{run_id} starts, {steps} steps\n"),
            Event::StepStarted { index, model } => format!("{index} {model} starts\n"),
            Event::StepFinished { index, record } | Event::StepContained { index, record } => {
                format!(
                    "{index} {}: {} after {} ms\n",
                    record.model_name,
                    record.status.name(),
                    record.duration_ms
                )
            }
            Event::Interrupting => "interrupting\n".to_owned(),
            Event::RunFinished { status } => format!("{}\n", status.name()),
        })
        .collect();
    expect![[r#"
        run-20260830-001305-000 starts, 3 steps
        0 a starts
        0 a: Success after 1 ms
        1 b starts
        1 b: Failed after 1 ms
        2 c: Contained after 0 ms
        PartialFailure
    "#]]
    .assert_eq(&story);
}

#[test]
fn a_run_cancelled_before_it_starts_executes_nothing() {
    let adapter = FakeAdapter::new();
    let cancel = CancelToken::new();
    cancel.cancel();
    let (outcome, _, stored) = run(&plan([step("a", []), step("b", [0])]), &adapter, &cancel);
    assert_eq!(outcome.exit_code(), 130);
    assert_eq!(adapter.log(), Vec::<String>::new());
    expect![[r#"
        run-20260830-001305-000 Interrupted (exit 130)
        a: Interrupted
        b: Interrupted
    "#]]
    .assert_eq(&render(&stored));
}

#[test]
fn an_interrupted_run_keeps_what_was_done() {
    let adapter = FakeAdapter::new().hanging("build b");
    let cancel = CancelToken::new();
    let directory = tempfile::tempdir().unwrap();
    let store = StateStore::open(&directory.path().join("state.redb")).unwrap();
    let plan = plan([step("a", []), step("b", [0]), step("c", [1]), step("d", [])]);
    let mut events = Vec::new();
    let outcome = execute(Run {
        plan: &plan,
        adapter: &adapter,
        journal: &mut StoreJournal::new(&store),
        clock: &TickingClock::new(),
        cancel: &cancel,
        origin: RunOrigin::default(),
        parallel: None,
        on_event: &mut |event| {
            if matches!(&event, Event::StepStarted { model, .. } if model == "b") {
                cancel.cancel();
            }
            events.push(event);
        },
    })
    .unwrap();
    assert!(events.contains(&Event::Interrupting));
    assert_eq!(outcome.exit_code(), 130);
    assert_eq!(outcome.record.models_executed[0].status, ModelStatus::Success);
    assert_eq!(adapter.log(), ["build a", "build b"]);
    expect![[r#"
        run-20260830-001305-000 Interrupted (exit 130)
        a: Success, 1 rows
        b: Interrupted
        c: Interrupted
        d: Interrupted
    "#]]
    .assert_eq(&render(&history(&store, 1).unwrap().runs[0]));
}

/// What a killed process leaves is what stands in the file while it runs: read it from outside, mid-run.
#[test]
fn the_stored_record_follows_the_run() {
    let adapter = FakeAdapter::new().hanging("build c").failing("build a", FailureKind::Unknown, "no");
    let cancel = CancelToken::new();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.redb");
    let store = StateStore::open(&path).unwrap();
    let plan = plan([step("a", []), step("b", []), step("c", [1]), step("d", [0]), step("e", [2])]);
    let mid_run = thread::scope(|scope| {
        let run = scope.spawn(|| {
            execute(Run {
                plan: &plan,
                adapter: &adapter,
                journal: &mut StoreJournal::new(&store),
                clock: &TickingClock::new(),
                cancel: &cancel,
                origin: RunOrigin::default(),
                parallel: None,
                on_event: &mut |_| {},
            })
            .unwrap()
        });
        let outside = StateStore::read_only(&path).unwrap();
        let running = |record: &RunRecord| record.models_executed[2].status == ModelStatus::Running;
        let mid_run = loop {
            match history(&outside, 1).unwrap().runs.pop().filter(running) {
                Some(record) => break record,
                None => thread::yield_now(),
            }
        };
        cancel.cancel();
        assert_eq!(run.join().unwrap().exit_code(), 130);
        mid_run
    });
    assert_eq!(mid_run.finished_at, None);
    let run_id = mid_run.run_id.clone();
    expect![[r#"
        run Running (exit 1)
        a: Failed, unknown: no
        b: Success, 1 rows
        c: Running
        d: Contained, blocked by ["a"]: fix `a`, then run again
        e: Pending
    "#]]
    .assert_eq(&render(&mid_run).replace(&run_id, "run"));
}

/// The process to kill must be another one: this test starts itself again to have one.
#[test]
fn a_killed_run_leaves_what_it_had_done() {
    const VICTIM: &str = "ROCKY_TEST_KILLED_RUN";
    let plan = plan([step("a", []), step("b", [0]), step("c", [1])]);
    if let Some(path) = std::env::var_os(VICTIM) {
        let _never_ends = execute(Run {
            plan: &plan,
            adapter: &FakeAdapter::new().hanging("build b"),
            journal: &mut StoreJournal::new(&StateStore::open(path.as_ref()).unwrap()),
            clock: &TickingClock::new(),
            cancel: &CancelToken::new(),
            origin: RunOrigin::default(),
            parallel: None,
            on_event: &mut |_| {},
        });
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.redb");
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_killed_run_leaves_what_it_had_done"])
        .env(VICTIM, &path)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let running = |store: StateStore| {
        let record = history(&store, 1).unwrap().runs.pop();
        record.is_some_and(|record| record.models_executed[1].status == ModelStatus::Running)
    };
    // Until the other process has made the file it cannot be opened.
    while !StateStore::read_only(&path).is_ok_and(running) {
        assert_eq!(victim.try_wait().unwrap(), None, "the other process ended by itself");
        thread::yield_now();
    }
    victim.kill().unwrap();
    victim.wait().unwrap();

    let store = StateStore::open(&path).unwrap();
    let record = history(&store, 1).unwrap().runs.remove(0);
    assert_eq!(record.finished_at, None);
    expect![[r#"
        run-20260830-001305-000 Running (exit 1)
        a: Success, 1 rows
        b: Running
        c: Pending
    "#]]
    .assert_eq(&render(&record));
}

#[test]
fn two_runs_in_one_millisecond_have_two_ids() {
    let directory = tempfile::tempdir().unwrap();
    let store = StateStore::open(&directory.path().join("state.redb")).unwrap();
    for _ in 0..2 {
        execute(Run {
            plan: &plan([step("a", [])]),
            adapter: &FakeAdapter::new(),
            journal: &mut StoreJournal::new(&store),
            clock: &TickingClock::new(),
            cancel: &CancelToken::new(),
            origin: RunOrigin::default(),
            parallel: None,
            on_event: &mut |_| {},
        })
        .unwrap();
    }
    let ids: Vec<String> = history(&store, 10).unwrap().runs.into_iter().map(|run| run.run_id).collect();
    assert_eq!(ids, ["run-20260830-001305-001", "run-20260830-001305-000"]);
}

#[test]
fn without_a_record_nothing_runs() {
    let directory = tempfile::tempdir().unwrap();
    let store = StateStore::read_only(&directory.path().join("state.redb")).unwrap();
    let adapter = FakeAdapter::new();
    let error = execute(Run {
        plan: &plan([step("a", [])]),
        adapter: &adapter,
        journal: &mut StoreJournal::new(&store),
        clock: &TickingClock::new(),
        cancel: &CancelToken::new(),
        origin: RunOrigin::default(),
        parallel: None,
        on_event: &mut |_| {},
    })
    .unwrap_err()
    .to_string();
    assert!(error.starts_with("the run did not start, because its record cannot be stored"), "{error}");
    assert_eq!(adapter.log(), Vec::<String>::new());
}

#[test]
fn a_record_of_a_newer_build_is_named_and_not_guessed_at() {
    let directory = tempfile::tempdir().unwrap();
    let store = StateStore::open(&directory.path().join("state.redb")).unwrap();
    let stored = |run_id: &str, header: &str| store::StoredRun {
        run_id: run_id.to_owned(),
        header: header.into(),
        models: Vec::new(),
    };
    store.insert_run(&stored("run-1", r#"{"format": 99}"#)).unwrap();
    store.insert_run(&stored("run-2", "{")).unwrap();
    let history = history(&store, 10).unwrap();
    let unreadable: String =
        history.unreadable.iter().map(|(id, reason)| format!("{id}: {reason}\n")).collect();
    expect![[r#"
        run-2: the record is damaged: EOF while parsing an object at line 1 column 1
        run-1: it has format 99, this build reads formats up to 1: update rocky
    "#]]
    .assert_eq(&unreadable);
}
