//! Every column of a relation or of a scope at once: what a star would stand for, written out.

use super::sql::{Proposals, Rank, has_column, named, stored};
use crate::{Completion, CompletionKind};
use hir::RelationId;

/// How many columns are written out at most: nobody wants more of them in one line.
const MOST: usize = 200;

impl Proposals<'_> {
    /// The columns of every relation of the innermost `SELECT`.
    pub(super) fn all_columns(&mut self) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        let Some(written) = self.written_out(level.select, &level.relations) else { return };
        self.add_all(written.join(", "), written.len());
    }

    /// The columns of the relation that the qualifier means, behind `o.`.
    pub(super) fn all_columns_of(&mut self, relation: RelationId) {
        let Some(output) = self.scope.output(relation).filter(|it| it.open.is_none()) else { return };
        let Some(name) = self.qualifier(relation) else { return };
        let columns: Vec<_> = named(output).collect();
        if columns.len() != output.columns.len() || !(2..=MOST).contains(&columns.len()) {
            return;
        }
        let written = columns.iter().enumerate().map(|(at, column)| match at {
            0 => self.written(&[stored(&column.name)]),
            _ => self.written(&[name.clone(), stored(&column.name)]),
        });
        let written: Vec<String> = written.collect();
        self.add_all(written.join(", "), written.len());
    }

    fn add_all(&mut self, insert: String, count: usize) {
        let detail = Some(format!("{count} columns"));
        self.add(CompletionKind::Columns, "all columns".into(), insert, detail, Rank::ALL, None);
    }

    /// Behind a star: the columns that it stands for, in its place.
    pub(super) fn star(&mut self) {
        let view = self.scope.view;
        let selects = view.map.selects.iter();
        let items =
            selects.flat_map(|(id, it)| it.items.iter().enumerate().map(move |(at, it)| (id, at, it)));
        let star = items.into_iter().find(|(_, _, ranges)| {
            let ends_here = |it: &hir::StarRanges| it.star.end() == self.offset;
            ranges.full.end() == self.offset && ranges.star.as_deref().is_some_and(ends_here)
        });
        let Some((select, at, ranges)) = star else { return };
        let item = (select, u32::try_from(at).unwrap_or(u32::MAX));
        let Some(count) = view.expansion(item).map(|it| it.columns.len()) else { return };
        let Some(edit) = view.listed(self.db, item).filter(|_| (2..=MOST).contains(&count)) else { return };
        // The editor filters by the text that is replaced.
        let label = self.scope.text(ranges.full).to_owned();
        if edit.place.range != ranges.full || label.contains('\n') {
            return;
        }
        let completion = Completion {
            detail: Some(format!("{count} columns")),
            ..Completion::plain(CompletionKind::Columns, label, edit.text, ranges.full)
        };
        self.found.add(completion, None);
    }

    /// The columns of relations, each qualified where several have it; `None` where they are not all known.
    fn written_out(&self, select: hir::SelectId, relations: &[RelationId]) -> Option<Vec<String>> {
        let outputs: Option<Vec<_>> =
            relations.iter().map(|it| Some((*it, self.scope.output(*it)?))).collect();
        let outputs = outputs?;
        let mut written = Vec::new();
        let mut merged = Vec::new();
        for (relation, output) in &outputs {
            if output.open.is_some() || output.columns.iter().any(|it| it.name.is_empty()) {
                return None;
            }
            for column in named(output) {
                if self.scope.is_merged(select, &column.name) {
                    if !merged.contains(&&column.name) {
                        merged.push(&column.name);
                        written.push(self.written(&[stored(&column.name)]));
                    }
                    continue;
                }
                let is_shared = outputs.iter().filter(|it| has_column(it.1, &column.name)).count() > 1;
                written.push(match is_shared {
                    true => self.written(&[self.qualifier(*relation)?, stored(&column.name)]),
                    false => self.written(&[stored(&column.name)]),
                });
            }
        }
        (2..=MOST).contains(&written.len()).then_some(written)
    }
}
