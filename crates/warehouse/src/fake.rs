//! An adapter without a warehouse, for tests: scripted failures, blocking statements, a log.

use std::{
    num::NonZeroUsize,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use crate::{
    Adapter, AdapterError, CatalogTable, Execution, FailureKind, PLAN_FORMAT, Purpose, Rows, RunPlan,
    Statement, Step, Strategy, TargetName,
};

/// An [`Adapter`] that executes nothing. Every statement succeeds with one row unless a rule, found by a piece
/// of its text, says otherwise.
#[derive(Debug)]
pub struct FakeAdapter {
    max_concurrency: NonZeroUsize,
    rules: Vec<(String, Rule)>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Clone)]
enum Rule {
    Fail(AdapterError),
    Rows(u64),
    UntilInterrupted,
    Together(usize),
}

#[derive(Debug, Default)]
struct State {
    log: Vec<String>,
    relations: Vec<CatalogTable>,
    in_flight: usize,
    most_in_flight: usize,
    interruptions: usize,
    waiting: usize,
    released: bool,
}

impl Default for FakeAdapter {
    fn default() -> FakeAdapter {
        FakeAdapter::new()
    }
}

impl FakeAdapter {
    /// An adapter that runs one statement at a time.
    pub fn new() -> FakeAdapter {
        FakeAdapter {
            max_concurrency: NonZeroUsize::MIN,
            rules: Vec::new(),
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Lets this many models be built at once.
    #[must_use]
    pub fn with_max_concurrency(mut self, limit: NonZeroUsize) -> FakeAdapter {
        self.max_concurrency = limit;
        self
    }

    /// Puts a relation in place before the run.
    #[must_use]
    pub fn with_relation(self, relation: CatalogTable) -> FakeAdapter {
        self.lock().relations.push(relation);
        self
    }

    /// Statements that contain `text` fail.
    #[must_use]
    pub fn failing(self, text: &str, kind: FailureKind, message: &str) -> FakeAdapter {
        self.with_rule(text, Rule::Fail(AdapterError::failed(kind, message)))
    }

    /// Statements that contain `text` affect this many rows.
    #[must_use]
    pub fn affecting(self, text: &str, rows: u64) -> FakeAdapter {
        self.with_rule(text, Rule::Rows(rows))
    }

    /// Statements that contain `text` last until [`Adapter::interrupt`].
    #[must_use]
    pub fn hanging(self, text: &str) -> FakeAdapter {
        self.with_rule(text, Rule::UntilInterrupted)
    }

    /// Statements that contain `text` wait until `count` of them are in flight, or until interrupted. A run
    /// that ends therefore proves that `count` ran at once.
    #[must_use]
    pub fn together(self, text: &str, count: usize) -> FakeAdapter {
        self.with_rule(text, Rule::Together(count))
    }

    /// The statements that were sent, in the order in which they were sent.
    pub fn log(&self) -> Vec<String> {
        self.lock().log.clone()
    }

    /// The largest number of batches in flight at once.
    pub fn most_in_flight(&self) -> usize {
        self.lock().most_in_flight
    }

    fn with_rule(mut self, text: &str, rule: Rule) -> FakeAdapter {
        self.rules.push((text.to_owned(), rule));
        self
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while(&self, condition: impl Fn(&State) -> bool) {
        let mut state = self.lock();
        while condition(&state) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn execute_one(&self, sql: &str) -> Result<Execution, AdapterError> {
        let before = {
            let mut state = self.lock();
            state.log.push(sql.to_owned());
            state.interruptions
        };
        let interrupted = |state: &State| state.interruptions > before;
        match self.rules.iter().find(|(text, _)| sql.contains(text.as_str())).map(|(_, rule)| rule) {
            None => Ok(Execution { rows_affected: Some(1) }),
            Some(Rule::Rows(rows)) => Ok(Execution { rows_affected: Some(*rows) }),
            Some(Rule::Fail(error)) => Err(error.clone()),
            Some(Rule::UntilInterrupted) => {
                self.wait_while(|state| !interrupted(state));
                Err(AdapterError::Interrupted)
            }
            Some(Rule::Together(count)) => {
                {
                    let mut state = self.lock();
                    state.waiting += 1;
                    state.released |= state.waiting >= *count;
                    self.changed.notify_all();
                }
                self.wait_while(|state| !state.released && !interrupted(state));
                let released = self.lock().released;
                if released {
                    Ok(Execution { rows_affected: Some(1) })
                } else {
                    Err(AdapterError::Interrupted)
                }
            }
        }
    }
}

impl Adapter for FakeAdapter {
    fn adapter_type(&self) -> &str {
        "fake"
    }

    fn engine_version(&self) -> &str {
        "0"
    }

    fn max_concurrency(&self) -> NonZeroUsize {
        self.max_concurrency
    }

    fn execute(&self, statements: &[&str]) -> Result<Vec<Execution>, AdapterError> {
        {
            let mut state = self.lock();
            state.in_flight += 1;
            state.most_in_flight = state.most_in_flight.max(state.in_flight);
        }
        let result = statements.iter().map(|sql| self.execute_one(sql)).collect();
        self.lock().in_flight -= 1;
        result
    }

    fn query(&self, sql: &str) -> Result<Rows, AdapterError> {
        self.execute_one(sql).map(|_| Rows::default())
    }

    fn describe(&self, target: &TargetName) -> Result<Option<CatalogTable>, AdapterError> {
        let state = self.lock();
        Ok(state
            .relations
            .iter()
            .find(|it| it.catalog == target.catalog && it.schema == target.schema && it.name == target.table)
            .cloned())
    }

    fn row_count(&self, target: &TargetName) -> Result<u64, AdapterError> {
        let _ = target;
        Ok(1)
    }

    fn interrupt(&self) {
        self.lock().interruptions += 1;
        self.changed.notify_all();
    }
}

/// A plan over the steps, for tests.
pub fn plan(steps: impl IntoIterator<Item = Step>) -> RunPlan {
    RunPlan {
        format: PLAN_FORMAT,
        pipeline: "test".to_owned(),
        adapter: "default".to_owned(),
        adapter_type: "fake".to_owned(),
        target_catalog: Some("db".to_owned()),
        target_schema: Some("main".to_owned()),
        config_hash: "0".to_owned(),
        steps: steps.into_iter().collect(),
        refused: Vec::new(),
        ephemeral: Vec::new(),
    }
}

/// A full-refresh step of a model in `db.main`, for tests. Its one statement is `build <model>`.
pub fn step(model: &str, depends_on: impl IntoIterator<Item = usize>) -> Step {
    let target = TargetName::new("db", "main", model);
    Step {
        model: model.to_owned(),
        depends_on: depends_on.into_iter().collect(),
        refused_inputs: Vec::new(),
        strategy: Strategy::FullRefresh,
        asset_key: target.asset_key(),
        target,
        statements: vec![Statement::new(Purpose::CreateTable, format!("build {model}"))],
        compiled_sql: format!("select {model}"),
        code_hash: format!("hash of {model}"),
        expected_columns: Vec::new(),
        inputs: Vec::new(),
    }
}
