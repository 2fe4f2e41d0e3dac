//! Quick fixes.

use super::{
    diagnostics::diagnostic,
    edits::{document_edit, documents, plain},
    file_uri,
};
use crate::snapshot::Snapshot;
use ide::{Applicability, Cancellable, Diagnostic, FileId, Fix};
use std::path::Path;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CreateFile, CreateFileOptions, DocumentChangeOperation,
    DocumentChanges, Position, Range, ResourceOp, TextEdit, WorkspaceEdit,
};

/// Whether a client that asks only for these kinds wants quick fixes: a kind includes those below it.
pub(crate) fn wants_quick_fixes(only: Option<&[CodeActionKind]>) -> bool {
    let quick_fix = CodeActionKind::QUICKFIX;
    only.is_none_or(|it| it.iter().any(|kind| kind.as_str().is_empty() || *kind == quick_fix))
}

/// The fixes as code actions. One that the client could not apply is left out: an action without an edit is a lie.
pub(crate) fn quick_fixes(
    snapshot: &Snapshot,
    file: FileId,
    fixes: &[(Diagnostic, Fix)],
) -> Cancellable<Vec<CodeActionOrCommand>> {
    let mut actions = Vec::new();
    for (found, fix) in fixes {
        let Some(edit) = workspace_edit(snapshot, file, fix)? else { continue };
        let safe = |it: &Fix| it.applicability == Applicability::MachineApplicable;
        let is_only_safe_one = safe(fix) && found.fixes.iter().filter(|it| safe(it)).count() == 1;
        actions.push(CodeActionOrCommand::CodeAction(CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic(snapshot, file, found)?]),
            edit: Some(edit),
            is_preferred: snapshot.features().preferred_code_actions.then_some(is_only_safe_one),
            ..CodeAction::default()
        }));
    }
    Ok(actions)
}

fn workspace_edit(snapshot: &Snapshot, file: FileId, fix: &Fix) -> Cancellable<Option<WorkspaceEdit>> {
    let needs_person = fix.applicability == Applicability::HasPlaceholders;
    let does_nothing = fix.edits.is_empty() && fix.creates.is_empty();
    if needs_person || does_nothing || (!fix.creates.is_empty() && !snapshot.features().creates_files) {
        return Ok(None);
    }
    let Some(documents) = documents(snapshot, &fix.edits)? else { return Ok(None) };
    if !snapshot.features().versioned_edits && fix.creates.is_empty() {
        return Ok(Some(plain(documents)));
    }
    let mut operations = Vec::new();
    let (root, _) = snapshot.analysis.path(file);
    for (path, text) in &fix.creates {
        let Some(uri) = file_uri(&Path::new(&*root.0).join(path)) else { return Ok(None) };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
            uri: uri.clone(),
            options: Some(CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) }),
            annotation_id: None,
        })));
        let insert =
            TextEdit { range: Range::new(Position::new(0, 0), Position::new(0, 0)), new_text: text.clone() };
        operations.push(DocumentChangeOperation::Edit(document_edit(uri, None, insert)));
    }
    operations.extend(documents.into_iter().map(DocumentChangeOperation::Edit));
    let changes = DocumentChanges::Operations(operations);
    Ok(Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }))
}
