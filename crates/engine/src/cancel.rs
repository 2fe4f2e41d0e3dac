//! Asking a run to stop.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// A switch that a signal handler or another thread turns once. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// A switch that is off.
    pub fn new() -> CancelToken {
        CancelToken::default()
    }

    /// Asks the run to stop. Safe to call from a signal handler: it stores one atomic flag.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether the run was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
