//! Schema files: `schemas/**/*.toml`, the checked-in schemas of external tables (decisions.md 3, item 2).

use crate::{ConfigDiagnostic, DeclaredKey, FileKind, Spanned, read, validate};
use base::{SmolStr, TextRange};
use syntax::toml::Table;

/// The tables of one schema of a warehouse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaFile {
    /// `catalog`.
    pub catalog: Option<Spanned<SmolStr>>,
    /// `schema`.
    pub schema: Option<Spanned<SmolStr>>,
    /// Whether every table of the schema is listed, so that a name not listed does not exist.
    pub complete: bool,
    /// `[[table]]`.
    pub tables: Vec<SchemaTable>,
}

/// A table or view of a schema file or of a manual adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaTable {
    /// `name`.
    pub name: Spanned<SmolStr>,
    /// `columns`, in the table's order.
    pub columns: Vec<DeclaredColumn>,
    /// `primary_key` and `unique`.
    pub keys: Vec<DeclaredKey>,
    /// The header and keys of this table.
    pub range: TextRange,
}

/// A column that a file declares: of a source, a schema file or a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredColumn {
    /// `name`.
    pub name: Spanned<SmolStr>,
    /// `type`, as spelled.
    pub type_name: Option<Spanned<SmolStr>>,
    /// `nullable`.
    pub nullable: Option<Spanned<bool>>,
    /// `description`.
    pub description: Option<Spanned<SmolStr>>,
    /// The whole declaration.
    pub range: TextRange,
}

/// Decodes a schema file. Environment variables are not substituted in schema files.
pub fn schema_file(text: &str) -> (SchemaFile, Vec<ConfigDiagnostic>) {
    let (root, mut diagnostics) = read::file(text, 0.into(), FileKind::SchemaFile, validate::OTHER, None);
    let file = SchemaFile {
        catalog: read::string(&root, "catalog"),
        schema: read::string(&root, "schema"),
        complete: read::boolean(&root, "complete").is_some_and(|it| it.value),
        tables: read::tables(&root, "table").filter_map(SchemaTable::read).collect(),
    };
    file.tables.iter().for_each(|it| DeclaredKey::check(&it.keys, &it.columns, &mut diagnostics));
    (file, read::sorted(diagnostics))
}

impl SchemaTable {
    /// A table with `name` and `columns`; one without a name has been reported.
    pub(crate) fn read(table: &Table) -> Option<SchemaTable> {
        let name = read::string(table, "name")?;
        let (columns, keys) = (read::columns(table), DeclaredKey::read_all(table));
        Some(SchemaTable { name, columns, keys, range: table.range })
    }
}
