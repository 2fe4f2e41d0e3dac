//! Standard output and standard error: text or JSON, colours, closed pipes.

use crate::{
    arguments::{ColorWhen, GlobalOptions, OutputForm},
    failure::Failure,
};
use serde::Serialize;
use std::{
    io::{self, IsTerminal, Write},
    time::Duration,
};
use termcolor::{Buffer, BufferWriter, Color, ColorChoice, ColorSpec, WriteColor};

/// The two streams of the process, and how to write on them.
pub(crate) struct Console {
    output: Option<OutputForm>,
    stdout: BufferWriter,
    stderr: BufferWriter,
}

impl Console {
    /// Looks at the streams, the options and the environment.
    pub(crate) fn new(options: &GlobalOptions) -> Console {
        Console {
            output: options.output,
            stdout: BufferWriter::stdout(color_choice(options.color, io::stdout().is_terminal())),
            stderr: BufferWriter::stderr(color_choice(options.color, io::stderr().is_terminal())),
        }
    }

    /// Whether to print JSON, for a command that does so by itself in a pipe.
    pub(crate) fn wants_json(&self) -> bool {
        match self.output {
            Some(form) => form == OutputForm::Json,
            None => !io::stdout().is_terminal(),
        }
    }

    /// Whether to print JSON, for a command that prints text unless told otherwise.
    pub(crate) fn is_told_json(&self) -> bool {
        self.output == Some(OutputForm::Json)
    }

    /// Whether to print Markdown, for a command that can.
    pub(crate) fn wants_markdown(&self) -> bool {
        self.output == Some(OutputForm::Md)
    }

    /// An empty buffer for standard output.
    pub(crate) fn buffer(&self) -> Buffer {
        self.stdout.buffer()
    }

    /// Writes a buffer to standard output.
    ///
    /// # Errors
    /// The pipe is closed, or the system refuses.
    pub(crate) fn print_buffer(&self, buffer: &Buffer) -> Result<(), Failure> {
        self.stdout
            .print(buffer)
            .and_then(|()| io::stdout().flush())
            .map_err(|error| Failure::from_output(&error))
    }

    /// Writes text to standard output.
    ///
    /// # Errors
    /// The pipe is closed, or the system refuses.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
            .map_err(|error| Failure::from_output(&error))
    }

    /// Writes one JSON document, pretty-printed, to standard output.
    ///
    /// # Errors
    /// The pipe is closed, or the system refuses.
    pub(crate) fn print_json(&self, document: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(document)
            .map_err(|error| Failure::new(format!("cannot write the result as JSON: {error}")))?;
        self.print(&format!("{text}\n"))
    }

    /// Writes one JSON document on a line of its own, for commands that print several.
    ///
    /// # Errors
    /// The pipe is closed, or the system refuses.
    pub(crate) fn print_json_line(&self, document: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(document)
            .map_err(|error| Failure::new(format!("cannot write the result as JSON: {error}")))?;
        self.print(&format!("{text}\n"))
    }

    /// Says on standard error why a command stopped. Nobody is left to tell where that fails.
    pub(crate) fn report_failure(&self, message: &str, help: Option<&str>) {
        self.say("error", Color::Red, message);
        if let Some(help) = help {
            self.say("help", Color::Cyan, help);
        }
    }

    /// Says on standard error that something is not as it should be, and goes on.
    pub(crate) fn warn(&self, message: &str) {
        self.say("warning", Color::Yellow, message);
    }

    /// Says something on standard error.
    pub(crate) fn note(&self, message: &str) {
        self.say("note", Color::Green, message);
    }

    fn say(&self, label: &str, color: Color, message: &str) {
        let mut buffer = self.stderr.buffer();
        let written = buffer
            .set_color(ColorSpec::new().set_fg(Some(color)).set_bold(true))
            .and_then(|()| write!(buffer, "{label}"))
            .and_then(|()| buffer.reset())
            .and_then(|()| writeln!(buffer, ": {message}"))
            .and_then(|()| self.stderr.print(&buffer));
        if let Err(error) = written {
            tracing::debug!(%error, "standard error is closed");
        }
    }
}

fn color_choice(when: ColorWhen, is_terminal: bool) -> ColorChoice {
    match when {
        ColorWhen::Always => ColorChoice::AlwaysAnsi,
        ColorWhen::Never => ColorChoice::Never,
        // termcolor looks at NO_COLOR and TERM, not at whether there is a terminal.
        ColorWhen::Auto if is_terminal => ColorChoice::Auto,
        ColorWhen::Auto => ColorChoice::Never,
    }
}

/// A duration as people read it: `12 ms`, `1.4 s`, `2 min 5 s`.
pub(crate) fn human_duration(duration: Duration) -> String {
    let millis = duration.as_millis();
    match millis {
        0..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        _ => format!("{} min {} s", millis / 60_000, millis % 60_000 / 1_000),
    }
}
