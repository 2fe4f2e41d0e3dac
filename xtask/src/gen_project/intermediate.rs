//! Intermediate models: joins, windows, unions and monthly totals over models of earlier layers.

use super::model::{Column, Columns, Kind, Model};
use super::random::Random;
use super::select::{aggregates, customer_attribute, derived, import_cte, named, some_columns};
use std::fmt::Write as _;

/// What a template makes: the text, the output columns, the entity of a row.
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) columns: Vec<Column>,
    pub(super) entity: String,
    pub(super) reads: Vec<String>,
    /// Whether one row is one customer.
    pub(super) is_customer_table: bool,
}

/// The base's rows with attributes of the customer and totals of another entity beside them.
pub(super) fn join(random: &mut Random, base: &Model, customers: &Model, other: &Model) -> Draft {
    let base_columns = some_columns(random, base, 14);
    let customer_columns = some_columns(random, customers, 6);
    let mut text =
        format!("-- Every {} with its customer and what else we know of them.\nWITH ", words(&base.entity));
    import_cte(&mut text, "base", base, &base_columns);
    text.push_str(",\n\n");
    import_cte(&mut text, "customers", customers, &customer_columns);
    text.push_str(",\n\n");
    let mut totals = Columns::default();
    let lines = aggregates(random, other, "", &other.entity, 4, &mut totals);
    let _ = write!(
        text,
        "totals AS (\n    SELECT\n        customer_id,\n        {}\n    FROM {}\n    WHERE customer_id IS NOT NULL\n    GROUP BY customer_id\n)\n\n",
        lines.join(",\n        "),
        other.name
    );

    let mut columns = Columns::default();
    let mut lines = Vec::new();
    for column in &base_columns {
        columns.add(&column.name, &column.stem, column.kind);
        lines.push(format!("base.{}", column.name));
    }
    for column in customer_columns.iter().filter(|it| it.kind != Kind::Key) {
        let name = columns.add(&customer_attribute(column), &column.stem, column.kind);
        lines.push(named(format!("customers.{}", column.name), &name));
    }
    for column in &totals.0 {
        let name = columns.add(&column.name, &column.stem, column.kind);
        match column.kind {
            Kind::Integer => lines.push(format!("COALESCE(totals.{}, 0) AS {name}", column.name)),
            _ => lines.push(named(format!("totals.{}", column.name), &name)),
        }
    }
    for column in base_columns.iter().filter(|it| it.kind != Kind::Key).take(2) {
        let (expression, name, kind) = derived(random, column, &format!("base.{}", column.name));
        let name = columns.add(&name, &column.stem, kind);
        lines.push(format!("{expression} AS {name}"));
    }
    let _ = write!(
        text,
        "SELECT\n    {}\nFROM base\nLEFT JOIN customers ON customers.customer_id = base.customer_id\nLEFT JOIN totals ON totals.customer_id = base.customer_id\nWHERE base.customer_id IS NOT NULL\n",
        lines.join(",\n    ")
    );
    draft(text, columns, &base.entity, &[base, customers, other], base.is_customer_table)
}

/// The base's rows numbered for each customer, with running totals and the time since the one before.
pub(super) fn window(random: &mut Random, base: &Model) -> Draft {
    let base_columns = some_columns(random, base, 14);
    let find = |kinds: &[Kind]| base_columns.iter().find(|it| kinds.contains(&it.kind));
    let order = find(&[Kind::Timestamp]).or(find(&[Kind::Date])).unwrap_or(&base_columns[0]).clone();
    let entity = &base.entity;
    let mut text = format!("-- Every {} in the order in which its customer made it.\nWITH ", words(entity));
    import_cte(&mut text, "base", base, &base_columns);
    text.push_str(",\n\nsequenced AS (\n    SELECT\n");

    let mut columns = Columns::default();
    for column in &base_columns {
        columns.add(&column.name, &column.stem, column.kind);
        let _ = writeln!(text, "        {},", column.name);
    }
    let over = format!("PARTITION BY customer_id ORDER BY {}", order.name);
    let number = columns.add(&format!("{entity}_number"), "number", Kind::Integer);
    let _ = write!(text, "        ROW_NUMBER() OVER ({over}) AS {number}");
    if let Some(amount) = find(&[Kind::Amount]) {
        let running = columns.add(&format!("running_{}", amount.stem), &amount.stem, Kind::Amount);
        let _ = write!(
            text,
            ",\n        CAST(SUM({}) OVER (\n            {over}\n            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW\n        ) AS DECIMAL(18, 2)) AS {running}",
            amount.name
        );
        let previous = columns.add(&format!("previous_{}", amount.stem), &amount.stem, Kind::Amount);
        let _ = write!(text, ",\n        LAG({}) OVER ({over}) AS {previous}", amount.name);
    }
    let rank = columns.add(&format!("{entity}_rank"), "rank", Kind::Integer);
    let _ = write!(
        text,
        ",\n        RANK() OVER (PARTITION BY customer_id ORDER BY {} DESC) AS {rank}",
        order.name
    );
    text.push_str("\n    FROM base\n)\n\nSELECT\n");
    for column in columns.0.clone() {
        let _ = writeln!(text, "    {},", column.name);
    }
    let first = columns.add(&format!("is_first_{entity}"), "is_first", Kind::Flag);
    let _ = write!(text, "    {number} = 1 AS {first}");
    for column in base_columns.iter().filter(|it| it.kind != Kind::Key).skip(1).take(2) {
        let (expression, name, kind) = derived(random, column, &column.name);
        let name = columns.add(&name, &column.stem, kind);
        let _ = write!(text, ",\n    {expression} AS {name}");
    }
    let _ = write!(text, "\nFROM sequenced\nWHERE {rank} <= {}\n", 50 + random.below(500));
    draft(text, columns, entity, &[base], false)
}

/// What a union makes of each arm: alias, kind.
const ACTIVITY: &[(&str, Kind)] = &[
    ("activity_at", Kind::Timestamp),
    ("activity_date", Kind::Date),
    ("activity_amount", Kind::Amount),
    ("activity_status", Kind::Text),
    ("activity_detail", Kind::Text),
    ("activity_quantity", Kind::Integer),
    ("activity_score", Kind::Ratio),
    ("is_flagged", Kind::Flag),
];

/// The rows of several models under each other, as one kind of activity.
pub(super) fn union(random: &mut Random, arms: &[&Model]) -> Draft {
    let mut columns = Columns::default();
    columns.add("activity_type", "activity_type", Kind::Text);
    columns.add("activity_id", "activity_id", Kind::Key);
    columns.add("customer_id", "customer_id", Kind::Key);
    for (name, kind) in ACTIVITY {
        columns.add(name, name, *kind);
    }

    let mut text = String::new();
    for (index, arm) in arms.iter().enumerate() {
        if index > 0 {
            text.push_str("\nUNION ALL\n\n");
        }
        let entity = &arm.entity;
        let _ = write!(text, "-- Activity: {}.\nSELECT\n    '{entity}' AS activity_type,\n", words(entity));
        let _ = write!(text, "    {} AS activity_id,\n    customer_id", arm.columns_of(&[Kind::Key])[0].name);
        let mut used: Vec<&str> = Vec::new();
        for (alias, kind) in ACTIVITY {
            let source = arm.columns_of(&[*kind]).into_iter().find(|it| !used.contains(&it.name.as_str()));
            match source {
                Some(column) => {
                    used.push(&column.name);
                    let expression = match kind {
                        Kind::Text => format!("COALESCE({}, 'unknown')", column.name),
                        _ => column.name.clone(),
                    };
                    let _ = write!(text, ",\n    {expression} AS {alias}");
                }
                None => {
                    let _ = write!(text, ",\n    CAST(NULL AS {}) AS {alias}", kind.sql_type());
                }
            }
        }
        let _ = writeln!(text, "\nFROM {}\nWHERE customer_id > {}", arm.name, random.below(100));
    }
    draft(text, columns, "activity", arms, false)
}

/// Totals of the base for each customer and month, with the month before beside them.
pub(super) fn monthly(random: &mut Random, base: &Model, customers: &Model) -> Draft {
    let base_columns = some_columns(random, base, 14);
    let time = base_columns.iter().find(|it| matches!(it.kind, Kind::Timestamp | Kind::Date)).cloned();
    let entity = &base.entity;
    let mut text = format!("-- What each customer did in each month: {}.\nWITH ", words(entity));
    import_cte(&mut text, "base", base, &base_columns);
    text.push_str(",\n\n");

    let mut columns = Columns::default();
    columns.add("customer_id", "customer_id", Kind::Key);
    let month = columns.add("activity_month", "activity", Kind::Date);
    let month_expression = match &time {
        Some(time) => format!("CAST(DATE_TRUNC('month', {}) AS DATE)", time.name),
        None => "DATE '2024-01-01'".to_owned(),
    };
    let narrowed = Model { columns: base_columns, ..base.clone() };
    let lines = aggregates(random, &narrowed, "", entity, 7, &mut columns);
    let _ = write!(
        text,
        "monthly AS (\n    SELECT\n        customer_id,\n        {month_expression} AS {month},\n        {}\n    FROM base\n    WHERE customer_id IS NOT NULL\n    GROUP BY customer_id, {month_expression}\n    HAVING COUNT(*) > {}\n)\n\nSELECT\n",
        lines.join(",\n        "),
        random.below(3)
    );
    for column in &columns.0 {
        let _ = writeln!(text, "    monthly.{},", column.name);
    }
    let count = columns.0[2].name.clone();
    let over = format!("PARTITION BY monthly.customer_id ORDER BY monthly.{month}");
    let previous = columns.add(&format!("previous_{count}"), "row_count", Kind::Integer);
    let _ = writeln!(text, "    LAG(monthly.{count}, 1) OVER ({over}) AS {previous},");
    let change = columns.add(&format!("change_of_{count}"), "row_count", Kind::Integer);
    let _ =
        write!(text, "    monthly.{count} - COALESCE(LAG(monthly.{count}, 1) OVER ({over}), 0) AS {change}");
    for column in some_columns(random, customers, 4).iter().filter(|it| it.kind != Kind::Key) {
        let name = columns.add(&customer_attribute(column), &column.stem, column.kind);
        let _ = write!(text, ",\n    {}.{} AS {name}", customers.name, column.name);
    }
    let _ = write!(
        text,
        "\nFROM monthly\nINNER JOIN {} ON {}.customer_id = monthly.customer_id\n",
        customers.name, customers.name
    );
    draft(text, columns, entity, &[base, customers], false)
}

pub(super) fn draft(
    text: String,
    columns: Columns,
    entity: &str,
    reads: &[&Model],
    is_customer_table: bool,
) -> Draft {
    let mut names: Vec<String> = Vec::new();
    for model in reads {
        if !names.contains(&model.name) {
            names.push(model.name.clone());
        }
    }
    Draft { text, columns: columns.0, entity: entity.to_owned(), reads: names, is_customer_table }
}

pub(super) fn words(entity: &str) -> String {
    entity.replace('_', " ")
}
