//! A valid project, broken a thousand times in known ways: does Rocky say what a real DuckDB says, and only that?
//!
//! Each mutation is judged by binding the broken models in DuckDB, and those that read a table that is no longer what
//! it was. What no engine knows, such as a contract, is known from the mutation.

mod edit;
mod judge;
mod kind;
mod project;
mod report;
mod trial;
mod warehouse;

pub use judge::Verdict;
pub use kind::Kind;
pub use report::Figures;

use crate::random::Random;
use anyhow::Result;
use project::Project;
use std::path::Path;
use warehouse::Warehouse;

/// How often a kind may be tried on a model that has no place for it.
const MOST_DRAWS: usize = 200;

/// Breaks the project in a folder `count` times, the kinds in turn.
///
/// # Errors
/// The folder holds no valid project with a `data/seed.sql`, or DuckDB's process fails.
pub fn measure(folder: &Path, count: usize, seed: u64) -> Result<Figures> {
    let mut warehouse = Warehouse::start()?;
    let mut project = Project::load(folder, &mut warehouse)?;
    let mut random = Random::new(seed);
    let mut verdicts = Vec::with_capacity(count);
    let mut kinds = Kind::ALL.iter().cycle();
    while verdicts.len() < count {
        let Some(&kind) = kinds.next() else { break };
        let drawn = (0..MOST_DRAWS).find_map(|_| trial::trial(kind, &project, &mut random));
        let Some(trial) = drawn else { continue };
        let said = project.diagnostics_with(&trial.files)?;
        let truth = match trial.is_bindable() {
            true => judge::truth(&project, &trial, &said, &mut warehouse)?,
            false => judge::Truth::default(),
        };
        verdicts.push(judge::judge(&project, &trial, &truth, &said));
    }
    Ok(Figures { verdicts, models: project.models.len() })
}
