//! How commands end: exit codes, and failures that stop a command.

use std::{fmt, io};

/// A command that ran to its end, and the process's exit code (`spec/decisions.md` 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exit(pub u8);

impl Exit {
    /// Everything is as it should be.
    pub(crate) const SUCCESS: Exit = Exit(0);
    /// An error was found, or nothing succeeded.
    pub(crate) const ERROR: Exit = Exit(1);
}

/// The exit code of a process whose reader went away, as the shell reports SIGPIPE.
pub(crate) const CLOSED_PIPE: u8 = 141;

/// The exit code after Ctrl-C.
pub(crate) const INTERRUPTED: u8 = 130;

/// Why a command stopped before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Whoever read standard output has gone; nothing is to be said.
    ClosedPipe,
    /// Said on standard error.
    Message {
        /// What happened, and where.
        message: String,
        /// What to do next.
        help: Option<String>,
        /// The exit code.
        code: u8,
    },
}

impl Failure {
    /// An ordinary failure: exit code 1.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure::Message { message: message.into(), help: None, code: 1 }
    }

    /// A wrong use of the command line: exit code 2, as clap's own.
    pub(crate) fn usage(message: impl Into<String>) -> Failure {
        Failure::Message { message: message.into(), help: None, code: 2 }
    }

    /// Adds what to do next.
    #[must_use]
    pub(crate) fn with_help(mut self, text: impl Into<String>) -> Failure {
        if let Failure::Message { help, .. } = &mut self {
            *help = Some(text.into());
        }
        self
    }

    /// A failure to write to standard output.
    pub(crate) fn from_output(error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::new(format!("cannot write to standard output: {error}")),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Failure::ClosedPipe => "nobody reads standard output any more",
            Failure::Message { message, .. } => message,
        })
    }
}

/// What every command returns.
pub(crate) type Outcome = Result<Exit, Failure>;
