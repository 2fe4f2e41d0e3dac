//! I002: columns of the output whose type is not known, by name and reason.

use base::Code;
use db::{Db, SourceFile};
use sema::{Finding, Place, schema};

/// How many columns are named.
const NAMED: usize = 5;

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    // What could not be read may be what the type depends on, and its own diagnostic says so.
    if !hir::syntax_findings(db, file).errors.is_empty() {
        return;
    }
    let schema = schema(db, file);
    let unknown: Vec<_> = schema
        .columns
        .iter()
        .enumerate()
        .filter_map(|(index, column)| Some((index, column, column.value.unknown.as_ref()?)))
        .filter(|(_, _, reason)| !reason.is_told())
        .collect();
    let Some(&(first, _, reason)) = unknown.first() else { return };
    if schema.columns.iter().all(|it| !it.value.is_known()) && schema.open.is_some() {
        return;
    }
    let name = |index: usize, name: &str| match name {
        "" => format!("column {}", index + 1),
        _ => format!("`{name}`"),
    };
    let mut names: Vec<String> = unknown.iter().take(NAMED).map(|(at, it, _)| name(*at, &it.name)).collect();
    if unknown.len() > NAMED {
        names.push(format!("{} more", unknown.len() - NAMED));
    }
    let verb = if unknown.len() == 1 { "the type of" } else { "the types of" };
    let message = format!("{verb} {} cannot be told: {}", names.join(", "), reason.words());
    let place = Place::Column(file, first as u32);
    findings
        .push(Finding::new(Code::I002, place, names.join(","), message).suggest("an explicit CAST tells it"));
}
