//! The stored record of a run: it is true while the run goes on, and when it is interrupted or killed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{
    process::{Command, Stdio},
    thread,
};

use engine::{CancelToken, Event, Run, StoreJournal, execute, history};
use expect_test::expect;
use store::StateStore;
use support::{TickingClock, render, run};
use warehouse::{
    FailureKind, ModelStatus, RunOrigin, RunRecord,
    fake::{FakeAdapter, plan, step},
};

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
