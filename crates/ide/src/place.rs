//! From places to ranges of files.

use crate::{FileId, FileRange};
use db::Db;
use sema::Place;

/// The range of a place in its file.
pub(crate) fn range(db: &dyn Db, place: &Place) -> FileRange {
    FileRange { file: FileId(place.file()), range: place.range(db) }
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
