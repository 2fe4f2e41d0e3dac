//! Counted work: how many queries an edit executes, by a bench target of `ide` that needs no server.

use super::project::{BenchProject, Keystroke};
use super::target;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// What one edit of the hub executed.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) what: String,
    /// Of the edited file, of models that depend on it, of other files, of the project as a whole.
    pub(super) queries: [u64; 4],
    /// How many files the second and third are about.
    pub(super) dependants: u64,
    pub(super) others: u64,
}

/// Edits the hub in several ways, each from its text as generated.
pub(super) fn measure(project: &BenchProject) -> Result<Vec<Counted>> {
    let hub = &project.hub.text;
    let rename = Keystroke::rename_in_hub(hub)?;
    let edits = json!([
        {"what": "nothing", "before": hub, "after": hub},
        {"what": "a comment", "before": hub, "after": format!("{hub}-- A remark.\n")},
        {"what": "the body, the schema stays equal", "before": hub,
         "after": hub.replace("WHERE recency = 1", "WHERE recency = 1 AND TRUE")},
        {"what": "an output column renamed", "before": rename.before, "after": rename.after()},
    ]);
    let request = json!({"project": project.folder, "file": project.hub.path, "edits": edits});
    let path = project.folder.with_extension("edits.json");
    std::fs::write(&path, request.to_string()).with_context(|| format!("cannot write {}", path.display()))?;
    let answer = target::measure("ide", "executed_queries", &[path.as_os_str()])?;
    let counted = answer.as_array().context("`executed_queries` printed no list")?;
    let number = |it: &Value, key: &str| it[key].as_u64().unwrap_or(0);
    Ok(counted
        .iter()
        .map(|it| Counted {
            what: it["what"].as_str().unwrap_or_default().to_owned(),
            queries: ["own", "dependant", "other", "project"].map(|key| number(it, key)),
            dependants: number(it, "dependantFiles"),
            others: number(it, "otherFiles"),
        })
        .collect())
}

/// A heading and a Markdown table.
pub(super) fn to_markdown(counted: &[Counted], project: &BenchProject) -> String {
    let mut text = format!(
        "### Executed queries after an edit of the hub ({} models read it directly)\n\n\
         | edit | of the hub | of models that depend on it | of others | of the project |\n|---|--:|--:|--:|--:|\n",
        project.hub_readers.len()
    );
    for it in counted {
        let [own, dependant, other, whole] = it.queries;
        text += &format!(
            "| {} | {own} | {dependant} (in {} files) | {other} (in {} files) | {whole} |\n",
            it.what, it.dependants, it.others
        );
    }
    text
}

pub(super) fn to_json(counted: &[Counted]) -> Value {
    let entry = |it: &Counted| {
        let [own, dependant, other, whole] = it.queries;
        json!({"what": it.what, "own": own, "dependant": dependant, "other": other, "project": whole,
               "dependantFiles": it.dependants, "otherFiles": it.others})
    };
    counted.iter().map(entry).collect()
}
