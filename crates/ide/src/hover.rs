//! Cards about what is under the cursor.

use crate::{
    FilePosition, Hover,
    body_names::{FileView, has_body},
    card::{card, code, column_title, project_card},
    completion, meaning, placeholder,
    symbol::{Role, Symbol, names_at},
};
use db::Db;

/// The card of the placeholder, the step's word or the name under the cursor; in TOML, else the documentation of the key.
pub(crate) fn hover(db: &dyn Db, position: FilePosition) -> Option<Hover> {
    let file = position.file.0;
    if let Some(hover) = placeholder::hover(db, position).or_else(|| meaning::hover(db, position)) {
        return Some(hover);
    }
    let Some((range, names)) = names_at(db, position) else {
        return completion::toml_key_hover(db, position);
    };
    let in_body = has_body(db, file) && !completion::is_in_frontmatter(db, position);
    let markdown = match in_body {
        true => {
            let view = FileView::new(db, file);
            names.iter().find_map(|it| card(db, &view, it))
        }
        false => names.iter().find_map(|it| project_card(db, &it.symbol, None, db::dialect(db, file))),
    };
    let mut markdown = markdown?;
    // A merged column is that of both sides; the card is about the left one.
    let mut merged: Vec<&Symbol> = Vec::new();
    for name in names.iter().filter(|it| it.role == Role::Read) {
        if !merged.contains(&&name.symbol) {
            merged.push(&name.symbol);
        }
    }
    let titles = merged.iter().skip(1).filter_map(|it| column_title(db, it));
    let titles: Vec<String> = titles.map(|it| code(&it)).collect();
    if !titles.is_empty() {
        markdown.push_str(&format!("\nmerged with {}\n", titles.join(", ")));
    }
    let described_at = names.iter().find_map(|it| match &it.symbol {
        Symbol::External(table) | Symbol::ExternalColumn(table, _) => table.described_at,
        _ => None,
    });
    Some(Hover { range, markdown, described_at })
}
