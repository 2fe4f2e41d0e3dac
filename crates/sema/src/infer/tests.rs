//! What a query's columns are called and hold: golden tests, whose answers DuckDB 2.0, Spark 4.3 and the vendors' pages
//! give.

mod forms;
mod names;
mod nullability;
mod relations;
mod stars;
mod types;

use super::{Output, inference};
use crate::{
    Nullability,
    test_support::{file, project},
};
use base::DialectKind;
use expect_test::Expect;

/// The tables that queries may read, with the dialect's word for text.
fn seed(dialect: DialectKind) -> String {
    let text = if dialect == DialectKind::Trino { "VARCHAR" } else { "STRING" };
    format!(
        "CREATE TABLE orders (id BIGINT NOT NULL, customer BIGINT, amount DECIMAL(10,2) NOT NULL, status {text}, \
         placed DATE);\n\
         CREATE TABLE customers (id BIGINT NOT NULL, name {text} NOT NULL, region {text});\n\
         CREATE TABLE sales (region {text}, year INT, jan INT, feb BIGINT);\n"
    )
}

fn render(output: &Output, dialect: DialectKind) -> String {
    let mut text = String::new();
    for column in &output.columns {
        let name = if column.name.is_empty() { "?" } else { column.name.as_str() };
        let ty = match &column.value.unknown {
            Some(reason) => format!("unknown: {}", reason.words()),
            None => column.value.ty.display(dialect).to_string(),
        };
        let null = match column.value.null {
            Nullability::Never => " not null",
            Nullability::Possible => " null",
            Nullability::Unknown => "",
        };
        text += &format!("{name} {ty}{null}\n");
    }
    if let Some(reason) = &output.open {
        text += &format!("open: {}\n", reason.words());
    }
    text
}

/// What is known of a query: a line a column, then what is wrong.
fn analyse(dialect: DialectKind, sql: &str) -> String {
    let fixture = format!(
        "//- /rocky.toml\n[adapter]\ntype = \"{}\"\n[pipeline]\ntype = \"transformation\"\nmodels = \"models/**\"\n\
         //- /data/seed.sql\n{}//- /models/report.toml\nintent = \"what is tried\"\n//- /models/report.sql\n{sql}\n",
        dialect.name(),
        seed(dialect),
    );
    let (db, project) = project(&fixture);
    let inferred = inference(&db, file(&db, project, "models/report.sql"));
    let mut text = render(&inferred.output, dialect);
    for finding in &inferred.findings {
        text += &format!("{} {}\n", finding.code, finding.message);
    }
    text
}

fn check(dialect: DialectKind, sql: &str, expected: Expect) {
    expected.assert_eq(&analyse(dialect, sql));
}

fn check_duckdb(sql: &str, expected: Expect) {
    check(DialectKind::DuckDb, sql, expected);
}
