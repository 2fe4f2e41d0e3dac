//! Whether Rocky finds the columns that each column of a query comes from.
//!
//! The queries are those of the corpus' `lineage/`, whose answers are sqlglot's: the columns in the expression that defines
//! a column, followed to tables. Conditions within it count, and so do the keys of its window; clauses of the query do not.

use crate::known::{self, Known};
use crate::parse::share;
use crate::types::{entry, project::Project};
use anyhow::{Result, bail};
use base::DialectKind;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// As many queries as one project takes, so that all processors have work to the end.
const CHUNK: usize = 32;

/// The committed list of differences.
const LIST: &str = "lineage";

/// A column of a query, and where it should come from.
struct Entry {
    id: String,
    index: usize,
    sources: BTreeSet<String>,
}

/// The columns of one query.
struct Query {
    setup: String,
    origin: String,
    sql: String,
    columns: Vec<Entry>,
}

/// What was found of one column.
pub struct Judgement {
    /// The entry's.
    pub id: String,
    /// Where the query is from: the first part of its source.
    pub origin: String,
    /// The text of the query.
    pub sql: String,
    /// Its position in the output.
    pub index: usize,
    /// Where it should come from.
    pub expected: BTreeSet<String>,
    /// Where Rocky says it comes from; absent where Rocky knows of no such column.
    pub found: Option<BTreeSet<String>>,
}

/// What was compared.
pub struct Figures {
    /// The verdicts, in the order of the corpus.
    pub judgements: Vec<Judgement>,
}

/// Compares every column of `lineage/`.
///
/// # Errors
/// The corpus cannot be read, or the analysis of a query panicked.
pub fn measure(corpus: &Path) -> Result<Figures> {
    let setups = entry::setups(corpus)?;
    let queries = queries(corpus)?;
    let mut by_setup: BTreeMap<&str, Vec<&Query>> = BTreeMap::new();
    queries.iter().for_each(|it| by_setup.entry(&it.setup).or_default().push(it));
    let jobs: Vec<(&str, &[&Query])> =
        by_setup.iter().flat_map(|(setup, it)| it.chunks(CHUNK).map(|chunk| (*setup, chunk))).collect();
    let judge = |&(setup, queries): &(&str, &[&Query])| {
        let Some(setup) = setups.get(setup) else { bail!("there is no setup `{setup}`") };
        let mut project = Project::new(Some(setup), DialectKind::DuckDb);
        let mut judgements = Vec::new();
        for query in queries {
            let found = project.sources(&query.sql)?;
            judgements.extend(query.columns.iter().map(|it| Judgement {
                id: it.id.clone(),
                origin: query.origin.clone(),
                sql: query.sql.clone(),
                index: it.index,
                expected: it.sources.clone(),
                found: found.get(it.index).cloned(),
            }));
        }
        Ok(judgements)
    };
    let judgements = jobs.par_iter().map(judge).collect::<Result<Vec<_>>>()?;
    Ok(Figures { judgements: judgements.into_iter().flatten().collect() })
}

fn queries(corpus: &Path) -> Result<Vec<Query>> {
    let mut queries: Vec<Query> = Vec::new();
    for row in entry::rows(&corpus.join("lineage/lineage.jsonl"))? {
        let [setup, sql, source] =
            [entry::text(&row, "setup")?, entry::text(&row, "sql")?, entry::text(&row, "source")?];
        let index = row["index"].as_u64().and_then(|it| usize::try_from(it).ok());
        let (Some(index), Some(sources)) = (index, row["sources"].as_array()) else {
            bail!("a row has no index or no sources: {row}");
        };
        let sources = sources.iter().filter_map(|it| it.as_str()).map(str::to_lowercase).collect();
        let column = Entry { id: entry::text(&row, "id")?, index, sources };
        match queries.last_mut().filter(|it| it.sql == sql && it.setup == setup) {
            Some(query) => query.columns.push(column),
            None => {
                let origin = source.split('/').next().unwrap_or_default().to_owned();
                queries.push(Query { setup, origin, sql, columns: vec![column] });
            }
        }
    }
    Ok(queries)
}

impl Judgement {
    /// Whether the columns are exactly those expected.
    pub fn is_exact(&self) -> bool {
        let found = self.found.iter().flatten().map(|it| it.to_lowercase());
        self.found.is_some() && found.collect::<BTreeSet<_>>() == self.expected
    }

    /// What differs, in words.
    fn difference(&self) -> String {
        let Some(found) = &self.found else { return "no such column".to_owned() };
        let found: BTreeSet<String> = found.iter().map(|it| it.to_lowercase()).collect();
        let list = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> String {
            one.difference(other).cloned().collect::<Vec<_>>().join(" ")
        };
        format!("lacks [{}], has besides [{}]", list(&self.expected, &found), list(&found, &self.expected))
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sql: Vec<&str> = self.sql.split_whitespace().collect();
        write!(f, "{} column {}: {}\n    {}", self.id, self.index, self.difference(), sql.join(" "))
    }
}

impl Figures {
    /// The columns whose sources differ.
    pub fn differing(&self) -> impl Iterator<Item = &Judgement> {
        self.judgements.iter().filter(|it| !it.is_exact())
    }

    /// By where the queries are from: how many columns, and how many of them are exact.
    fn counts(&self) -> BTreeMap<&str, [usize; 2]> {
        let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        for it in &self.judgements {
            let [all, exact] = counts.entry(&it.origin).or_default();
            *all += 1;
            *exact += usize::from(it.is_exact());
        }
        counts
    }

    /// The figures as a Markdown table.
    pub fn to_markdown(&self) -> String {
        let mut table =
            "| queries of | columns | exactly their sources | |\n|---|---:|---:|---:|\n".to_owned();
        let mut counts: Vec<(&str, [usize; 2])> = self.counts().into_iter().collect();
        let sum = |at: usize| counts.iter().map(|it| it.1[at]).sum::<usize>();
        counts.push(("all", [sum(0), sum(1)]));
        for (origin, [all, exact]) in counts {
            table += &format!("| {origin} | {all} | {exact} | {:.2} % |\n", share(exact, all));
        }
        table
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        let difference = |it: &Judgement| json!({ "id": it.id, "index": it.index, "sql": it.sql, "expected": it.expected, "found": it.found });
        let exact = self.judgements.iter().filter(|it| it.is_exact()).count();
        json!({
            "columns": self.judgements.len(),
            "exact": exact,
            "exact_share": share(exact, self.judgements.len()),
            "differences": self.differing().map(difference).collect::<Vec<_>>(),
        })
    }

    fn found(&self) -> Known {
        self.differing().map(|it| (it.id.clone(), it.difference())).collect()
    }

    /// Ids that differ and are on no list, and ids on the list that do not differ any more.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn list_differences(&self) -> Result<(Vec<String>, Vec<String>)> {
        Ok(known::differences(&known::read(LIST)?, &self.found()))
    }

    /// Writes the list. A reason that somebody wrote stays.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_list(&self) -> Result<()> {
        let heading = "Columns of queries whose sources differ from sqlglot's: id, then why.";
        known::write(LIST, heading, &self.found())
    }
}
