//! Edits of documents, as the client applies them.

use super::{file_uri, range, uri};
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileEdit, FileId};
use std::path::Path;
use tower_lsp::lsp_types::{
    AnnotatedTextEdit, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, ResourceOp, TextDocumentEdit, TextEdit, Url,
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

/// Edits, and files that are created beside `file`: path in its project, and text. `None` where there is nothing to do,
/// and where the client could not do it.
pub(crate) fn with_created_files(
    snapshot: &Snapshot,
    file: FileId,
    documents: Vec<TextDocumentEdit>,
    creates: &[(String, String)],
) -> Option<WorkspaceEdit> {
    if documents.is_empty() && creates.is_empty() || !creates.is_empty() && !snapshot.features().creates_files
    {
        return None;
    }
    if !snapshot.features().versioned_edits && creates.is_empty() {
        return Some(plain(documents));
    }
    let mut operations = Vec::new();
    let (root, _) = snapshot.analysis.path(file);
    for (path, text) in creates {
        let uri = file_uri(&Path::new(&*root.0).join(path))?;
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
            uri: uri.clone(),
            options: Some(CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) }),
            annotation_id: None,
        })));
        let insert = TextEdit { range: Range::default(), new_text: text.clone() };
        operations.push(DocumentChangeOperation::Edit(document_edit(uri, None, insert)));
    }
    operations.extend(documents.into_iter().map(DocumentChangeOperation::Edit));
    let changes = DocumentChanges::Operations(operations);
    Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
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
fn document_edit(uri: Url, version: Option<i32>, edit: TextEdit) -> TextDocumentEdit {
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
