//! Remedies made fixes: edits of ranges instead of places.

use crate::{FileEdit, FileId, FileRange, Fix, place};
use base::{Fingerprint, TextRange, TextSize};
use db::{Db, SourceFile};
use sema::{Boundary, Edit, Piece, Remedy};
use std::ops::Range;

/// A remedy as edits. Absent where it would edit what is not written: the value of a placeholder, a clause of a pipe;
/// and where it would lose a comment.
pub(crate) fn fix(db: &dyn Db, remedy: &Remedy, id: String) -> Option<Fix> {
    let mut edits = Vec::with_capacity(remedy.edits.len());
    for edit in &remedy.edits {
        edits.push(file_edit(db, edit)?);
    }
    edits.sort_by(|a, b| {
        let key = |it: &FileEdit| (it.place.range.start(), it.place.range.end());
        a.place.file.0.path(db).cmp(b.place.file.0.path(db)).then_with(|| key(a).cmp(&key(b)))
    });
    let overlap = edits.windows(2).any(|pair| {
        pair[0].place.file == pair[1].place.file && pair[0].place.range.end() > pair[1].place.range.start()
    });
    (!overlap).then(|| Fix {
        id,
        title: remedy.title.clone(),
        applicability: remedy.applicability,
        edits,
        creates: remedy.creates.clone(),
    })
}

/// The identity of the fix that is called `title`, one of those for what has the identity `fingerprint`.
pub(crate) fn id(fingerprint: &str, index: usize, title: &str) -> String {
    let index = index.to_string();
    Fingerprint::of_parts([fingerprint.as_bytes(), index.as_bytes(), title.as_bytes()]).to_string()
}

fn file_edit(db: &dyn Db, edit: &Edit) -> Option<FileEdit> {
    let (start, end) = (boundary(db, &edit.start)?, boundary(db, &edit.end)?);
    if start.0 != end.0 || end.1 < start.1 {
        return None;
    }
    let (file, range) = (start.0, TextRange::new(start.1, end.1));
    let is_editable = |range: TextRange| hir::substitution(db, file).is_none_or(|it| it.is_editable(range));
    if !is_editable(range) {
        return None;
    }
    let mut text = String::new();
    let mut copied: Vec<TextRange> = Vec::new();
    for piece in &edit.text.0 {
        match piece {
            Piece::Words(words) => text.push_str(words),
            Piece::Copy(from) => {
                let from = place::written(db, from)?;
                text.push_str(&from.file.0.text(db).text[Range::<usize>::from(from.range)]);
                if from.file.0 == file {
                    copied.push(from.range);
                }
            }
        }
    }
    if !edit.drops_comments && loses_comment(db, file, range, copied) {
        return None;
    }
    Some(FileEdit { place: FileRange { file: FileId(file), range }, text })
}

fn boundary(db: &dyn Db, boundary: &Boundary) -> Option<(SourceFile, TextSize)> {
    let (of, is_start) = match boundary {
        Boundary::Start(of) => (of, true),
        Boundary::End(of) => (of, false),
    };
    let found = place::written(db, of)?;
    Some((found.file.0, if is_start { found.range.start() } else { found.range.end() }))
}

/// Whether something of a range that is not copied may be a comment. What only looks like one counts, too: a fix that is
/// not offered costs less than a comment.
fn loses_comment(db: &dyn Db, file: SourceFile, range: TextRange, mut copied: Vec<TextRange>) -> bool {
    let marks: &[&str] = match db::file_kind(db, file) {
        kind if kind.is_statement() => &["--", "/*"],
        _ => &["#"],
    };
    let text = &file.text(db).text;
    let is_marked = |start: TextSize, end: TextSize| {
        let gap = &text[usize::from(start)..usize::from(end)];
        marks.iter().any(|it| gap.contains(it))
    };
    copied.retain(|it| range.contains_range(*it));
    copied.sort_by_key(|it| it.start());
    let mut done = range.start();
    for part in copied {
        if part.start() > done && is_marked(done, part.start()) {
            return true;
        }
        done = done.max(part.end());
    }
    is_marked(done, range.end().max(done))
}
