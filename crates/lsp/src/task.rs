//! Work that the server gives itself: diagnostics nobody asked for, and what follows from an edit.

use crate::{
    base_comparison::BaseFindings,
    event::{Event, Rest, WorkspacePull},
    outbox::{Outbox, Outgoing},
    place::Place,
    snapshot::Snapshot,
    to_proto::{
        self,
        diagnostics::{self, Report},
    },
};
use ide::{Cancellable, Cancelled, FileId, ProjectFindings, ProjectRoot, Readers};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        mpsc::{self, Sender},
    },
};

/// How many reports travel together.
const BATCH: usize = 64;

/// How many files are looked at before what they left in memory is freed. The more there is to free, the longer does
/// the next edit wait for it.
const SLICE: usize = 64;

/// What a task has to say when it ends, or on its way.
pub(crate) enum TaskOutcome {
    /// The diagnostics of an open document.
    Diagnosed { edition: u64, report: Report },
    /// An open document was looked at.
    Analysed { place: Place, edition: u64, outcome: Cancellable<Interface> },
    /// Reports of a sweep that is under way.
    Reported(Vec<Report>),
    /// A sweep has ended; it has seen these places.
    Swept(Cancellable<FxHashSet<Place>>),
    /// Every file of a project was looked at.
    Walked { revision: u64, root: ProjectRoot, findings: ProjectFindings, readers: Option<Readers> },
    /// Projects were compared with a revision of git.
    Compared { base: String, outcome: Result<Vec<(ProjectRoot, BaseFindings)>, String> },
    /// A workspace pull was computed, as far as it got.
    Pulled { pull: WorkspacePull, revision: u64, outcome: Cancellable<()> },
}

/// What the rest of the project sees of a document.
pub(crate) struct Interface {
    pub(crate) fingerprint: u64,
    /// Whether it is not what it was.
    pub(crate) is_changed: bool,
    /// Open documents whose diagnostics may have changed with it. Empty where it did not change.
    pub(crate) dependants: Vec<Place>,
}

/// What to find out about an open document after it changed.
pub(crate) struct Analyse {
    pub(crate) place: Place,
    pub(crate) edition: u64,
    /// Whether its diagnostics are wanted.
    pub(crate) report: bool,
    /// What its interface was.
    pub(crate) interface: Option<u64>,
    /// Whether it changed before its interface was known.
    pub(crate) edited_before_known: bool,
}

/// Diagnoses an open document first, then finds out whether anybody else can care.
pub(crate) fn analyse(task: Analyse, snapshot: Snapshot, events: &Sender<Event>) {
    let outcome = caught(|| {
        let Some(file) = snapshot.file(&task.place) else {
            return Ok(Interface { fingerprint: 0, is_changed: false, dependants: Vec::new() });
        };
        if task.report {
            let report = diagnostics::report(&snapshot, file)?;
            post(events, TaskOutcome::Diagnosed { edition: task.edition, report });
        }
        let fingerprint = snapshot.analysis.interface_fingerprint(file)?;
        let is_changed = task.interface.map_or(task.edited_before_known, |it| it != fingerprint);
        let dependants = if is_changed { open_dependants(&snapshot, file)? } else { Vec::new() };
        Ok(Interface { fingerprint, is_changed, dependants })
    });
    drop(snapshot);
    post(events, TaskOutcome::Analysed { place: task.place, edition: task.edition, outcome });
}

/// Open documents, other than `file` itself, whose diagnostics depend on it.
pub(crate) fn open_dependants(snapshot: &Snapshot, file: FileId) -> Cancellable<Vec<Place>> {
    let open: Vec<(FileId, &Place)> = snapshot
        .view
        .open
        .keys()
        .filter_map(|place| Some((snapshot.file(place)?, place)))
        .filter(|(it, _)| *it != file)
        .collect();
    let candidates: Vec<FileId> = open.iter().map(|(it, _)| *it).collect();
    let dependants: FxHashSet<FileId> =
        snapshot.analysis.dependants(file, &candidates)?.into_iter().collect();
    Ok(open.into_iter().filter(|(it, _)| dependants.contains(it)).map(|(_, it)| it.clone()).collect())
}

/// Diagnoses every file of every loaded project that is not open, and reports those that differ from `published`.
pub(crate) fn sweep(
    snapshot: Snapshot,
    revision: u64,
    published: &FxHashMap<Place, String>,
    events: &Sender<Event>,
) {
    let mut seen = FxHashSet::default();
    let outcome = caught(|| {
        let mut batch = Vec::new();
        for_each_file(snapshot, revision, events, |snapshot, file, diagnostics| {
            let place = snapshot.place(file);
            let known = published.get(&place);
            let is_news = known.is_some() || !diagnostics.is_empty();
            if is_news && !snapshot.view.open.contains_key(&place) {
                let report = diagnostics::report_of(snapshot, file, &diagnostics)?;
                if known != Some(&report.result_id) {
                    batch.push(report);
                }
            }
            seen.insert(place);
            if batch.len() >= BATCH {
                post(events, TaskOutcome::Reported(std::mem::take(&mut batch)));
            }
            Ok(())
        })?;
        post(events, TaskOutcome::Reported(batch));
        Ok(())
    });
    post(events, TaskOutcome::Swept(outcome.map(|()| seen)));
}

/// Diagnoses everything and reports what differs from what the client has; files that have become clean or are gone
/// get an empty report.
pub(crate) fn pull(
    mut pull: WorkspacePull,
    snapshot: Snapshot,
    revision: u64,
    outbox: &Outbox,
    events: &Sender<Event>,
) {
    let outcome = caught(|| {
        let mut seen = FxHashSet::default();
        let mut batch = Vec::new();
        let loose: Vec<FileId> = snapshot
            .view
            .open
            .iter()
            .filter(|(_, it)| !snapshot.view.projects.values().any(|root| *root == it.home.root))
            .filter_map(|(place, _)| snapshot.file(place))
            .collect();
        let doubtful: Vec<String> =
            pull.doubtful.iter().map(|it| to_proto::uri_text(&snapshot.view, it)).collect();
        let mut visit = |snapshot: &Snapshot, file: FileId, found: Arc<[ide::Diagnostic]>| {
            if pull.reply.is_closed() {
                return Err(Cancelled::ByClient);
            }
            let place = snapshot.place(file);
            let uri = to_proto::uri_text(&snapshot.view, &place);
            let known = pull.previous.get(&uri);
            let is_doubtful = pull.doubtful.contains(&place);
            if known.is_some() || is_doubtful || !found.is_empty() {
                let report = diagnostics::report_of(snapshot, file, &found)?;
                if is_doubtful || known != Some(&report.result_id) {
                    batch.push(report);
                }
            }
            seen.insert(uri);
            if batch.len() >= BATCH {
                deliver(&mut pull, std::mem::take(&mut batch), outbox);
            }
            Ok(())
        };
        for file in loose {
            visit(&snapshot, file, snapshot.analysis.diagnostics(file)?)?;
        }
        for_each_file(snapshot, revision, events, visit)?;
        let gone: BTreeSet<String> =
            pull.previous.keys().cloned().chain(doubtful).filter(|it| !seen.contains(it)).collect();
        batch.extend(gone.iter().filter_map(|uri| Report::empty(uri)));
        deliver(&mut pull, batch, outbox);
        for uri in gone {
            pull.previous.remove(&uri);
        }
        Ok(())
    });
    post(events, TaskOutcome::Pulled { pull, revision, outcome });
}

fn deliver(pull: &mut WorkspacePull, reports: Vec<Report>, outbox: &Outbox) {
    if reports.is_empty() {
        return;
    }
    for report in &reports {
        // A clean file has no result id at the client: it is clean until it is reported again.
        match report.is_clean() {
            true => pull.previous.remove(report.uri_text()),
            false => pull.previous.insert(report.uri_text().to_owned(), report.result_id.clone()),
        };
    }
    match &pull.partial {
        Some(token) => {
            pull.streamed = true;
            outbox.send(Outgoing::Partial { token: token.clone(), reports });
        }
        None => pull.gathered.extend(reports),
    }
}

/// Visits every file of every loaded project, each once, and frees memory on the way.
fn for_each_file(
    mut snapshot: Snapshot,
    revision: u64,
    events: &Sender<Event>,
    mut visit: impl FnMut(&Snapshot, FileId, Arc<[ide::Diagnostic]>) -> Cancellable<()>,
) -> Cancellable<()> {
    let roots: Vec<ProjectRoot> = snapshot.view.projects.values().cloned().collect();
    for root in &roots {
        let mut walk = snapshot.analysis.walk(root);
        let mut goes_on = true;
        while goes_on {
            goes_on = snapshot
                .analysis
                .walk_on(&mut walk, SLICE, |it| visit(&snapshot, it.file, it.diagnostics))?;
            if !goes_on {
                let findings = snapshot.analysis.project_findings(&walk)?;
                let readers = snapshot.analysis.readers(root)?;
                post(events, TaskOutcome::Walked { revision, root: root.clone(), findings, readers });
            }
            snapshot = rest(snapshot, revision, events)?;
        }
    }
    Ok(())
}

/// Lets the owner of the database free what is no longer needed, which it can only while nobody looks at it.
fn rest(snapshot: Snapshot, revision: u64, events: &Sender<Event>) -> Cancellable<Snapshot> {
    drop(snapshot);
    let (reply, answer) = mpsc::channel();
    // Fails only when the loop has ended; the answer then fails as well.
    let _ = events.send(Event::Rest(Rest { revision, reply }));
    answer.recv().map_err(|_| Cancelled::ByChange)
}

fn post(events: &Sender<Event>, outcome: TaskOutcome) {
    // Fails only when the loop has ended.
    let _ = events.send(Event::Done(outcome));
}

/// Tasks always report back, whatever happens in them: the loop counts them.
fn caught<T>(task: impl FnOnce() -> Cancellable<T>) -> Cancellable<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(task))
        .unwrap_or_else(|_| Err(Cancelled::Panicked("while diagnostics were prepared".into())))
}
