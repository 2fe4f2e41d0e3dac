//! Run variables: what the command line gives a value to stays as it is called there.

use super::{
    Outcome, RefusalReason, RenameRefusal,
    new_name::{NewName, invalid},
};
use crate::{FileEdit, FileId, FileRange, variables::uses};
use base::SmolStr;
use db::{Db, Project, SourceFile};

/// The edits that rename a run variable, by path and position, and the models that they are in.
pub(super) fn edits(
    db: &dyn Db,
    project: Project,
    variable: &SmolStr,
    new: &NewName,
) -> Outcome<(Vec<FileEdit>, Vec<SourceFile>)> {
    let name = &new.ident.text;
    if new.ident.quoted || !syntax::is_variable_name(name) {
        return Err(invalid(format!("`{name}` is no name of a run variable")));
    }
    let uses_of = |variable| uses(db, project, variable);
    if let Some(taken) = uses_of(name).first() {
        let message = format!("there is a run variable `{name}` already");
        return Err(RenameRefusal::new(RefusalReason::Collision, message).at(taken.file, taken.name));
    }
    let given = project.variables(db);
    if let Some(given) = [variable, name].into_iter().find(|it| given.contains_key(it.as_str())) {
        let message = format!("the value of `{given}` is given from outside, by this name");
        return Err(RenameRefusal::new(RefusalReason::External, message));
    }
    let uses = uses_of(variable);
    if let Some(bare) = uses.iter().find(|it| !it.has_default) {
        let message = format!(
            "`{variable}` has no default in `{}`: whoever runs the project gives its value by this name",
            bare.file.path(db)
        );
        return Err(RenameRefusal::new(RefusalReason::External, message).at(bare.file, bare.name));
    }
    let mut models: Vec<SourceFile> = uses.iter().map(|it| it.file).collect();
    models.dedup();
    let edit = |it: crate::variables::Use| FileEdit {
        place: FileRange { file: FileId(it.file), range: it.name },
        text: name.to_string(),
    };
    Ok((uses.into_iter().map(edit).collect(), models))
}
