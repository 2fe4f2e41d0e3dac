//! Edits of documents, as the client applies them.

use super::{range, uri};
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileEdit};
use tower_lsp::lsp_types::{
    AnnotatedTextEdit, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Url,
    WorkspaceEdit,
};

/// Edits, which are sorted by file, by document; `None` where no URI can spell a file.
pub(crate) fn documents(
    snapshot: &Snapshot,
    edits: &[FileEdit],
) -> Cancellable<Option<Vec<TextDocumentEdit>>> {
    let mut documents: Vec<TextDocumentEdit> = Vec::new();
    for edit in edits {
        let place = snapshot.place(edit.place.file);
        let Some(uri) = uri(&snapshot.view, &place) else { return Ok(None) };
        let text_edit = text_edit(snapshot, edit)?;
        match documents.last_mut().filter(|it| it.text_document.uri == uri) {
            Some(document) => document.edits.push(OneOf::Left(text_edit)),
            None => documents.push(document_edit(uri, snapshot.version(&place), text_edit)),
        }
    }
    Ok(Some(documents))
}

/// Edits that are all of the document that is asked about.
pub(crate) fn text_edits(snapshot: &Snapshot, edits: &[FileEdit]) -> Cancellable<Vec<TextEdit>> {
    edits.iter().map(|it| text_edit(snapshot, it)).collect()
}

fn text_edit(snapshot: &Snapshot, edit: &FileEdit) -> Cancellable<TextEdit> {
    let range = range(snapshot, edit.place.file, edit.place.range)?;
    Ok(TextEdit { range, new_text: edit.text.clone() })
}

/// A document with one edit.
pub(crate) fn document_edit(uri: Url, version: Option<i32>, edit: TextEdit) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: vec![OneOf::Left(edit)],
    }
}

/// The edits for a client that knows neither versions nor operations on files.
pub(crate) fn plain(documents: Vec<TextDocumentEdit>) -> WorkspaceEdit {
    let plain = |edit: OneOf<TextEdit, AnnotatedTextEdit>| match edit {
        OneOf::Left(edit) => edit,
        OneOf::Right(edit) => edit.text_edit,
    };
    let changes =
        documents.into_iter().map(|it| (it.text_document.uri, it.edits.into_iter().map(plain).collect()));
    WorkspaceEdit { changes: Some(changes.collect()), ..WorkspaceEdit::default() }
}
