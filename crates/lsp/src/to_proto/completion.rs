//! Completion items.

use super::{markup, range};
use crate::snapshot::Snapshot;
use ide::{Cancellable, Completion, CompletionKind, FileId};
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionResponse, CompletionTextEdit, Documentation, TextEdit,
};

pub(crate) fn completions(
    snapshot: &Snapshot,
    file: FileId,
    completions: Vec<Completion>,
) -> Cancellable<CompletionResponse> {
    let items: Cancellable<Vec<_>> = completions.into_iter().map(|it| item(snapshot, file, it)).collect();
    Ok(CompletionResponse::Array(items?))
}

fn item(snapshot: &Snapshot, file: FileId, it: Completion) -> Cancellable<CompletionItem> {
    let edit = TextEdit { range: range(snapshot, file, it.replace)?, new_text: it.insert };
    Ok(CompletionItem {
        // Clients sort by text; ranks have at most ten digits.
        sort_text: Some(format!("{:010}", it.rank)),
        filter_text: (edit.new_text != it.label).then(|| edit.new_text.clone()),
        kind: Some(kind(it.kind)),
        detail: it.detail,
        documentation: it.documentation.map(|it| Documentation::MarkupContent(markup(snapshot, it))),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        label: it.label,
        ..CompletionItem::default()
    })
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Column => CompletionItemKind::FIELD,
        CompletionKind::Alias => CompletionItemKind::VARIABLE,
        CompletionKind::Cte => CompletionItemKind::STRUCT,
        CompletionKind::Model => CompletionItemKind::CLASS,
        CompletionKind::Source => CompletionItemKind::INTERFACE,
        CompletionKind::Function => CompletionItemKind::FUNCTION,
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
        CompletionKind::Key => CompletionItemKind::PROPERTY,
        CompletionKind::Value => CompletionItemKind::VALUE,
    }
}
