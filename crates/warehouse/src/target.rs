//! Names of relations in a warehouse, and the columns they are expected to have.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The full name of a relation, unquoted, as the project spells it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TargetName {
    /// Catalog (DuckDB: the name of the attached database).
    pub catalog: String,
    /// Schema.
    pub schema: String,
    /// Table or view.
    pub table: String,
}

impl TargetName {
    /// A name from its three parts.
    pub fn new(
        catalog: impl Into<String>,
        schema: impl Into<String>,
        table: impl Into<String>,
    ) -> TargetName {
        TargetName { catalog: catalog.into(), schema: schema.into(), table: table.into() }
    }

    /// The three parts as the asset key that JSON outputs carry.
    pub fn asset_key(&self) -> Vec<String> {
        vec![self.catalog.clone(), self.schema.clone(), self.table.clone()]
    }
}

impl fmt::Display for TargetName {
    /// `catalog.schema.table`, unquoted: for people and for record keys, never for SQL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.catalog, self.schema, self.table)
    }
}

/// One output column as the plan expects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSchema {
    /// Column name as the warehouse will show it.
    pub name: String,
    /// Type in the warehouse's own spelling; absent when it could not be inferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
}
