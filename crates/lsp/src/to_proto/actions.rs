//! Code actions: fixes, comments that suppress, refactorings, everything that is safe to fix at once.

use super::{
    diagnostic_data::verified_fix,
    diagnostics::diagnostic,
    edits::{FileChanges, documents, with_files},
    fix_all::fix_all,
    range, uri,
};
use crate::{from_proto, place::Place, snapshot::Snapshot};
use ide::{Applicability, Cancellable, Diagnostic, FileId, Fix, Refactoring, RefactoringKind, TextRange};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionTriggerKind, Range, Url,
    WorkspaceEdit,
};

/// Everything that is safe to fix in a document.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.rocky");

/// The same, and what may not be what was meant. Offered only to those who ask for exactly this.
pub(crate) const FIX_ALL_UNSAFE: CodeActionKind = CodeActionKind::new("source.fixAll.rocky.unsafe");

/// The kinds of refactorings.
pub(crate) const REFACTORINGS: [CodeActionKind; 3] =
    [CodeActionKind::REFACTOR_EXTRACT, CodeActionKind::REFACTOR_INLINE, CodeActionKind::REFACTOR_REWRITE];

/// What a client asks for.
pub(crate) struct Wanted {
    only: Option<Vec<CodeActionKind>>,
    /// Whether nobody has asked: the cursor has moved.
    is_automatic: bool,
}

impl Wanted {
    pub(crate) fn new(context: CodeActionContext) -> Wanted {
        let is_automatic = context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
        Wanted { only: context.only, is_automatic }
    }

    /// Whether actions of a kind are wanted: one that is asked for includes those below it.
    fn includes(&self, kind: &CodeActionKind) -> bool {
        self.only.is_none() || self.names(kind)
    }

    /// Whether a kind, or one that it is below, is asked for by name.
    fn names(&self, kind: &CodeActionKind) -> bool {
        let below = |it: &str| kind.as_str().strip_prefix(it).is_some_and(|rest| rest.starts_with('.'));
        let names = |it: &CodeActionKind| it.as_str().is_empty() || it == kind || below(it.as_str());
        self.only.as_deref().unwrap_or_default().iter().any(names)
    }

    /// Whether a kind itself is asked for.
    fn is_exactly(&self, kind: &CodeActionKind) -> bool {
        self.only.as_deref().is_some_and(|it| it.contains(kind))
    }
}

/// What is known of an action that is to be resolved.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Unresolved {
    /// The document that it was offered in.
    pub(crate) uri: Url,
    /// The version that it was made for, where the document is open.
    document_version: Option<i32>,
    /// What was selected, for a refactoring.
    range: Option<Range>,
    /// What it is, and by which name.
    #[serde(flatten)]
    action: Action,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Action {
    /// The identity of a fix.
    Fix(String),
    /// The name of a refactoring.
    Refactoring(String),
}

/// What an action says of itself, where it is one of ours.
pub(crate) fn unresolved(action: &CodeAction) -> Option<Unresolved> {
    serde_json::from_value(action.data.clone()?).ok()
}

/// The actions at a range of a file.
pub(crate) fn code_actions(
    snapshot: &Snapshot,
    file: FileId,
    range: TextRange,
    wanted: &Wanted,
) -> Cancellable<Vec<CodeActionOrCommand>> {
    let mut actions = Vec::new();
    if wanted.includes(&CodeActionKind::QUICKFIX) {
        let found = snapshot.diagnostics(file)?;
        for it in found.iter().filter(|it| it.range.intersect(range).is_some()) {
            for fix in &it.fixes {
                actions.extend(quick_fix(snapshot, file, it, fix)?);
            }
        }
        if !wanted.is_automatic {
            for (found, fix) in snapshot.analysis.suppressions(file, range)? {
                actions.extend(quick_fix(snapshot, file, &found, &fix)?);
            }
        }
    }
    // A cursor that rests on a name is no wish to change it.
    let is_selected = !range.is_empty() || !wanted.is_automatic;
    if REFACTORINGS.iter().any(|it| wanted.includes(it)) && is_selected {
        for it in snapshot.analysis.refactorings(file, range)? {
            if wanted.includes(&kind(it.kind)) {
                actions.extend(refactoring(snapshot, file, range, &it)?);
            }
        }
    }
    // To nobody who has not asked for them: they take a look at the file as it would be.
    if wanted.names(&FIX_ALL) && !wanted.only.as_deref().is_some_and(|it| it == [CodeActionKind::EMPTY]) {
        actions.extend(fix_all(snapshot, file, false)?);
    }
    if wanted.is_exactly(&FIX_ALL_UNSAFE) {
        actions.extend(fix_all(snapshot, file, true)?);
    }
    Ok(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
}

/// A fix as an action. One that the client could not apply is none: an action without an edit is a lie.
fn quick_fix(
    snapshot: &Snapshot,
    file: FileId,
    found: &Diagnostic,
    fix: &Fix,
) -> Cancellable<Option<CodeAction>> {
    let Some(edit) = workspace_edit(snapshot, file, fix, FileChanges::default())? else { return Ok(None) };
    let safe = |it: &Fix| it.applicability == Applicability::MachineApplicable;
    let is_only_safe_one = safe(fix) && found.fixes.iter().filter(|it| safe(it)).count() == 1;
    let data = to_resolve(snapshot, file, Action::Fix(fix.id.clone()), None)?;
    Ok(Some(CodeAction {
        title: fix.title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic(snapshot, file, found)?]),
        edit: Some(edit),
        is_preferred: snapshot.features().preferred_code_actions.then_some(is_only_safe_one),
        data,
        ..CodeAction::default()
    }))
}

/// A refactoring as an action. It is proven when it is resolved; at once, for a client that resolves nothing.
fn refactoring(
    snapshot: &Snapshot,
    file: FileId,
    range: TextRange,
    it: &Refactoring,
) -> Cancellable<Option<CodeAction>> {
    let Some(edit) = workspace_edit(snapshot, file, &it.fix, files_of(it))? else { return Ok(None) };
    let data = to_resolve(snapshot, file, Action::Refactoring(it.name.to_owned()), Some(range))?;
    if data.is_none() && snapshot.analysis.prove(file, it)?.is_err() {
        return Ok(None);
    }
    Ok(Some(CodeAction {
        title: it.fix.title.clone(),
        kind: Some(kind(it.kind)),
        edit: data.is_none().then_some(edit),
        data,
        ..CodeAction::default()
    }))
}

fn kind(kind: RefactoringKind) -> CodeActionKind {
    match kind {
        RefactoringKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        RefactoringKind::Inline => CodeActionKind::REFACTOR_INLINE,
        RefactoringKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

/// What an action says of itself to be resolved, for a client that does so.
fn to_resolve(
    snapshot: &Snapshot,
    file: FileId,
    action: Action,
    selected: Option<TextRange>,
) -> Cancellable<Option<Value>> {
    let place = snapshot.place(file);
    let uri = uri(&snapshot.view, &place).filter(|_| snapshot.features().resolves_code_actions);
    let Some(uri) = uri else { return Ok(None) };
    let range = selected.map(|it| range(snapshot, file, it)).transpose()?;
    Ok(Some(json!(Unresolved { uri, document_version: snapshot.version(&place), range, action })))
}

/// An action with what it does, found out by trying. Of a document that is another meanwhile it is not said.
pub(crate) fn resolve(
    snapshot: &Snapshot,
    mut action: CodeAction,
    unresolved: &Unresolved,
) -> Cancellable<Result<CodeAction, String>> {
    let place: Place = from_proto::place(&unresolved.uri);
    let Some(file) = snapshot.file(&place) else { return Ok(Err("the document is gone".to_owned())) };
    if snapshot.version(&place) != unresolved.document_version {
        return Ok(Err("the document was edited after the action was offered".to_owned()));
    }
    let id = match &unresolved.action {
        Action::Fix(id) => id,
        Action::Refactoring(name) => {
            let (start, end) = from_proto::range(unresolved.range.unwrap_or_default());
            let range = snapshot.range(file, start, end)?;
            let offered = snapshot.analysis.refactorings(file, range)?;
            let Some(it) = offered.into_iter().find(|it| it.name == name) else {
                return Ok(Err("this is not possible here any more".to_owned()));
            };
            if let Err(reason) = snapshot.analysis.prove(file, &it)? {
                return Ok(Err(format!("not done: {reason}")));
            }
            action.edit = workspace_edit(snapshot, file, &it.fix, files_of(&it))?;
            return Ok(Ok(action));
        }
    };
    let found = snapshot.diagnostics(file)?;
    let mut of_found = found.iter().flat_map(|it| it.fixes.iter().map(move |fix| (it, fix)));
    let Some(it) = of_found.find(|it| it.1.id == *id) else {
        // A comment that suppresses does what it says.
        return Ok(Ok(action));
    };
    let verification = snapshot.analysis.verify(file, it.1)?;
    let mut data = json!(unresolved);
    data["resolved"] = verified_fix(snapshot, file, it, &verification)?;
    action.data = Some(data);
    Ok(Ok(action))
}

/// What a refactoring does with whole files.
fn files_of(it: &Refactoring) -> FileChanges<'_> {
    FileChanges { moves: &it.moves, deletes: &it.deletes, ..FileChanges::default() }
}

fn workspace_edit(
    snapshot: &Snapshot,
    file: FileId,
    fix: &Fix,
    files: FileChanges<'_>,
) -> Cancellable<Option<WorkspaceEdit>> {
    if fix.applicability == Applicability::HasPlaceholders {
        return Ok(None);
    }
    let Some(documents) = documents(snapshot, &fix.edits)? else { return Ok(None) };
    Ok(with_files(snapshot, file, documents, FileChanges { creates: &fix.creates, ..files }))
}
