//! Whether Rocky knows the columns of a query as the engine does: their names and their types, and whether there is
//! anything wrong with it.
//!
//! The queries are those of the corpus' `types/`, each over the schema that it names.

pub mod compare;
pub mod counts;
pub mod entry;
pub mod group;
pub mod judge;
pub mod list;
pub mod names;
pub mod project;
pub mod refusal;
pub mod report;

use crate::known::{self, Known};
use anyhow::Result;
use base::DialectKind;
use entry::{Entry, Setups};
use judge::Judgement;
use names::Written;
use project::Project;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// As many queries as one project takes, so that all processors have work to the end.
const CHUNK: usize = 64;

/// What was found of one file.
pub struct Figures {
    /// Its name, without the ending.
    pub file: String,
    /// The dialect whose engine answered.
    pub dialect: DialectKind,
    /// The verdicts, in the order of the file.
    pub judgements: Vec<Judgement>,
}

/// Everything that Rocky is held against: the files of `types/`, and `parse.NAME` for what a dialect's authority reads.
pub fn files() -> Vec<(String, DialectKind)> {
    let bound = entry::FILES.iter().map(|(file, dialect)| ((*file).to_owned(), *dialect));
    let read = DialectKind::ALL.into_iter().map(|it| (format!("{PARSE}{}", it.name()), it));
    bound.chain(read).collect()
}

/// The beginning of the names of what is read out of `parse/`.
const PARSE: &str = "parse.";

/// Holds Rocky against the queries of some files.
///
/// # Errors
/// A file of the corpus cannot be read.
pub fn measure(corpus: &Path, files: &[(String, DialectKind)]) -> Result<Vec<Figures>> {
    let setups = entry::setups(corpus)?;
    let measure = |(file, dialect): &(String, DialectKind)| {
        let entries = match file.starts_with(PARSE) {
            true => entry::read_only(corpus, *dialect)?,
            false => entry::read(corpus, file)?,
        };
        let judgements = judge_all(&entries, &setups, *dialect);
        Ok(Figures { file: file.clone(), dialect: *dialect, judgements })
    };
    files.iter().map(measure).collect()
}

fn judge_all(entries: &[Entry], setups: &Setups, dialect: DialectKind) -> Vec<Judgement> {
    let mut by_setup: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_setup.entry(&entry.setup).or_default().push(index);
    }
    let jobs: Vec<(&str, &[usize])> = by_setup
        .iter()
        .flat_map(|(setup, indices)| indices.chunks(CHUNK).map(|chunk| (*setup, chunk)))
        .collect();
    let judge = |&(setup, indices): &(&str, &[usize])| {
        let setup = setups.get(setup).map(String::as_str);
        let mut project = Project::new(setup, dialect);
        let written = Written::new(setup.unwrap_or_default(), dialect);
        let judge = |index: &usize| (*index, judge::judge(&mut project, &written, &entries[*index], dialect));
        indices.iter().map(judge).collect::<Vec<_>>()
    };
    let mut judgements: Vec<(usize, Judgement)> = jobs.par_iter().flat_map_iter(judge).collect();
    judgements.sort_by_key(|(index, _)| *index);
    let groups = group::groups(entries);
    let with_group = judgements.into_iter().zip(groups);
    with_group.map(|((_, judgement), group)| Judgement { group, ..judgement }).collect()
}

impl Figures {
    /// Whatever differs from the committed list: ids that are not on it, and ids that need not be on it any more.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn differences(&self) -> Result<(Vec<String>, Vec<String>)> {
        if !self.is_bound() {
            return Ok((Vec::new(), Vec::new()));
        }
        let (known, found) = (known::read(&self.list())?, self.faults());
        let line = |(id, why): (&String, &String)| format!("{}: {id} {why}", self.file);
        let new = found.iter().filter(|(id, _)| !known.contains_key(*id)).map(line).collect();
        let gone = known.iter().filter(|(id, _)| !found.contains_key(*id)).map(line).collect();
        Ok((new, gone))
    }

    /// Writes the list.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_list(&self) -> Result<()> {
        if !self.is_bound() {
            return Ok(());
        }
        let heading = format!(
            "Queries that {} binds and Rocky calls wrong (alarm), or of whose columns Rocky has a wrong name or type: id, \
             then which.",
            self.dialect
        );
        known::write_anew(&self.list(), &heading, &self.faults())
    }

    /// Whether the engine has said which of the queries bind. Of the others there is no list: a new complaint may be right.
    fn is_bound(&self) -> bool {
        !self.file.starts_with(PARSE)
    }

    fn list(&self) -> String {
        format!("types/{}", self.file)
    }

    /// The queries about which Rocky says something wrong, with what.
    fn faults(&self) -> Known {
        let fault = |it: &Judgement| {
            let wrong = |column: &judge::ColumnJudgement| column.ty == compare::TypeVerdict::Wrong;
            let differs = |column: &judge::ColumnJudgement| column.name == names::NameVerdict::Differs;
            let mut words = Vec::new();
            if it.is_false_alarm() {
                let mut codes: Vec<&str> = it.errors.iter().map(|(code, _)| &**code).collect();
                codes.sort_unstable();
                codes.dedup();
                words.push(format!("alarm {}", codes.join(" ")));
            }
            let positions = |is: &dyn Fn(&judge::ColumnJudgement) -> bool| {
                let columns = it.columns().iter().filter(|it| is(it));
                columns.map(|it| it.position.to_string()).collect::<Vec<_>>().join(" ")
            };
            for (what, columns) in [("type", positions(&wrong)), ("name", positions(&differs))] {
                if !columns.is_empty() {
                    words.push(format!("{what} {columns}"));
                }
            }
            (!words.is_empty()).then(|| (it.id.clone(), words.join("; ")))
        };
        self.judgements.iter().filter_map(fault).collect()
    }
}
