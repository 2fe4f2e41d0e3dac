//! The protocol's front: how a handler asks the owner of the database. No handler holds anything but the end of a
//! channel.

mod announce;
mod capabilities;
mod custom;
mod exit;
mod gone;
mod handlers;
mod hover;
mod readable;

use self::{
    announce::Announce,
    capabilities::RespellCapabilities,
    exit::{ExitCode, NoticeExit},
    gone::{Gone, NoticeEnd},
    readable::{Readable, RefuseUnreadable},
};
use crate::{
    event::{Event, PullProgress, WorkspacePull},
    from_proto,
    outbox::{self, Outgoing, PartialToken},
    read::{self, Failure, OnEdit, Waiting},
    run_history::RunReader,
    snapshot::{ClientFeatures, Snapshot},
    status::{State, Status, StatusParams, StatusQuery},
    to_proto::{self, diagnostics::Report},
    token_results::TokenResults,
};
use ide::{
    Analysis, Cancellable, Definitions, FileId, FilePosition, FormatRequest, HierarchyKey, ProjectRoot,
};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::{Arc, mpsc::Sender},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{mpsc::UnboundedReceiver, oneshot},
};
use tower_lsp::{
    LspService, Server,
    jsonrpc::{Error, ErrorCode, Result},
    lsp_types::{
        FormattingOptions, GotoDefinitionResponse, Range, TextDocumentPositionParams, TextEdit, Url,
    },
};

/// Name of the status request and notification.
pub(crate) const STATUS_METHOD: &str = "rocky/analysisStatus";

/// The error code of a request that the server has dropped; the library does not name it.
const SERVER_CANCELLED: ErrorCode = ErrorCode::ServerError(-32802);

/// How many requests may wait for their answers. Beyond that the library stops reading, cancellations included.
const CONCURRENCY: usize = 4096;

/// How long answers may still come after the client has gone without a word: a script that closes its pipe behind its last
/// request may want them.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Serves until the client says `exit` or is gone.
pub(crate) async fn listen(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite,
    front: Front,
    outgoing: UnboundedReceiver<Outgoing>,
) -> ExitCode {
    let (service, socket) = LspService::build(|client| {
        tokio::spawn(outbox::run(client, outgoing));
        front
    })
    .custom_method(STATUS_METHOD, Front::analysis_status)
    .custom_method(hover::METHOD, Front::hover_at_level)
    .custom_method(custom::LINEAGE_METHOD, Front::lineage)
    .custom_method(custom::MODEL_METHOD, Front::model)
    .custom_method(custom::COMPILED_METHOD, Front::compiled_sql)
    .custom_method(custom::DELTA_METHOD, Front::diagnostics_delta)
    .custom_method(custom::CONTENT_METHOD, Front::text_document_content)
    .finish();
    let service = Announce(RespellCapabilities::around(service));
    let gone = Gone::default();
    let (service, exit) = NoticeExit::around(RefuseUnreadable(service), gone.clone());
    let input = Readable::around(NoticeEnd::around(input, gone.clone()));
    let server = Server::new(input, output, socket).concurrency_level(CONCURRENCY);
    tokio::select! {
        () = server.serve(service) => 1,
        Ok(code) = exit => code,
        () = async { gone.notified().await; tokio::time::sleep(LAST_WORDS).await } => 1,
    }
}

/// The handlers.
pub(crate) struct Front {
    events: Sender<Event>,
    version: &'static str,
    runs: Option<RunReader>,
    tokens: Arc<TokenResults>,
}

impl Front {
    pub(crate) fn new(events: Sender<Event>, version: &'static str, runs: Option<RunReader>) -> Front {
        Front { events, version, runs, tokens: Arc::default() }
    }

    fn post(&self, event: Event) {
        // Fails only when the loop has ended, and then requests answer so by themselves.
        let _ = self.events.send(event);
    }

    /// Queues a read now; the future waits for its answer.
    fn ask<T: Send + 'static>(
        &self,
        uri: Option<&Url>,
        on_edit: OnEdit,
        compute: impl FnMut(&Snapshot) -> Cancellable<T> + Send + 'static,
    ) -> Waiting<T> {
        let (read, waiting) = read::read(uri.map(from_proto::place), on_edit, compute);
        self.post(Event::Read(read));
        waiting
    }

    /// Queues a read about a position.
    fn ask_at<T: Send + 'static>(
        &self,
        at: TextDocumentPositionParams,
        compute: impl Fn(&Snapshot, FilePosition) -> Cancellable<Option<T>> + Send + 'static,
    ) -> Waiting<Option<T>> {
        let place = from_proto::place(&at.text_document.uri);
        let position = from_proto::position(at.position);
        self.ask(Some(&at.text_document.uri), OnEdit::ContentModified, move |snapshot| {
            let Some(file) = snapshot.file(&place) else { return Ok(None) };
            let offset = snapshot.range(file, position, position)?.start();
            compute(snapshot, FilePosition { file, offset })
        })
    }

    /// Queues a read about a document.
    fn ask_about<T: Send + 'static>(
        &self,
        uri: &Url,
        compute: impl Fn(&Snapshot, FileId) -> Cancellable<T> + Send + 'static,
    ) -> Waiting<Option<T>> {
        let place = from_proto::place(uri);
        self.ask(Some(uri), OnEdit::Retry, move |snapshot| {
            snapshot.file(&place).map(|file| compute(snapshot, file)).transpose()
        })
    }

    /// Queues a read of where the name at a position leads, told as links to clients that take them for this question.
    fn ask_where(
        &self,
        at: TextDocumentPositionParams,
        question: fn(&Analysis, FilePosition) -> Cancellable<Option<Definitions>>,
        takes_links: fn(&ClientFeatures) -> bool,
    ) -> Waiting<Option<GotoDefinitionResponse>> {
        self.ask_at(at, move |snapshot, at| {
            let links = takes_links(snapshot.features());
            let found = question(&snapshot.analysis, at)?;
            found.map(|it| to_proto::navigation::definitions(snapshot, at.file, it, links)).transpose()
        })
    }

    /// Queues a read about an item of a hierarchy, by what it stands for in the project of its document.
    fn ask_hierarchy<T: Send + 'static>(
        &self,
        uri: &Url,
        data: Option<&serde_json::Value>,
        compute: impl Fn(&Snapshot, &ProjectRoot, &HierarchyKey) -> Cancellable<Vec<T>> + Send + 'static,
    ) -> Waiting<Option<Vec<T>>> {
        let place = from_proto::place(uri);
        let key = to_proto::hierarchy::key(data);
        self.ask(None, OnEdit::Retry, move |snapshot| {
            let Some((home, key)) = snapshot.view.home(&place).zip(key.as_ref()) else { return Ok(None) };
            compute(snapshot, &home.root, key).map(Some)
        })
    }

    /// Queues a read of the edits that format a document, or a range of it.
    fn format(
        &self,
        uri: &Url,
        options: &FormattingOptions,
        range: Option<Range>,
    ) -> Waiting<Option<Vec<TextEdit>>> {
        let place = from_proto::place(uri);
        let indent = from_proto::indent(options);
        let range = range.map(from_proto::range);
        self.ask(Some(uri), OnEdit::ContentModified, move |snapshot| {
            let Some(file) = snapshot.file(&place) else { return Ok(None) };
            let range = range.map(|(start, end)| snapshot.range(file, start, end)).transpose()?;
            let request = FormatRequest { indent: Some(indent), range, ..FormatRequest::default() };
            let formatting = snapshot.analysis.format(file, &request)?;
            formatting.map(|it| to_proto::formatting::edits(snapshot, file, it)).transpose()
        })
    }

    /// Queues a pull of the whole workspace; the future waits for its reports.
    async fn pull_workspace(
        &self,
        previous: BTreeMap<String, String>,
        partial: Option<PartialToken>,
    ) -> std::result::Result<Vec<Report>, Failure> {
        let (reply, answer) = oneshot::channel();
        self.post(Event::WorkspacePull(WorkspacePull {
            previous,
            doubtful: BTreeSet::new(),
            partial,
            gathered: Vec::new(),
            streamed: false,
            progress: PullProgress::Fresh,
            reply,
        }));
        answer.await.unwrap_or(Err(Failure::Ending))
    }

    /// Handler of [`STATUS_METHOD`].
    pub(crate) async fn analysis_status(&self, params: Option<StatusParams>) -> Result<Status> {
        let (reply, answer) = oneshot::channel();
        let wait_for_idle = params.unwrap_or_default().wait_for_idle;
        self.post(Event::Status(StatusQuery { wait_for_idle, reply }));
        // The loop is gone when the session ends, and then nothing is left to do.
        Ok(answer.await.unwrap_or(Status { state: State::Idle, revision: 0 }))
    }

    fn files_changed<'a>(&self, uris: impl Iterator<Item = &'a Url>) {
        let paths: Vec<PathBuf> = uris.filter_map(from_proto::file).collect();
        self.post(Event::FilesChanged(paths));
    }
}

fn error(failure: Failure) -> Error {
    let cancelled = |retrigger: bool| Error {
        code: SERVER_CANCELLED,
        message: "the server cancelled the request".into(),
        data: Some(json!({ "retriggerRequest": retrigger })),
    };
    match failure {
        Failure::ContentModified => Error::content_modified(),
        Failure::AskAgain => cancelled(true),
        Failure::Ending => cancelled(false),
        Failure::Internal(message) => {
            Error { code: ErrorCode::InternalError, message: message.into(), data: None }
        }
    }
}
