//! The proof of a refactoring: the project as it would be says of the model what the project as it is says.

use super::Refactoring;
use crate::{
    Analysis, Cancellable, FileId,
    fork::Supposed,
    verify::{self, State},
};
use base::{Code, Severity, SmolStr};
use db::{Db, RelativePath, SourceFile};
use sema::{EdgeKind, SourceColumn, SourceRelation};
use std::collections::{BTreeMap, BTreeSet};

impl Analysis {
    /// Finds out whether a refactoring leaves the model's columns, where they come from, and the project's diagnostics as
    /// they are; else says what it would change. What it says otherwise, as that the columns of `*` are not listed, may go.
    pub fn prove(&self, file: FileId, refactoring: &Refactoring) -> Cancellable<Result<(), String>> {
        let fix = &refactoring.fix;
        let project = file.0.project(self.database());
        let created: Vec<RelativePath> =
            fix.creates.iter().map(|it| RelativePath::new(it.0.clone())).collect();
        let before = self.about(file, |db| Meaning::of(db, file.0, &created))?;
        let (root, path) = self.path(file);
        let outcome = self.in_fork(project, |fork| {
            let supposed = Supposed { edits: &fix.edits, creates: &fix.creates, moves: None };
            self.suppose(fork, project, supposed)?;
            let after = fork.settled(|there| match there.file(&root, &path) {
                Some(file) => there.about(file, |db| Meaning::of(db, file.0, &created)).map(Some),
                None => Ok(None),
            })?;
            let Some(after) = after else { return Ok(Err("the file would be gone".to_owned())) };
            if let Some(difference) = before.difference(&after) {
                return Ok(Err(difference));
            }
            self.verify_in(fork, file, fix, State::After).map(Ok)
        })?;
        let found = match outcome {
            Ok(found) => found,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut codes: BTreeMap<(&RelativePath, Code), i64> = BTreeMap::new();
        found.introduces.iter().for_each(|it| *codes.entry((&it.path, it.code)).or_default() += 1);
        found.clears.iter().for_each(|it| *codes.entry((&it.path, it.code)).or_default() -= 1);
        // The same is said in other words where a name is another; and hints are no reason to leave a text as it is.
        let refuses =
            |it: &&verify::Verified| it.severity != Severity::Info && codes[&(&it.path, it.code)] > 0;
        let new = found.introduces.iter().find(refuses);
        Ok(match new {
            Some(new) => {
                Err(format!("it would bring a diagnostic, {} in {}: {}", new.code, new.path, new.message))
            }
            None => Ok(()),
        })
    }
}

/// What a model yields, in words that two databases can compare.
#[derive(Debug, PartialEq, Eq)]
struct Meaning {
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
            columns: schema.columns.iter().map(column).collect(),
            is_open: schema.open.is_some(),
            sources: sources.collect(),
            indirect,
        }
    }

    /// The first thing that is not as it was, in words.
    fn difference(&self, after: &Meaning) -> Option<String> {
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
