//! `rocky/analysisStatus`: whether the server has work, and which revision its answers are about.

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

/// Parameters of the request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct StatusParams {
    /// Answer only when there is no work left: a barrier for clients that are pushed diagnostics.
    pub(crate) wait_for_idle: bool,
}

/// Result of the request, and parameters of the notification of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Status {
    pub(crate) state: State,
    /// Grows with every change of any file.
    pub(crate) revision: u64,
}

/// Whether there is work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// Nothing is being loaded, computed or waited for.
    Idle,
    /// Something is.
    Busy,
}

/// The request on its way.
pub(crate) struct StatusQuery {
    pub(crate) wait_for_idle: bool,
    pub(crate) reply: oneshot::Sender<Status>,
}
