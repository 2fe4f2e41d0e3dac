//! Expand `*`: the columns that a star stands for, in its place.

use super::{Draft, RefactoringKind, Selection};
use hir::{Anchor, SelectId, SelectItem};
use sema::Place;

/// A list that is longer than this takes a line for each column.
const MOST_ON_A_LINE: usize = 80;

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    let (select, item) = star(it)?;
    let columns = it.view.expansion((select, item))?.written.as_ref()?;
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
fn star(it: &Selection<'_>) -> Option<(SelectId, u32)> {
    for (select, data) in it.view.body.selects.iter() {
        for (index, item) in data.items.iter().enumerate() {
            let index = u32::try_from(index).ok()?;
            let range = Anchor::Item(select, index).range(it.view.map);
            match item {
                SelectItem::Star(_) if range.is_some_and(|range| it.is_in(range)) => {
                    return Some((select, index));
                }
                _ => {}
            }
        }
    }
    None
}
