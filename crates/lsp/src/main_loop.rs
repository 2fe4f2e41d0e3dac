//! The one thread that owns the database. It reacts to one event at a time and never waits for anything but the queue
//! and, when it writes, for running snapshots to be dropped.

mod compare;
mod configure;
mod diagnose;
mod documents;
mod projects;

use crate::{
    document::{Document, Home},
    event::{Event, Rest},
    outbox::{Outbox, Outgoing},
    place::Place,
    pool::{self, Lane},
    read::{Failure, OnEdit, Read},
    schema_cache::SchemaCacheReader,
    snapshot::{Snapshot, View},
    status::{State, Status, StatusQuery},
};
use compare::Comparing;
use diagnose::Diagnosing;
use ide::{Cancelled, Change, FileText, Host, ProjectRoot, RelativePath, RootChange};
use projects::Project;
use std::{
    collections::BTreeMap,
    io,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::{Duration, Instant},
};
use workspace::CatalogCommand;

/// Stacks of the lanes. Queries recurse through the model graph; only touched pages cost memory.
const LATENCY_STACK: usize = 16 << 20;
const BATCH_STACK: usize = 256 << 20;
const DISK_STACK: usize = 16 << 20;

/// Requests and open documents share these threads; looks at everything and comparisons have their own.
const LATENCY_THREADS: usize = 2;

/// How many events are looked at before what they ask for is done.
const DRAIN_LIMIT: usize = 4096;

/// After this long without any change or question, memory that least-recently-used limits do not protect is freed, once.
const GARBAGE_DELAY: Duration = Duration::from_secs(30);

/// How many models a question looks at before what it leaves in memory is freed. The rest that it takes for that cuts other
/// questions short.
const QUESTION_SLICE: usize = 512;

/// How often one read may meet a new dependency ring before it is given up.
const RING_LIMIT: u32 = 64;

/// What a session may be told from outside.
pub(crate) struct Config {
    /// Prints a DuckDB file's catalog.
    pub(crate) catalog_command: Option<CatalogCommand>,
    /// Reads what is remembered of a project's warehouse.
    pub(crate) schema_cache: Option<SchemaCacheReader>,
}

/// The owner of the database.
pub(crate) struct MainLoop {
    host: Host,
    config: Config,
    events: Sender<Event>,
    outbox: Outbox,
    latency: Lane,
    batch: rayon::ThreadPool,
    comparison: Lane,
    disk: Lane,
    view: Arc<View>,
    documents: BTreeMap<Place, Document>,
    projects: BTreeMap<PathBuf, Project>,
    /// The folders of the editor's workspace.
    folders: Vec<PathBuf>,
    /// How many of them are being searched for projects.
    searching: usize,
    /// Not applied yet: adjacent events become one change.
    change: BTreeMap<ProjectRoot, RootChange>,
    /// Whether the change not applied yet holds more than edits of open documents.
    is_change_wide: bool,
    /// Reads of this turn.
    asked: Vec<Read>,
    /// Reads that wait for a project to be loaded.
    parked: Vec<Read>,
    diagnosing: Diagnosing,
    comparing: Comparing,
    waiting_for_idle: Vec<StatusQuery>,
    /// Counts changes.
    revision: u64,
    /// Whether the client accepts requests and notifications.
    is_initialized: bool,
    was_idle: bool,
    garbage_due: Option<Instant>,
    has_ended: bool,
}

impl MainLoop {
    /// Starts the worker threads.
    pub(crate) fn new(config: Config, events: Sender<Event>, outbox: Outbox) -> io::Result<MainLoop> {
        Ok(MainLoop {
            host: Host::new(),
            config,
            events,
            outbox,
            latency: Lane::start("rocky-latency", LATENCY_THREADS, LATENCY_STACK)?,
            batch: pool::crew("rocky-batch", BATCH_STACK)?,
            comparison: Lane::start("rocky-comparison", 1, BATCH_STACK)?,
            disk: Lane::start("rocky-disk", 1, DISK_STACK)?,
            view: Arc::default(),
            documents: BTreeMap::new(),
            projects: BTreeMap::new(),
            folders: Vec::new(),
            searching: 0,
            change: BTreeMap::new(),
            is_change_wide: false,
            asked: Vec::new(),
            parked: Vec::new(),
            diagnosing: Diagnosing::default(),
            comparing: Comparing::default(),
            waiting_for_idle: Vec::new(),
            revision: 0,
            is_initialized: false,
            was_idle: true,
            garbage_due: None,
            has_ended: false,
        })
    }

    /// Runs until the session ends.
    pub(crate) fn run(mut self, inbox: &Receiver<Event>) {
        while !self.has_ended {
            let first = match self.next_deadline() {
                Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
                None => inbox.recv().map_err(RecvTimeoutError::from),
            };
            match first {
                Ok(event) => self.handle(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            for event in inbox.try_iter().take(DRAIN_LIMIT) {
                self.handle(event);
            }
            self.settle();
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Initialize { features, folders, settings } => {
                Arc::make_mut(&mut self.view).features = *features;
                self.set_settings(&settings);
                self.add_folders(folders);
            }
            Event::Initialized => self.initialized(),
            Event::ProjectsFound(folders) => self.projects_found(&folders),
            Event::FoldersChanged { added, removed } => {
                self.remove_folders(&removed);
                self.add_folders(added);
            }
            Event::Opened(opened) => self.open(opened),
            Event::Edited { place, version, edits } => {
                self.refuse_outdated(&place);
                self.edit(&place, version, edits);
            }
            Event::Closed(place) => self.close(&place),
            Event::FilesChanged(paths) => self.files_changed(paths),
            Event::SettingsChanged(sent) => self.settings_changed(&sent),
            Event::Settings(sent) => self.set_settings(&sent),
            Event::Read(mut read) => {
                read.edition = self.edition(read.place.as_ref());
                self.asked.push(read);
            }
            Event::Unanswered(read, reason) => self.unanswered(read, reason),
            Event::WorkspacePull(pull) => self.diagnosing.held.push(pull),
            Event::Status(query) if query.wait_for_idle => self.waiting_for_idle.push(query),
            Event::Status(query) => {
                // Fails where the client has cancelled.
                let _ = query.reply.send(self.status());
            }
            Event::Loaded { folder, generation, loaded } => self.loaded(&folder, generation, *loaded),
            Event::Reread(change) => self.reread(change),
            Event::OnDisk { place, text } => self.seen_on_disk(&place, text),
            Event::Catalog { folder, catalog } => self.catalog_read(&folder, catalog),
            Event::Rest(rest) => self.rest(&rest),
            Event::Done(outcome) => self.done(outcome),
            Event::Ending => self.has_ended = true,
        }
    }

    /// Does what the events of this turn ask for: writes first, so that what is asked sees them.
    fn settle(&mut self) {
        self.apply_change();
        let parked = std::mem::take(&mut self.parked);
        let asked = std::mem::take(&mut self.asked);
        for read in parked.into_iter().chain(asked) {
            self.dispatch(read);
        }
        self.diagnose();
        self.compare();
        self.collect_garbage();
        self.report_status();
    }

    fn apply_change(&mut self) {
        let is_wide = std::mem::take(&mut self.is_change_wide);
        if self.change.is_empty() {
            return;
        }
        let mut roots: Vec<RootChange> = std::mem::take(&mut self.change).into_values().collect();
        for root in &mut roots {
            root.target_dialects = Some(self.view.settings.target_dialects.clone());
        }
        let applied = self.host.apply(Change { roots });
        if applied.nothing {
            return;
        }
        self.revision += 1;
        self.garbage_due = Some(Instant::now() + GARBAGE_DELAY);
        self.schedule_comparison();
        self.changed(is_wide || applied.structural);
    }

    /// The change that is being collected for a project.
    fn change_of(&mut self, root: &ProjectRoot) -> &mut RootChange {
        self.change.entry(root.clone()).or_insert_with(|| RootChange::new(root.clone()))
    }

    fn set_text(&mut self, root: &ProjectRoot, path: RelativePath, text: Option<FileText>) {
        self.change_of(root).file(path, text);
    }

    fn edition(&self, place: Option<&Place>) -> Option<u64> {
        Some(self.documents.get(place?)?.edition)
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.host.analysis(), Arc::clone(&self.view))
    }

    fn dispatch(&mut self, mut read: Read) {
        if read.question.is_abandoned() {
            return;
        }
        if self.must_wait(read.place.as_ref()) {
            self.parked.push(read);
            return;
        }
        read.edition = self.edition(read.place.as_ref());
        self.garbage_due = Some(Instant::now() + GARBAGE_DELAY);
        let patience = QUESTION_SLICE.saturating_mul(read.rests + 1);
        let analysis = self.host.analysis().resting_after(patience);
        let snapshot = Snapshot::new(analysis, Arc::clone(&self.view));
        let events = self.events.clone();
        self.latency.run(move || {
            if let Some((read, reason)) = read.run(snapshot) {
                // Fails only when the loop has ended; the closed channel then answers the read.
                let _ = events.send(Event::Unanswered(read, reason));
            }
        });
    }

    /// Answers reads of this turn that an edit of their own document has overtaken.
    fn refuse_outdated(&mut self, place: &Place) {
        for list in [&mut self.asked, &mut self.parked] {
            list.retain_mut(|it| it.place.as_ref() != Some(place) || !refuse_if_outdated(it));
        }
    }

    fn unanswered(&mut self, mut read: Read, reason: Cancelled) {
        match reason {
            Cancelled::ByClient => {}
            Cancelled::ByChange => {
                let is_outdated = read.edition != self.edition(read.place.as_ref());
                if !(is_outdated && refuse_if_outdated(&mut read)) {
                    self.asked.push(read);
                }
            }
            Cancelled::Ring(ring) => {
                read.rings_met += 1;
                if read.rings_met > RING_LIMIT {
                    read.question.refuse(Failure::Internal("dependency rings without end".into()));
                    return;
                }
                self.host.cut_rings(&ring);
                self.asked.push(read);
            }
            Cancelled::Rest => {
                read.rests += 1;
                self.host.collect_garbage();
                self.asked.push(read);
            }
            Cancelled::Panicked(message) => {
                tracing::error!("a request failed, which is a defect of Rocky: {message}");
                read.question.refuse(Failure::Internal(message));
            }
        }
    }

    /// Frees memory between two parts of a long task, and lets it go on unless what it has done is out of date. Reads
    /// that are cut short by this are asked again.
    fn rest(&mut self, rest: &Rest) {
        if rest.revision == self.revision && self.change.is_empty() {
            self.host.collect_garbage();
            // Fails only when the task has panicked.
            let _ = rest.reply.send(self.snapshot());
        }
    }

    fn is_idle(&self) -> bool {
        self.change.is_empty()
            && self.searching == 0
            && self.projects.values().all(Project::is_at_rest)
            && self.diagnosing.is_idle()
            && self.comparing.is_idle()
    }

    fn status(&self) -> Status {
        let state = if self.is_idle() { State::Idle } else { State::Busy };
        Status { state, revision: self.revision }
    }

    fn report_status(&mut self) {
        let status = self.status();
        let is_idle = status.state == State::Idle;
        if is_idle {
            for query in self.waiting_for_idle.drain(..) {
                // Behind everything that was published.
                self.outbox.send(Outgoing::StatusAnswer { status: status.clone(), reply: query.reply });
            }
        }
        if is_idle != self.was_idle && self.is_initialized && self.view.features.analysis_status {
            self.outbox.send(Outgoing::Status(status));
        }
        self.was_idle = is_idle;
    }

    /// When there is something to do without any event.
    fn next_deadline(&self) -> Option<Instant> {
        [self.diagnosing.due(), self.comparing.due(), self.garbage_due].into_iter().flatten().min()
    }

    fn collect_garbage(&mut self) {
        if self.garbage_due.is_some_and(|it| it <= Instant::now()) {
            self.garbage_due = None;
            if self.is_idle() {
                self.host.collect_garbage();
                self.host.free_fork();
            }
        }
    }

    fn home(&self, place: &Place) -> Option<&Home> {
        self.documents.get(place)?.home.as_ref()
    }
}

/// Refuses a read whose document was edited after it was asked, unless it is to be asked again of the new text.
fn refuse_if_outdated(read: &mut Read) -> bool {
    let failure = match read.on_edit {
        OnEdit::Retry => return false,
        OnEdit::ContentModified => Failure::ContentModified,
        OnEdit::AskAgain => Failure::AskAgain,
    };
    read.question.refuse(failure);
    true
}
