//! Queries whose rows hide the values of classified columns.

use base::DialectKind;
use config::Mask;

/// A query of the rows of another one, some of whose columns are hidden, at most `limit` of them. `columns` are all that it
/// has, in order, as the engine calls them.
pub fn masked(query: &str, columns: &[(&str, Mask)], limit: usize, dialect: DialectKind) -> String {
    let items: Vec<String> = (1..)
        .zip(columns)
        .map(|(at, (name, mask))| {
            format!("{} AS {}", hidden(&format!("column_{at}"), *mask), dialect::quote(name, dialect))
        })
        .collect();
    // By position: names may be there twice.
    let names: Vec<String> = (1..=columns.len()).map(|at| format!("column_{at}")).collect();
    let (items, names) = (items.join(", "), names.join(", "));
    format!("SELECT {items} FROM (\n{query}\n) AS preview ({names}) LIMIT {limit}")
}

/// What is shown of a value. NULL is shown as what it is, but where nothing is shown.
fn hidden(column: &str, mask: Mask) -> String {
    let text = format!("CAST({column} AS VARCHAR)");
    match mask {
        Mask::None => column.to_owned(),
        Mask::Partial => format!(
            "CASE WHEN {column} IS NULL THEN NULL WHEN length({text}) < 5 THEN '***' \
             ELSE concat(left({text}, 2), '***', right({text}, 2)) END"
        ),
        Mask::Hash => format!("sha256({text})"),
        Mask::Redact => "'***'".to_owned(),
    }
}
