//! What a database contains.
//!
//! [`read_catalog`] is meant for a short-lived child process: neither the editor nor `rocky check` loads DuckDB
//! or holds the file (`spec/decisions.md` 3, item 4).

use std::{collections::BTreeMap, path::Path};

use warehouse::{
    CATALOG_FORMAT, CatalogColumn, CatalogSchema, CatalogSnapshot, CatalogTable, RelationKind, TargetName,
};

use super::{
    Connection, DuckDbError, OpenError, TextRow,
    adapter::{connect, open_database},
};

/// Why a catalog could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadCatalogError {
    /// The file could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The file was opened and its catalog could not be read.
    #[error("cannot read the catalog of the database: {0}")]
    Query(#[from] DuckDbError),
}

impl ReadCatalogError {
    /// Whether the same call may succeed later: another program has the file open for writing.
    pub fn is_retryable(&self) -> bool {
        matches!(self, ReadCatalogError::Open(error) if error.is_retryable())
    }
}

/// Reads the catalog of a database file, opened for reading only and closed again.
///
/// # Errors
/// No usable DuckDB library, no such file, a file that another program holds (retryable), or one that is not
/// a DuckDB database.
pub fn read_catalog(path: &Path) -> Result<CatalogSnapshot, ReadCatalogError> {
    if !path.exists() {
        return Err(OpenError::NotFound { path: path.to_owned() }.into());
    }
    // Views may name functions of extensions; looking at them must not fetch anything.
    let settings = [
        ("access_mode", "READ_ONLY"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("threads", "1"),
    ];
    let database = open_database(Some(path), &settings)?;
    let connection = connect(&database, Some(path))?;
    let mut defaults = connection.query_text("SELECT current_database(), current_schema()")?;
    let [default_catalog, default_schema] = cells(defaults.pop().unwrap_or_default());
    let schemas = connection.query_text(&format!(
        "SELECT database_name, schema_name FROM duckdb_schemas() WHERE {USER_SCHEMAS} ORDER BY 1, 2"
    ))?;
    let schemas = schemas.into_iter().map(|row| {
        let [catalog, schema] = cells(row);
        CatalogSchema { catalog, schema }
    });
    Ok(CatalogSnapshot {
        format: CATALOG_FORMAT,
        engine_version: database.library().version().to_owned(),
        default_catalog,
        default_schema,
        schemas: schemas.collect(),
        tables: read_tables(&connection, None)?,
    })
}

/// DuckDB's own schemas are in every database. `main` counts as the user's, though DuckDB calls it internal.
const USER_SCHEMAS: &str = "database_name NOT IN ('system', 'temp') \
     AND schema_name NOT IN ('information_schema', 'pg_catalog')";

/// Every table and view, or the one with this name, sorted by name.
pub(super) fn read_tables(
    connection: &Connection,
    only: Option<&TargetName>,
) -> Result<Vec<CatalogTable>, DuckDbError> {
    let filter = |name_column: &str| match only {
        None => USER_SCHEMAS.to_owned(),
        // DuckDB's identifiers do not distinguish case, quoted or not.
        Some(target) => format!(
            "lower(database_name) = lower({}) AND lower(schema_name) = lower({}) AND lower({name_column}) = lower({})",
            literal(&target.catalog),
            literal(&target.schema),
            literal(&target.table),
        ),
    };
    let relations = connection.query_text(&format!(
        "SELECT database_name, schema_name, table_name, 'table' FROM duckdb_tables() WHERE {} AND NOT internal \
         UNION ALL \
         SELECT database_name, schema_name, view_name, 'view' FROM duckdb_views() WHERE {} AND NOT internal \
         ORDER BY 1, 2, 3",
        filter("table_name"),
        filter("view_name"),
    ))?;
    let columns = connection.query_text(&format!(
        "SELECT database_name, schema_name, table_name, column_name, data_type, is_nullable::VARCHAR \
         FROM duckdb_columns() WHERE {} AND NOT internal \
         ORDER BY database_name, schema_name, table_name, column_index",
        filter("table_name"),
    ))?;
    let keys = connection.query_text(&format!(
        "SELECT database_name, schema_name, table_name, constraint_index::VARCHAR, \
                unnest(constraint_column_names) \
         FROM duckdb_constraints() WHERE {} AND constraint_type IN ('PRIMARY KEY', 'UNIQUE') \
         ORDER BY database_name, schema_name, table_name, constraint_type, constraint_index",
        filter("table_name"),
    ))?;

    let mut tables: Vec<CatalogTable> = relations
        .into_iter()
        .map(|row| {
            let [catalog, schema, name, kind] = cells(row);
            let kind = if kind == "view" { RelationKind::View } else { RelationKind::Table };
            CatalogTable { catalog, schema, name, kind, columns: Vec::new(), keys: Vec::new() }
        })
        .collect();
    let index: BTreeMap<[String; 3], usize> = tables
        .iter()
        .enumerate()
        .map(|(index, it)| ([it.catalog.clone(), it.schema.clone(), it.name.clone()], index))
        .collect();
    for row in columns {
        let [catalog, schema, table, name, data_type, nullable] = cells(row);
        if let Some(&index) = index.get(&[catalog, schema, table]) {
            tables[index].columns.push(CatalogColumn { name, data_type, nullable: nullable == "true" });
        }
    }
    let mut last = None;
    for row in keys {
        let [catalog, schema, table, constraint, column] = cells(row);
        if let Some(&index) = index.get(&[catalog, schema, table]) {
            let this = Some((index, constraint));
            if last != this {
                tables[index].keys.push(Vec::new());
                last = this;
            }
            if let Some(key) = tables[index].keys.last_mut() {
                key.push(column);
            }
        }
    }
    Ok(tables)
}

/// A row of known width; NULL, and what is missing, is empty.
fn cells<const N: usize>(row: TextRow) -> [String; N] {
    let mut row = row.into_iter();
    std::array::from_fn(|_| row.next().flatten().unwrap_or_default())
}

/// The name as SQL writes it.
pub(super) fn quoted(target: &TargetName) -> String {
    let quote = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    format!("{}.{}.{}", quote(&target.catalog), quote(&target.schema), quote(&target.table))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
