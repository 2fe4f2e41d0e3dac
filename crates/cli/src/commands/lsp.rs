//! `rocky lsp`: the language server.

use crate::{
    arguments::GlobalOptions,
    failure::{Exit, Failure, Outcome},
    project::{Location, catalog_command, remembered_schemas},
};
use db::CachedTable;
use lsp::{Options, SchemaCacheReader};
use std::{path::Path, sync::Arc};

pub(super) fn execute(options: &GlobalOptions) -> Outcome {
    // The server reads DuckDB files through a child process of ours, as `rocky check` does.
    let catalog = catalog_command();
    if let Err(error) = &catalog {
        tracing::warn!(%error, "DuckDB files are not read: where this program lies is not known");
    }
    let options = options.clone();
    let read = move |folder: &Path| -> Arc<[CachedTable]> {
        remembered_schemas(&Location::of_folder(folder), &options).unwrap_or_else(|failure| {
            tracing::warn!("what was known of the warehouse's tables is not read: {failure}");
            Arc::default()
        })
    };
    let options =
        Options { catalog_command: catalog.ok(), schema_cache: Some(SchemaCacheReader(Arc::new(read))) };
    let code = lsp::serve_stdio(options)
        .map_err(|error| Failure::new(format!("the language server stopped: {error}")))?;
    Ok(Exit(u8::try_from(code).unwrap_or(1)))
}
