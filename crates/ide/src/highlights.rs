//! The uses of the name under the cursor in its own file.

use crate::{
    FileId, FilePosition, FileRange, Reference, ReferenceKind,
    symbol::{Identities, Role, Symbol, names, names_at},
};
use base::{TextRange, TextSize};
use db::Db;
use std::collections::BTreeMap;

/// The uses of everything that the name under the cursor stands for, by position. What both reads and defines, as a
/// select item without an alias, is a definition here: it writes.
pub(crate) fn highlights(db: &dyn Db, position: FilePosition) -> Option<Vec<Reference>> {
    let file = position.file.0;
    let (_, under_cursor) = names_at(db, position)?;
    let mut identities = Identities::new(db);
    let symbols = under_cursor.iter().filter(|it| !matches!(it.symbol, Symbol::Value(..) | Symbol::Star(..)));
    let wanted: Vec<Symbol> = symbols.map(|it| identities.of(&it.symbol)).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut found: BTreeMap<(TextSize, TextSize), ReferenceKind> = BTreeMap::new();
    for name in names(db, file) {
        if !wanted.contains(&identities.of(&name.symbol)) {
            continue;
        }
        let kind = found.entry((name.range.start(), name.range.end())).or_insert(ReferenceKind::Read);
        if name.role == Role::Definition {
            *kind = ReferenceKind::Definition;
        }
    }
    let reference = |((start, end), kind)| Reference {
        place: FileRange { file: FileId(file), range: TextRange::new(start, end) },
        kind,
    };
    Some(found.into_iter().map(reference).collect())
}
