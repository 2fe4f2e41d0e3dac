//! `[adapter.<name>]` (formats.md 1.6).

use super::{ANY_TABLE, KeySpec, TableSpec, ValueSpec::*, key, schema, table};

/// Every `type` of an adapter.
pub(crate) const ADAPTER_TYPES: &[&str] =
    &["databricks", "snowflake", "bigquery", "trino", "duckdb", "fivetran", "airbyte", "iceberg", "manual"];

pub(super) static ADAPTER: TableSpec = table(&[
    key("type", Suggest(ADAPTER_TYPES), "Which warehouse or source this is.").required(),
    key(
        "kind",
        Choice(&["data", "discovery"]),
        "Restricts the adapter to one role; sources need `discovery`.",
    ),
    key("engine_version", String, "The version that the warehouse runs; decides which functions exist."),
    key("host", String, "Host name or URL of the service."),
    key("http_path", String, "Databricks: HTTP path of the SQL warehouse.").of(&["databricks"]),
    key("token", String, "Access token. Take it from the environment: `${NAME}`."),
    key("client_id", String, "Databricks: OAuth client.").of(&["databricks"]),
    key("client_secret", String, "Databricks: OAuth secret. Take it from the environment: `${NAME}`.")
        .of(&["databricks"]),
    key("timeout_secs", Integer, "Seconds after which a statement is given up."),
    key("destination_id", String, "Fivetran: the destination.").of(&["fivetran"]),
    key("api_key", String, "Fivetran: key. Take it from the environment: `${NAME}`.").of(&["fivetran"]),
    key("api_secret", String, "Fivetran: secret. Take it from the environment: `${NAME}`.").of(&["fivetran"]),
    key("account", String, "Snowflake: the account identifier.").of(&["snowflake"]),
    key("warehouse", String, "Snowflake: the virtual warehouse.").of(&["snowflake"]),
    key("username", String, "User name (Snowflake, Trino).").of(&["snowflake", "trino"]),
    key("password", String, "Password (Snowflake, Trino). Take it from the environment: `${NAME}`.")
        .of(&["snowflake", "trino"]),
    key("oauth_token", String, "Snowflake: OAuth token. Take it from the environment: `${NAME}`.")
        .of(&["snowflake"]),
    key("private_key_path", String, "Snowflake: file with the private key of a key pair.").of(&["snowflake"]),
    key("pat", String, "Snowflake: programmatic access token. Take it from the environment: `${NAME}`.")
        .of(&["snowflake"]),
    key("role", String, "Snowflake: role to use.").of(&["snowflake"]),
    key("database", String, "Default database (Snowflake) or catalog (Trino).").of(&["snowflake", "trino"]),
    key("project_id", String, "BigQuery: the project.").of(&["bigquery"]),
    key("location", String, "BigQuery: region of the data sets.").of(&["bigquery"]),
    key("path", String, "DuckDB: the database file; in memory where absent.").of(&["duckdb"]),
    key("retry", Table(&RETRY), "How failed requests are repeated."),
    key("tables", Array(&Table(&MANUAL_TABLE)), "The tables of a `manual` source.").of(&["manual"]),
    key("cache", Table(&CACHE), "Fivetran: where answers are cached.").of(&["fivetran"]),
    key("ratelimit", Table(&RATE_LIMIT), "Fivetran: how the request rate is shared.").of(&["fivetran"]),
    key("stampede", Table(&STAMPEDE), "Fivetran: one process fetches, the others wait.").of(&["fivetran"]),
    key("circuit_breaker", Table(&CIRCUIT_BREAKER), "Fivetran: when requests stop after failures.")
        .of(&["fivetran"]),
    key("extra", Table(&ANY_TABLE), "Settings handed to an external adapter as they are."),
]);

static MANUAL_TABLE: TableSpec = table(&[
    key("catalog", String, "The table's catalog."),
    key("schema", String, "The table's schema."),
    key("name", String, "The table's name.").required(),
    key("columns", Array(&Table(&schema::COLUMN)), "Its columns, in order."),
    super::PRIMARY_KEY,
    super::UNIQUE,
]);

const RETRY_KEYS: &[KeySpec] = &[
    key("max_retries", Integer, "Repetitions of one request; 3 where absent."),
    key("initial_backoff_ms", Integer, "Wait before the first repetition; 1000 where absent."),
    key("max_backoff_ms", Integer, "Longest wait; 30000 where absent."),
    key("backoff_multiplier", Number, "Growth of the wait; 2.0 where absent."),
    key("jitter", Boolean, "Whether waits vary at random; true where absent."),
    key(
        "circuit_breaker_threshold",
        Integer,
        "Failures in a row that stop all requests; 5 where absent, 0 is off.",
    ),
    key("circuit_breaker_recovery_timeout_secs", Integer, "Seconds after which requests are tried again."),
    key("max_retries_per_run", Integer, "Repetitions in a whole run."),
];

/// A table of retry settings.
pub(super) static RETRY: TableSpec = table(RETRY_KEYS);

static CACHE: TableSpec = table(&[
    key("backend", Choice(&["none", "file", "object_store", "valkey", "tiered"]), "Where the cache lives."),
    key("file_root", String, "Folder of a `file` cache."),
    key("object_store_url", String, "URL of an `object_store` cache."),
    key("valkey_url", String, "URL of a `valkey` cache."),
    key("valkey_ttl_seconds", Integer, "Life of an entry; 600 where absent."),
]);

static RATE_LIMIT: TableSpec = table(&[
    key("backend", Choice(&["file", "valkey"]), "Where the budget of requests is kept."),
    key("valkey_url", String, "URL of Valkey."),
    key("max_wake_seconds", Integer, "Longest wait for a slot; 600 where absent."),
]);

static STAMPEDE: TableSpec = table(&[
    key("backend", Choice(&["none", "valkey"]), "Where the lock is kept."),
    key("valkey_url", String, "URL of Valkey."),
    key("lock_ttl_seconds", Integer, "Life of the lock; 60 where absent."),
    key("poll_timeout_seconds", Integer, "How long others wait; 30 where absent."),
]);

static CIRCUIT_BREAKER: TableSpec = table(&[
    key("backend", Choice(&["none", "valkey"]), "Where failures are counted."),
    key("valkey_url", String, "URL of Valkey."),
    key("failure_threshold", Integer, "Failures that open the circuit; 5 where absent."),
    key("window_seconds", Integer, "Time in which failures count; 60 where absent."),
    key("cooldown_seconds", Integer, "First pause; 300 where absent."),
    key("cooldown_max_seconds", Integer, "Longest pause; 3600 where absent."),
]);
