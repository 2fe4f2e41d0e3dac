//! Places, and from places to ranges: the only step that looks at where text stands.

use crate::{Definition, inference};
use base::{Ident, TextRange, TextSize};
use db::{Db, SourceFile};
use hir::Anchor;

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the body of a model.
    Body(SourceFile, Anchor),
    /// At a range of a TOML file, or of a part of a file that has no body. Findings with ranges are recomputed whenever
    /// that text changes, so the range is always about the text now.
    Range(SourceFile, TextRange),
    /// The definition of an output column of a model, by its index.
    Column(SourceFile, u32),
    /// The first relation of this name in a model.
    Reference(SourceFile, Box<[Ident]>),
    /// A file as a whole.
    File(SourceFile),
}

impl Place {
    /// The file it is in.
    pub fn file(&self) -> SourceFile {
        match *self {
            Place::Body(file, _)
            | Place::Range(file, _)
            | Place::Column(file, _)
            | Place::Reference(file, _)
            | Place::File(file) => file,
        }
    }

    /// The range of the text as it is now. Not for queries: it changes with every edit.
    pub fn range(&self, db: &dyn Db) -> TextRange {
        let file = self.file();
        match self {
            Place::Range(_, range) => clamp(db, file, *range),
            Place::Body(_, anchor) => {
                let lowered = hir::lowered(db, file);
                anchor.range(&lowered.lowering.source_map).unwrap_or(lowered.lowering.start)
            }
            Place::Column(_, index) => column_range(db, file, *index),
            Place::Reference(_, path) => reference(db, file, path),
            Place::File(_) => start_range(db, file),
        }
    }
}

/// The first token of a SQL or DSL file, the first line of any other.
pub fn start_range(db: &dyn Db, file: SourceFile) -> TextRange {
    match db::file_kind(db, file) {
        kind if kind.is_statement() => hir::lowered(db, file).lowering.start,
        _ => {
            let text = &file.text(db).text;
            let end = text.find(['\r', '\n']).unwrap_or(text.len());
            TextRange::up_to(TextSize::try_from(end).unwrap_or_default())
        }
    }
}

/// What defines an output column of a model, within the model: its name, or the star that it comes through.
pub fn column_range(db: &dyn Db, file: SourceFile, index: u32) -> TextRange {
    let inference = inference(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let column = inference.output.columns.get(index as usize);
    let own = column.and_then(|column| match &column.definition {
        Definition::Item(select, item) => Anchor::ItemName(*select, *item).range(map),
        Definition::Named(anchor) => anchor.range(map),
        _ => {
            let star =
                inference.stars.iter().find(|it| it.is_foreign && it.columns.contains(&column.name))?;
            Anchor::ItemStar(star.select, star.item).range(map)
        }
    });
    own.unwrap_or_else(|| start_range(db, file))
}

fn reference(db: &dyn Db, file: SourceFile, path: &[Ident]) -> TextRange {
    let body = hir::body(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let found = body.relations.iter().find(
        |(_, relation)| matches!(relation, hir::Relation::Name { path: it, cte: None, .. } if **it == *path),
    );
    let range = found.and_then(|(id, _)| Anchor::RelationName(id).range(map));
    range.unwrap_or_else(|| start_range(db, file))
}

/// A range of TOML is about the text now; should it ever not be, it must not point outside it.
fn clamp(db: &dyn Db, file: SourceFile, range: TextRange) -> TextRange {
    let end = TextSize::of(&*file.text(db).text);
    TextRange::new(range.start().min(end), range.end().min(end))
}
