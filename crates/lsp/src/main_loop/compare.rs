//! The comparison of open documents' projects with a revision of git, when the keyboard rests.

use super::{MainLoop, diagnose::DEBOUNCE};
use crate::{
    base_comparison::{self, BaseFindings},
    outbox::Outgoing,
    task::TaskOutcome,
};
use ide::{Host, ProjectRoot};
use std::{
    collections::BTreeSet,
    panic::AssertUnwindSafe,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

/// What is to be compared, and what is being compared.
#[derive(Default)]
pub(super) struct Comparing {
    /// The database of comparisons.
    host: Arc<Mutex<Host>>,
    /// The revision that was compared with last.
    base: Option<String>,
    due: Option<Instant>,
    is_running: bool,
    /// Why the last comparison failed: said once.
    complaint: Option<String>,
}

impl Comparing {
    pub(super) fn is_idle(&self) -> bool {
        self.due.is_none() && !self.is_running
    }

    pub(super) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| !self.is_running)
    }
}

impl MainLoop {
    /// Something has changed that a comparison may see.
    pub(super) fn schedule_comparison(&mut self) {
        if self.comparing.base.is_some() {
            self.comparing.due = Some(Instant::now() + DEBOUNCE);
        }
    }

    /// Takes notice of the setting, and starts what is due.
    pub(super) fn compare(&mut self) {
        if self.comparing.base != self.view.settings.base {
            self.comparing.base.clone_from(&self.view.settings.base);
            self.comparing.due = self.comparing.base.as_ref().map(|_| Instant::now());
            self.forget_comparisons();
        }
        let is_due = self.comparing.due().is_some_and(|it| it <= Instant::now());
        if !is_due || self.is_any_loading() {
            return;
        }
        self.comparing.due = None;
        let Some(base) = self.comparing.base.clone() else { return };
        let open: BTreeSet<ProjectRoot> = self.view.open.values().map(|it| it.home.root.clone()).collect();
        let folders: Vec<(PathBuf, ProjectRoot)> = self
            .view
            .projects
            .iter()
            .filter(|(_, root)| open.contains(*root))
            .map(|(folder, root)| (folder.clone(), root.clone()))
            .collect();
        // One task for all of them, on a thread that waits for it: a snapshot in a queue would hold up every write.
        let (snapshot, events, host) =
            (self.snapshot(), self.events.clone(), Arc::clone(&self.comparing.host));
        self.comparing.is_running = true;
        self.comparison.run(move || {
            let compare = AssertUnwindSafe(|| {
                let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
                base_comparison::compare(&mut host, snapshot, folders, &base)
            });
            let outcome = std::panic::catch_unwind(compare)
                .unwrap_or_else(|_| Err("it panicked, which is a defect of Rocky".to_owned()));
            let outcome = TaskOutcome::Compared { base, outcome };
            // Fails only when the loop has ended.
            let _ = events.send(crate::event::Event::Done(outcome));
        });
    }

    /// A comparison has ended.
    pub(super) fn compared(&mut self, base: &str, outcome: Result<Vec<(ProjectRoot, BaseFindings)>, String>) {
        self.comparing.is_running = false;
        if self.comparing.base.as_deref() != Some(base) {
            return;
        }
        match outcome {
            Ok(found) => {
                self.comparing.complaint = None;
                for (root, findings) in found {
                    if self.view.base_findings.get(&root).is_none_or(|it| **it != findings) {
                        Arc::make_mut(&mut self.view).base_findings.insert(root.clone(), Arc::new(findings));
                        self.show_again(&root);
                    }
                }
            }
            Err(reason) => {
                if self.comparing.complaint.as_ref() != Some(&reason) {
                    let message = format!("Models are not compared with {base}: {reason}");
                    tracing::warn!("{message}");
                    self.outbox.send(Outgoing::Warn(message));
                    self.comparing.complaint = Some(reason);
                }
                self.forget_comparisons();
            }
        }
    }

    fn forget_comparisons(&mut self) {
        if self.view.base_findings.is_empty() {
            return;
        }
        let findings = std::mem::take(&mut Arc::make_mut(&mut self.view).base_findings);
        for root in findings.into_keys() {
            self.show_again(&root);
        }
    }
}
