//! Run variables and the bounds of windows of time: names that stand in the text of models, and not in what is analysed.

use crate::{
    FileId, FileRange, NavigationTarget,
    symbol::{Name, Symbol},
};
use base::{SmolStr, TextRange};
use db::{Db, Project, SourceFile};
use syntax::{Placeholder, PlaceholderKind, placeholders};

/// The names of run variables and bounds in a file. A variable with a default is defined there: nothing but a default
/// and the command line gives it a value.
pub(crate) fn names(db: &dyn Db, file: SourceFile) -> Vec<Name> {
    let has_window = has_placeholders(db, file) && db::is_time_interval(db, file);
    let name = |it: Placeholder| match it.kind {
        PlaceholderKind::Variable { name: Some(range), default } => {
            let symbol = Symbol::Variable(file.text(db).text[range].into());
            match default {
                Some(_) => Some(Name::definition(range, symbol)),
                None => Some(Name::read(range, symbol)),
            }
        }
        PlaceholderKind::Variable { name: None, .. } => None,
        PlaceholderKind::StartDate if has_window => {
            Some(Name::read(it.range, Symbol::WindowBound("start_date")))
        }
        PlaceholderKind::EndDate if has_window => Some(Name::read(it.range, Symbol::WindowBound("end_date"))),
        PlaceholderKind::StartDate | PlaceholderKind::EndDate => None,
    };
    found(db, file).into_iter().filter_map(name).collect()
}

/// The uses of a run variable in a project, by path and position: where it is named, and whether a default stands there.
pub(crate) fn uses(db: &dyn Db, project: Project, variable: &SmolStr) -> Vec<Use> {
    let mut uses = Vec::new();
    for file in project.files(db).values().copied() {
        for Placeholder { range, kind } in found(db, file) {
            let PlaceholderKind::Variable { name: Some(name), default } = kind else { continue };
            if file.text(db).text[name] == **variable {
                uses.push(Use { file, name, full: range, has_default: default.is_some() });
            }
        }
    }
    uses
}

/// A use of a run variable.
pub(crate) struct Use {
    pub(crate) file: SourceFile,
    /// Where it is named.
    pub(crate) name: TextRange,
    /// The placeholder.
    pub(crate) full: TextRange,
    pub(crate) has_default: bool,
}

/// Where a run variable has a default, in `file` first; of a bound, what says that `file` is built by windows.
pub(crate) fn targets(db: &dyn Db, file: SourceFile, symbol: &Symbol) -> Vec<NavigationTarget> {
    let target = |file, full, focus, name: &str| {
        let full = FileRange { file: FileId(file), range: full };
        NavigationTarget { name: name.to_owned(), full, focus }
    };
    match symbol {
        Symbol::Variable(name) => {
            let mut uses = uses(db, file.project(db), name);
            uses.retain(|it| it.has_default);
            uses.sort_by_key(|it| it.file != file);
            uses.into_iter().map(|it| target(it.file, it.full, it.name, name)).collect()
        }
        Symbol::WindowBound(name) => {
            let strategy = db::written_strategy(db, file);
            strategy.into_iter().map(|(file, it)| target(file, it.range, it.range, name)).collect()
        }
        _ => Vec::new(),
    }
}

fn has_placeholders(db: &dyn Db, file: SourceFile) -> bool {
    sema::is_statement(db, file)
        && file.path(db).extension() == Some("sql")
        && file.text(db).problem.is_none()
        && file.text(db).text.contains('@')
}

/// The placeholders as they are written: those in defaults that are not in force, too.
fn found(db: &dyn Db, file: SourceFile) -> Vec<Placeholder> {
    match has_placeholders(db, file) {
        true => placeholders(&file.text(db).text, db::dialect(db, file)),
        false => Vec::new(),
    }
}
