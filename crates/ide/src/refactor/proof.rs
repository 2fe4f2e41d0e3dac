//! The proof of a refactoring: the project as it would be says of the model what the project as it is says.

use super::Refactoring;
use crate::{
    Analysis, Cancellable, FileId, Link, LinkTarget,
    fork::Supposed,
    links,
    verify::{self, State},
};
use base::{Code, Severity, SmolStr};
use db::{Db, Project, RelativePath, SourceFile};
use sema::{EdgeKind, PhysicalTarget, SourceColumn, SourceRelation};
use std::collections::{BTreeMap, BTreeSet};

impl Analysis {
    /// Finds out whether a refactoring leaves the model's columns, where they come from, and the project's diagnostics as
    /// they are; else says what it would change. What it says otherwise, as that the columns of `*` are not listed, may go.
    pub fn prove(&self, file: FileId, refactoring: &Refactoring) -> Cancellable<Result<(), String>> {
        let fix = &refactoring.fix;
        let project = file.0.project(self.database());
        let created: Vec<RelativePath> =
            fix.creates.iter().map(|it| RelativePath::new(it.0.clone())).collect();
        let moves = refactoring.moves.iter().map(|it| (self.path(it.file).1, it.to.clone())).collect();
        let deletes: Vec<RelativePath> = refactoring.deletes.iter().map(|it| self.path(*it).1).collect();
        if let Some(naming) = self.with(|db| naming_file(db, project, refactoring))? {
            return Ok(Err(format!("{naming} names a file that would be called otherwise, or be gone")));
        }
        let before = self.about(file, |db| Meaning::of(db, file.0, &created))?;
        let (root, path) = self.path(file);
        let outcome = self.in_fork(project, |fork| {
            let supposed =
                Supposed { edits: &fix.edits, creates: &fix.creates, moves: Some(&moves), deletes: &deletes };
            self.suppose(fork, project, supposed)?;
            let after = fork.settled(|there| match there.file(&root, supposed.path(&path)) {
                Some(file) => there.about(file, |db| Meaning::of(db, file.0, &created)).map(Some),
                None => Ok(None),
            })?;
            let Some(after) = after else { return Ok(Err("the file would be gone".to_owned())) };
            if let Some(difference) = before.difference(&after) {
                return Ok(Err(difference));
            }
            self.verify_in(fork, file, supposed, State::After).map(Ok)
        })?;
        let found = match outcome {
            Ok(found) => found,
            Err(reason) => return Ok(Err(reason)),
        };
        // The same is said in other words where a name is another, and elsewhere where what describes a model has moved;
        // and hints are no reason to leave a text as it is.
        let key = |it: &verify::Verified| {
            let path = it.path.as_str();
            (path.rsplit_once('.').map_or(path, |it| it.0).to_owned(), it.code)
        };
        let mut codes: BTreeMap<(String, Code), i64> = BTreeMap::new();
        found.introduces.iter().for_each(|it| *codes.entry(key(it)).or_default() += 1);
        found.clears.iter().for_each(|it| *codes.entry(key(it)).or_default() -= 1);
        let refuses = |it: &&verify::Verified| it.severity != Severity::Info && codes[&key(it)] > 0;
        let new = found.introduces.iter().find(refuses);
        Ok(match new {
            Some(new) => {
                Err(format!("it would bring a diagnostic, {} in {}: {}", new.code, new.path, new.message))
            }
            None => Ok(()),
        })
    }
}

/// A file of TOML that names, by its path, one that would be called otherwise or be gone.
fn naming_file(db: &dyn Db, project: Project, refactoring: &Refactoring) -> Option<RelativePath> {
    let moved = refactoring.moves.iter().map(|it| it.file);
    let gone: Vec<FileId> = moved.chain(refactoring.deletes.iter().copied()).collect();
    if gone.is_empty() {
        return None;
    }
    let is_gone = |it: &Link| matches!(it.target, LinkTarget::File(file) if gone.contains(&file));
    // A model that `depends_on` names is named as a model.
    let is_path = |file: SourceFile, it: &Link| file.text(db).text[it.range].contains('.');
    let names = |file: SourceFile| links::links(db, file).iter().any(|it| is_gone(it) && is_path(file, it));
    let may_name = |file: SourceFile| {
        let text = &file.text(db).text;
        gone.iter().any(|it| text.contains(it.0.path(db).file_name()))
    };
    let mut files = project.files(db).iter().filter(|it| it.0.extension() == Some("toml"));
    files.find(|(_, file)| may_name(**file) && names(**file)).map(|it| it.0.clone())
}

/// What a model yields, in words that two databases can compare.
#[derive(Debug, PartialEq, Eq)]
struct Meaning {
    /// By which name others read it, where its table goes, and how that is built.
    built: (SmolStr, PhysicalTarget, SmolStr),
    columns: Vec<String>,
    is_open: bool,
    /// The sources of each column.
    sources: Vec<(SmolStr, BTreeSet<String>)>,
    /// The columns that decide which rows there are; not said where a part of the model is a file of its own, which has
    /// its own.
    indirect: BTreeSet<String>,
}

impl Meaning {
    /// What `file` yields. The models at `created` are looked through: what they read is a source.
    fn of(db: &dyn Db, file: SourceFile, created: &[RelativePath]) -> Meaning {
        let model = sema::model(db, file);
        let schema = sema::schema(db, file);
        let column = |it: &sema::Column| format!("{} {:?} {:?}", it.name, it.value.ty, it.value.null);
        let lineage = sema::lineage(db, file);
        let sources = lineage.columns.iter().map(|it| {
            let mut sources = BTreeSet::new();
            for edge in &it.edges {
                source(db, &edge.source, edge.kind, created, &mut sources);
            }
            if it.incomplete.is_some() {
                sources.insert("incomplete".to_owned());
            }
            (it.name.clone(), sources)
        });
        let mut indirect = BTreeSet::new();
        if !created.iter().any(|it| it.as_str().ends_with(".sql")) {
            for edge in &lineage.indirect {
                source(db, &edge.source, edge.kind, created, &mut indirect);
            }
        }
        Meaning {
            built: (model.name.clone(), model.target.clone(), model.strategy.name().into()),
            columns: schema.columns.iter().map(column).collect(),
            is_open: schema.open.is_some(),
            sources: sources.collect(),
            indirect,
        }
    }

    /// The first thing that is not as it was, in words.
    fn difference(&self, after: &Meaning) -> Option<String> {
        if self.built != after.built {
            return Some("the model would be built in another way".to_owned());
        }
        if self.columns != after.columns || self.is_open != after.is_open {
            return Some("the columns of the model would be others".to_owned());
        }
        let mut pairs = self.sources.iter().zip(&after.sources);
        if let Some((before, _)) = pairs.find(|(before, after)| before != after) {
            return Some(format!("`{}` would be made of other columns", before.0));
        }
        (self.indirect != after.indirect)
            .then(|| "other columns would decide which rows there are".to_owned())
    }
}

/// A source in words; of a model that was created, its own sources.
fn source(
    db: &dyn Db,
    column: &SourceColumn,
    kind: EdgeKind,
    created: &[RelativePath],
    into: &mut BTreeSet<String>,
) {
    let relation = match &column.relation {
        SourceRelation::Model(model) if created.contains(model.path(db)) => {
            let lineage = sema::lineage(db, *model);
            let inner = lineage.columns.iter().find(|it| it.name == column.column);
            for edge in inner.iter().flat_map(|it| &it.edges) {
                source(db, &edge.source, kind.max(edge.kind), &[], into);
            }
            return;
        }
        SourceRelation::Model(model) => model.path(db).to_string(),
        SourceRelation::External(table) => table.display_name().to_string(),
        SourceRelation::Undeclared(name) | SourceRelation::Cte(_, name) => name.to_string(),
    };
    into.insert(format!("{relation}.{} {:?} {kind:?}", column.column, column.path));
}
