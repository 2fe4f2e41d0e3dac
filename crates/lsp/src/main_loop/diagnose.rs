//! Diagnostics: of open documents after each edit, of everything else when the keyboard rests.

use super::MainLoop;
use crate::{
    event::{PullProgress, WorkspacePull},
    outbox::{Outgoing, Shown},
    place::Place,
    task::{self, Analyse, Interface, TaskOutcome},
    to_proto::diagnostics::Report,
};
use ide::{Cancellable, Cancelled, ProjectFindings, ProjectRoot};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

/// How long the keyboard must rest before files that are not open are looked at.
pub(super) const DEBOUNCE: Duration = Duration::from_millis(150);

/// What is to be diagnosed, what is being diagnosed, and what the client was told.
#[derive(Default)]
pub(super) struct Diagnosing {
    /// Open documents to look at.
    soiled: BTreeSet<Place>,
    /// Tasks on worker threads.
    running: usize,
    /// Whether a sweep is among them.
    is_sweeping: bool,
    /// Whether the computation of a workspace pull is among them.
    is_pulling: bool,
    /// Reads of single files on the disk lane.
    pub(super) reading: usize,
    /// When to look at everything.
    due: Option<Instant>,
    /// Whether the client is to be told then to ask again for what it shows.
    wants_refresh: bool,
    /// Workspace pulls without anything to say yet.
    pub(super) held: Vec<WorkspacePull>,
    /// Files that were closed since the last workspace pull. What the client still shows of them may be about text that was
    /// thrown away, while the result id that it has of them is that of the text on disk.
    doubtful: BTreeSet<Place>,
    /// What was published last: for open documents with the version.
    published: Arc<FxHashMap<Place, String>>,
    published_versions: FxHashMap<Place, i32>,
}

impl Diagnosing {
    /// Marks an open document as one to look at.
    pub(super) fn soil(&mut self, place: &Place) {
        self.soiled.insert(place.clone());
        if self.due.is_some() {
            self.due = Some(Instant::now() + DEBOUNCE);
        }
    }

    /// A document was closed.
    pub(super) fn forget(&mut self, place: &Place) {
        self.soiled.remove(place);
        self.doubtful.insert(place.clone());
        self.published_versions.remove(place);
    }

    pub(super) fn published_mut(&mut self) -> &mut FxHashMap<Place, String> {
        Arc::make_mut(&mut self.published)
    }

    /// When to look at everything; not while something does: the snapshot of one would hold up the rests of the other.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| !self.is_sweeping && !self.is_pulling)
    }

    pub(super) fn is_idle(&self) -> bool {
        self.soiled.is_empty() && self.running == 0 && self.reading == 0 && self.due.is_none()
    }

    fn schedule(&mut self, refresh: bool) {
        self.due = Some(Instant::now() + DEBOUNCE);
        self.wants_refresh |= refresh;
    }
}

impl MainLoop {
    /// The database has changed; `widely` if more than the text of open queries did.
    pub(super) fn changed(&mut self, widely: bool) {
        if widely {
            for (place, document) in &self.documents {
                if document.home.is_some() {
                    self.diagnosing.soil(place);
                }
            }
        }
        if widely || !self.diagnosing.held.is_empty() {
            self.diagnosing.schedule(widely);
        }
    }

    pub(super) fn soil_documents_of(&mut self, root: &ProjectRoot) {
        for (place, document) in &self.documents {
            if document.home.as_ref().is_some_and(|it| it.root == *root) {
                self.diagnosing.soil(place);
            }
        }
    }

    /// Starts what is due.
    pub(super) fn diagnose(&mut self) {
        self.analyse_soiled();
        let is_due = self.diagnosing.due().is_some_and(|it| it <= Instant::now());
        if is_due && !self.is_any_loading() {
            self.diagnosing.due = None;
            let refresh = std::mem::take(&mut self.diagnosing.wants_refresh);
            if !self.view.features.pulls_diagnostics {
                self.sweep();
            }
            if refresh {
                // All of it says something of other files: types, who reads a model, which columns may be null.
                Shown::ALL.into_iter().for_each(|it| self.refresh(it));
            }
            for pull in &mut self.diagnosing.held {
                if pull.progress != PullProgress::Held(self.revision) {
                    pull.progress = PullProgress::Fresh;
                }
            }
        }
        self.compute_pulls();
    }

    /// Tells the client to ask again for something that it shows, if it can.
    pub(super) fn refresh(&self, shown: Shown) {
        let features = &self.view.features;
        let can = match shown {
            Shown::Diagnostics => features.pulls_diagnostics && features.refreshes_diagnostics,
            Shown::InlayHints => features.refreshes_inlay_hints,
            Shown::SemanticTokens => features.refreshes_semantic_tokens,
            Shown::CodeLenses => features.code_lenses && features.refreshes_code_lenses,
        };
        if can && self.is_initialized {
            self.outbox.send(Outgoing::Refresh(shown));
        }
    }

    /// Sends a report to a client that does not pull, unless it was sent already.
    pub(super) fn publish(&mut self, report: Report) {
        if self.view.features.pulls_diagnostics {
            return;
        }
        let is_known = self.diagnosing.published.get(&report.place) == Some(&report.result_id)
            && self.diagnosing.published_versions.get(&report.place).copied() == report.version;
        if is_known {
            return;
        }
        self.diagnosing.published_mut().insert(report.place.clone(), report.result_id.clone());
        match report.version {
            Some(version) => self.diagnosing.published_versions.insert(report.place.clone(), version),
            None => self.diagnosing.published_versions.remove(&report.place),
        };
        self.outbox.send(Outgoing::Publish(report));
    }

    pub(super) fn done(&mut self, outcome: TaskOutcome) {
        match outcome {
            TaskOutcome::Diagnosed { edition, report } => {
                if self.edition(Some(&report.place)) == Some(edition) {
                    self.publish(report);
                }
            }
            TaskOutcome::Analysed { place, edition, outcome } => {
                self.diagnosing.running -= 1;
                self.analysed(&place, edition, outcome);
            }
            TaskOutcome::Reported(reports) => {
                for report in reports {
                    // A document that was opened meanwhile is looked at for itself.
                    if !self.view.open.contains_key(&report.place) {
                        self.publish(report);
                    }
                }
            }
            TaskOutcome::Walked { revision, root, findings, readers } => {
                if revision == self.revision {
                    let known = &mut Arc::make_mut(&mut self.view).readers;
                    known.extend(readers.map(|it| (root.clone(), it)));
                    self.remember(root, findings);
                }
            }
            TaskOutcome::Compared { base, outcome } => self.compared(&base, outcome),
            TaskOutcome::Swept(outcome) => {
                self.diagnosing.running -= 1;
                self.diagnosing.is_sweeping = false;
                self.swept(outcome);
            }
            TaskOutcome::Pulled { pull, revision, outcome } => {
                self.diagnosing.running -= 1;
                self.pulled(pull, revision, outcome);
            }
        }
    }

    fn analyse_soiled(&mut self) {
        for place in std::mem::take(&mut self.diagnosing.soiled) {
            let Some(document) = self.documents.get(&place) else { continue };
            let Some(home) = &document.home else { continue };
            if !self.is_loaded(&home.root) {
                continue;
            }
            let task = Analyse {
                edition: document.edition,
                report: !self.view.features.pulls_diagnostics,
                interface: document.interface,
                edited_before_known: document.edited_before_known,
                place,
            };
            let (snapshot, events) = (self.snapshot(), self.events.clone());
            self.diagnosing.running += 1;
            self.latency.run(move || task::analyse(task, snapshot, &events));
        }
    }

    fn analysed(&mut self, place: &Place, edition: u64, outcome: Cancellable<Interface>) {
        let Some(document) = self.documents.get_mut(place) else { return };
        match outcome {
            Ok(interface) if document.edition == edition => {
                document.interface = Some(interface.fingerprint);
                document.edited_before_known = false;
                if interface.is_changed {
                    for dependant in &interface.dependants {
                        self.diagnosing.soil(dependant);
                    }
                    self.diagnosing.schedule(true);
                }
            }
            // The edit that made it out of date has asked for another look.
            Ok(_) => {}
            Err(reason) => {
                if self.goes_on(reason) {
                    self.diagnosing.soil(place);
                }
            }
        }
    }

    fn sweep(&mut self) {
        let (snapshot, events) = (self.snapshot(), self.events.clone());
        let published = Arc::clone(&self.diagnosing.published);
        self.diagnosing.running += 1;
        self.diagnosing.is_sweeping = true;
        let revision = self.revision;
        self.batch.spawn(move || task::sweep(snapshot, revision, &published, &events));
    }

    fn swept(&mut self, outcome: Cancellable<FxHashSet<Place>>) {
        let seen = match outcome {
            Ok(seen) => seen,
            Err(reason) => {
                if self.goes_on(reason) {
                    self.diagnosing.schedule(false);
                }
                return;
            }
        };
        let published = Arc::clone(&self.diagnosing.published);
        let mut gone: Vec<&Place> =
            published.keys().filter(|it| !seen.contains(*it) && !self.documents.contains_key(*it)).collect();
        gone.sort();
        for place in gone {
            self.publish_nothing(place);
        }
    }

    /// Takes note of what was found out about models because of their readers. Open documents, whose diagnostics are asked
    /// for one by one, say it from now on.
    fn remember(&mut self, root: ProjectRoot, findings: ProjectFindings) {
        let known = self.view.project_findings.get(&root);
        if known == Some(&findings) || known.is_none() && findings == ProjectFindings::default() {
            return;
        }
        self.show_again(&root);
        Arc::make_mut(&mut self.view).project_findings.insert(root, findings);
    }

    /// What is said of the open documents of a project is to be said anew.
    pub(super) fn show_again(&mut self, root: &ProjectRoot) {
        self.soil_documents_of(root);
        if self.view.features.pulls_diagnostics && self.view.open.values().any(|it| it.home.root == *root) {
            self.diagnosing.schedule(true);
        }
    }

    /// Begins with the workspace pulls that may have something to say.
    fn compute_pulls(&mut self) {
        self.diagnosing.held.retain(|it| !it.reply.is_closed());
        if self.is_any_loading() {
            return;
        }
        for mut pull in std::mem::take(&mut self.diagnosing.held) {
            // One at a time: a second one's snapshot, waiting in the queue, would hold up the rests of the first.
            if pull.progress != PullProgress::Fresh
                || self.diagnosing.is_sweeping
                || self.diagnosing.is_pulling
            {
                self.diagnosing.held.push(pull);
                continue;
            }
            self.diagnosing.is_pulling = true;
            pull.doubtful.append(&mut self.diagnosing.doubtful);
            let (snapshot, revision) = (self.snapshot(), self.revision);
            let (outbox, events) = (self.outbox.clone(), self.events.clone());
            self.diagnosing.running += 1;
            self.batch.spawn(move || task::pull(pull, snapshot, revision, &outbox, &events));
        }
    }

    /// Answers a workspace pull that has something to say and holds one that has not.
    fn pulled(&mut self, mut pull: WorkspacePull, revision: u64, outcome: Cancellable<()>) {
        self.diagnosing.is_pulling = false;
        let is_complete = outcome.is_ok();
        if is_complete {
            pull.doubtful.clear();
        } else {
            self.diagnosing.doubtful.append(&mut pull.doubtful);
        }
        if let Err(reason) = outcome
            && !self.goes_on(reason)
        {
            return;
        }
        match (&pull.partial, is_complete) {
            // The client polls again for the rest.
            (Some(_), _) if pull.streamed => {
                self.outbox.send(Outgoing::EndOfPartial { reply: pull.reply });
            }
            // Without a token and without anything known it is a plain question, not a subscription.
            (None, true) if !pull.gathered.is_empty() || pull.previous.is_empty() => {
                // Fails where the client has cancelled.
                let _ = pull.reply.send(Ok(pull.gathered));
            }
            (_, true) => {
                pull.progress = PullProgress::Held(revision);
                if revision != self.revision {
                    self.diagnosing.schedule(false);
                }
                self.diagnosing.held.push(pull);
            }
            (_, false) => {
                pull.progress = PullProgress::Interrupted;
                self.diagnosing.schedule(false);
                self.diagnosing.held.push(pull);
            }
        }
    }

    /// Whether a task that was cut short is to be done again.
    fn goes_on(&mut self, reason: Cancelled) -> bool {
        match reason {
            Cancelled::ByChange | Cancelled::Rest => true,
            Cancelled::ByClient => false,
            Cancelled::Ring(ring) => {
                self.host.cut_rings(&ring);
                true
            }
            Cancelled::Panicked(message) => {
                tracing::error!("diagnostics failed, which is a defect of Rocky: {message}");
                false
            }
        }
    }
}
