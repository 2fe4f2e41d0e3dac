//! Names that change together while one of them is typed: that of a common table expression, of a window, the alias of a
//! table, or the parameter of a lambda, with its uses.

use crate::{
    FilePosition,
    symbol::{Name, Role, Symbol, names, names_at},
};
use base::TextRange;
use db::Db;
use syntax::is_variable_name;

/// The definition of the local name under the cursor and all of its uses, by position. Nothing where they are not all
/// spelled alike, need quotes, or stand in a placeholder: typing in one place could not be repeated in the others.
pub(crate) fn linked_ranges(db: &dyn Db, position: FilePosition) -> Option<Vec<TextRange>> {
    let file = position.file.0;
    let (origin, under_cursor) = names_at(db, position)?;
    let is_local = |it: &Symbol| {
        matches!(it, Symbol::Cte(..) | Symbol::Alias(..) | Symbol::Window(..) | Symbol::Parameter(..))
    };
    let wanted = under_cursor.into_iter().map(|it| it.symbol).find(is_local)?;
    let all = names(db, file);
    // The name of a table that nobody declares means no more than its alias, and is not spelled like it.
    let own_name = match &wanted {
        Symbol::Alias(file, relation) => {
            let map = &hir::lowered(db, *file).lowering.source_map;
            map.relations.get(*relation).map_or(&[][..], |it| &it.path)
        }
        _ => &[],
    };
    let is_own_name = |it: &Name| own_name.iter().any(|part| it.range.contains_range(*part));
    let uses: Vec<_> = all.iter().filter(|it| it.symbol == wanted && !is_own_name(it)).collect();
    // A table without an alias stands for itself, and its name is not ours to change.
    if !uses.iter().any(|it| it.role == Role::Definition) {
        return None;
    }
    let text = &*file.text(db).text;
    let spelling = text.get(std::ops::Range::<usize>::from(origin))?;
    // An item without an alias would call its own column otherwise.
    let is_item = |it: &TextRange| {
        let mut here = all.iter().filter(|name| name.range == *it);
        here.any(|name| name.role == Role::Definition && name.symbol != wanted)
    };
    let mut ranges: Vec<TextRange> = uses.into_iter().map(|it| it.range).collect();
    ranges.sort_by_key(|it| (it.start(), it.end()));
    ranges.dedup();
    let substitution = hir::substitution(db, file);
    let is_fit = |it: &TextRange| {
        text.get(std::ops::Range::<usize>::from(*it)) == Some(spelling)
            && substitution.is_none_or(|substitution| substitution.is_editable(*it))
            && !is_item(it)
    };
    (ranges.len() > 1 && is_variable_name(spelling) && ranges.iter().all(is_fit)).then_some(ranges)
}
