//! The proof of a rename: a second database analyses the project as it would be, and everything that is renamed must
//! mean there what it means here.

use super::{
    NewName, Outcome, RefusalReason, Rename, RenameRefusal, Subject,
    meaning::{Lens, Meaning},
};
use crate::{
    Host, cone,
    fork::{Fork, Supposed},
    symbol::Symbol,
};
use base::{Ident, TextRange};
use db::{Db, Project, RelativePath, RootDatabase, SourceFile};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Refuses a rename after which a name would mean something else, or anything else would change. `models` are those
/// that may use what is renamed.
pub(super) fn check(
    db: &RootDatabase,
    fork: &Fork,
    rename: &Rename,
    models: &[SourceFile],
    (subject, new): (&Subject, &NewName),
) -> Outcome<()> {
    let moves: BTreeMap<RelativePath, RelativePath> =
        rename.moves.iter().map(|it| (it.file.0.path(db).clone(), it.to.clone())).collect();
    let project = subject.file.project(db);
    let stored = |dialect| new.stored(dialect);
    let before = Lens { moves: &moves, renamed: Some((subject, &stored)) };
    fork.ask(db, project, |host| {
        let (after_db, after_project) = renamed_project(db, project, host, rename, &before)?;
        let none = BTreeMap::new();
        let after = Lens { moves: &none, renamed: None };
        let check = Check { db, before, after_db, after_project, after, new };
        let affected = affected(db, rename, models);
        for &model in &affected {
            check.model(model)?;
        }
        if let [Symbol::Model(_)] = subject.symbols[..] {
            let index = sema::model_index(db, project);
            let others = index.models.iter().filter(|it| !affected.contains(it));
            others.copied().try_for_each(|it| check.references(it))?;
        }
        Ok(())
    })
}

/// The models that may use what is renamed, and those whose descriptions are edited; each once.
fn affected(db: &dyn Db, rename: &Rename, models: &[SourceFile]) -> Vec<SourceFile> {
    let edited = rename.edits.iter().map(|it| it.place.file.0);
    let described = edited.filter_map(|it| match sema::is_statement(db, it) {
        true => Some(it),
        false => cone::model_of(db, it),
    });
    let mut seen = FxHashSet::default();
    models.iter().copied().chain(described).filter(|it| seen.insert(*it)).collect()
}

/// The project after the rename, in the second database.
fn renamed_project<'a>(
    db: &dyn Db,
    project: Project,
    host: &'a mut Host,
    rename: &Rename,
    lens: &Lens<'_>,
) -> Outcome<(&'a RootDatabase, Project)> {
    host.suppose(
        db,
        project,
        Supposed { edits: &rename.edits, moves: Some(lens.moves), ..Supposed::default() },
    );
    let renamed = host.database_mut();
    let after =
        renamed.project(project.root(db)).ok_or_else(|| consequence("there is no project any more"))?;
    let cut: Vec<SourceFile> =
        project.cut(db).iter().filter_map(|it| renamed.file(after, &lens.path(db, *it))).collect();
    renamed.set_cut(after, cut);
    Ok((renamed, after))
}

struct Check<'a> {
    db: &'a RootDatabase,
    before: Lens<'a>,
    after_db: &'a RootDatabase,
    after_project: Project,
    after: Lens<'a>,
    new: &'a NewName,
}

impl Check<'_> {
    fn model(&self, model: SourceFile) -> Outcome<()> {
        let path = model.path(self.db);
        let there = self.after_db.file(self.after_project, &self.before.path(self.db, model));
        let there = there.filter(|it| sema::is_statement(self.after_db, *it));
        let there = there.ok_or_else(|| consequence(format!("`{path}` would be no model any more")))?;
        if cone::prepare(self.after_db, there).is_err() {
            let message = format!("`{path}` would stand in a dependency ring");
            return Err(RenameRefusal::new(RefusalReason::Capture, message));
        }
        let before = self.before.meaning(self.db, model);
        let after = self.after.meaning(self.after_db, there);
        self.names(model, &before, &after)?;
        self.diagnostics(&before, &after)?;
        let same_lineage = before.lineage == after.lineage;
        match (before.columns == after.columns, before.natural_joins == after.natural_joins) {
            (true, true) if same_lineage => Ok(()),
            (true, true) => Err(consequence(format!("what `{path}` is made of would change"))),
            (_, false) => {
                let message =
                    format!("a NATURAL JOIN in `{path}` would merge other columns than it does now");
                Err(RenameRefusal::new(RefusalReason::Merged, message))
            }
            (false, true) => Err(consequence(format!("the columns of `{path}` would change"))),
        }
    }

    fn names(&self, model: SourceFile, before: &Meaning, after: &Meaning) -> Outcome<()> {
        let mut pairs = before.names.iter().zip(&after.names);
        let changed = pairs.find(|(before, after)| before.0 != after.0).map(|it| it.0);
        let is_longer = before.names.len() != after.names.len();
        let changed = changed.or(before.names.last().filter(|_| is_longer));
        let Some((_, file, range)) = changed else {
            return match is_longer {
                true => Err(self.capture(model, TextRange::default())),
                false => Ok(()),
            };
        };
        Err(self.capture(*file, *range))
    }

    fn capture(&self, file: SourceFile, range: TextRange) -> RenameRefusal {
        let text = super::text::slice(self.db, file, range).unwrap_or_default();
        let (path, new) = (file.path(self.db), &self.new.ident);
        let message = format!("called `{new}`, `{text}` in `{path}` would not mean what it means now");
        RenameRefusal::new(RefusalReason::Capture, message).at(file, range)
    }

    /// The same must be said as before, if in other words.
    fn diagnostics(&self, before: &Meaning, after: &Meaning) -> Outcome<()> {
        let count = |it: &Meaning, key: &String| it.diagnostics.get(key).map_or(0, Vec::len);
        for (key, messages) in &after.diagnostics {
            if messages.len() > count(before, key) {
                let said = before.diagnostics.get(key).map_or(&[][..], |it| it);
                let new = messages.iter().find(|it| !said.contains(it)).or(messages.last());
                let message = new.map(String::as_str).unwrap_or_default();
                return Err(consequence(format!("it would bring a diagnostic, {key}: {message}")));
            }
        }
        for (key, messages) in &before.diagnostics {
            if messages.len() > count(after, key) {
                let message = messages.first().map(String::as_str).unwrap_or_default();
                return Err(consequence(format!("it would hide a diagnostic, {key}: {message}")));
            }
        }
        Ok(())
    }

    /// A model that does not use the renamed one must go on not to.
    fn references(&self, model: SourceFile) -> Outcome<()> {
        let index = sema::model_index(self.after_db, self.after_project);
        let dialect = db::dialect(self.db, model);
        let there = |it: Option<SourceFile>| it.map(|it| it.path(self.after_db).clone());
        for (path, target) in sema::references(self.db, model).iter() {
            if there(index.resolve(path, dialect)) != self.before.target(self.db, target) {
                return Err(self.now_means(model, path));
            }
        }
        for (name, target) in sema::declared_dependencies(self.db, model).unwrap_or_default() {
            let target = target.map(|it| self.before.path(self.db, it));
            if there(index.named(&name.value).next()) != target {
                return Err(self.now_means(model, &[Ident::new(name.value)]));
            }
        }
        Ok(())
    }

    fn now_means(&self, model: SourceFile, path: &[Ident]) -> RenameRefusal {
        let name: Vec<&str> = path.iter().map(Ident::as_str).collect();
        let message = format!("`{}` in `{}` would mean another table", name.join("."), model.path(self.db));
        let place = crate::place::range(self.db, &sema::Place::Reference(model, path.into()));
        RenameRefusal { place: Some(place), ..RenameRefusal::new(RefusalReason::Capture, message) }
    }
}

fn consequence(message: impl Into<String>) -> RenameRefusal {
    RenameRefusal::new(RefusalReason::Consequence, message)
}
