//! Which step may run next. Pure bookkeeping, without threads.

use std::collections::BTreeSet;

use warehouse::RunPlan;

/// The state of a plan's execution. Steps are named by their index in the plan.
#[derive(Debug)]
pub(crate) struct Schedule {
    dependents: Vec<Vec<usize>>,
    /// Dependencies that have not succeeded yet.
    waiting: Vec<usize>,
    contained: Vec<bool>,
    /// Steps whose dependencies have all succeeded; the lowest runs first, so that one worker gives plan order.
    ready: BTreeSet<usize>,
    running: usize,
}

impl Schedule {
    /// The schedule of a valid plan, with the steps that are withheld from the start because they read, directly
    /// or not, a refused model.
    pub(crate) fn new(plan: &RunPlan) -> (Schedule, Vec<usize>) {
        let count = plan.steps.len();
        let mut schedule = Schedule {
            dependents: vec![Vec::new(); count],
            waiting: vec![0; count],
            contained: vec![false; count],
            ready: BTreeSet::new(),
            running: 0,
        };
        for (index, step) in plan.steps.iter().enumerate() {
            let dependencies: BTreeSet<usize> = step.depends_on.iter().copied().collect();
            schedule.waiting[index] = dependencies.len();
            if dependencies.is_empty() {
                schedule.ready.insert(index);
            }
            for dependency in dependencies {
                schedule.dependents[dependency].push(index);
            }
        }
        let refused = plan.steps.iter().enumerate().filter(|(_, step)| !step.refused_inputs.is_empty());
        let contained = schedule.contain(refused.map(|(index, _)| index).collect());
        (schedule, contained)
    }

    /// Takes the next step to run.
    pub(crate) fn next(&mut self) -> Option<usize> {
        let index = self.ready.pop_first()?;
        self.running += 1;
        Some(index)
    }

    /// A step that [`Schedule::next`] gave out has succeeded.
    pub(crate) fn succeeded(&mut self, index: usize) {
        self.running -= 1;
        for &dependent in &self.dependents[index] {
            self.waiting[dependent] -= 1;
            if self.waiting[dependent] == 0 && !self.contained[dependent] {
                self.ready.insert(dependent);
            }
        }
    }

    /// A step that [`Schedule::next`] gave out has not succeeded. Returns the steps this withholds, in plan
    /// order, without those that were withheld before.
    pub(crate) fn failed(&mut self, index: usize) -> Vec<usize> {
        self.running -= 1;
        self.contain(self.dependents[index].clone())
    }

    /// Starts nothing more.
    pub(crate) fn close(&mut self) {
        self.ready.clear();
        // What becomes ready by a step that is still running must not start either.
        self.dependents.iter_mut().for_each(Vec::clear);
    }

    /// Whether nothing runs and nothing will.
    pub(crate) fn is_done(&self) -> bool {
        self.running == 0 && self.ready.is_empty()
    }

    fn contain(&mut self, mut pending: Vec<usize>) -> Vec<usize> {
        let mut contained = BTreeSet::new();
        while let Some(index) = pending.pop() {
            if !self.contained[index] {
                self.contained[index] = true;
                self.ready.remove(&index);
                contained.insert(index);
                pending.extend(&self.dependents[index]);
            }
        }
        contained.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use warehouse::fake::{plan, step};

    /// a → b → d, c → d, e alone.
    fn diamond() -> RunPlan {
        plan([step("a", []), step("b", [0]), step("c", []), step("d", [1, 2]), step("e", [])])
    }

    #[test]
    fn one_worker_goes_in_plan_order() {
        let (mut schedule, contained) = Schedule::new(&diamond());
        assert!(contained.is_empty());
        let mut order = Vec::new();
        while let Some(index) = schedule.next() {
            order.push(index);
            schedule.succeeded(index);
        }
        assert_eq!(order, [0, 1, 2, 3, 4]);
        assert!(schedule.is_done());
    }

    #[test]
    fn a_step_waits_for_all_it_reads() {
        let (mut schedule, _) = Schedule::new(&diamond());
        let first: Vec<_> = std::iter::from_fn(|| schedule.next()).collect();
        assert_eq!(first, [0, 2, 4]);
        schedule.succeeded(2);
        assert_eq!(schedule.next(), None);
        schedule.succeeded(0);
        assert_eq!(schedule.next(), Some(1));
        assert_eq!(schedule.next(), None);
        schedule.succeeded(1);
        assert_eq!(schedule.next(), Some(3));
    }

    #[test]
    fn a_failure_withholds_its_closure_once() {
        let (mut schedule, _) = Schedule::new(&diamond());
        assert_eq!((schedule.next(), schedule.next()), (Some(0), Some(2)));
        assert_eq!(schedule.failed(0), [1, 3]);
        assert_eq!(schedule.failed(2), Vec::<usize>::new());
        assert_eq!(schedule.next(), Some(4));
        schedule.succeeded(4);
        assert!(schedule.is_done());
    }

    #[test]
    fn a_refused_input_withholds_from_the_start() {
        let mut plan = diamond();
        plan.steps[0].refused_inputs.push("x".to_owned());
        let (mut schedule, contained) = Schedule::new(&plan);
        assert_eq!(contained, [0, 1, 3]);
        assert_eq!((schedule.next(), schedule.next(), schedule.next()), (Some(2), Some(4), None));
    }

    #[test]
    fn a_closed_schedule_only_waits() {
        let (mut schedule, _) = Schedule::new(&diamond());
        assert_eq!(schedule.next(), Some(0));
        schedule.close();
        assert!(!schedule.is_done());
        schedule.succeeded(0);
        assert_eq!(schedule.next(), None);
        assert!(schedule.is_done());
    }
}
