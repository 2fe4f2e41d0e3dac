//! What there is to know of an edit before it is applied: which model it is of, and whether a person should look at it.

use crate::{Analysis, Cancellable, FileId, cone};
use db::{Db, SourceFile};
use hir::Filling;

/// What an edit in a file is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditNote {
    /// The model that the file is or describes, if it does.
    pub model: Option<String>,
    /// What kind of text it is in.
    pub text: EditedText,
}

/// What kind of text an edit is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditedText {
    /// A statement that is read as it stands.
    Statement,
    /// A statement of which parts are filled in when it is run, and may name anything: a person should look at the edit.
    FilledIn,
    /// No statement: a sidecar, a contract, settings.
    Description,
}

impl Analysis {
    /// What an edit in a file is about.
    pub fn edit_note(&self, file: FileId) -> Cancellable<EditNote> {
        self.with(|db| note(db, file.0))
    }
}

fn note(db: &dyn Db, file: SourceFile) -> EditNote {
    let is_statement = sema::is_statement(db, file);
    let model = if is_statement { Some(file) } else { cone::model_of(db, file) };
    let fills = |it: &Filling| {
        matches!(it, Filling::Value { .. } | Filling::Default { .. } | Filling::Nothing { .. })
    };
    let is_filled_in =
        || hir::substitution(db, file).is_some_and(|it| it.placeholders.iter().any(|it| fills(&it.filling)));
    let text = match is_statement {
        false => EditedText::Description,
        true if is_filled_in() => EditedText::FilledIn,
        true => EditedText::Statement,
    };
    EditNote { model: model.map(|it| sema::declared_name(db, it).to_string()), text }
}
