//! What Rocky says of a query, held against what its engine says.

use super::compare::{self, TypeVerdict};
use super::entry::{Answer, Entry, ExpectedColumn};
use super::names::{self, NameVerdict, Written};
use super::project::{Analysis, Project};
use super::refusal::RefusalKind;
use base::DialectKind;

/// The verdict on one query.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The query's id.
    pub id: String,
    /// The construct or the source that it is counted under.
    pub group: String,
    /// Whether it is a query of TPC-H or TPC-DS.
    pub is_tpc: bool,
    /// The text in one line.
    pub sql: String,
    /// The errors that Rocky reports: code, and message.
    pub errors: Vec<(String, String)>,
    /// Its columns, or why the engine refuses it.
    pub outcome: Outcome,
}

/// What there was to compare.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The engine binds it.
    Bound(Vec<ColumnJudgement>),
    /// The engine refuses it.
    Refused {
        /// Why, in a word.
        kind: RefusalKind,
        /// Its message.
        message: String,
    },
}

/// The verdict on one column.
#[derive(Clone, Debug)]
pub struct ColumnJudgement {
    /// Its position, from one.
    pub position: usize,
    /// Our name, and the engine's; empty where there is none.
    pub names: [String; 2],
    /// Our type as the dialect spells it, and the engine's.
    pub types: [String; 2],
    /// Whether the name counts and agrees.
    pub name: NameVerdict,
    /// Whether the type agrees.
    pub ty: TypeVerdict,
    /// Why our type is not known.
    pub why: String,
}

impl Judgement {
    /// Whether Rocky calls a query wrong that its engine binds.
    pub fn is_false_alarm(&self) -> bool {
        matches!(self.outcome, Outcome::Bound(_)) && !self.errors.is_empty()
    }

    /// Whether Rocky lets a query pass that its engine refuses.
    pub fn is_missed(&self) -> bool {
        matches!(self.outcome, Outcome::Refused { .. }) && self.errors.is_empty()
    }

    /// The columns of a query that binds.
    pub fn columns(&self) -> &[ColumnJudgement] {
        match &self.outcome {
            Outcome::Bound(columns) => columns,
            Outcome::Refused { .. } => &[],
        }
    }
}

/// Judges one query over the schema that the project has; `setup` are the schema's identifiers.
pub fn judge(project: &mut Project, setup: &Written, entry: &Entry, dialect: DialectKind) -> Judgement {
    let analysis = project.analyse(&entry.sql);
    let (errors, analysis) = match analysis {
        Ok(analysis) => (analysis.errors.clone(), Some(analysis)),
        Err(defect) => (vec![("defect".to_owned(), format!("{defect:#}"))], None),
    };
    let outcome = match &entry.answer {
        Answer::Refused(message) => {
            Outcome::Refused { kind: RefusalKind::of(message, dialect), message: message.clone() }
        }
        Answer::Columns(expected) => {
            let written = Written::new(&entry.sql, dialect);
            Outcome::Bound(columns(analysis.as_ref(), expected, [&written, setup], dialect))
        }
    };
    Judgement {
        id: entry.id.clone(),
        group: String::new(),
        is_tpc: entry.is_tpc(),
        sql: entry.sql.split_whitespace().collect::<Vec<_>>().join(" "),
        errors,
        outcome,
    }
}

fn columns(
    analysis: Option<&Analysis>,
    expected: &[ExpectedColumn],
    written: [&Written; 2],
    dialect: DialectKind,
) -> Vec<ColumnJudgement> {
    let open = match analysis {
        None => Some("the analysis failed".to_owned()),
        Some(it) => it.schema.open.as_ref().map(sema::OpenReason::words),
    };
    // Positions mean nothing where columns are missing from the list, or where there are too many or too few.
    let comparable = analysis.filter(|it| open.is_none() && it.schema.columns.len() == expected.len());
    let judge = |(index, expected): (usize, &ExpectedColumn)| {
        let theirs = [expected.name.clone().unwrap_or_default(), expected.ty.clone()];
        let [their_name, their_type] = theirs;
        let Some(analysis) = comparable else {
            let count = analysis.map_or(0, |it| it.schema.columns.len());
            return ColumnJudgement {
                position: index + 1,
                names: [String::new(), their_name],
                types: ["?".to_owned(), their_type],
                name: names::compare(None, expected.name.as_deref(), written),
                ty: if open.is_some() { TypeVerdict::Unknown } else { TypeVerdict::Wrong },
                why: open.clone().unwrap_or_else(|| format!("the output has {count} columns")),
            };
        };
        let ours = &analysis.schema.columns[index];
        ColumnJudgement {
            position: index + 1,
            names: [ours.name.to_string(), their_name],
            types: [ours.value.ty.display(dialect).to_string(), their_type],
            name: names::compare(
                Some((&ours.name, analysis.definitions[index])),
                expected.name.as_deref(),
                written,
            ),
            ty: compare::compare(&ours.value.ty, &expected.ty, dialect),
            why: ours.value.unknown.as_ref().map(sema::UnknownReason::words).unwrap_or_default(),
        }
    };
    expected.iter().enumerate().map(judge).collect()
}
