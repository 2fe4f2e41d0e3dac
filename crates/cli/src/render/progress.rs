//! A progress bar on standard error for what takes more than a second; nothing where that is no terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::IsTerminal,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// What takes less time shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the sign of progress moves.
const BEAT: Duration = Duration::from_millis(100);

/// The longest name shown beside the bar.
const NAME_LENGTH: usize = 40;

/// The progress of one command.
pub(crate) struct Progress {
    started: Instant,
    total: u64,
    done: u64,
    bar: Option<ProgressBar>,
    is_terminal: bool,
}

impl Progress {
    /// Progress of `total` things.
    pub(crate) fn new(total: usize) -> Progress {
        Progress {
            started: Instant::now(),
            total: total as u64,
            done: 0,
            bar: None,
            is_terminal: std::io::stderr().is_terminal(),
        }
    }

    /// One more thing is done; `name` is what is being done now.
    pub(crate) fn advance(&mut self, name: &str) {
        self.done += 1;
        if self.bar.is_none() && self.is_terminal && self.started.elapsed() > PATIENCE {
            self.bar = Some(bar(self.total));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
            bar.set_message(name.chars().take(NAME_LENGTH).collect::<String>());
        }
    }

    /// Takes the bar away while `print` writes to the terminal.
    pub(crate) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Does `work`, and shows `message` with a moving sign on standard error if that takes more than a second.
pub(crate) fn while_waiting<T>(message: &str, work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, is_done) = mpsc::channel::<()>();
    let sign = thread::spawn({
        let message = message.to_owned();
        move || {
            if is_done.recv_timeout(PATIENCE) != Err(mpsc::RecvTimeoutError::Timeout) {
                return;
            }
            let sign =
                ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_message(message);
            while is_done.recv_timeout(BEAT) == Err(mpsc::RecvTimeoutError::Timeout) {
                sign.tick();
            }
            sign.finish_and_clear();
        }
    });
    let result = work();
    drop(done);
    if sign.join().is_err() {
        tracing::debug!("the sign of progress failed");
    }
    result
}

fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
