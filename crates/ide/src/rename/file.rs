//! What follows when somebody else gives the files of models other paths: an editor's tree of files.

use super::{FileMove, Outcome, Rename, rename_model};
use crate::{FileId, fork::Fork, readers::Current};
use db::{Db, RelativePath, RootDatabase, SourceFile};
use sema::Target;

/// What must change so that everything means what it meant after some files have moved. A model whose file keeps its name
/// in another folder is the same model there. The schemas of all models must be at hand.
pub(crate) fn follow(db: &RootDatabase, fork: &Fork, moved: &[FileMove]) -> Outcome<Rename> {
    let mut all = Rename::default();
    for FileMove { file, to } in moved {
        let model = file.0;
        let path = model.path(db);
        let is_renamed = path.stem() != to.stem() && path.extension() == to.extension();
        if !is_renamed || !sema::is_model(db, model) {
            continue;
        }
        let rename = match sema::model(db, model).name_place() {
            _ if is_followed(db, model, to.stem()) => continue,
            // Its name is its own; only what lies beside it is called as the file is.
            Some(_) => Rename { edits: Vec::new(), moves: companions(db, model, to) },
            None => rename_model(db, fork, model, to.stem())?,
        };
        all.edits.extend(rename.edits);
        let is_beside = |it: &FileMove| it.to.directory() == path.directory();
        let others = rename.moves.into_iter().filter(|it| !moved.iter().any(|own| own.file == it.file));
        all.moves.extend(others.map(|it| match is_beside(&it) {
            true => FileMove { to: to.sibling(it.to.file_name()), ..it },
            false => it,
        }));
    }
    all.edits.sort_by(|a, b| {
        let key = |it: &crate::FileEdit| (it.place.range.start(), it.place.range.end());
        a.place.file.0.path(db).cmp(b.place.file.0.path(db)).then_with(|| key(a).cmp(&key(b)))
    });
    all.moves.sort_by(|a, b| a.to.cmp(&b.to));
    Ok(all)
}

/// Whether the readers of a model name it already as it is going to be called, and none as it is called: the move is part of
/// a change that somebody else makes as a whole, as an editor does with a rename of ours.
fn is_followed(db: &RootDatabase, model: SourceFile, name: &str) -> bool {
    let project = model.project(db);
    let index = sema::model_index(db, project);
    let is_ahead = |it: SourceFile| {
        sema::references(db, it).iter().any(|(path, target)| {
            matches!(target, Target::Absent { .. })
                && path.last().is_some_and(|it| it.text.eq_ignore_ascii_case(name))
        })
    };
    let mut statements = index.models.iter().chain(&index.queries).copied();
    Current::anew(db, project).of(db, model).is_empty() && statements.any(is_ahead)
}

/// The sidecar and the contract beside a model, as they are called beside `to`.
fn companions(db: &dyn Db, model: SourceFile, to: &RelativePath) -> Vec<FileMove> {
    let beside = db::companions(db, model);
    let named = [(beside.sidecar, "toml"), (beside.contract, "contract.toml")];
    let moved = |(file, extension): (Option<SourceFile>, &str)| {
        let to = to.sibling(&format!("{}.{extension}", to.stem()));
        file.map(|it| FileMove { file: FileId(it), to })
    };
    named.into_iter().filter_map(moved).collect()
}
