//! What differs from a revision, as Markdown for a comment on a pull request.

use super::difference::{
    aspects, columns_and_rows, consumers, model_name, model_words, summary, told_columns, value,
};
use crate::project::Difference;
use base::counted;
use ide::{
    BreakingSeverity, ChangedColumn, ColumnState, Dependent, ModelChange, ModelStatus, breaking_changes,
};

/// How long a comment gets, in characters. GitHub refuses more than 65,536.
const LONGEST: usize = 65_000;

/// How much room is kept for the words about what was cut.
const REST: usize = 400;

/// How many consumers of a column are named.
const NAMED: usize = 10;

/// The comment.
pub(crate) fn markdown(difference: &Difference) -> String {
    let comparison = &difference.comparison;
    let mut text = Limited::new(LONGEST - REST);
    text.push("## Column changes\n\n");
    text.push(&format!("**{}** {}.\n", verdict(difference), base_words(difference)));
    let changed: Vec<&ModelChange> = comparison.changed().collect();
    let mut told = 0;
    let mut columns_cut = 0;
    for change in &changed {
        let (block, cut) = model(change, text.room());
        let Some(block) = block else { break };
        text.push(&block);
        told += 1;
        columns_cut += cut;
    }
    let unchanged = comparison.models.iter().filter(|it| it.status == ModelStatus::Unchanged);
    let unchanged: Vec<&ModelChange> = unchanged.collect();
    if !unchanged.is_empty() {
        let names: Vec<String> = unchanged.iter().take(NAMED).map(|it| code(&it.name)).collect();
        let more = unchanged.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        text.push(&format!("\nEdited without a difference for readers: {}{more}.\n", names.join(", ")));
    }
    let mut text = text.finish();
    if told < changed.len() || columns_cut > 0 {
        let mut parts = Vec::new();
        if told < changed.len() {
            parts.push(format!("{} of {}", changed.len() - told, counted(changed.len(), "changed model")));
        }
        if columns_cut > 0 {
            parts.push(format!("{} of the models above", counted(columns_cut, "column")));
        }
        text.push_str(&format!(
            "\n_This comment is cut, because it would be too long: {} are not shown. \
             `rocky lineage-diff {}` shows all._\n",
            parts.join(" and "),
            difference.base
        ));
    }
    text
}

/// Text up to a number of characters.
struct Limited {
    text: String,
    room: usize,
}

impl Limited {
    fn new(room: usize) -> Limited {
        Limited { text: String::new(), room }
    }

    fn room(&self) -> usize {
        self.room
    }

    /// Adds a text, unless it is longer than the room that is left.
    fn push(&mut self, text: &str) {
        let length = text.chars().count();
        if length <= self.room {
            self.room -= length;
            self.text.push_str(text);
        }
    }

    fn finish(self) -> String {
        self.text
    }
}

fn verdict(difference: &Difference) -> String {
    let comparison = &difference.comparison;
    let findings = comparison.models.iter().flat_map(breaking_changes);
    let breaking = findings.filter(|it| it.severity == BreakingSeverity::Breaking).count();
    let models = summary(comparison);
    match breaking {
        _ if comparison.changed().next().is_none() => "No model differs".to_owned(),
        0 => format!("Nothing breaks: {models}"),
        _ => format!("{}: {models}", counted(breaking, "breaking change")),
    }
}

fn base_words(difference: &Difference) -> String {
    format!("compared with {}", code(&difference.base_text()))
}

/// The block about a model, in at most `room` characters, and how many of its columns are left out. Nothing where not
/// even its head has room.
fn model(change: &ModelChange, room: usize) -> (Option<String>, usize) {
    const END: &str = "\n</details>\n";
    let columns = told_columns(change);
    if columns.is_empty() && change.readers.is_empty() && change.incomplete.is_none() {
        let line = format!("\n**{}**: {}.\n", cell(&model_name(change)), cell(&model_words(change)));
        return ((line.chars().count() <= room).then_some(line), 0);
    }
    let mut text = Limited::new(room.saturating_sub(END.len()));
    let head = format!(
        "\n<details><summary><b>{}</b>: {}</summary>\n\n",
        html(&model_name(change)),
        html(&model_words(change))
    );
    if head.chars().count() > text.room() {
        return (None, 0);
    }
    text.push(&head);
    if !change.readers.is_empty() {
        text.push(&format!("Read by {}.\n\n", cell(&consumers(&change.readers, NAMED))));
    }
    if let Some(reason) = &change.incomplete {
        text.push(&format!("Not all columns are known, because {}.\n\n", cell(reason)));
    }
    let mut cut = 0;
    if !columns.is_empty() {
        text.push("| Column | Change | Old | New | Downstream consumers |\n|---|---|---|---|---|\n");
        for (index, column) in columns.iter().enumerate() {
            let row = row(column);
            if row.chars().count() > text.room() {
                cut = columns.len() - index;
                break;
            }
            text.push(&row);
        }
    }
    (Some(text.finish() + END), cut)
}

fn row(column: &ChangedColumn) -> String {
    let (before, after) = (column.before.as_ref(), column.after.as_ref());
    let name = match (before, after) {
        (Some(before), Some(after)) if before.name != after.name => {
            format!("{} → {}", code(&before.name), code(&after.name))
        }
        _ => after.or(before).map(|it| code(&it.name)).unwrap_or_default(),
    };
    let shown = |it: Option<&ColumnState>| it.map(|it| code(&value(it))).unwrap_or_default();
    let mut hit = Vec::new();
    let (columns, rows) = columns_and_rows(&column.consumers);
    if !columns.is_empty() {
        hit.push(cell(&consumers(&columns, NAMED)));
    }
    if !rows.is_empty() {
        hit.push(format!("rows of {}", cell(&consumers(&rows, NAMED))));
    }
    let dependents: Vec<&Dependent> = column.dependents.iter().collect();
    hit.extend(
        dependents.iter().take(NAMED).map(|it| cell(&format!("{} of {}.{}", it.kind, it.model, it.column))),
    );
    if dependents.len() > NAMED {
        hit.push(format!("and {} more declarations", dependents.len() - NAMED));
    }
    let hit = hit.join("<br>");
    format!("| {name} | {} | {} | {} | {hit} |\n", aspects(column), shown(before), shown(after))
}

/// A text as code, in a cell too.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|").replace(['\n', '\r'], " ");
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

/// A text in a cell: nothing in it is markup.
fn cell(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in html(text).chars() {
        if matches!(character, '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '~' | '@' | '#') {
            escaped.push('\\');
        }
        escaped.push(if matches!(character, '\n' | '\r') { ' ' } else { character });
    }
    escaped
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
