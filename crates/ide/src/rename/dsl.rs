//! Columns of the DSL: `select`, `group` and `keep` have no aliases, so `derive` gives the name before them.

use super::{Outcome, RefusalReason, RenameRefusal, body::Place, edits::Edits, text::slice};
use base::{TextRange, TextSize};
use syntax::ast::{AstNode, GroupStep, JoinStep, SelectStep};

/// The column that the item makes gets the new name: `select { x }` becomes `derive { new: x }` and `select { new }`.
pub(super) fn call_column(place: &Place<'_>, new: &str, edits: &mut Edits<'_>) -> Outcome<()> {
    let full = place.item.ranges.full;
    let read = slice(place.db, place.view.file, full).unwrap_or_default();
    derive(place, new, read, edits)?;
    edits.replace(place.view.file, full, new)
}

/// What the item reads has the new name: `select { o.x }` becomes `derive { x: o.new }` and `select { x }`.
pub(super) fn keep_column(place: &Place<'_>, new: &str, edits: &mut Edits<'_>) -> Outcome<()> {
    let (file, full) = (place.view.file, place.item.ranges.full);
    let own = slice(place.db, file, place.written.range).unwrap_or_default();
    let before = TextRange::new(full.start(), place.written.range.start());
    let qualifier = slice(place.db, file, before).unwrap_or_default();
    derive(place, own, &format!("{qualifier}{new}"), edits)?;
    if qualifier.is_empty() {
        return Ok(());
    }
    edits.replace(file, full, own)
}

/// Writes `derive { name: read }` before the step that the item stands in.
fn derive(place: &Place<'_>, name: &str, read: &str, edits: &mut Edits<'_>) -> Outcome<()> {
    let file = place.view.file;
    let tree = hir::parsed(place.db, file).syntax();
    let token = tree.token_at_offset(place.item.ranges.full.start()).right_biased();
    let step = token.iter().flat_map(|it| it.parent_ancestors()).find(|it| {
        SelectStep::can_cast(it.kind()) || GroupStep::can_cast(it.kind()) || JoinStep::can_cast(it.kind())
    });
    let Some(step) = step.filter(|it| !JoinStep::can_cast(it.kind())) else {
        let message =
            format!("`keep` of the DSL cannot call the column `{name}` otherwise than the one it keeps");
        let range = place.item.ranges.full;
        return Err(RenameRefusal::new(RefusalReason::Consequence, message).at(file, range));
    };
    let start = syntax::trimmed(&step).start();
    let text = &file.text(place.db).text;
    let line = text[..usize::from(start)].rfind('\n').map_or(0, |it| it + 1);
    let indentation: String = text[line..].chars().take_while(|it| matches!(it, ' ' | '\t')).collect();
    let begins_line = line + indentation.len() == usize::from(start);
    let separator = if begins_line { format!("\n{indentation}") } else { " ".to_owned() };
    let at = TextRange::empty(TextSize::min(start, place.item.ranges.full.start()));
    edits.replace(file, at, format!("derive {{ {name}: {read} }}{separator}"))
}
