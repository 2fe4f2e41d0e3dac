//! Pieces of SELECT statements shared by the templates.

use super::model::{Column, Columns, Kind, Model};
use super::random::Random;
use std::fmt::Write as _;

/// A CTE that passes on some columns of a model: the import idiom that analysts write.
pub(super) fn import_cte(text: &mut String, name: &str, model: &Model, columns: &[Column]) {
    let lines: Vec<String> = columns.iter().map(|it| format!("        {}", it.name)).collect();
    let _ = write!(text, "{name} AS (\n    SELECT\n{}\n    FROM {}\n)", lines.join(",\n"), model.name);
}

/// Some of the model's columns: all keys, and others up to `limit`, in their order.
pub(super) fn some_columns(random: &mut Random, model: &Model, limit: usize) -> Vec<Column> {
    let mut others = model.columns.iter().filter(|it| it.kind != Kind::Key).count();
    let mut wanted = limit.saturating_sub(model.columns.len() - others);
    let mut chosen = Vec::new();
    for column in &model.columns {
        if column.kind == Kind::Key {
            chosen.push(column.clone());
            continue;
        }
        if random.below(others) < wanted {
            chosen.push(column.clone());
            wanted -= 1;
        }
        others -= 1;
    }
    chosen
}

/// An expression derived from `column`, read as `read`, with the name and kind of its result.
pub(super) fn derived(random: &mut Random, column: &Column, read: &str) -> (String, String, Kind) {
    let stem = &column.stem;
    match column.kind {
        Kind::Text => match random.below(3) {
            0 => (format!("UPPER(COALESCE({read}, 'unknown'))"), format!("{stem}_label"), Kind::Text),
            1 => (
                format!(
                    "CASE WHEN {read} IN ('active', 'paid', 'web') THEN 'core' WHEN {read} IS NULL THEN 'missing' ELSE 'other' END"
                ),
                format!("{stem}_group"),
                Kind::Text,
            ),
            _ => (format!("CAST(LENGTH({read}) AS BIGINT)"), format!("{stem}_length"), Kind::Integer),
        },
        Kind::Amount => match random.below(3) {
            0 => (format!("CAST({read} * 1.19 AS DECIMAL(18, 2))"), format!("{stem}_with_tax"), Kind::Amount),
            1 => (
                format!(
                    "CASE WHEN {read} >= 1000 THEN 'large' WHEN {read} >= 100 THEN 'medium' ELSE 'small' END"
                ),
                format!("{stem}_band"),
                Kind::Text,
            ),
            _ => (
                format!("COALESCE({read}, CAST(0 AS DECIMAL(18, 2)))"),
                format!("{stem}_or_zero"),
                Kind::Amount,
            ),
        },
        Kind::Integer => (format!("{read} > 1"), format!("has_several_{stem}"), Kind::Flag),
        Kind::Ratio => {
            (format!("CAST(ROUND({read} * 100, 2) AS DOUBLE)"), format!("{stem}_percent"), Kind::Ratio)
        }
        Kind::Flag => {
            (format!("CASE WHEN {read} THEN 'yes' ELSE 'no' END"), format!("{stem}_text"), Kind::Text)
        }
        Kind::Date | Kind::Timestamp => {
            (format!("CAST(DATE_TRUNC('month', {read}) AS DATE)"), format!("{stem}_month"), Kind::Date)
        }
        Kind::Key => (format!("{read} IS NOT NULL"), format!("has_{stem}"), Kind::Flag),
    }
}

/// Aggregates of a model's columns: expression over `prefix` and the column it makes. The row count is named after `about`.
pub(super) fn aggregates(
    random: &mut Random,
    model: &Model,
    prefix: &str,
    about: &str,
    limit: usize,
    columns: &mut Columns,
) -> Vec<String> {
    let name = columns.add(&format!("{about}_count"), "row_count", Kind::Integer);
    let mut lines = vec![format!("COUNT(*) AS {name}")];
    for column in model.columns.iter().filter(|it| it.kind != Kind::Key) {
        if lines.len() > limit {
            break;
        }
        let read = format!("{prefix}{}", column.name);
        let stem = &column.stem;
        let (expression, name, kind) = match column.kind {
            Kind::Amount if random.percent(70) => {
                (format!("CAST(SUM({read}) AS DECIMAL(18, 2))"), format!("total_{stem}"), Kind::Amount)
            }
            Kind::Amount => (format!("MAX({read})"), format!("highest_{stem}"), Kind::Amount),
            Kind::Integer => (format!("CAST(SUM({read}) AS BIGINT)"), format!("sum_{stem}"), Kind::Integer),
            Kind::Ratio => (format!("AVG({read})"), format!("average_{stem}"), Kind::Ratio),
            Kind::Flag => (
                format!("CAST(SUM(CASE WHEN {read} THEN 1 ELSE 0 END) AS BIGINT)"),
                format!("count_{stem}"),
                Kind::Integer,
            ),
            Kind::Date => (format!("MIN({read})"), format!("first_{stem}"), Kind::Date),
            Kind::Timestamp => (format!("MAX({read})"), format!("last_{stem}"), Kind::Timestamp),
            Kind::Text if random.percent(40) => {
                (format!("COUNT(DISTINCT {read})"), format!("distinct_{stem}"), Kind::Integer)
            }
            Kind::Text | Kind::Key => continue,
        };
        let name = columns.add(&name, stem, kind);
        lines.push(format!("{expression} AS {name}"));
    }
    lines
}

/// The name under which an attribute of a customer stands beside other entities' columns.
pub(super) fn customer_attribute(column: &Column) -> String {
    if column.stem.starts_with("customer_") {
        column.stem.clone()
    } else {
        format!("customer_{}", column.stem)
    }
}

/// The expression as a SELECT item of this name; a column that has the name already needs no alias.
pub(super) fn named(expression: String, name: &str) -> String {
    if expression.rsplit('.').next() == Some(name) { expression } else { format!("{expression} AS {name}") }
}
