//! What a comparison has to say at places of the text as it is now.

use super::{BreakingSeverity, ChangedColumn, Comparison, ModelChange, breaking_changes};
use crate::{Diagnostic, FileId, Host, Related};
use base::TextRange;
use std::collections::BTreeSet;

/// A change that whoever reads the table may not survive, at the place that makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakingNote {
    /// The model's file.
    pub file: FileId,
    /// The column's definition, or the beginning of the model.
    pub range: TextRange,
    /// How grave it is.
    pub severity: BreakingSeverity,
    /// One sentence: ``compared with main, `amount`: the column is gone; 7 models read it``.
    pub message: String,
}

impl Host {
    /// What of a comparison with `base` matters to readers, in the models as they are now.
    pub fn breaking_notes(&self, comparison: &Comparison, base: &str) -> Vec<BreakingNote> {
        comparison.models.iter().flat_map(|it| self.notes_of(it, base)).collect()
    }

    fn notes_of(&self, change: &ModelChange, base: &str) -> Vec<BreakingNote> {
        let Some(after) = &change.after else { return Vec::new() };
        let db = self.database();
        let model = after.file.0;
        let findings = breaking_changes(change).into_iter();
        let grave = findings.filter(|it| it.severity != BreakingSeverity::Info);
        let note = |finding: super::BreakingFinding| {
            let column = finding.change.column();
            let is_it = |name: &str| column.is_some_and(|it| it.eq_ignore_ascii_case(name));
            let place = after.columns.iter().find(|it| is_it(&it.name));
            let range = match place {
                Some(column) => sema::column_range(db, model, column.index as u32),
                None => sema::start_range(db, model),
            };
            let name = column.map(|it| format!("`{it}`: ")).unwrap_or_default();
            let readers = column.map(|it| readers(change, it)).unwrap_or_default();
            let message = format!("compared with {base}, {name}{}{readers}", finding.change.words());
            BreakingNote { file: after.file, range, severity: finding.severity, message }
        };
        grave.map(note).collect()
    }
}

/// `; 7 models read it`.
fn readers(change: &ModelChange, column: &str) -> String {
    let is_it = |it: &&ChangedColumn| {
        let states = [&it.before, &it.after].into_iter().flatten();
        states.into_iter().any(|it| it.name.eq_ignore_ascii_case(column))
    };
    let consumers = change.columns.iter().filter(is_it).flat_map(|it| &it.consumers);
    let models: BTreeSet<&str> = consumers.map(|it| it.model.as_str()).collect();
    match models.len() {
        0 => String::new(),
        1 => "; 1 model reads it".to_owned(),
        count => format!("; {count} models read it"),
    }
}

impl Diagnostic {
    /// The same with the files of another host in place of those that it names; nothing where that lacks one of them.
    pub fn with_files(self, other: impl Fn(FileId) -> Option<FileId>) -> Option<Diagnostic> {
        let related = self.related.into_iter().map(|mut it| {
            it.place.file = other(it.place.file)?;
            Some(it)
        });
        let related = related.collect::<Option<Vec<Related>>>()?;
        let mut fixes = self.fixes;
        for edit in fixes.iter_mut().flat_map(|it| &mut it.edits) {
            edit.place.file = other(edit.place.file)?;
        }
        Some(Diagnostic { related, fixes, ..self })
    }
}
