//! The layers of external tables, one query per kind of source, so that typing in one disturbs no other.

use super::{ExternalColumn, ExternalKey, ExternalTable, Layer, csv, seed};
use crate::{Nullability, project::model_index};
use base::{DialectKind, Ident, SmolStr};
use config::{DeclaredColumn, DeclaredKey, FileKind};
use db::{CatalogTable, Db, Project, RelativePath, SourceFile};

/// `[[sources]]` of every sidecar and frontmatter.
#[salsa::tracked]
pub(crate) fn source_layer(db: &dyn Db, project: Project) -> Layer {
    let mut layer = Layer::default();
    for &file in &model_index(db, project).models {
        let model = crate::project::model(db, file);
        let (Some(described_in), Some(sidecar)) = (model.described_in, &model.sidecar) else { continue };
        let dialect = db::dialect(db, file);
        for source in &sidecar.value.sources {
            let Some(table) = &source.table else { continue };
            let text = |it: &Option<config::Spanned<SmolStr>>| {
                it.as_ref().map(|it| declared_name(it.as_str(), dialect)).unwrap_or_default()
            };
            layer.add(ExternalTable {
                name: [text(&source.catalog), text(&source.schema), declared_name(table.as_str(), dialect)],
                columns: source.columns.as_ref().map(|it| columns(it, dialect)),
                keys: keys(&source.keys, dialect),
                declared: Some((described_in, table.range)),
                source: format!("the sidecar `{}`", described_in.path(db)).into(),
                described_at: None,
            });
        }
    }
    layer
}

/// `schemas/**/*.toml`.
#[salsa::tracked]
pub(crate) fn schema_file_layer(db: &dyn Db, project: Project) -> Layer {
    let mut layer = Layer::default();
    let dialect = project_dialect(db, project);
    for &file in project.files(db).values().filter(|&&it| db::file_kind(db, it) == FileKind::SchemaFile) {
        let decoded = db::schema_file(db, file);
        let schema_file = &decoded.value;
        let text = |it: &Option<config::Spanned<SmolStr>>| {
            it.as_ref().map(|it| declared_name(it.as_str(), dialect)).unwrap_or_default()
        };
        let [catalog, schema] = [text(&schema_file.catalog), text(&schema_file.schema)];
        if schema_file.complete {
            layer.complete.push([&catalog, &schema].map(|it| it.to_lowercase().into()));
        }
        for table in &schema_file.tables {
            layer.add(ExternalTable {
                name: [catalog.clone(), schema.clone(), declared_name(table.name.as_str(), dialect)],
                columns: Some(columns(&table.columns, dialect)),
                keys: keys(&table.keys, dialect),
                declared: Some((file, table.name.range)),
                source: format!("the schema file `{}`", file.path(db)).into(),
                described_at: None,
            });
        }
    }
    layer
}

/// `data/seed.sql` and `seeds/*.csv`.
#[salsa::tracked]
pub(crate) fn seed_layer(db: &dyn Db, project: Project) -> Layer {
    let mut layer = Layer::default();
    if let Some(&file) = project.files(db).get(&RelativePath::new("data/seed.sql")) {
        let tables = seed::tables(db, file);
        layer.complete.extend(tables.schemas.iter().map(|it| [SmolStr::default(), it.to_lowercase().into()]));
        tables.tables.iter().for_each(|it| layer.add(it.clone()));
    }
    for &file in project.files(db).values().filter(|&&it| db::file_kind(db, it) == FileKind::SeedCsv) {
        if let Some(table) = csv::table(db, file) {
            layer.add(table.clone());
        }
    }
    layer
}

/// The project's DuckDB file, as the child process last read it.
#[salsa::tracked]
pub(crate) fn duckdb_layer(db: &dyn Db, project: Project) -> Layer {
    let mut layer = Layer::default();
    let Some(duckdb) = project.duckdb_catalog(db) else { return layer };
    let lower =
        |[catalog, schema]: &[String; 2]| [catalog, schema].map(|it| SmolStr::from(it.to_lowercase()));
    layer.complete.extend(duckdb.schemas.iter().map(lower));
    // Tables that models build are in that file too. They are found as models first, so they do no harm here.
    for table in &duckdb.tables {
        layer.add(catalog_table(table, DialectKind::DuckDb, "the project's DuckDB file"));
    }
    layer
}

/// What the state file remembers of the warehouse's tables. It lists no schema completely.
#[salsa::tracked]
pub(crate) fn cache_layer(db: &dyn Db, project: Project) -> Layer {
    let mut layer = Layer::default();
    let dialect = project_dialect(db, project);
    for cached in &**project.schema_cache(db) {
        let table = catalog_table(&cached.table, dialect, "the schema cache");
        layer.add(ExternalTable { described_at: Some(cached.described_at), ..table });
    }
    layer
}

/// A table as the warehouse itself describes it.
fn catalog_table(table: &CatalogTable, dialect: DialectKind, source: &'static str) -> ExternalTable {
    let column = |(name, ty, nullable): &(String, String, bool)| ExternalColumn {
        name: name.into(),
        ty: dialect::parse_type(ty, dialect).unwrap_or_default(),
        null: if *nullable { Nullability::Possible } else { Nullability::Never },
        declared: None,
    };
    // Columns of a primary key are not nullable, so it makes no difference which of the keys is one.
    let key = |columns: &Vec<String>| ExternalKey {
        columns: columns.iter().map(SmolStr::from).collect(),
        nulls_repeat: true,
    };
    ExternalTable {
        name: table.name.each_ref().map(SmolStr::from),
        columns: Some(table.columns.iter().map(column).collect()),
        keys: table.keys.iter().map(key).collect(),
        declared: None,
        source: SmolStr::new_static(source),
        described_at: None,
    }
}

fn columns(declared: &[DeclaredColumn], dialect: DialectKind) -> Box<[ExternalColumn]> {
    let column = |it: &DeclaredColumn| ExternalColumn {
        name: declared_name(it.name.as_str(), dialect),
        ty: it
            .type_name
            .as_ref()
            .and_then(|it| dialect::parse_type(it.as_str(), dialect))
            .unwrap_or_default(),
        null: match it.nullable.as_ref().map(|it| it.value) {
            Some(true) => Nullability::Possible,
            Some(false) => Nullability::Never,
            None => Nullability::Unknown,
        },
        declared: Some(it.name.range),
    };
    declared.iter().map(column).collect()
}

/// What the engine calls that which a person has called `written` in TOML or CSV: a name as in SQL. Only Snowflake folds
/// what is not quoted to other letters than people like to write.
pub(super) fn declared_name(written: &str, dialect: DialectKind) -> SmolStr {
    if dialect != DialectKind::Snowflake {
        return written.into();
    }
    match written.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\"").into(),
        None => dialect::stored_name(&Ident::new(written), dialect),
    }
}

fn keys(declared: &[DeclaredKey], dialect: DialectKind) -> Box<[ExternalKey]> {
    let key = |it: &DeclaredKey| ExternalKey {
        columns: it.columns.iter().map(|it| declared_name(it.as_str(), dialect)).collect(),
        nulls_repeat: it.nulls_repeat,
    };
    declared.iter().map(key).collect()
}

/// The dialect of files that belong to no model.
pub(super) fn project_dialect(db: &dyn Db, project: Project) -> DialectKind {
    let adapter = db::rocky_toml(db, project).value.default_adapter().and_then(|it| it.dialect());
    adapter.unwrap_or_default()
}

/// The place of a file's first line, for tables that a whole file declares.
pub(super) fn first_line(db: &dyn Db, file: SourceFile) -> base::TextRange {
    let text = &file.text(db).text;
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    base::TextRange::up_to(base::TextSize::try_from(end).unwrap_or_default())
}
