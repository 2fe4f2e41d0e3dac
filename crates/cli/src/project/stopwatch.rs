//! How long the phases of a check take.

use crate::output::PhaseTimings;
use std::time::{Duration, Instant};

/// Measures the phases of one check.
pub(crate) struct Stopwatch {
    started: Instant,
    load: Duration,
    sweep: Duration,
}

impl Stopwatch {
    /// Begins with loading.
    pub(crate) fn start() -> Stopwatch {
        Stopwatch { started: Instant::now(), load: Duration::ZERO, sweep: Duration::ZERO }
    }

    /// The project is loaded.
    pub(crate) fn loaded(&mut self) {
        self.load = self.started.elapsed();
    }

    /// All files are checked.
    pub(crate) fn swept(&mut self) {
        self.sweep = self.started.elapsed() - self.load;
    }

    /// The times so far, as documents carry them.
    pub(crate) fn timings(&self) -> PhaseTimings {
        PhaseTimings {
            project_load_ms: millis(self.load),
            typecheck_ms: millis(self.sweep),
            total_ms: millis(self.started.elapsed()),
            ..PhaseTimings::default()
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
