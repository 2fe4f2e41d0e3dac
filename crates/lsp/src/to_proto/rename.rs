//! Renames.

use super::{
    annotations::{Annotations, annotate},
    edits::{documents, plain, rename_file},
    range,
};
use crate::{place::Place, snapshot::Snapshot};
use ide::{Cancellable, FileId, FileMove, Rename, RenameTarget};
use tower_lsp::{
    jsonrpc::{Error, ErrorCode},
    lsp_types::{DocumentChangeOperation, DocumentChanges, PrepareRenameResponse, WorkspaceEdit},
};

/// The error code of a request that is valid and cannot be served; the library does not name it.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

/// The name that may be renamed.
pub(crate) fn target(
    snapshot: &Snapshot,
    file: FileId,
    target: RenameTarget,
) -> Cancellable<PrepareRenameResponse> {
    Ok(PrepareRenameResponse::RangeWithPlaceholder {
        range: range(snapshot, file, target.range)?,
        placeholder: target.name,
    })
}

/// A rename as one edit: texts first, then the files that are called otherwise. The reason, where the client cannot
/// apply all of it.
pub(crate) fn workspace_edit(
    snapshot: &Snapshot,
    rename: &Rename,
) -> Cancellable<Result<WorkspaceEdit, String>> {
    const NO_URI: &str = "the path of a file cannot be told to the editor";
    if !rename.moves.is_empty() && !snapshot.features().renames_files {
        return Ok(Err("files are to be renamed, which this editor does not do for a server".into()));
    }
    let Some(mut documents) = documents(snapshot, &rename.edits)? else { return Ok(Err(NO_URI.into())) };
    if rename.moves.is_empty() && !snapshot.features().versioned_edits {
        return Ok(Ok(plain(documents)));
    }
    let mut annotations = Annotations::new(snapshot);
    let ids = rename.edits.iter().map(|it| annotations.model(snapshot, it.place.file));
    annotate(&mut documents, ids.collect::<Cancellable<Vec<_>>>()?);
    let mut operations: Vec<DocumentChangeOperation> =
        documents.into_iter().map(DocumentChangeOperation::Edit).collect();
    for it in &rename.moves {
        let Some(rename) = rename_file(snapshot, it) else { return Ok(Err(NO_URI.into())) };
        operations.push(DocumentChangeOperation::Op(rename));
    }
    let changes = DocumentChanges::Operations(operations);
    Ok(Ok(annotations.tell(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })))
}

/// What follows from a move of files by the editor; nothing where that is nothing.
pub(crate) fn follow_moves(
    snapshot: &Snapshot,
    moved: &[(Place, Place)],
) -> Cancellable<Option<Result<WorkspaceEdit, String>>> {
    let moved_file = |(from, to): &(Place, Place)| {
        let (old, new) = (snapshot.view.home(from)?, snapshot.view.home(to)?);
        let file = snapshot.analysis.file(&old.root, &old.path)?;
        // Out of its project it is none of it.
        (old.root == new.root).then_some(FileMove { file, to: new.path })
    };
    let moved: Vec<FileMove> = moved.iter().filter_map(moved_file).collect();
    Ok(match snapshot.analysis.follow_moves(&moved)? {
        Ok(rename) if rename.edits.is_empty() && rename.moves.is_empty() => None,
        Ok(rename) => Some(workspace_edit(snapshot, &rename)?),
        Err(refusal) => Some(Err(refusal.message)),
    })
}

/// Why there is no rename, for the person who asked.
pub(crate) fn refusal(reason: String) -> Error {
    Error { code: REQUEST_FAILED, message: reason.into(), data: None }
}
