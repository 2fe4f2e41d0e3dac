//! W007 held against fan-outs that are put into right queries: which of them it finds, and what it says of the queries
//! as they were.
//!
//! What is true is for DuckDB to say: over small data, a sum or count of a broken query is greater than it was.

mod data;
mod inject;
pub mod report;
mod schema;
mod warehouse;

use crate::{random::Random, types::project::Project};
use anyhow::Result;
use base::DialectKind;
use inject::Injection;
pub use inject::Kind;
use schema::{Query, Schema};
use std::path::Path;
use warehouse::Warehouse;

/// How many fan-outs are put in.
pub const INJECTIONS: usize = 200;

/// What was found.
#[derive(Default)]
pub struct Figures {
    /// Per schema: its name, its queries, and those of which W007 is said though they are as their authors wrote them.
    pub originals: Vec<(String, usize, Vec<String>)>,
    /// The fan-outs that DuckDB confirms.
    pub fan_outs: Vec<FanOut>,
    /// How many changes were tried that made no sum greater, or no query.
    pub without_effect: usize,
}

/// A fan-out that was put into a query.
pub struct FanOut {
    /// The schema.
    pub schema: String,
    /// What was done.
    pub kind: Kind,
    /// The query's id, and the broken text.
    pub query: (String, String),
    /// Whether W007 is said of it.
    pub is_found: bool,
}

/// The schemas, with the number of their queries, and those of which W007 is said.
///
/// # Errors
/// The corpus cannot be read.
pub fn originals(corpus: &Path) -> Result<Vec<(String, usize, Vec<String>)>> {
    let mut originals = Vec::new();
    for (schema, queries) in schema::all(corpus)? {
        let mut project = Project::new(Some(&schema.ddl), DialectKind::DuckDb);
        let mut alarms = Vec::new();
        for query in &queries {
            if says_fan_out(&mut project, &query.sql)? {
                alarms.push(query.id.clone());
            }
        }
        originals.push((schema.name, queries.len(), alarms));
    }
    Ok(originals)
}

/// Puts `count` fan-outs into queries, and looks for them.
///
/// # Errors
/// The corpus cannot be read, or DuckDB does not answer.
pub fn measure(corpus: &Path, count: usize) -> Result<Figures> {
    let mut warehouse = Warehouse::start()?;
    let mut figures = Figures { originals: originals(corpus)?, ..Figures::default() };
    let mut random = Random::new(2026);
    // By schema and kind, so that one with many candidates does not crowd out the others.
    let mut piles: Vec<(usize, Vec<(usize, Injection)>)> = Vec::new();
    let schemas = schema::all(corpus)?;
    let mut projects = Vec::new();
    for (index, (schema, queries)) in schemas.iter().enumerate() {
        let mut project = Project::new(Some(&schema.ddl), DialectKind::DuckDb);
        let mut found: Vec<(usize, Injection)> = Vec::new();
        for (at, query) in queries.iter().enumerate() {
            let (file, _) = project.check(&query.sql)?;
            let injections = inject::all(project.database(), file, schema, &query.sql);
            found.extend(injections.into_iter().map(|it| (at, it)));
        }
        random.shuffle(&mut found);
        for kind in Kind::ALL {
            let pile: Vec<_> = found.extract_if(.., |it| it.1.kind == kind).collect();
            piles.push((index, pile));
        }
        projects.push(project);
    }
    while figures.fan_outs.len() < count && piles.iter().any(|it| !it.1.is_empty()) {
        for (index, pile) in &mut piles {
            let (schema, queries) = &schemas[*index];
            let project = &mut projects[*index];
            while let Some((at, injection)) = pile.pop() {
                if !multiplies(&mut warehouse, project, schema, &queries[at], &injection)? {
                    figures.without_effect += 1;
                    continue;
                }
                let is_found = says_fan_out(project, &injection.sql)?;
                figures.fan_outs.push(FanOut {
                    schema: schema.name.clone(),
                    kind: injection.kind,
                    query: (queries[at].id.clone(), injection.sql),
                    is_found,
                });
                break;
            }
            if figures.fan_outs.len() == count {
                break;
            }
        }
    }
    Ok(figures)
}

fn says_fan_out(project: &mut Project, sql: &str) -> Result<bool> {
    Ok(project.check(sql)?.1.iter().any(|it| it.code == base::Code::W007))
}

/// Whether DuckDB sees a sum or count grow by what was done to a query, because rows repeat: that alone may also follow
/// from rows that a dropped condition kept away.
fn multiplies(
    warehouse: &mut Warehouse,
    project: &mut Project,
    schema: &Schema,
    query: &Query,
    injection: &Injection,
) -> Result<bool> {
    let (file, _) = project.check(&query.sql)?;
    let hints = data::hints(project.database(), file, &query.sql);
    if warehouse.rows(&data::fill(schema, &hints))?.is_none() {
        return Ok(false);
    }
    let mut sums = Vec::new();
    for probe in [&injection.before, &injection.after] {
        let Some(rows) = warehouse.rows(probe)? else { return Ok(false) };
        let numbers = rows.first().map(|row| row.iter().map(|it| it.as_f64().unwrap_or_default()).collect());
        sums.push(numbers.unwrap_or_else(Vec::<f64>::new));
    }
    let [before, after] = &sums[..] else { return Ok(false) };
    let is_greater = |before: f64, after: f64| before.abs() > 0.0 && after.abs() > before.abs() * 1.000_001;
    let mut measures = before.chunks(2).zip(after.chunks(2));
    Ok(measures.any(|it| match it {
        (&[before, repeated_before], &[after, repeated_after]) => {
            is_greater(before, after) && repeated_after > repeated_before
        }
        _ => false,
    }))
}
