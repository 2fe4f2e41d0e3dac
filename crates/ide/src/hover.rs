//! Cards about what is under the cursor.

use crate::{
    Cancelled, FilePosition, Hover, Readers, Verbosity,
    body_names::{FileView, has_body},
    card::{card, code, column_title, project_card},
    completion, consumers, meaning, placeholder,
    symbol::{Name, Role, Symbol, names_at},
};
use db::RootDatabase;

/// What a card is to say.
#[derive(Clone, Copy, Debug, Default)]
pub struct HoverRequest<'r> {
    /// How much.
    pub verbosity: Verbosity,
    /// Who reads whom, as it is remembered: how much hangs on a model is said where this still holds.
    pub readers: Option<&'r Readers>,
}

/// The card of the placeholder, the step's word or the name under the cursor; in TOML, else the documentation of the key.
///
/// # Errors
/// The analysis was cancelled, or rings must be cut.
pub(crate) fn hover(
    db: &RootDatabase,
    position: FilePosition,
    request: &HoverRequest<'_>,
    patience: usize,
) -> Result<Option<Hover>, Cancelled> {
    let file = position.file.0;
    if let Some(hover) = placeholder::hover(db, position).or_else(|| meaning::hover(db, position)) {
        return Ok(Some(hover));
    }
    let Some((range, names)) = names_at(db, position) else {
        return Ok(completion::toml_key_hover(db, position));
    };
    let in_body = has_body(db, file) && !completion::is_in_frontmatter(db, position);
    let view = in_body.then(|| FileView::new(db, file));
    let found = names.iter().find_map(|it| {
        let markdown = match &view {
            Some(view) => card(db, view, it, request.verbosity),
            None => project_card(db, &it.symbol, None, db::dialect(db, file), request.verbosity),
        };
        Some((it, markdown?))
    });
    let Some((name, mut markdown)) = found else { return Ok(None) };
    if request.verbosity > Verbosity::Brief {
        let titles = merged_with(&names).filter_map(|it| column_title(db, it));
        let titles: Vec<String> = titles.map(|it| code(&it)).collect();
        if !titles.is_empty() {
            markdown.push_str(&format!("\nmerged with {}\n", titles.join(", ")));
        }
    }
    let behind_alias = match (&name.symbol, &view) {
        (Symbol::Alias(_, relation), Some(view)) => {
            view.relation(*relation).and_then(|it| view.relation_symbol(db, it))
        }
        _ => None,
    };
    let symbol = behind_alias.as_ref().unwrap_or(&name.symbol);
    if let Some(note) = consumers::note(db, file.project(db), symbol, request, patience)? {
        markdown.push_str(&format!("\n{note}\n"));
    }
    let described_at = names.iter().find_map(|it| match &it.symbol {
        Symbol::External(table) | Symbol::ExternalColumn(table, _) => table.described_at,
        _ => None,
    });
    Ok(Some(Hover { range, markdown, described_at, has_levels: true }))
}

/// The other columns that a merged column is: its card is about the left one.
fn merged_with(names: &[Name]) -> impl Iterator<Item = &Symbol> {
    let mut merged: Vec<&Symbol> = Vec::new();
    for name in names.iter().filter(|it| it.role == Role::Read) {
        if !merged.contains(&&name.symbol) {
            merged.push(&name.symbol);
        }
    }
    merged.into_iter().skip(1)
}
