//! Annotations of edits: what each is about, and whether a person should look at it before it is applied.

use crate::snapshot::Snapshot;
use ide::{Cancellable, ComposedEdit, EditNote, EditedText, FileId};
use std::collections::BTreeMap;
use tower_lsp::lsp_types::{AnnotatedTextEdit, ChangeAnnotation, OneOf, TextDocumentEdit, WorkspaceEdit};

/// The annotations of one workspace edit, by what its parts call them.
pub(crate) struct Annotations {
    /// Whether the client takes any.
    are_taken: bool,
    known: BTreeMap<String, ChangeAnnotation>,
}

impl Annotations {
    pub(crate) fn new(snapshot: &Snapshot) -> Annotations {
        let features = snapshot.features();
        Annotations {
            are_taken: features.annotated_edits && features.versioned_edits,
            known: BTreeMap::new(),
        }
    }

    /// That an edit of a file is part of a change of a model: edits are grouped by it.
    pub(crate) fn model(&mut self, snapshot: &Snapshot, file: FileId) -> Cancellable<Option<String>> {
        if !self.are_taken {
            return Ok(None);
        }
        let (_, path) = snapshot.analysis.path(file);
        let EditNote { model, text } = snapshot.analysis.edit_note(file)?;
        let label = model.unwrap_or_else(|| path.to_string());
        let (id, description) = match text {
            EditedText::Statement => (label.clone(), path.to_string()),
            EditedText::FilledIn => {
                (format!("{label}, filled in"), format!("{path}: parts of it are filled in when it is run"))
            }
            EditedText::Description => (format!("{label}, {path}"), format!("{path}: not a statement")),
        };
        // An edit that is to be confirmed is not made unless somebody ticks it.
        Ok(self.add(id, label, Some(description), text == EditedText::FilledIn))
    }

    /// That an edit mends diagnostics.
    pub(crate) fn mends(&mut self, edit: &ComposedEdit) -> Option<String> {
        let codes: Vec<&str> = edit.codes.iter().map(|it| it.name()).collect();
        let codes = codes.join(", ");
        self.add(codes.clone(), format!("Fix {codes}"), None, false)
    }

    fn add(
        &mut self,
        id: String,
        label: String,
        description: Option<String>,
        needs_confirmation: bool,
    ) -> Option<String> {
        if !self.are_taken {
            return None;
        }
        let annotation =
            ChangeAnnotation { label, needs_confirmation: Some(needs_confirmation), description };
        self.known.insert(id.clone(), annotation);
        Some(id)
    }

    /// Tells the client what the annotations are.
    pub(crate) fn tell(self, edit: WorkspaceEdit) -> WorkspaceEdit {
        let known = (!self.known.is_empty()).then(|| self.known.into_iter().collect());
        WorkspaceEdit { change_annotations: known, ..edit }
    }
}

/// Gives each edit of some documents, in order, its annotation.
pub(crate) fn annotate(documents: &mut [TextDocumentEdit], ids: impl IntoIterator<Item = Option<String>>) {
    let edits = documents.iter_mut().flat_map(|it| &mut it.edits);
    for (edit, annotation_id) in edits.zip(ids) {
        if let (OneOf::Left(text_edit), Some(annotation_id)) = (&*edit, annotation_id) {
            *edit = OneOf::Right(AnnotatedTextEdit { text_edit: text_edit.clone(), annotation_id });
        }
    }
}
