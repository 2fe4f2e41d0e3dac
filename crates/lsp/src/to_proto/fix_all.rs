//! Everything of a document that can be fixed, as one action.

use super::{
    actions::{FIX_ALL, FIX_ALL_UNSAFE},
    annotations::{Annotations, annotate},
    diagnostic_data::VERSION,
    edits::{FileChanges, documents, with_files},
    text_range,
};
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileEdit, FileId, FileRange, FixRequest, Left, line_index::LineIndex};
use serde_json::{Value, json};
use tower_lsp::lsp_types::CodeAction;

/// All fixes of a file; none where there is nothing to fix.
pub(super) fn fix_all(snapshot: &Snapshot, file: FileId, is_unsafe: bool) -> Cancellable<Option<CodeAction>> {
    let request = FixRequest {
        maybe_incorrect: is_unsafe,
        edits_only: !snapshot.features().creates_files,
        ..FixRequest::default()
    };
    let fixed = snapshot.analysis.fix_file(file, &request)?;
    let mut annotations = Annotations::new(snapshot);
    let (mut edits, mut ids, mut creates) = (Vec::new(), Vec::new(), Vec::new());
    let mut after = snapshot.analysis.text(file);
    for it in fixed.files {
        if it.before.is_none() {
            creates.push((it.path.to_string(), it.after.to_string()));
            continue;
        }
        for edit in it.edits {
            ids.push(annotations.mends(&edit));
            edits.push(FileEdit { place: FileRange { file, range: edit.range }, text: edit.text });
        }
        after = it.after;
    }
    let Some(mut documents) = documents(snapshot, &edits)? else { return Ok(None) };
    annotate(&mut documents, ids);
    let files = FileChanges { creates: &creates, ..FileChanges::default() };
    let Some(edit) = with_files(snapshot, file, documents, files) else { return Ok(None) };
    let title = match is_unsafe {
        false => "Fix what is safe to fix",
        true => "Fix what can be fixed, guesses included",
    };
    let index = ide::lines(&after);
    let left: Vec<Value> = fixed.left.iter().map(|it| left(snapshot, &index, it)).collect();
    Ok(Some(CodeAction {
        title: format!("{title} ({})", fixed.applied.len()),
        kind: Some(if is_unsafe { FIX_ALL_UNSAFE } else { FIX_ALL }),
        edit: Some(annotations.tell(edit)),
        data: snapshot.features().code_action_data.then(|| json!({ "version": VERSION, "left": left })),
        ..CodeAction::default()
    }))
}

/// A diagnostic that is left, in the text after the edit.
fn left(snapshot: &Snapshot, after: &LineIndex, it: &Left) -> Value {
    json!({
        "code": it.code.name(),
        "message": it.message,
        "fingerprint": it.fingerprint,
        "range": text_range(snapshot, after, it.range),
        "reason": it.reason.name(),
    })
}
