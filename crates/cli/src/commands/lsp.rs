//! `rocky lsp`: the language server.

use crate::{
    failure::{Exit, Failure, Outcome},
    project::catalog_command,
};
use lsp::Options;

pub(super) fn execute() -> Outcome {
    // The server reads DuckDB files through a child process of ours, as `rocky check` does.
    let catalog = catalog_command();
    if let Err(error) = &catalog {
        tracing::warn!(%error, "DuckDB files are not read: where this program lies is not known");
    }
    let code = lsp::serve_stdio(Options { catalog_command: catalog.ok() })
        .map_err(|error| Failure::new(format!("the language server stopped: {error}")))?;
    Ok(Exit(u8::try_from(code).unwrap_or(1)))
}
