//! Figures about fan-outs as Markdown and JSON.

use super::{Figures, Kind};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Two tables: what is said of right queries, and which fan-outs are found.
pub fn to_markdown(figures: &Figures) -> String {
    let mut text = String::from("| right queries | | with W007 |\n|---|---:|---:|\n");
    for (schema, queries, alarms) in &figures.originals {
        let _ = writeln!(text, "| {schema} | {queries} | {} |", alarms.len());
    }
    text += "\n| what was done | fan-outs | found | |\n|---|---:|---:|---:|\n";
    let mut row = |words: &str, is_counted: &dyn Fn(&super::FanOut) -> bool| {
        let all = figures.fan_outs.iter().filter(|it| is_counted(it)).count();
        let found = figures.fan_outs.iter().filter(|it| is_counted(it) && it.is_found).count();
        let share = 100.0 * found as f64 / all.max(1) as f64;
        let _ = writeln!(text, "| {words} | {all} | {found} | {share:.1} % |");
    };
    for kind in Kind::ALL {
        row(kind.words(), &|it| it.kind == kind);
    }
    for (schema, ..) in &figures.originals {
        row(&format!("all in {schema}"), &|it| it.schema == *schema);
    }
    row("all", &|_| true);
    text
}

/// The same as JSON.
pub fn to_json(figures: &Figures) -> Value {
    let originals = figures
        .originals
        .iter()
        .map(|(schema, queries, alarms)| json!({ "schema": schema, "queries": queries, "alarms": alarms }));
    let fan_outs = figures.fan_outs.iter().map(|it| {
        json!({ "schema": it.schema, "done": it.kind.words(), "query": it.query.0, "found": it.is_found })
    });
    json!({
        "originals": originals.collect::<Vec<_>>(),
        "fan_outs": fan_outs.collect::<Vec<_>>(),
        "without_effect": figures.without_effect,
    })
}

/// What is wrong: alarms about right queries, and fan-outs that are not found, with their texts.
pub fn faults(figures: &Figures) -> Vec<String> {
    let alarms = figures
        .originals
        .iter()
        .flat_map(|(schema, _, alarms)| alarms.iter().map(move |it| format!("alarm\t{schema}\t{it}")));
    let missed = figures.fan_outs.iter().filter(|it| !it.is_found).map(|it| {
        let sql = it.query.1.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("missed\t{}\t{}\t{}\t{sql}", it.schema, it.query.0, it.kind.words())
    });
    alarms.chain(missed).collect()
}
