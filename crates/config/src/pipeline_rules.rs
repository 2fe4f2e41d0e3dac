//! What is wrong with the pipelines of `rocky.toml`, but for their adapters and schedules (formats.md 1.7 to 1.10).

use crate::{
    ConfigDiagnostic, Pipeline, PipelineBody, RockyToml, Spanned,
    keys::REPLICATION_STRATEGIES,
    pipeline_order::{self, Codes},
    project_decode::pipeline_tables,
    read,
    validate::one_of,
};
use base::{Code, SmolStr};
use syntax::toml::{Entry, Table, Value, ValueKind};

/// Reports what is wrong with pipelines.
pub(crate) fn check(
    root: &Table,
    project: &RockyToml,
    is_complete: bool,
    diagnostics: &mut Vec<ConfigDiagnostic>,
) {
    let order = Codes { unknown: Code::V029, cycle: Code::V030, key: "depends_on" };
    let names: Vec<&[Spanned<SmolStr>]> = project.pipelines.iter().map(|it| &it.depends_on[..]).collect();
    pipeline_order::check(project, &names, order, diagnostics);
    for (pipeline, (_, table)) in project.pipelines.iter().zip(pipeline_tables(root)) {
        match &pipeline.body {
            PipelineBody::Replication(_) => {
                strategies(table, diagnostics);
                schema_pattern(table, diagnostics);
            }
            PipelineBody::Quality { .. } => quality(pipeline, table, is_complete, diagnostics),
            PipelineBody::Snapshot { .. } => diagnostics.extend(empty_array(
                table,
                "unique_key",
                Code::V028,
                "a snapshot needs a column in `unique_key`: without one no row can be told from another",
            )),
            PipelineBody::Transformation(_) | PipelineBody::Load { .. } | PipelineBody::Unknown(_) => {}
        }
        inert_checks(pipeline, table, diagnostics);
    }
}

/// V035.
fn strategies(table: &Table, diagnostics: &mut Vec<ConfigDiagnostic>) {
    let overrides = read::tables(table, "table_overrides");
    for strategy in [table].into_iter().chain(overrides).filter_map(|it| read::string(it, "strategy")) {
        if REPLICATION_STRATEGIES.contains(&strategy.as_str()) || strategy.as_str().contains("${") {
            continue;
        }
        let known = one_of(REPLICATION_STRATEGIES.iter().map(|it| format!("`{it}`")));
        let message = format!("unknown replication strategy `{}`; expected {known}", strategy.value);
        let known = REPLICATION_STRATEGIES.iter().copied();
        diagnostics.push(ConfigDiagnostic::unknown_name(Code::V035, &strategy, message, known));
    }
}

/// What ends a component that takes several parts of a schema's name.
const SEVERAL: &str = "...";

/// Names that mean the table and the connector in filters.
const RESERVED_COMPONENTS: &[&str] = &["table", "id"];

/// V021.
fn schema_pattern(table: &Table, diagnostics: &mut Vec<ConfigDiagnostic>) {
    let Some(pattern) = table.table("source").and_then(|it| it.table("schema_pattern")) else { return };
    let mut report = |range, message: String| {
        diagnostics.push(ConfigDiagnostic::new(Code::V021, range, message));
    };
    if let Some(separator) = read::string(pattern, "separator").filter(|it| it.as_str().is_empty()) {
        let message = "an empty separator splits no schema name into its components";
        report(separator.range, message.to_owned());
    }
    let mut earlier: Vec<SmolStr> = Vec::new();
    let mut has_several = false;
    for component in read::strings(pattern, "components") {
        let name = component.as_str().trim_end_matches(SEVERAL);
        if name.is_empty() {
            report(component.range, "a component needs a name".to_owned());
        } else if RESERVED_COMPONENTS.contains(&name) {
            let message =
                format!("no component can be called `{name}`: that is what filters call something else");
            report(component.range, message);
        } else if earlier.iter().any(|it| it == name) {
            report(component.range, format!("there is a component `{name}` already"));
        } else if component.as_str().ends_with(SEVERAL) && has_several {
            let message = "only one component can take several parts: where it ends is not certain otherwise";
            report(component.range, message.to_owned());
        }
        has_several |= component.as_str().ends_with(SEVERAL);
        earlier.push(name.into());
    }
}

/// V026, V027.
fn quality(pipeline: &Pipeline, table: &Table, is_complete: bool, diagnostics: &mut Vec<ConfigDiagnostic>) {
    let message = "this pipeline checks nothing: it lists no table";
    diagnostics.extend(empty_array(table, "tables", Code::V026, message));
    let checks = table.table("checks");
    match checks.and_then(|it| it.get("enabled")) {
        Some(Value { kind: ValueKind::Boolean(false), range }) => {
            let message = "this pipeline checks nothing: its checks are switched off".to_owned();
            let diagnostic = ConfigDiagnostic::new(Code::V027, *range, message);
            diagnostics.push(diagnostic.edit(Some(*range), "true"));
        }
        None if is_complete && table.get("checks").is_none_or(|it| it.as_table().is_some()) => {
            let range = checks.map_or(pipeline.name.range, |it| it.opening);
            let message =
                "this pipeline checks nothing: checks are off where `checks.enabled = true` is not said";
            diagnostics.push(ConfigDiagnostic::new(Code::V027, range, message.to_owned()));
        }
        _ => {}
    }
}

/// An array that is there and has no element.
fn empty_array(table: &Table, key: &str, code: Code, message: &str) -> Option<ConfigDiagnostic> {
    let value = table.get(key)?;
    value.as_array()?.is_empty().then(|| ConfigDiagnostic::new(code, value.range, message.to_owned()))
}

/// V034: checks that compare a copy with its source, of pipelines that copy nothing.
fn inert_checks(pipeline: &Pipeline, table: &Table, diagnostics: &mut Vec<ConfigDiagnostic>) {
    let (noun, inert): (&str, &[&str]) = match &pipeline.body {
        PipelineBody::Transformation(_) => ("transformation", &["column_match", "cross_source_overlap"]),
        PipelineBody::Quality { .. } => ("quality", &["column_match", "cross_source_overlap"]),
        PipelineBody::Snapshot { .. } => ("snapshot", &["cross_source_overlap"]),
        PipelineBody::Load { .. } => ("load", &["cross_source_overlap"]),
        PipelineBody::Replication(_) | PipelineBody::Unknown(_) => return,
    };
    let Some(checks) = table.table("checks") else { return };
    for entry in checks.entries.iter().filter(|it| inert.contains(&it.key.text.as_str()) && is_on(it)) {
        let key = &entry.key.text;
        let compared = match key.as_str() {
            "column_match" => "a copy with its source",
            _ => "several sources of one table",
        };
        let message =
            format!("`{key}` never runs: it compares {compared}, which a {noun} pipeline does not have");
        diagnostics.push(ConfigDiagnostic::new(Code::V034, entry.key.range, message));
    }
}

/// Whether a check is configured, and not just switched off.
fn is_on(entry: &Entry) -> bool {
    match &entry.value.kind {
        ValueKind::Boolean(is_on) => *is_on,
        ValueKind::Table(table) => read::boolean(table, "enabled").is_none_or(|it| it.value),
        _ => false,
    }
}
