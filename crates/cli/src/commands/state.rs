//! `rocky state`: what the project's state file remembers.

use crate::{
    arguments::{GlobalOptions, StateArguments, StateWhat},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{ClearSchemaCacheOutput, Header},
    project::{Location, state_path},
};
use base::counted;
use store::{StateStore, StoreError};

pub(super) fn execute(arguments: &StateArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    match arguments.what {
        StateWhat::ClearSchemaCache { dry_run } => clear_schema_cache(dry_run, options, console),
    }
}

fn clear_schema_cache(dry_run: bool, options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, None)?;
    let path = state_path(&location, options, console)?;
    let failure = |error: StoreError| Failure::new(error.to_string());
    let count = StateStore::read_only(&path).and_then(|it| it.cached_schemas()).map_err(failure)?.len();
    if !dry_run && count > 0 {
        StateStore::open(&path).and_then(|it| it.clear_cached_schemas()).map_err(failure)?;
    }
    if console.wants_json() {
        let header = Header::new("state-clear-schema-cache");
        console.print_json(&ClearSchemaCacheOutput { header, dry_run, entries_deleted: count })?;
    } else {
        let verb = if dry_run { "Would forget" } else { "Forgot" };
        console.print(&format!("{verb} the schemas of {}\n", counted(count, "table")))?;
    }
    Ok(Exit::SUCCESS)
}
