//! Spells the client's capabilities as the library reads them. The protocol says `workspace.diagnostics`, the library looks
//! for `workspace.diagnostic`: without this no client could be asked to pull again.

use serde_json::Value;
use std::task::{Context, Poll};
use tower_lsp::jsonrpc::Request;
use tower_service::Service;

/// A service that hands `initialize` on as the library reads it.
pub(crate) struct RespellCapabilities<S> {
    inner: S,
}

impl<S> RespellCapabilities<S> {
    pub(crate) fn around(inner: S) -> RespellCapabilities<S> {
        RespellCapabilities { inner }
    }
}

impl<S: Service<Request>> Service<Request> for RespellCapabilities<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> S::Future {
        let is_first = request.method() == "initialize";
        self.inner.call(if is_first { respelt(request) } else { request })
    }
}

fn respelt(request: Request) -> Request {
    let (method, id, params) = request.into_parts();
    let mut respelt = Request::build(method);
    if let Some(id) = id {
        respelt = respelt.id(id);
    }
    if let Some(mut params) = params {
        if let Some(Value::Object(workspace)) = params.pointer_mut("/capabilities/workspace")
            && let Some(diagnostics) = workspace.get("diagnostics").cloned()
        {
            workspace.insert("diagnostic".into(), diagnostics);
        }
        respelt = respelt.params(params);
    }
    respelt.finish()
}
