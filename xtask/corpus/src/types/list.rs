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
    /// Queries that bind and that Rocky calls wrong.
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
            lines.extend(found.into_iter().map(|it| format!("{} | {it} | {text}", judgement.id)));
        }
    }
    lines
}

fn of(judgement: &Judgement, sort: Sort) -> Vec<String> {
    let columns = |is: &dyn Fn(&ColumnJudgement) -> bool, line: &dyn Fn(&ColumnJudgement) -> String| {
        judgement.columns().iter().filter(|it| is(it)).map(line).collect::<Vec<_>>()
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
            format!("{} | {:?} | {:?}{}", it.position, it.names[0], it.names[1], it.why)
        }),
        Sort::Alarms if judgement.is_false_alarm() => {
            judgement.errors.iter().map(|(code, message)| format!("{code} | {message} | binds")).collect()
        }
        Sort::Missed if judgement.is_missed() => match &judgement.outcome {
            Outcome::Refused { kind, message } => {
                let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
                vec![format!("{} | nothing | {message}", kind.name())]
            }
            Outcome::Bound(_) => Vec::new(),
        },
        Sort::Alarms | Sort::Missed => Vec::new(),
    }
}
