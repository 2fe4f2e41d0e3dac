//! Expand `*`: the columns that a star stands for, in its place.

use super::{Draft, RefactoringKind, Selection};
use base::Ident;
use hir::{Anchor, JoinConstraint, Relation, RelationId, SelectId, SelectItem, Star};
use sema::Place;

/// A list that is longer than this takes a line for each column.
const MOST_ON_A_LINE: usize = 80;

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    let (select, item, star) = star(it)?;
    let columns = columns(it, select, item, star)?;
    let place = Anchor::Item(select, item);
    let start = place.range(it.view.map)?.start();
    let line = columns.join(", ");
    let text = match line.len() <= MOST_ON_A_LINE {
        true => line,
        false => {
            let text = &it.text[..usize::from(start)];
            let column = text.len() - text.rfind('\n').map_or(0, |it| it + 1);
            columns.join(&format!(",{}{:column$}", it.line_break(), ""))
        }
    };
    let title = match columns.len() {
        1 => "Expand `*` to its column".to_owned(),
        count => format!("Expand `*` to its {count} columns"),
    };
    Some(
        Draft::new(RefactoringKind::Rewrite, title)
            .with(|remedy| remedy.replace(Place::Body(it.file, place), text)),
    )
}

/// The star that is selected.
fn star<'s>(it: &'s Selection<'_>) -> Option<(SelectId, u32, &'s Star)> {
    for (select, data) in it.view.body.selects.iter() {
        for (index, item) in data.items.iter().enumerate() {
            let index = u32::try_from(index).ok()?;
            let range = Anchor::Item(select, index).range(it.view.map);
            match item {
                SelectItem::Star(star) if range.is_some_and(|range| it.is_in(range)) => {
                    return Some((select, index, star));
                }
                _ => {}
            }
        }
    }
    None
}

/// The columns as they are written: qualified where there is more than one relation to tell apart.
pub(crate) fn columns(it: &Selection<'_>, select: SelectId, item: u32, star: &Star) -> Option<Vec<String>> {
    let is_plain = star.replace.is_empty()
        && star.rename.is_empty()
        && star.pattern.is_none()
        && star.base.is_none()
        && !star.implied;
    if !is_plain {
        return None;
    }
    let known = it.view.inference.stars.iter().find(|it| it.select == select && it.item == item);
    if let Some(known) = known {
        // Names are not split at commas within quotes: there are none.
        let text = known.text.as_ref().filter(|_| known.open.is_none() && !known.columns.is_empty())?;
        let is_named = known.columns.iter().all(|it| !it.is_empty() && !it.contains(','));
        return is_named.then(|| text.split(", ").map(str::to_owned).collect());
    }
    let scope = it.view.inference.scopes.get(select)?;
    let relations: Vec<RelationId> = match &star.qualifier[..] {
        [] => scope.to_vec(),
        [qualifier] => {
            let is_it = |relation: &&RelationId| {
                it.qualifier(**relation)
                    .is_some_and(|name| dialect::same_table(&Ident::new(name), qualifier, it.view.dialect))
            };
            vec![*scope.iter().find(is_it)?]
        }
        _ => return None,
    };
    // Columns that a join merges are those of no single relation.
    let merges = |it: &Relation| match it {
        Relation::Join { natural, constraint, .. } => {
            *natural || matches!(constraint, JoinConstraint::Using(_))
        }
        _ => false,
    };
    if scope.len() > 1 && it.view.body.relations.values().any(merges) {
        return None;
    }
    let is_excluded = |name: &str| {
        let name = Ident::quoted(name);
        star.exclude.iter().any(|it_| dialect::same_name(it_, &name, it.view.dialect))
    };
    let mut columns = Vec::new();
    for relation in relations {
        let output = it.view.inference.relations.get(relation)?;
        if output.open.is_some() || output.columns.iter().any(|it| it.name.is_empty()) {
            return None;
        }
        let qualifier = if scope.len() > 1 { Some(it.qualifier(relation)?) } else { None };
        for column in output.columns.iter().filter(|it| !is_excluded(&it.name)) {
            let name = dialect::quote(&column.name, it.view.dialect);
            columns.push(match qualifier {
                Some(qualifier) => format!("{qualifier}.{name}"),
                None => name.into_owned(),
            });
        }
    }
    (!columns.is_empty()).then_some(columns)
}
