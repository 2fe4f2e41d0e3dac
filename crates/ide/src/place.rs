//! From places to ranges: the last step, and the only one that looks at where text stands.

use crate::{FileId, FileRange};
use base::{TextRange, TextSize};
use config::FileKind;
use db::{Db, SourceFile};
use hir::Anchor;
use sema::{Definition, Place, inference};

/// The range of a place in its file.
pub(crate) fn range(db: &dyn Db, place: &Place) -> FileRange {
    let file = place.file();
    let range = match place {
        Place::Range(_, range) => clamp(db, file, *range),
        Place::Body(_, anchor) => {
            let lowered = hir::lowered(db, file);
            anchor.range(&lowered.lowering.source_map).unwrap_or(lowered.lowering.start)
        }
        Place::Column(_, index) => column(db, file, *index),
        Place::Reference(_, path) => reference(db, file, path),
        Place::File(_) => start(db, file),
    };
    FileRange { file: FileId(file), range }
}

/// The range of a place, where it is written as such: what an edit may be about.
pub(crate) fn written(db: &dyn Db, place: &Place) -> Option<FileRange> {
    match place {
        Place::Body(file, anchor) => {
            let range = anchor.range(&hir::lowered(db, *file).lowering.source_map)?;
            Some(FileRange { file: FileId(*file), range })
        }
        Place::Range(..) => Some(range(db, place)),
        Place::Column(..) | Place::Reference(..) | Place::File(_) => None,
    }
}

/// The first token of a SQL or DSL file, the first line of any other.
pub(crate) fn start(db: &dyn Db, file: SourceFile) -> TextRange {
    match db::file_kind(db, file) {
        FileKind::SqlModel | FileKind::RockyModel => hir::lowered(db, file).lowering.start,
        _ => {
            let text = &file.text(db).text;
            let end = text.find(['\r', '\n']).unwrap_or(text.len());
            TextRange::up_to(TextSize::try_from(end).unwrap_or_default())
        }
    }
}

/// What defines an output column of a model, within the model: its name, or the star that it comes through.
pub(crate) fn column(db: &dyn Db, file: SourceFile, index: u32) -> TextRange {
    let inference = inference(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let column = inference.output.columns.get(index as usize);
    let own = column.and_then(|column| match &column.definition {
        Definition::Item(select, item) => Anchor::ItemName(*select, *item).range(map),
        _ => {
            let star = inference.stars.iter().find(|it| it.columns.contains(&column.name))?;
            Anchor::ItemStar(star.select, star.item).range(map)
        }
    });
    own.unwrap_or_else(|| start(db, file))
}

fn reference(db: &dyn Db, file: SourceFile, path: &[base::Ident]) -> TextRange {
    let body = hir::body(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let found = body.relations.iter().find(
        |(_, relation)| matches!(relation, hir::Relation::Name { path: it, cte: None, .. } if **it == *path),
    );
    let range = found.and_then(|(id, _)| Anchor::RelationName(id).range(map));
    range.unwrap_or_else(|| start(db, file))
}

/// A range of TOML is about the text now; should it ever not be, it must not point outside it.
fn clamp(db: &dyn Db, file: SourceFile, range: TextRange) -> TextRange {
    let end = TextSize::of(&*file.text(db).text);
    TextRange::new(range.start().min(end), range.end().min(end))
}
