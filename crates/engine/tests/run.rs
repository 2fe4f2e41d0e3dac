//! Runs on the fake adapter: order, what failures withhold, what runs at once, and the events of it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::num::NonZeroUsize;

use engine::{CancelToken, Event};
use expect_test::{Expect, expect};
use support::{render, run};
use warehouse::{
    CatalogTable, FailureKind, Purpose, Refused, RelationKind, RunPlan, RunStatus, Statement,
    fake::{FakeAdapter, plan, step},
};

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
