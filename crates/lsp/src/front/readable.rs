//! Input without messages that cannot be read. The library answers the first of those, and then takes its input for ended.
//! Here such a message becomes a request that is answered with the error that JSON-RPC has for it, and the session goes on.

use serde::de::IgnoredAny;
use serde_json::Value;
use std::{
    future::{Future, ready},
    io,
    ops::Range,
    pin::Pin,
    task::{self, Context, Poll},
};
use tokio::io::{AsyncRead, ReadBuf};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

/// The request that a message becomes which cannot be read. Its parameter says whether it was JSON.
const METHOD: &str = "$/rocky/unreadable";

/// The name of the header that says how long a message is, in bytes.
const LENGTH: &[u8] = b"content-length:";
/// What ends the headers of a message.
const END_OF_HEADERS: &[u8] = b"\r\n\r\n";
/// Headers are never longer, so more bytes without an end are none.
const MOST_HEADER_BYTES: usize = 64 * 1024;

/// A service that answers for messages that could not be read. All of them have the same id, `null`, which the library
/// would take for one request that is sent again.
pub(crate) struct RefuseUnreadable<S>(pub(crate) S);

impl<S> Service<Request> for RefuseUnreadable<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Option<Response>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.method() != METHOD {
            return Box::pin(self.0.call(request));
        }
        let is_json = request.params().and_then(Value::as_bool).unwrap_or_default();
        Box::pin(ready(Ok(Some(Response::from_error(Id::Null, refusal(is_json))))))
    }
}

/// The error of a message ([JSON-RPC 2.0, 5.1](https://www.jsonrpc.org/specification#error_object)).
fn refusal(is_json: bool) -> Error {
    if is_json { Error::invalid_request() } else { Error::parse_error() }
}

/// Input whose messages can all be read.
pub(crate) struct Readable<R> {
    inner: R,
    /// What came and is no whole message yet.
    arrived: Vec<u8>,
    /// Whole messages that were not taken yet, from `taken` on.
    whole: Vec<u8>,
    taken: usize,
}

impl<R> Readable<R> {
    /// Wraps `inner`.
    pub(crate) fn around(inner: R) -> Readable<R> {
        Readable { inner, arrived: Vec::new(), whole: Vec::new(), taken: 0 }
    }

    fn give(&mut self, buffer: &mut ReadBuf<'_>) {
        let count = buffer.remaining().min(self.whole.len() - self.taken);
        buffer.put_slice(&self.whole[self.taken..self.taken + count]);
        self.taken += count;
        if self.taken == self.whole.len() {
            self.whole.clear();
            self.taken = 0;
        }
    }

    /// Moves whole messages from what arrived to what can be taken.
    fn sift(&mut self) {
        let mut done = 0;
        loop {
            let rest = &self.arrived[done..];
            match next(rest) {
                Next::Incomplete => break,
                Next::Garbage(bytes) => {
                    refuse(&mut self.whole, false);
                    done += bytes;
                }
                Next::Message { body, follows_garbage } => {
                    if follows_garbage {
                        refuse(&mut self.whole, false);
                    }
                    done += body.end;
                    let body = &rest[body];
                    match is_readable(body) {
                        true => frame(&mut self.whole, body),
                        false => refuse(&mut self.whole, is_json(body)),
                    }
                }
            }
        }
        self.arrived.drain(..done);
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Readable<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut chunk = [0; 8 * 1024];
        while self.whole.is_empty() {
            let mut read = ReadBuf::new(&mut chunk);
            task::ready!(Pin::new(&mut self.inner).poll_read(context, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            self.arrived.extend_from_slice(read.filled());
            self.sift();
        }
        self.give(buffer);
        Poll::Ready(Ok(()))
    }
}

/// What bytes begin with.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// With a part of a message.
    Incomplete,
    /// With so many bytes that belong to no message.
    Garbage(usize),
    /// With a message whose body lies there.
    Message { body: Range<usize>, follows_garbage: bool },
}

fn next(bytes: &[u8]) -> Next {
    let Some(end) = find(bytes, END_OF_HEADERS) else {
        return match bytes.len() > MOST_HEADER_BYTES {
            true => Next::Garbage(bytes.len()),
            false => Next::Incomplete,
        };
    };
    let headers = &bytes[..end];
    let start = end + END_OF_HEADERS.len();
    // Behind a message whose length was wrong, the headers of the next one follow its rest.
    let begin = (0..headers.len()).rev().find(|&it| starts_with_name(&headers[it..]));
    let Some((begin, length)) = begin.and_then(|it| Some((it, length(&headers[it + LENGTH.len()..])?)))
    else {
        return Next::Garbage(start);
    };
    match start.checked_add(length) {
        Some(body_end) if body_end <= bytes.len() => {
            let follows_garbage = !headers[..begin].is_empty() && !are_headers(&headers[..begin]);
            Next::Message { body: start..body_end, follows_garbage }
        }
        Some(_) => Next::Incomplete,
        None => Next::Garbage(start),
    }
}

fn starts_with_name(bytes: &[u8]) -> bool {
    bytes.get(..LENGTH.len()).is_some_and(|it| it.eq_ignore_ascii_case(LENGTH))
}

/// The number that a header's value is; the next header may follow it.
fn length(value: &[u8]) -> Option<usize> {
    let line = value.split(|it| *it == b'\r').next()?;
    std::str::from_utf8(line).ok()?.trim().parse().ok()
}

/// Whether these are lines of other headers.
fn are_headers(bytes: &[u8]) -> bool {
    let name = b"content-type:";
    bytes.ends_with(b"\r\n") && bytes.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

/// Whether the library reads it, which takes its own types to know.
fn is_readable(body: &[u8]) -> bool {
    serde_json::from_slice::<Request>(body).is_ok() || serde_json::from_slice::<Response>(body).is_ok()
}

fn is_json(body: &[u8]) -> bool {
    std::str::from_utf8(body).is_ok_and(|it| serde_json::from_str::<IgnoredAny>(it).is_ok())
}

fn frame(into: &mut Vec<u8>, body: &[u8]) {
    into.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    into.extend_from_slice(body);
}

fn refuse(into: &mut Vec<u8>, is_json: bool) {
    let request = Request::build(METHOD).id(Id::Null).params(is_json).finish();
    frame(into, request.to_string().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use tokio::io::AsyncReadExt;

    fn message(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// What is read of `input`, a line for each message, in whatever pieces it arrives.
    async fn check(input: &str, expected: Expect) {
        let mut seen = Vec::new();
        for size in [1, 7, 1000] {
            let (mut client, server) = tokio::io::duplex(size);
            let sent = input.to_owned();
            let writing = tokio::spawn(async move {
                tokio::io::AsyncWriteExt::write_all(&mut client, sent.as_bytes()).await.unwrap();
            });
            let mut read = String::new();
            Readable::around(server).read_to_string(&mut read).await.unwrap();
            writing.await.unwrap();
            seen.push(read.replace("Content-Length", "\nContent-Length").replace("\r\n\r\n", " "));
        }
        assert!(seen.iter().all(|it| *it == seen[0]), "{seen:?}");
        expected.assert_eq(&seen[0]);
    }

    const GOOD: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

    #[tokio::test]
    async fn messages_pass_as_they_are() {
        let answer = r#"{"jsonrpc":"2.0","id":1,"result":null}"#;
        let typed = "content-length: 33\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n";
        let also_typed = "Content-Type: application/vscode-jsonrpc\r\nContent-Length: 33\r\n\r\n";
        let all = [&message(GOOD), &message(answer), typed, GOOD, also_typed, GOOD].map(|it| it.to_owned());
        check(
            &all.concat(),
            expect![[r#"

            Content-Length: 33 {"jsonrpc":"2.0","method":"exit"}
            Content-Length: 38 {"jsonrpc":"2.0","id":1,"result":null}
            Content-Length: 33 {"jsonrpc":"2.0","method":"exit"}
            Content-Length: 33 {"jsonrpc":"2.0","method":"exit"}"#]],
        )
        .await;
    }

    #[tokio::test]
    async fn what_is_no_json_and_what_is_no_message_is_refused_and_the_rest_goes_on() {
        check(
            &[message("{bad}"), message("[]"), message(""), message(GOOD)].concat(),
            expect![[r#"

            Content-Length: 72 {"jsonrpc":"2.0","method":"$/rocky/unreadable","params":false,"id":null}
            Content-Length: 71 {"jsonrpc":"2.0","method":"$/rocky/unreadable","params":true,"id":null}
            Content-Length: 72 {"jsonrpc":"2.0","method":"$/rocky/unreadable","params":false,"id":null}
            Content-Length: 33 {"jsonrpc":"2.0","method":"exit"}"#]],
        )
        .await;
    }

    #[tokio::test]
    async fn a_wrong_length_costs_no_more_than_the_messages_around_it() {
        let short = format!("Content-Length: 10\r\n\r\n{GOOD}");
        let none = "Content-Length: many\r\n\r\n";
        check(
            &[short.as_str(), &message(GOOD), none, &message(GOOD)].concat(),
            expect![[r#"

            Content-Length: 72 {"jsonrpc":"2.0","method":"$/rocky/unreadable","params":false,"id":null}
            Content-Length: 72 {"jsonrpc":"2.0","method":"$/rocky/unreadable","params":false,"id":null}
            Content-Length: 33 {"jsonrpc":"2.0","method":"exit"}
            Content-Length: 72 {"jsonrpc":"2.0","method":"$/rocky/unreadable","params":false,"id":null}
            Content-Length: 33 {"jsonrpc":"2.0","method":"exit"}"#]],
        )
        .await;
    }

    #[tokio::test]
    async fn the_end_of_input_in_a_message_is_an_end() {
        check(&message(GOOD)[..40], expect![[r#""#]]).await;
    }
}
