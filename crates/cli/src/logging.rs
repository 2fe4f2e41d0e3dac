//! Logs, to standard error: text, or JSON lines where the result is JSON too.

use crate::arguments::{GlobalOptions, OutputForm};
use std::io;
use tracing_subscriber::{filter::LevelFilter, fmt};

/// The environment variable that sets the level: `error`, `warn` (the default), `info`, `debug`, `trace` or `off`.
const LEVEL_VARIABLE: &str = "ROCKY_LOG";

/// Starts the log.
pub(crate) fn start(options: &GlobalOptions) {
    let level =
        std::env::var(LEVEL_VARIABLE).ok().and_then(|it| it.parse().ok()).unwrap_or(LevelFilter::WARN);
    if level == LevelFilter::OFF {
        return;
    }
    let builder = fmt().with_max_level(level).with_writer(io::stderr).with_ansi(false);
    let started = match options.output {
        Some(OutputForm::Json) => tracing::subscriber::set_global_default(builder.json().finish()),
        _ => tracing::subscriber::set_global_default(builder.finish()),
    };
    // Only a second start could fail, and there is none.
    debug_assert!(started.is_ok());
}
