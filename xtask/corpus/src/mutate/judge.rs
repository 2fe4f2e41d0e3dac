//! What DuckDB says of a broken project, and what Rocky should then have said.

use super::kind::Kind;
use super::project::{Diagnostics, Project, SEED, Said, stem};
use super::trial::Trial;
use super::warehouse::{Refusal, Warehouse};
use crate::types::refusal::RefusalKind;
use anyhow::Result;
use base::DialectKind;
use std::collections::{BTreeMap, BTreeSet};

/// What DuckDB says.
#[derive(Clone, Debug, Default)]
pub(super) struct Truth {
    /// Models that it does not bind, although what they read is there.
    pub(super) refused: BTreeMap<String, Refusal>,
    /// Models that it binds, and that fail on any row.
    pub(super) failing: BTreeSet<String>,
    /// Models that are broken themselves, or that read a table that is not what it was.
    pub(super) affected: BTreeSet<String>,
}

/// The verdict on one mutation.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// How the project was broken.
    pub kind: Kind,
    /// The file that was broken first.
    pub path: String,
    /// Models that DuckDB refuses.
    pub refused: usize,
    /// Those of them that Rocky calls wrong.
    pub caught: usize,
    /// Those of them of which Rocky says the same as DuckDB.
    pub same_code: usize,
    /// Those of them for which DuckDB names a place in the text that Rocky reads.
    pub placed: usize,
    /// Those of these where Rocky is at the same place.
    pub same_place: usize,
    /// Whether the code that is known from the mutation is reported where the mutation is; absent where an engine knows.
    pub known: Option<bool>,
    /// Errors in models that DuckDB binds.
    pub false_errors: usize,
    /// Anything new that is said of files that the mutation does not reach.
    pub unaffected: usize,
    /// What is wrong, for people.
    pub faults: Vec<String>,
}

/// Asks DuckDB; its tables are afterwards as they were.
pub(super) fn truth(
    project: &Project,
    trial: &Trial,
    said: &Diagnostics,
    warehouse: &mut Warehouse,
) -> Result<Truth> {
    let mut truth = Truth::default();
    let mut reshaped: BTreeSet<&str> = BTreeSet::new();
    let mut touched = Vec::new();
    if let Some(source) = &trial.source {
        warehouse.execute(&format!("DROP TABLE {}; {}", source.table, source.after))?;
    }
    let reads_source = |sql: &str| {
        trial.source.as_ref().is_some_and(|it| sql.split_whitespace().any(|word| word == it.table))
    };
    for model in &project.models {
        let is_broken = trial.files.iter().any(|it| it.0 == model.path);
        let Some(sql) = trial.sql(model) else {
            warehouse.drop_table(&model.name)?;
            reshaped.insert(&model.name);
            truth.affected.insert(model.name.clone());
            touched.push(model);
            continue;
        };
        if !is_broken && !reads_source(sql) && !model.reads.iter().any(|it| reshaped.contains(it.as_str())) {
            continue;
        }
        truth.affected.insert(model.name.clone());
        match warehouse.model(&model.name, sql)? {
            Ok(columns) => {
                touched.push(model);
                if columns != model.columns {
                    reshaped.insert(&model.name);
                }
                // What the binder leaves to the first row: asked only where Rocky says so, since it takes a run.
                if said.get(&model.path).into_iter().flatten().any(|it| it.code == "E001") {
                    let reads: Vec<&str> =
                        model.reads.iter().map(String::as_str).chain(sources(project, sql)).collect();
                    if warehouse.fails_on_any_row(sql, &reads)?.is_some() {
                        truth.failing.insert(model.name.clone());
                    }
                }
            }
            Err(refusal) => drop(truth.refused.insert(model.name.clone(), refusal)),
        }
    }
    for model in touched {
        warehouse.table(&model.name, &model.columns)?;
    }
    if let Some(source) = &trial.source {
        warehouse.execute(&format!("DROP TABLE {}; {}", source.table, source.before))?;
    }
    Ok(truth)
}

/// The source tables that a query reads.
fn sources<'a>(project: &'a Project, sql: &'a str) -> impl Iterator<Item = &'a str> {
    let seed = project.files.get(SEED).map_or("", String::as_str);
    let tables = seed.lines().filter_map(|it| it.split_once(" TABLE ")?.1.split_whitespace().next());
    tables.filter(|table| sql.split_whitespace().any(|word| word == *table))
}

/// Compares.
pub(super) fn judge(project: &Project, trial: &Trial, truth: &Truth, said: &Diagnostics) -> Verdict {
    let new = news(project, trial, said);
    let mut verdict = Verdict {
        kind: trial.kind,
        path: trial.files[0].0.clone(),
        refused: truth.refused.len(),
        caught: 0,
        same_code: 0,
        placed: 0,
        same_place: 0,
        known: trial.kind.known_code().map(|code| is_known(trial, code, &new)),
        false_errors: 0,
        unaffected: 0,
        faults: Vec::new(),
    };
    if verdict.known == Some(false) {
        verdict.faults.push(format!("{} is not reported", trial.kind.known_code().unwrap_or_default()));
    }
    if !trial.is_bindable() {
        return verdict;
    }
    for (name, refusal) in &truth.refused {
        let Some(model) = project.model(name) else { continue };
        let errors: Vec<&&Said> =
            new.get(&model.path).into_iter().flatten().filter(|it| it.is_error).collect();
        let codes = codes(RefusalKind::of(&refusal.message, DialectKind::DuckDb));
        let same: Vec<_> =
            errors.iter().filter(|it| codes.is_empty() || codes.contains(&it.code.as_str())).collect();
        verdict.caught += usize::from(!errors.is_empty());
        verdict.same_code += usize::from(!same.is_empty());
        if let Some(range) = refusal.range.filter(|_| model.is_sql()) {
            verdict.placed += 1;
            let is_same = same.iter().any(|it| it.text_range().intersect(range).is_some());
            verdict.same_place += usize::from(is_same);
            if !is_same && !same.is_empty() {
                verdict
                    .faults
                    .push(format!("{name}: not at {range:?}, where DuckDB says {:?}", refusal.message));
            }
        }
        if same.is_empty() {
            let ours: Vec<_> = errors.iter().map(|it| format!("{} {}", it.code, it.message)).collect();
            verdict.faults.push(format!("{name}: DuckDB says {:?}, Rocky {ours:?}", refusal.message));
        }
    }
    for (path, said) in &new {
        let name = stem(path);
        if truth.affected.contains(name) || trial.reaches(path) {
            let is_false = |it: &&&Said| it.is_error && is_engines(&it.code);
            if !truth.refused.contains_key(name) && !truth.failing.contains(name) {
                for it in said.iter().filter(is_false) {
                    verdict.false_errors += 1;
                    verdict.faults.push(format!("{name}: DuckDB binds it, Rocky {} {}", it.code, it.message));
                }
            }
        } else {
            verdict.unaffected += said.len();
            let ours = said.iter().map(|it| format!("{name} is not reached: {} {}", it.code, it.message));
            verdict.faults.extend(ours);
        }
    }
    verdict
}

/// What is said that was not said before. In a file whose text is another one, what is said may have moved.
fn news<'a>(project: &Project, trial: &Trial, said: &'a Diagnostics) -> BTreeMap<String, Vec<&'a Said>> {
    let mut news = BTreeMap::new();
    for (path, now) in said {
        let before = project.baseline.get(path);
        let is_edited = trial.files.iter().any(|it| it.0 == *path);
        let is_new = |it: &&Said| match before {
            Some(before) if is_edited => {
                !before.iter().any(|old| (&old.code, &old.message) == (&it.code, &it.message))
            }
            Some(before) => !before.contains(it),
            None => true,
        };
        let new: Vec<&Said> = now.iter().filter(is_new).collect();
        if !new.is_empty() {
            news.insert(path.clone(), new);
        }
    }
    news
}

/// Whether a code is reported at the mutation, or for its model where the mutation is in a file beside it.
fn is_known(trial: &Trial, code: &str, new: &BTreeMap<String, Vec<&Said>>) -> bool {
    let (edited, model) = (&trial.files[0].0, trial.model.as_deref().unwrap_or_default());
    new.iter().any(|(path, said)| {
        let is_there = |it: &&Said| {
            it.code == code
                && (path != edited
                    || trial.kind == Kind::Cycle
                    || it.text_range().intersect(trial.place).is_some())
        };
        (path == edited || stem(path) == model) && said.iter().any(is_there)
    })
}

/// Whether a code is about what the engine would refuse, rather than about what the project promises.
fn is_engines(code: &str) -> bool {
    matches!(
        code,
        "E001" | "E002" | "E003" | "E004" | "E005" | "E006" | "E007" | "E008" | "E009" | "E018" | "E019"
    )
}

/// The codes that say what DuckDB's message says; none where any will do.
fn codes(kind: RefusalKind) -> &'static [&'static str] {
    match kind {
        RefusalKind::Column => &["E003"],
        RefusalKind::Table => &["E002", "E003"],
        RefusalKind::Function => &["E006"],
        RefusalKind::Type => &["E001", "E005", "E006", "E008"],
        RefusalKind::Group => &["E007"],
        RefusalKind::Ambiguous => &["E004"],
        RefusalKind::Other => &[],
    }
}
