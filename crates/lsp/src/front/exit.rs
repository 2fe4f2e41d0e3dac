//! The messages that begin and end a session, on their way to the handlers. The library would wait for the end of its
//! input after `exit`, and takes `shutdown` only without parameters, where clients send `null` or an empty object.

use crate::front::gone::{Gone, notice_process_end};
use std::{
    future::Future,
    task::{Context, Poll},
};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::Request;
use tower_service::Service;

/// The exit code of the process: 0 if `shutdown` came before `exit`, else 1.
pub(crate) type ExitCode = i32;

/// A service that notices `exit`, and whose process the client is.
pub(crate) struct NoticeExit<S> {
    inner: S,
    exit: Option<oneshot::Sender<ExitCode>>,
    is_shut_down: bool,
    gone: Gone,
}

impl<S> NoticeExit<S> {
    /// Wraps `inner`. The receiver gets the exit code when the client says `exit`; it is closed when input ends.
    pub(crate) fn around(inner: S, gone: Gone) -> (NoticeExit<S>, oneshot::Receiver<ExitCode>) {
        let (exit, notice) = oneshot::channel();
        (NoticeExit { inner, exit: Some(exit), is_shut_down: false, gone }, notice)
    }
}

impl<S> Service<Request> for NoticeExit<S>
where
    S: Service<Request>,
    S::Future: Future + Send,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> S::Future {
        match request.method() {
            "initialize" => {
                let process = request.params().and_then(|it| it.get("processId")?.as_i64());
                if let Some(process) = process {
                    notice_process_end(process, self.gone.clone());
                }
            }
            "shutdown" => {
                self.is_shut_down = true;
                request = without_parameters(request);
            }
            "exit" => {
                if let Some(exit) = self.exit.take() {
                    // Nobody listens only when the session has already ended.
                    let _ = exit.send(i32::from(!self.is_shut_down));
                }
            }
            _ => {}
        }
        self.inner.call(request)
    }
}

fn without_parameters(request: Request) -> Request {
    let (method, id, _) = request.into_parts();
    let bare = Request::build(method);
    match id {
        Some(id) => bare.id(id).finish(),
        None => bare.finish(),
    }
}
