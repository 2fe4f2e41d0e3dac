//! `rocky lsp`: the language server.

use crate::{
    allocator,
    arguments::GlobalOptions,
    failure::{Exit, Failure, Outcome},
    project::{Location, catalog_command, remembered_schemas, runs_of_model},
};
use db::CachedTable;
use lsp::{ModelRun, Options, RunReader, SchemaCacheReader};
use std::{path::Path, sync::Arc};

pub(super) fn execute(options: &GlobalOptions) -> Outcome {
    allocator::keep_no_freed_pages();
    // The server reads DuckDB files through a child process of ours, as `rocky check` does.
    let catalog = catalog_command();
    if let Err(error) = &catalog {
        tracing::warn!(%error, "DuckDB files are not read: where this program lies is not known");
    }
    let runs = runs(options.clone());
    let options = options.clone();
    let read = move |folder: &Path| -> Arc<[CachedTable]> {
        remembered_schemas(&Location::of_folder(folder), &options).unwrap_or_else(|failure| {
            tracing::warn!("what was known of the warehouse's tables is not read: {failure}");
            Arc::default()
        })
    };
    let options = Options {
        catalog_command: catalog.ok(),
        schema_cache: Some(SchemaCacheReader(Arc::new(read))),
        runs: Some(runs),
    };
    let code = lsp::serve_stdio(options)
        .map_err(|error| Failure::new(format!("the language server stopped: {error}")))?;
    Ok(Exit(u8::try_from(code).unwrap_or(1)))
}

/// Reads what runs made of a model out of the state file.
fn runs(options: GlobalOptions) -> RunReader {
    let read = move |folder: &Path, model: &str| -> Vec<ModelRun> {
        let runs = runs_of_model(&Location::of_folder(folder), &options, model).unwrap_or_else(|failure| {
            tracing::warn!("past runs are not read: {failure}");
            Vec::new()
        });
        let told = runs.into_iter().map(|(run, model)| ModelRun {
            started_at: model.started_at.unwrap_or(run.started_at).to_string(),
            run_id: run.run_id,
            status: model.status.name().to_owned(),
            duration_ms: model.duration_ms,
            rows: model.rows_affected,
        });
        told.collect()
    };
    RunReader(Arc::new(read))
}
