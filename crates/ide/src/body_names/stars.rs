//! The names in stars, and what stars stand for.

use super::FileView;
use crate::symbol::{Name, Symbol};
use base::Ident;
use db::Db;
use hir::{Anchor, RelationId, SelectId, Star};
use sema::{Definition, StarExpansion};

impl FileView<'_> {
    pub(super) fn star_names(
        &self,
        db: &dyn Db,
        select: SelectId,
        index: u32,
        star: &Star,
        names: &mut Vec<Name>,
    ) {
        let mut add = |anchor: Anchor, symbol: Option<Symbol>| {
            let range = anchor.range(self.map);
            names.extend(range.zip(symbol).map(|(range, symbol)| Name::read(range, symbol)));
        };
        add(Anchor::ItemStar(select, index), Some(Symbol::Star(self.file, select, index)));
        let relations = self.star_relations(select, star);
        if let [relation] = relations[..]
            && !star.qualifier.is_empty()
        {
            add(Anchor::StarQualifier(select, index), self.qualifier_symbol(db, relation));
        }
        let symbol = |name: &Ident| {
            let outputs = relations.iter().filter_map(|it| self.inference.relations.get(*it));
            outputs.filter_map(|it| self.named(it, name)).find_map(|it| self.column_symbol(it))
        };
        for (at, name) in star.exclude.iter().enumerate() {
            add(Anchor::StarExclude(select, index, at as u32), symbol(name));
        }
        for (at, (_, name)) in star.replace.iter().enumerate() {
            add(Anchor::StarReplace(select, index, at as u32), symbol(name));
        }
        for (at, (old, _)) in star.rename.iter().enumerate() {
            add(Anchor::StarRename(select, index, at as u32), symbol(old));
            add(Anchor::StarNewName(select, index, at as u32), symbol(old));
        }
        for at in 0..star.replace.len() {
            let anchor = Anchor::StarReplace(select, index, at as u32);
            let is_own = self.defined(&Definition::Named(anchor)).is_some();
            let range = anchor.range(self.map).filter(|_| is_own);
            names.extend(range.map(|it| Name::definition(it, self.maker_symbol(anchor))));
        }
    }

    /// The relations whose columns a star stands for.
    pub(crate) fn star_relations(&self, select: SelectId, star: &Star) -> Vec<RelationId> {
        let scope = self.inference.scopes.get(select).map_or(&[][..], |it| it);
        let Some(wanted) = star.qualifier.last() else { return scope.to_vec() };
        let is_meant = |it: &RelationId| {
            self.qualifier(*it).is_some_and(|name| dialect::same_name(name, wanted, self.dialect))
        };
        scope.iter().copied().filter(is_meant).take(1).collect()
    }

    /// What is known of a star.
    pub(crate) fn expansion(&self, (select, item): (SelectId, u32)) -> Option<&StarExpansion> {
        self.inference.stars.iter().find(|it| it.select == select && it.item == item)
    }

    /// The edit that lists a star's columns in its place.
    pub(crate) fn listed(&self, db: &dyn Db, item: (SelectId, u32)) -> Option<crate::FileEdit> {
        let remedy = self.expansion(item)?.list_columns(self.file)?;
        crate::fix::fix(db, &remedy, String::new())?.edits.pop()
    }
}
