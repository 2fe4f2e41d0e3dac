//! Staging models: one source table each, columns renamed and cast, duplicates removed.

use super::model::{Columns, Kind, Language, Model, SourceTable};
use super::random::Random;
use super::select::named;
use super::vocabulary::{ATTRIBUTES, CUSTOMER_ATTRIBUTES, ENTITIES, REGIONS, SYSTEMS};
use std::fmt::Write as _;

/// The staging model with this number. The first `customer_tables` ones have one row for each customer.
pub(super) fn generate(random: &mut Random, number: usize, customer_tables: usize) -> Model {
    let is_customer_table = number < customer_tables;
    let (entities, entity) =
        if is_customer_table { ("customers", "customer") } else { ENTITIES[number % ENTITIES.len()] };
    let system = SYSTEMS[(if is_customer_table { number } else { number / ENTITIES.len() }) % SYSTEMS.len()];
    let round = number / if is_customer_table { SYSTEMS.len() } else { ENTITIES.len() * SYSTEMS.len() };
    let place = match round {
        0 => String::new(),
        _ if round <= REGIONS.len() => format!("_{}", REGIONS[round - 1]),
        _ => format!("_{}_{}", REGIONS[round % REGIONS.len()], round / REGIONS.len()),
    };
    let name = format!("stg_{system}__{entities}{place}");

    // Name in the model, name in the source, kind.
    let key = format!("{entity}_id");
    let mut attributes: Vec<(String, String, Kind)> = vec![(key.clone(), "id".to_owned(), Kind::Key)];
    if !is_customer_table {
        attributes.push(("customer_id".to_owned(), "cust_no".to_owned(), Kind::Key));
        attributes.push(("product_id".to_owned(), "prod_no".to_owned(), Kind::Key));
    }
    let pool = if is_customer_table { CUSTOMER_ATTRIBUTES } else { ATTRIBUTES };
    for (index, (name, source_name, kind)) in pool.iter().enumerate() {
        // The first amount is always there, so that every model has something to sum.
        if is_customer_table || index == 0 || *name == "gross" || random.percent(80) {
            attributes.push(((*name).to_owned(), (*source_name).to_owned(), *kind));
        }
    }
    attributes.push(("created_at".to_owned(), "created_ts".to_owned(), Kind::Timestamp));
    attributes.push(("updated_at".to_owned(), "updated_ts".to_owned(), Kind::Timestamp));

    let schema = format!("raw_{system}");
    let table = format!("{entities}{place}");
    let mut columns = Columns::default();
    for (name, _, kind) in &attributes {
        columns.add(name, name, *kind);
    }
    let source_columns: Vec<(String, &'static str)> =
        attributes.iter().map(|(_, source_name, kind)| (source_name.clone(), source_type(*kind))).collect();

    let mut text =
        format!("-- One row for each {} that {system} knows, as last changed.\n", entity.replace('_', " "));
    text.push_str("WITH source AS (\n    SELECT\n");
    let lines: Vec<String> = source_columns.iter().map(|(name, _)| format!("        {name}")).collect();
    let _ =
        write!(text, "{}\n    FROM {schema}.{table}\n),\n\nrenamed AS (\n    SELECT\n", lines.join(",\n"));
    let lines: Vec<String> = attributes
        .iter()
        .map(|(name, source_name, kind)| {
            format!("        {}", named(cleaned(random, source_name, *kind), name))
        })
        .collect();
    let _ = write!(text, "{}\n    FROM source\n    WHERE id IS NOT NULL\n),\n\n", lines.join(",\n"));
    let names: Vec<&str> = attributes.iter().map(|(name, _, _)| name.as_str()).collect();
    let inner: Vec<String> = names.iter().map(|it| format!("        {it},\n")).collect();
    let _ = write!(
        text,
        "ranked AS (\n    SELECT\n{}        ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY updated_at DESC) AS recency\n    FROM renamed\n)\n\n",
        inner.concat()
    );
    let outer: Vec<String> = names.iter().map(|it| format!("    {it}")).collect();
    let _ = write!(text, "SELECT\n{}\nFROM ranked\nWHERE recency = 1\n", outer.join(",\n"));

    Model {
        name,
        folder: format!("staging/{system}"),
        language: Language::Sql,
        text,
        columns: columns.0,
        entity: entity.to_owned(),
        reads: Vec::new(),
        source: Some(SourceTable {
            schema,
            table,
            columns: source_columns,
            is_in_sidecar: random.percent(50),
        }),
        is_customer_table,
    }
}

/// The type in which the source keeps a column of this kind.
fn source_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Key | Kind::Integer | Kind::Amount => "BIGINT",
        Kind::Text => "VARCHAR",
        Kind::Ratio => "DOUBLE",
        Kind::Flag => "BOOLEAN",
        Kind::Date | Kind::Timestamp => "TIMESTAMP",
    }
}

/// The expression that turns a source column into a column of this kind.
fn cleaned(random: &mut Random, source: &str, kind: Kind) -> String {
    match kind {
        Kind::Key | Kind::Timestamp => source.to_owned(),
        Kind::Text => match random.below(4) {
            0 => format!("TRIM({source})"),
            1 => format!("COALESCE(NULLIF(TRIM({source}), ''), 'unknown')"),
            2 => format!("LOWER(TRIM({source}))"),
            _ => format!(
                "CASE {source} WHEN 'A' THEN 'active' WHEN 'C' THEN 'closed' ELSE COALESCE({source}, 'unknown') END"
            ),
        },
        Kind::Amount => format!("CAST({source} / 100.0 AS DECIMAL(18, 2))"),
        Kind::Integer => format!("COALESCE({source}, 0)"),
        Kind::Ratio => format!("CAST(ROUND({source}, 4) AS DOUBLE)"),
        Kind::Flag => format!("COALESCE({source}, FALSE)"),
        Kind::Date => format!("CAST({source} AS DATE)"),
    }
}
