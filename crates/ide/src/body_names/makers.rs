//! What makes columns: select items, and the names that relations give to the columns that no item makes.

use super::FileView;
use crate::symbol::{Symbol, origin_symbol};
use hir::{Anchor, QueryBody, RelationId, SelectId};
use rustc_hash::FxHashMap;
use sema::{Definition, OutputColumn};

/// What makes the columns of a body, by where: an [`Anchor::Item`], or the anchor of a [`Definition::Named`].
#[derive(Default)]
pub(super) struct Makers {
    /// Those of the model's columns: of its output, and of other arms.
    outputs: FxHashMap<Anchor, u32>,
    /// Those in further arms of a set operation, with those in its first arm.
    first_arms: FxHashMap<Anchor, Anchor>,
}

impl Makers {
    pub(super) fn of(view: &FileView<'_>) -> Makers {
        let mut makers = Makers::default();
        for (index, column) in view.inference.output.columns.iter().enumerate() {
            if let Some(maker) = maker(column) {
                makers.outputs.entry(maker).or_insert(index as u32);
            }
        }
        makers.unite_arms(view);
        makers
    }

    /// Learns what in further arms makes the same columns as in the first.
    fn unite_arms(&mut self, view: &FileView<'_>) {
        for (_, query) in view.body.queries.iter() {
            let QueryBody::SetOperation { left, right, ref matching, .. } = query.body else { continue };
            let outputs = (view.inference.queries.get(left), view.inference.queries.get(right));
            let (Some(left), Some(right)) = outputs else { continue };
            for (index, column) in right.columns.iter().enumerate() {
                let first = match matching.is_by_name() {
                    true => left.columns.iter().find(|it| view.same(&it.name, &column.name)),
                    false => left.columns.get(index),
                };
                if let Some(first) = first.and_then(maker)
                    && let Some(other) = maker(column)
                {
                    self.first_arms.insert(other, first);
                }
            }
        }
    }

    /// What makes the same column in the first arm.
    fn first_arm(&self, mut maker: Anchor) -> Anchor {
        // Arms lead to arms before them, and no body has more arms than makers.
        for _ in 0..=self.first_arms.len() {
            match self.first_arms.get(&maker) {
                Some(first) => maker = *first,
                None => break,
            }
        }
        maker
    }
}

fn maker(column: &OutputColumn) -> Option<Anchor> {
    match column.definition {
        Definition::Item(select, item) => Some(Anchor::Item(select, item)),
        Definition::Named(anchor) => Some(anchor),
        Definition::Origin(_) | Definition::Construct => None,
    }
}

impl FileView<'_> {
    /// The symbol that a column is, by where it is defined.
    pub(crate) fn column_symbol(&self, column: &OutputColumn) -> Option<Symbol> {
        match &column.definition {
            Definition::Item(select, item) => Some(self.item_symbol((*select, *item))),
            Definition::Origin(origin) => Some(origin_symbol(origin)),
            // A name that nobody wrote is none to go to.
            Definition::Named(anchor) => anchor.range(self.map).map(|_| self.maker_symbol(*anchor)),
            Definition::Construct => None,
        }
    }

    /// The symbol of what a select item makes: a column of the model, where it is one.
    pub(crate) fn item_symbol(&self, (select, item): (SelectId, u32)) -> Symbol {
        self.maker_symbol(Anchor::Item(select, item))
    }

    /// The symbol of a relation under its alias: of the column that the alias names, where it names one.
    pub(super) fn alias_symbol(&self, relation: RelationId) -> Symbol {
        self.maker_symbol(Anchor::RelationAlias(relation))
    }

    /// The symbol of what a maker makes.
    pub(super) fn maker_symbol(&self, maker: Anchor) -> Symbol {
        let first = self.makers.first_arm(maker);
        match (self.makers.outputs.get(&first), first) {
            (Some(index), _) => Symbol::ModelColumn(self.file, *index),
            (None, Anchor::Item(select, item)) => Symbol::Item(self.file, select, item),
            (None, Anchor::RelationAlias(relation)) => Symbol::Alias(self.file, relation),
            (None, named) => Symbol::Named(self.file, named),
        }
    }

    /// The column that the alias of a relation names.
    pub(crate) fn alias_column(&self, relation: RelationId) -> Option<&OutputColumn> {
        let named = Definition::Named(Anchor::RelationAlias(relation));
        self.inference.relations.get(relation)?.columns.iter().find(|it| it.definition == named)
    }

    /// A column that this body makes, by where it is defined.
    pub(crate) fn defined(&self, definition: &Definition) -> Option<&OutputColumn> {
        let (relations, queries) = (self.inference.relations.values(), self.inference.queries.values());
        relations.chain(queries).flat_map(|it| &it.columns).find(|it| it.definition == *definition)
    }
}
