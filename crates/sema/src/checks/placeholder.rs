//! Placeholders: run variables without a value, and time windows that a query does not ask for.

use crate::{Finding, Place, project::model};
use base::Code;
use config::Strategy;
use db::{Db, SourceFile};
use hir::{Filled, Filling};

/// E028 of a model's variables; E024 and W003 of a model that is built window by window.
pub(super) fn placeholder_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let placeholders = hir::substitution(db, file).map(|it| &*it.placeholders).unwrap_or_default();
    for placeholder in placeholders {
        if let Filling::Nothing { name } = &placeholder.filling {
            findings.push(without_value(file, placeholder, name.as_deref()));
        }
    }
    // A file without a query has its own error.
    let strategy = &model(db, file).strategy;
    if matches!(strategy, Strategy::TimeInterval { .. }) && hir::body(db, file).root.is_some() {
        findings.extend(time_finding(db, file, placeholders));
    }
}

fn without_value(file: SourceFile, placeholder: &Filled, name: Option<&str>) -> Finding {
    let place = Place::Range(file, placeholder.range);
    match name {
        Some(name) => {
            let message = format!("the variable `{name}` has neither a value nor a default");
            Finding::new(Code::E028, place, name, message)
                .suggest(format!("pass `--var {name}=…`, or write a default: `@var({name}, …)`"))
        }
        None => Finding::new(Code::E028, place, "", "this names no variable")
            .suggest("write `@var(name)`, or `@var(name, default)`"),
    }
}

fn time_finding(db: &dyn Db, file: SourceFile, placeholders: &[Filled]) -> Option<Finding> {
    let described = model(db, file);
    let first = |filling: Filling| placeholders.iter().find(|it| it.filling == filling);
    let (start, end) = (first(Filling::StartDate), first(Filling::EndDate));
    let (given, given_name, missing) = match (start, end) {
        (Some(_), Some(_)) => return None,
        (Some(start), None) => (start, "@start_date", "@end_date"),
        (None, Some(end)) => (end, "@end_date", "@start_date"),
        (None, None) => {
            let message = format!(
                "`{}` is built window by window, but asks for no window: every run would compute all of it",
                described.name
            );
            let finding = Finding::new(Code::E024, Place::File(file), described.name.clone(), message);
            let strategy = described.sidecar.as_ref().and_then(|it| it.value.strategy.as_ref());
            let written = described.described_in.zip(strategy);
            let finding = match written {
                Some((toml, strategy)) => {
                    finding.related(Place::Range(toml, strategy.range), "the strategy is set here")
                }
                None => finding,
            };
            return Some(finding.suggest(window_advice(db, file, &described.strategy)));
        }
    };
    let message = format!(
        "the window of `{}` has only one side: `{missing}` is used nowhere beside `{given_name}`",
        described.name
    );
    let finding = Finding::new(Code::W003, Place::Range(file, given.range), missing, message);
    Some(finding.suggest(window_advice(db, file, &described.strategy)))
}

/// How a query asks for a window.
fn window_advice(db: &dyn Db, file: SourceFile, strategy: &Strategy) -> String {
    if file.path(db).extension() == Some("rocky") {
        return "write the model in SQL: the DSL has no placeholders".into();
    }
    let column = match strategy {
        Strategy::TimeInterval { time_column: Some(column), .. } => column.as_str(),
        _ => "time_column",
    };
    format!("filter it: `WHERE {column} >= @start_date AND {column} < @end_date`")
}
