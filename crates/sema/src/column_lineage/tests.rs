//! What columns are made of, construct by construct.

mod graph;
mod hops;
mod open;
mod rows;
mod values;

use super::{Lineage, LineageEdge, lineage};
use crate::test_support::{file, project};
use base::{DialectKind, SmolStr};
use db::Db;
use expect_test::Expect;
use std::fmt::Write;

/// The tables that queries may read.
fn seed(dialect: DialectKind) -> &'static str {
    match dialect {
        DialectKind::DuckDb => {
            "CREATE TABLE orders (id BIGINT, customer BIGINT, amount DECIMAL(10,2), status VARCHAR, placed DATE, \
             tags VARCHAR[], address STRUCT(city VARCHAR, geo STRUCT(lat DOUBLE, lon DOUBLE)), \
             attributes MAP(VARCHAR, INTEGER));\n\
             CREATE TABLE customers (id BIGINT, name VARCHAR, region VARCHAR, manager BIGINT);\n\
             CREATE TABLE sales (region VARCHAR, year INT, jan INT, feb INT);\n"
        }
        DialectKind::Databricks => {
            "CREATE TABLE orders (id BIGINT, customer BIGINT, amount DECIMAL(10,2), status STRING, placed DATE, \
             tags ARRAY<STRING>, address STRUCT<city: STRING, geo: STRUCT<lat: DOUBLE>>, attributes MAP<STRING, INT>, \
             payload VARIANT);\n"
        }
        DialectKind::Snowflake => {
            "CREATE TABLE orders (id NUMBER, customer NUMBER, amount NUMBER(10,2), status VARCHAR, placed DATE, \
             payload VARIANT);\n"
        }
        DialectKind::BigQuery => {
            "CREATE TABLE orders (id INT64, customer INT64, amount NUMERIC, status STRING, placed DATE, \
             tags ARRAY<STRING>, items ARRAY<STRUCT<sku STRING, qty INT64>>);\n"
        }
        DialectKind::Trino => {
            "CREATE TABLE orders (id BIGINT, customer BIGINT, amount DECIMAL(10,2), status VARCHAR, placed DATE, \
             tags ARRAY(VARCHAR));\n"
        }
    }
}

fn edge(db: &dyn Db, it: &LineageEdge) -> String {
    let mut text = format!("{} {}", it.source.display_name(db), it.kind.name());
    if let Some(branch) = it.branch {
        let _ = write!(text, " of arm {branch}");
    }
    if let Some(role) = &it.role {
        let _ = write!(text, " as {role}");
    }
    text
}

fn render(db: &dyn Db, lineage: &Lineage) -> String {
    let mut text = String::new();
    for column in &lineage.columns {
        let name = if column.name.is_empty() { "?" } else { column.name.as_str() };
        let edges: Vec<String> = column.edges.iter().map(|it| edge(db, it)).collect();
        let _ = write!(text, "{name}: {}", if edges.is_empty() { "-".to_owned() } else { edges.join(", ") });
        if let Some(reason) = &column.incomplete {
            let _ = write!(text, " (incomplete: {})", reason.words());
        }
        text.push('\n');
    }
    for it in &lineage.indirect {
        let role = it.role.as_ref().map(|it| format!(" as {it}")).unwrap_or_default();
        let _ = writeln!(text, "{}: {}{role}", it.kind.name(), it.source.display_name(db));
    }
    let open: Vec<SmolStr> = lineage.open.iter().map(|it| it.display_name(db)).collect();
    if !open.is_empty() {
        let _ = writeln!(text, "and what else is in {}", open.join(", "));
    }
    text
}

/// The lineage of the model `report.sql`, beside other models.
fn analyse(dialect: DialectKind, sql: &str, others: &str) -> String {
    let fixture = format!(
        "//- /rocky.toml\n[adapter]\ntype = \"{}\"\n[pipeline]\ntype = \"transformation\"\nmodels = \"models/**\"\n\
         //- /data/seed.sql\n{}//- /models/report.toml\nintent = \"what is tried\"\n//- /models/report.sql\n{sql}\n{others}",
        dialect.name(),
        seed(dialect),
    );
    let (db, project) = project(&fixture);
    render(&db, &lineage(&db, file(&db, project, "models/report.sql")))
}

fn check_in(dialect: DialectKind, sql: &str, expected: Expect) {
    expected.assert_eq(&analyse(dialect, sql, ""));
}

fn check(sql: &str, expected: Expect) {
    check_in(DialectKind::DuckDb, sql, expected);
}
