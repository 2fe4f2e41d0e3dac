//! The statements that build a model (cli.md 5.1).

use crate::target::{is_in_default_schema, qualified_name, qualified_schema};
use base::DialectKind;
use sema::PhysicalTarget;
use warehouse::{Purpose, RelationKind, Statement, Strategy};

/// The strategy of a model, or why this build does not run it.
pub(crate) fn strategy(strategy: &config::Strategy) -> Result<Strategy, String> {
    let name = strategy.name();
    match Strategy::from_name(name) {
        Some(it @ (Strategy::FullRefresh | Strategy::View | Strategy::Ephemeral)) => Ok(it),
        Some(_) => Err(format!(
            "this build of rocky does not run the strategy `{name}` yet: use `full_refresh` or `view`, or leave the \
             model out of the run"
        )),
        None => Err(format!("there is no strategy `{name}`: `full_refresh`, `view` and `ephemeral` are run")),
    }
}

/// The statements that build `target` from `query`, in order, for one transaction.
///
/// A table cannot replace a view, nor a view a table, in any of our warehouses, and `DROP VIEW IF EXISTS` is an error on
/// a table in DuckDB. So what stands in the way is dropped on the condition that it is there.
pub(crate) fn statements(
    strategy: Strategy,
    target: &PhysicalTarget,
    query: &str,
    dialect: DialectKind,
    creates_schemas: bool,
) -> Vec<Statement> {
    let name = qualified_name(target, dialect);
    let mut statements = Vec::new();
    if (creates_schemas || !is_in_default_schema(target, dialect))
        && let Some(schema) = qualified_schema(target, dialect)
    {
        let sql = format!("CREATE SCHEMA IF NOT EXISTS {schema}");
        statements.push(Statement::new(Purpose::CreateSchema, sql));
    }
    let drop = |kind: RelationKind, word: &str| {
        Statement::when_target_is(kind, Purpose::DropRelation, format!("DROP {word} {name}"))
    };
    match strategy {
        Strategy::View => {
            statements.push(drop(RelationKind::Table, "TABLE"));
            let sql = format!("CREATE OR REPLACE VIEW {name} AS\n{query}");
            statements.push(Statement::new(Purpose::CreateView, sql));
        }
        _ => {
            statements.push(drop(RelationKind::View, "VIEW"));
            let create = if dialect == DialectKind::Trino {
                statements.push(drop(RelationKind::Table, "TABLE"));
                "CREATE TABLE"
            } else {
                "CREATE OR REPLACE TABLE"
            };
            let sql = format!("{create} {name} AS\n{query}");
            statements.push(Statement::new(Purpose::CreateTable, sql));
        }
    }
    statements
}
