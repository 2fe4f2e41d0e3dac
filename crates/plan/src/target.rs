//! Physical names: where a model is built.

use base::{DialectKind, Ident};
use config::RockyToml;
use sema::PhysicalTarget;
use warehouse::TargetName;

/// The table of a model as SQL, with the parts that the project gives it, and a schema in any case where the dialect has
/// a default one. A model without a catalog is built in the connection's own.
pub fn qualified_name(target: &PhysicalTarget, dialect: DialectKind) -> String {
    let schema = target.schema_or_default(dialect);
    let parts = [target.catalog.as_deref(), schema, Some(&*target.table)];
    let parts = parts.into_iter().flatten().map(|it| dialect::quote(it, dialect));
    parts.collect::<Vec<_>>().join(".")
}

/// The schema of a model as SQL, with its catalog.
pub(crate) fn qualified_schema(target: &PhysicalTarget, dialect: DialectKind) -> Option<String> {
    let schema = target.schema_or_default(dialect)?;
    let parts = [target.catalog.as_deref(), Some(schema)].into_iter().flatten();
    Some(parts.map(|it| dialect::quote(it, dialect)).collect::<Vec<_>>().join("."))
}

/// The full name of a model's table, with what the project leaves to the connection filled in.
pub fn target_name(
    target: &PhysicalTarget,
    dialect: DialectKind,
    default_catalog: Option<&str>,
) -> TargetName {
    TargetName {
        catalog: target.catalog.as_deref().or(default_catalog).unwrap_or_default().to_owned(),
        schema: target.schema_or_default(dialect).unwrap_or_default().to_owned(),
        table: target.table.to_string(),
    }
}

/// Whether a model is built in the schema that exists in any case.
pub(crate) fn is_in_default_schema(target: &PhysicalTarget, dialect: DialectKind) -> bool {
    let schemas = target.schema_or_default(dialect).zip(dialect::default_schema(dialect));
    schemas.is_some_and(|(schema, default)| schema.eq_ignore_ascii_case(default))
}

/// The catalog that a connection of this adapter starts in, where the configuration determines it: DuckDB names a
/// database after its file, up to the first dot (`src/common/file_system.cpp`, `ExtractBaseName`), and steps aside from
/// its own names by `_db`; without a file it is `memory`.
pub(crate) fn default_catalog(config: &RockyToml, adapter: &str) -> Option<String> {
    let adapter = config.adapter(adapter)?;
    if adapter.dialect() != Some(DialectKind::DuckDb) {
        return None;
    }
    let path = adapter.path.as_ref().map_or("", |it| it.value.as_str());
    let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
    if file.is_empty() || path.starts_with(":memory:") {
        return Some("memory".to_owned());
    }
    let stem = file.split('.').find(|it| !it.is_empty()).unwrap_or(file);
    let taken = ["main", "temp", "system"].iter().any(|it| stem.eq_ignore_ascii_case(it));
    Some(if taken { format!("{stem}_db") } else { stem.to_owned() })
}

/// What SQL writes in place of a reference to a built model, and the alias that keeps its qualified columns working.
///
/// A bare name becomes a qualified one, of which some engines would fold the table's name otherwise: the alias is the
/// name as written. A qualified name keeps its last part, so it needs none; an alias would even hide
/// `schema.table.column`.
pub(crate) fn table_reference(
    target: &PhysicalTarget,
    path: &[Ident],
    dialect: DialectKind,
) -> crate::TableName {
    let alias = match path {
        [name] => Some(crate::print::ident_sql(name, dialect)),
        _ => None,
    };
    crate::TableName { name: qualified_name(target, dialect), alias }
}
