//! `rocky.toml` from its text.

use crate::{
    Adapter, AdapterReference, AdapterSetting, Budget, ConfigDiagnostic, DiagnosticSettings, Execution,
    FileKind, FormatSettings, Freshness, FunctionDeclaration, ManualTable, Pipeline, PipelineBody,
    Portability, Replication, RockyToml, SchemaCache, SchemaTable, Secret, SeverityOverride, SeverityRule,
    Spanned, StateSettings, Transformation, project_rules, read, validate,
};
use base::{DialectKind, Severity, SmolStr, TextRange};
use std::collections::BTreeMap;
use syntax::toml::{Entry, Table, Value};

/// Decodes `rocky.toml`. `environment` holds the variables that are set.
pub fn rocky_toml(text: &str, environment: &BTreeMap<String, String>) -> (RockyToml, Vec<ConfigDiagnostic>) {
    let (root, mut diagnostics) =
        read::file(text, 0.into(), FileKind::RockyToml, validate::PROJECT, Some(environment));
    let is_complete = diagnostics.iter().all(|it| it.code != validate::PROJECT.syntax);
    let project = RockyToml {
        adapters: named_tables(&root, &["adapter", "adapters"], &["type"]).map(adapter).collect(),
        pipelines: pipeline_tables(&root).map(pipeline).collect(),
        state: root.table("state").map(state).unwrap_or_default(),
        budget: root.table("budget").map(Budget::read),
        portability: root.table("portability").map(portability).unwrap_or_default(),
        freshness: root.table("freshness").map(Freshness::read),
        diagnostics: root.table("diagnostics").map(diagnostic_settings).unwrap_or_default(),
        format: root.table("format").map(FormatSettings::read).unwrap_or_default(),
        schema_cache: root
            .table("cache")
            .and_then(|it| it.table("schemas"))
            .map(schema_cache)
            .unwrap_or_default(),
        functions: read::tables(&root, "functions").filter_map(function).collect(),
        masks: read::pairs(root.table("mask")),
        environment_masks: root
            .table("mask")
            .map_or(&[][..], |it| &it.entries)
            .iter()
            .flat_map(|entry| read::pairs(entry.value.as_table()))
            .collect(),
        allow_unmasked: root
            .table("classifications")
            .map_or_else(Vec::new, |it| read::strings(it, "allow_unmasked")),
    };
    project_rules::check(text, &root, &project, is_complete, &mut diagnostics);
    (project, read::sorted(diagnostics))
}

fn schema_cache(table: &Table) -> SchemaCache {
    let default = SchemaCache::default();
    SchemaCache {
        enabled: read::boolean(table, "enabled").map_or(default.enabled, |it| it.value),
        ttl_seconds: read::integer(table, "ttl_seconds").map_or(default.ttl_seconds, |it| it.value),
    }
}

/// Keys that say that `[pipeline]` is a pipeline itself and not a table of them (formats.md 1.3).
const FLAT_PIPELINE: &[&str] = &["source", "type", "models", "tables", "unique_key", "source_dir"];

/// The tables of the pipelines, in the order of [`RockyToml::pipelines`].
pub(crate) fn pipeline_tables(root: &Table) -> impl Iterator<Item = (Spanned<SmolStr>, &Table)> {
    named_tables(root, &["pipeline", "pipelines"], FLAT_PIPELINE)
}

/// The tables below one of these keys by name; a flat table is called `default`, at its own key.
fn named_tables<'t>(
    root: &'t Table,
    keys: &[&str],
    flat: &[&str],
) -> impl Iterator<Item = (Spanned<SmolStr>, &'t Table)> {
    let mut found = Vec::new();
    for entry in root.entries.iter().filter(|entry| keys.contains(&entry.key.text.as_str())) {
        let Some(table) = entry.value.as_table() else { continue };
        if validate::is_flat(table, flat) {
            found.push((Spanned::new(SmolStr::new_static("default"), entry.key.range), table));
            continue;
        }
        let named = |entry: &'t Entry| {
            Some((Spanned::new(entry.key.text.clone(), entry.key.range), entry.value.as_table()?))
        };
        found.extend(table.entries.iter().filter_map(named));
    }
    found.into_iter()
}

fn adapter((name, table): (Spanned<SmolStr>, &Table)) -> Adapter {
    const OWN: &[&str] = &["type", "kind", "path", "engine_version"];
    let settings = table.entries.iter().filter(|entry| !OWN.contains(&entry.key.text.as_str()));
    let setting = |entry: &Entry| {
        Some(AdapterSetting {
            key: entry.key.text.clone(),
            value: Secret::new(read::scalar(&entry.value)?),
            range: entry.value.range,
        })
    };
    let manual = |table: &Table| {
        Some(ManualTable {
            catalog: read::string(table, "catalog"),
            schema: read::string(table, "schema"),
            table: SchemaTable::read(table)?,
        })
    };
    Adapter {
        name,
        adapter_type: read::string(table, "type"),
        role: read::string(table, "kind"),
        path: read::string(table, "path"),
        engine_version: read::string(table, "engine_version"),
        settings: settings.filter_map(setting).collect(),
        tables: read::tables(table, "tables").filter_map(manual).collect(),
    }
}

fn pipeline((name, table): (Spanned<SmolStr>, &Table)) -> Pipeline {
    let kind = read::string(table, "type");
    let source = table.table("source");
    let target = table.table("target");
    let in_source = |key| source.and_then(|it| read::string(it, key));
    let in_target = |key| target.and_then(|it| read::string(it, key));
    let source_adapter = AdapterReference(in_source("adapter"));
    let target_adapter = AdapterReference(in_target("adapter"));
    let body = match kind.as_ref().map_or("replication", |it| it.as_str()) {
        "replication" => {
            PipelineBody::Replication(Box::new(replication(table, source_adapter, target_adapter)))
        }
        "transformation" => {
            let governance = target.and_then(|it| it.table("governance"));
            let flag = |key| governance.and_then(|it| read::boolean(it, key)).is_some_and(|it| it.value);
            PipelineBody::Transformation(Transformation {
                models: read::string(table, "models"),
                target_adapter,
                auto_create_catalogs: flag("auto_create_catalogs"),
                auto_create_schemas: flag("auto_create_schemas"),
            })
        }
        "quality" => PipelineBody::Quality { target_adapter },
        "snapshot" => PipelineBody::Snapshot {
            source_adapter,
            target_adapter,
            unique_key: read::strings(table, "unique_key"),
            updated_at: read::string(table, "updated_at"),
        },
        "load" => PipelineBody::Load {
            source_dir: read::string(table, "source_dir"),
            format: read::string(table, "format"),
            target_adapter,
            catalog: in_target("catalog"),
            schema: in_target("schema"),
            table: in_target("table"),
        },
        unknown => PipelineBody::Unknown(unknown.into()),
    };
    Pipeline {
        name,
        depends_on: read::strings(table, "depends_on"),
        execution: table.table("execution").map(execution).unwrap_or_default(),
        freshness_schedule: freshness_schedule(table),
        body,
    }
}

/// `schedule.freshness`, where it is on and no check of the pipeline says how old its data may be.
fn freshness_schedule(table: &Table) -> Option<TextRange> {
    let is_on = read::boolean(table.table("schedule")?, "freshness").filter(|it| it.value)?;
    let has_check = table.table("checks").is_some_and(|it| it.get("freshness").is_some());
    (!has_check).then_some(is_on.range)
}

fn replication(
    table: &Table,
    source_adapter: AdapterReference,
    target_adapter: AdapterReference,
) -> Replication {
    let source = table.table("source");
    let target = table.table("target");
    let pattern = source.and_then(|it| it.table("schema_pattern"));
    let discovery = source.and_then(|it| it.table("discovery"));
    let text = |table: Option<&Table>, key| table.and_then(|it| read::string(it, key));
    Replication {
        strategy: read::string(table, "strategy"),
        timestamp_column: read::string(table, "timestamp_column"),
        merge_keys: read::strings(table, "merge_keys"),
        source_adapter,
        source_catalog: text(source, "catalog"),
        discovery_adapter: discovery.map(|it| AdapterReference(read::string(it, "adapter"))),
        schema_prefix: text(pattern, "prefix"),
        schema_separator: text(pattern, "separator"),
        schema_components: pattern.map_or_else(Vec::new, |it| read::strings(it, "components")),
        target_adapter,
        catalog_template: text(target, "catalog_template"),
        schema_template: text(target, "schema_template"),
        target_separator: text(target, "separator"),
    }
}

fn execution(table: &Table) -> Execution {
    let default = Execution::default();
    let integer = |key, default| read::integer(table, key).map_or(default, |it| it.value);
    Execution {
        concurrency: read::integer(table, "concurrency").filter(|it| it.value > 0),
        fail_fast: read::boolean(table, "fail_fast").is_some_and(|it| it.value),
        error_rate_abort_pct: integer("error_rate_abort_pct", default.error_rate_abort_pct),
        table_retries: integer("table_retries", default.table_retries),
    }
}

fn state(table: &Table) -> StateSettings {
    StateSettings {
        backend: read::string(table, "backend"),
        per_pipeline: read::string(table, "namespacing").is_some_and(|it| it.as_str() == "pipeline"),
    }
}

fn portability(table: &Table) -> Portability {
    let one = read::string(table, "target_dialect");
    let names = one.into_iter().chain(read::strings(table, "target_dialects"));
    let mut targets: Vec<Spanned<DialectKind>> = Vec::new();
    for name in names {
        if let Some(dialect) = DialectKind::from_name(name.as_str())
            && !targets.iter().any(|it| it.value == dialect)
        {
            targets.push(Spanned::new(dialect, name.range));
        }
    }
    Portability { targets, allow: read::strings(table, "allow") }
}

fn diagnostic_settings(table: &Table) -> DiagnosticSettings {
    let overrides = read::tables(table, "override").map(|table| SeverityOverride {
        paths: read::strings(table, "paths"),
        rules: severity_rules(table, "paths"),
    });
    DiagnosticSettings { rules: severity_rules(table, "override"), overrides: overrides.collect() }
}

/// The severities of a table, which also has a key that is no code.
fn severity_rules(table: &Table, other_key: &str) -> Vec<SeverityRule> {
    let entries = table.entries.iter().filter(|entry| entry.key.text != other_key);
    entries
        .filter_map(|entry| {
            let severity = match entry.value.as_str()?.as_str() {
                "error" => Some(Severity::Error),
                "warning" => Some(Severity::Warning),
                "info" => Some(Severity::Info),
                "off" => None,
                _ => return None,
            };
            let code = Spanned::new(SmolStr::from(entry.key.text.to_ascii_uppercase()), entry.key.range);
            Some(SeverityRule { code, severity })
        })
        .collect()
}

fn function(table: &Table) -> Option<FunctionDeclaration> {
    let arguments = table.get("arguments").and_then(Value::as_array);
    Some(FunctionDeclaration {
        name: read::string(table, "name")?,
        arguments: arguments.map(|_| read::strings(table, "arguments")),
        returns: read::string(table, "returns"),
        is_aggregate: read::boolean(table, "aggregate").is_some_and(|it| it.value),
    })
}
