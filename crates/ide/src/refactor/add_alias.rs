//! Add an alias to a relation, by which its columns are qualified from then on.

use super::{Draft, RefactoringKind, Selection};
use hir::{Relation, RelationId};
use sema::Resolution;

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    if it.view.is_rocky {
        return None;
    }
    let relation = relation(it)?;
    let (select, _) = it.view.inference.scopes.iter().find(|(_, scope)| scope.contains(&relation))?;
    let full = it.view.map.selects.get(select)?.full;
    let path = it.path(relation)?;
    let own = it.qualifier(relation)?;
    let alias = it.free_name(&initials(&own))?;
    // A name that means a whole row, or a struct, would have to be told apart from the relation's.
    let is_row = |found: &Resolution| matches!(found, Resolution::Relation(other) if *other == relation);
    if it.view.inference.resolutions.values().any(is_row) {
        return None;
    }
    let title = format!("Add the alias `{alias}`, and qualify by it");
    let mut draft = Draft::new(RefactoringKind::Rewrite, title)
        .with(|remedy| remedy.behind(it.place(path), format!(" AS {alias}")));
    // Subqueries may name columns of the relation, too.
    for (expr, qualifiers, _) in it.columns(whole(it), &[relation]) {
        let first = it.first_part(expr)?;
        match qualifiers {
            0 if full.contains_range(first) => {
                draft = draft.with(|remedy| remedy.before(it.place(first), format!("{alias}.")));
            }
            0 => {}
            more => {
                let last = hir::Anchor::NamePart(expr, u32::try_from(more - 1).ok()?).range(it.view.map)?;
                draft = draft.with(|remedy| remedy.replace(it.place(first.cover(last)), alias.clone()));
            }
        }
    }
    for (index, item) in it.view.body.selects[select].items.iter().enumerate() {
        let hir::SelectItem::Star(star) = item else { continue };
        let is_own = star
            .qualifier
            .last()
            .is_some_and(|part| dialect::same_table(part, &base::Ident::new(&*own), it.view.dialect));
        if is_own {
            let anchor = hir::Anchor::StarQualifier(select, u32::try_from(index).ok()?);
            let range = anchor.range(it.view.map)?;
            draft = draft.with(|remedy| remedy.replace(it.place(range), alias.clone()));
        }
    }
    Some(draft)
}

/// The relation whose name is selected, and that has no alias.
fn relation(it: &Selection<'_>) -> Option<RelationId> {
    let mut relations = it.view.body.relations.iter();
    relations.find_map(|(id, relation)| match relation {
        Relation::Name { alias: None, .. } if it.is_in(it.path(id)?) => Some(id),
        _ => None,
    })
}

fn whole(it: &Selection<'_>) -> base::TextRange {
    base::TextRange::up_to(base::TextSize::of(it.text))
}

/// `stg_orders` → `so`.
fn initials(name: &str) -> String {
    let words = name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let letters: String = words.filter_map(|it| it.chars().next()).collect();
    let letters = letters.to_lowercase();
    if letters.starts_with(|it: char| it.is_alphabetic()) { letters } else { "t".to_owned() }
}
