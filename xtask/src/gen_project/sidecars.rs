//! The TOML beside the models: sidecars, contracts, directory defaults, schema files, `rocky.toml`.

use super::model::{Kind, Model};
use super::random::Random;
use super::vocabulary::DOMAINS;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The catalog of generated projects, as DuckDB names it after the database file.
const CATALOG: &str = "warehouse";

pub(super) const ROCKY_TOML: &str = "\
[adapter]
type = \"duckdb\"
path = \"warehouse.duckdb\"

[pipeline]
type = \"transformation\"
models = \"models/**\"

[freshness]
expected_lag_seconds = 86400
";

/// The `_defaults.toml` of a folder: models of a layer share a schema.
pub(super) fn defaults(folder: &str) -> String {
    let schema = folder.split('/').next().unwrap_or(folder);
    format!("[target]\ncatalog = \"{CATALOG}\"\nschema = \"{schema}\"\n")
}

/// The model's sidecar.
pub(super) fn sidecar(random: &mut Random, model: &Model) -> String {
    let mut text = format!("intent = \"one row for each {}\"\n", model.entity.replace('_', " "));
    if !model.reads.is_empty() && random.percent(10) {
        let names: Vec<String> = model.reads.iter().map(|it| format!("\"{it}\"")).collect();
        let _ = writeln!(text, "depends_on = [{}]", names.join(", "));
    }
    if model.source.is_some() {
        text.push_str("\n[strategy]\ntype = \"view\"\n");
    }
    let _ = write!(text, "\n[tags]\ndomain = \"{}\"\n", random.pick(DOMAINS));
    if random.percent(60) {
        let _ = write!(text, "\n[[tests]]\ntype = \"not_null\"\ncolumn = \"{}\"\n", model.columns[0].name);
    }
    if let Some(source) = &model.source {
        let _ = write!(
            text,
            "\n[[sources]]\ncatalog = \"{CATALOG}\"\nschema = \"{}\"\ntable = \"{}\"\n",
            source.schema, source.table
        );
        if source.is_in_sidecar {
            text.push_str("columns = [\n");
            for (name, sql_type) in &source.columns {
                let _ = writeln!(text, "    {{ name = \"{name}\", type = \"{sql_type}\" }},");
            }
            text.push_str("]\n");
        }
    }
    text
}

/// A contract that the model keeps.
pub(super) fn contract(model: &Model) -> String {
    let mut text = String::new();
    for column in model.columns.iter().take(6) {
        let _ = write!(
            text,
            "[[columns]]\nname = \"{}\"\ntype = \"{}\"\n\n",
            column.name,
            column.kind.contract_type()
        );
    }
    let keys: Vec<String> =
        model.columns_of(&[Kind::Key]).iter().map(|it| format!("\"{}\"", it.name)).collect();
    let _ = write!(text, "[rules]\nrequired = [{}]\nprotected = [{}]\n", keys.join(", "), keys[0]);
    text
}

/// The schema files: every source schema with the tables that no sidecar declares. Path below the root, and text.
///
/// They are not complete: the others are in the sidecars.
pub(super) fn schema_files(models: &[Model]) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for source in models.iter().filter_map(|it| it.source.as_ref()).filter(|it| !it.is_in_sidecar) {
        let text = files.entry(format!("schemas/{}.toml", source.schema)).or_insert_with(|| {
            format!("catalog = \"{CATALOG}\"\nschema = \"{}\"\ncomplete = false\n", source.schema)
        });
        let _ = write!(text, "\n[[table]]\nname = \"{}\"\ncolumns = [\n", source.table);
        for (name, sql_type) in &source.columns {
            let _ = writeln!(text, "    {{ name = \"{name}\", type = \"{sql_type}\", nullable = true }},");
        }
        text.push_str("]\n");
    }
    files
}

/// `data/seed.sql`: the source tables, empty, so that the project runs.
pub(super) fn seed(models: &[Model]) -> String {
    let mut schemas: Vec<&str> =
        models.iter().filter_map(|it| it.source.as_ref()).map(|it| it.schema.as_str()).collect();
    schemas.sort_unstable();
    schemas.dedup();
    let mut text = String::new();
    for schema in schemas {
        let _ = writeln!(text, "CREATE SCHEMA IF NOT EXISTS {schema};");
    }
    for source in models.iter().filter_map(|it| it.source.as_ref()) {
        let columns: Vec<String> =
            source.columns.iter().map(|(name, sql_type)| format!("{name} {sql_type}")).collect();
        let _ = writeln!(text, "CREATE TABLE {}.{} ({});", source.schema, source.table, columns.join(", "));
    }
    text
}
