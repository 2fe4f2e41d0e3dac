//! Models in the `.rocky` DSL: a filter with derived columns, or a grouping.

use super::intermediate::{Draft, draft, words};
use super::model::{Columns, Kind, Model};
use super::random::Random;
use super::select::some_columns;
use std::fmt::Write as _;

/// The base's rows, filtered, with labels and an attribute of the customer.
pub(super) fn filtered(random: &mut Random, base: &Model, customers: &Model) -> Draft {
    let base_columns = some_columns(random, base, 12);
    let mut columns = Columns::default();
    let mut derives = String::new();
    let mut selected = String::new();
    for column in &base_columns {
        columns.add(&column.name, &column.stem, column.kind);
        let _ = writeln!(selected, "    b.{},", column.name);
    }
    for column in base_columns.iter().filter(|it| it.kind != Kind::Key).take(4) {
        let read = format!("b.{}", column.name);
        let (expression, name, kind) = match column.kind {
            Kind::Text => (
                format!(
                    "match {read} {{\n        \"active\" => \"live\",\n        \"closed\" => \"done\",\n        _ => \"other\",\n    }}"
                ),
                format!("{}_state", column.stem),
                Kind::Text,
            ),
            Kind::Amount => (
                format!("match {read} {{ >= 1_000 => \"large\", >= 100 => \"medium\", _ => \"small\" }}"),
                format!("{}_class", column.stem),
                Kind::Text,
            ),
            Kind::Integer => {
                (format!("coalesce({read}, 0)"), format!("{}_known", column.stem), Kind::Integer)
            }
            _ => (format!("{read} is not null"), format!("has_{}", column.stem), Kind::Flag),
        };
        let name = columns.add(&name, &column.stem, kind);
        let _ = writeln!(derives, "    {name}: {expression},");
        let _ = writeln!(selected, "    {name},");
    }
    let taken = |name: &str| columns.0.iter().any(|it| it.name == name);
    let attribute = customers.columns.iter().find(|it| it.kind == Kind::Text && !taken(&it.name)).cloned();
    if let Some(attribute) = attribute {
        columns.add(&attribute.name, &attribute.stem, attribute.kind);
        let _ = writeln!(selected, "    c.{},", attribute.name);
    }
    let mut text = format!("-- Every {} that counts, with labels for reports.\n", words(&base.entity));
    let _ = write!(
        text,
        "from {} as b\nleft join {} as c on customer_id\nwhere b.customer_id is not null\nwhere b.customer_id > {}\n",
        base.name,
        customers.name,
        random.below(50)
    );
    let _ = write!(text, "derive {{\n{derives}}}\nselect {{\n{selected}}}\n");
    draft(text, columns, &base.entity, &[base, customers], false)
}

/// Totals of the base for each customer.
pub(super) fn grouped(random: &mut Random, base: &Model) -> Draft {
    let mut columns = Columns::default();
    columns.add("customer_id", "customer_id", Kind::Key);
    let count = columns.add(&format!("{}_count", base.entity), "row_count", Kind::Integer);
    let mut lines = format!("    {count}: count(),\n");
    for column in base.columns.iter().filter(|it| it.kind != Kind::Key).take(9) {
        let (function, word, kind) = match column.kind {
            Kind::Ratio => ("avg", "average", Kind::Ratio),
            Kind::Flag | Kind::Key => continue,
            kind if random.percent(50) => ("max", "latest", kind),
            kind => ("min", "earliest", kind),
        };
        let name = columns.add(&format!("{word}_{}", column.stem), &column.stem, kind);
        let _ = writeln!(lines, "    {name}: {function}({}),", column.name);
    }
    let text = format!(
        "-- What each customer has: {}.\nfrom {}\nwhere customer_id is not null\ngroup customer_id {{\n{lines}}}\nwhere {count} > {}\nsort {count} desc\n",
        words(&base.entity),
        base.name,
        random.below(3),
    );
    draft(text, columns, &base.entity, &[base], true)
}
