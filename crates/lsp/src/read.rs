//! A request that reads: what it asks, whom it answers, and what an edit does to it.

use crate::{place::Place, snapshot::Snapshot};
use ide::{Cancellable, CancellationToken, Cancelled};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Why a request gets no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Its document was edited after it was asked.
    ContentModified,
    /// The server has dropped it; the client is to ask again.
    AskAgain,
    /// The server is ending.
    Ending,
    /// A defect of ours, for the log and the client.
    Internal(String),
}

/// What an edit of its own document does to a request that was not answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnEdit {
    /// It names a position, which now means something else.
    ContentModified,
    /// It asks about whatever the text is.
    Retry,
    /// The client asks again by itself after an edit: diagnostics.
    AskAgain,
}

/// A request on its way to its answer.
pub(crate) struct Read {
    /// The document it is about, if it is about one.
    pub(crate) place: Option<Place>,
    /// The edition of that document when it was asked.
    pub(crate) edition: Option<u64>,
    pub(crate) on_edit: OnEdit,
    /// How many times it met a large dependency ring.
    pub(crate) rings_met: u32,
    /// How many times it has rested because it looks at many models.
    pub(crate) rests: usize,
    pub(crate) question: Box<dyn Question>,
    pub(crate) ticket: Arc<Ticket>,
}

/// A question whose types have been erased.
pub(crate) trait Question: Send {
    /// Computes the answer and sends it, or says why not, having sent nothing.
    fn answer(&mut self, snapshot: &Snapshot) -> Cancellable<()>;
    /// Sends a failure instead of an answer.
    fn refuse(&mut self, failure: Failure);
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
}

/// Cancels the computation of an answer from another thread.
#[derive(Default)]
pub(crate) struct Ticket(Mutex<Option<CancellationToken>>);

impl Ticket {
    fn hold(&self, token: Option<CancellationToken>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    fn cancel(&self) {
        if let Some(token) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            token.cancel();
        }
    }
}

struct Asked<F, T> {
    compute: F,
    reply: Option<oneshot::Sender<Result<T, Failure>>>,
}

impl<F, T> Question for Asked<F, T>
where
    F: FnMut(&Snapshot) -> Cancellable<T> + Send,
    T: Send,
{
    fn answer(&mut self, snapshot: &Snapshot) -> Cancellable<()> {
        let answer = (self.compute)(snapshot)?;
        if let Some(reply) = self.reply.take() {
            // Fails where the client has cancelled, and has been answered so.
            let _ = reply.send(Ok(answer));
        }
        Ok(())
    }

    fn refuse(&mut self, failure: Failure) {
        if let Some(reply) = self.reply.take() {
            let _ = reply.send(Err(failure));
        }
    }

    fn is_abandoned(&self) -> bool {
        self.reply.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}

/// The waiting end of a read. Dropping it cancels the computation.
pub(crate) struct Waiting<T> {
    reply: oneshot::Receiver<Result<T, Failure>>,
    ticket: Arc<Ticket>,
}

impl<T> Waiting<T> {
    /// Waits for the answer.
    pub(crate) async fn answer(mut self) -> Result<T, Failure> {
        (&mut self.reply).await.unwrap_or(Err(Failure::Ending))
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        // Closed first, so that a worker that has not shown its token yet finds nobody waiting.
        self.reply.close();
        self.ticket.cancel();
    }
}

/// A question and the end that waits for its answer. `compute` may be called several times.
pub(crate) fn read<T: Send + 'static>(
    place: Option<Place>,
    on_edit: OnEdit,
    compute: impl FnMut(&Snapshot) -> Cancellable<T> + Send + 'static,
) -> (Read, Waiting<T>) {
    let (sender, reply) = oneshot::channel();
    let ticket = Arc::<Ticket>::default();
    let question = Box::new(Asked { compute, reply: Some(sender) });
    let waiting = Waiting { reply, ticket: Arc::clone(&ticket) };
    (Read { place, edition: None, on_edit, rings_met: 0, rests: 0, question, ticket }, waiting)
}

impl Read {
    /// Computes and sends the answer, on a worker thread. Gives the read back with the reason where there is none yet
    /// and somebody still waits.
    pub(crate) fn run(mut self, snapshot: Snapshot) -> Option<(Read, Cancelled)> {
        self.ticket.hold(Some(snapshot.analysis.cancellation_token()));
        if self.question.is_abandoned() {
            return None;
        }
        let outcome = self.question.answer(&snapshot);
        self.ticket.hold(None);
        drop(snapshot);
        match outcome {
            Ok(()) | Err(Cancelled::ByClient) => None,
            Err(reason) => Some((self, reason)),
        }
    }
}
