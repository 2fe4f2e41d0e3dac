//! Every difference of one sort, one a line, for whoever works through them.

use super::Figures;
use super::compare::TypeVerdict;
use super::judge::{ColumnJudgement, Judgement, Outcome};
use super::names::NameVerdict;
use clap::ValueEnum;

/// Longer texts are cut.
const TEXT_LENGTH: usize = 240;

/// What to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Columns with a wrong type.
    Wrong,
    /// Columns whose type is not known.
    Unknown,
    /// Columns with a wrong name or none.
    Names,
    /// Queries that bind, or may bind, and that Rocky calls wrong.
    Alarms,
    /// Queries that the engine refuses and Rocky does not.
    Missed,
}

/// The differences: a heading for each group, then `id | what | ours | theirs | text`.
pub fn lines(figures: &[Figures], sort: Sort) -> Vec<String> {
    let mut lines = Vec::new();
    for figures in figures {
        let mut judgements: Vec<&Judgement> = figures.judgements.iter().collect();
        judgements.sort_by(|a, b| a.group.cmp(&b.group));
        let mut group = "";
        for judgement in judgements {
            let found = of(judgement, sort);
            if !found.is_empty() && judgement.group != group {
                group = &judgement.group;
                lines.push(format!("# {} {group}", figures.file));
            }
            let text: String = judgement.sql.chars().take(TEXT_LENGTH).collect();
            let line = |(what, item): (String, Option<&String>)| {
                format!("{} | {what} | {}", judgement.id, item.unwrap_or(&text))
            };
            lines.extend(found.into_iter().map(line));
        }
    }
    lines
}

/// The differences of one query, each with the select item that it is about, if it is about one.
fn of(judgement: &Judgement, sort: Sort) -> Vec<(String, Option<&String>)> {
    let columns = |is: &dyn Fn(&ColumnJudgement) -> bool, line: &dyn Fn(&ColumnJudgement) -> String| {
        let columns = judgement.columns().iter().filter(|it| is(it));
        columns.map(|it| (line(it), it.item.as_ref())).collect::<Vec<_>>()
    };
    let errors = |why: &str| {
        let errors = judgement.errors.iter();
        errors.map(|(code, message)| (format!("{code} | {message} | {why}"), None)).collect()
    };
    let types = |it: &ColumnJudgement| {
        let [ours, theirs] = &it.types;
        let why = if it.why.is_empty() { String::new() } else { format!(" ({})", it.why) };
        format!("{} {} | {ours}{why} | {theirs}", it.position, it.names[1])
    };
    match sort {
        Sort::Wrong => columns(&|it| it.ty == TypeVerdict::Wrong, &types),
        Sort::Unknown => columns(&|it| it.ty == TypeVerdict::Unknown, &types),
        Sort::Names => columns(&|it| it.name == NameVerdict::Differs, &|it| {
            let why = if it.why.is_empty() { String::new() } else { format!(" ({})", it.why) };
            format!("{} | {:?}{why} | {:?}", it.position, it.names[0], it.names[1])
        }),
        Sort::Alarms if judgement.is_false_alarm() => errors("binds"),
        Sort::Alarms if judgement.is_doubted() => errors("reads"),
        Sort::Missed if judgement.is_missed() => match &judgement.outcome {
            Outcome::Refused { kind, message } => {
                let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
                vec![(format!("{} | nothing | {message}", kind.name()), None)]
            }
            Outcome::Bound(_) | Outcome::Read => Vec::new(),
        },
        Sort::Alarms | Sort::Missed => Vec::new(),
    }
}
