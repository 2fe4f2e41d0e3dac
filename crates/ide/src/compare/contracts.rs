//! What a comparison adds to the diagnostics of contracts: rules about change, and which change broke a promise.

use super::{ColumnAspect, ColumnState, Comparison, EditKind, Facts, ModelChange, ModelStatus};
use crate::{Diagnostic, FileDiagnostics, FileId, Host, diagnostics};
use base::SmolStr;
use db::{Db, RelativePath};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::{Cause, Finding, Place, WasColumn};
use std::{collections::VecDeque, sync::Arc};

/// A diagnostic that only a comparison can make, or make better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryDiagnostic {
    /// The file.
    pub file: FileId,
    /// The diagnostic. One of the same fingerprint that the file has without the comparison says less, and gives way.
    pub diagnostic: Diagnostic,
}

/// The diagnostics of contracts that a comparison makes, by path and range.
pub(super) fn diagnostics(db: &dyn Db, comparison: &Comparison, base: &Facts) -> Vec<HistoryDiagnostic> {
    let history = History::new(comparison, base);
    let mut found = Vec::new();
    for change in &comparison.models {
        let (Some(before), Some(after)) = (&change.before, &change.after) else { continue };
        let model = after.file.0;
        let mut findings = new_nullable(db, change);
        let path = RelativePath::new(before.path.as_str());
        for (column, finding) in sema::protected_findings(db, model) {
            let cause = history.cause(&path, &column);
            findings.extend(cause.map(|it| finding.caused_by(it)));
        }
        let diagnostics = findings.iter().filter_map(|it| diagnostics::diagnostic(db, model, it));
        found.extend(diagnostics.map(|diagnostic| HistoryDiagnostic { file: FileId(model), diagnostic }));
    }
    found.sort_by(|a, b| {
        let key = |it: &HistoryDiagnostic| (it.file.0.path(db).clone(), it.diagnostic.range.start());
        key(a).cmp(&key(b))
    });
    found
}

/// The diagnostics of a file with those that a comparison has found in it.
pub fn with_history(known: &[Diagnostic], found: &[Diagnostic]) -> Arc<[Diagnostic]> {
    let is_better = |it: &Diagnostic| found.iter().any(|found| found.fingerprint == it.fingerprint);
    let mut diagnostics: Vec<Diagnostic> = known.iter().filter(|it| !is_better(it)).cloned().collect();
    diagnostics.extend(found.iter().cloned());
    diagnostics::sort(&mut diagnostics);
    diagnostics.into()
}

impl Host {
    /// Adds what a comparison has found to the diagnostics of files, which are sorted by path and stay so.
    pub fn add_history(&self, comparison: &Comparison, files: &mut Vec<FileDiagnostics>) {
        for HistoryDiagnostic { file, diagnostic } in &comparison.diagnostics {
            let path = |it: &FileId| it.0.path(self.database());
            let place = files.binary_search_by(|it| path(&it.file).cmp(path(file)));
            let place = place.unwrap_or_else(|place| {
                files.insert(place, FileDiagnostics { file: *file, diagnostics: Vec::new().into() });
                place
            });
            let known = &files[place].diagnostics;
            files[place].diagnostics = with_history(known, std::slice::from_ref(diagnostic));
        }
    }
}

/// E012 by the rule `no_new_nullable`.
fn new_nullable(db: &dyn Db, change: &ModelChange) -> Vec<Finding> {
    let Some(after) = change.after.as_ref().filter(|it| it.no_new_nullable) else { return Vec::new() };
    let finding = |it: &super::ChangedColumn| {
        let column = it.after.as_ref().filter(|it| it.nullable == Some(true))?;
        let was = match &it.before {
            None => WasColumn::Absent,
            Some(ColumnState { nullable: Some(false), .. }) => WasColumn::NeverNull,
            Some(_) => return None,
        };
        sema::new_nullable_finding(db, after.file.0, column.index, was)
    };
    change.columns.iter().filter_map(finding).collect()
}

/// Columns of the base, and what has become of them.
struct History<'a> {
    by_path: FxHashMap<&'a RelativePath, usize>,
    base: &'a Facts,
    /// The change of each model, by its path in the base.
    changes: FxHashMap<RelativePath, &'a ModelChange>,
}

impl<'a> History<'a> {
    fn new(comparison: &'a Comparison, base: &'a Facts) -> History<'a> {
        let change = |it: &'a ModelChange| Some((RelativePath::new(it.before.as_ref()?.path.as_str()), it));
        History {
            by_path: base.iter().enumerate().map(|(index, it)| (&it.0, index)).collect(),
            base,
            changes: comparison.models.iter().filter_map(change).collect(),
        }
    }

    /// Which edit removed a column that a model of the base had: upwards, along what it was made of, to the first model
    /// that was edited and lost it.
    fn cause(&self, path: &RelativePath, column: &SmolStr) -> Option<Cause> {
        let start = (path.clone(), SmolStr::from(column.to_lowercase()));
        let mut seen = FxHashSet::from_iter([start.clone()]);
        let mut queue = VecDeque::from([start]);
        while let Some((path, column)) = queue.pop_front() {
            let change = self.changes.get(&path);
            if let Some(change) = change.filter(|it| it.edit == EditKind::Query)
                && let Some(cause) = lost(change, &column)
            {
                return Some(cause);
            }
            let Some(&index) = self.by_path.get(&path) else { continue };
            let facts = &self.base[index].1;
            let position = facts.state.columns.iter().position(|it| it.name.to_lowercase() == *column);
            for (path, column) in position.into_iter().flat_map(|it| &facts.sources[it]) {
                let next = (path.clone(), SmolStr::from(column.to_lowercase()));
                if seen.insert(next.clone()) {
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

/// That an edited model has lost a column, if it has.
fn lost(change: &ModelChange, column: &SmolStr) -> Option<Cause> {
    let name = &change.name;
    if change.status == ModelStatus::Removed {
        // The model is in no file that could be shown.
        return None;
    }
    let after = change.after.as_ref()?;
    let found = change.columns.iter().find(|it| {
        let was = it.before.as_ref().is_some_and(|it| it.name.to_lowercase() == **column);
        was && (it.after.is_none() || it.aspects.contains(&ColumnAspect::Renamed))
    })?;
    let column = &found.before.as_ref()?.name;
    Some(match &found.after {
        Some(renamed) => Cause {
            place: Place::Column(after.file.0, renamed.index as u32),
            message: format!("`{name}.{column}` has been renamed to `{}`", renamed.name),
        },
        None => Cause {
            place: Place::File(after.file.0),
            message: format!("`{name}.{column}` has been removed here"),
        },
    })
}
