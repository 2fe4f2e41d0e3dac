//! Lenses above models: what hangs on them, how their last run went, and commands of the client.

use super::uri;
use crate::{
    run_history::ModelRun,
    snapshot::{ClientFeatures, Snapshot},
};
use base::counted;
use ide::{BlastRadius, Cancellable, FileId, LensPlaces};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::lsp_types::{CodeLens, Command, Range, Url};

/// The commands of a client that lenses call, if it says in `experimental.rocky.commands` that it has them.
const RUN: &str = "rocky.runModel";
const PREVIEW: &str = "rocky.previewModel";
const SHOW_LINEAGE: &str = "rocky.showLineage";
const SHOW_MODEL: &str = "rocky.showModel";

/// A lens whose words are made when it is seen: what the client sends back to have them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Unresolved {
    pub(crate) says: Says,
    pub(crate) uri: Url,
    pub(crate) model: String,
}

/// What such a lens says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Says {
    /// How much hangs on the model.
    BlastRadius,
    /// How its last run went.
    LastRun,
}

/// The lenses of a model. Those whose words take a look at other files, or at past runs, come without.
pub(crate) fn lenses(snapshot: &Snapshot, file: FileId, places: LensPlaces) -> Cancellable<Vec<CodeLens>> {
    let Some(uri) = uri(&snapshot.view, &snapshot.place(file)) else { return Ok(Vec::new()) };
    let features = snapshot.features();
    let model = places.model;
    let start = super::range(snapshot, file, places.start)?;
    let mut lenses = Vec::new();
    let mut unresolved = |says, command| {
        if features.has_command(command) {
            let data = Unresolved { says, uri: uri.clone(), model: model.clone() };
            let data = serde_json::to_value(data).ok();
            lenses.push(CodeLens { range: start, command: None, data });
        }
    };
    unresolved(Says::BlastRadius, SHOW_LINEAGE);
    unresolved(Says::LastRun, SHOW_MODEL);
    let mut ready = |range: Range, title: &str, command: &str, more: &[Value]| {
        let arguments = [json!(uri), json!(model)].into_iter().chain(more.iter().cloned()).collect();
        let command = features.has_command(command).then(|| Command {
            title: title.to_owned(),
            command: command.to_owned(),
            arguments: Some(arguments),
        });
        lenses.extend(command.map(|it| CodeLens { range, command: Some(it), data: None }));
    };
    if places.tests > 0 {
        ready(start, &counted(places.tests, "test"), SHOW_MODEL, &[]);
    }
    ready(start, "Run", RUN, &[]);
    ready(start, "Preview", PREVIEW, &[Value::Null]);
    ready(start, "Lineage", SHOW_LINEAGE, &[Value::Null]);
    for (name, range) in &places.ctes {
        let range = super::range(snapshot, file, *range)?;
        ready(range, &format!("Preview {name}"), PREVIEW, &[json!(name)]);
    }
    Ok(lenses)
}

impl ClientFeatures {
    fn has_command(&self, command: &str) -> bool {
        self.commands.iter().any(|it| it == command)
    }
}

/// `12 models, 3 contracts`, and where to see them.
pub(crate) fn blast_radius(of: &Unresolved, radius: BlastRadius) -> Command {
    let BlastRadius { models, contracts } = radius;
    let mut title = if models == 0 { "read by no model".to_owned() } else { counted(models, "model") };
    if contracts > 0 {
        title = format!("{title}, {}", counted(contracts, "contract"));
    }
    let arguments = vec![json!(of.uri), json!(of.model), Value::Null];
    Command { title, command: SHOW_LINEAGE.to_owned(), arguments: Some(arguments) }
}

/// How the last run of a model went, and where to see more.
pub(crate) fn last_run(of: &Unresolved, run: Option<&ModelRun>) -> Command {
    let title = match run {
        None => "never run".to_owned(),
        Some(run) => {
            let rows = run.rows.map(|it| format!(", {}", counted(it, "row"))).unwrap_or_default();
            // To the minute: `2026-01-01T00:00` is sixteen characters.
            let started = run.started_at.get(..16).unwrap_or(&run.started_at).replace('T', " ");
            let took = duration(run.duration_ms);
            format!("last run {started} UTC: {}{rows} in {took}", run.status.to_lowercase())
        }
    };
    let arguments = vec![json!(of.uri), json!(of.model)];
    Command { title, command: SHOW_MODEL.to_owned(), arguments: Some(arguments) }
}

/// A time as one says it: `412 ms`, `3.2 s`, `4 min 5 s`.
fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0..1_000 => format!("{milliseconds} ms"),
        1_000..60_000 => format!("{}.{} s", milliseconds / 1_000, milliseconds % 1_000 / 100),
        _ => format!("{} min {} s", milliseconds / 60_000, milliseconds % 60_000 / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn times_are_said_in_the_unit_that_fits() {
        let said = [0, 412, 999, 1_000, 3_249, 59_999, 60_000, 245_000].map(duration);
        assert_eq!(said, ["0 ms", "412 ms", "999 ms", "1.0 s", "3.2 s", "59.9 s", "1 min 0 s", "4 min 5 s"]);
    }
}
