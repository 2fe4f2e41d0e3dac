//! Qualify the columns of a `SELECT`: each says of which relation it is.

use super::{Draft, RefactoringKind, Selection};

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    if it.view.is_rocky {
        return None;
    }
    let select = it.select()?;
    let full = it.view.map.selects.get(select)?.full;
    let relations = it.view.inference.scopes.get(select)?;
    let mut draft = Draft::new(RefactoringKind::Rewrite, "Qualify the columns of this SELECT");
    let mut count = 0;
    for (expr, _, relation) in it.columns(full, relations).into_iter().filter(|it| it.1 == 0) {
        // The alias is the column's own name.
        if it.view.alias_column(relation).is_some() {
            continue;
        }
        let (Some(qualifier), Some(name)) = (it.qualifier(relation), it.first_part(expr)) else { continue };
        count += 1;
        draft = draft.with(|remedy| remedy.before(it.place(name), format!("{qualifier}.")));
    }
    (count > 0).then_some(draft)
}
