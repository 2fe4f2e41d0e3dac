//! The figures as tables and as JSON.

use super::Figures;
use super::counts::Counts;
use super::refusal::RefusalKind;
use crate::parse::share;
use base::DialectKind;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the figures of an engine must reach, in percent: names and types that agree at least; types that are unknown and
/// wrong at most.
struct Bar {
    dialect: DialectKind,
    names: f64,
    types: f64,
    unknown: f64,
    wrong: f64,
}

const BARS: [Bar; 3] = [
    Bar { dialect: DialectKind::DuckDb, names: 99.5, types: 98.0, unknown: 1.5, wrong: 0.5 },
    Bar { dialect: DialectKind::Databricks, names: 99.0, types: 96.0, unknown: 4.0, wrong: 1.0 },
    Bar { dialect: DialectKind::BigQuery, names: 98.0, types: 93.0, unknown: 7.0, wrong: 2.0 },
];

/// The tables of the page: by file, and against the bars.
pub fn to_markdown(figures: &[Figures]) -> String {
    let counts: Vec<(&str, Counts)> =
        figures.iter().map(|it| (&*it.file, Counts::of(&it.judgements))).collect();
    let (read, bound): (Vec<_>, Vec<_>) = counts.into_iter().partition(|(_, it)| it.read[1] > 0);
    [columns_table("file", &bound), refusals_table(&bound), read_table(&read), bars_table(figures)].join("\n")
}

/// The table of one file by group.
pub fn groups_table(figures: &Figures) -> String {
    let counts = by_group(figures);
    let counts: Vec<(&str, Counts)> = counts.iter().map(|(group, it)| (*group, it.clone())).collect();
    columns_table(&figures.file, &counts)
}

/// Everything as JSON.
pub fn to_json(figures: &[Figures]) -> Value {
    let file = |it: &Figures| {
        let groups: serde_json::Map<String, Value> =
            by_group(it).iter().map(|(group, counts)| ((*group).to_owned(), counts.to_json())).collect();
        let ids = |is: &dyn Fn(&super::judge::Judgement) -> bool| -> Vec<&str> {
            it.judgements.iter().filter(|it| is(it)).map(|it| &*it.id).collect()
        };
        json!({
            "file": it.file,
            "dialect": it.dialect.name(),
            "counts": Counts::of(&it.judgements).to_json(),
            "groups": groups,
            "false_alarms": ids(&super::judge::Judgement::is_false_alarm),
            "missed": ids(&super::judge::Judgement::is_missed),
            "doubted": ids(&super::judge::Judgement::is_doubted),
        })
    };
    json!({ "files": figures.iter().map(file).collect::<Vec<_>>() })
}

fn by_group(figures: &Figures) -> BTreeMap<&str, Counts> {
    let mut groups: BTreeMap<&str, Vec<&super::judge::Judgement>> = BTreeMap::new();
    for it in &figures.judgements {
        groups.entry(&it.group).or_default().push(it);
    }
    groups.into_iter().map(|(group, it)| (group, Counts::of(it))).collect()
}

fn columns_table(heading: &str, rows: &[(&str, Counts)]) -> String {
    let mut out = format!(
        "| {heading} | bind | false alarms | (E009) | names | agree | | types | agree | | unknown | | wrong | |\n|---|{}\n",
        "---:|".repeat(13)
    );
    for (name, it) in rows {
        let columns = it.columns();
        out += &format!(
            "| {name} | {} | {} | {} | {} | {} | {:.2} % | {columns} | {} | {:.2} % | {} | {:.2} % | {} | {:.2} % |\n",
            it.bound,
            it.alarms,
            it.double_names,
            it.names[1],
            it.names[0],
            share(it.names[0], it.names[1]),
            it.agree,
            share(it.agree, columns),
            it.unknown,
            percent(it.unknown, columns),
            it.wrong,
            percent(it.wrong, columns),
        );
    }
    out
}

fn refusals_table(rows: &[(&str, Counts)]) -> String {
    let kinds = RefusalKind::ALL.map(|it| format!(" {} |", it.name())).concat();
    let mut out = format!("| missed, of those refused |{kinds}\n|---|{}\n", "---:|".repeat(7));
    for (name, counts) in rows.iter().filter(|(_, it)| !it.refused.is_empty()) {
        let cells = RefusalKind::ALL.map(|kind| match counts.refused.get(&kind) {
            Some([missed, all]) => format!(" {missed} of {all} |"),
            None => " |".to_owned(),
        });
        out += &format!("| {name} |{}\n", cells.concat());
    }
    out
}

fn read_table(rows: &[(&str, Counts)]) -> String {
    let mut out =
        String::from("| read, and perhaps bound | queries | called wrong | |\n|---|---:|---:|---:|\n");
    for (name, it) in rows {
        let [doubted, all] = it.read;
        out += &format!("| {name} | {all} | {doubted} | {:.2} % |\n", percent(doubted, all));
    }
    out
}

fn bars_table(figures: &[Figures]) -> String {
    let mut out = String::from("| | bar | |\n|---|---:|---:|\n");
    for bar in &BARS {
        let mut of_dialect = figures.iter().filter(|it| it.dialect == bar.dialect).peekable();
        if of_dialect.peek().is_none() {
            continue;
        }
        let it = Counts::of(of_dialect.flat_map(|it| &it.judgements));
        let columns = it.columns();
        let [missed, refused] = it.promised();
        let (elsewhere, alarms) = (it.bound - it.tpc, it.alarms - it.tpc_alarms);
        let dialect = bar.dialect;
        out +=
            &format!("| {dialect}: names | ≥ {} % | {:.2} % |\n", bar.names, share(it.names[0], it.names[1]));
        out += &format!("| {dialect}: types | ≥ {} % | {:.2} % |\n", bar.types, share(it.agree, columns));
        out += &format!(
            "| {dialect}: types unknown | ≤ {} % | {:.2} % |\n",
            bar.unknown,
            percent(it.unknown, columns)
        );
        out += &format!(
            "| {dialect}: types wrong | ≤ {} % | {:.2} % |\n",
            bar.wrong,
            percent(it.wrong, columns)
        );
        out += &format!("| {dialect}: false alarms on TPC-H and TPC-DS | 0 | {} |\n", it.tpc_alarms);
        out += &format!(
            "| {dialect}: false alarms elsewhere | ≤ 0.3 % | {:.2} % |\n",
            percent(alarms, elsewhere)
        );
        out += &format!(
            "| {dialect}: refused queries that Rocky refuses too | ≥ 90 % | {:.1} % |\n",
            share(refused - missed, refused)
        );
    }
    out
}

/// A share in percent of what should be none; none of nothing is none.
fn percent(part: usize, total: usize) -> f64 {
    if total == 0 { 0.0 } else { share(part, total) }
}
