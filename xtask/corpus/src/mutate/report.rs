//! The figures of many mutations.

use super::judge::Verdict;
use super::kind::Kind;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What came of them.
#[derive(Clone, Debug)]
pub struct Figures {
    /// One for each mutation.
    pub verdicts: Vec<Verdict>,
    /// How many models the project has.
    pub models: usize,
}

/// Sums over some verdicts.
struct Sums {
    mutations: usize,
    refused: usize,
    caught: usize,
    same_code: usize,
    placed: usize,
    same_place: usize,
    known: usize,
    found: usize,
    false_errors: usize,
    unaffected: usize,
}

impl Figures {
    fn sums(&self, kind: Option<Kind>) -> Sums {
        let chosen: Vec<&Verdict> =
            self.verdicts.iter().filter(|it| kind.is_none_or(|kind| it.kind == kind)).collect();
        let sum = |of: fn(&Verdict) -> usize| chosen.iter().map(|it| of(it)).sum();
        Sums {
            mutations: chosen.len(),
            refused: sum(|it| it.refused),
            caught: sum(|it| it.caught),
            same_code: sum(|it| it.same_code),
            placed: sum(|it| it.placed),
            same_place: sum(|it| it.same_place),
            known: sum(|it| usize::from(it.known.is_some())),
            found: sum(|it| usize::from(it.known == Some(true))),
            false_errors: sum(|it| it.false_errors),
            unaffected: sum(|it| it.unaffected),
        }
    }

    /// A row for each kind of mutation, and one for all.
    pub fn to_markdown(&self) -> String {
        let mut text = format!(
            "{} mutations of a generated project of {} models.\n\n\
             | mutation | times | models DuckDB refuses | caught | same code | same place | known | found | errors on what DuckDB binds | reports elsewhere |\n\
             |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
            self.verdicts.len(),
            self.models,
        );
        let rows = Kind::ALL.map(|it| (it.name(), self.sums(Some(it))));
        for (name, it) in rows.into_iter().chain([("**all**", self.sums(None))]) {
            let _ = writeln!(
                text,
                "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                it.mutations,
                it.refused,
                share(it.caught, it.refused),
                share(it.same_code, it.refused),
                share(it.same_place, it.placed),
                it.known,
                share(it.found, it.known),
                it.false_errors,
                it.unaffected
            );
        }
        text
    }

    /// The sums over all.
    pub fn to_json(&self) -> Value {
        let it = self.sums(None);
        json!({
            "mutations": it.mutations,
            "refused": it.refused,
            "caught": it.caught,
            "same_code": it.same_code,
            "placed": it.placed,
            "same_place": it.same_place,
            "known": it.known,
            "found": it.found,
            "false_errors": it.false_errors,
            "unaffected": it.unaffected,
        })
    }
}

fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => String::new(),
        _ => format!("{part} ({:.1} %)", 100.0 * part as f64 / whole as f64),
    }
}
