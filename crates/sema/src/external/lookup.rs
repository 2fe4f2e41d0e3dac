//! Looking a name up among the external tables.

use super::{ExternalTable, Layer, cache_layer, duckdb_layer, schema_file_layer, seed_layer, source_layer};
use base::{DialectKind, Ident};
use db::{Db, Project};
use std::sync::Arc;

/// What is known of a name that no model has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExternalLookup {
    /// It is declared.
    Table(Arc<ExternalTable>),
    /// It is a table of the engine's own.
    System,
    /// It is not declared. `complete`: and every table of its schema is.
    Absent {
        /// Whether the schema that it would live in is known completely.
        complete: bool,
    },
}

impl ExternalLookup {
    /// Whether the same is known, wherever it is declared.
    pub(crate) fn is_same(&self, other: &ExternalLookup) -> bool {
        match (self, other) {
            (ExternalLookup::Table(one), ExternalLookup::Table(other)) => one.is_same(other),
            _ => self == other,
        }
    }
}

/// What is known of the relation called `path`.
pub(crate) fn lookup(db: &dyn Db, project: Project, path: &[Ident], dialect: DialectKind) -> ExternalLookup {
    let default_schema = dialect::default_schema(dialect).unwrap_or_default();
    let layers = layers(db, project);
    let complete = layers.iter().any(|it| it.knows_schema(path, default_schema));
    // What is remembered of a schema that is known completely is out of date.
    let cache = (!complete).then(|| cache_layer(db, project));
    let found = layers.into_iter().chain(cache).filter_map(|it| it.find(path, default_schema, dialect));
    let found: Vec<_> = found.collect();
    let table = found.iter().find(|it| it.columns.is_some()).or(found.first());
    if let Some(table) = table {
        return ExternalLookup::Table(Arc::clone(table));
    }
    if is_system(path, dialect) {
        return ExternalLookup::System;
    }
    ExternalLookup::Absent { complete }
}

/// The names of all external tables as they would be written, sorted, each once, for suggestions and completion.
pub fn external_names(
    db: &dyn Db,
    project: Project,
    dialect: DialectKind,
) -> Vec<(String, Arc<ExternalTable>)> {
    let default_schema = dialect::default_schema(dialect).unwrap_or_default();
    let layers = layers(db, project).into_iter().chain([cache_layer(db, project)]);
    let tables = layers.flat_map(|it| it.tables.values().flatten());
    let mut names: Vec<_> = tables
        .map(|it| {
            let [_, schema, table] = &it.name;
            let bare = schema.is_empty() || schema.eq_ignore_ascii_case(default_schema);
            let name = if bare { table.to_string() } else { format!("{schema}.{table}") };
            (name, Arc::clone(it))
        })
        .collect();
    names.sort_by(|a, b| a.0.cmp(&b.0));
    names.dedup_by(|a, b| a.0 == b.0);
    names
}

/// The layers that may know a schema completely, in the order in which they are believed.
fn layers(db: &dyn Db, project: Project) -> [&Layer; 4] {
    [
        source_layer(db, project),
        schema_file_layer(db, project),
        seed_layer(db, project),
        duckdb_layer(db, project),
    ]
}

/// Whether a name means something that the engine itself provides: `information_schema` and its kin, and DuckDB's
/// catalog views (<https://duckdb.org/docs/stable/sql/meta/duckdb_table_functions>).
fn is_system(path: &[Ident], dialect: DialectKind) -> bool {
    const SCHEMAS: [&str; 4] = ["information_schema", "pg_catalog", "system", "temp"];
    let in_system_schema =
        path.len() > 1 && path.iter().any(|it| SCHEMAS.iter().any(|name| it.text.eq_ignore_ascii_case(name)));
    let name = path.last().map(|it| it.text.to_ascii_lowercase()).unwrap_or_default();
    let duckdb_view = ["duckdb_", "pg_", "sqlite_"].iter().any(|it| name.starts_with(it));
    in_system_schema || (dialect == DialectKind::DuckDb && path.len() == 1 && duckdb_view)
}
