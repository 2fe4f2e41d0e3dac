//! Edits of documents, as the client applies them.

use super::{file_uri, range, uri};
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileEdit, FileId, FileMove};
use std::path::Path;
use tower_lsp::lsp_types::{
    AnnotatedTextEdit, CreateFile, CreateFileOptions, DeleteFile, DocumentChangeOperation, DocumentChanges,
    OneOf, OptionalVersionedTextDocumentIdentifier, Range, RenameFile, ResourceOp, TextDocumentEdit,
    TextEdit, Url, WorkspaceEdit,
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

/// What becomes of whole files, beside the edits of documents.
#[derive(Clone, Copy, Default)]
pub(crate) struct FileChanges<'a> {
    /// Files that are created first: path in the project, and text.
    pub(crate) creates: &'a [(String, String)],
    /// Files that are called otherwise, once they are edited.
    pub(crate) moves: &'a [FileMove],
    /// Files that go at the end.
    pub(crate) deletes: &'a [FileId],
}

/// Edits, and what becomes of whole files of the project of `file`. `None` where there is nothing to do, and where the
/// client could not do it.
pub(crate) fn with_files(
    snapshot: &Snapshot,
    file: FileId,
    documents: Vec<TextDocumentEdit>,
    files: FileChanges<'_>,
) -> Option<WorkspaceEdit> {
    let FileChanges { creates, moves, deletes } = files;
    let features = snapshot.features();
    let has_files = !creates.is_empty() || !moves.is_empty() || !deletes.is_empty();
    let is_possible = (creates.is_empty() || features.creates_files)
        && (moves.is_empty() || features.renames_files)
        && (deletes.is_empty() || features.deletes_files);
    if documents.is_empty() && !has_files || !is_possible {
        return None;
    }
    if !features.versioned_edits && !has_files {
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
    for it in moves {
        operations.push(DocumentChangeOperation::Op(rename_file(snapshot, it)?));
    }
    for it in deletes {
        let uri = uri(&snapshot.view, &snapshot.place(*it))?;
        let delete = DeleteFile { uri, options: None };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Delete(delete)));
    }
    let changes = DocumentChanges::Operations(operations);
    Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
}

/// A file that is called otherwise; `None` where no URI can spell it.
pub(crate) fn rename_file(snapshot: &Snapshot, it: &FileMove) -> Option<ResourceOp> {
    let (root, _) = snapshot.analysis.path(it.file);
    let old_uri = uri(&snapshot.view, &snapshot.place(it.file))?;
    let new_uri = file_uri(&Path::new(&*root.0).join(it.to.as_str()))?;
    Some(ResourceOp::Rename(RenameFile { old_uri, new_uri, options: None, annotation_id: None }))
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
