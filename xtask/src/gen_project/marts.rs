//! Marts: one row for each customer or customer and month, out of several intermediate models.

use super::intermediate::{Draft, draft};
use super::model::{Columns, Kind, Model};
use super::random::Random;
use super::select::{aggregates, import_cte, named, some_columns};
use std::fmt::Write as _;

/// One row for each customer with totals of every topic.
pub(super) fn customer(random: &mut Random, customers: &Model, topics: &[&Model]) -> Draft {
    let customer_columns = some_columns(random, customers, 8);
    let mut text = String::from("-- One row for each customer: who they are and what they did.\nWITH ");
    import_cte(&mut text, "customers", customers, &customer_columns);
    let mut columns = Columns::default();
    let mut lines = Vec::new();
    for column in &customer_columns {
        columns.add(&column.name, &column.stem, column.kind);
        lines.push(format!("customers.{}", column.name));
    }
    let mut joins = String::new();
    for (index, topic) in topics.iter().enumerate() {
        let cte = format!("{}_totals_{}", topic.entity, index + 1);
        let mut totals = Columns::default();
        let aggregated = aggregates(random, topic, "", &topic.entity, 5, &mut totals);
        let _ = write!(
            text,
            ",\n\n{cte} AS (\n    SELECT\n        customer_id,\n        {}\n    FROM {}\n    GROUP BY customer_id\n)",
            aggregated.join(",\n        "),
            topic.name
        );
        for column in &totals.0 {
            let name = columns.add(&column.name, &column.stem, column.kind);
            match column.kind {
                Kind::Integer => lines.push(format!("COALESCE({cte}.{}, 0) AS {name}", column.name)),
                _ => lines.push(named(format!("{cte}.{}", column.name), &name)),
            }
        }
        let _ = writeln!(joins, "LEFT JOIN {cte} ON {cte}.customer_id = customers.customer_id");
    }
    let first = format!("{}_totals_1", topics[0].entity);
    let name = columns.add("activity_level", "activity_level", Kind::Text);
    lines.push(format!(
        "CASE\n        WHEN {first}.{count} >= 20 THEN 'heavy'\n        WHEN {first}.{count} >= 5 THEN 'regular'\n        WHEN {first}.{count} IS NULL THEN 'none'\n        ELSE 'light'\n    END AS {name}",
        count = format_args!("{}_count", topics[0].entity)
    ));
    let _ = write!(text, "\n\nSELECT\n    {}\nFROM customers\n{joins}", lines.join(",\n    "));
    let mut reads = vec![customers];
    reads.extend(topics);
    draft(text, columns, "customer", &reads, true)
}
