//! Sidecars, frontmatter, `_defaults.toml`, groups and test definitions (formats.md 2.2 to 2.4, 2.9, 2.10).

use super::{
    ANY_TABLE, Case, KeySpec, PRIMARY_KEY, SEVERITY, STRING_MAP, STRINGS, TableSpec, UNIQUE, ValueSpec::*,
    Variants, key, map, schema, table,
};

const STRATEGY: KeySpec =
    key("strategy", Table(&STRATEGY_TABLE), "How the table is built; rebuilt whole where absent.");
const INTENT: KeySpec = key("intent", String, "What the model is for, in prose.");
const FRESHNESS: KeySpec = key("freshness", Table(&FRESHNESS_TABLE), "How old the data may be.");
const GOVERNANCE: KeySpec = key("governance", Table(&GOVERNANCE_TABLE), "Settings pushed to the warehouse.");

/// A sidecar.
pub(super) static SIDECAR: TableSpec = table(&[
    key("name", String, "The model's name; the file's stem where absent."),
    key("depends_on", STRINGS, "Models that are built before this one; found in the SQL where absent."),
    STRATEGY,
    key("target", Table(&TARGET), "Where the model is built."),
    key("sources", Array(&Table(&SOURCE)), "External tables that the model reads."),
    key("adapter", String, "The adapter whose SQL the model is written in."),
    INTENT,
    FRESHNESS,
    key("tests", Array(&Table(&TEST)), "Assertions about the model's rows."),
    key("test", Array(&Table(&UNIT_TEST)), "Unit tests: given rows and expected rows."),
    key("use_test", Array(&Table(&TEST_USE)), "Tests of `test_definitions.toml`."),
    key(
        "format",
        Choice(&["delta_table", "iceberg_table", "materialized_view", "streaming_table", "table", "view"]),
        "Databricks: what is created.",
    ),
    key("format_options", Table(&FORMAT_OPTIONS), "Databricks: how it is created."),
    key("classification", Table(&STRING_MAP), "Tags of columns, for masking: `column = \"tag\"`."),
    key("tags", Table(&STRING_MAP), "Tags of the model, for selection and cost."),
    GOVERNANCE,
    key("retention", String, "How long deleted data are kept: `30d` or `1y`."),
    key("budget", Table(&BUDGET), "What building the model may cost."),
    key("skip", Table(&SKIP), "Whether an unchanged model is skipped."),
    key("group", String, "The group in `groups/` whose settings the model has."),
    key("args", Table(&STRING_MAP), "Values for the placeholders of the group."),
    key("columns", Table(&COLUMN_DOCS), "Descriptions of columns: `[columns.<name>]`."),
    key("surrogate_key", Array(&Table(&SURROGATE_KEY)), "Key columns made by hashing others."),
]);

/// `_defaults.toml`.
pub(super) static DEFAULTS: TableSpec = table(&[
    key("target", Table(&DEFAULTS_TARGET), "Where the models of this folder are built."),
    STRATEGY,
    INTENT,
    FRESHNESS,
]);

static DEFAULTS_TARGET: TableSpec = table(&[
    key("catalog", String, "The catalog; may be empty where the warehouse has none."),
    key("schema", String, "The schema."),
]);

/// `groups/<name>.toml`.
pub(super) static GROUP: TableSpec = table(&[
    key("schema_template", String, "The schema; `{name}` inserts an argument."),
    STRATEGY,
    key("tags", Table(&STRING_MAP), "Tags of the models."),
    GOVERNANCE,
    key("enforce", Boolean, "Whether sidecars may not override the group."),
]);

/// `test_definitions.toml`.
pub(super) static TEST_DEFINITIONS: TableSpec = map(Table(&TEST));

static TARGET: TableSpec = table(&[
    key("catalog", String, "The catalog; may be empty where the warehouse has none."),
    key("schema", String, "The schema."),
    key("table", String, "The table; the model's name where absent."),
]);

static SOURCE: TableSpec = table(&[
    key("catalog", String, "The table's catalog."),
    key("schema", String, "The table's schema."),
    key("table", String, "The table.").required(),
    key("columns", Array(&Table(&schema::COLUMN)), "All of its columns, in order."),
    PRIMARY_KEY,
    UNIQUE,
]);

/// `[freshness]` of a model.
static FRESHNESS_TABLE: TableSpec = table(&[
    key("max_lag_seconds", Integer, "Age in seconds that is still fresh.")
        .required()
        .alias(&["expected_lag_seconds"]),
    key("time_column", String, "The column that says how old a row is."),
    key("severity", SEVERITY, "What stale data are."),
]);

static GOVERNANCE_TABLE: TableSpec =
    table(&[key("tags", Table(&STRING_MAP), "Tags pushed to the warehouse.")]);

static FORMAT_OPTIONS: TableSpec = table(&[
    key("partition_by", STRINGS, "Columns that make a partition."),
    key("cluster_by", STRINGS, "Columns that rows are clustered by."),
    key("table_properties", Array(&STRINGS), "Pairs of keys and values."),
    key("comment", String, "The table's comment."),
]);

/// `[budget]` of a project or of a model.
pub(super) static BUDGET: TableSpec = table(&[
    key("max_usd", Number, "Dollars."),
    key("max_duration_ms", Integer, "Milliseconds."),
    key("max_bytes_scanned", Integer, "Bytes read."),
    key("on_breach", Choice(&["warn", "error"]), "What a breach is; `warn` where absent."),
]);

static SKIP: TableSpec = table(&[
    key("eligible", Boolean, "Whether the model may be skipped."),
    key("deterministic", Boolean, "Whether equal inputs give equal rows."),
]);

static COLUMN_DOCS: TableSpec = map(Table(&COLUMN_DOC));
static COLUMN_DOC: TableSpec = table(&[key("description", String, "What the column holds.")]);

static SURROGATE_KEY: TableSpec = table(&[
    key("name", String, "The new column.").required(),
    key("columns", STRINGS, "The columns that are hashed.").required(),
]);

const TIMESTAMP: KeySpec =
    key("timestamp_column", String, "The column whose greatest value is remembered.").required();
const GRAINS: &[&str] = &["hour", "day", "month", "year"];
const LOOKBACK: KeySpec =
    key("lookback", OneOf(&[Integer, String]), "How late rows may come: seconds, or `30m`, `2h`, `3d`.");

/// Every `type` of `[strategy]`.
pub(crate) const STRATEGY_TYPES: &[&str] = &[
    "full_refresh",
    "incremental",
    "merge",
    "time_interval",
    "ephemeral",
    "delete_insert",
    "microbatch",
    "view",
    "materialized_view",
    "dynamic_table",
    "content_addressed",
];

static STRATEGY_TABLE: TableSpec = TableSpec {
    keys: &[key("type", Choice(STRATEGY_TYPES), "Which strategy; `full_refresh` where absent.")],
    variants: Some(Variants {
        tag: "type",
        default: Some("full_refresh"),
        noun: "strategy",
        cases: &[
            Case { name: "full_refresh", doc: "The whole table is rebuilt.", keys: &[] },
            Case { name: "incremental", doc: "New rows are added.", keys: &[TIMESTAMP, LOOKBACK] },
            Case {
                name: "merge",
                doc: "Rows are inserted or updated by key.",
                keys: &[
                    key("unique_key", STRINGS, "Columns that identify a row.").required(),
                    key("update_columns", STRINGS, "Columns that are updated; all where absent."),
                ],
            },
            Case {
                name: "time_interval",
                doc: "Time windows are overwritten; the SQL uses `@start_date` and `@end_date`.",
                keys: &[
                    key("time_column", String, "The column that places a row in a window.").required(),
                    key("granularity", Choice(GRAINS), "The length of a window.").required(),
                    key("lookback", Integer, "Earlier windows that are computed again; 0 where absent."),
                    key("batch_size", Integer, "Windows in one statement; 1 where absent."),
                    key("first_partition", String, "The first window, as `2025-01-31`."),
                ],
            },
            Case { name: "ephemeral", doc: "Nothing is built; readers inline the query.", keys: &[] },
            Case {
                name: "delete_insert",
                doc: "Partitions that occur in the result are replaced.",
                keys: &[key("partition_by", STRINGS, "Columns that make a partition.").required()],
            },
            Case {
                name: "microbatch",
                doc: "As `incremental`, one window per grain.",
                keys: &[
                    TIMESTAMP,
                    key("granularity", Choice(GRAINS), "The length of a window; `hour` where absent."),
                    LOOKBACK,
                ],
            },
            Case { name: "view", doc: "A view.", keys: &[] },
            Case {
                name: "materialized_view",
                doc: "A view that the warehouse keeps materialised.",
                keys: &[],
            },
            Case {
                name: "dynamic_table",
                doc: "A Snowflake dynamic table.",
                keys: &[key("target_lag", String, "How old it may get, as `1 hour`.").required()],
            },
            Case {
                name: "content_addressed",
                doc: "Parquet files named by their content.",
                keys: &[
                    key("storage_prefix", String, "Where the files go.").required(),
                    key("partition_columns", STRINGS, "Columns that make a partition."),
                ],
            },
        ],
    }),
    rest: None,
};

const TEST_TYPES: &[&str] = &[
    "not_null",
    "unique",
    "accepted_values",
    "relationships",
    "expression",
    "row_count_range",
    "in_range",
    "regex_match",
    "aggregate",
    "composite",
    "unique_expr",
    "not_in_future",
    "older_than_n_days",
];

const TEST_KEYS: [KeySpec; 5] = [
    key("type", Choice(TEST_TYPES), "What is asserted.").required(),
    key("column", String, "The column it is about."),
    key("severity", SEVERITY, "What a failure is; `error` where absent."),
    key("filter", RowSql, "A SQL predicate: only these rows count."),
    key("description", String, "What the test is for."),
];

const TEST_VARIANTS: Variants = Variants {
    tag: "type",
    default: None,
    noun: "test type",
    cases: &[
        Case { name: "not_null", doc: "No NULL in the column.", keys: &[] },
        Case { name: "unique", doc: "No value occurs twice.", keys: &[] },
        Case {
            name: "accepted_values",
            doc: "Only these values occur.",
            keys: &[key("values", STRINGS, "The values.").required()],
        },
        Case {
            name: "relationships",
            doc: "Every value exists in another table.",
            keys: &[
                key("to_table", String, "The other table or model.").required(),
                key("to_column", String, "Its column.").required(),
            ],
        },
        Case {
            name: "expression",
            doc: "A SQL predicate holds for every row.",
            keys: &[key("expression", RowSql, "The predicate.").required()],
        },
        Case {
            name: "row_count_range",
            doc: "The number of rows lies in a range.",
            keys: &[key("min", Integer, "Fewest rows."), key("max", Integer, "Most rows.")],
        },
        Case {
            name: "in_range",
            doc: "Values lie in a range.",
            keys: &[
                key("min", OneOf(&[String, Number]), "Smallest value."),
                key("max", OneOf(&[String, Number]), "Greatest value."),
            ],
        },
        Case {
            name: "regex_match",
            doc: "Values match a regular expression.",
            keys: &[key("pattern", String, "The expression.").required()],
        },
        Case {
            name: "aggregate",
            doc: "An aggregate compares with a number.",
            keys: &[
                key("op", Choice(&["sum", "count", "avg", "min", "max"]), "The aggregate.").required(),
                key(
                    "cmp",
                    Choice(&[
                        "lt", "lte", "gt", "gte", "eq", "ne", "<", "<=", ">", ">=", "=", "==", "!=", "<>",
                    ]),
                    "The comparison.",
                )
                .required(),
                key("value", OneOf(&[String, Number]), "The number.").required(),
            ],
        },
        Case {
            name: "composite",
            doc: "Several columns are unique together.",
            keys: &[
                key("kind", Choice(&["unique"]), "What is asserted of them."),
                key("columns", STRINGS, "Two columns or more.").required(),
            ],
        },
        Case {
            name: "unique_expr",
            doc: "A SQL expression is unique.",
            keys: &[key("key_expr", RowSql, "The expression.").required()],
        },
        Case { name: "not_in_future", doc: "No time after now.", keys: &[] },
        Case {
            name: "older_than_n_days",
            doc: "No time younger than so many days.",
            keys: &[key("days", Integer, "Days, more than 0.").required()],
        },
    ],
};

static TEST: TableSpec = TableSpec { keys: &TEST_KEYS, variants: Some(TEST_VARIANTS), rest: None };

/// An assertion of a pipeline's checks: a test with the table it is about.
pub(super) static ASSERTION: TableSpec = TableSpec {
    keys: &[
        TEST_KEYS[0],
        TEST_KEYS[1],
        TEST_KEYS[2],
        TEST_KEYS[3],
        TEST_KEYS[4],
        key("table", String, "The table, without catalog and schema.").required(),
        key("name", String, "The name of the result."),
    ],
    variants: Some(TEST_VARIANTS),
    rest: None,
};

static TEST_USE: TableSpec = table(&[
    key("name", String, "The test in `test_definitions.toml`.").required(),
    key("column", String, "The column it is about."),
    key("severity", SEVERITY, "What a failure is; `error` where absent."),
    key("filter", RowSql, "A SQL predicate: only these rows count."),
]);

static UNIT_TEST: TableSpec = table(&[
    key("name", String, "The test's name.").required(),
    key("description", String, "What the test is for."),
    key("given", Array(&Table(&GIVEN)), "The rows of the tables that the model reads."),
    key("expect", Table(&EXPECT), "The rows that the model must give."),
]);

static GIVEN: TableSpec = table(&[
    key("ref", String, "The table or model.").required(),
    key("rows", Array(&Table(&ANY_TABLE)), "Its rows."),
]);

static EXPECT: TableSpec = table(&[
    key("rows", Array(&Table(&ANY_TABLE)), "The rows."),
    key("ordered", Boolean, "Whether their order matters."),
]);
