//! `rocky.toml` (formats.md 1).

use crate::{Budget, FormatSettings, Freshness, SchemaTable, Spanned};
use base::{Code, DialectKind, Severity, SmolStr, TextRange};
use std::fmt;

/// The project's configuration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RockyToml {
    /// `[adapter.<name>]`, in the file's order.
    pub adapters: Vec<Adapter>,
    /// `[pipeline.<name>]`, in the file's order.
    pub pipelines: Vec<Pipeline>,
    /// `[state]`.
    pub state: StateSettings,
    /// `[budget]`.
    pub budget: Option<Budget>,
    /// `[portability]`.
    pub portability: Portability,
    /// `[freshness]`.
    pub freshness: Option<Freshness>,
    /// `[diagnostics]`.
    pub diagnostics: DiagnosticSettings,
    /// `[format]`.
    pub format: FormatSettings,
    /// `[cache.schemas]`.
    pub schema_cache: SchemaCache,
    /// `[[functions]]`: functions of the warehouse that Rocky does not know.
    pub functions: Vec<FunctionDeclaration>,
    /// `[mask]`: tags and their strategies, environment overlays left out.
    pub masks: Vec<crate::Pair>,
    /// `[mask.<environment>]`: the tags and strategies of every environment, in the file's order.
    pub environment_masks: Vec<crate::Pair>,
    /// `classifications.allow_unmasked`.
    pub allow_unmasked: Vec<Spanned<SmolStr>>,
}

/// `[cache.schemas]`: what is remembered of tables that the warehouse has described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemaCache {
    /// Whether anything is.
    pub enabled: bool,
    /// For how long it is believed.
    pub ttl_seconds: u64,
}

impl Default for SchemaCache {
    fn default() -> SchemaCache {
        SchemaCache { enabled: true, ttl_seconds: 86_400 }
    }
}

impl RockyToml {
    /// The tags that have a mask, in some environment or in all.
    pub fn masked_tags(&self) -> impl Iterator<Item = &Spanned<SmolStr>> {
        self.masks.iter().chain(&self.environment_masks).map(|it| &it.key)
    }

    /// The adapter of this name.
    pub fn adapter(&self, name: &str) -> Option<&Adapter> {
        self.adapters.iter().find(|it| it.name.as_str() == name)
    }

    /// The pipeline of this name.
    pub fn pipeline(&self, name: &str) -> Option<&Pipeline> {
        self.pipelines.iter().find(|it| it.name.as_str() == name)
    }

    /// The transformation pipelines with their settings, in the file's order.
    pub fn transformations(&self) -> impl Iterator<Item = (&Pipeline, &Transformation)> {
        self.pipelines.iter().filter_map(|pipeline| match &pipeline.body {
            PipelineBody::Transformation(it) => Some((pipeline, it)),
            _ => None,
        })
    }

    /// The adapter that builds models where nothing else is said: that of the first transformation pipeline, or the
    /// one named `default`, or the only one.
    pub fn default_adapter(&self) -> Option<&Adapter> {
        let named = self.transformations().next().map_or("default", |(_, it)| it.target_adapter.name());
        self.adapter(named).or(match &self.adapters[..] {
            [only] => Some(only),
            _ => None,
        })
    }
}

/// `[adapter.<name>]`: a warehouse or a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Adapter {
    /// Its name; `default` at the header for the flat form `[adapter]`.
    pub name: Spanned<SmolStr>,
    /// `type`.
    pub adapter_type: Option<Spanned<SmolStr>>,
    /// `kind`: `data` or `discovery`.
    pub role: Option<Spanned<SmolStr>>,
    /// `path`: the DuckDB file.
    pub path: Option<Spanned<SmolStr>>,
    /// `engine_version`: what the warehouse runs, where it is pinned.
    pub engine_version: Option<Spanned<SmolStr>>,
    /// Every other string, number and boolean directly in the table, as text.
    pub settings: Vec<AdapterSetting>,
    /// `[[adapter.<name>.tables]]` of a manual source: catalog, schema, table.
    pub tables: Vec<ManualTable>,
}

impl Adapter {
    /// The SQL that this adapter speaks, if it is a warehouse.
    pub fn dialect(&self) -> Option<DialectKind> {
        DialectKind::from_name(self.adapter_type.as_ref()?.as_str())
    }

    /// A setting by its key.
    pub fn setting(&self, key: &str) -> Option<&str> {
        self.settings.iter().find(|it| it.key == key).map(|it| it.value.expose())
    }
}

/// A key of an adapter and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterSetting {
    /// The key.
    pub key: SmolStr,
    /// The value, after environment substitution.
    pub value: Secret,
    /// Where the value stands.
    pub range: TextRange,
}

/// A text that may be a password: printing it with `{:?}` shows `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(SmolStr);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<SmolStr>) -> Secret {
        Secret(text.into())
    }

    /// The text. Never print it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A table listed for a manual source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualTable {
    /// `catalog`.
    pub catalog: Option<Spanned<SmolStr>>,
    /// `schema`.
    pub schema: Option<Spanned<SmolStr>>,
    /// `name` and `columns`.
    pub table: SchemaTable,
}

/// `[pipeline.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// Its name; `default` at the header for the flat form `[pipeline]`.
    pub name: Spanned<SmolStr>,
    /// `depends_on`: other pipelines.
    pub depends_on: Vec<Spanned<SmolStr>>,
    /// `[…execution]`.
    pub execution: Execution,
    /// `schedule.freshness = true`, where the pipeline's own checks do not say how old its data may be.
    pub freshness_schedule: Option<TextRange>,
    /// What depends on `type`.
    pub body: PipelineBody,
}

/// A reference to an adapter by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdapterReference(pub Option<Spanned<SmolStr>>);

impl AdapterReference {
    /// The name; `default` where none is written.
    pub fn name(&self) -> &str {
        self.0.as_ref().map_or("default", |it| it.as_str())
    }
}

/// The five types of pipelines.
#[derive(Clone, Debug, PartialEq)]
pub enum PipelineBody {
    /// Copies tables from a source.
    Replication(Box<Replication>),
    /// Builds models.
    Transformation(Transformation),
    /// Checks tables.
    Quality {
        /// `target.adapter`.
        target_adapter: AdapterReference,
    },
    /// Keeps the history of a table.
    Snapshot {
        /// `source.adapter`.
        source_adapter: AdapterReference,
        /// `target.adapter`.
        target_adapter: AdapterReference,
        /// `unique_key`.
        unique_key: Vec<Spanned<SmolStr>>,
        /// `updated_at`.
        updated_at: Option<Spanned<SmolStr>>,
    },
    /// Loads files.
    Load {
        /// `source_dir`.
        source_dir: Option<Spanned<SmolStr>>,
        /// `format`; by file extension where absent.
        format: Option<Spanned<SmolStr>>,
        /// `target.adapter`.
        target_adapter: AdapterReference,
        /// `target.catalog`.
        catalog: Option<Spanned<SmolStr>>,
        /// `target.schema`.
        schema: Option<Spanned<SmolStr>>,
        /// `target.table`; the file's stem where absent.
        table: Option<Spanned<SmolStr>>,
    },
    /// A type that does not exist; it has been reported.
    Unknown(SmolStr),
}

/// A replication pipeline (formats.md 1.8).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replication {
    /// `strategy`; `incremental` where absent.
    pub strategy: Option<Spanned<SmolStr>>,
    /// `timestamp_column`; `_fivetran_synced` where absent.
    pub timestamp_column: Option<Spanned<SmolStr>>,
    /// `merge_keys`.
    pub merge_keys: Vec<Spanned<SmolStr>>,
    /// `source.adapter`.
    pub source_adapter: AdapterReference,
    /// `source.catalog`.
    pub source_catalog: Option<Spanned<SmolStr>>,
    /// `source.discovery.adapter`, if there is a `discovery` table.
    pub discovery_adapter: Option<AdapterReference>,
    /// `source.schema_pattern.prefix`.
    pub schema_prefix: Option<Spanned<SmolStr>>,
    /// `source.schema_pattern.separator`.
    pub schema_separator: Option<Spanned<SmolStr>>,
    /// `source.schema_pattern.components`.
    pub schema_components: Vec<Spanned<SmolStr>>,
    /// `target.adapter`.
    pub target_adapter: AdapterReference,
    /// `target.catalog_template`.
    pub catalog_template: Option<Spanned<SmolStr>>,
    /// `target.schema_template`.
    pub schema_template: Option<Spanned<SmolStr>>,
    /// `target.separator`; the source's where absent.
    pub target_separator: Option<Spanned<SmolStr>>,
}

/// A transformation pipeline (formats.md 1.10).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transformation {
    /// `models`: a glob; `models/**` where absent.
    pub models: Option<Spanned<SmolStr>>,
    /// `target.adapter`.
    pub target_adapter: AdapterReference,
    /// `target.governance.auto_create_catalogs`.
    pub auto_create_catalogs: bool,
    /// `target.governance.auto_create_schemas`.
    pub auto_create_schemas: bool,
}

/// `[…execution]` (formats.md 1.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Execution {
    /// `concurrency`; `None` is adaptive.
    pub concurrency: Option<Spanned<u64>>,
    /// `fail_fast`.
    pub fail_fast: bool,
    /// `error_rate_abort_pct`.
    pub error_rate_abort_pct: u64,
    /// `table_retries`.
    pub table_retries: u64,
}

impl Default for Execution {
    fn default() -> Execution {
        Execution { concurrency: None, fail_fast: false, error_rate_abort_pct: 50, table_retries: 1 }
    }
}

/// `[state]`, as far as a local run needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateSettings {
    /// `backend`; `local` where absent.
    pub backend: Option<Spanned<SmolStr>>,
    /// Whether `namespacing` is `pipeline`.
    pub per_pipeline: bool,
}

/// `[portability]`: the dialects that the project's SQL should also run in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portability {
    /// `target_dialect` or `target_dialects`.
    pub targets: Vec<Spanned<DialectKind>>,
    /// `allow`: construct names that are not reported.
    pub allow: Vec<Spanned<SmolStr>>,
}

/// `[diagnostics]`: severities by code, and by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiagnosticSettings {
    /// `CODE = "error" | "warning" | "info" | "off"`.
    pub rules: Vec<SeverityRule>,
    /// `[[diagnostics.override]]`; a later one wins.
    pub overrides: Vec<SeverityOverride>,
}

/// The severity of one code; `None` switches it off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeverityRule {
    /// The code, at its key. Codes of later versions are accepted, so this is text.
    pub code: Spanned<SmolStr>,
    /// The severity.
    pub severity: Option<Severity>,
}

/// Severities for some paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeverityOverride {
    /// Globs over paths relative to the project's root.
    pub paths: Vec<Spanned<SmolStr>>,
    /// The severities there.
    pub rules: Vec<SeverityRule>,
}

impl DiagnosticSettings {
    /// The severity of `code` in the file at `path` (relative, with `/`); `None` where it is switched off. `default`
    /// is what the diagnostic would have without any settings.
    pub fn severity(&self, code: Code, path: &str, default: Severity) -> Option<Severity> {
        let overriding = self.overrides.iter().rev().filter(|it| it.matches(path)).map(|it| &it.rules);
        for rules in overriding.chain([&self.rules]) {
            if let Some(rule) = rules.iter().rev().find(|rule| rule.code.as_str() == code.name()) {
                return rule.severity;
            }
        }
        Some(default)
    }
}

impl SeverityOverride {
    /// Whether one of the globs matches.
    pub fn matches(&self, path: &str) -> bool {
        self.paths.iter().any(|glob| fast_glob::glob_match(glob.as_str(), path))
    }
}

/// `[[functions]]`: a function of the warehouse's users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionDeclaration {
    /// `name`, perhaps with a schema.
    pub name: Spanned<SmolStr>,
    /// `arguments`: their types, where given; otherwise any are accepted.
    pub arguments: Option<Vec<Spanned<SmolStr>>>,
    /// `returns`: the type of its result.
    pub returns: Option<Spanned<SmolStr>>,
    /// `aggregate`: whether it is an aggregate function.
    pub is_aggregate: bool,
}
