//! The schemas and queries into which fan-outs are put: TPC-H, TPC-DS, and a shop of our own.

use crate::entries::{self, repository};
use anyhow::{Context, Result};
use base::DialectKind;
use std::collections::BTreeMap;
use std::path::Path;
use syntax::ast::{AstNode, Statement};

/// A schema with its keys.
pub(super) struct Schema {
    /// Its name.
    pub(super) name: String,
    /// What creates its tables.
    pub(super) ddl: String,
    /// Its tables.
    pub(super) tables: Vec<Table>,
}

/// A table.
pub(super) struct Table {
    /// Its name.
    pub(super) name: String,
    /// Names and types of its columns.
    pub(super) columns: Vec<(String, String)>,
    /// The columns of its primary key.
    pub(super) key: Vec<String>,
}

/// A query that is right.
pub(super) struct Query {
    /// What it is called.
    pub(super) id: String,
    /// The text.
    pub(super) sql: String,
}

/// All schemas with their queries.
///
/// # Errors
/// A file cannot be read.
pub(super) fn all(corpus: &Path) -> Result<Vec<(Schema, Vec<Query>)>> {
    let folder = repository().join("fixtures/fan_out");
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let keys = read("keys.txt")?;
    let bound = crate::types::entry::read(corpus, "duckdb")?;
    let setups = crate::types::entry::setups(corpus)?;
    let mut schemas = Vec::new();
    for (name, source) in [("tpch", "tpc-h"), ("tpcds", "tpc-ds")] {
        let Some(ddl) = setups.get(name) else { continue };
        let schema = Schema::new(name, ddl, &keys);
        let of_types = bound.iter().filter(|it| it.is_tpc() && it.setup == name);
        let mut queries: BTreeMap<String, String> =
            of_types.map(|it| (it.source.clone(), it.sql.clone())).collect();
        // Those of another project's fixtures, most of them written anew by its optimizer.
        for entry in entries::read(&corpus.join("parse/ansi.jsonl"))? {
            if entry.source.contains(source) {
                queries.insert(entry.id, entry.sql);
            }
        }
        schemas.push((schema, queries.into_iter().map(|(id, sql)| Query { id, sql }).collect()));
    }
    let shop = Schema::new("shop", &read("shop.sql")?, "");
    let queries = read("shop_queries.sql")?;
    let queries = queries.split(";\n").map(str::trim).filter(|it| !it.is_empty()).enumerate();
    let query =
        |(index, sql): (usize, &str)| Query { id: format!("shop/{}", index + 1), sql: sql.to_owned() };
    schemas.push((shop, queries.map(query).collect()));
    Ok(schemas)
}

impl Schema {
    /// The schema that some statements create, with the keys that a list adds.
    fn new(name: &str, ddl: &str, keys: &str) -> Schema {
        let declared: BTreeMap<&str, Vec<&str>> = keys
            .lines()
            .filter_map(|line| {
                let mut words = line.split(' ');
                (words.next() == Some(name)).then(|| Some((words.next()?, words.collect())))?
            })
            .collect();
        let parse = syntax::parse_sql(ddl, DialectKind::DuckDb);
        let mut schema = Schema { name: name.to_owned(), ddl: String::new(), tables: Vec::new() };
        for statement in parse.sql_file().iter().flat_map(syntax::ast::File::statements) {
            let Statement::CreateTable(create) = &statement else { continue };
            let text = statement.syntax().text().to_string();
            let table = create.path().and_then(|it| it.last()).and_then(|it| it.ident());
            let (Some(table), Some(list)) = (table, create.column_def_list()) else { continue };
            let column = |it: syntax::ast::ColumnDef| {
                let name = it.name()?.ident()?.text.to_string();
                Some((name, it.type_name()?.syntax().text().to_string().trim().to_owned()))
            };
            let mut key: Vec<String> = list
                .table_constraints()
                .filter(|it| it.primary_token().is_some())
                .filter_map(|it| it.column_name_list())
                .flat_map(|it| it.names().filter_map(|it| it.ident()).collect::<Vec<_>>())
                .map(|it| it.text.to_string())
                .collect();
            let mut text = text.trim().to_owned();
            if let Some(columns) = declared.get(table.as_str())
                && let Some(end) = text.rfind(')')
            {
                text.insert_str(end, &format!(", PRIMARY KEY ({})", columns.join(", ")));
                key = columns.iter().map(|it| (*it).to_owned()).collect();
            }
            schema.ddl += &format!("{text};\n");
            let columns = list.column_defs().filter_map(column).collect();
            schema.tables.push(Table { name: table.text.to_string(), columns, key });
        }
        schema
    }
}
