//! What an editor can ask, as plain data in and plain data out.
//!
//! [`Host`] owns the database and takes changes; [`Analysis`] is a snapshot that answers questions. Every answer of
//! an analysis is a [`Cancellable`]: a change that arrives while it is computed cancels it. This is the only place
//! where salsa's unwinding becomes a value.

mod analysis;
mod body_names;
mod card;
mod code_lens;
mod column_facts;
mod compare;
mod completion;
mod cone;
mod consumers;
mod definition;
mod delta;
mod destinations;
mod diagnostics;
mod edit_note;
mod explain;
mod fields;
mod fix;
mod fix_all;
mod folding;
mod fork;
mod formatting;
mod hierarchy;
mod highlights;
mod host;
mod hover;
mod inlay_hints;
mod lineage;
mod lines;
mod linked;
mod links;
mod local_names;
mod many;
mod meaning;
mod origins;
mod overview;
mod own_table;
mod place;
mod placeholder;
mod preview;
mod readers;
mod refactor;
mod references;
mod rename;
mod selection;
mod semantic_tokens;
mod signature_help;
mod suppress;
mod sweep;
mod symbol;
mod symbols;
mod test_sql;
mod tokens;
mod toml_names;
mod types;
mod variables;
mod verify;
mod walk;

pub use analysis::{Analysis, Cancellable, Cancelled, FileDiagnostics};
pub use card::Verbosity;
pub use code_lens::{BlastRadius, LensPlaces};
pub use compare::{
    BreakingChange, BreakingFinding, BreakingNote, BreakingSeverity, ChangedColumn, ColumnAspect,
    ColumnState, Comparison, Consumer, Dependent, EditKind, HistoryDiagnostic, ModelChange, ModelState,
    ModelStatus, breaking_changes, with_history,
};
pub use delta::Delta;
pub use edit_note::{EditNote, EditedText};
pub use explain::{explanation, page};
pub use fix_all::{AppliedFix, ComposedEdit, FixAll, FixEnd, FixRequest, FixedFile, Left, LeftReason};
pub use folding::{Fold, FoldKind};
pub use hierarchy::{CteName, HierarchyCall, HierarchyItem, HierarchyKey, HierarchyRelation};
pub use host::{Applied, CancellationToken, Host, MemoryUsage};
pub use hover::HoverRequest;
pub use line_index;
pub use lineage::{
    ColumnFacts, ColumnRef, EdgeKind, LineageColumn, LineageDirection, LineageEdge, LineageFault,
    LineageGraph, LineageRelation, LineageRequest, LineageTarget, LineageView, ModelRef, RelationFacts,
    RelationKind,
};
pub use lines::lines;
pub use links::{Link, LinkTarget};
pub use overview::{ColumnOrigin, ModelOverview, ModelTest, OverviewColumn};
pub use plan::{CompiledSql, Verbatim};
pub use preview::{Preview, PreviewColumn};
pub use readers::Readers;
pub use refactor::{Refactoring, RefactoringKind};
pub use rename::{FileMove, RefusalReason, Rename, RenameKind, RenameRefusal, RenameTarget};
pub use semantic_tokens::{SemanticKind, SemanticModifiers, SemanticToken};
pub use types::*;
pub use verify::{Verification, Verified};
pub use walk::{ProjectFindings, Walk};

pub use base::{Applicability, Code, DialectKind, Severity, TextRange, TextSize};
pub use config::Mask;
pub use db::{Change, FileChange, FileText, ProjectRoot, RelativePath, Revision, RootChange};
pub use format::Indent;
pub use sema::{Candidate, Facts};
pub use syntax::is_variable_name;
