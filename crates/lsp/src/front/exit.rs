//! Ends the session at `exit`: the library would wait for the end of its input.

use std::{
    future::Future,
    task::{Context, Poll},
};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::Request;
use tower_service::Service;

/// The exit code of the process: 0 if `shutdown` came before `exit`, else 1.
pub(crate) type ExitCode = i32;

/// A service that notices `exit` on its way to the handlers.
pub(crate) struct NoticeExit<S> {
    inner: S,
    exit: Option<oneshot::Sender<ExitCode>>,
    is_shut_down: bool,
}

impl<S> NoticeExit<S> {
    /// Wraps `inner`. The receiver gets the exit code when the client says `exit`; it is closed when input ends.
    pub(crate) fn around(inner: S) -> (NoticeExit<S>, oneshot::Receiver<ExitCode>) {
        let (exit, notice) = oneshot::channel();
        (NoticeExit { inner, exit: Some(exit), is_shut_down: false }, notice)
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

    fn call(&mut self, request: Request) -> S::Future {
        match request.method() {
            "shutdown" => self.is_shut_down = true,
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
