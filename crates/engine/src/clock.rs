//! Where the engine's times come from.

use std::time::{Instant, SystemTime};

use warehouse::Timestamp;

/// A clock that does not run backwards: durations are differences of its times.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// The system's time when it was made, carried on by the monotonic clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    started_at: SystemTime,
    started: Instant,
}

impl SystemClock {
    /// Reads the system's time.
    pub fn start() -> SystemClock {
        SystemClock { started_at: SystemTime::now(), started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_system_time(self.started_at + self.started.elapsed())
    }
}
