//! What may stand at the cursor.

mod context;
mod keywords;
mod scope;
mod sql;
mod toml;

pub(crate) use toml::toml_key_hover;

use crate::{Completion, FilePosition, body_names::has_body};
use db::Db;

/// The proposals at a position, best first.
pub(crate) fn completions(db: &dyn Db, position: FilePosition) -> Vec<Completion> {
    let file = position.file.0;
    let mut completions = match has_body(db, file) && !is_in_frontmatter(db, position) {
        true => sql::completions(db, file, position.offset),
        false => toml::completions(db, file, position.offset),
    };
    completions.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.label.cmp(&b.label)));
    completions.dedup_by(|a, b| a.label == b.label && a.kind == b.kind);
    completions
}

/// Whether a position lies in the TOML at the head of a SQL file.
pub(crate) fn is_in_frontmatter(db: &dyn Db, position: FilePosition) -> bool {
    position.file.0.frontmatter(db).as_ref().is_some_and(|it| {
        let end = it.offset + base::TextSize::of(&*it.toml);
        (it.offset..=end).contains(&position.offset)
    })
}
