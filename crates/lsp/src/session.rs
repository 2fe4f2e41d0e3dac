//! A session: from the first byte of the client to `exit`.

use crate::{
    event::Event,
    front::{self, Front},
    main_loop::{Config, MainLoop},
    outbox,
    run_history::RunReader,
    schema_cache::SchemaCacheReader,
};
use std::{io, sync::mpsc, thread};
use tokio::io::{AsyncRead, AsyncWrite};
use workspace::CatalogCommand;

/// What a session may be told from outside.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Prints the catalog of a DuckDB file. Without it, DuckDB files are not looked at.
    pub catalog_command: Option<CatalogCommand>,
    /// Reads what is remembered of a project's warehouse. Without it, nothing is.
    pub schema_cache: Option<SchemaCacheReader>,
    /// Reads the runs of a model. Without it, none are known.
    pub runs: Option<RunReader>,
}

/// Serves one client on standard input and output until it says `exit` or closes the pipe. Returns the exit code that
/// the process should end with: 0 if the client said `shutdown` first, else 1.
///
/// The caller should end the process at once: a thread may still be waiting for input.
///
/// # Errors
/// When the system refuses threads.
pub fn serve_stdio(options: Options) -> io::Result<i32> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let code = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout(), options));
    // A read of standard input cannot be interrupted.
    runtime.shutdown_background();
    code
}

/// Serves one client on any pair of pipes. Needs a tokio runtime. Returns as [`serve_stdio`] does.
///
/// # Errors
/// When the system refuses threads.
pub async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite,
    options: Options,
) -> io::Result<i32> {
    let (events, inbox) = mpsc::channel();
    let (outbox, outgoing) = outbox::outbox();
    let config = Config { catalog_command: options.catalog_command, schema_cache: options.schema_cache };
    let main_loop = MainLoop::new(config, events.clone(), outbox)?;
    let owner = thread::Builder::new().name("rocky-loop".into()).spawn(move || main_loop.run(&inbox))?;
    let front = Front::new(events.clone(), env!("CARGO_PKG_VERSION"), options.runs);
    let code = front::listen(input, output, front, outgoing).await;
    // Fails only when the loop has ended already.
    let _ = events.send(Event::Ending);
    // The loop ends with its current event; waiting for it keeps its files and processes from outliving the session.
    let joined = tokio::task::spawn_blocking(move || owner.join()).await;
    if !matches!(joined, Ok(Ok(()))) {
        tracing::error!("the language server's loop panicked, which is a defect of Rocky");
        return Ok(1);
    }
    Ok(code)
}
