//! Aliases of relations: proposed where they may be given, and given where one is used before that.

use super::sql::{Proposals, Rank, named, stored};
use crate::{Completion, CompletionKind, FileEdit, FileId, FileRange};
use base::{Ident, SmolStr, TextRange};
use hir::{Expr, Relation, RelationId};

impl Proposals<'_> {
    /// Behind the name of a relation without an alias: one.
    pub(super) fn alias(&mut self) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        let is_before =
            |it: &RelationId| self.path_end(*it).is_some_and(|end| self.scope.is_right_behind(end));
        let Some(relation) = level.relations.iter().copied().find(is_before) else { return };
        let Some(name) = self.bare_name(relation) else { return };
        let mut alias: String = initials(&name);
        let taken = |alias: &str| {
            let mut names = level.relations.iter().filter_map(|it| self.qualifier(*it));
            dialect::is_reserved(alias, self.dialect()) || names.any(|it| it.text.eq_ignore_ascii_case(alias))
        };
        let mut number = 1;
        while taken(&alias) {
            number += 1;
            alias = format!("{}{number}", initials(&name));
        }
        let word = if self.is_rocky { "as".to_owned() } else { self.keyword("AS") };
        let text = format!("{word} {alias}");
        self.add(CompletionKind::Alias, text.clone(), text, None, Rank::NEW_ALIAS, None);
    }

    /// Columns behind a qualifier that nothing has: those of the relation that it abbreviates, which is given the alias.
    pub(super) fn columns_of_abbreviated(&mut self, qualifier: &SmolStr) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        let is_meant =
            |it: &RelationId| self.bare_name(*it).is_some_and(|name| abbreviates(qualifier, &name));
        let mut meant = level.relations.iter().copied().filter(is_meant);
        let (Some(relation), None) = (meant.next(), meant.next()) else { return };
        let (Some(end), Some(output)) = (self.path_end(relation), self.scope.output(relation)) else {
            return;
        };
        if self.is_used_by_name(relation) {
            return;
        }
        let word = if self.is_rocky { "as".to_owned() } else { self.keyword("AS") };
        let alias = self.written(&[Ident::new(qualifier.clone())]);
        let edit = FileEdit {
            place: FileRange { file: FileId(self.scope.view.file), range: TextRange::empty(end) },
            text: format!(" {word} {alias}"),
        };
        for column in named(output) {
            let detail = self.detail(&column.value, Some(&format!("adds {word} {alias}")));
            let insert = self.written(&[stored(&column.name)]);
            let replace = self.context.replace;
            let plain = Completion::plain(CompletionKind::Column, column.name.to_string(), insert, replace);
            let completion =
                Completion { detail, additional: vec![edit.clone()], rank: Rank::COLUMN, ..plain };
            self.found.add(completion, self.scope.view.column_symbol(column));
        }
    }

    /// The name of a relation that has no alias.
    fn bare_name(&self, relation: RelationId) -> Option<SmolStr> {
        match &self.scope.view.body.relations[relation] {
            Relation::Name { path, alias: None, .. } => path.last().map(|it| it.text.clone()),
            _ => None,
        }
    }

    /// The end of the name of a relation.
    fn path_end(&self, relation: RelationId) -> Option<base::TextSize> {
        Some(self.scope.view.map.relations.get(relation)?.path.last()?.end())
    }

    /// Whether columns are qualified with the name of a relation, which an alias would hide.
    fn is_used_by_name(&self, relation: RelationId) -> bool {
        let Some(name) = self.bare_name(relation) else { return true };
        let is_it = |it: &Ident| it.text.eq_ignore_ascii_case(&name);
        let body = &self.scope.view.body;
        let in_names = body.exprs.iter().any(|(_, it)| match it {
            Expr::Name(parts) => parts.split_last().is_some_and(|(_, before)| before.iter().any(is_it)),
            _ => false,
        });
        let items = body.selects.iter().flat_map(|(_, it)| &it.items);
        let in_stars = items.into_iter().any(|it| match it {
            hir::SelectItem::Star(star) => star.qualifier.iter().any(is_it),
            _ => false,
        });
        in_names || in_stars
    }
}

/// The first letters of the words of a name: `so` of `stg_orders`.
fn initials(name: &str) -> String {
    let words = name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let letters: String = words.filter_map(|it| it.chars().next()).flat_map(char::to_lowercase).collect();
    // A name may not begin with a digit.
    if letters.starts_with(|it: char| it.is_alphabetic()) { letters } else { format!("t{letters}") }
}

/// Whether somebody may mean `name` by `short`: its initials, or how it or its last word begins.
fn abbreviates(short: &str, name: &str) -> bool {
    let (short, name) = (short.to_lowercase(), name.to_lowercase());
    let last = name.rsplit('_').next().unwrap_or_default();
    !short.is_empty() && (initials(&name) == short || name.starts_with(&short) || last.starts_with(&short))
}
