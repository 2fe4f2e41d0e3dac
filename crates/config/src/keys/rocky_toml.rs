//! The root of `rocky.toml` (formats.md 1.5, 1.12 to 1.16; decisions.md 2).

use super::{
    STRING_MAP, STRINGS, TableSpec,
    ValueSpec::{self, *},
    adapter, key, map, model, pipeline, table,
};

/// `rocky.toml`.
pub(super) static ROOT: TableSpec = table(&[
    key("adapter", Named(&adapter::ADAPTER, &["type"]), "Warehouses and sources.").alias(&["adapters"]),
    key(
        "pipeline",
        Named(&pipeline::PIPELINE, &["source", "type", "models", "tables", "unique_key", "source_dir"]),
        "What the project does.",
    )
    .alias(&["pipelines"]),
    key("state", Table(&STATE), "Where the record of runs is kept."),
    key("hook", Table(&HOOK), "Commands and requests on events.").alias(&["hooks"]),
    key("cost", Table(&COST), "Prices for estimates."),
    key("budget", Table(&model::BUDGET), "What a run may cost."),
    key("portability", Table(&PORTABILITY), "Other dialects that the project's SQL should run in."),
    key("diagnostics", Table(&DIAGNOSTICS), "Severities of diagnostics, by code and path."),
    key("format", Table(&FORMAT), "How `rocky fmt` and the editor lay out SQL and the Rocky DSL."),
    key("functions", Array(&Table(&FUNCTION)), "Functions of your own that models call."),
    key("mask", Table(&MASK), "How tagged columns are masked."),
    key("classifications", Table(&CLASSIFICATIONS), "Rules about tags of columns."),
    key("role", Table(&ROLES), "Roles and their permissions.").alias(&["roles"]),
    key("ai", Table(&AI), "Settings of the assistant."),
    key("freshness", Table(&FRESHNESS), "How old data may be."),
    key("schema_evolution", Table(&SCHEMA_EVOLUTION), "How dropped columns are treated."),
    key("retry", Table(&RETRY), "Repetitions shared by all adapters."),
    key("cache", Table(&CACHE), "What is remembered of the warehouse."),
    key("branch", Table(&BRANCH), "Rules for branches."),
    key("schedule", Table(&SCHEDULE), "Defaults of all schedules."),
    key("imports", Table(&IMPORTS), "Schemas of other teams."),
    key("run", Table(&RUN), "Settings of `rocky run`."),
    key("reuse", Table(&REUSE), "Reuse of earlier results."),
    key("gc", Table(&GC), "Settings of `rocky gc`."),
    key("policy", Table(&POLICY), "What people and agents may do."),
    key("fulfill", Table(&FULFILL), "Settings of `rocky fulfill`."),
    key("resilience", Table(&RESILIENCE), "How a run treats failures."),
]);

static STATE: TableSpec = table(&[
    key("backend", Choice(&["local", "s3", "gcs", "valkey", "tiered"]), "Where; `local` where absent."),
    key("s3_bucket", String, "The bucket in S3."),
    key("s3_prefix", String, "The prefix in the bucket; `rocky/state/` where absent."),
    key("gcs_bucket", String, "The bucket in Google Cloud Storage."),
    key("gcs_prefix", String, "The prefix in the bucket; `rocky/state/` where absent."),
    key("valkey_url", String, "URL of Valkey. Take it from the environment: `${NAME}`."),
    key("valkey_prefix", String, "The prefix of keys; `rocky:state:` where absent."),
    key("transfer_timeout_seconds", Integer, "Seconds for a transfer; 300 where absent."),
    key("retry", Table(&adapter::RETRY), "How failed transfers are repeated."),
    key("on_upload_failure", Choice(&["skip", "fail"]), "What a failed upload does to the run."),
    key("on_schema_mismatch", Choice(&["recreate", "fail"]), "What happens with a state of another version."),
    key("namespacing", Choice(&["none", "pipeline"]), "One state for all, or one per pipeline."),
    key("concurrency_control", Choice(&["off", "cas"]), "Whether two writers are told apart."),
    key("freeze_marker_writes", Boolean, "Whether freezes are written to the bucket."),
    key("idempotency", Table(&IDEMPOTENCY), "How repeated requests are recognised."),
    key("retention", Table(&RETENTION), "How long records are kept."),
]);

static IDEMPOTENCY: TableSpec = table(&[
    key("retention_days", Integer, "Life of a key; 30 where absent."),
    key("dedup_on", Choice(&["success", "any"]), "Which earlier runs count."),
    key("in_flight_ttl_hours", Integer, "When an unfinished run is given up; 24 where absent."),
]);

static RETENTION: TableSpec = table(&[
    key("max_age_days", Integer, "Days; 365 where absent."),
    key("min_runs_kept", Integer, "Runs that stay in any case; 100 where absent."),
    key("applies_to", Array(&Choice(&["history", "lineage", "audit"])), "Which records."),
    key("sweep_interval_seconds", Integer, "Time between sweeps; 3600 where absent."),
    key("sweep_budget_ms", Integer, "Time of one sweep; 5000 where absent."),
]);

static COST: TableSpec = table(&[
    key("storage_cost_per_gb_month", Number, "Dollars; 0.023 where absent."),
    key("compute_cost_per_dbu", Number, "Dollars; 0.40 where absent."),
    key("warehouse_size", String, "Size of the warehouse; `Medium` where absent."),
    key("min_history_runs", Integer, "Runs that an estimate needs; 5 where absent."),
]);

const DIALECTS: &[&str] = &["databricks", "snowflake", "bigquery", "trino", "duckdb"];

static PORTABILITY: TableSpec = table(&[
    key("target_dialect", Choice(DIALECTS), "A dialect that the SQL should also run in."),
    key("target_dialects", Array(&Choice(DIALECTS)), "Dialects that the SQL should also run in."),
    key("allow", STRINGS, "Constructs that are not reported, such as `NVL`."),
]);

const SEVERITIES: ValueSpec = Choice(&["error", "warning", "info", "off"]);

static DIAGNOSTICS: TableSpec = TableSpec {
    keys: &[key("override", Array(&Table(&OVERRIDE)), "Severities for some paths; a later one wins.")],
    variants: None,
    rest: Some(SEVERITIES),
};

static OVERRIDE: TableSpec = TableSpec {
    keys: &[key("paths", STRINGS, "Globs over paths, such as `models/legacy/**`.").required()],
    variants: None,
    rest: Some(SEVERITIES),
};

static FORMAT: TableSpec = table(&[
    key("line_width", Integer, "Columns of a line, 20 to 1000; 100 where absent."),
    key("indent", Integer, "Blanks of one level of indentation, 1 to 16; 4 where absent."),
    key(
        "keyword_case",
        Choice(&["upper", "lower", "preserve"]),
        "How keywords of SQL are spelt; `upper` where absent.",
    ),
    key(
        "commas",
        Choice(&["trailing", "leading"]),
        "Where the commas of long lists stand; `trailing` where absent.",
    ),
]);

static FUNCTION: TableSpec = table(&[
    key("name", String, "Its name, perhaps with a schema.").required(),
    key("arguments", STRINGS, "The types of its arguments; any where absent."),
    key("returns", String, "The type of its result.").required(),
    key("aggregate", Boolean, "Whether it is an aggregate function."),
]);

const MASKS: ValueSpec = Choice(&["hash", "redact", "partial", "none"]);
static MASK: TableSpec = map(OneOf(&[MASKS, Table(&MASK_OF_ENVIRONMENT)]));
static MASK_OF_ENVIRONMENT: TableSpec = map(MASKS);

static CLASSIFICATIONS: TableSpec =
    table(&[key("allow_unmasked", STRINGS, "Tags whose columns need no mask.")]);

static ROLES: TableSpec = map(Table(&pipeline::ROLE));

static AI: TableSpec = table(&[key("max_tokens", Integer, "Longest answer; 4096 where absent.")]);

static FRESHNESS: TableSpec = table(&[
    key("expected_lag_seconds", Integer, "Age in seconds that is still fresh.").alias(&["max_lag_seconds"]),
    key("time_column", String, "The column that says how old a row is."),
    key("severity", super::SEVERITY, "What stale data are."),
]);

static SCHEMA_EVOLUTION: TableSpec =
    table(&[key("grace_period_days", Integer, "Days that a dropped column stays; 7 where absent.")]);

static RETRY: TableSpec = table(&[key("max_retries_per_run", Integer, "Repetitions in a whole run.")]);

static CACHE: TableSpec = table(&[key("schemas", Table(&CACHE_SCHEMAS), "Schemas of tables.")]);

static CACHE_SCHEMAS: TableSpec = table(&[
    key("enabled", Boolean, "Whether schemas are remembered; true where absent."),
    key("ttl_seconds", Integer, "How long; 86400 where absent."),
    key("replicate", Boolean, "Whether they are shared with the state."),
]);

static BRANCH: TableSpec = table(&[key("approval", Table(&APPROVAL), "Who approves a promotion.")]);

static APPROVAL: TableSpec = table(&[
    key("required", Boolean, "Whether approval is needed."),
    key("min_approvers", Integer, "How many; 1 where absent."),
    key("allowed_signers", STRINGS, "Their addresses; anyone where empty."),
    key("max_age_seconds", Integer, "How long an approval holds; 86400 where absent."),
]);

static SCHEDULE: TableSpec = table(&[
    key("timezone", String, "Time zone; `UTC` where absent."),
    key("poll_interval_seconds", Integer, "Time between ticks; 15 where absent."),
]);

static IMPORTS: TableSpec = map(Table(&IMPORT));

static IMPORT: TableSpec = table(&[
    key("path", String, "Label of the producer.").required(),
    key("snapshot", String, "The file with its schemas.").required(),
    key("baseline", String, "The file to compare with."),
    key("pin", String, "The recipe that is trusted; any where absent."),
]);

static RUN: TableSpec = table(&[
    key("skip_unchanged", Boolean, "Whether unchanged models are skipped."),
    key("skip_rowcount_fallback", Boolean, "Whether row counts may prove that a source is unchanged."),
    key("strict_scheduling", Boolean, "Whether a model waits for every upstream model."),
    key("lag_tolerance_seconds", Integer, "Lag that counts as unchanged; 0 where absent."),
]);

static REUSE: TableSpec = table(&[
    key("enabled", Boolean, "Whether earlier results are reused."),
    key("column_level", Boolean, "Whether only the columns that are read count; true where absent."),
]);

static GC: TableSpec = table(&[key("physical_delete", Boolean, "Whether files are deleted.")]);

static RESILIENCE: TableSpec = table(&[
    key("enabled", Boolean, "Whether failures are classified and repeated; true where absent."),
    key("transient_max_retries", Integer, "Repetitions of a transient failure; 2 where absent."),
    key("initial_backoff_ms", Integer, "Wait before the first repetition; 500 where absent."),
    key("max_backoff_ms", Integer, "Longest wait; 30000 where absent."),
    key("backoff_multiplier", Number, "Growth of the wait; 2.0 where absent."),
    key("jitter", Boolean, "Whether waits vary at random; true where absent."),
    key("circuit_breaker_threshold", Integer, "Failures in a row that stop all; 3 where absent."),
    key("max_retries_per_run", Integer, "Repetitions in a whole run; 8 where absent."),
    key("contain_failures", Boolean, "Whether only what depends on a failure is withheld."),
    key("auto_apply_additive_drift", Boolean, "Whether new columns are added without asking."),
]);

static POLICY: TableSpec = table(&[
    key("version", Integer, "The version of the format: 1.").required(),
    key(
        "default_agent_effect",
        EFFECT,
        "What agents may do where no rule says; `require_review` where absent.",
    ),
    key("rules", Array(&Table(&POLICY_RULE)), "The rules."),
    key("tests", Array(&Table(&POLICY_TEST)), "What the rules must decide."),
]);

const EFFECT: ValueSpec = Choice(&["allow", "require_review", "deny"]);
const PRINCIPAL: ValueSpec = Choice(&["human", "agent"]);
const CAPABILITIES: &[&str] = &[
    "read",
    "propose",
    "apply",
    "promote",
    "backfill",
    "gc",
    "restore",
    "retry",
    "quarantine",
    "schema_change.additive",
    "schema_change.breaking",
    "value_change",
];

static POLICY_RULE: TableSpec = table(&[
    key("principal", PRINCIPAL, "Who.").required(),
    key("capability", OneOf(&[Choice(CAPABILITIES), Array(&Choice(CAPABILITIES))]), "What.").required(),
    key("scope", Table(&POLICY_SCOPE), "On which models.").required(),
    key("effect", EFFECT, "Whether.").required(),
    key("verify_after", STRINGS, "Checks that must pass afterwards."),
    key("conditions", Any, "Not used."),
    key("autonomy_budget", Table(&AUTONOMY), "Failures after which review is needed."),
]);

static POLICY_SCOPE: TableSpec = table(&[
    key("any", Boolean, "Every model; alone."),
    key("models", STRINGS, "Models by name."),
    key("tags", Table(&STRING_MAP), "Models by tags."),
    key("classifications", STRINGS, "Models with columns of these tags."),
    key("exclude_classifications", STRINGS, "Models without columns of these tags."),
    key("contracted", Boolean, "Models with or without a contract."),
    key("layer", String, "Models of a layer."),
    key("max_downstreams", Integer, "More readers than this need review."),
]);

static AUTONOMY: TableSpec = table(&[
    key("failures", Integer, "How many.").required(),
    key("window", String, "In which time: `7d`, `12h`.").required(),
]);

static POLICY_TEST: TableSpec = table(&[
    key("name", String, "The test's name.").required(),
    key("principal", PRINCIPAL, "Who.").required(),
    key("capability", Choice(CAPABILITIES), "What.").required(),
    key("expect", EFFECT, "What the rules must decide.").required(),
    key("model", String, "The model."),
    key("tags", Table(&STRING_MAP), "Its tags."),
    key("classifications", STRINGS, "The tags of its columns."),
    key("contracted", Boolean, "Whether it has a contract."),
    key("layer", String, "Its layer."),
    key("downstreams", Integer, "Its readers."),
    key("reachable_downstreams", Integer, "Everything that depends on it."),
]);

static FULFILL: TableSpec = table(&[
    key("briefs_dir", String, "The folder with the briefs."),
    key("driver", Table(&DRIVER), "Who does the work."),
]);

static DRIVER: TableSpec = table(&[
    key("type", Choice(&["subprocess", "replay"]), "A command, or a recording.").required(),
    key("command", STRINGS, "The command; `{brief}` is the brief."),
    key("env_allow", STRINGS, "Environment variables that it sees."),
    key("timeout_seconds", Integer, "Its time; 900 where absent."),
    key("kill_grace_seconds", Integer, "Time to stop; 30 where absent."),
    key("session", String, "The recording."),
]);

const HOOKS: ValueSpec = OneOf(&[Table(&SHELL_HOOK), Array(&Table(&SHELL_HOOK))]);
const WEBHOOKS: ValueSpec = OneOf(&[Table(&WEBHOOK), Array(&Table(&WEBHOOK))]);

macro_rules! events {
    ($value:expr $(, $more:expr)?) => {
        table(&[
            key("on_pipeline_start", $value, "A run begins."),
            key("on_discover_complete", $value, "The sources are listed."),
            key("on_compile_complete", $value, "The models are compiled."),
            key("on_pipeline_complete", $value, "A run has ended well."),
            key("on_pipeline_error", $value, "A run has failed."),
            key("on_before_materialize", $value, "Before a table is copied."),
            key("on_after_materialize", $value, "After a table is copied."),
            key("on_materialize_error", $value, "A copy has failed."),
            key("on_before_model_run", $value, "Before a model is built."),
            key("on_after_model_run", $value, "After a model is built."),
            key("on_model_error", $value, "A model has failed."),
            key("on_before_checks", $value, "Before the checks."),
            key("on_check_result", $value, "After each check."),
            key("on_after_checks", $value, "After the checks."),
            key("on_drift_detected", $value, "A source has other columns."),
            key("on_anomaly_detected", $value, "A row count is unusual."),
            key("on_state_synced", $value, "The state is uploaded."),
            key("on_budget_breach", $value, "The budget is spent."),
            $($more,)?
        ])
    };
}

static HOOK: TableSpec = events!(HOOKS, key("webhooks", Table(&WEBHOOK_EVENTS), "Requests on events."));
static WEBHOOK_EVENTS: TableSpec = events!(WEBHOOKS);

const ON_FAILURE: ValueSpec = Choice(&["abort", "warn", "ignore"]);

static SHELL_HOOK: TableSpec = table(&[
    key("command", String, "A command for `sh -c`; the event comes on standard input.").required(),
    key("timeout_ms", Integer, "Its time; 30000 where absent."),
    key("on_failure", ON_FAILURE, "What a failure does to the run; `warn` where absent."),
    key("env", Table(&STRING_MAP), "Environment variables for it."),
]);

static WEBHOOK: TableSpec = table(&[
    key("url", String, "Where the request goes.").required(),
    key("method", String, "Its method; `POST` where absent."),
    key("headers", Table(&STRING_MAP), "Its headers."),
    key("body_template", String, "Its body; `{{field}}` inserts a field of the event."),
    key("secret", String, "Signs the body. Take it from the environment: `${NAME}`."),
    key("timeout_ms", Integer, "Its time; 10000 where absent."),
    key("async", Boolean, "Whether the run goes on meanwhile."),
    key("on_failure", ON_FAILURE, "What a failure does to the run; `warn` where absent."),
    key("retry_count", Integer, "Repetitions; 0 where absent."),
    key("retry_delay_ms", Integer, "Time between them; 1000 where absent."),
    key("preset", Choice(&["slack", "pagerduty", "datadog", "teams", "generic"]), "A ready body."),
]);
