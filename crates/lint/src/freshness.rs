//! W005: the output has a time, and nobody says how old it may be.

use base::Code;
use config::Strategy;
use db::{Db, SourceFile};
use dialect::Family;
use sema::{Finding, Place, has_own_freshness, model, schema};

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let project = file.project(db);
    let described = model(db, file);
    // What is never built cannot grow old.
    if project.loose(db) || described.strategy == Strategy::Ephemeral {
        return;
    }
    let has_freshness = db::rocky_toml(db, project).value.freshness.is_some() || has_own_freshness(db, file);
    if has_freshness {
        return;
    }
    let schema = schema(db, file);
    let Some(index) = schema.columns.iter().position(|it| it.value.ty.family() == Family::Moment) else {
        return;
    };
    let message = format!(
        "`{}` says how old a row is, and nothing says how old the rows of `{}` may be",
        schema.columns[index].name, described.name
    );
    let finding =
        Finding::new(Code::W005, Place::Column(file, index as u32), described.name.clone(), message);
    findings.push(finding.suggest(
        "give the model a `[freshness]` with `max_lag_seconds`, or the project one with `expected_lag_seconds`",
    ));
}
