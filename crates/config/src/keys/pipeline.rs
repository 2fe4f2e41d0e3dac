//! `[pipeline.<name>]` (formats.md 1.7 to 1.11, 1.15).

use super::{
    Case, KeySpec, SEVERITY, STRING_MAP, STRINGS, TableSpec,
    ValueSpec::{self, *},
    Variants, key, map, model, table,
};

const ADAPTER: KeySpec = key("adapter", String, "Name of an adapter; `default` where absent.");

/// Every replication strategy.
pub(crate) const REPLICATION_STRATEGIES: &[&str] =
    &["incremental", "full_refresh", "merge", "view", "materialized_view", "dynamic_table"];

/// Every word of `schedule.catchup`.
pub(crate) const CATCH_UP_WORDS: &[&str] = &["latest", "skip"];

/// A pipeline.
pub(super) static PIPELINE: TableSpec = TableSpec {
    keys: &[
        key(
            "type",
            Choice(&["replication", "transformation", "quality", "snapshot", "load"]),
            "What the pipeline does; `replication` where absent.",
        ),
        key("depends_on", STRINGS, "Pipelines that run before this one."),
        key("execution", Table(&EXECUTION), "Concurrency and what happens on failures."),
        key("checks", Table(&CHECKS), "Data checks after the pipeline's work."),
        key("schedule", Table(&SCHEDULE), "When `rocky tick` runs the pipeline."),
    ],
    variants: Some(Variants {
        tag: "type",
        default: Some("replication"),
        noun: "pipeline type",
        cases: &[
            Case { name: "replication", doc: "Copies tables from a source.", keys: REPLICATION },
            Case { name: "transformation", doc: "Builds models.", keys: TRANSFORMATION },
            Case { name: "quality", doc: "Checks tables that something else builds.", keys: QUALITY },
            Case { name: "snapshot", doc: "Keeps the history of a table's rows.", keys: SNAPSHOT },
            Case { name: "load", doc: "Loads files into tables.", keys: LOAD },
        ],
    }),
    rest: None,
};

static REPLICATION: &[KeySpec] = &[
    key("strategy", Suggest(REPLICATION_STRATEGIES), "How tables are copied; `incremental` where absent."),
    key("timestamp_column", String, "The watermark column; `_fivetran_synced` where absent."),
    key("merge_keys", STRINGS, "Columns that identify a row, for `merge`."),
    key("merge_keys_fallback", STRINGS, "Keys for tables that lack the first ones."),
    key("metadata_columns", Array(&Table(&METADATA_COLUMN)), "Columns added to every copy."),
    key("source", Table(&REPLICATION_SOURCE), "Where the tables come from.").required(),
    key("target", Table(&REPLICATION_TARGET), "Where the copies go.").required(),
    key("table_overrides", Array(&Table(&TABLE_OVERRIDE)), "Other settings for some tables."),
    key("prune_unchanged", Boolean, "Whether tables without changes are left out."),
];

static METADATA_COLUMN: TableSpec = table(&[
    key("name", String, "The column's name.").required(),
    key("type", String, "Its SQL type.").required(),
    key("value", String, "Its SQL expression; `{component}` inserts a part of the schema's name.").required(),
]);

static REPLICATION_SOURCE: TableSpec = table(&[
    ADAPTER,
    key("catalog", String, "The source's catalog."),
    key("schema_pattern", Table(&SCHEMA_PATTERN), "Which schemas are copied, and the parts of their names.")
        .required(),
    key("discovery", Table(&DISCOVERY), "Who lists the tables."),
]);

static SCHEMA_PATTERN: TableSpec = table(&[
    key("prefix", String, "What the name of every copied schema begins with.").required(),
    key("separator", String, "What stands between the parts of a name.").required(),
    key("components", STRINGS, "Names for the parts, in order; `name...` takes several.").required(),
]);

static DISCOVERY: TableSpec = table(&[
    ADAPTER,
    key("report_new_sources", Boolean, "Whether new tables are reported."),
    key("on_collision", Choice(&["off", "warn", "error"]), "What happens when two sources have one target."),
]);

static REPLICATION_TARGET: TableSpec = table(&[
    ADAPTER,
    key("catalog_template", String, "The target's catalog; `{component}` inserts a part.").required(),
    key("schema_template", String, "The target's schema; `{component}` inserts a part.").required(),
    key("separator", String, "What joins the parts of a list; the source's where absent."),
    key("governance", Table(&GOVERNANCE), "Catalogs, schemas, tags and grants of the target."),
]);

static TABLE_OVERRIDE: TableSpec = table(&[
    key("match", Table(&OVERRIDE_MATCH), "Which tables.").required(),
    key("strategy", Suggest(REPLICATION_STRATEGIES), "How these tables are copied."),
    key("merge_keys", STRINGS, "Columns that identify a row."),
    key("merge_keys_fallback", STRINGS, "Keys for tables that lack the first ones."),
    key("timestamp_column", String, "The watermark column."),
    key("enabled", Boolean, "Whether these tables are copied at all."),
]);

static OVERRIDE_MATCH: TableSpec = table(&[
    key("connector", String, "Connector or schema, exactly."),
    key("table", String, "Table, exactly or with `*` and `?`."),
]);

static TRANSFORMATION: &[KeySpec] = &[
    key("models", String, "Glob of the model files; `models/**` where absent."),
    key("target", Table(&TRANSFORMATION_TARGET), "Where the models are built."),
];

static TRANSFORMATION_TARGET: TableSpec = table(&[
    ADAPTER,
    key("governance", Table(&GOVERNANCE), "Catalogs, schemas, tags and grants of the target."),
]);

static QUALITY: &[KeySpec] = &[
    key("target", Table(&QUALITY_TARGET), "The warehouse that is checked."),
    key("tables", Array(&Table(&QUALITY_TABLE)), "The tables that are checked.").required(),
];

static QUALITY_TARGET: TableSpec = table(&[ADAPTER]);

static QUALITY_TABLE: TableSpec = table(&[
    key("catalog", String, "The table's catalog.").required(),
    key("schema", String, "The table's schema.").required(),
    key("table", String, "The table; all of the schema where absent."),
]);

static SNAPSHOT: &[KeySpec] = &[
    key("unique_key", STRINGS, "Columns that identify a row.").required(),
    key("updated_at", String, "The column that says when a row changed.").required(),
    key("invalidate_hard_deletes", Boolean, "Whether rows that vanish are closed."),
    key("source", Table(&SNAPSHOT_TABLE), "The table whose history is kept."),
    key("target", Table(&SNAPSHOT_TABLE), "The table that keeps it."),
];

static SNAPSHOT_TABLE: TableSpec = table(&[
    ADAPTER,
    key("catalog", String, "The table's catalog."),
    key("schema", String, "The table's schema."),
    key("table", String, "The table's name."),
    key("governance", Table(&GOVERNANCE), "Catalogs, schemas, tags and grants of the target."),
]);

static LOAD: &[KeySpec] = &[
    key("source_dir", String, "The folder with the files; not its subfolders.").required(),
    key("format", Choice(&["csv", "parquet", "json_lines"]), "The files' format; by extension where absent."),
    key("target", Table(&LOAD_TARGET), "Where the files go."),
    key("options", Table(&LOAD_OPTIONS), "How they are read and written."),
    key("contract", Table(&LOAD_CONTRACT), "What a file must contain to be loaded."),
];

static LOAD_TARGET: TableSpec = table(&[
    ADAPTER,
    key("catalog", String, "The table's catalog."),
    key("schema", String, "The table's schema."),
    key("table", String, "The table; the file's stem where absent."),
    key("governance", Table(&GOVERNANCE), "Catalogs, schemas, tags and grants of the target."),
]);

static LOAD_OPTIONS: TableSpec = table(&[
    key("batch_size", Integer, "Rows per statement; 10000 where absent."),
    key("create_table", Boolean, "Whether a missing table is created; true where absent."),
    key("truncate_first", Boolean, "Whether the table is emptied before."),
    key("csv_delimiter", String, "What separates fields; `,` where absent."),
    key("csv_has_header", Boolean, "Whether the first line names the columns; true where absent."),
]);

static LOAD_CONTRACT: TableSpec = table(&[
    key("required_columns", Array(&Table(&super::schema::COLUMN)), "Columns that a file must have."),
    key("protected_columns", STRINGS, "Columns that must not go."),
    key("allowed_type_changes", Array(&Table(&TYPE_CHANGE)), "Type changes that are accepted."),
]);

static TYPE_CHANGE: TableSpec =
    table(&[key("from", String, "The old type.").required(), key("to", String, "The new type.").required()]);

static EXECUTION: TableSpec = table(&[
    key("concurrency", OneOf(&[Choice(&["adaptive"]), Integer]), "Tasks at a time; `adaptive` where absent."),
    key("fail_fast", Boolean, "Whether the first failure stops the run."),
    key("error_rate_abort_pct", Integer, "Percentage of failures that stops the run; 50 where absent."),
    key("table_retries", Integer, "Repetitions of a failed table; 1 where absent."),
]);

static SCHEDULE: TableSpec = table(&[
    key("cron", String, "Five cron fields."),
    key("timezone", String, "The time zone of `cron`."),
    key("after", STRINGS, "Pipelines after which this one runs."),
    key("freshness", Boolean, "Whether it runs when its data grow too old."),
    key("catchup", Suggest(CATCH_UP_WORDS), "What happens with missed runs."),
    key("retry", Table(&SCHEDULE_RETRY), "How failed runs are repeated."),
    key("timeout_minutes", Integer, "Minutes after which a run is stopped; 0 is never."),
    key("enabled", Boolean, "Whether the schedule is on; true where absent."),
]);

static SCHEDULE_RETRY: TableSpec = table(&[key("max", Integer, "Repetitions; 0 where absent.")]);

static CHECKS: TableSpec = table(&[
    key("enabled", Boolean, "Whether checks run."),
    key("row_count", SWITCH, "Compares the number of rows with the source."),
    key("column_match", SWITCH, "Compares the columns with the source."),
    key("freshness", Table(&CHECK_FRESHNESS), "How old the newest row may be."),
    key("null_rate", Table(&NULL_RATE), "How many NULLs columns may have."),
    key("custom", Array(&Table(&CUSTOM_CHECK)), "SQL that counts failures."),
    key("assertions", Array(&Table(&model::ASSERTION)), "Assertions about single tables."),
    key("anomaly_threshold_pct", Number, "Deviation of the row count that is reported; 50.0 where absent."),
    key("fail_on_error", Boolean, "Whether a failed check fails the run; true where absent."),
    key("cross_source_overlap", Table(&OVERLAP), "Rows that occur in several sources."),
    key("quarantine", Table(&QUARANTINE), "What happens with rows that fail."),
]);

const SWITCH: ValueSpec = OneOf(&[Boolean, Table(&SWITCH_TABLE)]);
static SWITCH_TABLE: TableSpec = table(&[
    key("enabled", Boolean, "Whether the check runs."),
    key("severity", SEVERITY, "What a failure is; `error` where absent."),
]);

static CHECK_FRESHNESS: TableSpec = table(&[
    key("threshold_seconds", Integer, "Age that is still fresh.").required(),
    key("overrides", Table(&SECONDS_BY_SCHEMA), "Other ages by schema."),
    key("severity", SEVERITY, "What a failure is; `error` where absent."),
]);

static SECONDS_BY_SCHEMA: TableSpec = map(Integer);

static NULL_RATE: TableSpec = table(&[
    key("columns", STRINGS, "The columns."),
    key("threshold", Number, "Share of NULLs that is still right, between 0 and 1."),
    key("sample_percent", Number, "Share of the table that is read; 10 where absent."),
    key("severity", SEVERITY, "What a failure is; `error` where absent."),
]);

static CUSTOM_CHECK: TableSpec = table(&[
    key("name", String, "The check's name.").required(),
    key("sql", String, "A query with one number; `{target}` is the table.").required(),
    key("threshold", Number, "Largest number that passes; 0 where absent."),
    key("severity", SEVERITY, "What a failure is; `error` where absent."),
]);

static OVERLAP: TableSpec = table(&[
    key("keys", STRINGS, "Columns that identify a row."),
    key("key_expr", String, "A SQL expression that identifies a row."),
    key("severity", SEVERITY, "What a failure is; `error` where absent."),
    key("max_overlap_rows", Integer, "Rows that may overlap; 0 where absent."),
    key("sample", Integer, "Examples that are reported; 20 where absent."),
]);

static QUARANTINE: TableSpec = table(&[
    key("enabled", Boolean, "Whether failing rows are set apart."),
    key("mode", Choice(&["split", "tag", "drop"]), "Into tables of their own, by columns, or not at all."),
    key("suffix_valid", String, "Suffix of the table of good rows; `__valid` where absent."),
    key("suffix_quarantine", String, "Suffix of the table of bad rows; `__quarantine` where absent."),
]);

static GOVERNANCE: TableSpec = table(&[
    key("auto_create_catalogs", Boolean, "Whether missing catalogs are created."),
    key("auto_create_schemas", Boolean, "Whether missing schemas are created."),
    key("tags", Table(&STRING_MAP), "Tags of catalogs, schemas and tables."),
    key("tag_prefix", String, "Prefix of the tags that come from schema names."),
    key("isolation", Table(&ISOLATION), "Which workspaces see the catalogs."),
    key("grants", Array(&Table(&GRANT)), "Permissions on catalogs."),
    key("schema_grants", Array(&Table(&GRANT)), "Permissions on schemas."),
]);

static ISOLATION: TableSpec = table(&[
    key("enabled", Boolean, "Whether catalogs are bound to workspaces."),
    key("workspace_ids", Array(&Table(&WORKSPACE)), "The workspaces."),
]);

static WORKSPACE: TableSpec = table(&[
    key("id", Integer, "The workspace.").required(),
    key("binding_type", Choice(&["READ_WRITE", "READ_ONLY"]), "What it may do."),
]);

const PERMISSIONS: ValueSpec =
    Array(&Choice(&["BROWSE", "USE CATALOG", "USE SCHEMA", "SELECT", "MODIFY", "MANAGE"]));

static GRANT: TableSpec = table(&[
    key("principal", String, "User, group or service principal.").required(),
    key("permissions", PERMISSIONS, "What it may do.").required(),
]);

/// `[role.<name>]`.
pub(super) static ROLE: TableSpec = table(&[
    key("inherits", STRINGS, "Roles whose permissions it has too."),
    key("permissions", PERMISSIONS, "What it may do."),
]);
