//! Notices a client that goes without `exit`: its end of the pipe is closed, or its process has ended.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, ReadBuf},
    sync::Notify,
};

/// Told once the client is gone.
pub(crate) type Gone = Arc<Notify>;

/// Input that tells of its end. The library goes on then until every request is answered, and a pull of the whole
/// workspace is answered only when there is news.
pub(crate) struct NoticeEnd<R> {
    inner: R,
    gone: Gone,
}

impl<R> NoticeEnd<R> {
    /// Wraps `inner`.
    pub(crate) fn around(inner: R, gone: Gone) -> NoticeEnd<R> {
        NoticeEnd { inner, gone }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for NoticeEnd<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.remaining();
        let outcome = Pin::new(&mut self.inner).poll_read(context, buffer);
        let has_ended = match &outcome {
            Poll::Ready(Ok(())) => before > 0 && buffer.remaining() == before,
            Poll::Ready(Err(_)) => true,
            Poll::Pending => false,
        };
        if has_ended {
            self.gone.notify_one();
        }
        outcome
    }
}

/// Tells when the process `id` ends, as the protocol's `processId` asks for: its pipe may be held open by others. A process
/// that this one cannot see, in another container perhaps, is not waited for.
#[cfg(target_os = "linux")]
pub(crate) fn notice_process_end(id: i64, gone: Gone) {
    use rustix::{
        event::{PollFd, PollFlags, poll},
        process::{Pid, PidfdFlags, pidfd_open},
    };
    let Some(process) = i32::try_from(id).ok().and_then(Pid::from_raw) else { return };
    let Ok(process) = pidfd_open(process, PidfdFlags::empty()) else { return };
    let wait = move || {
        let mut ends = [PollFd::new(&process, PollFlags::IN)];
        // A signal interrupts the wait.
        while let Err(rustix::io::Errno::INTR) = poll(&mut ends, None) {}
        if ends[0].revents().contains(PollFlags::IN) {
            gone.notify_one();
        }
    };
    if let Err(error) = std::thread::Builder::new().name("rocky-client".into()).spawn(wait) {
        tracing::warn!("the client's process is not watched: {error}");
    }
}

/// Elsewhere only the end of the pipe tells.
#[cfg(not(target_os = "linux"))]
pub(crate) fn notice_process_end(_id: i64, _gone: Gone) {}
