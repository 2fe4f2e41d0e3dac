//! Rows of a query as a table.

use super::Table;
use warehouse::Rows;

/// The rows, under the names of their columns; NULL is said so.
pub(crate) fn rows_table(rows: Rows) -> Table {
    let numeric: Vec<usize> =
        (0..).zip(&rows.columns).filter(|(_, (_, it))| is_numeric(it)).map(|(it, _)| it).collect();
    let mut table = Table::with_titles(rows.columns.into_iter().map(|(name, _)| name).collect());
    for column in numeric {
        table = table.right_aligned(column);
    }
    for row in rows.rows {
        table.row(row.into_iter().map(|it| it.unwrap_or_else(|| "NULL".to_owned())).collect());
    }
    table
}

fn is_numeric(data_type: &str) -> bool {
    let name = data_type.split('(').next().unwrap_or_default();
    name.ends_with("INT") || matches!(name, "INTEGER" | "DECIMAL" | "DOUBLE" | "FLOAT")
}
