//! `rocky history`: past runs.

use crate::{
    arguments::{GlobalOptions, HistoryArguments},
    console::{Console, human_duration},
    failure::{Exit, Outcome},
    output::{self, HistoryOutput},
    project::{Location, newest_runs, state_path},
    render::Table,
};
use std::time::Duration;
use warehouse::RunRecord;

/// How many characters of a run id the table shows: `run-` and the day.
const SHORT_RUN_ID: usize = 23;

pub(super) fn execute(arguments: &HistoryArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, None)?;
    let path = state_path(&location, options, console)?;
    let records = newest_runs(&path, arguments.limit, console)?;
    if console.wants_json() {
        console.print_json(&HistoryOutput::new(&records, arguments.audit))?;
    } else if records.is_empty() {
        console.print("No runs yet: rocky run makes the first.\n")?;
    } else {
        console.print(&table(&records, arguments.audit).render())?;
    }
    Ok(Exit::SUCCESS)
}

fn table(records: &[RunRecord], audit: bool) -> Table {
    let mut titles = vec!["RUN ID", "STARTED", "STATUS", "MODELS", "DURATION", "TRIGGER"];
    if audit {
        titles.extend(["WHO", "HOST", "COMMIT", "VERSION"]);
    }
    let mut table =
        Table::with_titles(titles.into_iter().map(str::to_owned).collect()).right_aligned(3).right_aligned(4);
    for record in records {
        let mut row = vec![
            record.run_id.chars().take(SHORT_RUN_ID).collect(),
            record.started_at.to_string(),
            record.status.name().to_owned(),
            output::executed(record).count().to_string(),
            human_duration(Duration::from_millis(record.duration_ms)),
            record.origin.trigger.name().to_owned(),
        ];
        if audit {
            let origin = &record.origin;
            row.extend([
                origin.triggering_identity.clone().unwrap_or_default(),
                origin.hostname.clone().unwrap_or_default(),
                origin.git_commit.as_deref().unwrap_or_default().chars().take(8).collect(),
                origin.rocky_version.clone(),
            ]);
        }
        table.row(row);
    }
    table
}
