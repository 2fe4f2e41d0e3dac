//! What differs from a revision, as text; and the words that text and Markdown share.

use super::Table;
use crate::project::Difference;
use base::counted;
use ide::{
    BreakingFinding, BreakingSeverity, ChangedColumn, ColumnAspect, ColumnState, Comparison, Consumer,
    EditKind, ModelChange, ModelStatus, breaking_changes,
};
use std::fmt::Write;

/// How many consumers of a column are named in text.
const NAMED: usize = 12;

/// The report of `rocky lineage-diff`.
pub(crate) fn lineage_diff_text(difference: &Difference) -> String {
    let mut text = String::new();
    for change in &difference.comparison.models {
        model(change, &mut text);
    }
    let comparison = &difference.comparison;
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(text, "Compared with {}: {}", difference.base_text(), summary(comparison));
    text
}

fn model(change: &ModelChange, text: &mut String) {
    let _ = writeln!(text, "{}: {}", model_name(change), model_words(change));
    if !change.readers.is_empty() {
        let _ = writeln!(text, "    read by {}", consumers(&change.readers, NAMED));
    }
    for column in told_columns(change) {
        let _ = writeln!(text, "  {} {}", sign(column), column_line(column));
        let (columns, rows) = columns_and_rows(&column.consumers);
        let is_there = column.after.is_some();
        if !columns.is_empty() {
            let verb = if is_there { "goes" } else { "went" };
            let _ = writeln!(text, "      {verb} into {}", consumers(&columns, NAMED));
        }
        if !rows.is_empty() {
            let verb = if is_there { "decides" } else { "decided" };
            let _ = writeln!(text, "      {verb} about the rows of {}", consumers(&rows, NAMED));
        }
        for it in &column.dependents {
            let _ = writeln!(text, "      {} of {}.{} in {}", it.kind, it.model, it.column, it.path);
        }
    }
    if let Some(reason) = &change.incomplete {
        let _ = writeln!(text, "    not all columns are known, because {reason}");
    }
    text.push('\n');
}

/// The columns that a report lists. Those of a new model are no news one by one.
pub(super) fn told_columns(change: &ModelChange) -> &[ChangedColumn] {
    if change.status == ModelStatus::Added { &[] } else { &change.columns }
}

fn sign(column: &ChangedColumn) -> char {
    match (&column.before, &column.after) {
        (None, _) => '+',
        (_, None) => '-',
        _ => '~',
    }
}

fn column_line(column: &ChangedColumn) -> String {
    let words = aspects(column);
    match (&column.before, &column.after) {
        (Some(before), Some(after)) if before.name != after.name => {
            format!("{} -> {}: {words}", state(before), state(after))
        }
        (Some(before), Some(after)) if state(before) != state(after) => {
            format!("{}: {words}, {} -> {}", after.name, value(before), value(after))
        }
        (before, after) => {
            format!("{}: {words}", after.as_ref().or(before.as_ref()).map(state).unwrap_or_default())
        }
    }
}

fn state(column: &ColumnState) -> String {
    format!("{} {}", column.name, value(column))
}

/// Type and nullability: `DECIMAL(10,2) NOT NULL`.
pub(super) fn value(column: &ColumnState) -> String {
    let ty = column.type_name.as_deref().unwrap_or("of unknown type");
    if column.nullable == Some(false) { format!("{ty} NOT NULL") } else { ty.to_owned() }
}

/// In what respects a column differs, in words.
pub(super) fn aspects(column: &ChangedColumn) -> String {
    let word = |it: &ColumnAspect| match it {
        ColumnAspect::Removed => "removed",
        ColumnAspect::Renamed => "renamed",
        ColumnAspect::Retyped => "other type",
        ColumnAspect::Nullability => match column.after.as_ref().and_then(|it| it.nullable) {
            Some(true) => "may be NULL now",
            _ => "never NULL now",
        },
        ColumnAspect::Logic => "computed otherwise",
        ColumnAspect::Added => "added",
    };
    column.aspects.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// The name, and the one that it had.
pub(super) fn model_name(change: &ModelChange) -> String {
    match &change.before {
        Some(before) if before.name != change.name => format!("{} (was {})", change.name, before.name),
        _ => change.name.clone(),
    }
}

/// What has happened to a model, in words.
pub(super) fn model_words(change: &ModelChange) -> String {
    let mut words: Vec<String> = Vec::new();
    match change.status {
        ModelStatus::Added => {
            let columns = change.after.as_ref().map_or(0, |it| it.columns.len());
            return format!("added, {}", counted(columns, "column"));
        }
        ModelStatus::Removed => return "removed".to_owned(),
        ModelStatus::Unchanged => {
            return match change.edit {
                EditKind::Formatting => "only formatting changed".to_owned(),
                _ => "only configuration changed, nothing that a reader can see".to_owned(),
            };
        }
        ModelStatus::Modified => {}
    }
    if change.before.as_ref().is_some_and(|it| it.name != change.name) {
        words.push("renamed".to_owned());
    }
    let grave = breaking_changes(change).into_iter().filter_map(|it| it.change.build_words());
    words.extend(grave);
    if !change.columns.is_empty() {
        let verb = if change.columns.len() == 1 { "differs" } else { "differ" };
        words.push(format!("{} {verb}", counted(change.columns.len(), "column")));
    }
    if change.rows_changed {
        words.push("other rows".to_owned());
    }
    if words.is_empty() {
        words.push("the query was changed, with no difference in columns or rows that Rocky sees".to_owned());
    }
    if change.edit == EditKind::Nothing {
        words.push("through what it reads".to_owned());
    }
    words.join(", ")
}

/// The columns among some consumers, and the models of which only the rows depend on what changed.
pub(crate) fn columns_and_rows(consumers: &[Consumer]) -> (Vec<Consumer>, Vec<Consumer>) {
    consumers.iter().cloned().partition(|it| it.column.is_some())
}

/// The consumers, the nearest first, at most `limit` of them.
pub(super) fn consumers(consumers: &[Consumer], limit: usize) -> String {
    let name = |it: &Consumer| match &it.column {
        Some(column) => format!("{}.{column}", it.model),
        None => it.model.clone(),
    };
    let mut names: Vec<String> = consumers.iter().take(limit).map(name).collect();
    if consumers.len() > limit {
        names.push(format!("and {} more", consumers.len() - limit));
    }
    names.join(", ")
}

/// How many models differ, in words.
pub(super) fn summary(comparison: &Comparison) -> String {
    let total = comparison.total_models;
    let kinds = [
        (ModelStatus::Modified, "modified"),
        (ModelStatus::Added, "added"),
        (ModelStatus::Removed, "removed"),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .map(|(status, word)| (comparison.count(status), word))
        .filter(|it| it.0 > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    match parts.is_empty() {
        true => format!("none of {} differs", counted(total, "model")),
        false => format!("{} of {}", parts.join(", "), counted(total, "model")),
    }
}

/// The report of `rocky ci-diff`.
pub(crate) fn ci_diff_text(difference: &Difference, semantic: bool) -> String {
    let comparison = &difference.comparison;
    let mut table = Table::new(["MODEL", "STATUS", "TABLE", "COLUMNS"]);
    for change in comparison.changed() {
        let state = change.after.as_ref().or(change.before.as_ref());
        let count = |wanted: char| told_columns(change).iter().filter(|it| sign(it) == wanted).count();
        let columns = ['+', '-', '~'].map(|it| (count(it), it));
        let columns = columns.iter().filter(|it| it.0 > 0).map(|(count, sign)| format!("{sign}{count}"));
        table.row(vec![
            model_name(change),
            format!("{:?}", change.status).to_lowercase(),
            state.and_then(|it| it.target.clone()).unwrap_or_default(),
            columns.collect::<Vec<_>>().join(" "),
        ]);
    }
    let mut text = String::new();
    if comparison.changed().next().is_some() {
        text.push_str(&table.render());
        text.push('\n');
    }
    if semantic {
        let mut findings: Vec<BreakingFinding> =
            comparison.models.iter().flat_map(breaking_changes).collect();
        findings.sort_by_key(|it| it.severity);
        for finding in &findings {
            let _ = writeln!(text, "{}", finding_line(finding));
        }
        if !findings.is_empty() {
            text.push('\n');
        }
    }
    let _ = writeln!(text, "Compared with {}: {}", difference.base_text(), summary(comparison));
    text
}

/// `BREAKING orders.amount: the column is gone`.
pub(super) fn finding_line(finding: &BreakingFinding) -> String {
    let severity = match finding.severity {
        BreakingSeverity::Breaking => "BREAKING",
        BreakingSeverity::Warning => "WARNING",
        BreakingSeverity::Info => "INFO",
    };
    let column = finding.change.column().map(|it| format!(".{it}")).unwrap_or_default();
    format!("{severity} {}{column}: {}", finding.model, finding.change.words())
}
