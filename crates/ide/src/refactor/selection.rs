//! What is selected, in terms of the body.

use crate::body_names::FileView;
use base::{Ident, TextRange};
use db::{Db, SourceFile};
use hir::{CteId, Expr, ExprId, Relation, RelationId, SelectId};
use sema::{Place, Resolution};
use std::{borrow::Cow, ops::Range};

/// A selected stretch of a SQL or DSL file, perhaps an empty one.
pub(crate) struct Selection<'a> {
    pub(crate) db: &'a dyn Db,
    pub(crate) file: SourceFile,
    pub(crate) view: FileView<'a>,
    pub(super) text: &'a str,
    pub(super) range: TextRange,
}

impl<'a> Selection<'a> {
    pub(crate) fn new(db: &'a dyn Db, file: SourceFile, range: TextRange) -> Selection<'a> {
        Selection { db, file, view: FileView::new(db, file), text: &file.text(db).text, range }
    }

    /// A place in the file.
    pub(super) fn place(&self, range: TextRange) -> Place {
        Place::Range(self.file, range)
    }

    /// What is written at a range.
    pub(super) fn slice(&self, range: TextRange) -> &'a str {
        self.text.get(Range::<usize>::from(range)).unwrap_or_default()
    }

    /// Whether the selection is within a range.
    pub(super) fn is_in(&self, range: TextRange) -> bool {
        range.contains_range(self.range)
    }

    /// The innermost `SELECT` around the selection.
    pub(super) fn select(&self) -> Option<SelectId> {
        let around = self.view.map.selects.iter().filter(|(_, it)| self.is_in(it.full));
        around.min_by_key(|(_, it)| it.full.len()).map(|it| it.0)
    }

    /// The common table expression whose name is selected, where it is defined or where it is read.
    pub(super) fn cte(&self) -> Option<CteId> {
        for (query, ranges) in self.view.map.queries.iter() {
            if let Some(index) = ranges.ctes.iter().position(|it| self.is_in(it.name)) {
                return Some((query, u32::try_from(index).ok()?));
            }
        }
        self.view.body.relations.iter().find_map(|(id, relation)| match relation {
            Relation::Name { cte, .. } if self.is_in(self.path(id)?) => *cte,
            _ => None,
        })
    }

    /// Where a relation's name is written.
    pub(super) fn path(&self, relation: RelationId) -> Option<TextRange> {
        let path = &self.view.map.relations.get(relation)?.path;
        Some(path.first()?.cover(*path.last()?))
    }

    /// By what a relation's columns are qualified, as it is written: its alias, else the last part of its name.
    pub(super) fn qualifier(&self, relation: RelationId) -> Option<Cow<'_, str>> {
        let ranges = self.view.map.relations.get(relation)?;
        let range = match (ranges.alias, &ranges.path[..]) {
            (Some(alias), _) => alias,
            // One pair of quotes is around the whole path.
            (None, [first, .., last]) if first == last => {
                return Some(dialect::spelled(self.view.qualifier(relation)?, self.view.dialect));
            }
            (None, path) => *path.last()?,
        };
        Some(Cow::Borrowed(self.slice(range))).filter(|it| !it.is_empty())
    }

    /// The names in a stretch of the text that mean a column of `relations`, each with how many of its parts stand before
    /// the column's own name, and the relation. What a join merged is of no single one.
    pub(super) fn columns(
        &self,
        within: TextRange,
        relations: &[RelationId],
    ) -> Vec<(ExprId, usize, RelationId)> {
        let mut found = Vec::new();
        for (expr, data) in self.view.body.exprs.iter() {
            let Expr::Name(parts) = data else { continue };
            let Some(Resolution::Column(relation, _)) = self.view.inference.resolutions.get(&expr) else {
                continue;
            };
            let is_within = self.view.map.exprs.get(expr).is_some_and(|it| within.contains_range(*it));
            if is_within && relations.contains(relation) {
                let fields_from = self.view.inference.fields.get(&expr).map(|it| *it as usize);
                found.push((expr, fields_from.unwrap_or(parts.len()).saturating_sub(1), *relation));
            }
        }
        found
    }

    /// Where the first part of a name stands.
    pub(super) fn first_part(&self, expr: ExprId) -> Option<TextRange> {
        hir::Anchor::NamePart(expr, 0).range(self.view.map).filter(|it| !it.is_empty())
    }

    /// A name for a common table expression, or an alias: `wish`, or the like of it, that nothing else here has.
    pub(super) fn free_name(&self, wish: &str) -> Option<String> {
        let mut names = std::iter::once(wish.to_owned()).chain((2..100).map(|it| format!("{wish}_{it}")));
        names.find(|it| self.is_free(it, None))
    }

    /// Whether nothing here has a name, but for the alias of `except`, and no model.
    pub(super) fn is_free(&self, name: &str, except: Option<RelationId>) -> bool {
        let ident = Ident::new(name);
        let is_it = |other: &Ident| dialect::same_table(other, &ident, self.view.dialect);
        let body = &self.view.body;
        let is_read = body.relations.iter().filter(|it| Some(it.0) != except).any(|(_, it)| {
            let path = match it {
                Relation::Name { path, .. } => path.last(),
                _ => None,
            };
            path.is_some_and(is_it) || it.alias().is_some_and(|it| is_it(&it.name))
        });
        let is_defined = body.queries.values().any(|it| it.ctes.iter().any(|it| is_it(&it.name)));
        let index = sema::model_index(self.db, self.file.project(self.db));
        dialect::spelled(&ident, self.view.dialect) == name
            && !is_read
            && !is_defined
            && index.named(name).next().is_none()
    }

    /// Whether what is selected stands for the whole model: what its first line begins with.
    pub(super) fn is_about_the_whole(&self) -> bool {
        self.range.start() <= hir::lowered(self.db, self.file).lowering.start.end()
    }

    /// The line break of this file.
    pub(super) fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }
}
