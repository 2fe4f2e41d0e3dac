//! What a warehouse says it contains.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// The format number written into [`CatalogSnapshot::format`].
pub const CATALOG_FORMAT: u32 = 1;

/// What a process that prints a snapshot ends with while another process holds the database: `EX_TEMPFAIL` of
/// `sysexits.h`. The same call may succeed later.
pub const CATALOG_BUSY: u8 = 75;

/// The schemas, tables and views of one warehouse at one moment. Sorted by name, so equal catalogs are
/// equal values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogSnapshot {
    /// [`CATALOG_FORMAT`] of the writer.
    pub format: u32,
    /// Version of the warehouse engine that answered (DuckDB: `v1.5.6`).
    pub engine_version: String,
    /// Catalog that unqualified names resolve in.
    pub default_catalog: String,
    /// Schema that unqualified names resolve in.
    pub default_schema: String,
    /// Every schema, empty ones included: what is not listed in them does not exist.
    pub schemas: Vec<CatalogSchema>,
    /// Every table and view.
    pub tables: Vec<CatalogTable>,
}

/// A schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CatalogSchema {
    /// Catalog.
    pub catalog: String,
    /// Schema.
    pub schema: String,
}

/// A table or view with its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogTable {
    /// Catalog.
    pub catalog: String,
    /// Schema.
    pub schema: String,
    /// Name.
    pub name: String,
    /// Table or view.
    pub kind: RelationKind,
    /// Columns in their order.
    pub columns: Vec<CatalogColumn>,
    /// Column lists that the warehouse enforces to be unique: primary keys first, then unique constraints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<Vec<String>>,
}

/// A table as the warehouse once described it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedTable {
    /// Catalog.
    pub catalog: String,
    /// Schema.
    pub schema: String,
    /// Name.
    pub name: String,
    /// Columns in their order.
    pub columns: Vec<CatalogColumn>,
    /// When it was described.
    pub cached_at: Timestamp,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogColumn {
    /// Name.
    pub name: String,
    /// Type in the warehouse's own spelling.
    pub data_type: String,
    /// Whether the warehouse lets it be NULL. A view's columns are always said to be nullable.
    pub nullable: bool,
}

/// What kind of relation a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// A table with rows of its own.
    Table,
    /// A view.
    View,
}
