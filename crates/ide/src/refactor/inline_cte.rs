//! Inline a common table expression: each use of it becomes a subquery.

use super::{Draft, RefactoringKind, Selection, with};
use hir::Relation;
use sema::NewText;

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    if it.view.is_rocky {
        return None;
    }
    let (query, index) = it.cte()?;
    let data = &it.view.body.queries[query];
    let cte = data.ctes.get(index as usize)?;
    let own = it.view.map.queries.get(query)?.ctes.get(index as usize)?;
    let readers = with::readers(it, (query, index));
    let is_recursive = readers.iter().any(|it| cte.relations.clone().any(|own| own == *it));
    if readers.is_empty() || is_recursive {
        return None;
    }
    let name = it.slice(own.name);
    let title = match readers.len() {
        1 => format!("Inline `{name}`"),
        count => format!("Inline `{name}`, which is read {count} times"),
    };
    let columns: Vec<&str> = own.columns.iter().map(|range| it.slice(*range)).collect();
    let mut draft = Draft::new(RefactoringKind::Inline, title);
    for reader in readers {
        let ranges = it.view.map.relations.get(reader)?;
        let Relation::Name { alias, .. } = &it.view.body.relations[reader] else { return None };
        let mut text = NewText::default().words("(").append(with::query_text(it, cte.query)).words(")");
        if alias.is_none() {
            text = text.words(format!(" AS {name}"));
        }
        if !columns.is_empty() {
            // The names that the alias gives would have to be given to some of these.
            if !ranges.alias_columns.is_empty() {
                return None;
            }
            let list = format!("({})", columns.join(", "));
            match ranges.alias {
                None => text = text.words(list),
                Some(alias) => draft = draft.with(|remedy| remedy.behind(it.place(alias), list)),
            }
        }
        let path = it.path(reader)?;
        draft = draft.with(|remedy| remedy.replace(it.place(path), text));
    }
    draft.remedy = with::remove(it, draft.remedy, (query, index), &[])?;
    Some(draft)
}
