//! The only caller of the client. Requests to it never hold up what is published.

use crate::{
    event::Event,
    read::Failure,
    settings,
    status::Status,
    to_proto::{self, diagnostics::Report},
};
use serde_json::json;
use std::{path::PathBuf, sync::mpsc::Sender};
use tokio::sync::{mpsc, oneshot};
use tower_lsp::{
    Client, jsonrpc,
    lsp_types::{
        ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern,
        MessageType, NumberOrString, OneOf, ProgressParams, ProgressParamsValue, ProgressToken,
        PublishDiagnosticsParams, Registration, RelativePattern, WorkDoneProgress, WorkDoneProgressBegin,
        WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkspaceDiagnosticReportPartialResult,
        notification::{DidChangeConfiguration, Notification, Progress, PublishDiagnostics},
        request::{
            CodeLensRefresh, InlayHintRefreshRequest, SemanticTokensRefresh, WorkDoneProgressCreate,
            WorkspaceDiagnosticRefresh,
        },
    },
};

/// Something for the client.
pub(crate) enum Outgoing {
    /// The diagnostics of a file, replacing the earlier ones.
    Publish(Report),
    /// Some reports of a workspace pull that is under way.
    Partial { token: PartialToken, reports: Vec<Report> },
    /// The answer of a workspace pull whose reports were streamed, after all of them.
    EndOfPartial { reply: oneshot::Sender<Result<Vec<Report>, Failure>> },
    /// The answer of a status request that waited, after everything that was published.
    StatusAnswer { status: Status, reply: oneshot::Sender<Status> },
    /// The client is to ask again for something that it shows.
    Refresh(Shown),
    /// The client is to watch the files of a project.
    Watch(Watch),
    /// The client is to say when its settings change.
    WatchSettings,
    /// The client is to say what its settings are.
    PullSettings { events: Sender<Event> },
    /// Long work has begun; it ends when `done` is dropped.
    Progress { title: String, done: oneshot::Receiver<()> },
    /// The user is to know that something does not work that was asked for.
    Warn(String),
    /// The server has become idle or busy.
    Status(Status),
}

/// What a client shows of documents and can be told to ask for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Diagnostics,
    InlayHints,
    SemanticTokens,
    CodeLenses,
}

impl Shown {
    pub(crate) const ALL: [Shown; 4] =
        [Shown::Diagnostics, Shown::InlayHints, Shown::SemanticTokens, Shown::CodeLenses];
}

/// What the client is asked to watch.
pub(crate) struct Watch {
    /// Registration id.
    pub(crate) id: String,
    /// Folders and the patterns below them.
    pub(crate) patterns: Vec<(PathBuf, String)>,
    /// Whether patterns may be relative to a folder.
    pub(crate) relative: bool,
}

/// Where the client wants partial results.
#[derive(Clone, Debug)]
pub(crate) struct PartialToken(pub(crate) NumberOrString);

/// Sends to the outbox task; never waits.
#[derive(Clone)]
pub(crate) struct Outbox(mpsc::UnboundedSender<Outgoing>);

impl Outbox {
    /// Queues a message.
    pub(crate) fn send(&self, message: Outgoing) {
        // Fails only when the session has ended.
        let _ = self.0.send(message);
    }
}

/// An outbox and the queue that [`run`] empties.
pub(crate) fn outbox() -> (Outbox, mpsc::UnboundedReceiver<Outgoing>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Outbox(sender), receiver)
}

/// Sends messages in order until every [`Outbox`] is dropped.
pub(crate) async fn run(client: Client, mut queue: mpsc::UnboundedReceiver<Outgoing>) {
    let mut progress_number = 0;
    while let Some(message) = queue.recv().await {
        match message {
            Outgoing::Publish(report) => {
                let params: PublishDiagnosticsParams = report.publication();
                client.send_notification::<PublishDiagnostics>(params).await;
            }
            Outgoing::Partial { token, reports } => partial(&client, token, reports).await,
            Outgoing::EndOfPartial { reply } => {
                flush(&client).await;
                // Fails where the client has cancelled.
                let _ = reply.send(Ok(Vec::new()));
            }
            Outgoing::StatusAnswer { status, reply } => {
                flush(&client).await;
                let _ = reply.send(status);
            }
            Outgoing::Refresh(shown) => {
                tokio::spawn(refresh(client.clone(), shown));
            }
            Outgoing::Watch(watch) => register(&client, "file watching", registration(watch)),
            Outgoing::WatchSettings => register(&client, "news of settings", settings_registration()),
            Outgoing::PullSettings { events } => {
                tokio::spawn(pull_settings(client.clone(), events));
            }
            Outgoing::Progress { title, done } => {
                progress_number += 1;
                let token = NumberOrString::String(format!("rocky/{progress_number}"));
                tokio::spawn(progress(client.clone(), token, title, done));
            }
            Outgoing::Warn(message) => client.show_message(MessageType::WARNING, message).await,
            Outgoing::Status(status) => client.send_notification::<AnalysisStatus>(status).await,
        }
    }
}

/// `rocky/analysisStatus`, sent to clients that ask for it by the experimental capability `rockyAnalysisStatus`.
enum AnalysisStatus {}

impl Notification for AnalysisStatus {
    type Params = Status;
    const METHOD: &'static str = crate::front::STATUS_METHOD;
}

/// `$/progress` with a partial result, which the library's own type cannot carry.
enum PartialResult {}

impl Notification for PartialResult {
    type Params = serde_json::Value;
    const METHOD: &'static str = Progress::METHOD;
}

/// A notification that means nothing: clients ignore what begins with `$/` and they do not know.
enum Flush {}

impl Notification for Flush {
    type Params = ();
    const METHOD: &'static str = "$/rocky/flush";
}

/// Returns when every notification before it is on its way, so that an answer cannot overtake them: the library's queue
/// holds one message beyond the one being written.
async fn flush(client: &Client) {
    client.send_notification::<Flush>(()).await;
}

async fn partial(client: &Client, token: PartialToken, reports: Vec<Report>) {
    let value: WorkspaceDiagnosticReportPartialResult = to_proto::diagnostics::partial_report(reports);
    client.send_notification::<PartialResult>(json!({ "token": token.0, "value": value })).await;
}

async fn progress(client: Client, token: ProgressToken, title: String, done: oneshot::Receiver<()>) {
    let create = WorkDoneProgressCreateParams { token: token.clone() };
    if client.send_request::<WorkDoneProgressCreate>(create).await.is_err() {
        return;
    }
    let begin = WorkDoneProgressBegin { title, ..WorkDoneProgressBegin::default() };
    let report = |it| ProgressParams { token: token.clone(), value: ProgressParamsValue::WorkDone(it) };
    client.send_notification::<Progress>(report(WorkDoneProgress::Begin(begin))).await;
    // An error only says that the sender was dropped, which is how the work ends.
    let _ = done.await;
    let end = WorkDoneProgress::End(WorkDoneProgressEnd::default());
    client.send_notification::<Progress>(report(end)).await;
}

async fn refresh(client: Client, shown: Shown) {
    let outcome = match shown {
        Shown::Diagnostics => client.send_request::<WorkspaceDiagnosticRefresh>(()).await,
        Shown::InlayHints => client.send_request::<InlayHintRefreshRequest>(()).await,
        Shown::SemanticTokens => client.send_request::<SemanticTokensRefresh>(()).await,
        Shown::CodeLenses => client.send_request::<CodeLensRefresh>(()).await,
    };
    complain("refresh", outcome);
}

fn register(client: &Client, what: &'static str, registration: Registration) {
    let client = client.clone();
    tokio::spawn(async move {
        complain(what, client.register_capability(vec![registration]).await);
    });
}

fn settings_registration() -> Registration {
    Registration {
        id: "rocky/settings".into(),
        method: DidChangeConfiguration::METHOD.into(),
        register_options: Some(json!({ "section": settings::SECTION })),
    }
}

async fn pull_settings(client: Client, events: Sender<Event>) {
    let item = ConfigurationItem { scope_uri: None, section: Some(settings::SECTION.into()) };
    match client.configuration(vec![item]).await {
        Ok(answers) => {
            if let Some(sent) = answers.into_iter().next() {
                // Fails only when the loop has ended.
                let _ = events.send(Event::Settings(sent));
            }
        }
        refused => complain("settings", refused),
    }
}

fn registration(watch: Watch) -> Registration {
    let watcher = |(folder, pattern): (PathBuf, String)| {
        let glob_pattern = match to_proto::file_uri(&folder).filter(|_| watch.relative) {
            Some(uri) => GlobPattern::Relative(RelativePattern { base_uri: OneOf::Right(uri), pattern }),
            None => GlobPattern::String(format!("{}/{pattern}", folder.display())),
        };
        FileSystemWatcher { glob_pattern, kind: None }
    };
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: watch.patterns.into_iter().map(watcher).collect(),
    };
    Registration {
        id: watch.id,
        method: "workspace/didChangeWatchedFiles".into(),
        register_options: serde_json::to_value(options).ok(),
    }
}

fn complain<T>(what: &str, outcome: jsonrpc::Result<T>) {
    if let Err(error) = outcome {
        tracing::warn!("the client refused {what}: {error}");
    }
}
