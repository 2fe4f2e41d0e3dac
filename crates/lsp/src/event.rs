//! Everything that the owner of the database reacts to, through one queue.

use crate::{
    disk::Loaded,
    document::ContentEdit,
    outbox::PartialToken,
    place::Place,
    read::{Failure, Read},
    snapshot::{ClientFeatures, Snapshot},
    status::StatusQuery,
    task::TaskOutcome,
    to_proto::diagnostics::Report,
};
use db::DuckDbCatalog;
use ide::{Cancelled, RootChange};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};
use tokio::sync::oneshot;

/// Something that happened.
pub(crate) enum Event {
    /// The session begins: what the client can do, its folders, and its settings, if it sends any.
    Initialize { features: Box<ClientFeatures>, folders: Vec<PathBuf>, settings: Value },
    /// The client accepts requests from now on.
    Initialized,
    /// The projects of one of those folders.
    ProjectsFound(Vec<PathBuf>),
    /// Folders were added to the editor's workspace, and others taken out of it.
    FoldersChanged { added: Vec<PathBuf>, removed: Vec<PathBuf> },
    /// A document was opened.
    Opened(Opened),
    /// A document was edited.
    Edited { place: Place, version: i32, edits: Vec<ContentEdit> },
    /// A document was closed.
    Closed(Place),
    /// Something about these files changed outside: they may be new, different or gone, and may be folders.
    FilesChanged(Vec<PathBuf>),
    /// The client's settings have changed: to these, unless they are `null`.
    SettingsChanged(Value),
    /// The client was asked for its settings.
    Settings(Value),
    /// A request that reads.
    Read(Read),
    /// A worker gives a request back.
    Unanswered(Read, Cancelled),
    /// A request for the diagnostics of everything.
    WorkspacePull(WorkspacePull),
    /// A request for the state of the server.
    Status(StatusQuery),
    /// A project was read from disk.
    Loaded { folder: PathBuf, generation: u64, loaded: Box<Loaded> },
    /// Some files were read from disk.
    Reread(RootChange),
    /// What the file of an open document holds; nothing where it is gone.
    OnDisk { place: Place, text: Option<Arc<str>> },
    /// What a project's DuckDB file holds was read, or could not be.
    Catalog { folder: PathBuf, catalog: Option<Arc<DuckDbCatalog>> },
    /// A long task asks for memory to be freed and for a new snapshot.
    Rest(Rest),
    /// A worker is done with a task of ours.
    Done(TaskOutcome),
    /// The session ends: nothing is answered any more.
    Ending,
}

/// A long task between two parts of its work, holding no snapshot.
pub(crate) struct Rest {
    /// The revision that the task is about.
    pub(crate) revision: u64,
    /// A snapshot of the same revision; dropped where there has been a change.
    pub(crate) reply: std::sync::mpsc::Sender<Snapshot>,
}

/// A document that was opened.
pub(crate) struct Opened {
    pub(crate) place: Place,
    /// The URI as the client spells it.
    pub(crate) uri: Arc<str>,
    pub(crate) language: String,
    pub(crate) version: i32,
    pub(crate) text: String,
}

/// A request for the diagnostics of everything. It is answered when something differs from what the client has.
pub(crate) struct WorkspacePull {
    /// What the client has, by URI: the result ids.
    pub(crate) previous: BTreeMap<String, String>,
    /// Files to report whatever the client says it has.
    pub(crate) doubtful: BTreeSet<Place>,
    /// Where to send reports as they come, if the client wants them so.
    pub(crate) partial: Option<PartialToken>,
    /// Reports that wait for the answer, where they are not streamed.
    pub(crate) gathered: Vec<Report>,
    /// Whether anything was streamed.
    pub(crate) streamed: bool,
    pub(crate) progress: PullProgress,
    pub(crate) reply: oneshot::Sender<Result<Vec<Report>, Failure>>,
}

/// How far a workspace pull has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PullProgress {
    /// To be computed.
    Fresh,
    /// Cut short by a change; to be computed when the keyboard rests.
    Interrupted,
    /// Computed at this revision, with nothing to say.
    Held(u64),
}
