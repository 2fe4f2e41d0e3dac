//! Contracts, schema files and sidecars of seeds (formats.md 3.1 and 3.2, decisions.md 3).

use super::{PRIMARY_KEY, STRING_MAP, STRINGS, TableSpec, UNIQUE, ValueSpec::*, key, table};

/// A declared column.
pub(super) static COLUMN: TableSpec = table(&[
    key("name", String, "The column's name.").required(),
    key("type", String, "Its type."),
    key("nullable", Boolean, "Whether it may be NULL."),
    key("description", String, "What it holds."),
]);

/// `<model>.contract.toml`.
pub(super) static CONTRACT: TableSpec = table(&[
    key("columns", Array(&Table(&COLUMN)), "Columns and what they must be."),
    key("rules", Table(&RULES), "Rules about the columns as a whole."),
]);

static RULES: TableSpec = table(&[
    key("required", STRINGS, "Columns that must exist."),
    key("protected", STRINGS, "Columns that must not go."),
    key("no_new_nullable", Boolean, "Whether no column may become nullable."),
    PRIMARY_KEY,
    UNIQUE,
]);

/// `schemas/**/*.toml`.
pub(super) static SCHEMA_FILE: TableSpec = table(&[
    key("catalog", String, "The catalog of the schema."),
    key("schema", String, "The schema.").required(),
    key("complete", Boolean, "Whether every table of the schema is listed."),
    key("table", Array(&Table(&SCHEMA_TABLE)), "A table or view."),
]);

static SCHEMA_TABLE: TableSpec = table(&[
    key("name", String, "The table's name.").required(),
    key("columns", Array(&Table(&COLUMN)), "Its columns, in order."),
    PRIMARY_KEY,
    UNIQUE,
    key("description", String, "What it holds."),
]);

/// `seeds/<stem>.toml`.
pub(super) static SEED_SIDECAR: TableSpec = table(&[
    key("name", String, "The table's name, where its target says none; the file's where absent."),
    key("target", Table(&SEED_TARGET), "The table that the seed becomes."),
    key("strategy", Choice(&["drop_and_recreate"]), "How a load replaces the rows that are there."),
    key("column_types", Table(&STRING_MAP), "Columns and their types; those of others are inferred."),
    key("pre_hook", STRINGS, "SQL statements before a load."),
    key("post_hook", STRINGS, "SQL statements behind a load."),
]);

static SEED_TARGET: TableSpec = table(&[
    key("catalog", String, "The catalog."),
    key("schema", String, "The schema; `seeds` without a target.").required(),
    key("table", String, "The table; the seed's name where absent."),
]);
