//! Which statements Rocky reads, dialect by dialect, and which it refuses.

use crate::entries::{self, Entry};
use crate::known::{self, Known};
use anyhow::Result;
use base::DialectKind;
use serde_json::{Value, json};
use std::path::Path;
use syntax::{BatchParser, Parse};

/// What was counted of one dialect.
pub struct Figures {
    /// Whose.
    pub dialect: DialectKind,
    /// How many queries its authority takes.
    pub queries: usize,
    /// Those of them that Rocky refuses, with its first complaint.
    pub refused: Known,
    /// How many texts its authority refuses: for their syntax, and for other reasons.
    pub negatives: [usize; 2],
    /// Those of them that Rocky takes all the same, with the authority's reason: for syntax, and for other reasons.
    pub taken: [Known; 2],
    /// How many statements besides queries there are, and those that Rocky complains of.
    pub statements: (usize, Known),
}

/// What Rocky has against a text, if anything: a syntax error (E018), or a construct that its dialect lacks (E019).
pub fn complaint(parse: &Parse, dialect: DialectKind) -> Option<String> {
    if let Some(error) = parse.errors.first() {
        return Some(format!("E018 {}", error.message));
    }
    let missing = parse.features.iter().find(|it| !it.feature.is_in(dialect))?;
    Some(format!("E019 {dialect} has no {}", missing.feature.row().title))
}

/// Counts one dialect.
///
/// # Errors
/// A file of the corpus cannot be read.
pub fn measure(corpus: &Path, dialect: DialectKind) -> Result<Figures> {
    let mut parser = BatchParser::new();
    let mut refused = |entries: &[Entry]| -> Known {
        let judge = |it: &Entry| {
            let complaint = complaint(&parser.parse_sql(&it.sql, dialect), dialect)?;
            Some((it.id.clone(), complaint))
        };
        entries.iter().filter_map(judge).collect()
    };
    let queries = entries::queries(corpus, dialect)?;
    let statements = entries::statements(corpus, dialect)?;
    let (mut negatives, mut taken) = ([0, 0], [Known::new(), Known::new()]);
    for entry in entries::negatives(corpus, dialect)? {
        let kind = usize::from(entry.reason_kind != "syntax");
        negatives[kind] += 1;
        if refused(std::slice::from_ref(&entry)).is_empty() {
            let reason = entry.reason.split_whitespace().collect::<Vec<_>>().join(" ");
            taken[kind].insert(entry.id, reason.chars().take(160).collect());
        }
    }
    Ok(Figures {
        dialect,
        queries: queries.len(),
        refused: refused(&queries),
        negatives,
        taken,
        statements: (statements.len(), refused(&statements)),
    })
}

impl Figures {
    /// The share of the queries that Rocky takes.
    pub fn accepted_share(&self) -> f64 {
        share(self.queries - self.refused.len(), self.queries)
    }

    /// The share of the refused texts that Rocky refuses too.
    pub fn refused_share(&self) -> f64 {
        let total = self.negatives[0] + self.negatives[1];
        share(total - self.taken[0].len() - self.taken[1].len(), total)
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        let taken: Known = self.taken.iter().flatten().map(|(id, why)| (id.clone(), why.clone())).collect();
        json!({
            "dialect": self.dialect.name(),
            "queries": self.queries,
            "accepted": self.queries - self.refused.len(),
            "refused": self.refused,
            "negatives": self.negatives[0] + self.negatives[1],
            "negatives_syntax": self.negatives[0],
            "negatives_taken_syntax": self.taken[0].len(),
            "negatives_taken": taken,
            "statements": self.statements.0,
            "statements_refused": self.statements.1,
        })
    }

    /// Whatever differs from the committed lists: ids that are on none, and ids that need not be on theirs any more.
    ///
    /// # Errors
    /// A list cannot be read.
    pub fn differences(&self) -> Result<(Vec<String>, Vec<String>)> {
        let (mut new, mut gone) = (Vec::new(), Vec::new());
        for (list, _, found) in self.lists() {
            let known = known::read(&list)?;
            let line = |(id, why): (&String, &String)| format!("{list}: {id} {why}");
            new.extend(found.iter().filter(|(id, _)| !known.contains_key(*id)).map(line));
            gone.extend(known.iter().filter(|(id, _)| !found.contains_key(*id)).map(line));
        }
        Ok((new, gone))
    }

    /// Writes the lists.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write_lists(&self) -> Result<()> {
        for (list, heading, found) in self.lists() {
            known::write(&list, &heading, &found)?;
        }
        Ok(())
    }

    fn lists(&self) -> [(String, String, Known); 3] {
        let (dialect, name) = (self.dialect, self.dialect.name());
        let taken = self.taken.iter().flatten().map(|(id, why)| (id.clone(), why.clone())).collect();
        [
            (
                format!("parse/{name}"),
                format!("Queries that {dialect} takes and Rocky does not: id, then why."),
                self.refused.clone(),
            ),
            (
                format!("parse/{name}_negative"),
                format!(
                    "Texts that {dialect}'s own parser refuses and Rocky takes: id, then that parser's reason."
                ),
                taken,
            ),
            (
                format!("parse/{name}_nonquery"),
                format!("Other statements of {dialect} in which Rocky finds a mistake: id, then which."),
                self.statements.1.clone(),
            ),
        ]
    }
}

/// A share in percent; all of nothing is all.
pub fn share(part: usize, total: usize) -> f64 {
    if total == 0 { 100.0 } else { 100.0 * part as f64 / total as f64 }
}

/// The figures as a Markdown table.
pub fn to_markdown(figures: &[Figures]) -> String {
    let mut out = String::from(
        "| dialect | queries | read | | refused texts | refused too | | other statements | read |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for it in figures {
        let negatives = it.negatives[0] + it.negatives[1];
        let taken = it.taken[0].len() + it.taken[1].len();
        out += &format!(
            "| {} | {} | {} | {:.2} % | {negatives} | {} | {:.1} % | {} | {} |\n",
            it.dialect,
            it.queries,
            it.queries - it.refused.len(),
            it.accepted_share(),
            negatives - taken,
            it.refused_share(),
            it.statements.0,
            it.statements.0 - it.statements.1.len(),
        );
    }
    out
}
