//! Announces what the library's capabilities have no field for, in the answer to `initialize`.

use serde_json::{Value, json};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
use tower_lsp::jsonrpc::{Request, Response};
use tower_service::Service;

/// A service that adds to the answer to `initialize` on its way out.
pub(crate) struct Announce<S>(pub(crate) S);

impl<S> Service<Request> for Announce<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Option<Response>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let is_first = request.method() == "initialize";
        let answer = self.0.call(request);
        match is_first {
            true => Box::pin(async move { Ok(answer.await?.map(announced)) }),
            false => Box::pin(answer),
        }
    }
}

fn announced(answer: Response) -> Response {
    let (id, mut body) = answer.into_parts();
    let capabilities = body.as_mut().ok().and_then(|it| it.get_mut("capabilities"));
    if let Some(Value::Object(capabilities)) = capabilities {
        capabilities.insert("typeHierarchyProvider".to_owned(), json!(true));
    }
    Response::from_parts(id, body)
}
