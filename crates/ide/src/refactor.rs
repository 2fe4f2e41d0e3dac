//! Refactorings: edits after which a text says the same in another way.
//!
//! What is offered at a place is cheap to find out, and liberal. What is applied is proven first: a second database
//! analyses the project as it would be ([`Analysis::prove`]).

mod add_alias;
mod contract;
mod cte_to_model;
mod expand_star;
mod extract_cte;
mod frontmatter;
mod inline_cte;
mod proof;
mod qualify;
mod selection;
mod sidecar;
mod to_pipeline;
mod to_sql;
mod with;

use crate::{Analysis, Cancellable, FileId, FileMove, Fix, body_names::has_body, fix};
use base::{Applicability, TextRange};
use db::{RelativePath, SourceFile};
pub(crate) use selection::Selection;
use sema::Remedy;

/// What a refactoring does, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefactoringKind {
    /// It gives a part a name, or a file, of its own.
    Extract,
    /// It puts what has a name where the name is used.
    Inline,
    /// It writes the same in another way.
    Rewrite,
}

/// A refactoring that may be possible at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refactoring {
    /// Which one: `expand-star`. At one place there is one of each.
    pub name: &'static str,
    /// What it does, roughly.
    pub kind: RefactoringKind,
    /// Its edits, and what a menu shows.
    pub fix: Fix,
    /// Files that are called otherwise, once they are edited.
    pub moves: Vec<FileMove>,
    /// Files that are no longer needed.
    pub deletes: Vec<FileId>,
}

/// A refactoring before its places are ranges.
struct Draft {
    kind: RefactoringKind,
    remedy: Remedy,
    moves: Vec<FileMove>,
    deletes: Vec<FileId>,
}

impl Draft {
    fn new(kind: RefactoringKind, title: impl Into<String>) -> Draft {
        let remedy = Remedy::new(title, Applicability::MachineApplicable);
        Draft { kind, remedy, moves: Vec::new(), deletes: Vec::new() }
    }

    fn with(mut self, edit: impl FnOnce(Remedy) -> Remedy) -> Draft {
        self.remedy = edit(self.remedy);
        self
    }

    /// Calls a file otherwise, once it is edited.
    fn moving(mut self, file: SourceFile, to: RelativePath) -> Draft {
        self.moves.push(FileMove { file: FileId(file), to });
        self
    }

    /// Whether it makes, moves or removes files.
    fn is_about_files(&self) -> bool {
        !self.remedy.creates.is_empty() || !self.moves.is_empty() || !self.deletes.is_empty()
    }

    /// Takes a file away.
    fn deleting(mut self, file: SourceFile) -> Draft {
        self.deletes.push(FileId(file));
        self
    }
}

/// What offers a refactoring at a place; nothing where it makes no sense there.
type Offer = fn(&Selection<'_>) -> Option<Draft>;

/// Every refactoring, in the order in which a menu shows them.
const ALL: [(&str, Offer); 11] = [
    ("expand-star", expand_star::offer),
    ("extract-cte", extract_cte::offer),
    ("inline-cte", inline_cte::offer),
    ("cte-to-model", cte_to_model::offer),
    ("qualify-columns", qualify::offer),
    ("add-alias", add_alias::offer),
    ("extract-contract", contract::offer),
    ("frontmatter-to-sidecar", sidecar::offer),
    ("sidecar-to-frontmatter", frontmatter::offer),
    ("pipeline-to-sql", to_sql::offer),
    ("sql-to-pipeline", to_pipeline::offer),
];

impl Analysis {
    /// The refactorings that may be possible at `range`, which may be empty. None in a text that could not be read.
    pub fn refactorings(&self, file: FileId, range: TextRange) -> Cancellable<Vec<Refactoring>> {
        self.about(file, |db| {
            if !has_body(db, file.0) || !hir::syntax_findings(db, file.0).errors.is_empty() {
                return Vec::new();
            }
            let (selection, is_model) = (Selection::new(db, file.0, range), sema::is_model(db, file.0));
            let mut found = Vec::new();
            for (name, offer) in ALL {
                // A query has no files that belong to it, and may have none itself.
                let draft = offer(&selection).filter(|it| is_model || !it.is_about_files());
                let Some(Draft { kind, remedy, moves, deletes }) = draft else { continue };
                let fix = fix::fix(db, &remedy, name.to_owned());
                found.extend(fix.map(|fix| Refactoring { name, kind, fix, moves, deletes }));
            }
            found
        })
    }
}
