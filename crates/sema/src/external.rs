//! Tables outside the project: where their schemas come from, in the order in which they are believed
//! (decisions.md 3).

mod csv;
mod layer;
mod lookup;
mod seed;
#[cfg(test)]
mod tests;

pub(crate) use layer::{cache_layer, duckdb_layer, schema_file_layer, seed_layer, source_layer};
pub use lookup::external_names;
pub(crate) use lookup::{ExternalLookup, lookup};

use crate::{Nullability, Place, ValueType};
use base::{Ident, SmolStr, TextRange};
use db::SourceFile;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A table or view that no model builds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExternalTable {
    /// Catalog, schema and table; empty parts are not said.
    pub name: [SmolStr; 3],
    /// Its columns; `None` where nobody has said.
    pub columns: Option<Box<[ExternalColumn]>>,
    /// The sets of columns, by name, that are declared to be unique.
    pub keys: Box<[ExternalKey]>,
    /// Where it is declared.
    pub declared: Option<(SourceFile, TextRange)>,
    /// What declares it, in words: ``the schema file `schemas/raw.toml` ``.
    pub source: SmolStr,
    /// When the warehouse described it, in milliseconds since 1970, where that is all that is known of it.
    pub described_at: Option<u64>,
}

impl ExternalTable {
    /// The name, as far as it is said.
    pub fn display_name(&self) -> String {
        let parts: Vec<&str> = self.name.iter().map(SmolStr::as_str).filter(|it| !it.is_empty()).collect();
        parts.join(".")
    }

    /// Whether it is the same table with the same columns, wherever they are declared.
    pub(crate) fn is_same(&self, other: &ExternalTable) -> bool {
        let columns = |it: &ExternalTable| -> Option<Vec<_>> {
            let columns = it.columns.as_ref()?.iter();
            Some(columns.map(|it| (it.name.clone(), it.ty.clone(), it.null)).collect())
        };
        self.name == other.name && columns(self) == columns(other)
    }

    /// Where a column is declared, or else the table.
    pub fn column_place(&self, index: u32) -> Option<Place> {
        let (file, table) = self.declared?;
        let column = self.columns.as_ref().and_then(|it| it.get(index as usize)).and_then(|it| it.declared);
        Some(Place::Range(file, column.unwrap_or(table)))
    }
}

/// Columns of an external table of which no two rows share their values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExternalKey {
    /// Their names.
    pub columns: Box<[SmolStr]>,
    /// Whether several rows may have NULL in one of them: a unique constraint, other than a primary key, lets them.
    pub nulls_repeat: bool,
}

/// A column of an external table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExternalColumn {
    /// Its name.
    pub name: SmolStr,
    /// Its type; unknown where it is not said or not understood.
    pub ty: dialect::Type,
    /// Whether it may be NULL.
    pub null: Nullability,
    /// Where it is declared, in the table's file.
    pub declared: Option<TextRange>,
}

impl ExternalColumn {
    /// The column as a value.
    pub fn value(&self, table: &ExternalTable) -> ValueType {
        match self.ty {
            dialect::Type::Unknown => ValueType {
                null: self.null,
                ..ValueType::unknown(crate::UnknownReason::Undeclared(table.display_name().into()))
            },
            _ => ValueType::known(self.ty.clone(), self.null),
        }
    }
}

/// The external tables that one kind of source declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layer {
    /// Lower-cased table name to the tables of that name, in order of declaration.
    tables: FxHashMap<SmolStr, Vec<Arc<ExternalTable>>>,
    /// Schemas of which every table is listed: catalog (may be empty) and schema, lower-cased.
    complete: Vec<[SmolStr; 2]>,
}

impl Layer {
    fn add(&mut self, table: ExternalTable) {
        self.tables.entry(table.name[2].to_lowercase().into()).or_default().push(Arc::new(table));
    }

    /// The table that `path` means, if it is listed. `default_schema` is where a bare name is looked for.
    fn find(
        &self,
        path: &[Ident],
        default_schema: &str,
        dialect: base::DialectKind,
    ) -> Option<&Arc<ExternalTable>> {
        let table = path.last()?;
        let candidates = self.tables.get(&SmolStr::from(table.as_str().to_lowercase()))?;
        let same =
            |name: &Ident, part: &SmolStr| dialect::same_table(name, &Ident::quoted(part.clone()), dialect);
        candidates.iter().find(|it| {
            let [catalog, schema, name] = &it.name;
            let schema_matches = match path {
                [_] => schema.is_empty() || schema.eq_ignore_ascii_case(default_schema),
                [.., wanted, _] => same(wanted, schema),
                [] => false,
            };
            let catalog_matches = match path {
                [.., wanted, _, _] => catalog.is_empty() || same(wanted, catalog),
                _ => true,
            };
            same(table, name) && schema_matches && catalog_matches
        })
    }

    /// Whether every table of the schema that `path` names is listed.
    fn knows_schema(&self, path: &[Ident], default_schema: &str) -> bool {
        let (catalog, schema) = match path {
            [] | [_] => ("", default_schema),
            [schema, _] => ("", schema.as_str()),
            [.., catalog, schema, _] => (catalog.as_str(), schema.as_str()),
        };
        self.complete.iter().any(|[known_catalog, known_schema]| {
            known_schema.eq_ignore_ascii_case(schema)
                && (catalog.is_empty()
                    || known_catalog.is_empty()
                    || known_catalog.eq_ignore_ascii_case(catalog))
        })
    }
}
