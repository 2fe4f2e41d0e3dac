//! What a front hears while a run goes on.

use warehouse::{ModelRecord, RunStatus};

/// Something that happened. Events of one model come in order; those of different models interleave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The record exists and the first models start.
    RunStarted {
        /// The run.
        run_id: String,
        /// How many models the plan builds.
        steps: usize,
    },
    /// A model's first statement is sent.
    StepStarted {
        /// Index into the plan's steps.
        index: usize,
        /// Model name.
        model: String,
    },
    /// A model was built, failed, or was interrupted: see [`ModelRecord::status`].
    StepFinished {
        /// Index into the plan's steps.
        index: usize,
        /// What will stand in the record.
        record: ModelRecord,
    },
    /// A model is withheld because one it reads failed or was refused.
    StepContained {
        /// Index into the plan's steps.
        index: usize,
        /// What will stand in the record; [`ModelRecord::blocked_by`] may still grow.
        record: ModelRecord,
    },
    /// The run was asked to stop; running statements are being interrupted.
    Interrupting,
    /// The run is over.
    RunFinished {
        /// How it ended.
        status: RunStatus,
    },
}
