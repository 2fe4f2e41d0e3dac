//! Renames: one thing gets another name, wherever it is named, and nothing else changes.
//!
//! What a name stands for decides ([`Subject`]), never its spelling alone. Edits are collected from the names of every
//! file that may use it; then a second database analyses the project as it would be, and the rename is refused unless
//! every name there means what it means here. The database of the editor is never written.
//!
//! A column keeps its identity through `*` and no further: a reader that selects it by name goes on calling its own
//! column as before (`SELECT new AS old`), so that a rename ends at the readers.

mod body;
mod check;
mod description;
mod dsl;
mod edits;
mod file;
mod meaning;
mod new_name;
mod obstacle;
mod subject;
mod text;
mod variable;

use crate::{
    FileEdit, FileId, FilePosition, FileRange,
    fork::Fork,
    references::uses,
    symbol::{Identities, Symbol},
};
use base::TextRange;
use db::{Db, RelativePath, RootDatabase, SourceFile};
use edits::Edits;
pub(crate) use file::follow;
use new_name::NewName;
use subject::Subject;
pub(crate) use text::mentions;

/// What a rename at a place would rename.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameTarget {
    /// The name under the cursor, without the quotes of TOML.
    pub range: TextRange,
    /// The name as it is called now, without quotes.
    pub name: String,
    /// What it stands for.
    pub kind: RenameKind,
}

/// What can be renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenameKind {
    /// A model.
    Model,
    /// A column of a model, or of a query within one.
    Column,
    /// A common table expression, or what `let` binds.
    Cte,
    /// The alias of a table.
    TableAlias,
    /// A name that a step of the DSL defines.
    Binding,
    /// A named window.
    Window,
    /// The parameter of a lambda or a comprehension.
    Parameter,
    /// A run variable.
    Variable,
}

/// A rename, to be applied as a whole: first the edits, then the moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rename {
    /// Edits of the texts as they are now, sorted by path and position, not overlapping.
    pub edits: Vec<FileEdit>,
    /// Files that are renamed, sorted by path.
    pub moves: Vec<FileMove>,
}

/// A file that gets another path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMove {
    /// The file.
    pub file: FileId,
    /// Where it goes.
    pub to: RelativePath,
}

/// Why there is no rename.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameRefusal {
    /// The kind of reason.
    pub reason: RefusalReason,
    /// One sentence.
    pub message: String,
    /// The place that stands in the way.
    pub place: Option<FileRange>,
}

/// The kinds of reasons against a rename.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// There is no name here that could be renamed.
    NoName,
    /// It is defined outside the project.
    External,
    /// Nobody wrote its name: a construct or the engine makes it.
    Generated,
    /// The new name is none.
    InvalidName,
    /// Something beside it is called so already.
    Collision,
    /// A name would mean something else.
    Capture,
    /// A name may be that of a column which is not known.
    Unknown,
    /// One name stands for the columns of several tables.
    Merged,
    /// A use stands in text that is filled in, or in text whose meaning is not known.
    Template,
    /// A file that may use the name cannot be read in full.
    Broken,
    /// The name is part of the data.
    Data,
    /// Diagnostics or columns would change.
    Consequence,
}

impl RenameRefusal {
    fn new(reason: RefusalReason, message: impl Into<String>) -> RenameRefusal {
        RenameRefusal { reason, message: message.into(), place: None }
    }

    fn at(mut self, file: SourceFile, range: TextRange) -> RenameRefusal {
        self.place = Some(FileRange { file: FileId(file), range });
        self
    }
}

type Outcome<T> = Result<T, RenameRefusal>;

/// What a rename at `position` would rename.
pub(crate) fn prepare(db: &dyn Db, position: FilePosition) -> Outcome<RenameTarget> {
    let subject = Subject::at(db, position)?;
    Ok(RenameTarget { range: subject.range, name: subject.name.text.to_string(), kind: subject.kind })
}

/// Renames what is at `position`. The schemas of all models must be at hand.
pub(crate) fn rename(
    db: &RootDatabase,
    fork: &Fork,
    position: FilePosition,
    new_name: &str,
) -> Outcome<Rename> {
    let subject = Subject::at(db, position)?;
    apply(db, fork, &subject, &NewName::parse(new_name)?)
}

/// Renames a model, wherever the wish was said. The schemas of all models must be at hand.
pub(crate) fn rename_model(
    db: &RootDatabase,
    fork: &Fork,
    model: SourceFile,
    new_name: &str,
) -> Outcome<Rename> {
    apply(db, fork, &Subject::model(db, model)?, &NewName::parse(new_name)?)
}

fn apply(db: &RootDatabase, fork: &Fork, subject: &Subject, new: &NewName) -> Outcome<Rename> {
    if subject.name.text == new.ident.text {
        return Ok(Rename::default());
    }
    if let [Symbol::Variable(name)] = &subject.symbols[..] {
        let (edits, models) = variable::edits(db, subject.file.project(db), name, new)?;
        let rename = Rename { edits, moves: Vec::new() };
        check::check(db, fork, &rename, &models, (subject, new))?;
        return Ok(rename);
    }
    let uses = uses(db, subject.symbols.clone(), subject.file);
    let mut identities = Identities::new(db);
    let mut edits = Edits::new(db);
    for &model in &uses.models {
        obstacle::check(db, model, subject, new, &mut identities)?;
        body::edit(db, model, (subject, new), &mut identities, &mut edits)?;
    }
    description::edit(db, &uses, (subject, new), &mut edits)?;
    let moves = match subject.symbols[..] {
        [Symbol::Model(model)] => description::moves(db, model, new)?,
        _ => Vec::new(),
    };
    let rename = Rename { edits: edits.finish(), moves };
    check::check(db, fork, &rename, &uses.models, (subject, new))?;
    Ok(rename)
}
