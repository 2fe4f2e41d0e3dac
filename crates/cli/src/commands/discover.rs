//! `rocky discover`: the tables of the warehouse, and schema files about them.
//!
//! Schema files are checked in and reviewed like code, so they are written sorted and laid out one way only
//! (decisions.md 3, item 2).

use crate::{
    arguments::{DiscoverArguments, GlobalOptions},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{DiscoverOutput, DiscoveredSchema, Header},
    project::{self, Knowledge, Location, Project, state_path},
    written_file,
};
use base::counted;
use db::{CatalogTable, DuckDbCatalog};
use std::fmt::Write as _;
use store::StateStore;
use warehouse::CatalogColumn;

/// The folder of schema files.
const FOLDER: &str = "schemas";

pub(super) fn execute(arguments: &DiscoverArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, None)?;
    let catalog = project::wait_for_catalog(&location)?;
    // What models build is described by the models.
    let project = Project::load(location.clone(), Knowledge::Locked, None, console)?;
    let built = project.built_tables();
    let mut schemas = Vec::new();
    let mut described = Vec::new();
    for [catalog_name, schema] in &catalog.schemas {
        let tables: Vec<&CatalogTable> = tables_of(&catalog, catalog_name, schema)
            .filter(|it| !built.contains(&[schema.to_lowercase(), it.name[2].to_lowercase()]))
            .collect();
        if tables.is_empty() {
            continue;
        }
        let file = match arguments.with_schemas {
            true => {
                let name = format!("{FOLDER}/{}.toml", file_stem(schema));
                written_file::write(&location.root.join(&name), &to_toml(catalog_name, schema, &tables))?;
                Some(name)
            }
            false => None,
        };
        described.extend(tables.iter().map(|it| (it.name.clone(), catalog_columns(it))));
        schemas.push(DiscoveredSchema {
            catalog: catalog_name.clone(),
            schema: schema.clone(),
            tables: tables.iter().map(|it| it.name[2].clone()).collect(),
            file,
        });
    }
    if arguments.with_schemas {
        let state = state_path(&location, options, console)?;
        let store = StateStore::open(&state).map_err(|error| Failure::new(error.to_string()))?;
        project::remember_schemas(&location, &store, described.into_iter())?;
    }
    if console.wants_json() {
        console.print_json(&DiscoverOutput { header: Header::new("discover"), schemas })?;
        return Ok(Exit::SUCCESS);
    }
    let mut text = String::new();
    for it in &schemas {
        let _ = write!(text, "{}.{}: {}", it.catalog, it.schema, counted(it.tables.len(), "table"));
        let _ = match &it.file {
            Some(file) => writeln!(text, ", written to {file}"),
            None => writeln!(text, ": {}", it.tables.join(", ")),
        };
    }
    console.print(if text.is_empty() { "No tables besides those that models build.\n" } else { &text })?;
    Ok(Exit::SUCCESS)
}

fn tables_of<'c>(
    catalog: &'c DuckDbCatalog,
    name: &'c str,
    schema: &'c str,
) -> impl Iterator<Item = &'c CatalogTable> {
    catalog.tables.iter().filter(move |it| it.name[0] == name && it.name[1] == schema)
}

fn catalog_columns(table: &CatalogTable) -> Vec<CatalogColumn> {
    let column = |(name, data_type, nullable): &(String, String, bool)| CatalogColumn {
        name: name.clone(),
        data_type: data_type.clone(),
        nullable: *nullable,
    };
    table.columns.iter().map(column).collect()
}

/// A schema's name as a file's: what may mean something to a file system is percent-encoded, so that schemas of
/// different names have different files.
fn file_stem(schema: &str) -> String {
    let mut stem = String::new();
    for character in schema.chars() {
        if character.is_alphanumeric() || matches!(character, '_' | '-') {
            stem.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            let _ = write!(stem, "%{byte:02X}");
        }
    }
    stem
}

/// The schema file of some tables, which are sorted by name.
fn to_toml(catalog: &str, schema: &str, tables: &[&CatalogTable]) -> String {
    let mut text = format!(
        "# Written by `rocky discover --with-schemas`.\ncatalog = {}\nschema = {}\ncomplete = true\n",
        config::quoted(catalog),
        config::quoted(schema)
    );
    for table in tables {
        let _ = write!(text, "\n[[table]]\nname = {}\ncolumns = [\n", config::quoted(&table.name[2]));
        for (name, ty, nullable) in &table.columns {
            let _ = writeln!(
                text,
                "    {{ name = {}, type = {}, nullable = {nullable} }},",
                config::quoted(name),
                config::quoted(ty)
            );
        }
        text.push_str("]\n");
        write_keys(&mut text, table);
    }
    text
}

/// The keys of a table: one whose columns are never NULL is as good as a primary key.
fn write_keys(text: &mut String, table: &CatalogTable) {
    let is_nullable = |name: &String| table.columns.iter().any(|it| it.0 == *name && it.2);
    let list = |key: &Vec<String>| {
        let names: Vec<String> = key.iter().map(|it| config::quoted(it)).collect();
        format!("[{}]", names.join(", "))
    };
    let mut keys = &table.keys[..];
    if let Some((first, others)) = keys.split_first()
        && !first.iter().any(is_nullable)
    {
        let _ = writeln!(text, "primary_key = {}", list(first));
        keys = others;
    }
    if !keys.is_empty() {
        let _ = writeln!(text, "unique = [{}]", keys.iter().map(list).collect::<Vec<_>>().join(", "));
    }
}
