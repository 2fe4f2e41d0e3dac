//! Edits as they are collected.

use super::{Outcome, RefusalReason, RenameRefusal};
use crate::{FileEdit, FileId, FileRange};
use base::{TextRange, TextSize};
use db::{Db, RelativePath, SourceFile};
use std::collections::BTreeMap;

/// Edits by path and position.
pub(super) struct Edits<'a> {
    db: &'a dyn Db,
    found: BTreeMap<(RelativePath, TextSize, TextSize), FileEdit>,
}

impl<'a> Edits<'a> {
    pub(super) fn new(db: &'a dyn Db) -> Edits<'a> {
        Edits { db, found: BTreeMap::new() }
    }

    /// Replaces `range`. What is inserted at one place comes one behind the other.
    pub(super) fn replace(
        &mut self,
        file: SourceFile,
        range: TextRange,
        text: impl Into<String>,
    ) -> Outcome<()> {
        let is_editable = hir::substitution(self.db, file).is_none_or(|it| it.is_editable(range));
        if !is_editable {
            let message = format!("`{}` is filled in from a placeholder here", file.path(self.db));
            return Err(RenameRefusal::new(RefusalReason::Template, message).at(file, range));
        }
        let key = (file.path(self.db).clone(), range.start(), range.end());
        let text = text.into();
        let place = FileRange { file: FileId(file), range };
        match self.found.get_mut(&key) {
            Some(edit) if range.is_empty() => edit.text.push_str(&text),
            _ => drop(self.found.insert(key, FileEdit { place, text })),
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Vec<FileEdit> {
        self.found.into_values().collect()
    }
}
