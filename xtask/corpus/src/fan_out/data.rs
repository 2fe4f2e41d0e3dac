//! Small data that pass a query's filters: its own constants are the values of the columns that they are compared with.

use super::schema::{Schema, Table};
use crate::random::Random;
use db::{Db, SourceFile};
use dialect::BinaryOperator;
use hir::{Body, Expr, ExprId};
use sema::{Inference, Owner, Resolution};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The values of columns, by table and column, as SQL.
pub(super) type Hints = BTreeMap<(String, String), Vec<String>>;

/// As many rows as a table without a composite key has; integers without a hint are as large at most, so that joins meet.
const ROWS: usize = 6;

/// The constants that a query compares columns with.
pub(super) fn hints(db: &dyn Db, file: SourceFile, sql: &str) -> Hints {
    let body = hir::body(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let inference = sema::inference(db, file);
    let text =
        |it: ExprId| map.exprs.get(it).and_then(|it| sql.get(usize::from(it.start())..usize::from(it.end())));
    let mut exact = Hints::new();
    let mut bounds = Hints::new();
    for (_, expr) in body.exprs.iter() {
        let (hints, column, values): (_, _, Vec<String>) = match expr {
            Expr::Binary { operator, left, right } => {
                let (column, constant, turned) = match (is_constant(&body, *left), is_constant(&body, *right))
                {
                    (false, true) => (*left, *right, false),
                    (true, false) => (*right, *left, true),
                    _ => continue,
                };
                let Some(text) = text(constant) else { continue };
                let (below, above) = (format!("({text}) - 1"), format!("({text}) + 1"));
                match (operator, turned) {
                    (BinaryOperator::Equal, _) => (&mut exact, column, vec![text.to_owned()]),
                    (BinaryOperator::LessEqual | BinaryOperator::GreaterEqual, _) => {
                        (&mut bounds, column, vec![text.to_owned()])
                    }
                    (BinaryOperator::Less, false) | (BinaryOperator::Greater, true) => {
                        (&mut bounds, column, vec![below])
                    }
                    (BinaryOperator::Greater, false) | (BinaryOperator::Less, true) => {
                        (&mut bounds, column, vec![above])
                    }
                    _ => continue,
                }
            }
            Expr::Between { value, low, high, negated: false } => {
                let ends = [*low, *high].into_iter().filter(|it| is_constant(&body, *it));
                let values = ends.filter_map(text);
                (&mut bounds, *value, values.map(str::to_owned).collect())
            }
            Expr::InList { value, list, negated: false } => {
                let values = list.iter().filter(|it| is_constant(&body, **it)).filter_map(|it| text(*it));
                (&mut exact, *value, values.map(str::to_owned).collect())
            }
            Expr::Like { value, pattern, .. } => {
                let pattern = text(*pattern).map(|it| it.replace(['%', '_'], ""));
                (&mut exact, *value, pattern.into_iter().collect())
            }
            _ => continue,
        };
        if let Some(column) = base_column(inference, column) {
            hints.entry(column).or_default().extend(values);
        }
    }
    for (column, values) in bounds {
        exact.entry(column).or_insert(values);
    }
    exact
}

fn is_constant(body: &Body, expr: ExprId) -> bool {
    let mut is_constant = true;
    body.for_each_expr_within(expr, |it| {
        is_constant &= matches!(
            body.exprs[it],
            Expr::Literal(_)
                | Expr::Binary { .. }
                | Expr::Unary { .. }
                | Expr::Cast { .. }
                | Expr::Interval { .. }
        );
    });
    is_constant
}

/// The table and the column that an expression names, through whatever queries.
fn base_column(inference: &Inference, expr: ExprId) -> Option<(String, String)> {
    let Resolution::Column(relation, index) = inference.resolutions.get(&expr)? else { return None };
    let column = inference.relations.get(*relation)?.columns.get(*index as usize)?;
    let [origin] = &column.origins[..] else { return None };
    let Owner::External(table) = &origin.owner else { return None };
    Some((table.name[2].to_lowercase(), origin.column.to_lowercase()))
}

/// Statements that make the tables of a schema anew, and fill them.
pub(super) fn fill(schema: &Schema, hints: &Hints) -> String {
    let mut sql = String::new();
    let mut random = Random::new(7);
    for table in &schema.tables {
        let _ = writeln!(sql, "DROP TABLE IF EXISTS {};", table.name);
    }
    sql += &schema.ddl;
    for table in &schema.tables {
        let rows: Vec<String> =
            (0..rows_of(table)).map(|row| row_of(table, row, hints, &mut random)).collect();
        let _ = writeln!(sql, "INSERT INTO {} VALUES {};", table.name, rows.join(", "));
    }
    sql
}

fn rows_of(table: &Table) -> usize {
    match table.key.len() {
        0 | 1 if table.columns.len() < 2 => 1,
        0 | 1 => ROWS,
        _ => ROWS * 4,
    }
}

fn row_of(table: &Table, row: usize, hints: &Hints, random: &mut Random) -> String {
    let value = |(name, ty): &(String, String)| {
        let pick = |random: &mut Random, end: usize| random.below(end).unwrap_or_default();
        let place = table.key.iter().position(|it| it.eq_ignore_ascii_case(name));
        match place {
            // The first column of a composite key repeats most, and the rest count on.
            Some(place) => {
                let number = match (table.key.len(), place) {
                    (1, _) => row + 1,
                    (_, 0) => row % 4 + 1,
                    (length, place) if place + 1 == length => row / (4 * 2_usize.pow(place as u32 - 1)) + 1,
                    (_, place) => row / (4 * 2_usize.pow(place as u32 - 1)) % 2 + 1,
                };
                spelled(ty, number)
            }
            None => {
                let column = (table.name.to_lowercase(), name.to_lowercase());
                match hints.get(&column).filter(|it| !it.is_empty()) {
                    Some(values) => values[pick(random, values.len())].clone(),
                    None => spelled(ty, pick(random, ROWS) + 1),
                }
            }
        }
    };
    let values: Vec<String> = table.columns.iter().map(value).collect();
    format!("({})", values.join(", "))
}

/// A number as a value of a type.
fn spelled(ty: &str, number: usize) -> String {
    match ty.split('(').next().unwrap_or_default().trim().to_uppercase().as_str() {
        "VARCHAR" => format!("'v{number}'"),
        "DATE" => format!("DATE '2000-01-{number:02}'"),
        "TIMESTAMP" => format!("TIMESTAMP '2000-01-{number:02} 00:00:00'"),
        "BOOLEAN" => format!("{}", number.is_multiple_of(2)),
        _ => number.to_string(),
    }
}
