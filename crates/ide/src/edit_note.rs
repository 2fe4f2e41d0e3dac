//! What there is to know of an edit before it is applied: which model it is of, and whether a person should look at it.

use crate::{Analysis, Cancellable, FileId, cone};
use db::{Db, SourceFile};
use hir::Filling;

/// What an edit in a file is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditNote {
    /// The model that the file is or describes, if it does.
    pub model: Option<String>,
    /// Why a person should look at it, if there is a reason.
    pub doubt: Option<EditDoubt>,
}

/// Why a person should look at an edit before it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditDoubt {
    /// Parts of the text are filled in when the model is run, and may name anything.
    FilledIn,
    /// The file is no statement: a sidecar, a contract, settings.
    NoStatement,
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
    let doubt = match is_statement {
        false => Some(EditDoubt::NoStatement),
        true => is_filled_in().then_some(EditDoubt::FilledIn),
    };
    EditNote { model: model.map(|it| sema::declared_name(db, it).to_string()), doubt }
}
